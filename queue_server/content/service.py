"""The door to the hall's content: search, one item, suggestions, counts, and bringing items in.

Safe to call from several threads. It does no I/O but on its own file; callers in an event loop run
it in a thread. Names of what it answers are ``queue_server.wire`` structs.
"""

import fcntl
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, Engine, func, select
from sqlalchemy.dialects.sqlite import insert as upsert

from hall.clock import Clock
from queue_server.content.applying import Rejected
from queue_server.content.changes import Applied, Gone, Why
from queue_server.content.choosing import Choice
from queue_server.content.copying import overwrite, pack, problems_of
from queue_server.content.damage import damage_told
from queue_server.content.database import (
    applied,
    item,
    lock_of,
    meta,
    open_engine,
    writing,
)
from queue_server.content.deriving import is_deriving
from queue_server.content.epochs import begin_epoch
from queue_server.content.importing import Totals, bring_in
from queue_server.content.model import ContentQuery, Record
from queue_server.content.numbering import number_items
from queue_server.content.pagework import newest_seq
from queue_server.content.paging import Pages
from queue_server.content.renewing import renew_index
from queue_server.content.suggesting import all_terms, suggest_terms
from queue_server.content.trusting import TrustedClock
from queue_server.wire import ContentItem, ContentPage, Facet, Match, SuggestionList, Wishes

if TYPE_CHECKING:
    from queue_server.content.answering import Answers
    from queue_server.content.engines import Chosen

FILE = "content.db"
_MANY_PAGES, _LATELY_S = 30, 60


@dataclass(frozen=True, slots=True, kw_only=True)
class AppliedPage:
    """One page of content applied, as the journal's ``content_applied`` row tells it."""

    seq: int
    at: datetime
    source: str
    new: int
    changed: int
    withdrawn: int


class ContentService:
    """One hall's content, in ``content.db`` of its data folder."""

    def __init__(
        self,
        folder: Path,
        clock: Clock,
        words: Choice | None = None,
        *,
        give_way: Callable[[], None] = lambda: None,
    ) -> None:
        """``words`` is the hall's choice of word index, FTS5 where none is told.

        ``give_way`` is called before each of many pages is written. Raises DamagedContentError
        where the file cannot be read.
        """
        self._path = folder / FILE
        self._clock = clock
        with damage_told(self._path):
            self._engine = open_engine(self._path, clock, give_way=give_way)
            number_items(self._engine)
            with writing(self._engine, self.lock) as connection:
                begin_epoch(connection)
            renew_index(self._engine, lock_of(self._path))
            self.trusted = TrustedClock(self._engine, self.lock, clock)
        self._choice = words or Choice()

    def search(self, query: ContentQuery) -> ContentPage:
        """Return one page of what a query matches; raises RuleError ``invalid_query``."""
        with self._engine.connect() as connection:
            return self._answers.page(connection, query)

    def facets(self, query: ContentQuery) -> tuple[Facet, ...]:
        """Return how many items each further choice would leave."""
        return self.search(replace(query, limit=1)).facets

    def get(self, kind: str, item_id: str, query: ContentQuery | None = None) -> ContentItem | None:
        """Return one item whole, or None where there is none or it has expired.

        ``query`` tells what the visitor has and looks for: the item says why it suits.
        """
        with self._engine.connect() as connection:
            return self._answers.one(connection, kind, item_id, query or ContentQuery())

    def matching(self, wishes: Wishes, *, limit: int = 10, after: int = 0) -> tuple[Match, ...]:
        """Return the jobs that answer wishes best; raises RuleError ``invalid_wishes``.

        Only those that came after the item of a number (``newest_item``), where one is given.
        """
        with self._engine.connect() as connection:
            return self._answers.matching(connection, wishes, limit, after)

    def newest_item(self) -> int:
        """Return the number of the newest change; whatever comes later has a higher one."""
        with self._engine.connect() as connection:
            return newest_seq(connection)

    def suggest(self, typed: str, *, limit: int = 10) -> SuggestionList:
        """Return terms that complete text, pinyin, initials or T9 digits, most frequent first."""
        with self._engine.connect() as connection:
            return suggest_terms(connection, typed, limit)

    def vocabulary(self) -> SuggestionList:
        """Return every term that may be suggested, most frequent first: for a copy elsewhere."""
        with self._engine.connect() as connection:
            return all_terms(connection)

    @cached_property
    def _answers(self) -> "Answers":
        # numpy takes a tenth of a second to load: nobody who only brings content in waits for it.
        from queue_server.content.answering import Answers

        return Answers(self.trusted, self._chosen.words)

    @cached_property
    def _chosen(self) -> "Chosen":
        from queue_server.content.engines import Chosen

        return Chosen(self._engine, self._path, self._choice)

    def follow_words(self, *, apart: bool = False) -> str:
        """Keep the word index in step with the file; return the name of the engine in use.

        ``apart`` leaves long work to a program of its own.
        """
        return self._chosen.follow(apart=apart)

    def warm(self) -> None:
        """Read what searches count by, so that the first visitor does not wait for it."""
        with self._engine.connect() as connection:
            self._answers.warm(connection)

    def counts(self) -> dict[str, int]:
        """Return how many items of each kind the file holds."""
        with self._engine.connect() as connection:
            rows = connection.execute(
                select(item.c.kind, func.count().label("items"))
                .group_by(item.c.kind)
                .order_by(item.c.kind)
            )
            return {str(kind): int(number) for kind, number in rows}

    def import_items(
        self,
        items: Iterable[Record | Rejected],
        *,
        source: str,
        region_names: Mapping[str, str] | None = None,
        progress: Callable[[Totals], None] | None = None,
    ) -> Totals:
        """Bring items in, a page in a transaction; again changes nothing. Returns the totals.

        ``region_names`` are names by code, where the source knows them better than its places.
        """
        return bring_in(
            self._engine,
            lock_of(self._path),
            items,
            source=source,
            clock=self._clock,
            region_names=region_names or {},
            progress=progress,
        )

    def withdraw_items(self, items: Sequence[tuple[str, str, Why]], *, source: str) -> Applied:
        """Take items (kind, id, why) of our own sources away; whoever follows us is told why."""
        gone = {
            (kind, item_id): Gone(kind=kind, id=item_id, why=why) for kind, item_id, why in items
        }
        waiting, done = iter(gone.values()), Applied()
        written = Pages(self._engine, self.lock, self._clock)
        while page := list(islice(waiting, written.rows)):
            part = written.apply(page, source)
            done = replace(
                done, gone=done.gone + part.gone, unchanged=done.unchanged + part.unchanged
            )
        return done

    def applied_after(self, seq: int, *, limit: int = 500) -> tuple[AppliedPage, ...]:
        """Return the pages applied after one, in order; the journal follows them by ``seq``."""
        with self._engine.connect() as connection:
            rows = connection.execute(
                select(applied).where(applied.c.seq > seq).order_by(applied.c.seq).limit(limit)
            ).all()
        return tuple(
            AppliedPage(**{**row._mapping, "at": _instant(row.at)})  # noqa: SLF001  its public way
            for row in rows
        )

    def head(self) -> int:
        """Return the ``seq`` of the page applied last, 0 where there is none."""
        with self._engine.connect() as connection:
            return int(connection.execute(select(func.max(applied.c.seq))).scalar() or 0)

    def is_coming_in(self) -> bool:
        """Tell whether many pages come in just now, or what they teach is being worked out."""
        newest = select(applied.c.at).order_by(applied.c.seq.desc()).limit(_MANY_PAGES)
        with self._engine.connect() as connection:
            times = connection.execute(newest).scalars().all()
        since = int(self._clock.now().timestamp()) - _LATELY_S
        return (len(times) == _MANY_PAGES and times[-1] >= since) or is_deriving(self.lock)

    def pack_into(self, backup: Path) -> int:
        """Add a consistent copy of the file to a backup; return how many items it holds."""
        return pack(self._path, backup)

    def replace_from(self, copy: Path) -> None:
        """Put a copy (of ``unpacked``) in the file's place, in one transaction."""
        with lock_of(self._path).open("ab") as held:
            fcntl.flock(held, fcntl.LOCK_EX)
            overwrite(self._path, copy)
        with writing(self._engine, self.lock) as connection:
            begin_epoch(connection, anew=True)
        self._answers.forget()

    def problems(self) -> list[str]:
        """Read the whole file once and tell what is broken in it."""
        return problems_of(self._path)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Give a connection that reads the file as it is at its first question."""
        with self._engine.connect() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Give a transaction that alone writes; keep it short, readers of pages wait for none."""
        with writing(self._engine, lock_of(self._path)) as connection:
            yield connection

    def remembered(self, key: str, first: str) -> str:
        """Return what the file keeps under a key; the first caller's value is kept."""
        with writing(self._engine, lock_of(self._path)) as connection:
            connection.execute(upsert(meta).values(key=key, value=first).on_conflict_do_nothing())
            kept = connection.execute(select(meta.c.value).where(meta.c.key == key)).scalar_one()
        return str(kept)

    @property
    def folder(self) -> Path:
        """The hall's data folder."""
        return self._path.parent

    @property
    def engine(self) -> Engine:
        """The file, for keeping it in step with other levels."""
        return self._engine

    @property
    def lock(self) -> Path:
        """The lock by which writers take turns."""
        return lock_of(self._path)

    def close(self) -> None:
        """Close the file."""
        if "_chosen" in self.__dict__:
            self._chosen.stop()
        self._engine.dispose()


def _instant(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)
