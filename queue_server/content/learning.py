"""Learning the frequent phrases anew, in short transactions beside whatever else goes on."""

from pathlib import Path

from sqlalchemy import Engine, text

from queue_server.content.database import writing
from queue_server.content.phrases import (
    begin,
    known_phrases,
    learn,
    note_state,
    phrases_in,
    put_tokens,
    state_of,
)

FEWEST_ROWS = 5_000
_SLICE = 500
_GROWN = 2


def renew_phrases(engine: Engine, lock: Path, *, fewest: int = FEWEST_ROWS) -> None:
    """Learn the phrases where there are none, or far fewer rows had them; go on where cut off."""
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
    while _go_on(engine, lock):
        pass


def _go_on(engine: Engine, lock: Path) -> bool:
    """Index the next rows; tell whether there are more."""
    with writing(engine, lock) as connection:
        known, upto = known_phrases(connection)
        chosen = text("select n, text from straw where n > :upto order by n limit :many")
        rows = connection.execute(chosen, {"upto": upto, "many": _SLICE}).all()
        count = state_of(connection)[2]
        if not rows:
            note_state(connection, ready=1, upto=0, count=count)
            return False
        told = [(row.n, phrases_in(row.text, known)) for row in rows]
        put_tokens(connection, told)
        note_state(connection, ready=0, upto=rows[-1].n, count=count)
    return True
