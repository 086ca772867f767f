"""Statistics over a hall: day reports at closing, weeks by need, days asked for."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

import msgspec
import pytest

from config.site import Need
from hall.clock import ManualClock
from hall.errors import RuleError
from queue_server import wire
from queue_server.domain.actors import Actor
from queue_server.service.running import RunningHall
from queue_server.service.statistics import WEEK, Statistics
from queue_server.service.upkeep import Upkeep
from queue_server.statistics.classes import Week
from queue_server.store.loading import all_rows, document_by_id

KIOSK = Actor(role="kiosk", name="k1", token_id="k1")
ANNA = Actor(role="staff", name="anna", token_id="anna", window="w1")
BOSS = Actor(role="supervisor", name="boss", token_id="boss")
NOTHING = wire.ActionRequest()
MONDAY = date(2026, 11, 23)


async def issue(hall: RunningHall, key: str, *needs: Need) -> wire.Ticket:
    asked = wire.TicketRequest(service="unemployment", needs=needs)
    return (await hall.issue(KIOSK, asked, key)).ticket


async def serve(hall: RunningHall, clock: ManualClock, key: str) -> None:
    called = await hall.call_next(ANNA, "w1", key)
    assert called is not None
    await hall.act(ANNA, called.id, "arrive", NOTHING)
    clock.pass_time(600)
    await hall.act(ANNA, called.id, "finish", NOTHING)


async def a_day(
    hall: RunningHall, clock: ManualClock, needs: Sequence[Sequence[Need]], served: int
) -> None:
    """Some come, some are served, one is being served when the day closes."""
    day = clock.now().isoformat()
    await hall.window_open(ANNA, "w1")
    for n, each in enumerate(needs):
        await issue(hall, f"{day} i{n}", *each)
        clock.pass_time(60)
    for n in range(served):
        await serve(hall, clock, f"{day} c{n}")
    last = await hall.call_next(ANNA, "w1", f"{day} last")
    if last is not None:
        await hall.act(ANNA, last.id, "arrive", NOTHING)
    await hall.keep_promises()
    await hall.day_close(BOSS)


async def test_each_closed_day_gets_one_report_that_says_what_was_left(
    hall: RunningHall, clock: ManualClock
) -> None:
    statistics = Statistics(hall)
    assert await statistics.make_due() == []
    await a_day(hall, clock, [()] * 6, served=3)

    assert await statistics.make_due() == ["2026-11-23"]
    assert await statistics.make_due() == []
    report = await statistics.report(BOSS, "2026-11-23")
    assert report.tables.total.issued == 6
    assert report.tables.total.done == 4
    assert [(each.number, each.was, each.now) for each in report.left] == [
        ("A004", "SERVING", "DONE"),
        ("A005", "WAITING", "EXPIRED"),
        ("A006", "WAITING", "EXPIRED"),
    ]
    assert report.tables.estimates is not None
    assert report.tables.estimates.shown == 4
    assert report.fairness.passed == 0
    (listed,) = (await statistics.reports(BOSS)).items
    assert (listed.id, listed.total.issued, listed.left) == ("2026-11-23", 6, 3)
    with hall.database.reading() as connection:
        kinds = [row.kind for row in all_rows(connection)]
    assert kinds.count("day_reported") == 1


async def test_a_day_opened_again_is_reported_again_and_counts_nobody_twice(
    hall: RunningHall, clock: ManualClock
) -> None:
    statistics = Statistics(hall)
    await a_day(hall, clock, [("blind",)] * 3, served=3)
    await statistics.make_due()
    clock.pass_time(60)
    await hall.day_open(BOSS)
    await a_day(hall, clock, [("blind",)] * 2, served=2)

    assert await statistics.make_due() == ["2026-11-23"]
    assert (await statistics.report(BOSS, "2026-11-23")).tables.total.issued == 5
    with hall.database.reading() as connection:
        kept = document_by_id(connection, WEEK, "2026-W48")
    assert kept is not None
    week = msgspec.json.decode(kept.data, type=Week)
    assert week.classes["sight"].visits == week.visits == 5


async def test_a_week_is_told_by_need_only_when_it_is_over(
    hall: RunningHall, clock: ManualClock
) -> None:
    statistics, upkeep = Statistics(hall), Upkeep(hall, clock)
    needs: list[tuple[Need, ...]] = [(), (), (), ("blind",), ("blind",), ("blind",), ("deaf",)]
    await a_day(hall, clock, needs, served=7)
    await statistics.make_due()
    running = await statistics.of(BOSS, MONDAY, MONDAY + timedelta(days=6))
    assert running.weeks == ()
    clock.pass_time(24 * 3600)
    await upkeep.round()
    await a_day(hall, clock, needs, served=7)
    await statistics.make_due()
    clock.pass_time(6 * 24 * 3600)
    await upkeep.round()
    await statistics.make_due()

    stats = await statistics.of(BOSS, MONDAY, MONDAY + timedelta(days=6))
    assert stats.tables.total.issued == 14
    (week,) = stats.weeks
    told = {each.id: each for each in week.classes}
    assert week.visits == 14
    # Two deaf visitors would be found; so they are withheld, and so is the smallest other class.
    assert told["hearing"].withheld
    assert [each.withheld for each in told.values()].count(True) == 2
    assert [each.visits for each in told.values() if not each.withheld] == [6]
    with hall.database.reading() as connection:
        kept = document_by_id(connection, WEEK, "2026-W48")
    assert kept is not None
    assert "hearing" not in msgspec.json.decode(kept.data, type=Week).classes
    # Part of a week tells nothing of it.
    assert (await statistics.of(BOSS, MONDAY, MONDAY + timedelta(days=5))).weeks == ()


async def test_needs_erased_before_the_report_are_of_no_class(
    hall: RunningHall, clock: ManualClock
) -> None:
    statistics = Statistics(hall)
    await a_day(hall, clock, [("blind",)] * 6, served=6)
    clock.pass_time(26 * 3600)
    await Upkeep(hall, clock).round()  # erases needs; this hall made no report in time
    await statistics.make_due()
    with hall.database.reading() as connection:
        kept = document_by_id(connection, WEEK, "2026-W48")

    assert kept is not None
    assert list(msgspec.json.decode(kept.data, type=Week).classes) == ["unknown"]


async def test_days_asked_for_are_counted_as_they_are_now(
    hall: RunningHall, clock: ManualClock
) -> None:
    statistics = Statistics(hall)
    await hall.window_open(ANNA, "w1")
    await issue(hall, "a")
    clock.pass_time(300)
    await serve(hall, clock, "c")
    stats = await statistics.of(BOSS, MONDAY, MONDAY)

    assert stats.tables.total.done == 1
    assert stats.tables.total.waits is not None
    assert stats.tables.total.waits.mean == pytest.approx(5)
    services = {each.id: each for each in stats.tables.services}
    assert services["unemployment"].figures.issued == 1
    assert services["unemployment"].names == {
        "zh-CN": "失业登记",
        "en": "Unemployment registration",
    }
    assert services["petition"].figures.issued == 0
    assert [each.id for each in stats.tables.hours] == ["09"]
    assert (await statistics.of(BOSS, date(2026, 11, 1), date(2026, 11, 20))).tables.days == ()


@pytest.mark.parametrize(
    ("first", "last"),
    [(date(2026, 11, 24), date(2026, 11, 23)), (date(2025, 1, 1), date(2026, 11, 23))],
)
async def test_days_out_of_order_or_too_many_are_refused(
    hall: RunningHall, first: date, last: date
) -> None:
    with pytest.raises(RuleError) as refusal:
        await Statistics(hall).of(BOSS, first, last)

    assert refusal.value.code == "wrong_days"


async def test_only_those_who_run_the_hall_see_statistics(hall: RunningHall) -> None:
    statistics = Statistics(hall)
    for asked in (
        statistics.of(ANNA, MONDAY, MONDAY),
        statistics.visits(KIOSK, MONDAY, MONDAY),
        statistics.report(ANNA, "2026-11-23"),
        statistics.reports(ANNA),
    ):
        with pytest.raises(RuleError) as refusal:
            await asked
        assert refusal.value.code == "forbidden"


async def test_a_day_without_a_report_is_told_so(hall: RunningHall) -> None:
    with pytest.raises(RuleError) as refusal:
        await Statistics(hall).report(BOSS, "2020-01-01")

    assert refusal.value.code == "unknown_report"


def test_the_manual_clock_of_these_tests_begins_on_a_monday(clock: ManualClock) -> None:
    assert clock.now() == datetime.fromisoformat("2026-11-23T01:00:00+00:00")


async def test_seventy_closed_days_are_all_reported_listed_in_pages_and_their_weeks_told(
    hall: RunningHall, clock: ManualClock
) -> None:
    statistics, days = Statistics(hall), list[str]()
    for _ in range(70):
        await Upkeep(hall, clock).round()
        day = hall.showing.view.day
        assert day is not None
        days.append(day.id)
        await hall.day_close(BOSS)
        clock.pass_time(86400)
    # The reports are made late: the maker was off for all that time.
    assert await statistics.make_due() == days
    assert await statistics.make_due() == []
    found, cursor = list[str](), None
    while True:
        page = await statistics.reports(BOSS, limit=25, cursor=cursor)
        found += [each.id for each in page.items]
        cursor = page.next
        if cursor is None:
            break
    assert found == days[::-1]
    whole = await statistics.of(BOSS, MONDAY, MONDAY + timedelta(days=69))
    assert len(whole.weeks) == 10
    assert (await statistics.of(BOSS, MONDAY, MONDAY + timedelta(days=6))).weeks == whole.weeks[:1]
