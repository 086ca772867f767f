"""Journal rows in words, for a table."""

import asyncio
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import msgspec

from config.site import Site, name_in
from hall.texts import Texts
from queue_server.audit.subjects import SUBJECTS
from queue_server.domain.actors import Actor
from queue_server.service.asking import require_role
from queue_server.service.healing import RECOVERED, Recovered
from queue_server.service.running import RunningHall
from queue_server.service.telling import decode
from queue_server.service.visibility import seen
from queue_server.store.acting import FROM
from queue_server.store.loading import rows_before
from queue_server.store.records import ERASED, JournalRow

READERS = frozenset({"supervisor", "admin"})
PAGE = 100
_SHOWN = (
    "reason",
    "device",
    "state",
    "cause",
    "sink",
    "outcome",
    "name",
    "user",
    "file",
    "reference",
    "client",
)
_LONGEST = 200
_BY_ITSELF = frozenset({"user_signed_in", "user_refused", "user_signed_out", "session_refused"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One row of the journal: ``kind`` in words, who, from where, and what there is to tell."""

    seq: int
    at: datetime
    what: str
    by: str
    where: str
    details: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaf:
    """One page of the journal, newest first; ``older`` is where the next one begins."""

    lines: tuple[Line, ...]
    older: int | None


@dataclass(frozen=True, slots=True)
class Journal:
    """The hall's journal for those who may read it all."""

    hall: RunningHall

    async def leaf(
        self,
        actor: Actor,
        texts: Texts,
        *,
        subject: str,
        day: date | None,
        before: int | None,
        who: str = "",
        place: str = "",
    ) -> Leaf:
        """Return a page. Rows the actor may not see (sign-ins, for a supervisor) are left out."""
        require_role(actor, READERS)
        site = self.hall.settings
        since, until = _span(day, ZoneInfo(site.hall.time_zone))
        rows = await asyncio.to_thread(
            self._rows, before, SUBJECTS.get(subject, ()), since, until, who, place
        )
        lines = tuple(
            _line(row, data, site, texts)
            for row in rows[:PAGE]
            if (data := seen(actor, row.kind, row.public, decode(row.data))) is not None
        )
        return Leaf(lines=lines, older=rows[PAGE - 1].seq if len(rows) > PAGE else None)

    def _rows(
        self,
        before: int | None,
        beginnings: tuple[str, ...],
        since: datetime | None,
        until: datetime | None,
        who: str,
        place: str,
    ) -> list[JournalRow]:
        with self.hall.database.reading() as connection:
            return rows_before(
                connection, before, PAGE + 1, beginnings=beginnings, since=since, until=until,
                who=who, place=place,
            )  # fmt: skip


def _span(day: date | None, zone: ZoneInfo) -> tuple[datetime | None, datetime | None]:
    if day is None:
        return None, None
    return (
        datetime.combine(day, time(), zone),
        datetime.combine(day + timedelta(days=1), time(), zone),
    )


def _line(row: JournalRow, data: Mapping[str, Any], site: Site, texts: Texts) -> Line:
    key = f"journal-{row.kind}"
    return Line(
        seq=row.seq,
        at=row.at.astimezone(ZoneInfo(site.hall.time_zone)),
        what=texts.written(key) if key in texts else row.kind,
        by=str(data.get("by") or data.get("issued_by") or _own(row.kind, data)),
        where=_where(str(data.get(FROM, "")), texts),
        details=(*_details(data, site, texts), *_more(row.kind, data, site, texts)),
    )


def _own(kind: str, data: Mapping[str, Any]) -> str:
    """Return who did what only its own account can do."""
    return str(data.get("user", "")) if kind in _BY_ITSELF else ""


def _where(place: str, texts: Texts) -> str:
    """Return from where something was asked; the hall itself is nowhere."""
    kind, _, address = place.partition(" ")
    key = f"journal-from-{kind or 'hall'}"
    return texts.written(key, address=address) if key in texts else place


def _details(data: Mapping[str, Any], site: Site, texts: Texts) -> Iterator[str]:
    if data.get("number"):
        yield str(data["number"])
    service = next((each for each in site.services if each.id == data.get("service")), None)
    if service is not None:
        yield name_in(service.names, texts.language)
    window = next((each for each in site.windows if each.id == data.get("window")), None)
    if window is not None:
        yield texts.written("journal-window", number=str(window.number))
    for name in _SHOWN:
        value = data.get(name)
        if isinstance(value, str) and value:
            yield value[:_LONGEST]
    before, after = data.get("before"), data.get("after")
    if isinstance(before, dict) and isinstance(after, dict):
        yield from _changes(before, after, texts)


def _more(kind: str, data: Mapping[str, Any], site: Site, texts: Texts) -> Iterator[str]:
    """Give what only rows of one kind tell."""
    if kind == ERASED:
        yield from _erased(data, texts)
    if kind == RECOVERED:
        told = msgspec.convert(data, Recovered, strict=False)
        zone = ZoneInfo(site.hall.time_zone)
        yield texts.written(
            "journal-gone",
            since=f"{told.since.astimezone(zone):%Y-%m-%d %H:%M:%S}",
            until="none" if told.until is None else f"{told.until.astimezone(zone):%H:%M:%S}",
            rows="none" if told.rows is None else told.rows,
        )
        if told.aside:
            yield told.aside


def _erased(data: Mapping[str, Any], texts: Texts) -> Iterator[str]:
    """Say how much of each kind was erased; kinds without words of their own together."""
    other = 0
    for name, count in msgspec.convert(data.get("erased", {}), dict[str, int]).items():
        key = f"journal-erased-{name}"
        if key in texts:
            yield texts.written(key, count=count)
        else:
            other += count
    if other:
        yield texts.written("journal-erased-other", count=other)


def _changes(
    before: Mapping[str, object], after: Mapping[str, object], texts: Texts
) -> Iterator[str]:
    for name in after:
        if before.get(name) == after[name]:
            continue
        key = f"journal-key-{name}"
        yield texts.written(
            "journal-changed",
            name=texts.written(key) if key in texts else name,
            before=_word(before.get(name), texts),
            after=_word(after[name], texts),
        )


def _word(value: object, texts: Texts) -> str:
    if isinstance(value, bool):
        return texts.written("journal-yes" if value else "journal-no")
    return str(value) if value not in (None, "") else texts.written("journal-nothing")
