"""What search keeps of a record: worked out outside the lock, written within the page."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, delete, insert, text, update

from queue_server.content.database import item
from queue_server.content.model import FACTS, OCCUPATIONS, Record
from queue_server.content.tokens import haystack, index_tokens

_BODY_SEARCHED = 200
_INDEX_ROW = text("insert into words(rowid, tok) values (:n, :tok)")
_UNINDEX = text("delete from words where rowid = :n")


@dataclass(frozen=True, slots=True)
class IndexEntry:
    """A record's columns and tokens."""

    columns: dict[str, Any]
    tokens: str


def index_entry(record: Record) -> IndexEntry:
    """Work out what search keeps of a record."""
    straw = haystack(_searched(record))
    columns = {
        "kind": record.kind,
        "id": record.id,
        "source": record.source,
        "rev": record.rev(),
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
    return IndexEntry(columns, index_tokens(straw))


def index_page(
    connection: Connection,
    new: Sequence[tuple[int, IndexEntry]],
    changed: Sequence[tuple[int, IndexEntry]],
    gone: Sequence[int],
    *,
    at: int,
) -> None:
    """Bring the index up to a page within its transaction; numbers are those of ``entry``.

    ``at`` is the page's row of ``applied``.
    """
    if gone:
        connection.execute(delete(item).where(item.c.n.in_(gone)))
        connection.execute(_UNINDEX, [{"n": n} for n in gone])
    if new:
        connection.execute(insert(item), [{"n": n, **each.columns} for n, each in new])
        connection.execute(_INDEX_ROW, [{"n": n, "tok": each.tokens} for n, each in new])
    if changed:
        connection.execute(
            update(item).where(item.c.n == bindparam("row")),
            [{"row": n, **each.columns} for n, each in changed],
        )
        connection.execute(_UNINDEX, [{"n": n} for n, _ in changed])
        connection.execute(_INDEX_ROW, [{"n": n, "tok": each.tokens} for n, each in changed])


def fact_mask(facts: Iterable[str]) -> int:
    """Return facts as bits, in the order of FACTS."""
    return sum({1 << FACTS.index(fact) for fact in facts})


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
