"""A picture of the real kiosk that stands still is replaced, and systemd is told the truth."""

import os
import signal
import socket
import time
from pathlib import Path

import pytest

from tests.kiosk.e2e.running import Kiosk, named, until
from tests.kiosk.e2e.test_crash import children

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(300), pytest.mark.deep]


def test_r_25_a_picture_that_stands_still_is_replaced_while_its_keeper_beats(
    kiosk: Kiosk, tmp_path: Path
) -> None:
    kiosk.programs["kiosk"].kill()
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as systemd:
        systemd.bind(str(tmp_path / "notify"))
        systemd.settimeout(120)
        told = {"NOTIFY_SOCKET": str(tmp_path / "notify"), "WATCHDOG_USEC": "3000000"}
        kiosk._added.update(told)
        kept = kiosk.start_kiosk("--keep")
        until(lambda: named(kiosk), "the hall's name on the idle screen")
        heard = {systemd.recv(100)}
        while heard != {b"READY=1", b"WATCHDOG=1"}:
            heard.add(systemd.recv(100))
        child = next(one for one in children(kept.process.pid) if b"--spare" not in
                     Path(f"/proc/{one}/cmdline").read_bytes())  # fmt: skip
        os.kill(child, signal.SIGSTOP)
        began = time.monotonic()  # noqa: TID251  another process's time
        assert kept.stdout.readline() == "ready\n", "it is drawn again"
        took = time.monotonic() - began  # noqa: TID251
        print(f"replaced after {took:.1f} s")  # noqa: T201
        assert not Path(f"/proc/{child}").exists()
        assert "it answered no more" in kept.told()
        kiosk.tree("idle")
        systemd.setblocking(False)
        beats = 0
        while True:
            try:
                beats += systemd.recv(100) == b"WATCHDOG=1"
            except BlockingIOError:
                break
        assert beats >= 5, "systemd was told all the while that the keeper lives"
