"""The hall's server dies under a visitor's hands; every number given is in its line afterwards."""

import pytest

from tests.kiosk.e2e.running import Kiosk, named, until

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(400)]


def _take_blind(kiosk: Kiosk) -> str:
    """Take a ticket by keys alone and return its number."""
    for screen, key in (
        ("idle", "Down"), ("home", "1"), ("services", "1"), ("needs", "numbersign"),
        ("confirm", "numbersign"),
    ):  # fmt: skip
        kiosk.tree(screen)
        kiosk.key(key)
    nodes = {node["id"]: node["name"] for node in kiosk.tree("issued")["nodes"]}
    assert "没有回应" in nodes["alone"]
    return str(nodes["number"])


def test_tickets_taken_blind_while_the_server_was_dead_stand_in_its_line_once(
    kiosk: Kiosk,
) -> None:
    kiosk.token("supervisor")
    running, server = kiosk.programs["kiosk"], kiosk.programs["server"]
    server.kill()
    assert _take_blind(kiosk) == "A9101"
    until(lambda: "号码有效" in kiosk.spoken(), "the truth said")
    assert "九" in kiosk.spoken()
    pictures = kiosk.folder / "tickets"
    until(lambda: list(pictures.glob("*.png")), "a ticket on paper")

    running.kill()  # and then the kiosk loses its power too
    kiosk.start_kiosk()
    until(lambda: named(kiosk), "the hall it remembers")
    assert _take_blind(kiosk) == "A9102"

    kiosk.start_server()

    def line() -> list[str] | None:
        found = kiosk.ask("/api/v1/tickets?state=WAITING", "supervisor")["items"]
        numbers = [one["number"] for one in found]
        return numbers if len(numbers) >= 2 else None

    assert until(line, "both numbers in the hall's line") == ["A9101", "A9102"]
    until(
        lambda: any(node["id"] == "qr" for node in kiosk.trees()[-1]["nodes"]),
        "the visitor's own page, now that the hall knows the number",
    )
