"""A hall as an older program left it: the tables of a revision, filled with a day's work."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, MetaData, insert, inspect, select

from config.site import Site
from hall.clock import ManualClock
from queue_server import wire
from queue_server.domain.actors import SYSTEM, Actor
from queue_server.service.running import RunningHall
from queue_server.service.upkeep import Upkeep
from queue_server.store.database import FILE_NAME, Database
from queue_server.store.port import Store
from queue_server.store.schema import upgrade
from tests.queue_server.deep.working import clerk, kiosk, open_windows, some_windows

BEFORE = ("0001", "0002", "0003")
"""Every revision there was before the present one."""
ADMIN = Actor(role="admin", name="boss", token_id="boss")
Rows = Mapping[str, Sequence[Mapping[str, Any]]]
Shape = frozenset[tuple[object, ...]]


async def a_days_work(folder: Path, site: Site, clock: ManualClock) -> Rows:
    """Let a hall work for a while and return all its rows."""
    hall = RunningHall(site, Database(folder / FILE_NAME), clock)
    hall.open()
    await Upkeep(hall, clock).round()
    windows = some_windows(site, 2)
    await open_windows(hall, windows)
    await kiosk(hall, 1, 24, lambda _: None)
    await clerk(hall, windows[0], 5, lambda _: None)
    request = wire.TicketRequest(service=site.services[0].id, needs=("sign_language",))
    await hall.issue(Actor(role="kiosk", name="k1", token_id="k1"), request, "needs")
    await hall.create_token(SYSTEM, role="kiosk", name="k2")
    long = "a long pass phrase"
    await hall.create_user(SYSTEM, name="li", role="admin", password=long, window=None)
    with hall.database.reading() as connection:
        rows = dict(rows_of(connection))
    await hall.aclose()
    # What an upgrade writes itself.
    rows["meta"] = [row for row in rows["meta"] if row["key"] != "readable_since"]
    return rows


def rows_of(connection: Connection, known: MetaData | None = None) -> Rows:
    """Return every row, each table's in one order; ``known`` limits what is looked at."""
    shape = known or reflected(connection)
    return {
        table.name: [dict(row) for row in connection.execute(ordered).mappings()]
        for table in shape.sorted_tables
        if table.name != "alembic_version"
        for ordered in [select(table).order_by(*table.primary_key.columns)]
    }


def reflected(connection: Connection) -> MetaData:
    known = MetaData()
    known.reflect(connection)
    return known


def lay_down(store: Store, revision: str, rows: Rows) -> Rows:
    """Make the tables of a revision and put in what they can hold of the rows; return that."""
    with store.writer.connect() as connection:
        upgrade(connection, revision)
        known = reflected(connection)
        for table in known.sorted_tables:
            names = {each.name for each in table.columns}
            kept = [
                {key: value for key, value in row.items() if key in names}
                for row in rows.get(table.name, ())
            ]
            if kept:
                connection.execute(insert(table), kept)
        connection.commit()
        return rows_of(connection, known)


def shape_of(connection: Connection) -> Shape:
    """Return every table, column and index there is."""
    found, shape = inspect(connection), set[tuple[object, ...]]()
    for table in found.get_table_names():
        for column in found.get_columns(table):
            shape.add((table, column["name"], str(column["type"]), column["nullable"]))
        for index in found.get_indexes(table):
            shape.add((table, index["name"], tuple(index["column_names"]), index["unique"]))
    return frozenset(shape)


def still_there(before: Rows, after: Rows) -> list[str]:
    """Name the tables that lost or changed a row; the newer ones may hold more columns."""
    wrong = []
    for table, rows in before.items():
        names = rows[0].keys() if rows else ()
        kept = [{name: row.get(name) for name in names} for row in after.get(table, ())]
        if table == "meta":
            kept = [row for row in kept if row["key"] != "readable_since"]
        if [dict(row) for row in rows] != kept:
            wrong.append(table)
    return wrong
