"""The word index of the content file, and how it is written; ``looking`` reads it.

FTS5 tables without content of their own: ``words`` over all of an item's text, ``titles`` over its
title alone, which comes first by relevance, ``phrases`` over what many texts hold. ``straw`` keeps
the normalised text, for words the tokens cannot decide.

All is written in the transaction of the page that changes the items, so a
reader never finds a row by words it no longer has.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, text

from queue_server.content.phrases import put_phrases, remove_phrases
from queue_server.content.rows import write_many
from queue_server.content.tokens import haystack, tokens_of

_OPTIONS = "content='', contentless_delete=1, detail=none, tokenize=\"ascii tokenchars '+#'\""
TABLES = ("words", "titles", "phrases")
# Merging segments is left to ``settle``, so that no page's transaction waits for it. FTS5 refuses
# more than 2,000 segments ("database or disk is full"): long before, a page's transaction had
# better wait once.
_QUIET = (("automerge", 0), ("crisismerge", 1_500))
MOST_SEGMENTS = 300
"""Who writes page after page merges on while a table has more."""
# FTS5 merges all rows of a token at once. So many segments of one size become one: at a million
# rows none of those of phrases, which have the longest lists of rows, is then of more than 300,000.
_MERGED_FROM = {"words": 4, "titles": 4, "phrases": 8}


@dataclass(frozen=True, slots=True)
class Straw:
    """An item's text made ready for the index."""

    text: str
    tokens: str
    title_tokens: str


def straw_of(title: str, fields: Iterable[str]) -> Straw:
    """Work out what the index keeps of a title and the other searched fields."""
    lines = haystack((title, *fields))
    first, _, rest = lines.partition("\n")
    titled = tokens_of(first)
    return Straw(lines, " ".join(titled | tokens_of(rest)), " ".join(titled))


def make_index(connection: Connection) -> None:
    """Make the tables of the index where there are none."""
    connection.execute(
        text("create table if not exists straw (n integer primary key, text text not null)")
    )
    connection.execute(text("create table if not exists phrase (text text primary key)"))
    connection.execute(
        text("create table if not exists phrase_state (ready int, upto int, rows int)")
    )
    for table in TABLES:
        prefix = "" if table == "phrases" else "prefix='1', "
        connection.execute(
            text(f"create virtual table if not exists {table} using fts5(tok, {prefix}{_OPTIONS})")
        )
        for key, value in _QUIET:
            _command(connection, table, key, value)
        _command(connection, table, "usermerge", _MERGED_FROM[table])


def drop_index(connection: Connection) -> None:
    """Throw the index away, to be made again from the items."""
    for table in (*TABLES, "straw", "phrase", "phrase_state"):
        connection.execute(text(f"drop table if exists {table}"))


def put(connection: Connection, rows: Sequence[tuple[int, Straw]], *, fresh: bool) -> None:
    """Index rows by their numbers; ``fresh`` where none of them was indexed before."""
    if not rows:
        return
    if not fresh:
        remove(connection, [number for number, _ in rows])
    write_many(connection, _PUT_STRAW, [(number, straw.text) for number, straw in rows])
    write_many(connection, _PUT_WORDS, [(number, straw.tokens) for number, straw in rows])
    write_many(connection, _PUT_TITLE, [(number, straw.title_tokens) for number, straw in rows])
    put_phrases(connection, [(number, straw.text) for number, straw in rows])


def remove(connection: Connection, numbers: Sequence[int]) -> None:
    """Take rows out of the index."""
    if numbers:
        for statement in _REMOVE:
            write_many(connection, statement, [(number,) for number in numbers])
        remove_phrases(connection, numbers)


def settle(connection: Connection, table: str, pages: int) -> None:
    """Merge some segments of one of TABLES, in a short transaction of its own.

    To be called now and then while pages are applied; a few ``pages`` at a time bound how long it
    holds the lock.
    """
    _command(connection, table, "merge", pages)


def segments(connection: Connection, table: str) -> int:
    """Return how many segments one of TABLES has, as its last transaction left it.

    It is read from the head of the table's structure record (row 10 of its data; the comment at
    the top of SQLite's ``fts5_index.c``): a cookie of four bytes, the mark of the second version
    or not, how many levels, how many segments.
    """
    record = connection.execute(text(f"select block from {table}_data where id = 10")).scalar_one()  # noqa: S608  our own names
    _levels, at = _varint(record, 8 if record[4:8] == _SECOND else 4)
    return _varint(record, at)[0]


def gather(connection: Connection, table: str, pages: int, *, begin: bool) -> bool:
    """Merge one of TABLES into one segment, a few ``pages`` at a time; tell whether there is more.

    ``begin`` takes in every segment there is; without it the merge begun goes on.
    """
    changed = text("select total_changes()")
    before = connection.execute(changed).scalar_one()
    _command(connection, table, "merge", -pages if begin else pages)
    return int(connection.execute(changed).scalar_one() - before) >= _SOMETHING


def tidy(connection: Connection) -> None:
    """Merge the whole index into one segment: after a first copy, when nobody waits."""
    for table in TABLES:
        _command(connection, table, "optimize", 0)


def _varint(record: bytes, at: int) -> tuple[int, int]:
    """Return a number of SQLite's variable length, and the place after it."""
    value = 0
    while True:
        value = value << 7 | record[at] & 0x7F
        at += 1
        if record[at - 1] < 0x80:
            return value, at


_SECOND = b"\xff\x00\x00\x01"
# The command itself counts as one change.
_SOMETHING = 2


def _command(connection: Connection, table: str, key: str, value: int) -> None:
    connection.execute(
        text(f"insert into {table}({table}, rank) values (:key, :value)"),  # noqa: S608  our own names
        {"key": key, "value": value},
    )


_PUT_STRAW = "insert or replace into straw (n, text) values (?, ?)"
_PUT_WORDS = "insert into words (rowid, tok) values (?, ?)"
_PUT_TITLE = "insert into titles (rowid, tok) values (?, ?)"
_REMOVE = (
    "delete from straw where n = ?",
    "delete from words where rowid = ?",
    "delete from titles where rowid = ?",
)
