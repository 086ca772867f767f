"""Copying a SQLite file a little at a time, so that whoever waits for a commit hardly notices.

Every step is brought to disk before the next begins: a whole copy in the system's memory would be
written at once at its end, and the hall's own commits would wait behind it.
"""

import os
import threading
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

from pysqlite3 import dbapi2

from hall.clock import SystemClock

# 128 KiB: behind 512 the fdatasync of others takes 11 ms at p99, behind these 1.2.
_PAGES = 32
_PAUSE_S = 0.005
_LONGEST_PAUSE_S = 0.1
Told = Callable[[int], None]


def copy_paced(source: Path, target: Path, told: Told | None = None) -> None:
    """Copy a database as it is now into a new file, while others write; theirs is not in it.

    ``told`` is called after each step with how many pages are left. Raises FileExistsError, or
    what the driver raises.
    """
    os.close(os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    with closing(_connect(source)) as original, closing(_connect(target)) as copy:
        # A reader's snapshot: without it SQLite would begin anew after each commit of others.
        original.execute("begin")
        original.execute("select 1 from sqlite_schema limit 1").fetchone()
        rest = resting()
        with target.open("rb") as written:

            def step(_status: int, remaining: int, _total: int) -> None:
                os.fdatasync(written.fileno())
                if told is not None:
                    told(remaining)
                rest()

            original.backup(copy, pages=_PAGES, progress=step)
            # One file alone, as it is carried away.
            copy.execute("pragma journal_mode=delete").fetchone()
        original.execute("rollback")


def resting() -> Callable[[], None]:
    """Return what rests, between pieces of long work, about as long as the piece before took.

    So long work takes half a processor and half the disk at most, however long it is altogether.
    """
    monotonic = SystemClock().monotonic
    began = monotonic()

    def rest() -> None:
        nonlocal began
        worked = monotonic() - began
        threading.Event().wait(min(max(worked, _PAUSE_S), _LONGEST_PAUSE_S))
        began = monotonic()

    return rest


def _connect(path: Path) -> Any:
    return dbapi2.connect(str(path), timeout=30, isolation_level=None)
