"""Order, numbers, calendar and needs."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.site import Hours, Site
from hall.errors import RuleError
from queue_server.domain.hours import is_open, service_day, spans
from queue_server.domain.needs import credit_for, handling_for
from queue_server.domain.numbering import last_ordinary, next_number, split_number
from queue_server.domain.waiting import Lines, Place

START = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)


def place(born: int, minutes: float, service: str = "a", target: str | None = None) -> Place:
    return Place(0, START + timedelta(minutes=minutes), born, f"t{born}", service, target)


@given(st.lists(st.integers(0, 600), max_size=40), st.integers(0, 30))
def test_nobody_is_passed_by_more_than_the_credit(arrivals: list[int], credit: int) -> None:
    lines = Lines()
    came: dict[str, int] = {}
    for born, minute in enumerate(sorted(arrivals)):
        came[f"t{born}"] = minute
        lines.add(place(born, minute - (credit if born % 3 == 0 else 0)))
    order = []
    while (first := lines.first_for("w1", ("a",))) is not None:
        lines.remove(first)
        order.append(first)
    assert order == sorted(order)
    for position, later in enumerate(order):
        for earlier in order[position:]:
            assert came[later.ticket] - came[earlier.ticket] <= credit


def test_a_window_calls_over_all_its_services_and_those_meant_for_it() -> None:
    lines = Lines()
    for each in (place(1, 0, "b", "w2"), place(2, 1, "a"), place(3, 2, "b")):
        lines.add(each)
    assert lines.first_for("w1", ("a", "b")) == place(2, 1, "a")
    assert lines.first_for("w2", ("a", "b")) == place(1, 0, "b", "w2")
    assert lines.first_for("w1", ("b",)) == place(3, 2, "b")
    assert lines.ahead(place(3, 2, "b")) == 1
    assert lines.waiting_for("w1", ("a", "b")) == 2
    with pytest.raises(KeyError):
        lines.remove(place(9, 9))


def test_numbers_count_up_widen_and_stop_below_the_kiosks_ranges(site: Site) -> None:
    assert next_number(site, "A", 0) == 1
    assert next_number(site, "A", 999) == 1000
    assert last_ordinary(site) == 9100
    with pytest.raises(RuleError) as refusal:
        next_number(site, "A", 9100)
    assert refusal.value.code == "numbers_used_up"
    assert split_number("AB0042") == ("AB", 42)


@pytest.mark.parametrize(
    ("instant", "day"),
    [
        (datetime(2026, 11, 22, 15, 59, 59, tzinfo=UTC), date(2026, 11, 22)),
        (datetime(2026, 11, 22, 16, 0, tzinfo=UTC), date(2026, 11, 23)),
        (datetime(2028, 2, 28, 16, 0, tzinfo=UTC), date(2028, 2, 29)),
    ],
)
def test_the_service_day_is_the_halls_civil_date(instant: datetime, day: date, site: Site) -> None:
    assert service_day(instant, site) == day


def test_hours_are_read_in_hall_time() -> None:
    week = Hours(week={"mon": ("09:00-12:00", "13:30-24:00")})
    assert spans(week, date(2026, 11, 23)) == (
        (time(9), time(12)),
        (time(13, 30), time.max),
    )
    assert spans(week, date(2026, 11, 24)) == ()


def test_the_demo_hall_is_always_open(site: Site) -> None:
    assert is_open(datetime(2026, 11, 22, 19, 0, tzinfo=UTC), site)


def test_handling_names_no_need_and_is_gentler_where_it_helps(site: Site) -> None:
    plain = handling_for((), site.grace)
    assert (plain.grace_s, plain.repeats, plain.channels) == (60, 2, ("sign", "speech"))
    blind = handling_for(("blind",), site.grace)
    assert (blind.grace_s, blind.repeats, blind.hold_s) == (120, 3, 60)
    assert "speech" in blind.channels
    assert handling_for(("deaf", "vibration"), site.grace).channels == ("sign", "text", "vibration")


def test_credits_take_the_largest(site: Site) -> None:
    assert credit_for((), site.priority) == 0
    assert credit_for(("elder", "veteran", "infant"), site.priority) == 30
