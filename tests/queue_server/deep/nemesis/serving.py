"""The hall's own server, made to be killed: a parent that has everything loaded, and its lives.

The parent forks a child for each line it reads and tells its process id; the child serves FOLDER
and tells its port. The child's wall clock is what the file ``clock`` says ahead of a fixed noon;
where the file ``disk`` says so, its disk is full, broken or slow.
"""

import asyncio
import os
import sys
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

from config.loader import load_site
from hall.clock import SystemClock
from queue_server.app import ServerSettings, serve
from queue_server.web.app import build_web
from queue_server.web.front import Front
from tests.queue_server.deep.disk import Kind, under_sqlite

SITE = load_site()
LOADED = (build_web, Front)
_BEGUN = SystemClock().monotonic()
"""The parent's: all its children share it."""
_NOON = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
_SLOW_S = 0.05


class StepClock(SystemClock):
    """Runs on from a noon; its wall clock is stepped by a file."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / "clock"

    def now(self) -> datetime:
        ahead = float(self._file.read_text() or 0)
        return _NOON + timedelta(seconds=ahead + self.monotonic() - _BEGUN)


class Trouble:
    """What the disk refuses now, as a file says."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / "disk"

    def __call__(self, kind: Kind, _file: str, _end: int) -> bool:
        if kind == "delete":
            return False
        trouble = self._file.read_text()
        if trouble == "slow" and kind == "sync":
            threading.Event().wait(_SLOW_S)
        return (trouble == "full" and kind == "write") or (trouble == "broken" and kind == "sync")


def live(folder: Path, database: str | None) -> None:
    settings = ServerSettings(data=folder, port=0, announce=False, database=database)
    with under_sqlite() as disk:
        disk.refuse, disk.full, disk.forgets = Trouble(folder), True, True
        asyncio.run(serve(SITE, settings, StepClock(folder), ready, lambda: None))


def ready(url: str, _needs_admin: bool) -> None:
    tell(url)


def tell(line: str) -> None:
    os.write(1, f"{line}\n".encode())


def main(folder: Path, database: str | None) -> None:
    for _ in sys.stdin:
        child = os.fork()
        if child == 0:
            try:
                live(folder, database)
            finally:
                os._exit(1)
        tell(f"child {child}")
        os.waitpid(child, 0)
        tell("gone")


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2] if len(sys.argv) > 2 else None)
