"""The content file: its tables, how it is opened, and who alone may write it.

One file, ``content.db``, WAL. ``synchronous=NORMAL``: a power cut may lose the last pages applied,
never the file, and the source can always be applied again (tickets are kept more carefully).
Writers, the server or a command beside it, take turns on ``content.lock``, a page at a time.
"""

import fcntl
import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from time import thread_time
from typing import Any

from pysqlite3 import dbapi2
from sqlalchemy import (
    Column,
    Connection,
    Engine,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    UniqueConstraint,
    create_engine,
    event,
    insert,
    literal_column,
)
from sqlalchemy.exc import OperationalError
from sqlalchemy.schema import CreateIndex

from hall.clock import Clock, SystemClock
from hall.errors import HallError
from queue_server.content.damage import DamagedContentError, damage_told
from queue_server.content.holding import Holds, LogLength
from queue_server.content.index import make_index

_SAFE_SQLITE = (3, 51, 3)
_CHECKED_EVERY = 16
# While the disk takes the log's pages in, whoever else waits for the disk waits long. Many of them
# are the same from one transaction to the next, so that seldom is less in all; and of these so many
# fill what the log may keep (``journal_size_limit``).
_BULK_CHECKED_EVERY = 100

metadata = MetaData()

# What search counts and sorts by, one row an item; words are in the tables of ``index``.
item = Table(
    "item",
    metadata,
    Column("n", Integer, primary_key=True),
    Column("kind", String, nullable=False),
    Column("published", Integer, nullable=False),
    Column("expires", Integer),
    Column("region", Integer, nullable=False),
    Column("education", Integer),
    Column("disability", Integer, nullable=False),
    Column("occupation", Integer, nullable=False),
    Column("pay_min", Integer),
    Column("pay_max", Integer),
    Column("facts", Integer, nullable=False),
)
# The rows each page applied put, changed or took away: counts in memory follow it (``shelf``).
touched = Table(
    "touched",
    metadata,
    Column("seq", Integer, primary_key=True),
    Column("n", Integer, primary_key=True),
    sqlite_with_rowid=False,
)
# Apart from ``item``, so that counting reads no descriptions.
body = Table(
    "body",
    metadata,
    Column("n", Integer, primary_key=True),
    Column("record", LargeBinary, nullable=False),
)
# Every item once, with its place in the log: ``seq`` grows in the order of commits. ``feed`` is
# the level above it came from (empty: this hall's own sources), ``up_rev`` its revision there.
# ``ever`` are the regions it had before, so that whoever asks for one of them is told it left.
entry = Table(
    "entry",
    metadata,
    Column("n", Integer, primary_key=True),
    Column("seq", Integer, nullable=False, unique=True),
    Column("kind", String, nullable=False),
    Column("id", String, nullable=False),
    Column("source", String, nullable=False),
    Column("feed", String, nullable=False),
    Column("rev", String, nullable=False),
    Column("up_rev", String, nullable=False),
    Column("origin", String, nullable=False),
    Column("bucket", Integer, nullable=False),
    Column("region", String, nullable=False),
    Column("ever", String, nullable=False),
    Column("meta", String, nullable=False),
    Column("meta_at", Integer, nullable=False),
    Column("at", Integer, nullable=False),
    UniqueConstraint("kind", "id"),
)
# By blocks of rows first, and without their ids: rows of one page lie in as many buckets as there
# are rows, and in an index by bucket alone each changed a page of the file (more than all else
# together did). The rows of one bucket are gathered block by block (``buckets``).
_ENTRY_OF_BUCKET = Index("entry_block_bucket", literal_column("n >> 12"), entry.c.bucket)
_FORMER_INDEXES = ("entry_bucket", "entry_of_bucket")
# What is gone, in the same numbering, until nobody needs to be told any more.
tomb = Table(
    "tomb",
    metadata,
    Column("seq", Integer, primary_key=True),
    Column("kind", String, nullable=False),
    Column("id", String, nullable=False),
    Column("rev", String, nullable=False),
    Column("why", String, nullable=False),
    Column("merged_into", String, nullable=False),
    Column("origin", String, nullable=False),
    Column("region", String, nullable=False),
    Column("ever", String, nullable=False),
    Column("at", Integer, nullable=False),
    UniqueConstraint("kind", "id"),
)
# Digests of the 256 repair buckets; null where an item of the bucket changed since.
bucket = Table(
    "bucket",
    metadata,
    Column("b", Integer, primary_key=True),
    Column("digest", LargeBinary),
)
# What an admin decided about an item, whatever its source says later. ``patch`` are the members of
# ``Record`` that are put right.
override = Table(
    "override",
    metadata,
    Column("kind", String, primary_key=True),
    Column("id", String, primary_key=True),
    Column("act", String, primary_key=True),
    Column("patch", LargeBinary),
    Column("before", LargeBinary),
    Column("by", String, nullable=False),
    Column("why", String, nullable=False),
    Column("at", Integer, nullable=False),
)
# What a feed has but this hall does not show: it could not be used, or an admin withdrew it.
kept_out = Table(
    "kept_out",
    metadata,
    Column("kind", String, primary_key=True),
    Column("id", String, primary_key=True),
    Column("source", String, nullable=False),
    Column("feed", String, nullable=False),
    Column("up_rev", String, nullable=False),
    Column("reason", String, nullable=False),
    Column("origin", String, nullable=False),
    Column("record", LargeBinary),
    Column("at", Integer, nullable=False),
)
# How far each level above is followed; written in the transaction of the page.
upstream = Table(
    "upstream",
    metadata,
    Column("name", String, primary_key=True),
    Column("epoch", String, nullable=False),
    Column("seq", Integer, nullable=False),
    Column("state", LargeBinary, nullable=False),
)
region = Table(
    "region",
    metadata,
    Column("code", Integer, primary_key=True),
    Column("name", String, nullable=False),
    Column("votes", Integer, nullable=False),
)
term = Table(
    "term",
    metadata,
    Column("n", Integer, primary_key=True),
    Column("text", String, nullable=False, unique=True),
    Column("count", Integer, nullable=False),
)
term_key = Table(
    "term_key",
    metadata,
    Column("key", String, primary_key=True),
    Column("term", Integer, primary_key=True),
    sqlite_with_rowid=False,
)
# One row a page applied, written with the page: the server's journal follows it with a cursor.
applied = Table(
    "applied",
    metadata,
    Column("seq", Integer, primary_key=True),
    Column("at", Integer, nullable=False),
    Column("source", String, nullable=False),
    Column("new", Integer, nullable=False),
    Column("changed", Integer, nullable=False),
    Column("withdrawn", Integer, nullable=False),
)
meta = Table(
    "meta",
    metadata,
    Column("key", String, primary_key=True),
    Column("value", String, nullable=False),
)

_BUCKETS = [{"b": number, "digest": None} for number in range(256)]


def open_engine(
    path: Path, clock: Clock | None = None, *, give_way: Callable[[], None] = lambda: None
) -> Engine:
    """Return an engine on the content file, making its tables; raises HallError on a bad file.

    ``give_way`` is called before each of many transactions takes the lock.
    """
    check_sqlite(dbapi2.sqlite_version_info)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    engine = create_engine(f"sqlite+pysqlite:///{path}", module=dbapi2, pool_size=8)
    engine.update_execution_options(
        content_holds=Holds(),
        content_log=LogLength(),
        content_monotonic=(clock or SystemClock()).monotonic,
        content_give_way=give_way,
    )
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    try:
        with damage_told(path), engine.begin() as connection:
            metadata.create_all(connection)
            connection.execute(CreateIndex(_ENTRY_OF_BUCKET, if_not_exists=True))
            for name in _FORMER_INDEXES:
                connection.exec_driver_sql(f"drop index if exists {name}")
            make_index(connection)
            connection.execute(insert(bucket).prefix_with("or ignore"), _BUCKETS)
    except OperationalError as error:  # locked, or no room: the file itself may be well
        engine.dispose()
        raise HallError(f"{path} cannot be used now: {error.orig}") from error
    except DamagedContentError:
        engine.dispose()
        raise
    return engine


def check_sqlite(version: tuple[int, ...]) -> None:
    """Refuse a SQLite whose WAL can lose commits (fixed in 3.51.3)."""
    if version < _SAFE_SQLITE:
        written = ".".join(map(str, version))
        raise HallError(f"SQLite {written} can lose commits; 3.51.3 or newer is needed")


@contextmanager
def writing(
    engine: Engine,
    lock: Path,
    *,
    durable: bool = False,
    bulk: bool = False,
    noted: Callable[[float], None] = lambda _: None,
) -> Iterator[Connection]:
    """Give a transaction that alone writes: waits its turn, commits at the end or not at all.

    ``durable`` ones are on the disk when it ends. ``bulk`` ones are many, one after another: the
    file's log is brought down after each hundred of them, and otherwise before or after one that is
    not; never while the lock is held. How long the lock was held (seconds) is kept in
    ``holds_of(engine)`` and told to ``noted``; beside it is kept how much of that this thread
    worked, which does not depend on who else uses the machine.
    """
    told = engine.get_execution_options()
    monotonic = told["content_monotonic"]
    options = {"content_writer": True, "content_durable": durable, "content_bulk": bulk}
    log: LogLength = told["content_log"]
    if bulk:
        told["content_give_way"]()
    elif log.bulk:
        _bring_down(engine)
    with lock.open("ab") as file, engine.connect().execution_options(**options) as connection:
        fcntl.flock(file, fcntl.LOCK_EX)
        began, work = monotonic(), thread_time()
        try:
            with _no_collection(), connection.begin():
                yield connection
        finally:
            fcntl.flock(file, fcntl.LOCK_UN)
        held, worked = monotonic() - began, thread_time() - work
    told["content_holds"].note(held, worked)
    noted(held)
    log.bulk, log.single = log.bulk + bulk, log.single + (not bulk)
    if log.bulk >= _BULK_CHECKED_EVERY or (log.single >= _CHECKED_EVERY and not bulk):
        _bring_down(engine)


def holds_of(engine: Engine) -> Holds:
    """Return how long this process held the lock of the content file."""
    holds: Holds = engine.get_execution_options()["content_holds"]
    return holds


def checkpoint(engine: Engine) -> None:
    """Bring the log of the file down into it, beside readers and other writers, without the lock.

    Commits pay nothing for it then, and nobody who writes waits while the disk is asked to sync.
    """
    with engine.connect() as connection:
        raw = connection.connection.driver_connection
        if raw is not None:
            raw.execute("pragma wal_checkpoint(passive)").close()
    log: LogLength = engine.get_execution_options()["content_log"]
    log.bulk = log.single = 0


@contextmanager
def _no_collection() -> Iterator[None]:
    """Put off looking for garbage: once 300,000 objects are looked through, it takes 90 ms."""
    wanted = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if wanted:
            gc.enable()


def _bring_down(engine: Engine) -> None:
    """Bring the log down if that can be done now: what was written is written without it."""
    with suppress(dbapi2.OperationalError, OperationalError):
        checkpoint(engine)


def lock_of(path: Path) -> Path:
    """Return the lock file beside a content file."""
    return path.with_suffix(".lock")


def _prepare(connection: Any, _record: object) -> None:
    connection.isolation_level = None
    for pragma in (
        "journal_mode=WAL",
        "synchronous=NORMAL",
        "busy_timeout=10000",
        "cache_size=-32000",
        "temp_store=MEMORY",
        f"mmap_size={4 << 30}",
        f"journal_size_limit={64 << 20}",
    ):
        connection.execute(f"pragma {pragma}").close()


def _begin(connection: Connection) -> None:
    # A reader takes its snapshot at its first read; a writer must not find out late that it waits.
    options = connection.get_execution_options()
    writer = options.get("content_writer", False)
    if writer:
        level = "FULL" if options.get("content_durable", False) else "NORMAL"
        connection.exec_driver_sql(f"pragma synchronous={level}")
        connection.exec_driver_sql("pragma wal_autocheckpoint=0")
    connection.exec_driver_sql("begin immediate" if writer else "begin")
