"""What a clean machine gets: locks that hold hashes and nothing else, names that are ours alone."""

import re
import tomllib
from importlib.metadata import entry_points, packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
LOCKS = sorted((ROOT / "requirements").glob("*.lock"))
ROLES = ("server", "kiosk", "display", "printer", "voice", "dev")


def pins(name: str) -> set[str]:
    text = (ROOT / "requirements" / f"{name}.lock").read_text("utf-8")
    return set(re.findall(r"^([a-z0-9._-]+==[^ \\]+)", text, re.MULTILINE))


def test_locks_name_no_address_and_no_path() -> None:
    for lock in LOCKS:
        assert not re.search(
            r"://|file:|--index|--find-links|==[^ ]*\+", lock.read_text("utf-8")
        ), lock


def test_every_pin_has_a_hash() -> None:
    for lock in LOCKS:
        text = lock.read_text("utf-8")
        assert len(re.findall(r"(?m)^[a-z0-9]", text)) == len(
            re.findall(r"(?m)^[a-z0-9].*(?:\n    --hash=sha256:[0-9a-f]{64}.*)+", text)
        ), lock


def test_role_locks_together_are_the_whole_lock() -> None:
    together = set().union(*(pins(role) for role in ROLES))

    assert together == pins("all")


def test_no_other_package_bears_our_names() -> None:
    owners = packages_distributions()
    for name in ("hall", "config", "printer", "voice", "displays", "queue_server", "kiosk"):
        assert set(owners.get(name, [])) <= {"hall90"}


def test_the_wrong_escpos_is_not_installed() -> None:
    assert set(packages_distributions()["escpos"]) == {"python-escpos"}


@pytest.mark.parametrize("group", ["hall90.commands", "hall90.simulators", "hall90.doctor"])
def test_every_entry_point_loads(group: str) -> None:
    points = entry_points(group=group)

    assert points
    for point in points:
        assert callable(point.load()), point


def test_the_licence_and_notice_are_shipped() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]

    assert project["license"] == "Apache-2.0"
    assert "Apache License" in (ROOT / "LICENSE").read_text("utf-8")
    notice = (ROOT / "NOTICE").read_text("utf-8")
    for name in ("espeak-ng", "GPL", "LGPL", "psycopg", "zeroconf", "pangocffi"):
        assert name in notice
