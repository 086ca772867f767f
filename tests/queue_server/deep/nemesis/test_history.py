"""The checker of histories sees what it is there to see."""

from datetime import UTC, datetime
from typing import Any

import msgspec
import pytest

from queue_server import wire
from queue_server.store.records import JournalRow
from tests.queue_server.deep.nemesis import history as checker
from tests.queue_server.deep.nemesis.following import followed
from tests.queue_server.deep.nemesis.history import History, Told

OFFERED = {"w1": ("a",), "w2": ("a",)}


def told(what: str, key: str, began: float, ended: float, **answer: Any) -> Told:
    return Told(what=what, key=key, began=began, ended=ended, tries=1, answer=answer)


def issued(key: str, ticket: str, number: str, began: float = 0.0, ended: float = 1.0) -> Told:
    return told("issue", key, began, ended, id=ticket, number=number, service="a")


def row(seq: int, kind: str, ticket: str, window: str | None = None, state: str = "") -> JournalRow:
    data = {"ticket": ticket, "number": ticket, "service": "a", "window": window, "state": state}
    return JournalRow(
        seq=seq,
        at=datetime(2026, 11, 23, tzinfo=UTC),
        kind=f"ticket_{kind}",
        public=True,
        data=msgspec.json.encode(data).decode(),
        hash="",
    )


@pytest.mark.parametrize(
    ("answers", "kept", "found"),
    [
        ([issued("k", "t", "A001")], {"t": "A001"}, ""),
        ([issued("k", "t", "A001")], {}, "lost"),
        ([issued("k", "t", "A001")], {"t": "A002"}, "lost"),
        ([issued("k", "t", "A001"), issued("k", "u", "A002")], {"t": "A001", "u": "A002"}, "given"),
        ([issued("k", "t", "A001"), issued("j", "u", "A001")], {"t": "A001", "u": "A001"}, "times"),
        ([issued("k", "t", "A001")], {"t": "A001", "x": "A002"}, "2 tickets for 1"),
    ],
)
def test_a_lost_doubled_or_stray_number_is_seen(
    answers: list[Told], kept: dict[str, str], found: str
) -> None:
    wrong = checker.issues(History(told=answers), kept)
    assert found in " ".join(wrong)
    assert bool(wrong) == bool(found)


def test_a_number_given_later_to_who_came_earlier_is_seen() -> None:
    early = issued("k", "t", "A002", 0, 1)
    assert checker.in_real_time(History(told=[early, issued("j", "u", "A001", 2, 3)])) != []
    assert checker.in_real_time(History(told=[early, issued("j", "u", "A001", 0, 3)])) == []
    assert checker.in_real_time(History(told=[early, early])) == []


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        ([row(1, "issued", "t"), row(2, "called", "t", "w1")], ""),
        ([row(1, "issued", "t"), row(3, "called", "t", "w1")], "stands where"),
        ([row(1, "issued", "t"), row(2, "issued", "t")], "issued twice"),
        ([row(1, "issued", "t"), row(2, "issued", "u"), row(3, "called", "u", "w1")], "not who"),
        (
            [
                row(1, "issued", "t"), row(2, "issued", "u"),
                row(3, "called", "t", "w1"), row(4, "called", "u", "w1"),
            ],
            "had somebody",
        ),
    ],
)  # fmt: skip
def test_a_gap_a_wrong_order_and_a_window_with_two_are_seen(
    rows: list[JournalRow], found: str
) -> None:
    wrong = checker.replayed(rows, OFFERED)
    assert found in " ".join(wrong)
    assert bool(wrong) == bool(found)


def test_a_call_without_a_row_and_a_ticket_called_at_two_windows_are_seen() -> None:
    call = told("call", "c", 0, 1, id="t", number="A001", window="w1")
    rows = [row(1, "called", "t", "w1"), row(2, "called", "t", "w2")]
    assert checker.calls(History(told=[call]), rows[:1]) == []
    assert checker.calls(History(told=[call]), []) != []
    assert checker.calls(History(told=[call]), rows) != []
    finish = told("finish", "", 0, 1, id="t", number="A001")
    assert checker.ends(History(told=[finish]), {"t": "DONE"}) == []
    assert checker.ends(History(told=[finish]), {"t": "WAITING"}) != []


def told_row(seq: int, prev: int, kind: str = "ticket_issued") -> wire.Row:
    at = datetime(2026, 11, 23, tzinfo=UTC)
    return wire.Row(epoch="e", seq=seq, prev=prev, at=at, kind=kind, data={})


@pytest.mark.parametrize(
    ("told_rows", "whole"),
    [
        ([told_row(1, -1, "snapshot"), told_row(2, 1), told_row(3, 2)], True),
        ([told_row(1, -1, "snapshot"), told_row(3, 1)], False),
        ([told_row(1, -1, "snapshot"), told_row(2, 1), told_row(2, 2), told_row(3, 2)], False),
        ([told_row(1, -1, "snapshot"), told_row(3, 1), told_row(2, 3)], False),
        ([told_row(1, -1, "snapshot"), told_row(2, 1), told_row(3, 2, "snapshot")], False),
        ([], False),
    ],
)
def test_a_stream_with_a_gap_a_doubled_row_or_another_order_is_seen(
    told_rows: list[wire.Row], *, whole: bool
) -> None:
    rows = [row(seq, "issued", f"t{seq}") for seq in (1, 2, 3)]
    assert (followed(told_rows, rows) == []) == whole
