"""A content file that cannot be read: told in words, or laid aside so that the hall opens.

Tickets never wait for content: what the level above brought comes again by itself, and what was
laid aside is kept for whoever can still read it.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy.exc import DatabaseError, OperationalError

from hall.clock import Clock
from hall.errors import HallError

_LOG = logging.getLogger(__name__)
_ASIDE = ".damaged-"
_ENDS = ("", "-wal", "-shm")


class DamagedContentError(HallError):
    """The content file cannot be read; the words say what to do."""


@contextmanager
def damage_told(file: Path) -> Iterator[None]:
    """Raise DamagedContentError for what the driver says of a file that is no database (any more).

    A lock that is not given or a disk that is full says nothing of the file and is left as it is.
    """
    try:
        yield
    except OperationalError:
        raise
    except DatabaseError as fault:
        raise DamagedContentError(
            f"the content file {file} cannot be read: {fault.orig}. Move it aside: the server "
            "begins a new one, which the level above fills again; or restore a backup."
        ) from fault


def lay_aside(file: Path, clock: Clock) -> None:
    """Rename a damaged file with what belongs to it, and log it; a new one may take its place."""
    aside = f"{_ASIDE}{clock.now():%Y%m%dT%H%M%SZ}"
    for end in _ENDS:
        part = file.with_name(file.name + end)
        if part.exists():
            part.rename(file.with_name(file.name + aside + end))
    _LOG.error("the content file was damaged and is laid aside", extra={"file": file.name + aside})


def laid_aside(folder: Path, file: str) -> bool:
    """Tell whether a damaged file lies in a folder, for people to see to."""
    return any(folder.glob(f"{file}{_ASIDE}*"))
