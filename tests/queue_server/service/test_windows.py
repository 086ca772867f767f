"""Windows: calling by themselves, services of today, who sits there, and leaving nobody behind."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from config.site import Clerk, Site
from hall.clock import ManualClock
from hall.errors import RuleError
from hall.ids import ServiceId
from queue_server import wire
from queue_server.domain.actors import Actor
from queue_server.service.desk import Desk
from queue_server.service.running import RunningHall
from queue_server.service.telling import decode
from queue_server.service.upkeep import Upkeep
from queue_server.store.database import FILE_NAME, Database

KIOSK = Actor(role="kiosk", name="k1", token_id="k1")
ANNA = Actor(role="staff", name="anna", token_id="u:anna", window="w1")
BO = Actor(role="staff", name="bo", token_id="u:bo", window="w1")
BOSS = Actor(role="supervisor", name="boss", token_id="boss")
NOTHING = wire.ActionRequest()
AUTO = wire.WindowSettings(auto_call=True)


@pytest.fixture
def desk(hall: RunningHall) -> Desk:
    return Desk(hall)


async def issue(hall: RunningHall, key: str, service: str = "unemployment") -> wire.Ticket:
    return (await hall.issue(KIOSK, wire.TicketRequest(service=service), key)).ticket


async def state_of(hall: RunningHall, ticket: wire.Ticket) -> str:
    return (await hall.ticket(BOSS, ticket.id)).state


async def pass_time(hall: RunningHall, clock: ManualClock, seconds: float) -> None:
    await clock.advance(seconds)
    await Upkeep(hall, clock).round()


async def test_a_window_on_auto_call_calls_after_its_rest_and_only_while_open(
    hall: RunningHall, desk: Desk, clock: ManualClock, site: Site
) -> None:
    first, second = await issue(hall, "a"), await issue(hall, "b")
    assert (await desk.set_up(ANNA, "w1", AUTO)).auto_call
    await pass_time(hall, clock, 60)
    assert await state_of(hall, first) == "WAITING"
    await hall.window_open(ANNA, "w1")
    await pass_time(hall, clock, site.calling.rest_s - 1)
    assert await state_of(hall, first) == "WAITING"
    await pass_time(hall, clock, 1)
    assert await state_of(hall, first) == "CALLED"
    await hall.act(ANNA, first.id, "arrive", NOTHING)
    await hall.act(ANNA, first.id, "finish", NOTHING)
    await pass_time(hall, clock, 1)
    assert await state_of(hall, second) == "WAITING"
    await hall.window_pause(ANNA, "w1", "break")
    await pass_time(hall, clock, 60)
    assert await state_of(hall, second) == "WAITING"
    await hall.window_open(ANNA, "w1")
    await pass_time(hall, clock, site.calling.rest_s)
    assert await state_of(hall, second) == "CALLED"
    rows = [decode(row.data) for row in hall.showing.read_rows(0, 500)]
    by = [row["by"] for row in rows if row.get("event") == "call"]
    assert by == ["hall", "hall"]


async def test_a_call_taken_back_rests_before_the_hall_calls_again(
    hall: RunningHall, desk: Desk, clock: ManualClock, site: Site
) -> None:
    ticket = await issue(hall, "a")
    await desk.set_up(ANNA, "w1", AUTO)
    await hall.window_open(ANNA, "w1")
    await pass_time(hall, clock, site.calling.rest_s)
    await hall.act(ANNA, ticket.id, "undo-call", NOTHING)
    await pass_time(hall, clock, 1)
    assert await state_of(hall, ticket) == "WAITING"


async def test_a_window_offers_what_the_supervisor_says_today(
    hall: RunningHall, desk: Desk
) -> None:
    await issue(hall, "a")
    wanted = await issue(hall, "b", "employment")
    narrow = wire.WindowSettings(services=("employment",))
    with pytest.raises(RuleError) as told:
        await desk.set_up(ANNA, "w1", narrow)
    assert told.value.code == "forbidden"
    assert (await desk.set_up(BOSS, "w1", narrow)).services == ("employment",)
    await hall.window_open(ANNA, "w1")
    unemployment, employment = (await hall.services()).items[:2]
    assert (unemployment.windows, employment.windows) == ((), (1,))
    called = await hall.call_next(ANNA, "w1", "c")
    assert called is not None
    assert called.id == wanted.id
    with pytest.raises(RuleError) as refusal:
        await desk.set_up(BOSS, "w1", wire.WindowSettings(services=("policy",)))
    assert (refusal.value.code, refusal.value.fields["field"]) == (
        "service_not_at_window", "services",
    )  # fmt: skip
    everything = await desk.set_up(BOSS, "w1", wire.WindowSettings(services=()))
    assert everything.services == hall.settings.window("w1").services


async def test_settings_and_shifts_outlive_a_restart(
    hall: RunningHall, desk: Desk, clock: ManualClock
) -> None:
    await desk.set_up(BOSS, "w1", wire.WindowSettings(auto_call=True, services=("employment",)))
    await desk.sit_down(ANNA, {("anna", "w1")})
    await hall.writer.alone(lambda: None)
    window = next(each for each in (await hall.windows()).items if each.id == "w1")
    assert (window.auto_call, window.services) == (True, ("employment",))
    assert [each.user for each in (await desk.shifts(ANNA)).items] == ["anna"]


async def test_two_may_sit_at_one_window_and_it_closes_when_the_last_one_leaves(
    hall: RunningHall, desk: Desk
) -> None:
    served, called = await issue(hall, "a"), await issue(hall, "b")
    both = {("anna", "w1"), ("bo", "w1")}
    await desk.sit_down(ANNA, both)
    await desk.sit_down(BO, both)
    await hall.window_open(ANNA, "w1")
    await hall.call_next(ANNA, "w1", "c")
    await hall.act(BO, served.id, "arrive", NOTHING)
    await desk.get_up(ANNA)
    assert await state_of(hall, served) == "SERVING"
    await desk.get_up(BO)
    assert await state_of(hall, served) == "HELD"
    assert await state_of(hall, called) == "WAITING"
    window = (await hall.windows()).items[0]
    assert (window.state, window.reason) == ("closed", "nobody_there")
    assert (await desk.shifts(ANNA)).items == ()
    over = (await desk.shifts(BOSS, hall.now().replace(year=2000))).items
    assert {(each.user, each.window, each.because) for each in over} == {
        ("anna", "w1", "signed_out"), ("bo", "w1", "signed_out"),
    }  # fmt: skip


async def test_a_lapsed_sign_in_ends_the_shift_and_the_called_visitor_waits_again(
    hall: RunningHall, desk: Desk
) -> None:
    ticket = await issue(hall, "a")
    await desk.sit_down(ANNA, {("anna", "w1")})
    await hall.window_open(ANNA, "w1")
    await hall.call_next(ANNA, "w1", "c")
    await desk.end_lapsed({("anna", "w1")})
    assert await state_of(hall, ticket) == "CALLED"
    await desk.end_lapsed(set())
    back = await hall.ticket(BOSS, ticket.id)
    assert (back.state, back.ahead) == ("WAITING", 0)


async def test_two_browsers_at_one_window_get_one_call_and_a_plain_refusal(
    hall: RunningHall,
) -> None:
    for key in "abcd":
        await issue(hall, key)
    await hall.window_open(ANNA, "w1")
    answers = await asyncio.gather(
        *(hall.call_next(who, "w1", f"{who.name}-{n}") for who in (ANNA, BO) for n in range(8)),
        return_exceptions=True,
    )
    assert [each.number for each in answers if isinstance(each, wire.Ticket)] == ["A001"]
    refused = [each for each in answers if isinstance(each, RuleError)]
    assert {each.code for each in refused} == {"window_busy"}
    stale = wire.ActionRequest(version=1)
    with pytest.raises(RuleError) as told:
        await hall.act(BO, (await hall.windows()).items[0].ticket or "", "arrive", stale)
    assert told.value.code == "stale_version"


async def test_every_row_of_a_ticket_or_window_names_who_did_it(hall: RunningHall) -> None:
    ticket = await issue(hall, "a")
    await hall.window_open(ANNA, "w1")
    await hall.call_next(ANNA, "w1", "c")
    await hall.act(ANNA, ticket.id, "arrive", NOTHING)
    rows = [
        (row.kind, decode(row.data))
        for row in hall.showing.read_rows(0, 500)
        if row.kind.startswith(("ticket_", "window_"))
    ]
    assert [(kind, data["by"]) for kind, data in rows] == [
        ("ticket_issued", "k1"), ("window_opened", "anna"),
        ("ticket_called", "anna"), ("ticket_arrived", "anna"),
    ]  # fmt: skip


async def meant_for_w1(hall: RunningHall, key: str) -> wire.Ticket:
    """A visitor sent on to window 1 by window 2."""
    await hall.window_open(ANNA, "w1")
    await hall.window_open(BOSS, "w2")
    ticket = await issue(hall, key)
    await hall.act(BOSS, ticket.id, "call", wire.ActionRequest(window="w2", reason="sent on"))
    onward = wire.ActionRequest(window="w1")
    moved = await hall.act(BOSS, ticket.id, "transfer", onward)
    assert moved.target == "w1"
    return moved


async def test_who_stepped_away_does_not_come_back_to_wait_for_a_window_that_closed(
    hall: RunningHall,
) -> None:
    ticket = await meant_for_w1(hall, "a")
    await hall.act(KIOSK, ticket.id, "step-away", NOTHING)
    await hall.window_close(ANNA, "w1")
    back = await hall.act(KIOSK, ticket.id, "back", NOTHING)
    assert (back.state, back.target) == ("WAITING", None)
    called = await hall.call_next(BOSS, "w2", "n")
    assert called is not None
    assert called.id == ticket.id


async def test_who_stepped_away_still_waits_for_a_window_that_stayed(hall: RunningHall) -> None:
    ticket = await meant_for_w1(hall, "a")
    await hall.act(KIOSK, ticket.id, "step-away", NOTHING)
    await hall.window_pause(ANNA, "w1", "break")
    back = await hall.act(KIOSK, ticket.id, "back", NOTHING)
    assert back.target == "w1"
    assert await hall.call_next(BOSS, "w2", "n") is None


async def test_a_window_that_offers_a_service_no_more_leaves_nobody_waiting_for_it(
    hall: RunningHall, desk: Desk
) -> None:
    ticket = await meant_for_w1(hall, "a")
    await desk.set_up(BOSS, "w1", wire.WindowSettings(services=("unemployment",)))
    assert (await hall.ticket(BOSS, ticket.id)).target == "w1"
    await desk.set_up(BOSS, "w1", wire.WindowSettings(services=("employment",)))
    assert (await hall.ticket(BOSS, ticket.id)).target is None
    called = await hall.call_next(BOSS, "w2", "n")
    assert called is not None
    assert called.id == ticket.id


def without(site: Site, *windows: str) -> Site:
    return replace(site, windows=tuple(each for each in site.windows if each.id not in windows))


@asynccontextmanager
async def restarted(folder: Path, site: Site, clock: ManualClock) -> AsyncIterator[RunningHall]:
    running = RunningHall(site, Database(folder / FILE_NAME), clock)
    running.open()
    await Upkeep(running, clock).round()
    yield running
    await running.aclose()


async def test_whoever_waits_for_or_is_at_a_window_the_site_dropped_goes_to_any(
    tmp_path: Path, clock: ManualClock, site: Site
) -> None:
    async with restarted(tmp_path, site, clock) as hall:
        sent, served, called = [await issue(hall, key) for key in "abc"]
        for window in ("w1", "w2"):
            await hall.window_open(BOSS, window)
        await hall.call_next(BOSS, "w1", "c1")
        await hall.act(BOSS, sent.id, "transfer", wire.ActionRequest(window="w2"))
        await hall.call_next(BOSS, "w1", "c2")
        await hall.act(BOSS, served.id, "arrive", NOTHING)
    async with restarted(tmp_path, without(site, "w2"), clock) as hall:
        assert (await hall.ticket(BOSS, sent.id)).target is None
        assert await state_of(hall, served) == "SERVING"
    async with restarted(tmp_path, without(site, "w1", "w2"), clock) as hall:
        assert await state_of(hall, served) == "HELD"
        await hall.window_open(BOSS, "w3")
        first = await hall.call_next(BOSS, "w3", "c3")
        assert first is not None
        assert first.id == sent.id
        assert await state_of(hall, called) == "WAITING"


async def test_whoever_was_called_to_a_window_the_site_dropped_waits_again(
    tmp_path: Path, clock: ManualClock, site: Site
) -> None:
    async with restarted(tmp_path, site, clock) as hall:
        ticket = await issue(hall, "a")
        await hall.window_open(BOSS, "w1")
        await hall.call_next(BOSS, "w1", "c1")
    async with restarted(tmp_path, without(site, "w1"), clock) as hall:
        assert await state_of(hall, ticket) == "WAITING"


async def test_a_window_offers_what_those_who_sit_there_can_do_together(
    tmp_path: Path, clock: ManualClock, site: Site
) -> None:
    can = (
        Clerk(name="anna", services=(ServiceId("employment"), ServiceId("guidance"))),
        Clerk(name="bo", services=(ServiceId("unemployment"),)),
    )
    skilled = replace(site, clerks=can)
    async with restarted(tmp_path, skilled, clock) as hall:
        desk = Desk(hall)
        await desk.sit_down(ANNA, {("anna", "w1")})
        await hall.window_open(ANNA, "w1")
        assert (await windows_of(hall))["w1"] == ("employment",)
        first, second = await issue(hall, "a", "unemployment"), await issue(hall, "b", "employment")
        called = await hall.call_next(ANNA, "w1", "c1")
        assert called is not None
        assert called.id == second.id
        with pytest.raises(RuleError) as told:
            await hall.act(
                BOSS, first.id, "call", wire.ActionRequest(window="w1", reason="first come")
            )
        assert told.value.code == "window_busy"
        await hall.act(ANNA, called.id, "arrive", NOTHING)
        await hall.act(ANNA, called.id, "finish", NOTHING)
        assert await hall.call_next(ANNA, "w1", "c2") is None
        await desk.sit_down(BO, {("anna", "w1"), ("bo", "w1")})
        assert (await windows_of(hall))["w1"] == ("unemployment", "employment")
        await desk.get_up(BO)
        assert (await windows_of(hall))["w1"] == ("employment",)
    async with restarted(tmp_path, skilled, clock) as hall:
        assert (await windows_of(hall))["w1"] == ("employment",)
        helper = Actor(role="staff", name="chen", token_id="u:chen", window="w1")
        await Desk(hall).sit_down(helper, {("anna", "w1"), ("chen", "w1")})
        # Of somebody the site says nothing about it is taken that all can be done.
        assert (await windows_of(hall))["w1"] == ("unemployment", "employment")


async def windows_of(hall: RunningHall) -> dict[str, tuple[str, ...]]:
    return {each.id: each.services for each in (await hall.windows()).items}
