"""The kiosk's printer as the conversation sees it: a ticket or slip in, what became of it out.

What stands on a ticket beside the ticket itself is known beforehand: losing the hall between the
number and the paper costs nothing.
"""

import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from hall.errors import HallError
from kiosk.flow.visit import Paper, is_alone
from kiosk.remembering import Remembered
from printer.document import Document, Emblem
from printer.port import Printer
from printer.profile import Profile
from printer.slip import NoteSlip, TicketSlip, Variant, short_code
from printer.ticket_layout import layout_note, layout_ticket
from queue_server import wire

_LOG = logging.getLogger(__name__)
_OUT = frozenset({"out", "cover"})
"""Causes a visitor is told as "no paper": somebody must open the printer."""

Facts = Callable[[], Remembered | None]
"""The hall as it last was."""

Drawn = Callable[[], Emblem | None]
"""The hall's emblem as it is printed, made beforehand."""


def no_emblem() -> Emblem | None:
    """Return that there is none."""
    return None


class TicketPaper:
    """Prints tickets and slips once each; never raises."""

    def __init__(
        self, printer: Printer, profile: Profile, facts: Facts, emblem: Drawn = no_emblem
    ) -> None:
        self._printer = printer
        self._profile = profile
        self._facts = facts
        self._emblem = emblem

    async def print_ticket(
        self,
        ticket: wire.Ticket,
        language: str,
        *,
        reprint: bool,
        variant: Variant = "standard",
    ) -> Paper:
        """Print a ticket and return what came of it."""
        slip = replace(
            ticket_slip(ticket, self._facts(), language, reprint=reprint),
            variant=variant,
            emblem=self._emblem(),
        )
        return await self._print(lambda: layout_ticket(slip, self._profile))

    async def print_slip(self, slip: NoteSlip) -> Paper:
        """Print a slip to take along and return what came of it."""
        return await self._print(lambda: layout_note(slip, self._profile))

    async def _print(self, make: Callable[[], Document]) -> Paper:
        try:
            document = make()
            outcome = await self._printer.print(document)
        except HallError as error:
            _LOG.warning("not printed", extra={"why": str(error)})
            return "failed"
        if outcome.result == "printed":
            return "printed"
        if outcome.result == "not_confirmed":
            return "unsure"
        return "out" if outcome.cause in _OUT else "failed"


def ticket_slip(
    ticket: wire.Ticket, facts: Remembered | None, language: str, *, reprint: bool
) -> TicketSlip:
    """Return what stands on a ticket; what the kiosk does not know is left out."""
    if facts is None:
        return TicketSlip(
            language=language, hall="", number=ticket.number, service=ticket.service, area="",
            directions="", issued_at=ticket.issued_at, url=ticket.phone_url, reprint=reprint,
        )  # fmt: skip
    site = facts.site
    service = next((one for one in facts.services if one.id == ticket.service), None)
    zone = _zone(ticket, site)
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
        priority=_named(site.priority_sentence, language),
        alone=is_alone(ticket),
    )


def _zone(ticket: wire.Ticket, site: wire.SiteInfo) -> wire.ZoneInfo | None:
    zones = {zone.id: zone for zone in site.zones}
    serving = [window for window in site.windows if ticket.service in window.services]
    serving.sort(key=lambda window: (window.state != "open", window.number))
    return zones.get(ticket.zone or "") or (zones.get(serving[0].zone) if serving else None)


def _named(names: dict[str, str], language: str) -> str:
    return names.get(language) or next(iter(names.values()), "")


def _hall_time(ticket: wire.Ticket, site: wire.SiteInfo) -> datetime:
    return ticket.issued_at.astimezone(ZoneInfo(site.time_zone))
