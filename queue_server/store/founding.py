"""What every hall's database holds from its first moment: an epoch, and the site's windows."""

from sqlalchemy import Connection, insert

from config.site import Site
from hall.clock import Clock
from hall.ids import uuid7
from queue_server.store import tables
from queue_server.store.loading import meta


def prepare(connection: Connection, site: Site, clock: Clock) -> None:
    """Give a new database its epoch, and one the site has outgrown the windows it lacks."""
    if meta(connection, "epoch") is None:
        new_epoch(connection, clock)
        created = {"key": "created_at", "value": clock.now().isoformat()}
        connection.execute(insert(tables.meta), [created])
    _know_windows(connection, site)


def new_epoch(connection: Connection, clock: Clock) -> None:
    """Give the database a new epoch: readers of the old one start from a snapshot."""
    connection.execute(tables.meta.delete().where(tables.meta.c.key == "epoch"))
    epoch = uuid7(clock.now()).replace("-", "")[:8] + uuid7(clock.now())[-4:]
    connection.execute(insert(tables.meta), [{"key": "epoch", "value": epoch}])


def _know_windows(connection: Connection, site: Site) -> None:
    known = set(connection.execute(tables.windows.select()).scalars())
    rows = [
        {"id": window.id, "state": "closed", "reason": None}
        for window in site.windows
        if window.id not in known
    ]
    if rows:
        connection.execute(insert(tables.windows), rows)
