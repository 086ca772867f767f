"""The tables of the word index: of each kind one a block of rows, so that no merging is long.

FTS5 merges all rows of one token in one step. In one table that step grows with the content (100 ms
and more at half a million rows, while nobody else can write); in a block it cannot. A block takes
new rows until it holds ``BLOCK_ROWS``, then the next begins with the number that comes; numbers of
items have gaps, so blocks go by rows they hold and not by numbers. One that has lost all its rows
goes. A smaller hall has a single block for ever.
"""

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any, Literal

from sqlalchemy import Connection

from queue_server.content.rows import write_many

Kind = Literal["words", "titles", "phrases"]
KINDS: tuple[Kind, ...] = ("words", "titles", "phrases")
BLOCK_ROWS = 65_536
"""How many rows a block takes; the page that fills it is written whole."""
_OPTIONS = "content='', contentless_delete=1, detail=none, tokenize=\"ascii tokenchars '+#'\""
# Merging segments is left to ``merge_some``, so that no page's transaction waits for it. FTS5
# refuses more than 2,000 segments ("database or disk is full"): long before, a page's transaction
# had better wait once. Segments are merged by eights: each row is written seldomer.
_SETTINGS = (("automerge", 0), ("crisismerge", 1_500), ("usermerge", 8))
# SQLite takes at most 500 questions in one.
_AT_ONCE = 250


def make_blocks(connection: Connection) -> None:
    """Make the list of blocks where there is none."""
    connection.exec_driver_sql(
        "create table if not exists word_block (first integer primary key, rows int not null)"
    )


def drop_blocks(connection: Connection) -> None:
    """Throw all blocks away, and what an earlier program had in their place."""
    for name in connection.exec_driver_sql(_ANY_FTS5).scalars().all():
        connection.exec_driver_sql(f"drop table {name}")
    connection.exec_driver_sql("drop table if exists word_block")


def firsts_of(connection: Connection) -> list[int]:
    """Return the first number of each block, ascending; a block's tables are named by it."""
    return list(connection.exec_driver_sql("select first from word_block order by first").scalars())


def take_in(connection: Connection, numbers: Sequence[int]) -> None:
    """Count rows, in ascending order, above all before, into the newest block or a new one."""
    newest = connection.exec_driver_sql(_NEWEST).one_or_none()
    if newest is None or newest.rows >= BLOCK_ROWS:
        first = numbers[0] if newest is not None else 0
        _begin_block(connection, first)
    else:
        first = newest.first
    connection.exec_driver_sql(_MORE, (len(numbers), first))


def take_out(connection: Connection, numbers: Sequence[int]) -> None:
    """Count rows out that are no longer indexed; a block without any goes, but for the newest."""
    for first, gone in _by_block(connection, [(number,) for number in numbers]):
        connection.exec_driver_sql(_MORE, (-len(gone), first))
    for first in connection.exec_driver_sql(_EMPTY).scalars().all():
        for kind in KINDS:
            connection.exec_driver_sql(f"drop table {kind}_{first}")
        connection.exec_driver_sql("delete from word_block where first = ?", (first,))


def put_tokens(connection: Connection, kind: Kind, rows: Sequence[tuple[int, str]]) -> None:
    """Write the tokens of rows that have none there."""
    for first, told in _by_block(connection, rows):
        write_many(connection, f"insert into {kind}_{first} (rowid, tok) values (?, ?)", told)  # noqa: S608  our own names


def remove_tokens(connection: Connection, kind: Kind, numbers: Sequence[int]) -> None:
    """Take the tokens of rows out."""
    for first, told in _by_block(connection, [(number,) for number in numbers]):
        write_many(connection, f"delete from {kind}_{first} where rowid = ?", told)  # noqa: S608  our own names


def remove_all(connection: Connection, kind: Kind, first: int) -> None:
    """Take all tokens of a kind out of a block, if it is still there."""
    if first in firsts_of(connection):
        table = f"{kind}_{first}"
        connection.exec_driver_sql(f"insert into {table} ({table}) values ('delete-all')")  # noqa: S608  our own names


def each_block(
    connection: Connection, kind: Kind, question: str, told: Mapping[str, Any]
) -> Iterator[Any]:
    """Yield what a question for one value tells of each block's table, in the order of numbers.

    The table stands in the question as ``{table}``; ``told`` are the values bound.
    """
    firsts = firsts_of(connection)
    for start in range(0, len(firsts), _AT_ONCE):
        part = firsts[start : start + _AT_ONCE]
        asked = " union all ".join([question.replace("{table}", f"{kind}_{n}") for n in part])
        yield from connection.exec_driver_sql(asked, dict(told)).scalars()


def structures(connection: Connection, kind: Kind) -> dict[str, bytes]:
    """Return by table FTS5's own record of its segments; it changes with each that comes or goes.

    It is row 10 of the table's data (the comment at the top of SQLite's ``fts5_index.c``).
    """
    names = [f"{kind}_{first}" for first in firsts_of(connection)]
    asked = "select block from {table}_data where id = 10"
    return dict(zip(names, each_block(connection, kind, asked, {}), strict=True))


def segments_in(structure: bytes) -> int:
    """Return how many segments a table has by its record.

    The record begins with a cookie of four bytes, the mark of the second version or not, how many
    levels, how many segments.
    """
    _levels, at = _varint(structure, 8 if structure[4:8] == _SECOND else 4)
    return _varint(structure, at)[0]


def merge_some(
    connection: Connection, table: str, pages: int, *, all_of_them: bool = False
) -> bytes | None:
    """Merge some segments of a table where enough are of one size; return its record then.

    To be called now and then while pages are applied; a few ``pages`` at a time bound how long it
    holds the lock. Where there is nothing to merge the record stays as it was. ``all_of_them``
    takes in every segment, whatever its size; later calls go on with these. None: the table is
    gone.
    """
    _, _, first = table.partition("_")
    if int(first) not in firsts_of(connection):
        return None
    _command(connection, table, "merge", -pages if all_of_them else pages)
    asked = f"select block from {table}_data where id = 10"  # noqa: S608  our own names
    return bytes(connection.exec_driver_sql(asked).scalar_one())


def merge_all(connection: Connection) -> None:
    """Merge each block into one segment, at once: when nobody waits."""
    for kind in KINDS:
        for first in firsts_of(connection):
            _command(connection, f"{kind}_{first}", "optimize", 0)


def _begin_block(connection: Connection, first: int) -> None:
    connection.exec_driver_sql("insert into word_block (first, rows) values (?, 0)", (first,))
    for kind in KINDS:
        table, prefix = f"{kind}_{first}", "" if kind == "phrases" else "prefix='1', "
        connection.exec_driver_sql(
            f"create virtual table {table} using fts5(tok, {prefix}{_OPTIONS})"
        )
        for key, value in _SETTINGS:
            _command(connection, table, key, value)


def _by_block(
    connection: Connection, rows: Sequence[tuple[Any, ...]]
) -> Iterator[tuple[int, list[tuple[Any, ...]]]]:
    """Yield rows, the number first in each, by the blocks they belong to."""
    if not rows:
        return
    firsts = firsts_of(connection)

    def place(row: tuple[Any, ...]) -> int:
        return bisect_right(firsts, row[0]) - 1

    for at, told in groupby(sorted(rows, key=place), key=place):
        if at >= 0:
            yield firsts[at], list(told)


def _varint(record: bytes, at: int) -> tuple[int, int]:
    """Return a number of SQLite's variable length, and the place after it."""
    value = 0
    while True:
        value = value << 7 | record[at] & 0x7F
        at += 1
        if record[at - 1] < 0x80:
            return value, at


def _command(connection: Connection, table: str, key: str, value: int) -> None:
    connection.exec_driver_sql(
        f"insert into {table}({table}, rank) values (?, ?)",  # noqa: S608  our own names
        (key, value),
    )


_SECOND = b"\xff\x00\x00\x01"
_ANY_FTS5 = (
    "select name from sqlite_schema where type = 'table' and sql like 'create virtual table %fts5%'"
)
_NEWEST = "select first, rows from word_block order by first desc limit 1"
_MORE = "update word_block set rows = rows + ? where first = ?"
_EMPTY = (
    "select first from word_block where rows <= 0 and first < (select max(first) from word_block)"
)
