"""The hall as the agent sees it: the newest row wins, whatever the order."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from displays.hall_state import HallView, follow
from queue_server.wire import Row

AT = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)


def ticket_row(seq: int, kind: str, number: str = "A017", **changes: Any) -> Row:
    data = {
        "ticket": f"id-{number}",
        "number": number,
        "service": "unemployment",
        "state": "CALLED",
        "version": seq,
        "event": "call",
        "window": "w3",
        "window_number": 3,
        "zone": "a",
        "call_no": 1,
        "languages": ["zh-CN"],
        "handling": {"grace_s": 60, "repeats": 2, "hold_s": 30},
    } | changes
    return Row(epoch="e1", seq=seq, prev=seq - 1, at=AT, kind=kind, data=data)


def snapshot(seq: int, calls: Sequence[dict[str, Any]] = (), epoch: str = "e1") -> Row:
    windows = [
        {
            "id": f"w{number}",
            "number": number,
            "zone": "a",
            "services": ["unemployment"],
            "state": "open",
            "reason": None,
            "ticket": None,
            "ticket_number": None,
            "ticket_state": None,
            "call_no": 0,
            "waiting": 0,
        }
        for number in (1, 3)
    ]
    data = {"day": None, "open": True, "services": [], "windows": windows, "calls": list(calls)}
    return Row(epoch=epoch, seq=seq, prev=-1, at=AT, kind="snapshot", data=data)


def after(*rows: Row) -> HallView:
    view = HallView()
    for row in rows:
        view, _ = follow(view, row)
    return view


def called_at(view: HallView, window: str) -> str | None:
    call = view.windows[window].call
    return call.number if call else None


def test_a_call_stands_at_its_window_until_the_ticket_leaves() -> None:
    called = after(snapshot(1), ticket_row(2, "ticket_called"))
    assert called_at(called, "w3") == "A017"

    missed, [change] = follow(called, ticket_row(3, "ticket_missed", state="MISSED"))
    assert called_at(missed, "w3") is None
    assert change.ended == ("id-A017",)


def test_a_transferred_ticket_called_elsewhere_leaves_its_first_window() -> None:
    view = after(
        snapshot(1),
        ticket_row(2, "ticket_called"),
        ticket_row(3, "ticket_called", window="w1", window_number=1, call_no=2),
    )
    assert called_at(view, "w3") is None
    assert called_at(view, "w1") == "A017"


def test_a_call_in_a_snapshot_is_restored_and_not_new() -> None:
    _, [change] = follow(HallView(), snapshot(5, [ticket_row(4, "ticket_called").data]))
    assert change.kind == "restored"
    assert change.call is not None
    assert not change.call.is_receipted


def test_a_snapshot_does_not_restore_what_is_already_shown() -> None:
    view = after(snapshot(1), ticket_row(2, "ticket_called"))
    _, changes = follow(view, snapshot(6, [ticket_row(2, "ticket_called").data]))
    assert changes == []


def test_a_snapshot_ends_calls_it_no_longer_holds() -> None:
    view = after(snapshot(1), ticket_row(2, "ticket_called"))
    _, [change] = follow(view, snapshot(1, epoch="e2"))
    assert change.ended == ("id-A017",)


def test_rows_of_another_epoch_change_nothing() -> None:
    view = after(snapshot(1, epoch="e2"))
    assert follow(view, ticket_row(9, "ticket_called")) == (view, ())


def test_a_paused_window_is_known_as_paused() -> None:
    row = Row(
        epoch="e1",
        seq=2,
        prev=1,
        at=AT,
        kind="window_paused",
        data={"window": "w3", "number": 3, "zone": "a", "state": "paused", "reason": None},
    )
    assert after(snapshot(1), row).windows["w3"].state == "paused"


EVENTS = ["ticket_called", "ticket_recalled", "ticket_arrived", "ticket_missed", "ticket_finished"]
STATES = {
    "ticket_called": "CALLED",
    "ticket_recalled": "CALLED",
    "ticket_arrived": "SERVING",
    "ticket_missed": "MISSED",
    "ticket_finished": "DONE",
}
histories = st.lists(
    st.tuples(st.sampled_from(EVENTS), st.sampled_from(["A017", "A018"]), st.sampled_from([1, 3])),
    max_size=12,
)


@given(histories, st.data())
def test_replayed_or_repeated_rows_never_put_old_state_over_new(
    history: list[tuple[str, str, int]], data: st.DataObject
) -> None:
    rows = [
        ticket_row(seq, kind, number, state=STATES[kind], window=f"w{window}", window_number=window)
        for seq, (kind, number, window) in enumerate(history, start=2)
    ]
    straight = after(snapshot(1), *rows)
    stream: list[Row] = []
    for row in rows:
        stream.append(row)
        stream += data.draw(st.lists(st.sampled_from(stream), max_size=2))
    assert after(snapshot(1), *stream) == straight
