"""When windows call: hours, lunch, breaks, closing, and days the clock is changed on."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from math import inf

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.site import Hours, Site
from queue_server.estimates.timetable import Timetable, hall_ends, timetable_of

MONDAY_NINE = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)


def with_hours(site: Site, *spans: str, zone: str = "Asia/Shanghai", **hours: object) -> Site:
    days = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
    week = Hours(week=dict.fromkeys(days, spans), **hours)  # type: ignore[arg-type]  # the seven days, and fields of Hours
    return replace(site, hall=replace(site.hall, hours=week, time_zone=zone))


def test_a_window_calls_in_the_halls_hours_but_not_in_its_break(site: Site) -> None:
    office = with_hours(site, "09:00-12:00", "13:30-17:00")
    window = replace(office.windows[0], breaks=("10:15-10:30",))
    table = timetable_of(office, window, MONDAY_NINE)

    assert list(table.spans) == [(0, 75), (90, 180), (270, 480)]
    assert [table.next_call(at) for at in (-5, 0, 80, 90, 180)] == [0, 0, 90, 90, 270]
    assert table.next_call(480) == inf
    assert hall_ends(office, MONDAY_NINE) == 480


def test_overtime_is_for_those_who_wait(site: Site) -> None:
    office = with_hours(site, "09:00-12:00", "13:30-17:00")
    office = replace(office, issuing=replace(office.issuing, overtime_minutes=20))

    assert timetable_of(office, office.windows[0], MONDAY_NINE).ends == 500


def test_a_hall_that_never_closes_still_has_breaks_also_beyond_midnight(site: Site) -> None:
    window = replace(site.windows[0], breaks=("00:10-00:40",))
    late = datetime(2026, 11, 23, 15, 30, tzinfo=UTC)  # half past eleven at night
    table = timetable_of(site, window, late)

    assert table.next_call(0) == 0
    assert table.next_call(45) == 70
    assert hall_ends(site, late) == inf


def test_nobody_is_called_on_a_holiday(site: Site) -> None:
    closed = with_hours(site, "09:00-17:00", holidays=("2026-11-23",))

    assert timetable_of(closed, closed.windows[0], MONDAY_NINE).spans == ()
    assert hall_ends(closed, MONDAY_NINE) == 0


def test_a_day_that_loses_an_hour_is_an_hour_shorter(site: Site) -> None:
    berlin = with_hours(site, "01:00-05:00", zone="Europe/Berlin")
    one = datetime(2026, 3, 29, 0, 0, tzinfo=UTC)  # one o'clock; at two it will be three

    assert hall_ends(berlin, one) == 180


@given(
    st.lists(st.tuples(st.integers(-100, 600), st.integers(1, 120)), max_size=6),
    st.lists(st.tuples(st.integers(-100, 600), st.integers(1, 120)), max_size=4),
    st.integers(-150, 800),
)
def test_the_next_call_is_never_earlier_never_in_a_break_and_never_skips_a_minute(
    opening: list[tuple[int, int]], breaks: list[tuple[int, int]], at: int
) -> None:
    open_minutes = {m for start, length in opening for m in range(start, start + length)}
    open_minutes -= {m for start, length in breaks for m in range(start, start + length)}
    table = Timetable((start, start + length) for start, length in opening).without(
        (start, start + length) for start, length in breaks
    )

    assert table.next_call(at) == min((m for m in open_minutes if m >= at), default=inf)


@pytest.mark.parametrize("hour", range(0, 24, 5))
def test_offsets_are_from_the_present_instant(site: Site, hour: int) -> None:
    office = with_hours(site, "09:00-17:00")
    now = datetime(2026, 11, 23, 1, 0, tzinfo=UTC) + timedelta(hours=hour - 9)

    assert hall_ends(office, now) == (17 - hour) * 60
