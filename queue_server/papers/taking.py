"""Numbers given by hand while nothing worked (R-39), entered when the hall is back.

The slips bear numbers of a range of their own, so nothing can collide. A slip entered twice is the
same ticket. The visitor keeps the place in the line the slip was given at, never one before the
day began; one who was served meanwhile is entered as such, so the day's count is true.
"""

from dataclasses import replace
from functools import partial

from hall.errors import RuleError
from queue_server import wire
from queue_server.domain.actors import SYSTEM, Actor
from queue_server.domain.errors import refused
from queue_server.domain.numbering import split_number
from queue_server.domain.ticket import Moment, Ticket
from queue_server.domain.transitions import Event
from queue_server.service.asking import DESK, Asked, require_role
from queue_server.service.days import follow_calendar
from queue_server.service.issuing import Visit, enter
from queue_server.service.running import RunningHall
from queue_server.service.telling import tell_ticket, ticket_row
from queue_server.service.tickets import act
from queue_server.store.image import Image

SERVED = "served_on_paper"
"""The reason that stands at a slip whose visitor had been served before it was entered."""


class Papers:
    """Enters slips into a running hall."""

    def __init__(self, hall: RunningHall) -> None:
        self._hall = hall

    async def take(self, actor: Actor, entry: wire.PaperEntry) -> wire.Ticket:
        """Enter one slip; raises RuleError where it cannot be one of this hall's."""
        asked = Asked(actor=actor, site=self._hall.settings)
        ticket_id = await self._hall.writer.submit(partial(take_paper, asked=asked, entry=entry))
        return await self._hall.ticket(actor, ticket_id)

    def service_of(self, number: str) -> str | None:
        """Return the service whose slips bear a number, where its prefix is one service's alone."""
        prefix = number.rstrip("0123456789")
        fitting = [each.id for each in self._hall.settings.services if each.prefix == prefix]
        return fitting[0] if len(fitting) == 1 else None


def take_paper(image: Image, moment: Moment, asked: Asked, entry: wire.PaperEntry) -> str:
    """Take a slip in and return its ticket's id; one entered before is left as it is."""
    require_role(asked.actor, DESK)
    prefix, number = _number(asked, entry)
    follow_calendar(image, moment, asked.site, SYSTEM)
    day = image.day
    if day is None or day.closed_at is not None:
        raise refused("day_closed", "open the service day first")
    known = _known(image, day.id, prefix, number)
    if known is not None:
        if known.service != entry.service:
            raise refused("number_taken", f"{entry.number} was entered for {known.service}")
        return known.id
    came = min(max(entry.at, day.opened_at), moment.wall)
    visit = Visit(
        service=asked.site.service(entry.service),
        needs=entry.needs,
        languages=(),
        channel="paper",
    )
    ticket = enter(
        image, moment, asked, visit, day=day.id, number=number, came=came, issued_at=came
    )
    printed = replace(ticket, print_state="printed")
    image.put_ticket(printed)
    row = ticket_row(printed, asked.site, "issue_paper", actor=asked.actor)
    tell_ticket(image, moment, "ticket_issued", row)
    if entry.served:
        act(image, moment, asked, ticket.id, Event.CANCEL.value, wire.ActionRequest(reason=SERVED))
    return ticket.id


def _number(asked: Asked, entry: wire.PaperEntry) -> tuple[str, int]:
    site = asked.site
    service = next((each for each in site.services if each.id == entry.service), None)
    if service is None:
        raise refused("unknown_service", f"no service {entry.service!r}", field="service")
    try:
        prefix, number = split_number(entry.number)
    except ValueError as fault:
        raise _no_slip(entry) from fault
    if (
        prefix != service.prefix
        or not site.issuing.paper_first <= number <= site.issuing.paper_last
    ):
        raise _no_slip(entry)
    return prefix, number


def _no_slip(entry: wire.PaperEntry) -> RuleError:
    return refused("value_missing", f"{entry.number} is no slip of this service", field="number")


def _known(image: Image, day: str, prefix: str, number: int) -> Ticket | None:
    wanted = (day, prefix, number)
    return next(
        (each for each in image.tickets.values() if (each.day, each.prefix, each.seq) == wanted),
        None,
    )
