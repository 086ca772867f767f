"""What goes up: once in effect, whatever is sent again, lost, restored or corrected."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from hall.clock import ManualClock
from hall.errors import RuleError, SyncError
from queue_server.domain.ticket import State
from queue_server.sealing.head import journal_signer, sign
from queue_server.statistics.messages import ClassRow, ClassWeek
from queue_server.statistics.visits import Visit
from queue_server.store.records import JournalRow
from queue_server.sync.counting import day_counts, week_counts
from queue_server.sync.outbox import ConflictError, Count, outbox

DAY = "2026-11-22"


def count(value: int | str, service: str = "求职登记") -> Count:
    return Count(day=DAY, metric="tickets_served", dims=(("service", service),), value=value)


def told(level: Any) -> dict[str, Any]:
    rows = level.uplink.figures(since=date(2026, 1, 1))
    return {row["dims"]["service"]: row["value"] for row in rows}


def test_counts_arrive_and_corrections_replace_them(above: Any, below: Any, wire: Any) -> None:
    assert below.outbox.count([count(41), count(7, "失业登记")]) == 2
    assert below.outbox.count([count(41), count(7, "失业登记")]) == 0
    assert below.outbox.deliver(wire.caller, "h") == 1
    assert below.outbox.count([count(43)]) == 1
    assert below.outbox.deliver(wire.caller, "h") == 1
    assert told(above) == {"求职登记": 43, "失业登记": 7}
    assert below.outbox.waiting().batches == 0


def test_s_26_signed_heads_of_the_journal_arrive_and_stay(
    above: Any, below: Any, wire: Any, clock: ManualClock, tmp_path: Path
) -> None:
    signer = journal_signer(tmp_path, "h")
    row = JournalRow(seq=7, at=clock.now(), kind="k", public=True, data="{}", hash="f" * 64)
    head = sign(signer, hall="h", epoch="e", row=row, at=clock.now())
    below.outbox.put_head(head.told())
    below.outbox.put_head(head.told())
    assert below.outbox.deliver(wire.caller, "h") == 2
    assert above.uplink.heads("h") == [("h", head)]
    assert above.uplink.heads("another") == []
    with pytest.raises(RuleError, match="cannot be read"):
        above.uplink.take("token", "h", "E", 1, b'{"heads":[{"seq":-1}]}', None)


def test_a_lost_answer_is_sent_again_and_counts_once(above: Any, below: Any, wire: Any) -> None:
    below.outbox.count([count(41)])
    wire.cut_at = 0
    with pytest.raises(Exception, match="does not answer"):
        below.outbox.deliver(wire.caller, "h")
    assert told(above) == {"求职登记": 41}
    assert below.outbox.waiting().batches == 1
    wire.cut_at = None
    assert below.outbox.deliver(wire.caller, "h") == 1
    assert told(above) == {"求职登记": 41}
    assert above.uplink.place("token", "h")["next"] == 2


def test_a_level_above_that_forgot_is_told_again_from_where_it_stands(
    above: Any, below: Any, wire: Any, make_level: Any, make_wire: Any
) -> None:
    for value in range(1, 5):
        below.outbox.count([count(value)])
    below.outbox.deliver(wire.caller, "h")
    restored = make_level("150000", folder="restored")
    other = make_wire(restored)
    below.outbox.count([count(9)])
    below.outbox.deliver(other.caller, "h")
    assert told(restored) == {"求职登记": 9}
    assert restored.uplink.place("token", "h")["next"] == 6


def test_an_older_version_never_beats_a_newer_one(above: Any, clock: ManualClock) -> None:
    def row(value: int, ver: int) -> bytes:
        return (
            f'{{"rows":[{{"day":"{DAY}","metric":"m","dims":{{"service":"a"}},"value":{value},'
            f'"ver":{ver}}}]}}'
        ).encode()

    assert above.uplink.take("t", "h", "E1", 1, row(10, 3), None).status == 201
    assert above.uplink.take("t", "h", "E2", 1, row(8, 2), None).status == 201
    assert told(above) == {"a": 10}


def test_the_receiving_end_keeps_order_and_tells_conflicts(above: Any) -> None:
    take = above.uplink.take
    assert take("t", "h", "E1", 1, b"{}", None).body == {"next": 2}
    assert take("t", "h", "E1", 1, b"{}", None).body == {"next": 2, "dup": True}
    assert (take("t", "h", "E1", 3, b"{}", None).status, take("t", "h", "E1", 1, b'{"rows":[]}',
            None).body) == (409, {"conflict": 1})  # fmt: skip
    with pytest.raises(RuleError) as refused:
        take("another", "h", "E1", 2, b"{}", None)
    assert refused.value.code == "forbidden"
    for body in (b"{", b"[]", b'{"rows":[{"day":"yesterday"}]}', b"[" * 9000, b"\xff"):
        with pytest.raises(RuleError) as unfit:
            take("t", "h", "E1", 2, body, None)
        assert unfit.value.code == "does_not_fit"
    with pytest.raises(RuleError):
        take("t", "h", "E1", 2, b"{}", "sha-256=:AAAA:")


def test_another_batch_under_our_number_stops_the_outbox(above: Any, below: Any, wire: Any) -> None:
    below.outbox.count([count(41)])
    wire.status = 422
    with pytest.raises(ConflictError):
        below.outbox.deliver(wire.caller, "h")
    assert below.outbox.waiting().batches == 1


def _visit(number: int, state: State) -> Visit:
    return Visit(
        ticket=str(number), number=f"A{number:03d}", day=DAY, service="unemployment", state=state,
        issued_at=datetime(2026, 11, 22, tzinfo=UTC),
    )  # fmt: skip


def test_days_name_no_need_and_weeks_withhold_small_cells() -> None:
    days = day_counts([_visit(1, State.DONE), _visit(2, State.DONE), _visit(3, State.EXPIRED)])
    assert {(each.metric, each.value) for each in days} == {
        ("tickets_issued", 3),
        ("tickets_served", 2),
    }
    assert {name for each in days for name, _ in each.dims} == {"service"}
    week = ClassWeek(
        id="2026-W47", first_day="2026-11-16", last_day="2026-11-22", visits=40, smallest_shown=5,
        classes=(ClassRow(id="sight", withheld=True), ClassRow(id="none", withheld=False,
                                                               visits=33)),
    )  # fmt: skip
    assert {dict(each.dims)["needs"]: each.value for each in week_counts(week)} == {
        "sight": "<5",
        "none": 33,
    }


def away(
    below: Any, clock: ManualClock, *, days: int, services: int, hours: range = range(9, 19)
) -> dict[tuple[str, str], int]:
    """Count every hour while nobody takes it; return what each day came to."""
    came: dict[tuple[str, str], int] = {}
    for day in range(days):
        for hour in hours:
            clock.pass_time(3600)
            name = f"2026-11-{day + 1:02d}"
            counts = [
                Count(
                    day=name, metric="tickets_served", dims=(("service", f"s{n}"),),
                    value=hour * (n + 1),
                )
                for n in range(services)
            ]  # fmt: skip
            below.outbox.count(counts)
            came |= {(name, f"s{n}"): hour * (n + 1) for n in range(services)}
        clock.pass_time(14 * 3600)
    return came


def kept_bytes(below: Any) -> int:
    with below.content.engine.connect() as connection:
        return int(connection.execute(select(func.sum(func.length(outbox.c.body)))).scalar() or 0)


def arrived(above: Any) -> dict[tuple[str, str], int]:
    rows = above.uplink.figures(since=date(2026, 1, 1))
    return {(row["day"], row["dims"]["service"]): row["value"] for row in rows}


def test_r_26_two_weeks_away_stay_small_and_arrive_whole(
    above: Any, below: Any, wire: Any, clock: ManualClock
) -> None:
    below.outbox.count([count(1, "s0")])
    wire.cut_at = 0
    with pytest.raises(SyncError):
        below.outbox.deliver(wire.caller, "h")  # it arrived; the answer did not
    came = away(below, clock, days=14, services=4, hours=range(9, 13))
    assert below.outbox.waiting().batches == 1 + 14 * 4
    # Four times a day each count was told anew; only its last is kept: a fourth, and empty batches.
    assert kept_bytes(below) < 14 * 4 * (120 + 20)
    wire.cut_at = None
    below.outbox.deliver(wire.caller, "h")
    told = arrived(above)
    assert {key: told[key] for key in came} == came
    assert below.outbox.waiting().batches == 0


@pytest.mark.deep
@pytest.mark.timeout(3600)
def test_r_26_two_weeks_away_at_a_large_halls_load_are_far_below_a_gibibyte(
    above: Any, below: Any, wire: Any, clock: ManualClock
) -> None:
    came = away(below, clock, days=14, services=2000)
    assert kept_bytes(below) < 16 << 20
    below.outbox.deliver(wire.caller, "h")
    assert arrived(above) == came
