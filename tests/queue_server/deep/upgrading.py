"""A program that is killed in the middle of an upgrade: a parent with everything loaded.

For each line ``N FOLDER URL`` it reads (``-`` for no URL) it forks a child that starts the hall of
the folder as the server does; the child kills itself with SIGKILL at the N-th step it takes, a
step being a statement to the database or something done to the disk. The parent tells how it ended:
``killed``, or ``whole STEPS``.
"""

import os
import signal
import sys
from pathlib import Path

import alembic.command
import alembic.config
import sqlalchemy.dialects.postgresql.psycopg
from sqlalchemy import Engine, event

from config.loader import load_site
from hall.clock import SystemClock
from queue_server.app import open_hall
from tests.queue_server.deep.disk import under_sqlite

SITE = load_site()
LOADED = (alembic.command, alembic.config, sqlalchemy.dialects.postgresql.psycopg)


class Steps:
    """Counts them, and ends the process at one."""

    def __init__(self, last: int) -> None:
        self.taken = 0
        self._last = last

    def one_more(self, *_: object, **__: object) -> bool:
        """Take a step; never refuse it."""
        self.taken += 1
        if self.taken == self._last:
            os.kill(os.getpid(), signal.SIGKILL)
        return False


def live(last: int, folder: Path, url: str | None) -> None:
    """Start the hall; tell how many steps that took."""
    steps = Steps(last)
    with under_sqlite() as disk:
        disk.refuse = steps.one_more
        for each in ("before_cursor_execute", "commit"):
            event.listen(Engine, each, steps.one_more)
        open_hall(SITE, folder, SystemClock(), url)
        tell(f"whole {steps.taken}")


def tell(line: str) -> None:
    os.write(1, f"{line}\n".encode())


def main() -> None:
    for line in sys.stdin:
        last, folder, url = line.split()
        child = os.fork()
        if child == 0:
            try:
                live(int(last), Path(folder), None if url == "-" else url)
            finally:
                os._exit(1)
        _, status = os.waitpid(child, 0)
        if os.WIFSIGNALED(status):
            tell("killed")
        elif os.waitstatus_to_exitcode(status) != 1:
            tell("fell")


if __name__ == "__main__":
    main()
