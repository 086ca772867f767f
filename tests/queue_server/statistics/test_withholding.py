"""Nobody is to be found in a table: small cells, totals, weeks."""

import itertools
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from queue_server.domain.ticket import Leg, State
from queue_server.statistics.classes import ClassCount, Week, count, days_of, finish, week_of
from queue_server.statistics.telling import week_told
from queue_server.statistics.visits import CLASSES, NeedClass, Visit
from queue_server.statistics.withholding import withhold

START = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
_COUNTS = st.dictionaries(st.sampled_from("abcdefgh"), st.integers(0, 30), max_size=8)


def visits(amounts: dict[NeedClass, int], waited: float | None = 12) -> list[Visit]:
    numbers = itertools.count()
    leg = None
    if waited is not None:
        leg = Leg(service="a", window="w1", called_at=START + timedelta(minutes=waited))
    return [
        Visit(
            ticket=f"t{next(numbers)}", number="A001", day="2026-11-23", service="a",
            state=State.DONE, issued_at=START, need_class=name, legs=(leg,) if leg else (),
        )
        for name, amount in amounts.items()
        for _ in range(amount)
    ]  # fmt: skip


def test_a_small_cell_takes_another_with_it_so_that_the_total_does_not_tell() -> None:
    assert withhold({"a": 3, "b": 9, "c": 40}, k=5).cells == {"a", "b"}
    assert withhold({"a": 1, "b": 2, "c": 40, "d": 60}, k=5).cells == {"a", "b", "c"}
    assert withhold({"a": 2, "b": 4, "c": 40}, k=5).cells == {"a", "b"}
    assert withhold({"a": 5, "b": 9}, k=5).cells == frozenset()
    assert withhold({"a": 0, "b": 9}, k=5).cells == frozenset()


def test_of_very_few_not_even_the_total_is_told() -> None:
    few = withhold({"a": 1, "b": 3}, k=5)

    assert few.cells == {"a", "b"}
    assert few.total
    assert not withhold({}, k=5).total


@given(_COUNTS, st.integers(2, 10))
def test_what_is_withheld_cannot_be_reckoned_from_what_is_told(
    counts: dict[str, int], k: int
) -> None:
    hidden = withhold(counts, k)
    told = {name: each for name, each in counts.items() if name not in hidden.cells}
    rest = sum(counts.values()) - sum(told.values())

    assert all(each == 0 or each >= k for each in told.values())
    assert all(counts[name] > 0 for name in hidden.cells)
    if hidden.total:
        assert sum(counts.values()) < k
        assert not any(told.values())
    elif hidden.cells:
        # Total less what is told leaves a sum of at least k over at least two cells: whatever
        # the reader supposes, each of them may lie between one and all but one of it.
        assert len(hidden.cells) >= 2
        assert rest >= k
        assert all(
            1 <= guess <= rest - (len(hidden.cells) - 1)
            for guess in (counts[name] for name in hidden.cells)
        )


@given(_COUNTS, st.integers(2, 10))
def test_no_more_is_withheld_than_needed(counts: dict[str, int], k: int) -> None:
    hidden = withhold(counts, k)
    small = {name for name, each in counts.items() if 0 < each < k}

    if not small:
        assert not hidden.cells
    extra = hidden.cells - small
    if extra and not hidden.total:
        without = hidden.cells - {max(extra, key=lambda name: (counts[name], name))}
        assert len(without) < 2 or sum(counts[name] for name in without) < k


def test_a_week_is_counted_by_day_and_told_when_over() -> None:
    week = count(Week(id="2026-W48"), "2026-11-23", "c", visits({"none": 20, "sight": 3}))
    week = count(week, "2026-11-24", "d", visits({"sight": 4, "mobility": 6, "hearing": 1}))
    done = finish(week, k=5)

    assert week.visits == 34
    assert set(week.counted) == {"2026-11-23", "2026-11-24"}
    assert done.withheld == ("mobility", "hearing")
    assert set(done.classes) == {"none", "sight"}
    assert "hearing" not in done.classes
    told = {row.id: row for row in week_told(done).classes}
    assert told["sight"].visits == 7
    assert told["sight"].mean_wait == 12
    assert told["sight"].nine_of_ten == 15
    assert told["hearing"].withheld
    assert told["hearing"].visits is told["mobility"].visits is None


@given(st.dictionaries(st.sampled_from(CLASSES), st.integers(0, 25)))
def test_a_finished_week_holds_no_figure_of_a_withheld_class(
    amounts: dict[NeedClass, int],
) -> None:
    done = finish(count(Week(id="2026-W48"), "2026-11-23", "c", visits(amounts)))
    kept = msgspec.json.decode(msgspec.json.encode(done), type=Week)

    assert kept == done
    assert not set(done.withheld) & set(done.classes)
    assert all(each.visits >= 5 for each in done.classes.values())
    total = sum(amounts.values())
    assert done.visits == (total if total == 0 or total >= 5 else None)


def test_waits_are_not_told_where_too_few_of_a_class_were_called() -> None:
    called = visits({"sight": 2})
    never = [replace(each, legs=()) for each in visits({"sight": 10})]
    told = week_told(finish(count(Week(id="2026-W48"), "2026-11-23", "c", called + never)))

    (row,) = told.classes
    assert (row.visits, row.mean_wait, row.nine_of_ten) == (12, None, None)


def test_coarse_waits_tell_nine_of_ten_by_their_upper_bound() -> None:
    assert ClassCount(called=10, waits=(5, 4, 1, 0, 0, 0, 0, 0, 0, 0)).nine_of_ten == 10
    assert ClassCount(called=10, waits=(0, 0, 0, 0, 0, 0, 0, 0, 0, 10)).nine_of_ten is None
    assert ClassCount().nine_of_ten is None


def test_weeks_begin_on_monday_and_belong_to_their_own_year() -> None:
    assert week_of(date(2026, 12, 31)) == week_of(date(2027, 1, 3)) == "2026-W53"
    assert days_of("2026-W53") == (date(2026, 12, 28), date(2027, 1, 3))
