"""Numbers given at the desk are told whole to the kiosk whose printer prints them, to no other."""

from dataclasses import replace

import pytest

from config.site import OfflineRange, Site
from hall.ids import KioskId
from queue_server import wire
from queue_server.domain.actors import Actor
from queue_server.service.running import RunningHall

DESK = Actor(role="reception", name="desk", token_id="desk-token")


def kiosk(name: str) -> Actor:
    return Actor(role="kiosk", name=name, token_id=f"token-of-{name}")


@pytest.fixture
def site(site: Site) -> Site:
    """Two kiosks, of which the first one prints for the desk."""
    printing = replace(site.kiosk("k1"), desk_tickets=True)
    other = replace(
        printing, id=KioskId("k2"), desk_tickets=False,
        offline_range=OfflineRange(first=9301, last=9499),
    )  # fmt: skip
    return replace(site, kiosks=(printing, other))


@pytest.mark.parametrize("channel", ["reception", "staff"])
async def test_what_the_desk_gave_is_told_to_its_printer_alone(
    hall: RunningHall, channel: str
) -> None:
    request = wire.TicketRequest(service="unemployment", languages=("en",), channel=channel)
    given = (await hall.issue(DESK, request, "one")).ticket
    printing = await hall.ticket(kiosk("k1"), given.id)
    assert printing.at_desk
    assert (printing.phone_url, printing.languages) == (given.phone_url, ("en",))
    other = await hall.ticket(kiosk("k2"), given.id)
    assert (other.at_desk, other.phone_url, other.languages) == (False, "", ())


async def test_what_another_kiosk_gave_stays_between_it_and_the_visitor(hall: RunningHall) -> None:
    request = wire.TicketRequest(service="unemployment")
    given = (await hall.issue(kiosk("k2"), request, "one")).ticket
    assert given.phone_url
    seen = await hall.ticket(kiosk("k1"), given.id)
    assert (seen.at_desk, seen.phone_url) == (False, "")


async def test_the_kiosk_learns_that_it_prints_for_the_desk(hall: RunningHall) -> None:
    told = {one.id: one.desk_tickets for one in (await hall.site()).kiosks}
    assert told == {"k1": True, "k2": False}
