"""What a hall needs of the database under it, whichever engine that is."""

from contextlib import AbstractContextManager
from pathlib import Path
from typing import Protocol

from sqlalchemy import Connection, Engine

from hall.errors import HallError


class StandingByError(HallError):
    """Another server process writes for this hall; this one may follow and take over."""


class HallTakenError(HallError):
    """Another hall lies where this one was to lie."""


class Store(Protocol):
    """One hall's database. Opening it neither creates nor upgrades tables."""

    @property
    def name(self) -> str:
        """What a message calls it: a path, or a URL without its password."""
        ...

    @property
    def folder(self) -> Path:
        """Where working copies may lie."""
        ...

    @property
    def writer(self) -> Engine:
        """The engine only the writer thread (and migrations before it) may use."""
        ...

    def lead(self, connection: Connection) -> bool:
        """Make this connection the hall's one writer for as long as it lives, if none is.

        Tell whether that worked. Whoever loses the connection has lost the lead with it.
        """
        ...

    def let_go(self, connection: Connection | None) -> None:
        """Free the database for a job that replaces it, given the leading connection if there is.

        The lead is kept where the engine can keep it; elsewhere the connection is closed. Raises
        UnavailableError where nobody can tell whose the lead is without a connection.
        """
        ...

    def commit(self, connection: Connection) -> None:
        """Return when the transaction is on disk; raises DatabaseError when it is not."""
        ...

    def reading(self) -> AbstractContextManager[Connection]:
        """Give a read connection with one consistent view of the database."""
        ...

    def wait_for_news(self, seconds: float) -> None:
        """Block until another server has committed, or that long; also while out of reach."""
        ...

    def require_whole(self) -> None:
        """Raise ConfigError where the database is damaged, foreign or out of reach."""
        ...

    def problems(self, connection: Connection) -> list[str]:
        """Return what the engine itself finds broken in the whole database."""
        ...

    def copy_to(self, target: Path) -> None:
        """Write a consistent copy as a SQLite file while others write."""
        ...

    def replace_from(self, fresh: Path) -> str:
        """Put a SQLite file made by ``copy_to`` in the hall's place; say where the old one is.

        Nobody else may be using the database; ``fresh`` may be gone afterwards.
        """
        ...

    def bear(self, hall: str) -> None:
        """Lie under another hall's id from now on; raises HallTakenError where one lies there.

        Nobody else may be using the database; the leading connection is closed where it must be.
        """
        ...

    def close(self) -> None:
        """Close every connection; the database may be opened again by using it."""
        ...
