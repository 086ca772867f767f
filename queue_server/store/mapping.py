"""Between values and table rows."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, fields
from datetime import datetime
from operator import attrgetter
from typing import Any

from sqlalchemy import RowMapping

from queue_server.domain.circumstances import Window
from queue_server.domain.ticket import Handling, Leg, Moment, State, Ticket
from queue_server.store.records import Document, Key, Request, Token, User

Row = dict[str, Any]
_HANDLING = tuple(each.name for each in fields(Handling))
_PLAIN = tuple(
    each.name
    for each in fields(Ticket)
    if each.name
    not in {"handling", "legs", "call_mono", "until_mono", "window", "state", "previous"}
)


_FLAT = {kind: tuple(each.name for each in fields(kind)) for kind in (Key, Document)}
_plain_of, _handling_of = attrgetter(*_PLAIN), attrgetter(*_HANDLING)


def ticket_row(ticket: Ticket) -> Row:
    """Return a ticket's row; legs have their own."""
    row: Row = dict(zip(_PLAIN, _plain_of(ticket), strict=True))
    row["window_id"] = ticket.window
    row["state"] = ticket.state.value
    row["previous"] = ticket.previous.value if ticket.previous else None
    row.update(zip(_HANDLING, _handling_of(ticket.handling), strict=True))
    return row


def ticket_from(row: RowMapping, legs: Sequence[Leg], moment: Moment) -> Ticket:
    """Return the ticket of a row."""
    values: Row = {name: row[name] for name in _PLAIN}
    for name in ("languages", "further", "suits"):
        values[name] = tuple(values[name])
    handling: Row = {name: row[name] for name in _HANDLING}
    handling["channels"] = tuple(handling["channels"])
    return Ticket(
        **values,
        window=row["window_id"],
        state=State(row["state"]),
        previous=State(row["previous"]) if row["previous"] else None,
        handling=Handling(**handling),
        legs=tuple(legs),
        call_mono=min(_mono(row["called_at"], moment), moment.mono),
        until_mono=_mono(row["until"], moment),
    )


def _mono(instant: datetime | None, moment: Moment) -> float:
    """Return about when an instant was, or will be, on the monotonic clock."""
    if instant is None:
        return 0.0
    return moment.mono + (instant - moment.wall).total_seconds()


def leg_rows(ticket: Ticket) -> list[Row]:
    """Return a ticket's legs, numbered from one."""
    return [
        {
            "ticket": ticket.id,
            "no": number,
            "service": leg.service,
            "window_id": leg.window,
            "called_at": leg.called_at,
            "arrived_at": leg.arrived_at,
            "ended_at": leg.ended_at,
            "outcome": leg.outcome,
        }
        for number, leg in enumerate(ticket.legs, start=1)
    ]


def leg_from(row: RowMapping) -> Leg:
    """Return the leg of a row."""
    return Leg(**_from_row(row, {"ticket", "no"}))


def window_row(window: Window) -> Row:
    """Return a window's row; its ticket is known from the tickets."""
    return {
        "id": window.id,
        "state": window.state,
        "reason": window.reason,
        "auto_call": window.auto_call,
        "offers": None if window.offers is None else list(window.offers),
    }


def flat_row(record: Key | Document) -> Row:
    """Return the row of a record whose fields are all plain values."""
    return {name: getattr(record, name) for name in _FLAT[type(record)]}


def record_row(record: Request | Token | User) -> Row:
    """Return the row of a record whose fields are its columns."""
    return _to_row(record)


def record_values(row: RowMapping) -> Row:
    """Return the fields of such a record."""
    return _from_row(row, set())


def _to_row(value: Request | Token | User) -> Row:
    row = asdict(value)
    row["window_id"] = row.pop("window")
    return row


def _from_row(row: Mapping[Any, Any], without: set[str]) -> Row:
    values: Row = {str(key): value for key, value in row.items() if key not in without}
    values["window"] = values.pop("window_id")
    return values
