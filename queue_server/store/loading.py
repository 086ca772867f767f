"""Reading the database: the image a writer starts from, journal rows, old keys."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime
from functools import lru_cache

import msgspec
from sqlalchemy import Connection, Row, or_, select

from config.site import Site
from queue_server.domain.circumstances import Window
from queue_server.domain.numbering import split_number
from queue_server.domain.ticket import AT_WINDOW, Leg, Moment, Ticket
from queue_server.store import tables
from queue_server.store.acting import FROM
from queue_server.store.bulk import driver
from queue_server.store.image import Loaded
from queue_server.store.mapping import leg_from, record_values, ticket_from
from queue_server.store.records import Day, Document, JournalRow, Key, Request, Token, User

CALLS = frozenset({"ticket_called", "ticket_recalled"})
_CHUNK = 1000


def load(connection: Connection, site: Site, moment: Moment) -> Loaded:
    """Return what the image of the hall starts from."""
    loaded = Loaded(epoch=meta(connection, "epoch") or "")
    last = select(tables.journal).order_by(tables.journal.c.seq.desc()).limit(1)
    loaded.head = next((journal_row(row) for row in connection.execute(last)), None)
    newest = select(tables.days).order_by(tables.days.c.id.desc()).limit(1)
    for row in connection.execute(newest):
        day = Day(id=row.id, opened_at=row.opened_at, closed_at=row.closed_at)
        loaded.days[day.id] = day
        loaded.tickets = tickets_of(connection, day.id, moment)
        counters = select(tables.counters).where(tables.counters.c.day == day.id)
        for counter in connection.execute(counters):
            loaded.counters[(counter.day, counter.prefix)] = counter.last
    loaded.windows = _windows(connection, site, loaded.tickets, moment)
    loaded.calls = _calls(connection, loaded.tickets)
    for row in connection.execute(select(tables.needs)):
        if row.ticket in loaded.tickets:
            loaded.needs[row.ticket] = tuple(row.needs)
    _records(connection, loaded)
    return loaded


def meta(connection: Connection, key: str) -> str | None:
    """Return one of the database's own facts."""
    found = select(tables.meta.c.value).where(tables.meta.c.key == key)
    return connection.execute(found).scalar()


def tickets_of(connection: Connection, day: str, moment: Moment) -> dict[str, Ticket]:
    """Return all tickets of a service day by id."""
    legs: dict[str, list[Leg]] = defaultdict(list)
    wanted = (
        select(tables.legs)
        .join(tables.tickets, tables.tickets.c.id == tables.legs.c.ticket)
        .where(tables.tickets.c.day == day)
        .order_by(tables.legs.c.ticket, tables.legs.c.no)
    )
    for row in connection.execute(wanted).mappings():
        legs[row["ticket"]].append(leg_from(row))
    rows = connection.execute(select(tables.tickets).where(tables.tickets.c.day == day)).mappings()
    return {row["id"]: ticket_from(row, legs[row["id"]], moment) for row in rows}


def ticket_by_id(connection: Connection, ticket_id: str, moment: Moment) -> Ticket | None:
    """Return any ticket, of any day."""
    wanted = select(tables.tickets).where(tables.tickets.c.id == ticket_id)
    row = connection.execute(wanted).mappings().first()
    if row is None:
        return None
    legs = select(tables.legs).where(tables.legs.c.ticket == ticket_id).order_by(tables.legs.c.no)
    found = [leg_from(leg) for leg in connection.execute(legs).mappings()]
    return ticket_from(row, found, moment)


def ticket_by_number(
    connection: Connection, day: str, number: str, moment: Moment
) -> Ticket | None:
    """Return the ticket that had a number on a day."""
    try:
        prefix, seq = split_number(number)
    except ValueError:
        return None
    wanted = select(tables.tickets.c.id).where(
        tables.tickets.c.day == day, tables.tickets.c.prefix == prefix, tables.tickets.c.seq == seq
    )
    found = connection.execute(wanted).scalar()
    return None if found is None else ticket_by_id(connection, found, moment)


def day_by_id(connection: Connection, day: str) -> Day | None:
    """Return a service day's record."""
    row = connection.execute(select(tables.days).where(tables.days.c.id == day)).first()
    return None if row is None else Day(id=row.id, opened_at=row.opened_at, closed_at=row.closed_at)


def rows_after(connection: Connection, after: int, limit: int) -> list[JournalRow]:
    """Return journal rows after a seq, oldest first."""
    wanted = (
        select(tables.journal)
        .where(tables.journal.c.seq > after)
        .order_by(tables.journal.c.seq)
        .limit(limit)
    )
    return [journal_row(row) for row in connection.execute(wanted)]


def rows_before(
    connection: Connection,
    before: int | None,
    limit: int,
    *,
    beginnings: tuple[str, ...] = (),
    since: datetime | None = None,
    until: datetime | None = None,
    who: str = "",
    place: str = "",
) -> list[JournalRow]:
    """Return journal rows before a seq, newest first; ``beginnings`` are how their kinds begin.

    ``who`` is the name of whoever did it or whom it is about, ``place`` a part of from where.
    """
    columns = tables.journal.c
    wanted = select(tables.journal).order_by(columns.seq.desc()).limit(limit)
    if before is not None:
        wanted = wanted.where(columns.seq < before)
    if beginnings:
        begins = (columns.kind.startswith(each, autoescape=True) for each in beginnings)
        wanted = wanted.where(or_(*begins))
    if since is not None:
        wanted = wanted.where(columns.at >= since)
    if until is not None:
        wanted = wanted.where(columns.at < until)
    if who:
        name = msgspec.json.encode(who).decode()
        named = (f'"{key}":{name}' for key in ("by", "user", "issued_by", "name"))
        wanted = wanted.where(
            or_(*(columns.data.contains(each, autoescape=True) for each in named))
        )
    if place:
        said = columns.data.contains(f'"{FROM}":"', autoescape=True)
        wanted = wanted.where(said, columns.data.contains(place, autoescape=True))
    return [journal_row(row) for row in connection.execute(wanted)]


def last_of_kind(connection: Connection, kind: str) -> JournalRow | None:
    """Return the newest journal row of a kind."""
    wanted = (
        select(tables.journal)
        .where(tables.journal.c.kind == kind)
        .order_by(tables.journal.c.seq.desc())
        .limit(1)
    )
    return next((journal_row(row) for row in connection.execute(wanted)), None)


def rows_of_kind(connection: Connection, kind: str, first: int) -> list[JournalRow]:
    """Return the journal rows of a kind from a seq on, oldest first."""
    wanted = (
        select(tables.journal)
        .where(tables.journal.c.seq >= first, tables.journal.c.kind == kind)
        .order_by(tables.journal.c.seq)
    )
    return [journal_row(row) for row in connection.execute(wanted)]


def documents_of(
    connection: Connection, kind: str, *, since: datetime | None = None, limit: int = 1000
) -> list[Document]:
    """Return documents of a kind, newest first, live or not."""
    wanted = select(tables.documents).where(tables.documents.c.kind == kind)
    if since is not None:
        wanted = wanted.where(tables.documents.c.at >= since)
    newest = wanted.order_by(tables.documents.c.at.desc(), tables.documents.c.id.desc())
    return [_document(row) for row in connection.execute(newest.limit(limit))]


def documents_between(connection: Connection, kind: str, first: str, last: str) -> list[Document]:
    """Return documents of a kind whose ids lie between two, both included, in order of id."""
    wanted = (
        select(tables.documents)
        .where(tables.documents.c.kind == kind, tables.documents.c.id.between(first, last))
        .order_by(tables.documents.c.id)
    )
    return [_document(row) for row in connection.execute(wanted)]


def documents_before(
    connection: Connection, kind: str, before: str | None, limit: int
) -> list[Document]:
    """Return documents of a kind whose ids come before one, the last id first."""
    wanted = select(tables.documents).where(tables.documents.c.kind == kind)
    if before is not None:
        wanted = wanted.where(tables.documents.c.id < before)
    ordered = wanted.order_by(tables.documents.c.id.desc()).limit(limit)
    return [_document(row) for row in connection.execute(ordered)]


def document_by_id(connection: Connection, kind: str, document_id: str) -> Document | None:
    """Return one document, live or not."""
    wanted = select(tables.documents).where(
        tables.documents.c.kind == kind, tables.documents.c.id == document_id
    )
    return next((_document(row) for row in connection.execute(wanted)), None)


def all_rows(connection: Connection) -> Iterator[JournalRow]:
    """Yield the whole journal without holding it in memory."""
    after = 0
    while rows := rows_after(connection, after, _CHUNK):
        yield from rows
        after = rows[-1].seq


def known_keys(
    connection: Connection, wanted: Sequence[tuple[str, str]]
) -> dict[tuple[str, str], Key]:
    """Return which of these (scope, key) pairs were used before."""
    if not wanted:
        return {}
    asked = _asking_for(len(wanted), connection.dialect.paramstyle)
    flat = tuple(part for pair in wanted for part in pair)
    with driver(connection, asked) as cursor:
        cursor.execute(asked, flat)
        return {
            (scope, key): Key(
                scope=scope, key=key, digest=digest, ticket=ticket, at=tables.instant(at)
            )
            for scope, key, digest, ticket, at in cursor.fetchall()
        }


@lru_cache(maxsize=512)
def _asking_for(pairs: int, style: str) -> str:
    """Return the question for so many keys, as text for the driver: it is asked once a batch."""
    mark = "(?, ?)" if style == "qmark" else "(%s, %s)"
    marks = ", ".join([mark] * pairs)
    return f"SELECT scope, key, digest, ticket, at FROM keys WHERE (scope, key) IN (VALUES {marks})"  # noqa: S608  only marks are put in


def journal_row(row: Row[tuple[object, ...]]) -> JournalRow:
    """Return the value of a journal row."""
    return JournalRow(
        seq=row.seq, at=row.at, kind=row.kind, public=row.public, data=row.data, hash=row.hash
    )


def _windows(
    connection: Connection, site: Site, tickets: dict[str, Ticket], moment: Moment
) -> dict[str, Window]:
    stored = {row.id: row for row in connection.execute(select(tables.windows))}
    held = {each.window: each.id for each in tickets.values() if each.state in AT_WINDOW}
    # Windows the site no longer has are kept while a ticket is still there.
    names = {window.id for window in site.windows} | {name for name in held if name}
    windows: dict[str, Window] = {}
    for name in sorted(names):
        row = stored.get(name)
        windows[name] = Window(
            id=name,
            state=row.state if row else "closed",
            reason=row.reason if row else None,
            ticket=held.get(name),
            auto_call=row.auto_call if row else False,
            offers=None if row is None or row.offers is None else tuple(row.offers),
            free_mono=moment.mono,
        )
    return windows


def _calls(connection: Connection, tickets: dict[str, Ticket]) -> dict[str, int]:
    """Return the row that called last each ticket now at a window."""
    here = {each.id: each.born for each in tickets.values() if each.state in AT_WINDOW}
    wanted = (
        select(tables.journal.c.seq, tables.journal.c.data)
        .where(
            tables.journal.c.seq >= min(here.values(), default=0),
            tables.journal.c.kind.in_(CALLS),
        )
        .order_by(tables.journal.c.seq)
    )
    told = connection.execute(wanted) if here else ()
    rows = ((msgspec.json.decode(row.data)["ticket"], row.seq) for row in told)
    return {ticket: seq for ticket, seq in rows if ticket in here}


def _records(connection: Connection, loaded: Loaded) -> None:
    for row in connection.execute(select(tables.tokens)).mappings():
        token = Token(**record_values(row))
        loaded.tokens[token.id] = token
    for row in connection.execute(select(tables.users)).mappings():
        user = User(**record_values(row))
        loaded.users[user.name] = user
    open_requests = select(tables.assistance).where(tables.assistance.c.state != "done")
    for row in connection.execute(open_requests).mappings():
        request = Request(**record_values(row))
        loaded.assistance[request.id] = request
    for kept in connection.execute(select(tables.documents).where(tables.documents.c.live)):
        loaded.documents[(kept.kind, kept.id)] = _document(kept)


def _document(row: Row[tuple[object, ...]]) -> Document:
    return Document(
        kind=row.kind, id=row.id, at=row.at, data=row.data, live=row.live, until=row.until
    )
