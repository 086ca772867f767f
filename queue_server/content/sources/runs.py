"""What became of each run over a source, kept for whoever asks later."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Literal

import msgspec
from sqlalchemy import Connection, Row, delete, func, insert, select
from sqlalchemy.dialects.sqlite import insert as upsert

from config.sources import Source
from queue_server.content.applying import Rejected
from queue_server.content.formats.port import RefusedRow, Remark
from queue_server.content.formats.telling import told
from queue_server.content.service import ContentService
from queue_server.content.sweeping.tables import refusal, source_run, source_state

Outcome = Literal["whole", "incomplete", "short", "failed"]
_RUNS_KEPT = 200
_REFUSALS_OF_RUNS = 10
_LANGUAGES = ("zh-CN", "en")


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One run. ``what`` is the address or the file; ``failures`` are as they were told.

    ``reasons`` are the failures in words by language, with what to do; empty where there are none.

    ``whole``: everything came. ``short``: fewer rows than the source announced. ``incomplete``:
    some questions had no usable answer. ``failed``: nothing came at all, which is never taken for
    an empty source.
    """

    source: str
    what: str
    began: datetime
    ended: datetime
    outcome: Outcome
    id: int = 0
    rows: int = 0
    announced: int | None = None
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    rejected: int = 0
    remarked: int = 0
    elsewhere: int = 0
    gone: int = 0
    missing: int = 0
    held: int = 0
    failures: tuple[str, ...] = ()
    reasons: tuple[Mapping[str, str], ...] = ()
    refused: tuple[Rejected, ...] = field(default=(), compare=False)
    remarks: tuple[Remark, ...] = field(default=(), compare=False)


class Named(msgspec.Struct, frozen=True, kw_only=True):
    """A source the site names: ``what`` is its address or folder."""

    id: str
    format: str
    what: str
    on: bool
    next_at: datetime | None = None


def named(source: Source, next_at: datetime | None = None) -> Named:
    """Return a source of a site as commands tell it."""
    what = source.url or source.folder
    return Named(id=source.id, format=source.format, what=what, on=source.on, next_at=next_at)


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """A row that was refused (``taken`` false), or a value left out of a row taken in."""

    run: int
    source: str
    row: int
    taken: bool
    code: str
    words: Mapping[str, str]


SUMMED = (
    "outcome", "rows", "new", "changed", "unchanged", "rejected", "gone", "held", "failures",
    "reasons",
)  # fmt: skip
_APART = frozenset({"id", "source", "what", "began", "ended", "outcome", "refused", "remarks"})
_COUNTED = tuple(name for name in Run.__slots__ if name not in _APART)


def summary(run: Run) -> dict[str, Any]:
    """Return what a command or a page tells of a run that just ended."""
    told: dict[str, Any] = msgspec.to_builtins({name: getattr(run, name) for name in SUMMED})
    return told


def keep_run(service: ContentService, run: Run) -> Run:
    """Keep a run with its refusals, let old ones go, and return it with its number."""
    told_of = msgspec.json.encode({name: getattr(run, name) for name in _COUNTED})
    with service.writing() as connection:
        number = connection.execute(
            insert(source_run)
            .values(
                source=run.source,
                what=run.what,
                began=int(run.began.timestamp()),
                ended=int(run.ended.timestamp()),
                outcome=run.outcome,
                told=told_of,
            )
            .returning(source_run.c.n)
        ).scalar_one()
        _keep_refusals(connection, run, number)
        _forget(connection, run.source)
    return Run(**{**{name: getattr(run, name) for name in Run.__slots__}, "id": number})


def runs_of(connection: Connection, source: str, *, limit: int = 20) -> list[Run]:
    """Return the last runs of a source, the newest first."""
    rows = connection.execute(
        select(source_run)
        .where(source_run.c.source == source)
        .order_by(source_run.c.n.desc())
        .limit(limit)
    )
    return [_run(row) for row in rows]


def last_runs(connection: Connection) -> dict[str, Run]:
    """Return the newest run of each source."""
    newest = select(source_run.c.source, source_run.c.n).order_by(source_run.c.n)
    numbers = dict(tuple(row) for row in connection.execute(newest))
    rows = connection.execute(select(source_run).where(source_run.c.n.in_(numbers.values())))
    return {row.source: _run(row) for row in rows}


def failing_since(connection: Connection) -> dict[str, datetime]:
    """Return, for each source whose last run failed, when the first of those failures ended."""
    well = (
        select(source_run.c.source, func.max(source_run.c.n).label("n"))
        .where(source_run.c.outcome != "failed")
        .group_by(source_run.c.source)
        .subquery()
    )
    first = (
        select(source_run.c.source, func.min(source_run.c.ended))
        .join(well, well.c.source == source_run.c.source, isouter=True)
        .where(source_run.c.n > func.coalesce(well.c.n, 0))
        .group_by(source_run.c.source)
    )
    return {name: datetime.fromtimestamp(at, UTC) for name, at in connection.execute(first)}


def refusals_of(connection: Connection, source: str, *, limit: int = 200) -> list[Refusal]:
    """Return the refusals and remarks of a source's last run that had any, in row order."""
    last = (
        select(refusal.c.run)
        .where(refusal.c.source == source)
        .order_by(refusal.c.run.desc())
        .limit(1)
    ).scalar_subquery()
    rows = connection.execute(
        select(refusal)
        .where(refusal.c.source == source, refusal.c.run == last)
        .order_by(refusal.c.taken, refusal.c.row)
        .limit(limit)
    )
    return [
        Refusal(
            run=row.run,
            source=row.source,
            row=row.row,
            taken=bool(row.taken),
            code=row.code,
            words=msgspec.json.decode(row.told),
        )
        for row in rows
    ]


def state_of(service: ContentService, source: str) -> dict[str, Any]:
    """Return where a source's next run goes on from."""
    with service.reading() as connection:
        found = connection.execute(
            select(source_state.c.state).where(source_state.c.source == source)
        ).scalar()
    return {} if found is None else dict(msgspec.json.decode(found))


def keep_state(service: ContentService, source: str, state: Mapping[str, Any]) -> None:
    """Keep where a source's next run goes on from."""
    row = upsert(source_state).values(source=source, state=msgspec.json.encode(state))
    with service.writing() as connection:
        connection.execute(
            row.on_conflict_do_update(index_elements=["source"], set_={"state": row.excluded.state})
        )


def words_of(each: Rejected | Remark) -> dict[str, str]:
    """Return why a row was refused, or what was left out of it, per language."""
    if isinstance(each, Remark):
        return {lang: told(lang, f"remark-{each.code}", **each.values) for lang in _LANGUAGES}
    if isinstance(each, RefusedRow) and each.code:
        return {lang: told(lang, f"refused-{each.code}", **each.values) for lang in _LANGUAGES}
    return dict.fromkeys(_LANGUAGES, each.reason)


def _keep_refusals(connection: Connection, run: Run, number: int) -> None:
    both: Iterable[Rejected | Remark] = (*run.refused, *run.remarks)
    rows = [
        {
            "run": number,
            "source": run.source,
            "row": each.row,
            "taken": int(isinstance(each, Remark)),
            "code": each.code if isinstance(each, Remark | RefusedRow) else "",
            "told": msgspec.json.encode(words_of(each)),
        }
        for each in both
    ]
    if rows:
        connection.execute(insert(refusal), rows)


def _forget(connection: Connection, source: str) -> None:
    numbers = [
        n
        for (n,) in connection.execute(
            select(source_run.c.n)
            .where(source_run.c.source == source)
            .order_by(source_run.c.n.desc())
        )
    ]
    if old := numbers[_RUNS_KEPT:]:
        connection.execute(delete(source_run).where(source_run.c.n.in_(old)))
    if old := numbers[_REFUSALS_OF_RUNS:]:
        connection.execute(
            delete(refusal).where(refusal.c.source == source, refusal.c.run.in_(old))
        )


def _run(row: Row[Any]) -> Run:
    counted = msgspec.json.decode(row.told)
    counted["failures"] = tuple(counted["failures"])
    counted["reasons"] = tuple(counted.get("reasons", ()))
    return Run(
        id=row.n,
        source=row.source,
        what=row.what,
        began=datetime.fromtimestamp(row.began, UTC),
        ended=datetime.fromtimestamp(row.ended, UTC),
        outcome=row.outcome,
        **counted,
    )
