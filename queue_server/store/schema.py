"""Bringing the tables up to date. Alembic is imported only when there is something to do."""

import logging
from pathlib import Path

from sqlalchemy import Connection, inspect, text

from hall.errors import ConfigError, Fault
from queue_server.store.port import Store

REVISION = "0004"
_SCRIPTS = Path(__file__).parent / "migrations"


def revision_of(connection: Connection) -> str | None:
    """Return the revision the tables have, or None where there are none yet."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    found = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return None if found is None else str(found)


def bring_up_to_date(database: Store) -> bool:
    """Upgrade the tables to :data:`REVISION` in one transaction; tell whether that was needed.

    Raises ConfigError for tables newer than this program.
    """
    with database.writer.connect() as connection:
        found = revision_of(connection)
        if found == REVISION:
            return False
        if found is not None and found > REVISION:
            fault = Fault(
                file=database.name,
                key="schema",
                problem=f"has revision {found}, this program knows {REVISION}",
                remedy="Install the newer program, or restore the backup made before the upgrade.",
            )
            raise ConfigError([fault])
        upgrade(connection)
        connection.commit()
    return True


def upgrade(connection: Connection) -> None:
    """Run every migration still to do, within the transaction of the connection."""
    from alembic import command
    from alembic.config import Config

    logging.getLogger("alembic").setLevel(logging.WARNING)
    config = Config()
    config.set_main_option("script_location", str(_SCRIPTS))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
