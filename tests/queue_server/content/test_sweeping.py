"""Mark and sweep: the five guards, each by name."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hall.clock import ManualClock
from hall.errors import RuleError
from queue_server.content.changes import Gone, Why
from queue_server.content.model import Record
from queue_server.content.service import ContentService
from queue_server.content.sweeping.deciding import Key, Scan, judge, must_hold
from queue_server.content.sweeping.holds import discard, holds, release
from queue_server.content.sweeping.sweep import Swept, sweep, take_out_told

Job = Callable[..., Record]


def keys(*numbers: int) -> frozenset[Key]:
    return frozenset(("job", f"t:{number}") for number in numbers)


def scan(*numbers: int, failures: int = 0, announced: int | None = None) -> Scan:
    seen = keys(*numbers)
    return Scan(
        seen=seen, refused=frozenset(), rows=len(seen), announced=announced, failures=failures
    )


class Source:
    """A source of which the hall holds some jobs, scanned again and again."""

    def __init__(self, service: ContentService, clock: ManualClock, job: Job, count: int) -> None:
        self.service, self.clock = service, clock
        service.import_items([job(number) for number in range(count)], source="t")

    def scan(self, *numbers: int, failures: int = 0, announced: int | None = None) -> Swept:
        told = scan(*numbers, failures=failures, announced=announced)
        return sweep(self.service, self.clock, "t", told)

    def count(self) -> int:
        return self.service.counts().get("job", 0)


@pytest.fixture
def source(service: ContentService, clock: ManualClock, job: Job) -> Callable[[int], Source]:
    return lambda count: Source(service, clock, job, count)


def test_guard_1_a_scan_with_a_failed_page_or_too_few_rows_says_nothing(
    source: Callable[[int], Source],
) -> None:
    told = source(10)
    for _ in range(3):
        assert told.scan(*range(8), failures=1).why == "incomplete"
        assert told.scan(*range(5), announced=10).why == "short"
    assert told.count() == 10


def test_guard_1_a_total_that_moved_while_it_was_read_is_no_fault() -> None:
    assert judge(scan(*range(98), announced=100), keys(*range(98)), {}).why == ""


def test_guard_2_two_complete_scans_must_miss_an_item(source: Callable[[int], Source]) -> None:
    told = source(10)

    assert told.scan(*range(9)).gone == 0
    assert told.scan(*range(9), failures=1).gone == 0
    assert told.scan(*range(10)).gone == 0  # it came back: counted anew
    assert told.scan(*range(9)).gone == 0
    assert told.scan(*range(9)).gone == 1
    assert told.count() == 9


def test_guard_3_a_fifth_and_more_than_twenty_wait_for_a_yes(
    source: Callable[[int], Source], clock: ManualClock
) -> None:
    told = source(100)
    told.scan(*range(70))

    swept = told.scan(*range(70))

    assert (swept.gone, swept.held, told.count()) == (0, 30, 100)
    (waiting,) = holds(told.service)
    assert (waiting.source, waiting.count, waiting.of) == ("t", 30, 100)
    assert (waiting.examples[0], waiting.titles[0], len(waiting.titles)) == ("t:70", "岗位70", 10)
    told.scan(*range(75))  # five came back
    assert holds(told.service)[0].count == 25
    assert release(told.service, clock, waiting.id, "wang") == 25
    assert (told.count(), holds(told.service)) == (75, ())
    with pytest.raises(RuleError, match="no hold"):
        release(told.service, clock, waiting.id, "wang")


def test_guard_3_kept_items_are_counted_anew(
    source: Callable[[int], Source], clock: ManualClock
) -> None:
    told = source(100)
    told.scan(*range(70))
    told.scan(*range(70))

    assert discard(told.service, clock, holds(told.service)[0].id, "wang") == 30
    assert told.scan(*range(70)).held == 0
    assert (told.scan(*range(70)).held, told.count()) == (30, 100)


def test_guard_3_a_hold_ends_by_itself_when_everything_comes_back(
    source: Callable[[int], Source],
) -> None:
    told = source(100)
    told.scan(*range(70))
    told.scan(*range(70))
    told.scan(*range(70), failures=1)
    assert len(holds(told.service)) == 1
    told.scan(*range(100))

    assert (holds(told.service), told.count()) == ((), 100)


@pytest.mark.parametrize(
    ("going", "held", "waits"),
    [(20, 40, False), (21, 40, True), (21, 105, False), (22, 105, True), (5, 5, False)],
)
def test_guard_3_has_both_bounds(going: int, held: int, waits: bool) -> None:
    assert must_hold(going, held, nothing_came=False) is waits


def removals(*numbers: int, why: Why = "withdrawn") -> dict[Key, Gone]:
    return {("job", f"t:{n}"): Gone(kind="job", id=f"t:{n}", why=why) for n in numbers}


def test_guard_3_holds_what_a_source_of_changes_says_is_gone_and_remembers_it(
    source: Callable[[int], Source], clock: ManualClock
) -> None:
    told = source(100)
    swept = take_out_told(told.service, clock, "t", removals(*range(15)))
    assert (swept.gone, swept.held, told.count()) == (15, 0, 85)
    swept = take_out_told(told.service, clock, "t", removals(*range(20, 60)))
    assert (swept.gone, swept.held, told.count()) == (0, 40, 85)
    # Told once only: the next run, which tells nothing of them, forgets none.
    assert take_out_told(told.service, clock, "t", {}).held == 40
    back = keys(*range(20, 30))
    assert take_out_told(told.service, clock, "t", {}, back).held == 30
    (waiting,) = holds(told.service)
    assert release(told.service, clock, waiting.id, "wang") == 30
    assert told.count() == 55


def test_guard_3_lets_legal_removals_go_at_once_however_many(
    source: Callable[[int], Source], clock: ManualClock
) -> None:
    told = source(100)
    swept = take_out_told(told.service, clock, "t", removals(*range(50), why="legal"))
    assert (swept.gone, swept.held, told.count()) == (50, 0, 50)


def test_guard_4_unknown_is_never_offline(source: Callable[[int], Source]) -> None:
    told = source(10)
    told.scan(*range(7))
    answers = {"7": "unknown", "8": "there", "9": "offline"}

    swept = sweep(told.service, told.clock, "t", scan(*range(7)), confirm=lambda own: answers[own])

    assert (swept.gone, told.count()) == (1, 9)


def test_guard_5_a_scan_of_which_nothing_came_is_an_error_not_an_empty_hall(
    source: Callable[[int], Source],
) -> None:
    told = source(5)

    assert [told.scan(failures=3).why for _ in range(3)] == ["failed"] * 3
    told.scan()
    assert (told.scan().held, told.count()) == (5, 5)  # an empty list without a fault waits too


def test_what_another_source_or_the_level_above_brought_is_not_swept(
    source: Callable[[int], Source], job: Job
) -> None:
    told = source(3)
    told.service.import_items(
        [Record(kind="job", id="other:1", source="other", title="甲")], source="other"
    )

    told.scan(0, 1)
    told.scan(0, 1)

    assert told.count() == 3


@given(
    held=st.frozensets(st.integers(0, 60), max_size=60),
    seen=st.frozensets(st.integers(0, 60), max_size=60),
    missed=st.dictionaries(st.integers(0, 60), st.integers(1, 3)),
    failures=st.integers(0, 1),
)
def test_nothing_goes_that_was_seen_or_missed_once_or_while_something_failed(
    held: frozenset[int], seen: frozenset[int], missed: dict[int, int], failures: int
) -> None:
    before = {("job", f"t:{number}"): times for number, times in missed.items()}
    verdict = judge(scan(*seen, failures=failures), keys(*held), before)

    assert not verdict.gone & keys(*seen)
    assert verdict.gone <= keys(*held)
    assert all(before.get(key, 0) >= 1 for key in verdict.gone)
    assert not (failures and verdict.gone)


def test_a_long_list_of_misses_is_noted_in_short_transactions(
    source: Callable[[int], Source], clock: ManualClock
) -> None:
    told = source(600)

    told.scan()
    assert told.scan().held == 600
