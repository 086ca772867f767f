"""Learning the frequent phrases anew, in short transactions beside whatever else goes on."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, text

from queue_server.content.blocks import firsts_of, put_tokens, remove_all
from queue_server.content.database import checkpoint, writing
from queue_server.content.holding import Pace
from queue_server.content.phrases import (
    Known,
    begin,
    forget,
    known_phrases,
    learn,
    note_state,
    phrases_in,
    state_of,
)
from queue_server.content.tending import MOST_SEGMENTS, Tending

FEWEST_ROWS = 5_000
_GROWN = 2
_TENDED_EVERY = 16


def renew_phrases(
    engine: Engine,
    lock: Path,
    *,
    fewest: int = FEWEST_ROWS,
    most_segments: int = MOST_SEGMENTS,
) -> None:
    """Learn the phrases where there are none, or far fewer rows had them; go on where cut off.

    After it the word index is one segment a table: searches read no more than they must.
    """
    with engine.connect() as connection:
        state = state_of(connection)
        count = int(connection.execute(text("select count(*) from straw")).scalar_one())
        if count < fewest or (state[0] and count < _GROWN * state[2]):
            return
        learned = None
        if not state[2] or count >= _GROWN * state[2]:
            learned = learn(connection, count)
    if learned is not None:
        _begin(engine, lock, learned, count)
    pace, written = Pace(), 0
    tending = Tending(engine, lock, ("phrases",), most_segments=most_segments)
    while _go_on(engine, lock, pace):
        written += 1
        if written % _TENDED_EVERY == 0:
            tending.tend()
    Tending(engine, lock).gather()
    checkpoint(engine)


def _begin(engine: Engine, lock: Path, learned: frozenset[str], count: int) -> None:
    """Put other phrases in the place of those known, block by block: all at once takes 90 ms."""
    with writing(engine, lock) as connection:
        forget(connection)
        firsts = firsts_of(connection)
    for first in firsts:
        with writing(engine, lock, bulk=True) as connection:
            remove_all(connection, "phrases", first)
    with writing(engine, lock) as connection:
        begin(connection, learned, count)


def _go_on(engine: Engine, lock: Path, pace: Pace) -> bool:
    """Index the next rows; tell whether there are more."""
    with engine.connect() as connection:
        known, upto = known_phrases(connection)
        read = _rows(connection, upto, pace.rows)
    worked_out = {row.n: (row.text, phrases_in(row.text, known)) for row in read}

    def noted(held_s: float) -> None:
        pace.note(len(read), held_s)

    with writing(engine, lock, bulk=True, noted=noted) as connection:
        ready, begun, count = state_of(connection)
        if ready or begun != upto:
            return not ready  # somebody else went on
        rows = _rows(connection, upto, len(read)) if read else []
        if not rows:
            note_state(connection, ready=1, upto=0, count=count)
            return False
        told = [(row.n, _tokens(row, worked_out, known)) for row in rows]
        put_tokens(connection, "phrases", told)
        note_state(connection, ready=0, upto=rows[-1].n, count=count)
    return True


def _rows(connection: Connection, upto: int, many: int) -> Sequence[Any]:
    chosen = text("select n, text from straw where n > :upto order by n limit :many")
    return connection.execute(chosen, {"upto": upto, "many": many}).all()


def _tokens(row: Any, worked_out: Mapping[int, tuple[str, str]], known: Known) -> str:
    """Return the phrases of a row, anew where it changed since they were worked out."""
    told, tokens = worked_out.get(row.n, ("", ""))
    return tokens if told == row.text else phrases_in(row.text, known)
