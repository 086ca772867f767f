"""The one way content is written: a page in one transaction; again is harmless.

Everything slow (cleaning, tokens, revisions) is done before the lock is taken. Every change takes
the next number of the log within the transaction, so that numbers grow in the order of commits. A
row whose revision is already there is left alone. Killed anywhere, the file holds whole pages
only, and the same import again completes it.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

import msgspec
from sqlalchemy import Connection, update

from hall.errors import HallError
from queue_server.content.canonical import bucket_of, data_of, meta_of, rev_of
from queue_server.content.changes import Applied, Cursor, Gone, Prepared, Refused
from queue_server.content.database import upstream
from queue_server.content.indexing import fact_mask, index_entry
from queue_server.content.model import Record
from queue_server.content.pagework import PageWork

__all__ = [
    "PAGE",
    "Applied",
    "Cursor",
    "Gone",
    "Prepared",
    "Rejected",
    "UnusableRowError",
    "apply_page",
    "fact_mask",
    "pages",
    "prepare",
]
PAGE = 250


class UnusableRowError(HallError):
    """A row cannot be a record; the message tells why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rejected:
    """A row that could not be brought in: where it stood and why, in words."""

    row: int
    reason: str


def prepare(
    record: Record, *, origin: Sequence[str] = (), feed: str = "", up_rev: str = ""
) -> Prepared:
    """Work out the revision, canonical JSON, bucket and index entry of a record."""
    rev = rev_of(data_of(record))
    return Prepared(
        kind=record.kind,
        id=record.id,
        source=record.source,
        rev=rev,
        encoded=record.encoded(),
        meta=meta_of(record),
        bucket=bucket_of(record.kind, record.id),
        region=record.region,
        origin=msgspec.json.encode(list(origin) or [record.source]).decode(),
        feed=feed,
        up_rev=up_rev,
        index=index_entry(record),
    )


def pages(
    items: Iterable[Record], rows: Callable[[], int] = lambda: PAGE
) -> Iterator[list[Prepared]]:
    """Yield prepared records in pages; of records with the same id in a page the last holds.

    ``rows`` tells, before each page, how many it is to hold.
    """
    source = iter(items)
    while page := list(islice(source, rows())):
        yield [prepare(record) for record in {(each.kind, each.id): each for each in page}.values()]


def apply_page(
    connection: Connection,
    page: Sequence[Prepared | Gone | Refused],
    source: str,
    now: datetime,
    *,
    feed: str = "",
    cursor: Cursor | None = None,
) -> Applied:
    """Write a page, and how far it brings us, within the transaction given; tell what it did.

    An id may stand in a page once. ``feed`` is the level above the page came from.
    """
    work = PageWork.on(connection, [each.key for each in page], feed, int(now.timestamp()))
    for each in page:
        match each:
            case Gone():
                work.take_out(each)
            case Refused():
                work.refuse(each)
            case Prepared():
                work.put(each, prepare)
    done = work.write(source, now)
    if cursor is not None:
        moved = update(upstream).where(upstream.c.name == cursor.name)
        connection.execute(moved.values(epoch=cursor.epoch, seq=cursor.seq))
    return done
