"""A hall with hours: its days open and close by themselves, and numbers stop in time."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import pytest_asyncio

from config.site import Site
from hall.clock import ManualClock
from hall.errors import RuleError
from queue_server import wire
from queue_server.domain.actors import Actor
from queue_server.service.running import RunningHall
from queue_server.service.telling import decode
from queue_server.service.upkeep import Upkeep
from queue_server.store.database import FILE_NAME, Database

KIOSK = Actor(role="kiosk", name="k1", token_id="k1")
DESK = Actor(role="reception", name="li", token_id="li")
ANNA = Actor(role="staff", name="anna", token_id="anna", window="w1")
BOSS = Actor(role="supervisor", name="boss", token_id="boss")
NOTHING = wire.ActionRequest()
MONDAY = datetime(2026, 11, 23, tzinfo=UTC) - timedelta(hours=8)  # its midnight in Shanghai


class WeekHall:
    """A hall open Mondays 09:00 to 12:00 and 13:30 to 17:30, its clock set by hand."""

    def __init__(self, hall: RunningHall, clock: ManualClock) -> None:
        self.hall, self.clock = hall, clock

    async def at(self, text: str, day: int = 0) -> None:
        hours, minutes = text.split(":")
        wanted = MONDAY + timedelta(days=day, hours=int(hours), minutes=int(minutes))
        seconds = (wanted - self.clock.now()).total_seconds()
        await self.clock.advance(max(seconds, 0))
        await Upkeep(self.hall, self.clock).round()

    async def issue(self, key: str, actor: Actor = KIOSK, reason: str | None = None) -> wire.Ticket:
        request = wire.TicketRequest(service="unemployment", reason=reason)
        return (await self.hall.issue(actor, request, key)).ticket

    async def refusal(self, key: str, actor: Actor = KIOSK, reason: str | None = None) -> RuleError:
        with pytest.raises(RuleError) as told:
            await self.issue(key, actor, reason)
        return told.value

    async def because(self) -> str | None:
        return (await self.hall.services()).items[0].closed_because

    def rows(self, kind: str) -> list[dict[str, object]]:
        found = self.hall.showing.read_rows(0, 5000)
        return [decode(row.data) for row in found if row.kind == kind]


@pytest.fixture
def week(site: Site) -> Site:
    hours = replace(site.hall.hours, always=False, week={"mon": ("09:00-12:00", "13:30-17:30")})
    services = tuple(
        replace(each, quota=3) if each.id == "policy" else each for each in site.services
    )
    return replace(site, hall=replace(site.hall, hours=hours), services=services)


@pytest_asyncio.fixture
async def weekly(tmp_path: Path, week: Site) -> AsyncIterator[WeekHall]:
    clock = ManualClock(MONDAY + timedelta(hours=7))
    hall = RunningHall(week, Database(tmp_path / FILE_NAME), clock)
    hall.open()
    yield WeekHall(hall, clock)
    await hall.aclose()


async def test_the_day_opens_before_the_hours_and_closes_after_them(weekly: WeekHall) -> None:
    await weekly.at("07:30")
    assert (await weekly.refusal("a")).code == "day_closed"
    await weekly.at("08:00")
    assert (await weekly.because(), (await weekly.refusal("b")).code) == ("hours", "service_closed")
    await weekly.at("09:00")
    assert (await weekly.issue("c")).number == "A001"
    await weekly.at("12:30")
    assert await weekly.because() == "hours"
    await weekly.at("13:30")
    assert (await weekly.issue("d")).number == "A002"
    await weekly.at("19:29")
    assert weekly.rows("day_closed") == []
    await weekly.at("19:30")
    closed = weekly.rows("day_closed")
    assert [(each["expired"], each["done"], each["by"]) for each in closed] == [(2, 0, "hall")]
    await weekly.at("10:00", day=1)
    assert len(weekly.rows("day_opened")) == 1
    await weekly.at("09:00", day=7)
    assert (await weekly.issue("e")).number == "A001"


async def test_a_day_a_person_closed_stays_closed_and_one_reopened_stays_open(
    weekly: WeekHall,
) -> None:
    await weekly.at("09:00")
    await weekly.hall.day_close(BOSS)
    await weekly.at("10:00")
    assert await weekly.because() == "day_closed"
    await weekly.at("20:00")
    await weekly.hall.day_open(BOSS)
    await weekly.at("20:30")
    assert await weekly.because() == "hours"
    await weekly.at("00:00", day=1)
    assert len(weekly.rows("day_closed")) == 2


async def test_no_number_is_given_that_the_rest_of_the_day_cannot_serve(weekly: WeekHall) -> None:
    await weekly.at("17:20")
    await weekly.hall.window_open(ANNA, "w1")
    assert (await weekly.issue("a")).number == "A001"
    await weekly.at("17:23")
    assert await weekly.because() == "no_time_left"
    late = await weekly.refusal("b")
    assert (late.code, late.fields["state"]) == ("no_time_left", "closed")
    bare = await weekly.refusal("c", DESK)
    assert (bare.code, bare.fields["field"]) == ("no_time_left", "reason")
    given = await weekly.issue("d", DESK, "came from far away")
    assert given.number == "A002"
    reasons = [each["reason"] for each in weekly.rows("ticket_issued")]
    assert reasons == [None, "came from far away"]


async def test_the_line_itself_can_fill_the_rest_of_the_day(weekly: WeekHall) -> None:
    await weekly.at("16:30")
    await weekly.hall.window_open(ANNA, "w1")
    given = 0
    while await weekly.because() is None and given < 40:
        await weekly.issue(f"n{given}")
        given += 1
    assert 3 <= given <= 12  # eight minutes each, one window, an hour
    assert (await weekly.refusal("over")).code == "no_time_left"
    assert (await weekly.hall.services()).items[2].closed_because is None


async def test_a_quota_is_told_before_anybody_asks(weekly: WeekHall) -> None:
    await weekly.at("09:00")
    for n in range(3):
        await weekly.hall.issue(KIOSK, wire.TicketRequest(service="policy"), f"q{n}")
    policy = next(each for each in (await weekly.hall.services()).items if each.id == "policy")
    assert (policy.open, policy.closed_because) == (False, "quota_reached")


async def test_what_is_left_at_closing_ends_by_rule(weekly: WeekHall) -> None:
    await weekly.at("09:00")
    hall = weekly.hall
    served, called, waiting = [await weekly.issue(key) for key in "abc"]
    await hall.window_open(ANNA, "w1")
    await hall.window_open(BOSS, "w2")
    await hall.call_next(ANNA, "w1", "1")
    await hall.act(ANNA, served.id, "arrive", NOTHING)
    await hall.call_next(BOSS, "w2", "2")
    asked = await hall.assistance_ask(KIOSK, wire.AssistanceRequest())
    await hall.day_close(BOSS)
    ended = [await hall.ticket(BOSS, each.id) for each in (served, called, waiting)]
    assert [each.state for each in ended] == ["DONE", "EXPIRED", "EXPIRED"]
    assert (ended[0].legs or ())[-1].outcome == "day_closed"
    assert {each.state for each in (await hall.windows()).items} == {"closed"}
    assert (await hall.assistance(BOSS)).items == ()
    assert asked.state == "asked"
