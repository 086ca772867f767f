"""The program before on the tables of the one after: it serves, and nothing is lost (R-31)."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from alembic.migration import MigrationContext
from alembic.operations import Operations
from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Connection,
    Integer,
    String,
    Text,
    inspect,
    text,
)

from config.site import Site
from hall.clock import ManualClock
from hall.errors import ConfigError, HallError
from hall.texts import load_texts
from queue_server import wire
from queue_server.audit.reading import Journal
from queue_server.domain.actors import SYSTEM, Actor
from queue_server.domain.ticket import Moment
from queue_server.service.running import RunningHall
from queue_server.service.upkeep import Upkeep
from queue_server.store.checking import check
from queue_server.store.database import FILE_NAME, Database
from queue_server.store.image import Image
from queue_server.store.port import Store
from queue_server.store.postgres import PostgresDatabase
from queue_server.store.records import Document
from queue_server.store.schema import READABLE_SINCE, REVISION, upgrade

OpenStore = Callable[[], Store]
KIOSK = Actor(role="kiosk", name="k1", token_id="k1")
BOSS = Actor(role="supervisor", name="boss", token_id="boss")
NEWER = "0999"
REPLACED_WHOLE = frozenset({"legs", "needs", "documents"})
"""Rows an older program writes anew as a whole: what it does not know of them it would drop."""


@pytest.fixture(params=["sqlite", "package"])
def open_store(
    request: pytest.FixtureRequest, tmp_path: Path, getfixturevalue: Callable[[str], Any]
) -> Iterator[OpenStore]:
    """Open one and the same database, in a file or in PostgreSQL, as often as called."""
    opened: list[Store] = []
    url = getfixturevalue("postgres") if request.param == "package" else None

    def open_one() -> Store:
        own = Database(tmp_path / FILE_NAME)
        store: Store = own if url is None else PostgresDatabase(url, "demo", tmp_path)
        opened.append(store)
        store.require_whole()
        return store

    yield open_one
    for store in opened:
        store.close()


@pytest.fixture
def getfixturevalue(request: pytest.FixtureRequest) -> Callable[[str], Any]:
    return request.getfixturevalue


def by_a_newer_program(store: Store, readable_since: str = READABLE_SINCE) -> None:
    """Do what the next program's migration would: add, and write down who may still read it."""
    with store.writer.connect() as connection:
        op = Operations(MigrationContext.configure(connection))
        op.add_column("tickets", Column("colour", String(16), server_default="plain"))
        op.add_column("tickets", Column("helpers", Integer, nullable=False, server_default="0"))
        op.add_column("users", Column("photo", Text))
        op.add_column("windows", Column("lamp", Boolean, nullable=False, server_default="0"))
        op.create_table(
            "guides",
            Column("id", BigInteger, primary_key=True),
            Column("words", JSON, nullable=False),
        )
        op.create_index("tickets_colour", "tickets", ["colour"])
        for statement in (
            "UPDATE tickets SET colour = 'blue', helpers = 3",
            "UPDATE users SET photo = 'here'",
            "UPDATE windows SET lamp = (1 = 1)",
            "INSERT INTO guides VALUES (1, '[\"a\"]')",
        ):
            connection.execute(text(statement))
        version = text("UPDATE alembic_version SET version_num = :given")
        connection.execute(version, {"given": NEWER})
        since = text("UPDATE meta SET value = :given WHERE key = 'readable_since'")
        connection.execute(since, {"given": readable_since})
        connection.commit()


def of_a_newer_program(image: Image, moment: Moment) -> None:
    """Tell and keep what only the next program has words for."""
    image.tell(moment.wall, "guide_shown", '{"guide":1,"by":"li"}', public=True)
    guide = Document(kind="guide", id="1", at=moment.wall, data='{"shows":[1]}', live=True)
    image.put_document(guide)


async def a_morning(hall: RunningHall, site: Site, keys: str) -> list[str]:
    """Let the hall give numbers, call one and serve it; return the numbers."""
    window = site.windows[0]
    service = str(window.services[0])
    if hall.showing.view.windows[str(window.id)].state != "open":
        await hall.window_open(BOSS, window.id)
    numbers = []
    for key in keys:
        issued = await hall.issue(KIOSK, wire.TicketRequest(service=service), key)
        numbers.append(issued.ticket.number)
    called = await hall.call_next(BOSS, str(window.id), f"call {keys}")
    assert called is not None
    for event in ("arrive", "finish"):
        await hall.act(BOSS, called.id, event, wire.ActionRequest())
    return numbers


async def started(store: Store, site: Site, clock: ManualClock) -> RunningHall:
    hall = RunningHall(site, store, clock)
    hall.open()
    await Upkeep(hall, clock).round()
    return hall


def table(connection: Connection, columns: str, name: str) -> list[tuple[Any, ...]]:
    found = connection.execute(text(f"SELECT {columns} FROM {name} ORDER BY 1"))  # noqa: S608  our own words
    return [tuple(row) for row in found]


async def test_r_31_the_program_before_runs_on_newer_tables_and_nothing_is_lost(
    open_store: OpenStore, site: Site, clock: ManualClock
) -> None:
    hall = await started(open_store(), site, clock)
    await hall.create_user(
        SYSTEM, name="li", role="admin", password="a long pass phrase", window=None
    )
    before = await a_morning(hall, site, "ab")
    await hall.writer.submit(of_a_newer_program)
    await hall.aclose()
    by_a_newer_program(open_store())

    hall = await started(open_store(), site, clock)
    after = await a_morning(hall, site, "cd")
    await hall.create_token(SYSTEM, role="kiosk", name="k2")
    assert check(hall.database, site).problems == ()
    leaf = await Journal(hall).leaf(
        Actor(role="admin", name="li", token_id="u:li"),
        load_texts("en", "queue_server.audit"),
        subject="", day=None, before=None,
    )  # fmt: skip
    assert "guide_shown" in {line.what for line in leaf.lines}
    assert ("guide", "1") in hall.showing.view.documents
    await hall.aclose()

    # Forward again: the newer program finds its columns as they were, and the day's new tickets.
    with closing(open_store()) as store, store.reading() as connection:
        assert table(connection, "version_num", "alembic_version") == [(NEWER,)]
        numbers = {
            f"{prefix}{seq:03d}": (colour, helpers)
            for _, prefix, seq, colour, helpers in table(
                connection, "id, prefix, seq, colour, helpers", "tickets"
            )
        }
        assert numbers == dict.fromkeys(before, ("blue", 3)) | dict.fromkeys(after, ("plain", 0))
        assert table(connection, "name, photo", "users") == [("li", "here")]
        lamps = {bool(lamp) for _, lamp in table(connection, "id, lamp", "windows")}
        assert lamps == {True}
        assert len(table(connection, "id", "guides")) == 1


async def test_r_31_a_copy_of_newer_tables_holds_what_this_program_does_not_know(
    open_store: OpenStore, site: Site, clock: ManualClock, tmp_path: Path
) -> None:
    hall = await started(open_store(), site, clock)
    await a_morning(hall, site, "ab")
    await hall.aclose()
    store = open_store()
    by_a_newer_program(store)
    copy = tmp_path / "copy.sqlite3"
    store.copy_to(copy)
    with closing(Database(copy)) as kept, kept.reading() as connection:
        assert table(connection, "version_num", "alembic_version") == [(NEWER,)]
        assert [row[1:] for row in table(connection, "id, colour, helpers", "tickets")] == [
            ("blue", 3)
        ] * 2
        assert table(connection, "id, words", "guides") == [(1, '["a"]')]
    with closing(Database(copy)) as kept:
        assert check(kept, site).problems == ()
    if isinstance(store, PostgresDatabase):
        with pytest.raises(HallError, match="newer program's"):
            store.replace_from(copy)


async def test_r_31_tables_that_took_something_away_are_refused(
    open_store: OpenStore, site: Site, clock: ManualClock
) -> None:
    hall = await started(open_store(), site, clock)
    await hall.aclose()
    by_a_newer_program(open_store(), readable_since=NEWER)
    with pytest.raises(ConfigError, match=f"{NEWER}.*server recover"):
        RunningHall(site, open_store(), clock).open()


Kept = Mapping[str, Mapping[str, Any]]


def kept(connection: Connection) -> dict[str, Kept]:
    """Return every table's columns, and what must be unique in it."""
    found = inspect(connection)
    tables: dict[str, Kept] = {}
    for name in found.get_table_names():
        columns = {each["name"]: dict(each) for each in found.get_columns(name)}
        uniques = [
            tuple(map(str, each["column_names"])) for each in found.get_unique_constraints(name)
        ]
        uniques += [
            tuple(map(str, each["column_names"]))
            for each in found.get_indexes(name)
            if each["unique"]
        ]
        tables[name] = {"columns": columns, "uniques": {str(each): each for each in uniques}}
    return tables


def taken_away(before: Mapping[str, Kept], after: Mapping[str, Kept]) -> list[str]:
    """Name what would stop a program that knows only the tables before."""
    wrong = [f"{name} is gone" for name in before.keys() - after.keys()]
    for name in before.keys() & after.keys():
        old, new = before[name]["columns"], after[name]["columns"]
        wrong += [f"{name}.{column} is gone" for column in old.keys() - new.keys()]
        for column in old.keys() & new.keys():
            if str(old[column]["type"]) != str(new[column]["type"]):
                wrong.append(f"{name}.{column} is of another type")
            if old[column]["nullable"] and not new[column]["nullable"]:
                wrong.append(f"{name}.{column} must now be given")
        for column in new.keys() - old.keys():
            if not new[column]["nullable"] and new[column]["default"] is None:
                wrong.append(f"{name}.{column} must be given and has no default")
            if name in REPLACED_WHOLE:
                wrong.append(f"{name}.{column} would be dropped: rows there are written anew")
        more = after[name]["uniques"].keys() - before[name]["uniques"].keys()
        wrong += [f"{name}: {each} must now be unique" for each in more]
    return wrong


def test_r_31_every_migration_only_adds(tmp_path: Path) -> None:
    database = Database(tmp_path / FILE_NAME)
    with closing(database), database.writer.connect() as connection:
        upgrade(connection, "0001")
        before = kept(connection)
        for number in range(2, int(REVISION) + 1):
            upgrade(connection, f"{number:04d}")
            after = kept(connection)
            assert taken_away(before, after) == [], f"{number:04d}: move READABLE_SINCE"
            before = after
        op = Operations(MigrationContext.configure(connection))
        op.add_column("legs", Column("more", Text))
        op.create_index("one_name", "tokens", ["name"], unique=True)
        with op.batch_alter_table("tokens") as changed:
            changed.drop_column("revoked_at")
            changed.alter_column("window_id", nullable=False)
            changed.alter_column("role", type_=Integer)
        op.add_column("windows", Column("lamp", Integer, nullable=False, server_default="0"))
        op.drop_table("assistance")
        assert sorted(taken_away(before, kept(connection))) == [
            "assistance is gone",
            "legs.more would be dropped: rows there are written anew",
            "tokens.revoked_at is gone",
            "tokens.role is of another type",
            "tokens.window_id must now be given",
            "tokens: ('name',) must now be unique",
        ]
