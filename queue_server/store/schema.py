"""Bringing the tables up to date. Alembic is imported only when there is something to do.

Migrations only add within a release line, so the program before can run on the tables of the one
after it and nothing is lost on the way back (docs/decisions/0019).
"""

import logging
from pathlib import Path

from sqlalchemy import Connection, delete, insert, inspect, text

from hall.errors import ConfigError, Fault
from queue_server.store import tables
from queue_server.store.loading import meta
from queue_server.store.port import Store

REVISION = "0004"
READABLE_SINCE = "0004"
"""The oldest revision whose program can run on these tables; a migration that takes something away,
or lets something into a column that older programs do not know, moves it."""
_KEPT_AS = "readable_since"
_SCRIPTS = Path(__file__).parent / "migrations"
_LOG = logging.getLogger(__name__)


def revision_of(connection: Connection) -> str | None:
    """Return the revision the tables have, or None where there are none yet."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    found = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return None if found is None else str(found)


def bring_up_to_date(database: Store) -> bool:
    """Upgrade the tables to :data:`REVISION` in one transaction; tell whether that was needed.

    Newer tables that say this program can run on them are left as they are. Raises ConfigError
    for others.
    """
    with database.writer.connect() as connection:
        found = revision_of(connection)
        if found == REVISION:
            return False
        if found is not None and found > REVISION:
            require_readable(connection, database.name, found)
            return False
        upgrade(connection)
        _say_who_may_read(connection)
        connection.commit()
    return True


def require_readable(connection: Connection, name: str, found: str) -> None:
    """Raise ConfigError where a program of this revision cannot run on newer tables."""
    since = meta(connection, _KEPT_AS)
    if since is not None and since <= REVISION:
        _LOG.warning(
            "the tables are a newer program's; this one runs on them and leaves alone what it "
            "does not know",
            extra={"tables": found, "program": REVISION},
        )
        return
    fault = Fault(
        file=name,
        key="schema",
        problem=f"has revision {found}, this program knows {REVISION}",
        remedy="Install the newer program again, or look with `hall90 server recover` at what "
        "going back to the copy made before the upgrade would lose.",
    )
    raise ConfigError([fault])


def upgrade(connection: Connection, to: str = "head") -> None:
    """Run every migration still to do, within the transaction of the connection."""
    from alembic import command
    from alembic.config import Config

    logging.getLogger("alembic").setLevel(logging.WARNING)
    config = Config()
    config.set_main_option("script_location", str(_SCRIPTS))
    config.attributes["connection"] = connection
    command.upgrade(config, to)


def _say_who_may_read(connection: Connection) -> None:
    connection.execute(delete(tables.meta).where(tables.meta.c.key == _KEPT_AS))
    connection.execute(insert(tables.meta), [{"key": _KEPT_AS, "value": READABLE_SINCE}])
