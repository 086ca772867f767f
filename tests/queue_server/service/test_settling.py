"""A hall goes by another site without a restart, and nobody loses a place."""

from dataclasses import replace

from config.hours import serves
from config.site import Site, Weekday
from hall.ids import ServiceId, WindowId
from queue_server import wire
from queue_server.domain.actors import Actor
from queue_server.service.running import RunningHall

KIOSK = Actor(role="kiosk", name="k1", token_id="t-k1")
CLERK = Actor(role="supervisor", name="li", token_id="u:li", window="w9")


def with_another_window(site: Site) -> Site:
    window = replace(site.windows[0], id=WindowId("w9"), number=9)
    services = tuple(
        replace(each, prefix="Z") if each.id == "unemployment" else each for each in site.services
    )
    return replace(site, windows=(*site.windows, window), services=services)


async def issue(hall: RunningHall, key: str) -> wire.Ticket:
    asked = wire.TicketRequest(service=ServiceId("unemployment"))
    return (await hall.issue(KIOSK, asked, key)).ticket


async def test_a_new_window_calls_those_who_came_before_it(hall: RunningHall, site: Site) -> None:
    before = await issue(hall, "one")

    await hall.go_by(with_another_window(site))
    after = await issue(hall, "two")
    await hall.window_open(CLERK, "w9")
    called = await hall.call_next(CLERK, "w9", "call")

    assert (before.number[0], after.number[0]) == (site.service("unemployment").prefix, "Z")
    assert called is not None
    assert called.number == before.number
    assert [each.number for each in (await hall.windows()).items if each.id == "w9"] == [9]


async def test_a_window_that_goes_and_comes_back_is_known_again(
    hall: RunningHall, site: Site
) -> None:
    for settled in (with_another_window(site), site, with_another_window(site)):
        await hall.go_by(settled)

    assert (await hall.window_open(CLERK, "w9")).state == "open"


async def test_the_hours_hold_at_once(hall: RunningHall, site: Site) -> None:
    week: dict[Weekday, tuple[str, ...]] = {"mon": ("00:00-00:01",)}
    hours = replace(site.hall.hours, always=False, week=week)
    assert not serves(hours, hall.now())
    await hall.go_by(replace(site, hall=replace(site.hall, hours=hours)))

    assert {each.closed_because for each in (await hall.services()).items} == {"hours"}
