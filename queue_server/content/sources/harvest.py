"""One run of a source: walk it, bring in what it tells, sweep what it no longer has.

Never half a truth: what a page brought stays; the place to go on from is kept only after what was
found is in the file; a run that was cut is simply made again.
"""

import logging
import shutil
import threading
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal

from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError

from config.sources import Source
from hall.clock import Clock
from hall.errors import HallError
from queue_server.content.applying import Rejected
from queue_server.content.changes import Gone
from queue_server.content.database import region
from queue_server.content.failing import words_of_fault
from queue_server.content.fetching import Fetcher, FetchError
from queue_server.content.formats.port import (
    Adapter,
    Item,
    RefusedRow,
    Remark,
    Seen,
    Standing,
    Walk,
)
from queue_server.content.formats.registry import ADAPTERS
from queue_server.content.importing import Totals
from queue_server.content.model import Record
from queue_server.content.regions import span
from queue_server.content.room import RoomError, Usage, require_room
from queue_server.content.service import ContentService
from queue_server.content.sources.runs import Run, keep_run, keep_state, state_of
from queue_server.content.sweeping.deciding import Key, Scan
from queue_server.content.sweeping.sweep import Swept, sweep, take_out_told
from queue_server.content.values.places import Places

_LOG = logging.getLogger(__name__)
_REMARKS_KEPT = 1000
Tell = Callable[[str], None]


@dataclass(slots=True)
class Found:
    """What passed by on its way into the file."""

    seen: set[Key] = field(default_factory=set)
    refused: set[Key] = field(default_factory=set)
    gone: dict[Key, Gone] = field(default_factory=dict)
    rejected: list[Rejected] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    remarked: int = 0
    elsewhere: int = 0

    def sort(self, items: Iterable[Item], regions: tuple[str, ...]) -> Iterator[Record | Rejected]:
        """Yield what goes into the file, keeping the rest."""
        spans = [span(code) for code in regions]
        for item in items:
            match item:
                case Record():
                    if self._belongs(item, spans):
                        yield item
                case Rejected():
                    self._refuse(item)
                    yield item
                case Remark():
                    self._remark(item)
                case Gone():
                    self.gone[item.key] = item
                case Seen():
                    self.seen.add((item.kind, item.id))

    def _belongs(self, item: Record, spans: list[tuple[int, int]]) -> bool:
        """Note an item; one of another region than asked for is not this hall's."""
        if spans and item.region and not _within(item.region, spans):
            self.elsewhere += 1
            return False
        self.seen.add((item.kind, item.id))
        self.gone.pop((item.kind, item.id), None)
        return True

    def _remark(self, item: Remark) -> None:
        self.remarked += 1
        if len(self.remarks) < _REMARKS_KEPT:
            self.remarks.append(item)

    def _refuse(self, item: Rejected) -> None:
        if isinstance(item, RefusedRow) and item.id:
            self.refused.add((item.kind, item.id))
        if len(self.rejected) < _REMARKS_KEPT:
            self.rejected.append(item)


def places_of(service: ContentService, home: str) -> Places:
    """Return the places by name that this hall knows."""
    with service.reading() as connection:
        rows = connection.execute(select(region.c.code, region.c.name)).all()
    return Places({f"{code:06d}": name for code, name in rows}, home)


def run_source(
    service: ContentService,
    clock: Clock,
    source: Source,
    *,
    home: str,
    stop: threading.Event | None = None,
    tell: Tell = lambda _line: None,
    usage: Usage = shutil.disk_usage,
) -> Run:
    """Ask a source once, bring in what it tells, and keep how it went. Raises nothing of its own.

    ``home`` is the hall's region code, ``usage`` tells the room on its disk: what came before the
    room ended stays.
    """
    began, adapter = clock.now(), ADAPTERS[source.format]
    stop = stop or threading.Event()
    try:
        require_room(service.folder, usage)
        fetcher = Fetcher(
            source.url, headers=_credential(source), pause_s=source.pause_s, stop=stop
        )
    except HallError as fault:
        return keep_run(service, _failed(source, clock, str(fault), words_of_fault(fault)))
    try:
        walk = Walk(
            source=source,
            fetcher=fetcher,
            now=began,
            places=places_of(service, home),
            state=state_of(service, source.id),
            stop=stop,
        )
        run = _run(service, clock, walk, adapter, tell, usage)
    except RoomError as fault:
        run = _failed(source, clock, str(fault), words_of_fault(fault))
    except SQLAlchemyError as fault:
        run = _failed(
            source,
            clock,
            f"the content could not be written: {fault.args[0]}",
            words_of_fault(FetchError("", fault="unwritten")),
        )
    finally:
        fetcher.close()
    return keep_run(service, replace(run, began=began))


def _run(
    service: ContentService, clock: Clock, walk: Walk, adapter: Adapter, tell: Tell, usage: Usage
) -> Run:
    source, found = walk.source, Found()
    scope = source.regions

    def told(totals: Totals) -> None:
        tell(f"{source.id}: {totals.rows} rows")
        require_room(service.folder, usage)

    totals = service.import_items(
        found.sort(adapter.walk(walk), scope), source=source.id, progress=told
    )
    swept = _sweep(service, clock, walk, adapter, found)
    outcome = _outcome(walk, found, swept)
    if outcome in {"whole", "short"} or adapter.manner == "scan":
        keep_state(service, source.id, walk.state)
    run = Run(
        source=source.id,
        what=source.url,
        began=clock.now(),
        ended=clock.now(),
        outcome=outcome,
        rows=walk.rows,
        announced=walk.announced,
        new=totals.new,
        changed=totals.changed,
        unchanged=totals.unchanged + len(found.seen) - _told(totals),
        rejected=totals.rejected,
        remarked=found.remarked,
        elsewhere=found.elsewhere,
        gone=swept.gone,
        missing=swept.missing,
        held=swept.held,
        failures=tuple(walk.failures[:20]),
        reasons=tuple(walk.reasons[:20]),
        refused=tuple(found.rejected),
        remarks=tuple(found.remarks),
    )
    told_of = {"source": source.id, "outcome": outcome, "rows": walk.rows}
    _LOG.info("source asked", extra={**told_of, "failures": walk.failures[:3]})
    return run


def _told(totals: Totals) -> int:
    return totals.new + totals.changed + totals.unchanged


def _sweep(
    service: ContentService, clock: Clock, walk: Walk, adapter: Adapter, found: Found
) -> Swept:
    source = walk.source.id
    if adapter.manner == "delta":
        shown = frozenset(found.seen - found.gone.keys())
        return take_out_told(service, clock, source, found.gone, shown)
    scan = Scan(
        seen=found.seen,
        refused=found.refused,
        rows=max(walk.rows, len(found.seen) + len(found.refused)),
        announced=walk.announced,
        failures=len(walk.failures),
    )
    return sweep(
        service,
        clock,
        source,
        scan,
        told_gone=frozenset(found.gone),
        confirm=_confirming(walk, adapter),
    )


def _confirming(walk: Walk, adapter: Adapter) -> Callable[[str], Standing] | None:
    ask = adapter.confirm
    return None if ask is None else lambda own: ask(walk, own)


def _outcome(
    walk: Walk, found: Found, swept: Swept
) -> Literal["whole", "incomplete", "short", "failed"]:
    if walk.failures and not (found.seen or found.refused or found.gone):
        return "failed"
    if walk.failures:
        return "incomplete"
    return "short" if swept.why == "short" else "whole"


def _failed(source: Source, clock: Clock, told: str, words: dict[str, str]) -> Run:
    return Run(
        source=source.id,
        what=source.url or source.folder,
        began=clock.now(),
        ended=clock.now(),
        outcome="failed",
        failures=(told,),
        reasons=(words,),
    )


def _credential(source: Source) -> dict[str, str]:
    """Return the header with the source's token, read anew at each run."""
    if not source.secret_file:
        return {}
    try:
        token = Path(source.secret_file).read_text("utf-8").strip()
    except (OSError, UnicodeDecodeError) as fault:
        raise FetchError(
            f"{source.secret_file} cannot be read: {fault}. Write the token into it, alone, and "
            "give the server's user the right to read it.",
            fault="secret",
            file=source.secret_file,
        ) from fault
    if not token.isprintable() or " " in token or not token:
        raise FetchError(
            f"{source.secret_file} holds no token, or more than one",
            fault="secret-empty",
            file=source.secret_file,
        )
    return {"Authorization": f"Bearer {token}"}


def _within(code: str, spans: list[tuple[int, int]]) -> bool:
    number = int(code)
    return any(first <= number <= last for first, last in spans)
