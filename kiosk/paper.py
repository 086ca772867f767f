"""The kiosk's printer as the conversation sees it: a ticket in, what became of it out."""

import logging
from datetime import datetime
from typing import Protocol
from zoneinfo import ZoneInfo

from hall.errors import HallError
from kiosk.flow.visit import Paper
from printer.port import PRINTS, Printer
from printer.profile import Profile
from printer.slip import TicketSlip, short_code
from printer.ticket_layout import layout_ticket
from queue_server import wire

_LOG = logging.getLogger(__name__)
_OUT = frozenset({"out", "cover"})
"""Causes a visitor is told as "no paper": somebody must open the printer."""


class Hall(Protocol):
    """What stands on a ticket beside the ticket itself."""

    async def services(self) -> wire.ServiceList: ...

    async def site(self) -> wire.SiteInfo: ...


class NoPaper:
    """A kiosk without a printer."""

    present = False

    async def print_ticket(self, ticket: wire.Ticket, language: str, *, reprint: bool) -> Paper:
        """Print nothing, and say so."""
        return "none"


class TicketPaper:
    """Prints tickets once each; never raises."""

    present = True

    def __init__(self, printer: Printer, profile: Profile, hall: Hall) -> None:
        self._printer = printer
        self._profile = profile
        self._hall = hall

    async def print_ticket(self, ticket: wire.Ticket, language: str, *, reprint: bool) -> Paper:
        """Print a ticket and return what came of it."""
        try:
            slip = await self._slip(ticket, language, reprint=reprint)
            document = layout_ticket(slip, self._profile)
            status = await self._printer.status()
            if status not in PRINTS:
                return "out" if status in _OUT else "failed"
            outcome = await self._printer.print(document)
        except HallError as error:
            _LOG.warning("ticket not printed", extra={"why": str(error)})
            return "failed"
        if outcome.result == "printed":
            return "printed"
        if outcome.result == "not_confirmed":
            return "unsure"
        return "out" if outcome.cause in _OUT else "failed"

    async def _slip(self, ticket: wire.Ticket, language: str, *, reprint: bool) -> TicketSlip:
        site = await self._hall.site()
        services = (await self._hall.services()).items
        service = next((one for one in services if one.id == ticket.service), None)
        zones = {zone.id: zone for zone in site.zones}
        serving = [window for window in site.windows if ticket.service in window.services]
        serving.sort(key=lambda window: (window.state != "open", window.number))
        zone = zones.get(ticket.zone or "") or (zones.get(serving[0].zone) if serving else None)
        return TicketSlip(
            language=language,
            hall=_named(site.name, language),
            number=ticket.number,
            service=_named(service.names, language) if service else ticket.service,
            area=_named(zone.names, language) if zone else "",
            directions=_named(zone.directions, language) if zone else "",
            issued_at=_hall_time(ticket, site),
            ahead=ticket.ahead,
            wait=(ticket.wait.low, ticket.wait.high) if ticket.wait else None,
            url=ticket.phone_url,
            short_code=short_code(ticket.phone_url),
            hotline=site.hotline,
            reprint=reprint,
        )


def _named(names: dict[str, str], language: str) -> str:
    return names.get(language) or next(iter(names.values()), "")


def _hall_time(ticket: wire.Ticket, site: wire.SiteInfo) -> datetime:
    return ticket.issued_at.astimezone(ZoneInfo(site.time_zone))
