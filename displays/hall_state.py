"""The hall as the display agent sees it: windows, the calls they make, notices, danger. Pure.

``follow`` takes the rows of the live stream; a row older than what is known changes nothing, so no
interleaving shows old state over new (R-37).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Literal

import msgspec

from queue_server.wire import Emergency, Handling, Notice, Row, Snapshot, TicketRow, WindowState

_CALLS = ("ticket_called", "ticket_recalled")
_OPEN = ("CALLED", "SERVING")
_DEFAULT_HANDLING = Handling(grace_s=60, repeats=2, hold_s=30)


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One call of a ticket to a window; ``seq`` is the row a receipt answers.

    A call found in a snapshot is receipted only where the server names the row that made it.
    """

    ticket: str
    number: str
    window: str
    window_number: int
    zone: str
    call_no: int
    languages: tuple[str, ...]
    handling: Handling
    seq: int
    at: datetime
    is_receipted: bool = True
    pager: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WindowView:
    """A window: what it calls or serves, and whether it is open."""

    id: str
    number: int
    zone: str
    state: WindowState = "open"
    call: Call | None = None
    serving: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Posted:
    """A notice and the row that published it, which receipts answer; None where nobody told it."""

    notice: Notice
    seq: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Danger:
    """An emergency under way and the row that declared it."""

    emergency: Emergency
    seq: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class HallView:
    """All windows, notices (also those yet to begin) and any emergency, as of (epoch, seq)."""

    epoch: str = ""
    seq: int = -1
    windows: Mapping[str, WindowView] = field(default_factory=dict)
    notices: Mapping[str, Posted] = field(default_factory=dict)
    danger: Danger | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What a row asks of the sinks: a call to make, tickets whose calls are void, words to say.

    ``danger`` was declared, or its words changed; ``is_safe`` says that it is over.
    """

    call: Call | None = None
    kind: Literal["call", "recall", "restored"] = "call"
    ended: tuple[str, ...] = ()
    notice: Posted | None = None
    withdrawn: str | None = None
    danger: Danger | None = None
    is_safe: bool = False


def follow(view: HallView, row: Row) -> tuple[HallView, Sequence[Change]]:
    """Return the hall after a row, and what the sinks must do about it."""
    if row.kind == "snapshot":
        return _from_snapshot(view, row)
    if row.epoch != view.epoch or row.seq <= view.seq:
        return view, ()
    view = replace(view, seq=row.seq)
    if row.kind.startswith("ticket_"):
        return _after_ticket(view, row)
    if row.kind in ("window_opened", "window_paused", "window_closed"):
        return _after_window(view, row), ()
    if row.kind.startswith("notice_"):
        return _after_notice(view, row)
    if row.kind == "emergency_declared":
        danger = Danger(emergency=msgspec.convert(row.data, Emergency), seq=row.seq)
        return replace(view, danger=danger), (Change(danger=danger),)
    if row.kind == "emergency_ended":
        return replace(view, danger=None), (Change(is_safe=True),)
    return view, ()


def _after_notice(view: HallView, row: Row) -> tuple[HallView, Sequence[Change]]:
    """Take a notice as published; an older revision that arrives late changes nothing."""
    if row.kind == "notice_withdrawn":
        gone = str(row.data.get("id", ""))
        rest = {key: posted for key, posted in view.notices.items() if key != gone}
        return replace(view, notices=rest), (Change(withdrawn=gone),)
    notice = msgspec.convert(row.data, Notice)
    known = view.notices.get(notice.id)
    if known is not None and known.notice.revision > notice.revision:
        return view, ()
    posted = Posted(notice=notice, seq=row.seq)
    return replace(view, notices={**view.notices, notice.id: posted}), (Change(notice=posted),)


def _from_snapshot(view: HallView, row: Row) -> tuple[HallView, Sequence[Change]]:
    """Take the whole hall; calls under way are shown again but not new to the ear."""
    if row.epoch == view.epoch and row.seq < view.seq:
        return view, ()
    snapshot = msgspec.convert(row.data, Snapshot)
    windows = {
        info.id: WindowView(id=info.id, number=info.number, zone=info.zone, state=info.state)
        for info in snapshot.windows
    }
    changes: list[Change] = []
    for ticket in snapshot.calls:
        call = _call_of(ticket, row)
        if call is None or call.window not in windows or ticket.state not in _OPEN:
            continue
        known = _same_call(view, call)
        window = replace(windows[call.window], call=known or call)
        windows[call.window] = replace(window, serving=ticket.state == "SERVING")
        if known is None and ticket.state == "CALLED":
            changes.append(Change(call=call, kind="restored"))
    still = {window.call.ticket for window in windows.values() if window.call}
    gone = tuple(
        window.call.ticket
        for window in view.windows.values()
        if window.call and window.call.ticket not in still
    )
    if gone:
        changes.insert(0, Change(ended=gone))
    danger = _danger_of(snapshot)
    changes += _danger_changes(view.danger, danger)
    found = HallView(
        epoch=row.epoch,
        seq=row.seq,
        windows=windows,
        notices={each.id: Posted(notice=each, seq=each.seq) for each in snapshot.notices},
        danger=danger,
    )
    return found, changes


def _danger_of(snapshot: Snapshot) -> Danger | None:
    found = snapshot.emergency
    return None if found is None else Danger(emergency=found, seq=found.seq)


def _danger_changes(before: Danger | None, now: Danger | None) -> Sequence[Change]:
    """Return what a snapshot changes: an alarm already heard is not declared again.

    One declared anew keeps its id: words or zones that changed unheard are told.
    """
    if now is None:
        return () if before is None else (Change(is_safe=True),)
    known = before is not None and _told(before.emergency) == _told(now.emergency)
    return () if known else (Change(danger=now),)


def _told(emergency: Emergency) -> Emergency:
    return msgspec.structs.replace(emergency, seq=None)


def _same_call(view: HallView, call: Call) -> Call | None:
    before = view.windows.get(call.window)
    known = before.call if before else None
    same = known and (known.ticket, known.call_no) == (call.ticket, call.call_no)
    return known if same else None


def _after_ticket(view: HallView, row: Row) -> tuple[HallView, Sequence[Change]]:
    ticket = msgspec.convert(row.data, TicketRow)
    if row.kind in _CALLS and ticket.state == "CALLED":
        call = _call_of(ticket, row)
        if call is None:
            return view, ()
        cleared = _without(view, ticket.ticket)
        window = cleared.windows.get(call.window) or WindowView(
            id=call.window, number=call.window_number, zone=call.zone
        )
        now_called = replace(window, call=call, serving=False)
        kind: Literal["call", "recall"] = "call" if row.kind == "ticket_called" else "recall"
        return _with(cleared, now_called), (Change(call=call, kind=kind),)
    if ticket.state == "SERVING":
        return _now_serving(view, ticket), (Change(ended=(ticket.ticket,)),)
    return _without(view, ticket.ticket), (Change(ended=(ticket.ticket,)),)


def _now_serving(view: HallView, ticket: TicketRow) -> HallView:
    window = view.windows.get(ticket.window or "")
    if window is None or window.call is None or window.call.ticket != ticket.ticket:
        return _without(view, ticket.ticket)
    return _with(view, replace(window, serving=True))


def _after_window(view: HallView, row: Row) -> HallView:
    states: Mapping[str, WindowState] = {
        "window_opened": "open",
        "window_paused": "paused",
        "window_closed": "closed",
    }
    window_id = str(row.data.get("window", ""))
    known = view.windows.get(window_id) or WindowView(
        id=window_id, number=int(row.data.get("number", 0)), zone=str(row.data.get("zone", ""))
    )
    return _with(view, replace(known, state=states[row.kind]))


def _call_of(ticket: TicketRow, row: Row) -> Call | None:
    if ticket.window is None or ticket.window_number is None:
        return None
    return Call(
        ticket=ticket.ticket,
        number=ticket.number,
        window=ticket.window,
        window_number=ticket.window_number,
        zone=ticket.zone or "",
        call_no=ticket.call_no,
        languages=ticket.languages,
        handling=ticket.handling or _DEFAULT_HANDLING,
        seq=row.seq if ticket.seq is None else ticket.seq,
        at=row.at,
        is_receipted=row.kind != "snapshot" or ticket.seq is not None,
        pager=ticket.pager,
    )


def _with(view: HallView, window: WindowView) -> HallView:
    return replace(view, windows={**view.windows, window.id: window})


def _without(view: HallView, ticket: str) -> HallView:
    """Take a ticket off every window that called it."""
    windows = {
        key: replace(window, call=None, serving=False)
        if window.call and window.call.ticket == ticket
        else window
        for key, window in view.windows.items()
    }
    return replace(view, windows=windows)
