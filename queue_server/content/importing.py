"""One import from the first row to the totals."""

import logging
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, Engine, select
from sqlalchemy.dialects.sqlite import insert as upsert

from hall.clock import Clock
from queue_server.content.applying import Rejected, pages
from queue_server.content.database import region, term, writing
from queue_server.content.deriving import deriving
from queue_server.content.learning import renew_phrases
from queue_server.content.model import Record
from queue_server.content.paging import Pages
from queue_server.content.regions import names_in
from queue_server.content.terms import renew_terms

_REASONS_KEPT = 1000
_CERTAIN = 1 << 30
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Totals:
    """What an import did so far. ``reasons`` are the rejected rows, the first thousand."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    rejected: int = 0
    reasons: tuple[Rejected, ...] = ()

    @property
    def rows(self) -> int:
        """Return how many rows were read."""
        return self.new + self.changed + self.unchanged + self.rejected


def bring_in(
    engine: Engine,
    lock: Path,
    items: Iterable[Record | Rejected],
    *,
    source: str,
    clock: Clock,
    region_names: Mapping[str, str],
    progress: Callable[[Totals], None] | None = None,
) -> Totals:
    """Apply items page by page, then renew region names and suggestions where something changed."""
    rejected: list[Rejected] = []
    votes: Counter[tuple[str, str]] = Counter(dict.fromkeys(region_names.items(), _CERTAIN))
    new = changed = unchanged = 0

    def totals() -> Totals:
        return Totals(
            new=new,
            changed=changed,
            unchanged=unchanged,
            rejected=len(rejected),
            reasons=tuple(rejected[:_REASONS_KEPT]),
        )

    written = Pages(engine, lock, clock)
    for page in pages(_accepted(items, rejected, votes), lambda: written.rows):
        done = written.apply(page, source)
        new, changed = new + done.new, changed + done.changed
        unchanged += done.unchanged
        if progress is not None:
            progress(totals())
    finish(engine, lock, votes, altered=bool(new or changed))
    _log.info("content imported", extra={"source": source, "new": new, "changed": changed})
    return totals()


def _accepted(
    items: Iterable[Record | Rejected],
    rejected: list[Rejected],
    votes: Counter[tuple[str, str]],
) -> Iterator[Record]:
    """Yield the records, keeping the rejected rows and what places tell about region names."""
    for each in items:
        if isinstance(each, Rejected):
            rejected.append(each)
            continue
        if each.region:
            votes.update(names_in(each.region, each.place))
        yield each


def finish(engine: Engine, lock: Path, votes: Counter[tuple[str, str]], *, altered: bool) -> None:
    """Renew what is derived from all items; also where an earlier import was cut before this."""
    with engine.connect() as connection:
        missing = connection.execute(select(term.c.n).limit(1)).first() is None
        if not (altered or missing):
            return
    with writing(engine, lock) as connection:
        _learn_regions(connection, votes)
    with deriving(lock):
        renew_terms(engine, lock)
        renew_phrases(engine, lock)


def _learn_regions(connection: Connection, votes: Counter[tuple[str, str]]) -> None:
    """Keep for each code the name that most places gave it, in this import or before."""
    best: dict[str, tuple[int, str]] = {}
    for (code, name), count in votes.items():
        best[code] = max(best.get(code, (0, "")), (count, name))
    for code, (count, name) in best.items():
        row = upsert(region).values(code=int(code), name=name, votes=count)
        connection.execute(
            row.on_conflict_do_update(
                index_elements=["code"],
                set_={"name": name, "votes": count},
                where=region.c.votes <= count,
            )
        )
