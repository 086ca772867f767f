"""What search keeps of a record: worked out outside the lock, written within the page."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete

from queue_server.content import index
from queue_server.content.blocks import KINDS, merge_some, structures
from queue_server.content.database import item, touched
from queue_server.content.index import Straw, straw_of
from queue_server.content.model import FACTS, OCCUPATIONS, Record
from queue_server.content.rows import insertion, write_many

# Who counts in memory and fell further behind reads everything again.
_PAGES_TOLD = 2000
# A page is a segment of FTS5, which holds 2,000 at most: pages of one item must not fill it up.
_TENDED_EVERY, _TENDED_PAGES = 32, 64


@dataclass(frozen=True, slots=True)
class IndexEntry:
    """A record's columns, in the order of the table ``item``, and its text."""

    columns: dict[str, Any]
    straw: Straw


def index_entry(record: Record) -> IndexEntry:
    """Work out what search keeps of a record."""
    columns = {
        "kind": record.kind,
        "published": max(0, _seconds(record.published_at) or 0),
        "expires": _seconds(record.expires_at),
        "region": int(record.region) if record.region else 0,
        "education": record.education,
        "disability": record.disability,
        "occupation": OCCUPATIONS.index(record.occupation or "other"),
        "pay_min": record.pay_min,
        "pay_max": record.pay_max,
        "facts": fact_mask(record.facts),
    }
    return IndexEntry(columns, straw_of(record.title, _searched(record)))


def index_page(
    connection: Connection,
    new: Sequence[tuple[int, IndexEntry]],
    changed: Sequence[tuple[int, IndexEntry]],
    gone: Sequence[int],
    *,
    at: int,
) -> None:
    """Bring the index up to a page within its transaction; ``at`` is its ``applied`` row.

    Numbers are those of ``entry``; a new one is higher than all before.
    """
    if gone:
        connection.execute(delete(item).where(item.c.n.in_(gone)))
        index.remove(connection, gone)
    if new:
        write_many(connection, _NEW, [(n, *each.columns.values()) for n, each in new])
        index.put(connection, [(n, each.straw) for n, each in new], fresh=True)
    if changed:
        write_many(connection, _CHANGE, [(*each.columns.values(), n) for n, each in changed])
        index.put(connection, [(n, each.straw) for n, each in changed], fresh=False)
    # Who writes many pages tends the index between them, in transactions of their own.
    if is_due(at) and not connection.get_execution_options().get("content_bulk", False):
        for kind in KINDS:
            for table in structures(connection, kind):
                merge_some(connection, table, _TENDED_PAGES)
    _touch(connection, at, [*(n for n, _ in new), *(n for n, _ in changed), *gone])


def is_due(at: int) -> bool:
    """Tell whether segments are to be merged after the page that is this row of ``applied``."""
    return at % _TENDED_EVERY == 0


def fact_mask(facts: Collection[str]) -> int:
    """Return facts as bits, in the order of FACTS."""
    return sum({1 << FACTS.index(fact) for fact in facts}) if facts else 0


def _touch(connection: Connection, seq: int, numbers: Sequence[int]) -> None:
    if not numbers:
        return
    connection.execute(delete(touched).where(touched.c.seq <= seq - _PAGES_TOLD))
    write_many(connection, _TOUCHED, [(seq, n) for n in numbers])


def _searched(record: Record) -> list[str]:
    """Return the fields words are looked for in, besides the title; all that is shown."""
    written = record.translations.values()
    return [
        record.employer,
        record.place,
        record.address,
        " ".join(record.tags),
        record.summary,
        record.requirements,
        record.hours,
        *record.fit,
        *(each.title for each in written),
        *(each.summary for each in written if each.summary),
        *record.paragraphs,
        *record.easy_read,
    ]


def _seconds(instant: datetime | None) -> int | None:
    return None if instant is None else int(instant.timestamp())


_NEW, _TOUCHED = insertion(item), insertion(touched)
_CHANGE = f"update item set {' = ?, '.join(item.columns.keys()[1:])} = ? where n = ?"  # noqa: S608  our own names
