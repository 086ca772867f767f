"""When a transition is refused. Each guard returns nothing or raises the stable refusal."""

import math
from datetime import timedelta

from queue_server.domain.circumstances import Circumstances, Window, offered
from queue_server.domain.errors import refused
from queue_server.domain.ticket import State, Ticket

AWAY_LIMIT = 2
MISSED_LIMIT = 3
FURTHER_LIMIT = 8
REOPEN_WITHIN = timedelta(minutes=10)


def may_work_at(around: Circumstances, window: str) -> None:
    """Require: a clerk with a window acts there only."""
    own = around.actor.window
    if around.actor.role == "staff" and own is not None and own != window:
        raise refused("wrong_window", f"{around.actor.name} works at {own}")


def at_own_window(ticket: Ticket, around: Circumstances) -> None:
    """Require: only the window that has the ticket may go on with it."""
    if ticket.window is not None:
        may_work_at(around, ticket.window)


def own_ticket(ticket: Ticket, around: Circumstances) -> None:
    """Require: a phone touches its own ticket, a clerk the own window's call.

    At a kiosk any number may be typed: what it may do so harms nobody whose number it is.
    """
    actor = around.actor
    if actor.role == "phone" and actor.ticket != ticket.id:
        raise refused("forbidden", "another visitor's ticket")
    if ticket.state is State.CALLED:
        at_own_window(ticket, around)


def issued_here(ticket: Ticket, around: Circumstances) -> None:
    """Require: a kiosk ends only what it issued itself; others show the code on their paper."""
    if around.actor.role == "kiosk" and around.actor.token_id != ticket.issued_by:
        raise refused("forbidden", "another visitor's ticket")


def window_can_call_anyone(around: Circumstances) -> Window:
    """Require: the actor's window is open and free, whoever may come; return it."""
    window = _acting_window(around)
    if window.state != "open":
        raise refused("window_closed", f"window {window.id} is {window.state}", state=window.state)
    if window.ticket is not None:
        raise refused("window_busy", f"window {window.id} has a ticket", state="busy")
    return window


def window_can_call(ticket: Ticket, around: Circumstances) -> None:
    """Require: the window is open and has nobody called or in service."""
    window_can_call_anyone(around)


def window_serves(ticket: Ticket, around: Circumstances) -> None:
    """Require: the window offers the ticket's service, and no other window was asked for."""
    window = _acting_window(around)
    if ticket.service not in offered(window, around.site) or ticket.target not in {None, window.id}:
        raise refused("service_not_at_window", f"{ticket.number} is not for {window.id}")


def first_or_reason(ticket: Ticket, around: Circumstances) -> None:
    """Require: who calls another than the next says why; the journal keeps it."""
    window = _acting_window(around)
    first = around.lines.first_for(window.id, offered(window, around.site), around.floor)
    if first is not None and first.ticket != ticket.id and not around.params.reason:
        raise refused("reason_missing", f"{ticket.number} is not next; say why", field="reason")


def window_serves_held(ticket: Ticket, around: Circumstances) -> None:
    """Require: a held ticket resumes at a window offering its service."""
    window = _acting_window(around)
    if ticket.service not in offered(window, around.site):
        raise refused("service_not_at_window", f"{ticket.number} is not for {window.id}")


def calls_left(ticket: Ticket, around: Circumstances) -> None:
    """Require: a ticket is called at most ``max_calls`` times at one window."""
    if ticket.call_no >= around.site.grace.max_calls:
        raise refused("call_limit", f"{ticket.number} was called {ticket.call_no} times")


def recall_interval_over(ticket: Ticket, around: Circumstances) -> None:
    """Require: calls of one ticket keep their distance, so that one can be heard out."""
    left = ticket.call_mono + around.site.grace.recall_interval_s - around.moment.mono
    if left > 0:
        raise refused("recall_too_soon", retry_after=math.ceil(left), state=ticket.state.value)


def undo_in_time(ticket: Ticket, around: Circumstances) -> None:
    """Require: the call is young; later the visitor may be on the way."""
    if around.moment.mono - ticket.call_mono > around.site.grace.undo_s:
        raise refused("too_late", "the visitor may be on the way", state=ticket.state.value)


def grace_over(ticket: Ticket, around: Circumstances) -> None:
    """Require: enough calls were made, and the visitor's own grace since the last one is over."""
    calls_missing = max(around.site.grace.calls - ticket.call_no, 0)
    left = ticket.call_mono + ticket.handling.grace_s - around.moment.mono
    if calls_missing:
        # After the next call its whole grace runs again.
        left = max(left, ticket.handling.grace_s)
    if left > 0:
        raise refused(
            "grace_running",
            retry_after=math.ceil(left),
            calls_missing=calls_missing,
            state=ticket.state.value,
        )


def targeted(ticket: Ticket, around: Circumstances) -> None:
    """Require: the waiting ticket was meant for one window."""
    if ticket.target is None:
        raise refused("wrong_state", "waits for any window", state=ticket.state.value)


def target_named(ticket: Ticket, around: Circumstances) -> None:
    """Require: a transfer names a service or a window."""
    if around.params.service is None and around.params.window is None:
        raise refused("value_missing", "name a service or a window", field="service")


def service_named(ticket: Ticket, around: Circumstances) -> None:
    """Require: a further service is named."""
    if around.params.service is None:
        raise refused("value_missing", "name a service", field="service")


def further_left(ticket: Ticket, around: Circumstances) -> None:
    """Require: no more services wait on one ticket than a visit can hold."""
    if len(ticket.further) >= FURTHER_LIMIT:
        told = f"{len(ticket.further)} services follow already; give another number later"
        raise refused("limit_reached", told, state=ticket.state.value)


def target_service_open(ticket: Ticket, around: Circumstances) -> None:
    """Require: the service asked for exists and is offered today."""
    wanted = around.params.service
    if wanted is None:
        return
    service = next((each for each in around.site.services if each.id == wanted), None)
    if service is None:
        raise refused("unknown_service", f"no service {wanted!r}", field="service")
    if not service.open:
        raise refused("service_closed", f"{wanted} is not offered", field="service")


def target_window_fits(ticket: Ticket, around: Circumstances) -> None:
    """Require: the window asked for exists, is not closed and offers the service."""
    wanted = around.params.window
    if wanted is None:
        return
    window = around.windows.get(wanted)
    if window is None:
        raise refused("unknown_window", f"no window {wanted!r}", field="window")
    if window.state == "closed":
        raise refused("window_closed", f"window {wanted} is closed", field="window", state="closed")
    if (around.params.service or ticket.service) not in offered(window, around.site):
        raise refused("service_not_at_window", f"not offered at {wanted}", field="window")


def until_over(ticket: Ticket, around: Circumstances) -> None:
    """Require: the hold or step-away has ended."""
    if ticket.until is None or around.moment.mono < ticket.until_mono:
        raise refused("wrong_state", "still running", state=ticket.state.value)


def away_left(ticket: Ticket, around: Circumstances) -> None:
    """Require: a visitor may step away a few times."""
    if ticket.away_count >= AWAY_LIMIT:
        raise refused("limit_reached", f"stepped away {ticket.away_count} times")


def reinstatements_left(ticket: Ticket, around: Circumstances) -> None:
    """Require: a missed ticket comes back a few times."""
    if ticket.missed_count > MISSED_LIMIT:
        raise refused("limit_reached", f"missed {ticket.missed_count} times")


def reopen_allowed(ticket: Ticket, around: Circumstances) -> None:
    """Require: a reason, and at most ten minutes since the end."""
    if not around.params.reason:
        raise refused("reason_missing", "say why", field="reason")
    if ticket.ended_at is None or around.now - ticket.ended_at > REOPEN_WITHIN:
        raise refused("too_late", "reopening is possible for ten minutes", state=ticket.state.value)


def window_free_again(ticket: Ticket, around: Circumstances) -> None:
    """Require: a visit goes on at its window when that has room for it."""
    window = around.windows.get(ticket.window or "")
    if window is None or window.state != "open":
        raise refused("window_closed", "its window is not open", state=ticket.state.value)
    if window.ticket is not None:
        raise refused("window_busy", f"window {window.id} has a ticket", state=ticket.state.value)


def _acting_window(around: Circumstances) -> Window:
    if around.at is None:
        raise refused("value_missing", "name a window", field="window")
    window = around.windows.get(around.at)
    if window is None or all(each.id != window.id for each in around.site.windows):
        raise refused("unknown_window", f"no window {around.at!r}")
    may_work_at(around, around.at)
    return window
