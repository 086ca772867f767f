"""The hall's latest calls, as its live stream tells them."""

from kiosk.flow.visit import Call
from queue_server import wire

_SHOWN = 4
_CALLS = ("ticket_called", "ticket_recalled")


def called(before: tuple[Call, ...], row: wire.Row) -> tuple[Call, ...]:
    """Return the latest calls after a row, newest first; a number stands there once."""
    if row.kind == "snapshot":
        told = [_call(one) for one in reversed(row.data.get("calls", ()))]
        return tuple(call for call in told if call is not None)[:_SHOWN]
    call = _call(row.data) if row.kind in _CALLS else None
    if call is None:
        return before
    return (call, *(one for one in before if one.number != call.number))[:_SHOWN]


def _call(data: dict[str, object]) -> Call | None:
    number, window = data.get("number"), data.get("window_number")
    if isinstance(number, str) and isinstance(window, int):
        return Call(number, window)
    return None
