"""The real kiosk, killed in the middle of a visit: it is back at its first screen, and says why."""

import os
import signal
from pathlib import Path

import pytest

from tests.kiosk.e2e.running import Kiosk, named, until

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(300)]


def children(process: int) -> list[int]:
    return [
        int(one) for one in Path(f"/proc/{process}/task/{process}/children").read_text().split()
    ]


def test_a_killed_kiosk_is_idle_again_and_the_cause_is_in_the_log(kiosk: Kiosk) -> None:
    kiosk.programs["kiosk"].kill()
    kept = kiosk.start_kiosk("--keep")
    until(lambda: named(kiosk), "the hall's name on the idle screen")
    kiosk.touch("idle", "start")
    kiosk.touch("home", "home-ticket")
    kiosk.touch("services", "service-unemployment")
    kiosk.tree("needs")
    [child] = children(kept.process.pid)
    os.kill(child, signal.SIGSEGV)
    assert kept.stdout.readline() == "ready\n", "it is drawn again"
    kiosk.tree("idle")
    assert children(kept.process.pid) != [child]
    log = until(lambda: text if "starts again" in (text := kept.told()) else "", "the cause")
    assert "SIGSEGV" in log
    assert "Segmentation fault" in log, "the stack of the one that died is kept"
