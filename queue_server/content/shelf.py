"""What all items are counted, narrowed and sorted by, held in memory as columns.

At a million items these are 40 MB and a count over all of them takes milliseconds, where the file
would take seconds. The content file stays the truth: the shelf follows it page by page through the
``touched`` table and is read anew whenever it fell too far behind.
"""

import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, func, select

from queue_server.content.database import applied, item, touched
from queue_server.content.looking import Numbers
from queue_server.content.model import KINDS

Mask = NDArray[np.bool_]
Column = NDArray[Any]
_Seen = TypeVar("_Seen")
UNTOLD = -1
GONE = 255
NEVER = np.iinfo(np.int64).max
_CHUNK = 20_000
_GROWTH = 4096
_TYPES: dict[str, Any] = {
    "n": np.int64,
    "kind": np.uint8,
    "published": np.int64,
    "expires": np.int64,
    "region": np.int32,
    "education": np.int8,
    "disability": np.int32,
    "occupation": np.uint8,
    "pay": np.int32,
    "facts": np.int32,
}
_ROW = select(
    item.c.n, item.c.kind, item.c.published, item.c.expires, item.c.region, item.c.education,
    item.c.disability, item.c.occupation, item.c.pay_min, item.c.pay_max, item.c.facts,
)  # fmt: skip
_KIND = {kind: place for place, kind in enumerate(KINDS)}
_MOST_PAY = 10_000_000


@dataclass(frozen=True, slots=True)
class Columns:
    """Some items' columns, side by side; ``n`` are their numbers in the file.

    ``education`` and ``pay`` (the highest offered) are UNTOLD where the source does not say,
    ``expires`` is NEVER where it does not.
    """

    n: Column
    kind: Column
    published: Column
    expires: Column
    region: Column
    education: Column
    disability: Column
    occupation: Column
    pay: Column
    facts: Column

    def __len__(self) -> int:
        return len(self.n)

    def at(self, places: Any) -> "Columns":
        """Return the columns of some of these items: by places or by a mask."""
        return Columns(*(getattr(self, name)[places] for name in _TYPES))


class Shelf:
    """All items of one content file; safe to use from several threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._seen = -1
        self._columns = _empty(0)
        self._filled = 0

    def follow(self, connection: Connection) -> int:
        """Come up to what the connection sees; return the number of the last page applied."""
        head = int(connection.execute(select(func.max(applied.c.seq))).scalar() or 0)
        with self._lock:
            if head != self._seen:
                self._come_up(connection, head)
        return head

    def forget(self) -> None:
        """Read everything anew the next time: another file lies there now."""
        with self._lock:
            self._seen = -1

    def look(self, work: Callable[[Columns], _Seen]) -> _Seen:
        """Return what some work makes of all items, none of which changes meanwhile.

        Those taken away since have the kind GONE and are long expired. The work keeps no reference
        to the columns.
        """
        with self._lock:
            return work(self._columns.at(slice(0, self._filled)))

    def _come_up(self, connection: Connection, head: int) -> None:
        oldest = connection.execute(select(func.min(touched.c.seq))).scalar()
        if self._seen < 0 or head < self._seen or oldest is None or oldest > self._seen + 1:
            self._read_all(connection)
        else:
            self._read_touched(connection)
        self._seen = head

    def _read_all(self, connection: Connection) -> None:
        count = int(connection.execute(select(func.count()).select_from(item)).scalar_one())
        self._columns, self._filled = _empty(count + _GROWTH), 0
        rows = connection.execute(_ROW.order_by(item.c.n).execution_options(yield_per=_CHUNK))
        for part in rows.partitions():
            self._append(part)

    def _read_touched(self, connection: Connection) -> None:
        numbers = select(touched.c.n).where(touched.c.seq > self._seen).distinct()
        changed = set(connection.execute(numbers).scalars())
        rows = connection.execute(
            _ROW.where(item.c.n.in_(numbers.scalar_subquery())).order_by(item.c.n)
        ).all()
        last = int(self._columns.n[self._filled - 1]) if self._filled else 0
        old = [row for row in rows if row.n <= last]
        self._take_out(changed - {row.n for row in rows})
        self._overwrite(old)
        self._append([row for row in rows if row.n > last])

    def _take_out(self, numbers: Iterable[int]) -> None:
        gone = np.fromiter(numbers, np.int64)
        places = places_of(self._columns.n[: self._filled], gone)
        self._columns.kind[places] = GONE
        self._columns.expires[places] = 0

    def _overwrite(self, rows: Sequence[Any]) -> None:
        if rows:
            told = _told(rows)
            places = np.searchsorted(self._columns.n[: self._filled], told["n"])
            for name in _TYPES:
                getattr(self._columns, name)[places] = told[name]

    def _append(self, rows: Sequence[Any]) -> None:
        if not rows:
            return
        first, end = self._filled, self._filled + len(rows)
        if end > len(self._columns):
            self._columns = _grown(self._columns, first, end + max(_GROWTH, end // 8))
        for name, values in _told(rows).items():
            getattr(self._columns, name)[first:end] = values
        self._filled = end


def columns_of(rows: Sequence[Mapping[str, Any]]) -> Columns:
    """Return rows of the table ``item`` as columns."""
    told = _told([tuple(row[column.name] for column in _ROW.selected_columns) for row in rows])
    return Columns(*(np.array(told[name], kind) for name, kind in _TYPES.items()))


def places_of(known: Numbers, numbers: Numbers) -> Numbers:
    """Return where numbers stand among ascending known ones; those not known are left out."""
    if not len(known):
        return np.empty(0, np.int64)
    places = np.searchsorted(known, numbers)
    places[places == len(known)] = 0
    found: Numbers = places[known[places] == numbers]
    return found


def _empty(size: int) -> Columns:
    return Columns(*(np.zeros(size, kind) for kind in _TYPES.values()))


def _grown(columns: Columns, filled: int, size: int) -> Columns:
    bigger = _empty(size)
    for name in _TYPES:
        getattr(bigger, name)[:filled] = getattr(columns, name)[:filled]
    return bigger


def _told(rows: Sequence[Any]) -> dict[str, Any]:
    """Return rows as columns."""
    numbers, kinds, published, expires, regions, education, mask, work, low, high, facts = zip(
        *rows, strict=True
    )
    pay = [h if h is not None else x for x, h in zip(low, high, strict=True)]
    return {
        "n": numbers,
        "kind": [_KIND[kind] for kind in kinds],
        "published": published,
        "expires": [NEVER if each is None else each for each in expires],
        "region": regions,
        "education": [UNTOLD if each is None else each for each in education],
        "disability": mask,
        "occupation": work,
        "pay": [UNTOLD if each is None else min(each, _MOST_PAY) for each in pay],
        "facts": facts,
    }
