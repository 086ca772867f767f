"""Which life of the log this is: a restored content file begins another."""

import secrets

from sqlalchemy import Connection, select
from sqlalchemy.dialects.sqlite import insert as upsert

from queue_server.content.database import meta

_KEY = "feed_epoch"


def epoch_of(connection: Connection) -> str:
    """Return the epoch, empty where none began yet."""
    return str(connection.execute(select(meta.c.value).where(meta.c.key == _KEY)).scalar() or "")


def begin_epoch(connection: Connection, *, anew: bool = False) -> str:
    """Return the epoch; begin one where there is none, or ``anew``. A writer's transaction."""
    present = epoch_of(connection)
    if present and not anew:
        return present
    fresh = "E" + secrets.token_hex(4)
    row = upsert(meta).values(key=_KEY, value=fresh)
    connection.execute(row.on_conflict_do_update(index_elements=["key"], set_={"value": fresh}))
    return fresh
