"""Reading what is over: visits with their legs, need classes and the waits they were shown."""

from collections import defaultdict

import msgspec
from sqlalchemy import Connection, select

from queue_server.domain.ticket import Leg, State, number_of
from queue_server.estimates.calibrating import REMEMBERED, Kept
from queue_server.estimates.learning import Stay
from queue_server.statistics.visits import NeedClass, Shown, Visit, need_class
from queue_server.store import tables
from queue_server.store.records import Day

WAIT_SHOWN = "wait_shown"
"""Documents of this kind hold what a ticket was shown at issue; the id is the ticket's."""


def recent_stays(connection: Connection, most: int) -> list[Stay]:
    """Return the stays of the tickets that ended last, oldest first."""
    ended = (
        select(tables.tickets.c.id, tables.tickets.c.issued_at)
        .where(tables.tickets.c.ended_at.is_not(None))
        .order_by(tables.tickets.c.ended_at.desc())
        .limit(most)
        .subquery()
    )
    legs = tables.legs.c
    wanted = (
        select(
            legs.service, legs.window_id, legs.called_at, legs.ended_at, legs.outcome,
            ended.c.issued_at,
        )
        .join(ended, ended.c.id == legs.ticket)
        .where(legs.ended_at.is_not(None), legs.outcome.is_not(None))
        .order_by(legs.ended_at, legs.ticket, legs.no)
    )  # fmt: skip
    return [
        Stay(
            service=row.service,
            window=row.window_id,
            issued_at=row.issued_at,
            called_at=row.called_at,
            ended_at=row.ended_at,
            outcome=row.outcome,
        )
        for row in connection.execute(wanted)
    ]


def recent_promises(connection: Connection, most: int = REMEMBERED) -> list[Kept]:
    """Return the newest ranges shown whose visitors were called, oldest first."""
    documents, legs, tickets = tables.documents.c, tables.legs.c, tables.tickets.c
    wanted = (
        select(documents.data, tickets.issued_at, legs.called_at)
        .join(tables.tickets, tickets.id == documents.id)
        .join(tables.legs, (legs.ticket == documents.id) & (legs.no == 1))
        .where(documents.kind == WAIT_SHOWN, tickets.away_count == 0)
        .order_by(documents.at.desc(), documents.id.desc())
        .limit(most)
    )
    found = [
        Kept(
            low=shown.walked_low,
            high=shown.walked_high,
            waited=(row.called_at - row.issued_at).total_seconds() / 60,
        )
        for row in connection.execute(wanted)
        for shown in (msgspec.json.decode(row.data, type=Shown),)
    ]
    return found[::-1]


def visits_of(connection: Connection, day: str) -> list[Visit]:
    """Return the visits of a service day in order of issue.

    Need classes are those of the needs still kept; whose needs are erased has none.
    """
    legs, needs, shown = _legs(connection, day), _classes(connection, day), _shown(connection, day)
    ticket = tables.tickets.c
    wanted = (
        select(
            ticket.id, ticket.prefix, ticket.seq, ticket.service, ticket.state, ticket.issued_at,
            ticket.born, ticket.ended_at, ticket.previous, ticket.away_count,
        )
        .where(ticket.day == day)
        .order_by(ticket.issued_at, ticket.born)
    )  # fmt: skip
    return [
        Visit(
            ticket=row.id,
            number=number_of(row.prefix, row.seq),
            day=day,
            service=row.service,
            state=State(row.state),
            issued_at=row.issued_at,
            born=row.born,
            ended_at=row.ended_at,
            previous=State(row.previous) if row.previous else None,
            stepped_away=row.away_count > 0,
            need_class=needs.get(row.id, "none"),
            legs=tuple(legs.get(row.id, ())),
            shown=shown.get(row.id),
        )
        for row in connection.execute(wanted)
    ]


def days_between(connection: Connection, first: str, last: str) -> list[Day]:
    """Return the records of service days, both ends included, oldest first."""
    wanted = (
        select(tables.days).where(tables.days.c.id.between(first, last)).order_by(tables.days.c.id)
    )
    return [
        Day(id=row.id, opened_at=row.opened_at, closed_at=row.closed_at)
        for row in connection.execute(wanted)
    ]


def closed_without(connection: Connection, kind: str) -> list[Day]:
    """Return the closed days of which no document of a kind is kept, oldest first."""
    days, documents = tables.days.c, tables.documents.c
    wanted = (
        select(tables.days)
        .outerjoin(tables.documents, (documents.kind == kind) & (documents.id == days.id))
        .where(days.closed_at.is_not(None), documents.id.is_(None))
        .order_by(days.id)
    )
    return [
        Day(id=row.id, opened_at=row.opened_at, closed_at=row.closed_at)
        for row in connection.execute(wanted)
    ]


def _legs(connection: Connection, day: str) -> dict[str, list[Leg]]:
    found: dict[str, list[Leg]] = defaultdict(list)
    leg = tables.legs.c
    wanted = (
        select(
            leg.ticket, leg.service, leg.window_id, leg.called_at, leg.arrived_at, leg.ended_at,
            leg.outcome,
        )
        .join(tables.tickets, tables.tickets.c.id == leg.ticket)
        .where(tables.tickets.c.day == day)
        .order_by(leg.ticket, leg.no)
    )  # fmt: skip
    for ticket, service, window, called_at, arrived_at, ended_at, outcome in connection.execute(
        wanted
    ):
        found[ticket].append(
            Leg(
                service=service,
                window=window,
                called_at=called_at,
                arrived_at=arrived_at,
                ended_at=ended_at,
                outcome=outcome,
            )
        )
    return found


def _classes(connection: Connection, day: str) -> dict[str, NeedClass]:
    wanted = (
        select(tables.needs.c.ticket, tables.needs.c.needs)
        .join(tables.tickets, tables.tickets.c.id == tables.needs.c.ticket)
        .where(tables.tickets.c.day == day)
    )
    return {row.ticket: need_class(row.needs) for row in connection.execute(wanted)}


def _shown(connection: Connection, day: str) -> dict[str, Shown]:
    documents = tables.documents.c
    wanted = (
        select(documents.id, documents.data)
        .join(tables.tickets, tables.tickets.c.id == documents.id)
        .where(documents.kind == WAIT_SHOWN, tables.tickets.c.day == day)
    )
    return {row.id: msgspec.json.decode(row.data, type=Shown) for row in connection.execute(wanted)}
