"""What a word index outside the content file follows: where the file stands, and its texts.

Rows come with their number ``n``, their ``text``, and the ``kind``, ``published`` and ``expires``
an item is narrowed and sorted by.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, Engine, func, select, text

from queue_server.content.database import applied, touched
from queue_server.content.epochs import epoch_of

PAGE = 5_000
_ROWS = (
    "select straw.n, straw.text, item.kind, item.published, item.expires "
    "from straw join item on item.n = straw.n where straw.n"
)


def stands(connection: Connection) -> tuple[int, str]:
    """Return the page the file stands at, as this connection sees it, and its epoch."""
    return last_page(connection), epoch_of(connection)


def last_page(connection: Connection) -> int:
    """Return the number of the last page applied, as this connection sees it; 0 for none."""
    return int(connection.execute(select(func.max(applied.c.seq))).scalar() or 0)


def all_straws(engine: Engine) -> Iterator[Sequence[Any]]:
    """Yield every row, in short looks: a long one would hold the file's log."""
    last = -1
    statement = text(f"{_ROWS} > :last order by straw.n limit :most")
    while True:
        with engine.connect() as connection:
            rows = connection.execute(statement, {"last": last, "most": PAGE}).all()
        if not rows:
            return
        yield rows
        last = rows[-1].n


def straws_of(connection: Connection, numbers: Sequence[int]) -> Sequence[Any]:
    """Return those of some rows that are still there."""
    told = ",".join(map(str, numbers))
    statement = text(f"{_ROWS} in ({told})")
    return connection.execute(statement).all()


def touched_since(connection: Connection, seq: int) -> Iterator[list[int]] | None:
    """Yield the numbers put, changed or gone since a page, some at a time; None where it is lost.

    ``seq`` is not the page the file stands at.
    """
    oldest = connection.execute(select(func.min(touched.c.seq))).scalar()
    if oldest is None or oldest > seq + 1:
        return None
    chosen = select(touched.c.n).where(touched.c.seq > seq)
    numbers = sorted(set(connection.execute(chosen).scalars()))
    return (numbers[start : start + PAGE] for start in range(0, len(numbers), PAGE))
