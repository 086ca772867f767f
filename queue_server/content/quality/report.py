"""What admins are told about sources and quality: the answers of the API and the page."""

from collections.abc import Mapping
from datetime import datetime

import msgspec
from msgspec.structs import replace
from sqlalchemy import Connection, select

from config.sources import Source
from queue_server.content.database import entry
from queue_server.content.quality.history import revisions_of
from queue_server.content.quality.measuring import Measures, measure
from queue_server.content.service import ContentService
from queue_server.content.sources.runs import Refusal, Run, failing_since, last_runs, refusals_of
from queue_server.content.sources.schedule import Sources
from queue_server.content.sweeping.holds import holds
from queue_server.wire import (
    ContentHold,
    ContentQuality,
    ItemHistory,
    ItemRevision,
    RefusedLine,
    RepeatedItems,
    SourceQuality,
    SourceStanding,
)

_MOST_LINES = 500


class Quality:
    """Answers about a hall's content; measures are kept until the content changes."""

    def __init__(self, service: ContentService, sources: Sources) -> None:
        self._service = service
        self._sources = sources
        self._measured: tuple[int, Measures] | None = None

    def standings(self) -> tuple[SourceStanding, ...]:
        """Return every source the site names, then others that brought content."""
        with self._service.reading() as connection:
            runs, failing = last_runs(connection), failing_since(connection)
        known = self._sources.known()
        named = tuple(self._standing(each, runs.get(each.id)) for each in known)
        others = sorted(runs.keys() - {each.id for each in known})
        return tuple(
            replace(each, failed_since=failing.get(each.id))
            for each in named + tuple(_unnamed(runs[each]) for each in others)
        )

    def refused(self, source: str) -> tuple[RefusedLine, ...]:
        """Return what the last run of a source refused or left out."""
        with self._service.reading() as connection:
            return tuple(_line(each) for each in refusals_of(connection, source, limit=_MOST_LINES))

    def holds(self) -> tuple[ContentHold, ...]:
        """Return what waits for a yes."""
        return tuple(
            ContentHold(
                id=each.id,
                source=each.source,
                at=each.at,
                count=each.count,
                of=each.of,
                examples=each.examples,
                titles=each.titles,
            )
            for each in holds(self._service)
        )

    def quality(self, now: datetime) -> ContentQuality:
        """Return how complete, fresh and unique the content is."""
        head = self._service.head()
        if self._measured is None or self._measured[0] != head:
            with self._service.reading() as connection:
                self._measured = head, measure(connection, now)
        measures = self._measured[1]
        return ContentQuality(
            items=tuple(
                SourceQuality(
                    id=f"{each.source}:{each.kind}",
                    source=each.source,
                    kind=each.kind,
                    items=each.items,
                    complete=round(each.complete, 4),
                    over=each.over,
                    recent=each.recent,
                    repeated=each.repeated,
                    newest_at=each.newest,
                    missing=dict(each.missing.most_common()),
                )
                for each in measures.sources
            ),
            repeated=tuple(
                RepeatedItems(title=each.title, employer=each.employer, ids=each.ids)
                for each in measures.repeated
            ),
        )

    def history(self, kind: str, item_id: str) -> ItemHistory | None:
        """Return where an item is from and what it said before; None where nobody knew it."""
        with self._service.reading() as connection:
            present = _present(connection, kind, item_id)
            past = revisions_of(connection, kind, item_id)
        if present is None and not past:
            return None
        source, rev, origin = present or (past[0].source, "", (past[0].source,))
        return ItemHistory(
            source=source,
            rev=rev,
            origin=origin,
            items=tuple(
                ItemRevision(
                    id=each.rev,
                    source=each.source,
                    ended_at=each.ended_at,
                    title=each.record.title,
                    why=each.why if each.op == "del" else "",
                )
                for each in past
            ),
        )

    def _standing(self, source: Source, run: Run | None) -> SourceStanding:
        return _told(
            source.id,
            dict(source.names),
            source.format,
            source.url or source.folder,
            run,
            self._sources.next_at(source.id),
            self._sources.asking_since(source.id),
        )


def _unnamed(run: Run) -> SourceStanding:
    return _told(run.source, {"zh-CN": run.source}, "sheets", run.what, run, None)


def _told(
    own: str,
    names: Mapping[str, str],
    form: str,
    what: str,
    run: Run | None,
    next_at: datetime | None,
    asking_since: datetime | None = None,
) -> SourceStanding:
    standing = SourceStanding(
        id=own, names=dict(names), format=form, what=what, outcome="never", next_at=next_at,
        asking_since=asking_since,
    )  # fmt: skip
    if run is None:
        return standing
    return replace(
        standing,
        outcome=run.outcome,
        ended_at=run.ended,
        rows=run.rows,
        new=run.new,
        changed=run.changed,
        unchanged=run.unchanged,
        rejected=run.rejected,
        remarked=run.remarked,
        gone=run.gone,
        missing=run.missing,
        held=run.held,
        failures=run.failures,
        reasons=tuple(map(dict, run.reasons)),
        file=run.what if form == "sheets" else "",
    )


def _line(each: Refusal) -> RefusedLine:
    return RefusedLine(
        id=f"{each.run}:{each.row}:{each.code}",
        row=each.row,
        taken=each.taken,
        code=each.code,
        words=dict(each.words),
    )


def _present(
    connection: Connection, kind: str, item_id: str
) -> tuple[str, str, tuple[str, ...]] | None:
    row = connection.execute(
        select(entry.c.source, entry.c.rev, entry.c.origin).where(
            entry.c.kind == kind, entry.c.id == item_id
        )
    ).one_or_none()
    return None if row is None else (row.source, row.rev, tuple(msgspec.json.decode(row.origin)))
