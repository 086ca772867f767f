"""A kiosk's token is told which kiosk it is, so that no two machines own the same numbers."""

from dataclasses import replace
from pathlib import Path

from config.site import OfflineRange, Site
from hall.clock import ManualClock
from hall.ids import KioskId
from queue_server.domain.actors import SYSTEM, Actor
from queue_server.service.people import kiosk_of
from queue_server.service.running import RunningHall
from queue_server.store.database import FILE_NAME, Database

AGENT = Actor(role="display", name="k1", token_id="agent")


async def kiosk(hall: RunningHall, name: str) -> Actor:
    secret = await hall.create_token(SYSTEM, role="kiosk", name=name)
    actor = await hall.authenticate(secret)
    assert actor is not None
    return actor


async def test_a_token_named_after_a_kiosk_is_that_kiosk_and_the_newest_one_wins(
    hall: RunningHall, clock: ManualClock
) -> None:
    first = await kiosk(hall, "k1")
    assert (await hall.site(first)).you == "k1"
    clock.pass_time(1)
    second = await kiosk(hall, "k1")
    assert (await hall.site(first)).you is None
    assert (await hall.site(second)).you == "k1"
    assert (await hall.site(AGENT)).you is None
    assert (await hall.site()).you is None


async def test_one_kiosk_and_one_token_need_no_name_but_two_tokens_do(
    hall: RunningHall, clock: ManualClock
) -> None:
    lone = await kiosk(hall, "entrance")
    assert (await hall.site(lone)).you == "k1"
    clock.pass_time(1)
    other = await kiosk(hall, "exit")
    assert [(await hall.site(each)).you for each in (lone, other)] == [None, None]


def test_of_two_kiosks_a_token_of_another_name_is_neither(site: Site) -> None:
    other = replace(
        site.kiosk("k1"), id=KioskId("k2"), offline_range=OfflineRange(first=9301, last=9499)
    )
    both = replace(site, kiosks=(*site.kiosks, other))
    assert kiosk_of([], both, Actor(role="kiosk", name="third", token_id="t")) is None


async def test_the_site_tells_the_hours(hall: RunningHall) -> None:
    hours = (await hall.site()).hours
    assert hours is not None
    assert hours.always


async def test_the_site_tells_the_halls_own_colour_and_emblem(
    site: Site, clock: ManualClock, tmp_path: Path
) -> None:
    painted = replace(site, hall=replace(site.hall, colour="#1d4f91", emblem="seal.png"))
    hall = RunningHall(painted, Database(tmp_path / FILE_NAME), clock)
    hall.open()
    told = await hall.site()
    assert (told.colour, told.emblem) == ("#1d4f91", "seal.png")
    await hall.aclose()
