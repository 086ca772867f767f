"""The digital twin: days that repeat, a hall that is the real one, pictures that say values."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from defusedxml import ElementTree
from hypothesis import given
from hypothesis import strategies as st

from config.site import Site
from queue_server.statistics.measures import Spread
from queue_server.twin.drawing import Bar, BarChart, LineChart, draw_bars, draw_lines
from queue_server.twin.history import History, play_history
from queue_server.twin.outcomes import EARLIER, ORDINARY, Outcome, estimates_of, outcome_of
from queue_server.twin.playing import before_opening, working_days
from queue_server.twin.scenario import Scenario, calling, shares, visitors, with_hours
from queue_server.twin.showing import page_of, pictures_of, table_of


@pytest.fixture(scope="module")
def office() -> Site:
    from config.loader import load_site

    return with_hours(load_site(), ("09:00-11:00",))


@pytest.fixture(scope="module")
def played(office: Site) -> History:
    return play_history(Scenario(site=office, load=0.9), 1, seed=3)


def outcome(office: Site, history: History) -> Outcome:
    return outcome_of("head_start", office, history.days, history.visits)


def test_the_same_seed_brings_the_same_visitors_another_brings_others(site: Site) -> None:
    scenario = Scenario(site=with_hours(site))

    assert visitors(scenario, 7) == visitors(scenario, 7)
    assert visitors(scenario, 7) != visitors(scenario, 8)


@pytest.mark.parametrize("load", [0.5, 1.0])
def test_as_much_work_comes_as_was_asked_for(site: Site, load: float) -> None:
    office = with_hours(site)
    work = sum(b - a for window in office.windows for a, b in calling(office, window.id))
    days = [visitors(Scenario(site=office, load=load), seed) for seed in range(40)]
    brought = sum(each.serves + 1 for day in days for each in day) / len(days)

    assert brought == pytest.approx(load * work, rel=0.08)
    assert sum(shares(office).values()) == pytest.approx(1)


def test_visitors_come_while_the_hall_is_open(site: Site) -> None:
    for each in visitors(Scenario(site=with_hours(site)), 1):
        assert 540 <= each.at <= 720 or 810 <= each.at <= 1020


def test_a_windows_break_is_no_time_to_call(site: Site) -> None:
    lunch = replace(site.windows[0], breaks=("10:00-10:30",))
    office = with_hours(replace(site, windows=(lunch, *site.windows[1:])))

    assert calling(office, lunch.id) == [(540, 600), (630, 720), (810, 1020)]
    late = replace(office, issuing=replace(office.issuing, overtime_minutes=20))
    assert calling(late, lunch.id)[-1] == (810, 1040)


def test_other_hours_or_windows_bring_no_other_visitors(site: Site) -> None:
    office = with_hours(site)
    longer = Scenario(site=with_hours(site, ("08:00-18:00",)), comes_for=office)

    assert visitors(longer, 1) == visitors(Scenario(site=office), 1)


def test_a_played_day_is_a_day_of_the_real_hall(played: History) -> None:
    (day,) = played.days
    tickets = [each.ticket for each in day.comings if each.ticket is not None]
    refused = [each for each in day.comings if each.refused is not None]

    assert len(tickets) > 20
    assert {visit.ticket for visit in played.visits} == set(tickets)
    assert len(tickets) + len(refused) == len(day.comings)
    assert {each.refused for each in refused} <= {"no_time_left"}
    states = {visit.state.value for visit in played.visits}
    assert "DONE" in states
    assert states <= {"DONE", "EXPIRED", "CANCELLED"}
    assert any(visit.shown is not None for visit in played.visits)
    assert any(waiting for _, waiting in day.waiting)


def test_a_played_day_repeats_to_the_second(office: Site, played: History) -> None:
    again = play_history(Scenario(site=office, load=0.9), 1, seed=3)

    assert [visit.legs for visit in again.visits] == [visit.legs for visit in played.visits]
    assert [visit.shown for visit in again.visits] == [visit.shown for visit in played.visits]


def test_what_days_came_to_agrees_with_the_store(office: Site, played: History) -> None:
    found = outcome(office, played)

    assert found.came == len(played.days[0].comings)
    assert found.served == sum(visit.state.value == "DONE" for visit in played.visits)
    assert found.waits[ORDINARY].count + found.waits[EARLIER].count <= len(played.visits)
    assert sum(each.count for each in found.classes.values()) == sum(
        each.count for each in found.waits.values()
    )
    told = estimates_of(played.days, played.visits)
    assert told.told > 10
    assert 0 <= told.within <= 1


def test_nobody_told_anything_is_no_measurement(office: Site) -> None:
    with pytest.raises(ValueError, match="nobody"):
        estimates_of([], [])


def test_strict_priority_makes_the_others_wait(office: Site) -> None:
    late = replace(office.issuing, stop_when_full=False, overtime_minutes=240)
    hall = replace(office.hall, hours=replace(office.hall.hours, after_minutes=400))
    full = replace(office, hall=hall, issuing=late)
    strict = replace(full, priority=replace(full.priority, policy="strict"))
    before, after = (
        outcome_of("any", site, history.days, history.visits)
        for site in (full, strict)
        for history in (play_history(Scenario(site=site, load=1.3), 1, seed=3),)
    )

    assert after.came == before.came
    assert after.waits[EARLIER].mean < before.waits[EARLIER].mean
    assert after.waits[ORDINARY].mean > before.waits[ORDINARY].mean


@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_tables_and_pictures_are_told_in_both_languages(
    office: Site, played: History, language: str
) -> None:
    found = [outcome(office, played)]
    table = table_of(found, language)
    pictures = pictures_of(found, language)

    assert table.count("\n") == 2
    assert set(pictures) == {"waits", "classes", "line"}
    for name, drawing in pictures.items():
        root = ElementTree.fromstring(drawing)
        assert root.get("role") == "img"
        assert root.findtext("{http://www.w3.org/2000/svg}title"), name
        assert root.findtext("{http://www.w3.org/2000/svg}desc"), name
    assert f"waits-{language}.svg" in page_of(found, language)


@given(
    st.lists(
        st.tuples(st.text(min_size=1, max_size=12), st.floats(0, 500), st.floats(0, 500)),
        min_size=1,
        max_size=6,
    )
)
def test_every_bars_value_stands_in_the_text_and_within_the_picture(
    values: list[tuple[str, float, float]],
) -> None:
    printable = [(re.sub(r"[^\w ]", "x", name), low, max(low, high)) for name, low, high in values]
    groups = tuple((name, (Bar(value=low, mark=high),)) for name, low, high in printable)
    chart = BarChart(title="t & <t>", unit="min", series=("one",), groups=groups, mark="9/10")
    root = ElementTree.fromstring(draw_bars(chart))
    width = float(root.get("width") or 0)
    told = root.findtext("{http://www.w3.org/2000/svg}desc") or ""

    for name, _, _ in printable:
        assert name in told
    for box in root.iter("{http://www.w3.org/2000/svg}rect"):
        if box.get("x"):
            assert float(box.get("x") or 0) + float(box.get("width") or 0) <= width


def test_lines_over_the_day_are_told_in_words() -> None:
    chart = LineChart(title="t", unit="people", lines=(("a", ((540.0, 1.0), (555.0, 4.0))),))

    assert "a: 9:00 1, 9:15 4" in draw_lines(chart)


def test_a_clock_starts_before_the_first_working_day_opens() -> None:
    assert working_days(date(2026, 3, 6), 3) == [
        date(2026, 3, 6), date(2026, 3, 9), date(2026, 3, 10),
    ]  # fmt: skip
    start = before_opening(date(2026, 3, 6), "Asia/Shanghai")
    assert start == datetime(2026, 3, 5, 22, 0, tzinfo=UTC)


def test_a_class_nobody_came_of_has_no_bar(office: Site, played: History) -> None:
    found = replace(
        outcome(office, played),
        classes={"none": Spread(count=1, mean=2, median=2, nine_of_ten=2, longest=2)},
    )

    assert "sight" not in pictures_of([found], "en")["classes"]
