"""The firewalls as shipped, loaded in a network of two machines of their own (S-36, S-13)."""

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
SERVER, DEVICE = (ROOT / f"deploy/nftables/{name}.nft" for name in ("hall90", "hall90-device"))
MEMBER, MANAGER, STRANGER = "192.168.90.100", "192.168.90.5", "10.9.9.9"
ALL = [22, 80, 443, 5432, 8090, 8443]


def _tried(rules: Path | str, side: str) -> dict[str, Any]:
    assert shutil.which("nft"), "these tests need nft: apt-get install nftables iproute2"
    told = subprocess.run(
        ["unshare", "-rn", sys.executable, ROOT / "tests/deploy/walls.py", rules, side],
        capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip
    assert told.returncode == 0, told.stderr
    found: dict[str, Any] = json.loads(told.stdout)
    return found


@pytest.mark.deep
def test_s_36_the_server_opens_its_pages_to_the_hall_and_care_to_its_managers_alone() -> None:
    # Without the wall every door is open: what is closed below is closed by the wall.
    bare = _tried("none", "server")
    assert (bare[MEMBER], bare[STRANGER], bare["held"]) == (ALL, ALL, 80)
    told = _tried(SERVER, "server")
    assert told[MEMBER] == [443, 8443]
    assert told[MANAGER] == [22, 443, 8443]
    assert told[STRANGER] == []
    # One address holds 64 connections and no more; nobody else is the worse for it.
    assert (told["held"], told["others"]) == (64, True)


@pytest.mark.deep
def test_s_36_a_kiosk_is_reached_by_managers_alone_and_reaches_the_hall_alone() -> None:
    told = _tried(DEVICE, "server")
    assert (told[MEMBER], told[MANAGER], told[STRANGER]) == ([], [22], [])
    told = _tried(DEVICE, "device")
    assert (told[MEMBER], told[STRANGER]) == (ALL, [])


def test_s_36_both_walls_begin_with_everything_shut() -> None:
    for rules in (SERVER, DEVICE):
        text = rules.read_text("utf-8")
        assert text.count("hook input priority filter; policy drop;") == 1
        assert text.count("hook forward priority filter; policy drop;") == 1
        assert "ct count over" not in text.replace("saddr ct count over 64 }", "")
