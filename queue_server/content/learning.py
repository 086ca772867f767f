"""Learning the frequent phrases anew, in short transactions beside whatever else goes on."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, text

from queue_server.content.database import checkpoint, writing
from queue_server.content.holding import MERGING_S, Pace
from queue_server.content.index import MOST_SEGMENTS, TABLES, gather, segments
from queue_server.content.phrases import (
    Known,
    begin,
    known_phrases,
    learn,
    note_state,
    phrases_in,
    put_tokens,
    state_of,
)

FEWEST_ROWS = 5_000
_GROWN = 2
_TENDED_EVERY = 16
_FIRST_MERGED, _LEAST_MERGED = 100, 1
# FTS5 merges all of a phrase's rows at once; of more rows that would hold the lock too long.
MOST_GATHERED = 300_000


def renew_phrases(
    engine: Engine,
    lock: Path,
    *,
    fewest: int = FEWEST_ROWS,
    most_gathered: int = MOST_GATHERED,
    most_segments: int = MOST_SEGMENTS,
) -> None:
    """Learn the phrases where there are none, or far fewer rows had them; go on where cut off.

    Up to ``most_gathered`` rows the whole word index ends in one segment each, so that searches
    read no more than they must; of more, the phrases end in a few.
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
        with writing(engine, lock) as connection:
            begin(connection, learned, count)
    merging = Pace(_FIRST_MERGED, _LEAST_MERGED, aim_s=MERGING_S)
    _index_all(engine, lock, merging, most_segments)
    few = count <= most_gathered
    for table in TABLES if few else ("phrases",):
        begins = few
        while _merge(engine, lock, table, merging, begin=begins):
            begins = False
    checkpoint(engine)


def _index_all(engine: Engine, lock: Path, merging: Pace, most_segments: int) -> None:
    pace, written = Pace(), 0
    while _go_on(engine, lock, pace):
        written += 1
        if written % _TENDED_EVERY == 0:
            more = True
            while more:
                more = _merge(engine, lock, "phrases", merging, begin=False)
                more = more and _crowded(engine, most_segments)


def _crowded(engine: Engine, most_segments: int) -> bool:
    with engine.connect() as connection:
        return segments(connection, "phrases") > most_segments


def _merge(engine: Engine, lock: Path, table: str, pace: Pace, *, begin: bool) -> bool:
    """Merge some of what was written page by page; tell whether there is more.

    In many small parts it takes half as much room again, and FTS5 holds no more than 2,000 parts.
    """
    merged = pace.rows

    def noted(held_s: float) -> None:
        pace.note(merged, held_s)

    with writing(engine, lock, bulk=True, noted=noted) as connection:
        return gather(connection, table, merged, begin=begin)


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
        put_tokens(connection, [(row.n, _tokens(row, worked_out, known)) for row in rows])
        note_state(connection, ready=0, upto=rows[-1].n, count=count)
    return True


def _rows(connection: Connection, upto: int, many: int) -> Sequence[Any]:
    chosen = text("select n, text from straw where n > :upto order by n limit :many")
    return connection.execute(chosen, {"upto": upto, "many": many}).all()


def _tokens(row: Any, worked_out: Mapping[int, tuple[str, str]], known: Known) -> str:
    """Return the phrases of a row, anew where it changed since they were worked out."""
    told, tokens = worked_out.get(row.n, ("", ""))
    return tokens if told == row.text else phrases_in(row.text, known)
