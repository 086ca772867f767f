"""What a transition does to the ticket. Guards have passed; versions are raised by ``move``."""

from dataclasses import replace
from datetime import datetime, timedelta

from queue_server.domain.circumstances import Circumstances, offered
from queue_server.domain.priority import turn_among
from queue_server.domain.routing import fitting_windows, left_until
from queue_server.domain.ticket import Leg, State, Ticket
from queue_server.domain.waiting import Place

AWAY_MINUTES = 15
REINSTATED_BEHIND = 2
_MOMENT = timedelta(microseconds=1)


def call(ticket: Ticket, around: Circumstances) -> Ticket:
    """Record: a window takes the ticket; a new leg begins."""
    window = around.at or ""
    return replace(
        ticket,
        state=State.CALLED,
        window=window,
        called_at=around.now,
        call_mono=around.moment.mono,
        call_no=1,
        legs=(*ticket.legs, Leg(service=ticket.service, window=window, called_at=around.now)),
    )


def recall(ticket: Ticket, around: Circumstances) -> Ticket:
    """Record: the call is made again; grace runs from now."""
    return replace(
        ticket,
        called_at=around.now,
        call_mono=around.moment.mono,
        call_no=ticket.call_no + 1,
    )


def arrive(ticket: Ticket, around: Circumstances) -> Ticket:
    """Record: the visitor is at the window."""
    leg = replace(ticket.legs[-1], arrived_at=around.now)
    return replace(ticket, state=State.SERVING, legs=(*ticket.legs[:-1], leg))


def undo_call(ticket: Ticket, around: Circumstances) -> Ticket:
    """Record: the call never was: the leg is void, the place in the line is the old one."""
    return replace(_off_window(ticket), state=State.WAITING, legs=ticket.legs[:-1])


def no_show(ticket: Ticket, around: Circumstances) -> Ticket:
    """Record: the visitor did not come."""
    ended = _end_leg(ticket, around, "no_show")
    return replace(
        _off_window(ended), state=State.MISSED, missed_count=ticket.missed_count + 1, until=None
    )


def transfer(ticket: Ticket, around: Circumstances) -> Ticket:
    """Record: to another service or window with the same number, at the place the rule gives."""
    service = around.params.service or ticket.service
    ended = _end_leg(ticket, around, "transferred")
    moved = _for_service(_off_window(ended), around, service)
    first, last = around.lines.nth(service, 1), (around.lines.line(service) or (None,))[-1]
    if around.params.position == "tail":
        turn = max(last.turn if last else 0, moved.turn)
        moved = replace(moved, rank_at=_behind(last, around), turn=turn)
    elif around.params.position == "head":
        rank_at = min(first.rank_at, around.now) - _MOMENT if first else around.now
        moved = replace(moved, rank_at=rank_at, turn=first.turn if first else moved.turn)
    return replace(moved, state=State.WAITING, target=around.params.window)


def untarget(ticket: Ticket, around: Circumstances) -> Ticket:
    """Record: the window it waited for is gone; any window of the service may call it."""
    return replace(ticket, target=None)


def hold(ticket: Ticket, around: Circumstances) -> Ticket:
    """Record: staff park the visit; the window is free, the leg pauses."""
    minutes = around.params.minutes
    until = around.now + timedelta(minutes=minutes) if minutes else None
    until_mono = around.moment.mono + 60 * (minutes or 0)
    return replace(ticket, state=State.HELD, until=until, until_mono=until_mono)


def resume(ticket: Ticket, around: Circumstances) -> Ticket:
    """Record: the visit goes on, at the same window or another that offers the service."""
    window = around.at or ""
    if ticket.window == window:
        return replace(ticket, state=State.SERVING, until=None)
    ended = _end_leg(ticket, around, "held")
    leg = Leg(service=ticket.service, window=window, called_at=around.now, arrived_at=around.now)
    return replace(ended, state=State.SERVING, window=window, until=None, legs=(*ended.legs, leg))


def release(ticket: Ticket, around: Circumstances) -> Ticket:
    """Record: a held visit goes back to its place in the line."""
    ended = _end_leg(ticket, around, "held")
    return replace(_waiting(_off_window(ended), around), until=None)


def add_service(ticket: Ticket, around: Circumstances) -> Ticket:
    """Record: a further service follows on the same ticket."""
    return replace(ticket, further=(*ticket.further, around.params.service or ""))


def finish(ticket: Ticket, around: Circumstances) -> Ticket:
    """Record: this visit is done; a further service sends the ticket back to the line."""
    ended = _end_leg(ticket, around, "finished")
    if ticket.further:
        onward = _for_service(_off_window(ended), around, ticket.further[0])
        return replace(onward, state=State.WAITING, further=ticket.further[1:], target=None)
    return _end(ended, around, State.DONE)


def step_away(ticket: Ticket, around: Circumstances) -> Ticket:
    """Record: the visitor leaves the waiting area for a while and keeps the place."""
    minutes = min(around.params.minutes or AWAY_MINUTES, 2 * AWAY_MINUTES)
    until = around.now + timedelta(minutes=minutes)
    until_mono = around.moment.mono + 60 * minutes
    return replace(
        ticket,
        state=State.AWAY,
        until=until,
        until_mono=until_mono,
        away_count=ticket.away_count + 1,
    )


def back(ticket: Ticket, around: Circumstances) -> Ticket:
    """Record: the visitor is back in time: the old place."""
    return replace(_waiting(ticket, around), until=None)


def away_ended(ticket: Ticket, around: Circumstances) -> Ticket:
    """Record: the visitor did not come back in time."""
    return replace(ticket, state=State.MISSED, until=None, missed_count=ticket.missed_count + 1)


def reinstate(ticket: Ticket, around: Circumstances) -> Ticket:
    """Record: a missed ticket waits again, just behind the next two of its service."""
    behind = around.lines.nth(ticket.service, REINSTATED_BEHIND)
    if behind is None:
        last = around.lines.nth(ticket.service, 1)
        rank_at, turn = _behind(last, around), max(last.turn if last else 0, ticket.turn)
    else:
        rank_at, turn = max(behind.rank_at + _MOMENT, ticket.rank_at), behind.turn
    return replace(_waiting(ticket, around), rank_at=rank_at, turn=turn)


def cancel(ticket: Ticket, around: Circumstances) -> Ticket:
    """Record: the visitor does not want to wait any longer."""
    return _end(_end_leg(ticket, around, "cancelled"), around, State.CANCELLED)


def reprint(ticket: Ticket, around: Circumstances) -> Ticket:
    """Record: the paper is made again, marked as a copy by whoever prints it."""
    return replace(ticket, prints=ticket.prints + 1, print_state="pending")


def expire(ticket: Ticket, around: Circumstances) -> Ticket:
    """Record: the day closes: who is in service counts as done, the rest expires."""
    target = State.DONE if ticket.state is State.SERVING else State.EXPIRED
    return _end(_end_leg(ticket, around, "day_closed"), around, target)


def reopen(ticket: Ticket, around: Circumstances) -> Ticket:
    """Record: the end is taken back. Who was called or away waits again."""
    previous = ticket.previous or State.WAITING
    if previous in {State.CALLED, State.AWAY}:
        ticket, previous = _off_window(ticket), State.WAITING
    legs = ticket.legs
    if previous in {State.SERVING, State.HELD} and legs:
        legs = (*legs[:-1], replace(legs[-1], ended_at=None, outcome=None))
    if previous is State.WAITING:
        ticket = _waiting(ticket, around)
    return replace(ticket, state=previous, previous=None, ended_at=None, legs=legs)


def _for_service(ticket: Ticket, around: Circumstances, service: str) -> Ticket:
    """Stand in a service's line with the old rank, left to the windows that suit there."""
    if service == ticket.service:
        return ticket
    suits = fitting_windows(around.needs, service, around.site)
    turn = turn_among(around.lines, service, ticket.rank_at, ticket.credit_minutes)
    return replace(
        ticket,
        service=service,
        turn=turn if around.site.priority.policy == "ratio" else 0,
        suits=suits,
        suits_until=left_until(around.now, suits, around.site),
    )


def _behind(place: Place | None, around: Circumstances) -> datetime:
    """Return the rank of who comes now, yet behind a place: a booked time may be still to come."""
    return around.now if place is None else max(around.now, place.rank_at + _MOMENT)


def _waiting(ticket: Ticket, around: Circumstances) -> Ticket:
    """Wait again: for the window asked for only where that still is one to wait for."""
    window = around.windows.get(ticket.target or "")
    there = (
        window is not None
        and window.state != "closed"
        and ticket.service in offered(window, around.site)
    )
    return replace(ticket, state=State.WAITING, target=ticket.target if there else None)


def _off_window(ticket: Ticket) -> Ticket:
    return replace(ticket, window=None, call_no=0, called_at=None)


def _end_leg(ticket: Ticket, around: Circumstances, outcome: str) -> Ticket:
    if not ticket.legs or ticket.legs[-1].ended_at is not None:
        return ticket
    leg = replace(ticket.legs[-1], ended_at=around.now, outcome=outcome)
    return replace(ticket, legs=(*ticket.legs[:-1], leg))


def _end(ticket: Ticket, around: Circumstances, state: State) -> Ticket:
    return replace(ticket, state=state, previous=ticket.state, ended_at=around.now, until=None)
