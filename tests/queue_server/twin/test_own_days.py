"""The hall's own days for the twin: who comes, when it is open, what one change makes of it."""

from datetime import UTC, datetime, timedelta

import pytest

from config.site import Site
from queue_server.domain.ticket import Leg, State
from queue_server.statistics.visits import Visit
from queue_server.twin.asking import Change, changed, one_more
from queue_server.twin.own_days import (
    FEWEST,
    by_day,
    changed_hours,
    need_shares,
    people_of,
    site_of,
)
from queue_server.twin.scenario import NEEDS, with_hours

_NINE = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)  # nine in the morning in the hall


def _visit(minute: float, *, state: State = State.DONE, took: float = 10.0, day: str = "2026-11-20",
           outcome: str = "done") -> Visit:  # fmt: skip
    came = _NINE + timedelta(minutes=minute)
    called = came + timedelta(minutes=5)
    leg = Leg(
        service="unemployment", window="w1", called_at=called,
        arrived_at=called + timedelta(minutes=1), ended_at=called + timedelta(minutes=1 + took),
        outcome=outcome,
    )  # fmt: skip
    legs = () if state is State.CANCELLED else (leg,)
    return Visit(
        ticket=f"t{minute}", number="A001", day=day, service="unemployment", state=state,
        issued_at=came, ended_at=came + timedelta(minutes=20), legs=legs,
    )  # fmt: skip


def test_days_with_few_visitors_and_today_are_left_out() -> None:
    full = [_visit(n, day="2026-11-18") for n in range(FEWEST)]
    later = [_visit(n, day="2026-11-19") for n in range(FEWEST)]
    today = [_visit(n, day="2026-11-20") for n in range(FEWEST)]
    few = [_visit(1, day="2026-11-17")]
    found = by_day([*few, *later, *full, *today], 3, "2026-11-20")
    assert [day[0].day for day in found] == ["2026-11-18", "2026-11-19"]
    assert [day[0].day for day in by_day([*full, *later], 1, "2026-11-20")] == ["2026-11-19"]


def test_visitors_come_when_they_came_and_stay_as_long_as_they_stayed(site: Site) -> None:
    (late, early, gone, missed) = people_of(
        [
            _visit(90, outcome="no_show", state=State.MISSED), _visit(30, took=25),
            _visit(0, took=12), _visit(60, state=State.CANCELLED),
        ],
        site, {}, 1,
    )  # fmt: skip
    assert (late.at, late.serves, late.walks) == (540.0, 12.0, 1.0)
    assert (early.at, early.serves) == (570.0, 25.0)
    assert gone.patience == 20.0
    assert not missed.shows
    assert late.needs == ()


def test_nobodys_own_needs_are_played_but_shares_of_them() -> None:
    shares = need_shares({"none": 80, "mobility": 20, "unknown": 500})
    assert shares == {("wheelchair",): 0.2}
    assert need_shares({}) == NEEDS


def test_a_hall_that_never_closes_is_played_from_its_first_visitor_to_its_last(site: Site) -> None:
    played = site_of([[_visit(0), _visit(200)]], site)
    assert played.hall.hours.week["mon"] == ("09:00-14:00",)
    assert [each.id for each in played.windows] == ["w1"]


def test_one_change_makes_one_difference(site: Site) -> None:
    office = with_hours(site)
    more = one_more(office, "w1")
    bigger = changed(office, Change(window_like="w1"), more)
    assert len(bigger.windows) == len(office.windows) + 1
    assert bigger.windows[-1].services == office.window(office.windows[0].id).services
    assert changed(office, Change(policy="strict"), None).priority.policy == "strict"
    longer = changed(office, Change(opens="08:00", closes="18:00"), None)
    assert longer.hall.hours.week["tue"] == ("08:00-12:00", "13:30-18:00")
    through = changed_hours(office, None, None, over_lunch=True)
    assert through.hall.hours.week["fri"] == ("09:00-17:00",)
    with pytest.raises(ValueError, match="18:00"):
        changed_hours(office, "18:00", "17:00", over_lunch=True)
