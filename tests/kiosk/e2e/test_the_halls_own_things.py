"""Telling the hall, cut off and back: the real kiosk, printer stand-in and server."""

import pytest

from tests.kiosk.e2e.running import Kiosk, until

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(600), pytest.mark.deep]
DIGITS = 10


def told(kiosk: Kiosk) -> list[str]:
    """Return what the hall was told, oldest first."""
    found = kiosk.ask("/api/v1/feedback", "admin")["items"]
    return [f"{one['kind']}:{one['about']}" for one in reversed(found)]


def complain(kiosk: Kiosk, topic: str) -> str:
    """Complain by keys alone from the first screen; return the receipt's digits."""
    kiosk.tree("home")
    kiosk.key("6")
    kiosk.tree("hall")
    kiosk.key("2")
    kiosk.tree("tell")
    kiosk.key("1")
    kiosk.tree("tell-about")
    kiosk.key(topic)
    kiosk.tree("tell-check")
    kiosk.key("numbersign")
    done = {node["id"]: node["name"] for node in kiosk.tree("tell-done")["nodes"]}
    return str(done["number"]).replace(" ", "")


def test_a_complaint_by_keys_is_kept_while_cut_off_and_reaches_the_hall(kiosk: Kiosk) -> None:
    kiosk.become("k1")
    until(lambda: kiosk.trees()[-1]["screen"] == "idle" or None, "the idle screen")
    kiosk.key("Down")
    first = complain(kiosk, "6")
    assert len(first) == DIGITS
    assert told(kiosk) == ["complaint:other"]
    pictures = kiosk.folder / "tickets"
    until(lambda: list(pictures.glob("*.png")), "a receipt on paper")
    kiosk.key("numbersign")
    kiosk.programs["server"].kill()
    second = complain(kiosk, "6")
    assert second != first
    kept = {node["id"] for node in kiosk.trees()[-1]["nodes"]}
    assert "kept" in kept
    kiosk.start_server()
    until(lambda: len(told(kiosk)) == 2 or None, "the second complaint at the hall")
    status = kiosk.ask(f"/api/v1/feedback/status?reference={second}", "kiosk")
    assert status["state"] == "received"
