"""Applying a scan's verdict: misses noted, what is gone withdrawn, holds made and dissolved."""

from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from itertools import islice
from typing import TypeVar

import msgspec
from sqlalchemy import Connection, delete, insert, select, update
from sqlalchemy.dialects.sqlite import insert as upsert

from hall.clock import Clock
from queue_server.content.changes import Gone
from queue_server.content.database import entry
from queue_server.content.service import ContentService
from queue_server.content.sweeping.deciding import Key, Scan, Verdict, judge, must_hold
from queue_server.content.sweeping.tables import hold, missing

Standing = str
_PAGE = 500
_ASKED_MOST = 200
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Swept:
    """What a sweep did: the verdict's reason, how many are missing, went, or wait for an admin."""

    why: str = ""
    missing: int = 0
    gone: int = 0
    held: int = 0


def sweep(
    service: ContentService,
    clock: Clock,
    source: str,
    scan: Scan,
    *,
    told_gone: Set[Key] = frozenset(),
    confirm: Callable[[str], Standing] | None = None,
) -> Swept:
    """Judge a scan of a source and do what follows.

    ``told_gone`` are items the source itself says are no more: they need no second scan, but the
    hold counts them. ``confirm`` asks the source about one id where that is possible.
    """
    with service.reading() as connection:
        held = _held(connection, source)
        before = _missed(connection, source)
    verdict = judge(replace(scan, seen=scan.seen | told_gone), held, before)
    if confirm is not None and verdict.gone:
        verdict = _confirmed(verdict, confirm, source)
    going = verdict.gone | (told_gone & held)
    wait = verdict.hold or must_hold(len(going), len(held), nothing_came=False)
    _note(service, clock, source, verdict)
    if not verdict.why or going:
        with service.writing() as connection:
            _settle_holds(connection, clock, source, going if wait else frozenset(), len(held))
    if going and not wait:
        withdraw(service, source, going)
    return Swept(
        why=verdict.why,
        missing=len(verdict.missed - verdict.gone),
        gone=0 if wait else len(going),
        held=len(going) if wait else 0,
    )


def take_out_told(
    service: ContentService,
    clock: Clock,
    source: str,
    told: Mapping[Key, Gone],
    seen: Set[Key] = frozenset(),
) -> Swept:
    """Withdraw what a source that tells changes says is no more; much at once waits for an admin.

    What waits is remembered, since such a source tells it once; what it shows again (``seen``)
    stays. Removals for legal reasons never wait.
    """
    legal = {key: each for key, each in told.items() if each.why == "legal"}
    with service.reading() as connection:
        held = _held(connection, source)
        waiting = _waiting(connection, source)
    going = ((told.keys() - legal.keys()) | (waiting - seen)) & held
    wait = must_hold(len(going), len(held), nothing_came=False)
    if wait or waiting:
        with service.writing() as connection:
            _settle_holds(connection, clock, source, going if wait else frozenset(), len(held))
    out = [*legal.values()]
    if not wait:
        out += [told.get((kind, own), Gone(kind=kind, id=own, why="withdrawn"))
                for kind, own in sorted(going)]  # fmt: skip
    done = service.withdraw_items([(each.kind, each.id, each.why) for each in out], source=source)
    return Swept(gone=done.gone, held=len(going) if wait else 0)


def withdraw(service: ContentService, source: str, keys: Iterable[Key]) -> int:
    """Withdraw items and forget that they were missing; return how many went."""
    going = sorted(keys)
    done = service.withdraw_items([(kind, own, "withdrawn") for kind, own in going], source=source)
    for page in _pages(going):
        with service.writing() as connection:
            _forget(connection, source, page)
    return done.gone


def _held(connection: Connection, source: str) -> frozenset[Key]:
    rows = connection.execute(
        select(entry.c.kind, entry.c.id).where(entry.c.source == source, entry.c.feed == "")
    )
    return frozenset((kind, own) for kind, own in rows)


def _waiting(connection: Connection, source: str) -> frozenset[Key]:
    open_one = (hold.c.source == source) & (hold.c.state == "held")
    items = connection.execute(select(hold.c["items"]).where(open_one)).scalar()
    told = [] if items is None else msgspec.json.decode(items, type=list[Key])
    return frozenset(told)


def _missed(connection: Connection, source: str) -> dict[Key, int]:
    rows = connection.execute(select(missing).where(missing.c.source == source))
    return {(row.kind, row.id): row.scans for row in rows}


def _confirmed(verdict: Verdict, confirm: Callable[[str], Standing], source: str) -> Verdict:
    """Ask the source about what seems gone: only "offline" is gone; unasked ones wait."""
    prefix = f"{source}:"
    gone, there = set(), set()
    for kind, own in sorted(verdict.gone)[:_ASKED_MOST]:
        match confirm(own.removeprefix(prefix)):
            case "offline":
                gone.add((kind, own))
            case "there":
                there.add((kind, own))
            case _:
                continue
    return replace(
        verdict,
        gone=frozenset(gone),
        missed=verdict.missed - there,
        found=verdict.found | there,
        hold=False,
    )


def _note(service: ContentService, clock: Clock, source: str, verdict: Verdict) -> None:
    now = int(clock.now().timestamp())
    for page in _pages(sorted(verdict.found)):
        with service.writing() as connection:
            _forget(connection, source, page)
    for page in _pages(sorted(verdict.missed)):
        with service.writing() as connection:
            for kind, own in page:
                row = upsert(missing).values(source=source, kind=kind, id=own, scans=1, since=now)
                connection.execute(
                    row.on_conflict_do_update(
                        index_elements=["source", "kind", "id"],
                        set_={"scans": missing.c.scans + 1},
                    )
                )


def _settle_holds(
    connection: Connection, clock: Clock, source: str, going: Set[Key], total: int
) -> None:
    """Keep one open hold a source, of what would go now; dissolve it where nothing waits."""
    now = int(clock.now().timestamp())
    open_one = (hold.c.source == source) & (hold.c.state == "held")
    if not going:
        dissolved = update(hold).where(open_one).values(state="dissolved", decided=now)
        connection.execute(dissolved)
        return
    items = msgspec.json.encode(sorted(going))
    changed = connection.execute(update(hold).where(open_one).values(items=items, of=total))
    if not changed.rowcount:
        row = {"source": source, "at": now, "of": total, "items": items, "state": "held", "by": ""}
        connection.execute(insert(hold).values(row))


def _forget(connection: Connection, source: str, keys: Sequence[Key]) -> None:
    by_kind: dict[str, list[str]] = {}
    for kind, own in keys:
        by_kind.setdefault(kind, []).append(own)
    for kind, ids in by_kind.items():
        connection.execute(
            delete(missing).where(
                missing.c.source == source, missing.c.kind == kind, missing.c.id.in_(ids)
            )
        )


def _pages(items: Iterable[_T]) -> Iterable[list[_T]]:
    waiting = iter(items)
    while page := list(islice(waiting, _PAGE)):
        yield page
