"""Many requests at once, and the same one again: no number and no ticket is given twice."""

import asyncio
from collections import Counter

import pytest

from config.site import Site
from hall.clock import ManualClock
from hall.errors import RuleError
from queue_server import wire
from queue_server.domain.actors import Actor
from queue_server.service.running import RunningHall
from queue_server.service.upkeep import Upkeep
from queue_server.store.checking import check

KIOSK = Actor(role="kiosk", name="k1", token_id="k1")
ANNA = Actor(role="staff", name="anna", token_id="anna", window="w1")
BO = Actor(role="staff", name="bo", token_id="bo", window="w2")
BOSS = Actor(role="supervisor", name="boss", token_id="boss")
NOTHING = wire.ActionRequest()


async def issue(hall: RunningHall, key: str, **asked: object) -> wire.Ticket:
    request = wire.TicketRequest(**{"service": "unemployment", **asked})  # type: ignore[arg-type]  # tests name its fields
    return (await hall.issue(KIOSK, request, key)).ticket


async def code_of(refusing: object) -> RuleError:
    with pytest.raises(RuleError) as refusal:
        await refusing  # type: ignore[misc]  # a coroutine of any answer
    return refusal.value


async def test_the_same_key_gives_the_same_ticket_a_hundred_times_at_once(
    hall: RunningHall,
) -> None:
    request = wire.TicketRequest(service="placement")
    answers = await asyncio.gather(*(hall.issue(KIOSK, request, "once") for _ in range(100)))
    assert len({answer.ticket.id for answer in answers}) == 1
    assert sum(answer.created for answer in answers) == 1
    other = await code_of(hall.issue(KIOSK, wire.TicketRequest(service="policy"), "once"))
    assert other.code == "key_reused"
    elsewhere = Actor(role="kiosk", name="k2", token_id="k2")
    assert (await hall.issue(elsewhere, request, "once")).ticket.number == "F002"
    assert (await code_of(hall.issue(KIOSK, request, ""))).code == "key_missing"


async def test_a_key_is_forgotten_after_two_days(hall: RunningHall, clock: ManualClock) -> None:
    first = await issue(hall, "k")
    await clock.advance(3600 * 49)
    await Upkeep(hall, clock).round()
    assert (await issue(hall, "k")).id != first.id


async def test_a_call_repeated_under_its_key_is_one_call(hall: RunningHall) -> None:
    await issue(hall, "a")
    await issue(hall, "b")
    await hall.window_open(ANNA, "w1")
    answers = await asyncio.gather(*(hall.call_next(ANNA, "w1", "same") for _ in range(32)))
    assert {answer.number for answer in answers if answer} == {"A001"}
    assert (await code_of(hall.call_next(ANNA, "w1", "new"))).code == "window_busy"


async def test_bursts_of_calls_and_issues_give_no_number_and_no_ticket_twice(
    hall: RunningHall, site: Site
) -> None:
    windows = [w.id for w in site.windows if "unemployment" in w.services]
    numbers: list[str] = []
    called: list[str] = []
    for window in windows:
        await hall.window_open(BOSS, window)
    for burst in range(6):
        asked = [issue(hall, f"i{burst}-{n}") for n in range(32)]
        calls = [
            hall.call_next(BOSS, windows[n % len(windows)], f"c{burst}-{n}") for n in range(32)
        ]
        answers = await asyncio.gather(*asked, *calls, return_exceptions=True)
        numbers += [each.number for each in answers[:32] if isinstance(each, wire.Ticket)]
        now = [each for each in answers[32:] if isinstance(each, wire.Ticket)]
        refusals = {each.code for each in answers[32:] if isinstance(each, RuleError)}
        assert refusals <= {"window_busy"}
        assert len(now) <= len(windows)
        called += [each.id for each in now]
        for ticket in now:
            await hall.act(BOSS, ticket.id, "arrive", NOTHING)
            await hall.act(BOSS, ticket.id, "finish", NOTHING)
    assert sorted(numbers) == [f"A{n:03d}" for n in range(1, 6 * 32 + 1)]
    assert max(Counter(called).values()) == 1
    assert len(called) >= 6
    assert check(hall.database, site).problems == ()


async def test_two_windows_can_change_places_in_one_batch(hall: RunningHall) -> None:
    first, second = await issue(hall, "a"), await issue(hall, "b")
    for boss_window in ("w1", "w2"):
        await hall.window_open(BOSS, boss_window)
        await hall.call_next(BOSS, boss_window, boss_window)
    there, here = (
        wire.ActionRequest(window="w2", position="head"),
        wire.ActionRequest(window="w1", position="head"),
    )
    await asyncio.gather(
        hall.act(BOSS, first.id, "transfer", there),
        hall.act(BOSS, second.id, "transfer", here),
        hall.call_next(BOSS, "w1", "x"),
        hall.call_next(BOSS, "w2", "y"),
    )
    assert (await hall.ticket(BOSS, first.id)).window == "w2"
    assert (await hall.ticket(BOSS, second.id)).window == "w1"
