"""How a SQLite hall stands before it is opened: whole, damaged, gone, without its log, unreadable.

What is damaged stays so, and only a copy helps. What cannot be read just now (a disk that does not
answer, another program's lock, rights) may be whole: nothing is put in its place by itself.
"""

import os
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Literal

from sqlalchemy.exc import DatabaseError

from hall.errors import ConfigError, Fault

State = Literal["damaged", "missing", "log_gone"]
_GENERIC, _READ_ONLY, _CORRUPT, _NO_DATABASE = 1, 8, 11, 26
_ERROR = re.compile(r"error code=(\d+)")
_RECOVER = (
    "Run `hall90 server recover`: it tells what going back to the newest copy would lose, and "
    "with --yes does it; what is there now is kept."
)
_PROBLEMS = {
    "damaged": "is damaged, or not a hall's database",
    "missing": "is gone or empty, though a hall was here",
    "log_gone": "has lost its log (the file ending in -wal): what was written last is not in it",
}


class DamagedError(ConfigError):
    """The hall's own file is not what was written into it; ``state`` says how."""

    def __init__(self, file: str, state: State, why_not: str = "") -> None:
        """``why_not``: why the server does not put a copy in its place by itself."""
        self.state: State = state
        problem = f"{_PROBLEMS[state]}{f'; {why_not}' if why_not else ''}"
        super().__init__([Fault(file=file, key="database", problem=problem, remedy=_RECOVER)])


def is_damage(fault: DatabaseError, file: Path) -> bool:
    """Tell whether SQLite says that the file itself is not as it was written."""
    code = getattr(fault.orig, "sqlite_errorcode", _CORRUPT) & 0xFF
    if code == _READ_ONLY:
        # A head that asks for a newer SQLite makes a file read-only whatever its rights are.
        return os.access(file, os.W_OK) and os.access(file.parent, os.W_OK)
    return code in {_GENERIC, _CORRUPT, _NO_DATABASE}


def read_error(found: Iterable[str]) -> str | None:
    """Return which of SQLite's findings says that a page could not be read, None where none does.

    Its look at a file tells of a read error among the damages, and goes on.
    """
    for line in found:
        told = _ERROR.search(line)
        if told is not None and int(told[1]) & 0xFF not in {_GENERIC, _CORRUPT, _NO_DATABASE}:
            return line
    return None


def unreadable(file: str, fault: object) -> ConfigError:
    """Return what to say of a file that may be whole and cannot be read now."""
    remedy = (
        "Look at the disk, its cable and the rights of this user, and start again; what is in it "
        "may be whole. Where it stays so, `hall90 server recover` tells what a copy would lose."
    )
    told = Fault(file=file, key="database", problem=f"cannot be read: {fault}", remedy=remedy)
    return ConfigError([told])
