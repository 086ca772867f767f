"""What every adapter is: a function that walks a source and yields what it finds.

Items come as ``Record``; a row that cannot be one as ``RefusedRow``; a value of a kept row that
could not be read as ``Remark``; an item its source says is no more as ``Gone``. A ``scan`` tells
what is there now (``Seen`` where nothing changed), and the sweep finds what is missing; a
``delta`` tells changes and keeps its place.
"""

import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Literal

from config.sources import Source
from hall.errors import HallError
from queue_server.content.applying import Rejected
from queue_server.content.changes import Gone
from queue_server.content.failing import words_of_fault
from queue_server.content.fetching import Fetcher
from queue_server.content.formats.telling import english
from queue_server.content.model import Record
from queue_server.content.values.dates import CHINA
from queue_server.content.values.places import Places


class UnusableError(HallError):
    """A row cannot be an item; ``code`` and ``values`` name the message that tells why."""

    def __init__(self, code: str, **values: object) -> None:
        self.code = code
        self.values = values
        super().__init__(english(f"refused-{code}", **values))


@dataclass(frozen=True, slots=True, kw_only=True)
class RefusedRow(Rejected):
    """A rejected row that can be told in every language, and whose id is known if it was read.

    ``kind`` and ``id`` keep the sweep from taking an item we could not read for one that is gone.
    """

    code: str = ""
    values: Mapping[str, object] = field(default_factory=dict)
    kind: str = ""
    id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """A value of a kept item that could not be read and is left out: where, which, what it said."""

    row: int
    code: str
    values: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """An item that its source still has, unchanged since it was told whole."""

    kind: str
    id: str


Item = Record | Rejected | Remark | Gone | Seen
Standing = Literal["there", "offline", "unknown"]


def refused(row: int, fault: UnusableError, *, kind: str = "", item_id: str = "") -> RefusedRow:
    """Return the rejected row an error makes."""
    return RefusedRow(
        row=row, reason=str(fault), code=fault.code, values=fault.values, kind=kind, id=item_id
    )


@dataclass(slots=True, kw_only=True)
class Walk:
    """One run over a source: what it may use, and what it learns on its way.

    ``state`` is what the run before left (a cursor, an ETag); an adapter replaces it. ``announced``
    is how many items the source says it has, None where it does not. ``failures`` are questions
    that got no usable answer: a scan with one of them is not complete. ``reasons`` are the same
    in words by language, empty where there are none.
    """

    source: Source
    fetcher: Fetcher
    now: datetime
    places: Places
    state: dict[str, Any] = field(default_factory=dict)
    announced: int | None = None
    rows: int = 0
    failures: list[str] = field(default_factory=list)
    reasons: list[dict[str, str]] = field(default_factory=list)
    stop: threading.Event = field(default_factory=threading.Event)

    @property
    def today(self) -> date:
        """Return the day in China."""
        return self.now.astimezone(CHINA).date()

    def announce(self, total: int) -> None:
        """Add to how many items the source says it has."""
        self.announced = (self.announced or 0) + total

    def fail(self, told: object) -> None:
        """Note a question that got no usable answer."""
        self.failures.append(str(told)[:500])
        self.reasons.append(words_of_fault(told))

    def row(self) -> int:
        """Return the number of the next row."""
        self.rows += 1
        return self.rows


@dataclass(frozen=True, slots=True, kw_only=True)
class Adapter:
    """A format: how it is walked, and whether it tells all there is or what changed.

    ``confirm`` asks the source about one item by its own id, where the source can be asked.
    """

    walk: Callable[[Walk], Iterator[Item]]
    manner: Literal["scan", "delta"]
    confirm: Callable[[Walk, str], Standing] | None = None
