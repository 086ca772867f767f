"""The word index of the content file, and how it is written; ``looking`` reads it.

FTS5 tables without content of their own (``blocks``): ``words`` over all of an item's text,
``titles`` over its title alone, which comes first by relevance, ``phrases`` over what many texts
hold. ``straw`` keeps the normalised text, for words the tokens cannot decide.

All is written in the transaction of the page that changes the items, so a
reader never finds a row by words it no longer has.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, text

from queue_server.content.blocks import (
    drop_blocks,
    make_blocks,
    put_tokens,
    remove_tokens,
    take_in,
    take_out,
)
from queue_server.content.phrases import put_phrases, remove_phrases
from queue_server.content.rows import write_many
from queue_server.content.tokens import VERSION, haystack, tokens_of

FORMAT = f"{VERSION}/2"
"""Changes whenever a token or a table of the index could, and the index is remade."""


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
    make_blocks(connection)


def drop_index(connection: Connection) -> None:
    """Throw the index away, to be made again from the items."""
    drop_blocks(connection)
    for table in ("straw", "phrase", "phrase_state"):
        connection.execute(text(f"drop table if exists {table}"))


def put(connection: Connection, rows: Sequence[tuple[int, Straw]], *, fresh: bool) -> None:
    """Index rows by their numbers; ``fresh`` ones are new: ascending, and above all before."""
    if not rows:
        return
    numbers = [number for number, _ in rows]
    if fresh:
        take_in(connection, numbers)
    else:
        _remove(connection, numbers)
    write_many(connection, _PUT_STRAW, [(number, straw.text) for number, straw in rows])
    put_tokens(connection, "words", [(number, straw.tokens) for number, straw in rows])
    put_tokens(connection, "titles", [(number, straw.title_tokens) for number, straw in rows])
    put_phrases(connection, [(number, straw.text) for number, straw in rows])


def remove(connection: Connection, numbers: Sequence[int]) -> None:
    """Take rows out of the index."""
    if numbers:
        _remove(connection, numbers)
        take_out(connection, numbers)


def _remove(connection: Connection, numbers: Sequence[int]) -> None:
    write_many(connection, "delete from straw where n = ?", [(number,) for number in numbers])
    remove_tokens(connection, "words", numbers)
    remove_tokens(connection, "titles", numbers)
    remove_phrases(connection, numbers)


_PUT_STRAW = "insert or replace into straw (n, text) values (?, ?)"
