"""Bringing records into the content file, a page in a transaction; again is harmless.

Everything slow (cleaning, tokens, revisions) is done before the lock is taken. A row whose
revision is already there is left alone. Killed anywhere, the file holds whole pages only, and the
same import again completes it.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any

from sqlalchemy import Connection, bindparam, delete, func, insert, select, text, update

from hall.errors import HallError
from queue_server.content.database import applied, body, item
from queue_server.content.model import FACTS, OCCUPATIONS, Record, revision
from queue_server.content.tokens import haystack, index_tokens

PAGE = 250
_BODY_SEARCHED = 200


class UnusableRowError(HallError):
    """A row cannot be a record; the message tells why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rejected:
    """A row that could not be brought in: where it stood and why, in words."""

    row: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Applied:
    """What one page did."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0


@dataclass(frozen=True, slots=True)
class Prepared:
    """A record with everything the file keeps of it worked out."""

    columns: dict[str, Any]
    encoded: bytes
    tokens: str


def prepare(record: Record) -> Prepared:
    """Work out the columns, canonical JSON and tokens of a record."""
    encoded = record.encoded()
    straw = haystack(_searched(record))
    columns = {
        "kind": record.kind,
        "id": record.id,
        "source": record.source,
        "rev": revision(encoded),
        "published": _seconds(record.published_at) or 0,
        "expires": _seconds(record.expires_at),
        "region": int(record.region) if record.region else 0,
        "education": record.education,
        "disability": record.disability,
        "occupation": OCCUPATIONS.index(record.occupation or "other"),
        "pay_min": record.pay_min,
        "pay_max": record.pay_max,
        "facts": fact_mask(record.facts),
        "title_length": straw.find("\n"),
        "haystack": straw,
    }
    return Prepared(columns, encoded, index_tokens(straw))


def fact_mask(facts: Iterable[str]) -> int:
    """Return facts as bits, in the order of FACTS."""
    return sum({1 << FACTS.index(fact) for fact in facts})


def pages(items: Iterable[Record], size: int = PAGE) -> Iterator[list[Prepared]]:
    """Yield prepared records in pages; of records with the same id in a page the last holds."""
    source = iter(items)
    while page := list(islice(source, size)):
        yield [prepare(record) for record in {(each.kind, each.id): each for each in page}.values()]


def apply_page(
    connection: Connection, page: Sequence[Prepared], source: str, now: datetime
) -> Applied:
    """Write a page within the transaction given, and tell what it did."""
    known = _known(connection, page)
    new = [each for each in page if _key(each) not in known]
    changed = []
    unchanged = 0
    for each in page:
        if (found := known.get(_key(each))) is not None:
            if found[1] == each.columns["rev"]:
                unchanged += 1
            else:
                changed.append((found[0], each))
    _insert(connection, new)
    _change(connection, changed)
    if new or changed:
        connection.execute(
            insert(applied).values(
                at=_seconds(now), source=source, new=len(new), changed=len(changed), withdrawn=0
            )
        )
    return Applied(new=len(new), changed=len(changed), unchanged=unchanged)


def withdraw(connection: Connection, numbers: Sequence[int], source: str, now: datetime) -> None:
    """Take items out of the content file by their row numbers."""
    for table in (item, body):
        connection.execute(delete(table).where(table.c.n.in_(numbers)))
    connection.execute(_UNINDEX, [{"n": number} for number in numbers])
    connection.execute(
        insert(applied).values(
            at=_seconds(now), source=source, new=0, changed=0, withdrawn=len(numbers)
        )
    )


_INDEX_ROW = text("insert into words(rowid, tok) values (:n, :tok)")
_UNINDEX = text("delete from words where rowid = :n")


def _known(connection: Connection, page: Sequence[Prepared]) -> dict[tuple[str, str], Any]:
    kinds = {each.columns["kind"] for each in page}
    found: dict[tuple[str, str], Any] = {}
    for kind in kinds:
        ids = [each.columns["id"] for each in page if each.columns["kind"] == kind]
        rows = connection.execute(
            select(item.c.id, item.c.n, item.c.rev).where(item.c.kind == kind, item.c.id.in_(ids))
        )
        found.update({(kind, row.id): (row.n, row.rev) for row in rows})
    return found


def _insert(connection: Connection, new: Sequence[Prepared]) -> None:
    if not new:
        return
    first = (connection.execute(select(func.max(item.c.n))).scalar() or 0) + 1
    numbered = list(enumerate(new, start=first))
    connection.execute(insert(item), [{"n": n, **each.columns} for n, each in numbered])
    connection.execute(insert(body), [{"n": n, "record": each.encoded} for n, each in numbered])
    connection.execute(_INDEX_ROW, [{"n": n, "tok": each.tokens} for n, each in numbered])


def _change(connection: Connection, changed: Sequence[tuple[int, Prepared]]) -> None:
    if not changed:
        return
    connection.execute(
        update(item).where(item.c.n == bindparam("row")),
        [{"row": n, **each.columns} for n, each in changed],
    )
    connection.execute(
        update(body).where(body.c.n == bindparam("row")),
        [{"row": n, "record": each.encoded} for n, each in changed],
    )
    connection.execute(_UNINDEX, [{"n": n} for n, _ in changed])
    connection.execute(_INDEX_ROW, [{"n": n, "tok": each.tokens} for n, each in changed])


def _key(each: Prepared) -> tuple[str, str]:
    return each.columns["kind"], each.columns["id"]


def _searched(record: Record) -> list[str]:
    """Return the fields words are looked for in, the title first."""
    written = [translation.title for translation in record.translations.values()]
    told = "\n".join(record.paragraphs)
    if record.kind == "job":
        told = told[:_BODY_SEARCHED]
    return [
        record.title,
        record.employer,
        record.place,
        record.address,
        " ".join(record.tags),
        record.summary,
        *record.fit,
        *written,
        *told.split("\n"),
    ]


def _seconds(instant: datetime | None) -> int | None:
    return None if instant is None else int(instant.timestamp())
