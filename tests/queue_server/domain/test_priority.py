"""The three policies: what each promises, that none starves anybody, and that one order holds."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.fairness import rule_in_words
from config.site import Allowance, Need, Priority, Site
from queue_server.domain.needs import handling_for
from queue_server.domain.priority import next_turn, rank, turn_among
from queue_server.domain.routing import fitting_windows, left_until
from queue_server.domain.waiting import Floor, Lines, Place, in_calling_order, may_call

START = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
HEAD = Priority(credit_minutes={"elder": 20}, policy="head_start")
STRICT = replace(HEAD, policy="strict", strict_minutes=60)
POLICIES = [HEAD, STRICT, *(replace(HEAD, policy="ratio", ratio=each) for each in ((2, 1), (1, 3)))]


class Visit(NamedTuple):
    minute: int
    favoured: bool
    calls_before: int


VISITS = st.lists(
    st.builds(Visit, st.integers(0, 5), st.booleans(), st.integers(0, 3)), max_size=60
)


class Line:
    """One service's line under a policy, visitors coming and being called."""

    def __init__(self, priority: Priority) -> None:
        self.priority, self.lines = priority, Lines()
        self.came: dict[str, tuple[int, bool, int]] = {}
        self.called: list[str] = []

    def come(self, minute: int, favoured: bool) -> Place:
        born, credit = len(self.came), 20 if favoured else 0
        turn = next_turn(self.lines, "a", credit, self.priority)
        self.lines.turns[("a", favoured)] = turn
        at = rank(START + timedelta(minutes=minute), credit, self.priority)
        place = Place(turn.number, at, born, f"t{born}", "a", None)
        self.lines.add(place)
        self.came[place.ticket] = (minute, favoured, born)
        return place

    def call(self) -> str | None:
        first = self.lines.first_for("w1", ("a",))
        if first is None:
            return None
        self.lines.remove(first)
        self.called.append(first.ticket)
        return first.ticket


def played(priority: Priority, visits: Sequence[Visit]) -> Line:
    line, minute = Line(priority), 0
    for visit in visits:
        for _ in range(visit.calls_before):
            line.call()
        minute += visit.minute
        line.come(minute, visit.favoured)
    while line.call() is not None:
        pass
    return line


@given(st.sampled_from(POLICIES), VISITS)
def test_everybody_is_called_once_and_in_each_class_by_arrival(
    priority: Priority, visits: list[Visit]
) -> None:
    line = played(priority, visits)
    assert sorted(line.called) == sorted(line.came)
    for favoured in (True, False):
        own = [each for each in line.called if line.came[each][1] is favoured]
        assert own == sorted(own, key=lambda each: line.came[each][2])


@given(st.sampled_from([HEAD, STRICT]), VISITS)
def test_under_a_head_start_only_who_came_within_it_is_called_before(
    priority: Priority, visits: list[Visit]
) -> None:
    line = played(priority, visits)
    most = 20 if priority.policy == "head_start" else priority.strict_minutes
    for position, sooner in enumerate(line.called):
        for later in line.called[position:]:
            assert line.came[sooner][0] - line.came[later][0] <= most


@given(st.integers(1, 4), st.integers(1, 4), st.integers(0, 12), st.integers(1, 9))
def test_under_a_ratio_an_ordinary_visitor_is_called_though_the_others_never_stop_coming(
    favoured: int, others: int, ahead: int, each_call: int
) -> None:
    line = Line(replace(HEAD, policy="ratio", ratio=(favoured, others)))
    for _ in range(ahead):
        line.come(0, favoured=False)
    ours = line.come(0, favoured=False).ticket
    calls = 0
    while ours not in line.called:
        for _ in range(each_call):
            line.come(1, favoured=True)
        line.call()
        calls += 1
        assert calls <= (ahead + 1) + favoured * (ahead // others + 1)


def test_under_a_ratio_two_go_then_one_and_an_absent_class_stops_nobody() -> None:
    line = Line(POLICIES[2])
    for n in range(9):
        line.come(n, favoured=n >= 3)
    kinds = ["P" if line.came[line.call() or ""][1] else "o" for _ in range(9)]
    assert "".join(kinds) == "PPoPPoPPo"
    for n in range(4):
        line.come(20 + n, favoured=False)
    assert [line.call() for _ in range(4)] == ["t9", "t10", "t11", "t12"]


def test_who_comes_late_takes_no_turn_that_is_over() -> None:
    line = Line(POLICIES[2])
    line.come(0, favoured=False)
    served = []
    for minute in range(1, 5):
        line.come(minute, favoured=True)
        served.append(line.call())
    assert served[:3] == ["t1", "t2", "t0"]


def test_a_ticket_from_another_service_stands_among_its_class_by_its_rank() -> None:
    line = Line(POLICIES[2])
    places = [line.come(minute, favoured=True) for minute in (0, 10, 20, 30)]
    assert turn_among(line.lines, "a", places[2].rank_at, 20) == places[3].turn
    assert turn_among(line.lines, "a", START + timedelta(hours=2), 20) == places[3].turn
    assert turn_among(Lines(), "a", START, 0) == 1


@st.composite
def some_places(draw: st.DrawFn) -> list[Place]:
    minutes = draw(st.lists(st.integers(0, 60), max_size=25))
    return [
        Place(
            0,
            START + timedelta(minutes=minute),
            born,
            f"t{born}",
            draw(st.sampled_from(["a", "b"])),
            draw(st.sampled_from([None, None, None, "w1", "w2"])),
            draw(st.sampled_from([(), (), ("w1",), ("w2", "w3")])),
            START + timedelta(minutes=draw(st.integers(0, 90))),
        )
        for born, minute in enumerate(minutes)
    ]


@given(some_places(), st.integers(0, 90), st.sets(st.sampled_from(["w1", "w2", "w3"])))
def test_one_order_lists_and_calls(places: list[Place], minute: int, present: set[str]) -> None:
    floor = Floor(now=START + timedelta(minutes=minute), present=frozenset(present | {"w1"}))
    lines = Lines()
    for place in places:
        lines.add(place)
    listed = [each for each in lines if may_call(each, "w1", floor)]
    assert list(lines) == in_calling_order(places)
    assert lines.waiting_for("w1", ("a", "b"), floor) == len(listed)
    called = []
    while (first := lines.first_for("w1", ("a", "b"), floor)) is not None:
        lines.remove(first)
        called.append(first)
    assert called == listed


def test_a_visitor_is_left_to_the_windows_that_suit_but_not_for_long(site: Site) -> None:
    suits = fitting_windows(("wheelchair",), "unemployment", site)
    assert suits == ("w3",)
    until = left_until(START, suits, site)
    assert until == START + timedelta(minutes=site.routing.fit_minutes)
    place = Place(0, START, 1, "t1", "unemployment", None, suits, until)
    here, nobody = frozenset({"w1", "w3"}), frozenset({"w1"})
    assert not may_call(place, "w1", Floor(now=START, present=here))
    assert may_call(place, "w3", Floor(now=START, present=here))
    assert may_call(place, "w1", Floor(now=START, present=nobody))
    assert until is not None
    assert may_call(place, "w1", Floor(now=until, present=here))


def test_the_most_needs_decide_and_where_all_are_alike_nobody_is_left_to_any(site: Site) -> None:
    fits: tuple[tuple[Need, ...], ...] = (("wheelchair",), ("wheelchair", "blind"), ("blind",))
    pairs = zip(site.windows, (*fits, (), ()), strict=True)
    windows = tuple(replace(each, fit_for=fit) for each, fit in pairs)
    fitted = replace(site, windows=windows)
    assert fitting_windows(("wheelchair", "blind"), "unemployment", fitted) == ("w2",)
    assert fitting_windows(("wheelchair",), "unemployment", fitted) == ("w1", "w2")
    assert fitting_windows(("veteran",), "unemployment", fitted) == ()
    alike = replace(site, windows=tuple(replace(each, fit_for=("blind",)) for each in site.windows))
    assert fitting_windows(("blind",), "unemployment", alike) == ()


def test_single_needs_get_more_and_the_largest_of_each_holds(site: Site) -> None:
    grace = replace(
        site.grace,
        by_need={
            "slow_walker": Allowance(grace_s=180, hold_s=90),
            "hard_of_hearing": Allowance(repeats=4),
        },
    )
    both = handling_for(("slow_walker", "hard_of_hearing"), grace)
    assert (both.grace_s, both.repeats, both.hold_s) == (180, 4, 90)
    assert handling_for(("veteran",), grace) == handling_for((), grace)


@pytest.mark.parametrize(
    ("priority", "zh", "en"),
    [
        (HEAD, "按提前 20 分钟到达", "arrived 20 minutes earlier"),
        (
            replace(HEAD, credit_minutes={"elder": 15, "veteran": 30}),
            "提前 15 到 30 分钟", "15 to 30 minutes earlier",
        ),
        (STRICT, "早到 60 分钟以上", "more than 60 minutes before"),
        (POLICIES[2], "每叫 2 位有照顾需要的来访者，叫 1 位", "every 2 visitors who need it, 1"),
        (replace(HEAD, credit_minutes={}), "按到达先后叫号", "in the order they arrive"),
    ],
)  # fmt: skip
def test_each_policy_is_told_in_one_sentence(priority: Priority, zh: str, en: str) -> None:
    told = rule_in_words(priority, ("zh-CN", "en"))
    assert zh in told["zh-CN"]
    assert en in told["en"]
    assert all(each.rstrip("。.").count("。") == 0 for each in told.values())
    own = replace(priority, sentence={"zh-CN": "本厅自己的话。"})
    assert rule_in_words(own, ("zh-CN", "en"))["zh-CN"] == "本厅自己的话。"
