"""How good each source's content is, measured over every item it brought.

Complete: which fields are told. Fresh: how old the newest is, how many are over. Unique: how many
say the same as another, in the same source or in another one.
"""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import blake2b

import msgspec
from sqlalchemy import Connection, select

from queue_server.content.database import body, entry
from queue_server.content.tokens import normalise

_PAGE = 2000
_RECENT_S = 30 * 86400
_GROUPS_TOLD = 100


class Short(msgspec.Struct):
    """What measuring reads of an item."""

    kind: str
    id: str
    source: str
    title: str
    employer: str = ""
    place: str = ""
    region: str = ""
    pay_min: int | None = None
    pay_max: int | None = None
    education: int | None = None
    disability: int = 0
    openings: int | None = None
    occupation_code: str = ""
    paragraphs: tuple[str, ...] = ()
    published_at: datetime | None = None
    starts_at: datetime | None = None
    expires_at: datetime | None = None


_Member = tuple[str, tuple[str, str]]
_Told = Callable[[Short], bool]
_FIELDS: Mapping[str, Mapping[str, _Told]] = {
    "job": {
        "employer": lambda each: bool(each.employer),
        "place": lambda each: bool(each.place),
        "region": lambda each: bool(each.region),
        "pay": lambda each: each.pay_min is not None or each.pay_max is not None,
        "education": lambda each: each.education is not None,
        "disability": lambda each: bool(each.disability),
        "openings": lambda each: each.openings is not None,
        "occupation": lambda each: bool(each.occupation_code),
        "description": lambda each: bool(each.paragraphs),
        "published": lambda each: each.published_at is not None,
        "expires": lambda each: each.expires_at is not None,
    },
    "training": {
        "place": lambda each: bool(each.place),
        "starts": lambda each: each.starts_at is not None,
        "disability": lambda each: bool(each.disability),
        "description": lambda each: bool(each.paragraphs),
        "expires": lambda each: each.expires_at is not None,
    },
    "fair": {
        "place": lambda each: bool(each.place),
        "starts": lambda each: each.starts_at is not None,
        "description": lambda each: bool(each.paragraphs),
    },
}
_COMMON: Mapping[str, _Told] = {
    "description": lambda each: bool(each.paragraphs),
    "published": lambda each: each.published_at is not None,
}
_decode = msgspec.json.Decoder(Short).decode


@dataclass(slots=True, kw_only=True)
class Measured:
    """One source's items of one kind. ``missing`` counts the items that do not tell a field."""

    source: str
    kind: str
    items: int = 0
    over: int = 0
    recent: int = 0
    repeated: int = 0
    newest: datetime | None = None
    missing: Counter[str] = field(default_factory=Counter)

    @property
    def complete(self) -> float:
        """Return the share of fields told, 0 to 1."""
        asked = self.items * len(fields_of(self.kind))
        return 1 - sum(self.missing.values()) / asked if asked else 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Repeated:
    """Items that say the same: title, employer, place and pay."""

    title: str
    employer: str
    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Measures:
    """All sources, and what is repeated (the first hundred groups, the largest first)."""

    sources: tuple[Measured, ...]
    repeated: tuple[Repeated, ...]


def fields_of(kind: str) -> Mapping[str, _Told]:
    """Return the fields an item of a kind should tell."""
    return _FIELDS.get(kind, _COMMON)


def measure(connection: Connection, now: datetime) -> Measures:
    """Read every item once and return what was found."""
    found: dict[tuple[str, str], Measured] = {}
    groups: dict[bytes, list[_Member]] = {}
    last = 0
    while True:
        rows = connection.execute(
            select(entry.c.n, body.c.record)
            .join(body, body.c.n == entry.c.n)
            .where(entry.c.n > last)
            .order_by(entry.c.n)
            .limit(_PAGE)
        ).all()
        for row in rows:
            each = _decode(row.record)
            key = each.source, each.kind
            _count(found.setdefault(key, Measured(source=key[0], kind=key[1])), each, now)
            groups.setdefault(_sameness(each), []).append((each.id, key))
        if len(rows) < _PAGE:
            break
        last = rows[-1].n
    repeated = [group for group in groups.values() if len(group) > 1]
    for group in repeated:
        for _, key in group[1:]:
            found[key].repeated += 1
    repeated.sort(key=len, reverse=True)
    return Measures(
        sources=tuple(found[key] for key in sorted(found)),
        repeated=tuple(_told(connection, group) for group in repeated[:_GROUPS_TOLD]),
    )


def _count(measured: Measured, each: Short, now: datetime) -> None:
    measured.items += 1
    for name, told in fields_of(each.kind).items():
        if not told(each):
            measured.missing[name] += 1
    if each.expires_at is not None and each.expires_at <= now:
        measured.over += 1
    if each.published_at is not None:
        published = each.published_at.astimezone(UTC)
        measured.newest = max(measured.newest or published, published)
        measured.recent += (now - published).total_seconds() <= _RECENT_S


def _sameness(each: Short) -> bytes:
    """Return what two items share that say the same."""
    told = (each.kind, normalise(each.title), normalise(each.employer), normalise(each.place))
    pay = f"{each.pay_min} {each.pay_max} {each.starts_at}"
    return blake2b("\n".join((*told, pay)).encode(), digest_size=12).digest()


def _told(connection: Connection, group: list[_Member]) -> Repeated:
    record = (
        connection.execute(
            select(body.c.record)
            .join(entry, entry.c.n == body.c.n)
            .where(entry.c.id == group[0][0])
        )
        .scalars()
        .first()
    )
    first = _decode(record) if record is not None else Short("", group[0][0], "", "")
    return Repeated(
        title=first.title,
        employer=first.employer,
        ids=tuple(own for own, _ in group[:20]),
    )
