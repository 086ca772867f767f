"""What all items are counted, narrowed and sorted by, held in memory as columns.

At a million items these are 40 MB and a count over all of them takes milliseconds, where the file
would take seconds. The content file stays the truth: the shelf follows it page by page through the
``touched`` table and is read anew whenever it fell too far behind.
"""

import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
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
# Held as numbers of the few values there are, so that counting by them is counting small numbers.
_CODED = ("region", "disability", "facts")
# From this share of all items on, places are told by a mask sooner than by looking each one up.
_MANY = 16
_ROW = select(
    item.c.n, item.c.kind, item.c.published, item.c.expires, item.c.region, item.c.education,
    item.c.disability, item.c.occupation, item.c.pay_min, item.c.pay_max, item.c.facts,
)  # fmt: skip
_KIND = {kind: place for place, kind in enumerate(KINDS)}
_MOST_PAY = 10_000_000


class Codes:
    """The different values of a column, numbered in the order they came."""

    def __init__(self) -> None:
        self._numbers: dict[int, int] = {}
        self._values: Column = np.empty(0, np.int32)

    def of(self, values: Iterable[int]) -> Column:
        """Return the numbers of values, giving new ones theirs."""
        known = self._numbers
        return np.array([known.setdefault(value, len(known)) for value in values], np.int32)

    @property
    def values(self) -> Column:
        """The values by their numbers."""
        if len(self._values) != len(self._numbers):
            self._values = np.array(list(self._numbers), np.int32)
        return self._values


class Columns:
    """Some items' columns, side by side, each read when it is first asked for.

    ``n`` are their numbers in the file, ascending. ``education`` and ``pay`` (the highest offered)
    are UNTOLD where the source does not say, ``expires`` is NEVER where it does not.
    """

    __slots__ = ("_codes", "_held", "_places", "_read")

    def __init__(
        self, held: Mapping[str, Column], codes: Mapping[str, Codes], places: Numbers | None = None
    ) -> None:
        self._held = held
        self._codes = codes
        self._places = places
        self._read: dict[str, Column] = {}

    def __len__(self) -> int:
        return len(self._held["n"] if self._places is None else self._places)

    def at(self, places: Numbers) -> "Columns":
        """Return the columns of some of these items, by places."""
        chosen = places if self._places is None else self._places[places]
        return Columns(self._held, self._codes, chosen)

    def coded(self, name: str) -> tuple[Column, Column]:
        """Return each item's number of its region, disability or facts, and these by number."""
        return self._column(name), self._codes[name].values

    @property
    def n(self) -> Column:
        return self._column("n")

    @property
    def kind(self) -> Column:
        return self._column("kind")

    @property
    def published(self) -> Column:
        return self._column("published")

    @property
    def expires(self) -> Column:
        return self._column("expires")

    @property
    def education(self) -> Column:
        return self._column("education")

    @property
    def occupation(self) -> Column:
        return self._column("occupation")

    @property
    def pay(self) -> Column:
        return self._column("pay")

    @property
    def region(self) -> Column:
        return self._told("region")

    @property
    def disability(self) -> Column:
        return self._told("disability")

    @property
    def facts(self) -> Column:
        return self._told("facts")

    def _column(self, name: str) -> Column:
        if self._places is None:
            return self._held[name]
        if name not in self._read:
            self._read[name] = self._held[name][self._places]
        return self._read[name]

    def _told(self, name: str) -> Column:
        numbers, values = self.coded(name)
        told: Column = values[numbers]
        return told


class Shelf:
    """All items of one content file; safe to use from several threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._seen = -1
        self._codes = {name: Codes() for name in _CODED}
        self._held = _empty(0)
        self._filled = 0

    def follow(self, connection: Connection) -> int:
        """Come up to what the connection sees; return the number of the last page applied.

        A reader whose snapshot is older takes nothing back: another may be counting what is newer.
        """
        head = int(connection.execute(select(func.max(applied.c.seq))).scalar() or 0)
        with self._lock:
            if head > self._seen:
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
            held = {name: values[: self._filled] for name, values in self._held.items()}
            return work(Columns(held, self._codes))

    def _come_up(self, connection: Connection, head: int) -> None:
        oldest = connection.execute(select(func.min(touched.c.seq))).scalar()
        if self._seen < 0 or oldest is None or oldest > self._seen + 1:
            self._read_all(connection)
        else:
            self._read_touched(connection)
        self._seen = head

    def _read_all(self, connection: Connection) -> None:
        count = int(connection.execute(select(func.count()).select_from(item)).scalar_one())
        self._codes = {name: Codes() for name in _CODED}
        self._held, self._filled = _empty(count + _GROWTH), 0
        rows = connection.execute(_ROW.order_by(item.c.n).execution_options(yield_per=_CHUNK))
        for part in rows.partitions():
            self._append(part)

    def _read_touched(self, connection: Connection) -> None:
        numbers = select(touched.c.n).where(touched.c.seq > self._seen).distinct()
        changed = set(connection.execute(numbers).scalars())
        rows = connection.execute(
            _ROW.where(item.c.n.in_(numbers.scalar_subquery())).order_by(item.c.n)
        ).all()
        last = int(self._held["n"][self._filled - 1]) if self._filled else 0
        old = [row for row in rows if row.n <= last]
        self._take_out(changed - {row.n for row in rows})
        self._overwrite(old)
        self._append([row for row in rows if row.n > last])

    def _take_out(self, numbers: Iterable[int]) -> None:
        gone = np.sort(np.fromiter(numbers, np.int64))
        places = places_of(self._held["n"][: self._filled], gone)
        self._held["kind"][places] = GONE
        self._held["expires"][places] = 0

    def _overwrite(self, rows: Sequence[Any]) -> None:
        if rows:
            told = _told(rows, self._codes)
            places = np.searchsorted(self._held["n"][: self._filled], told["n"])
            for name, values in told.items():
                self._held[name][places] = values

    def _append(self, rows: Sequence[Any]) -> None:
        if not rows:
            return
        first, end = self._filled, self._filled + len(rows)
        if end > len(self._held["n"]):
            self._held = _grown(self._held, first, end + max(_GROWTH, end // 8))
        for name, values in _told(rows, self._codes).items():
            self._held[name][first:end] = values
        self._filled = end


def columns_of(rows: Sequence[Mapping[str, Any]]) -> Columns:
    """Return rows of the table ``item`` as columns."""
    codes = {name: Codes() for name in _CODED}
    ordered = [tuple(row[column.name] for column in _ROW.selected_columns) for row in rows]
    told = _told(ordered, codes)
    return Columns({name: np.array(told[name], kind) for name, kind in _TYPES.items()}, codes)


def places_of(known: Numbers, numbers: Numbers) -> Numbers:
    """Return where ascending numbers stand among ascending known ones; others are left out."""
    if not len(known) or not len(numbers):
        return np.empty(0, np.int64)
    if len(numbers) * _MANY > len(known) and known[-1] < _MANY * len(known):
        asked = np.zeros(int(max(known[-1], numbers[-1])) + 1, np.bool_)
        asked[numbers] = True
        standing: Numbers = np.flatnonzero(asked[known])
        return standing
    places = np.searchsorted(known, numbers)
    places[places == len(known)] = 0
    found: Numbers = places[known[places] == numbers]
    return found


def _empty(size: int) -> dict[str, Column]:
    return {name: np.zeros(size, kind) for name, kind in _TYPES.items()}


def _grown(held: Mapping[str, Column], filled: int, size: int) -> dict[str, Column]:
    bigger = _empty(size)
    for name, values in bigger.items():
        values[:filled] = held[name][:filled]
    return bigger


def _told(rows: Sequence[Any], codes: Mapping[str, Codes]) -> dict[str, Any]:
    """Return rows as columns, numbering values not met before."""
    numbers, kinds, published, expires, regions, education, mask, work, low, high, facts = zip(
        *rows, strict=True
    )
    pay = [h if h is not None else x for x, h in zip(low, high, strict=True)]
    return {
        "n": numbers,
        "kind": [_KIND[kind] for kind in kinds],
        "published": published,
        "expires": [NEVER if each is None else each for each in expires],
        "region": codes["region"].of(regions),
        "education": [UNTOLD if each is None else each for each in education],
        "disability": codes["disability"].of(mask),
        "occupation": work,
        "pay": [UNTOLD if each is None else min(each, _MOST_PAY) for each in pay],
        "facts": codes["facts"].of(facts),
    }
