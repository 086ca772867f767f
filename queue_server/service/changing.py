"""What helps a visitor, changed after the ticket was taken: at the desk, or by the visitor."""

from dataclasses import replace

from config.site import Need
from queue_server.domain.actors import Actor
from queue_server.domain.errors import refused
from queue_server.domain.needs import credit_for, handling_for
from queue_server.domain.priority import rank
from queue_server.domain.routing import fitting_windows, left_until
from queue_server.domain.ticket import TERMINAL, Moment, Ticket
from queue_server.service.asking import DESK, Asked, require_role
from queue_server.service.telling import tell_ticket, ticket_row
from queue_server.store.image import Image

KIND = "ticket_needs_changed"


def change_needs(
    image: Image, moment: Moment, asked: Asked, ticket_id: str, needs: tuple[Need, ...]
) -> str:
    """Give an open ticket other needs; return its id.

    Grace, repeats and channels follow at once. So does the head start, counted from when the
    visitor came: who is changed stands where he or she would have stood. Windows that suit are
    waited for from now on. The row tells that, never the needs themselves.
    """
    ticket = image.tickets.get(ticket_id)
    if ticket is None or not _own(asked.actor, ticket):
        require_role(asked.actor, DESK)
    if ticket is None:
        raise refused("unknown_ticket")
    if ticket.state in TERMINAL:
        raise refused("wrong_state", f"{ticket.number} is over", state=ticket.state.value)
    site, named = asked.site, tuple(dict.fromkeys(needs))
    if (image.needs.get(ticket_id) or ()) == named:
        return ticket_id
    suits = fitting_windows(named, ticket.service, site)
    changed = replace(
        ticket,
        version=ticket.version + 1,
        handling=handling_for(named, site.grace),
        suits=suits,
        suits_until=left_until(moment.wall, suits, site),
    )
    if ticket.appointment is None:  # a booked visitor keeps the place of the appointment
        changed = _placed(changed, named, asked)
    image.put_ticket(changed)
    if named:
        image.needs.put(ticket_id, named)
    elif image.needs.get(ticket_id) is not None:
        image.needs.drop(ticket_id)
    row = ticket_row(changed, site, "change_needs", actor=asked.actor)
    tell_ticket(image, moment, KIND, row)
    return ticket_id


def _own(actor: Actor, ticket: Ticket) -> bool:
    """Tell whether somebody acts for the ticket's own visitor.

    The phone page by the code on the paper, a kiosk by having issued the ticket itself.
    """
    if actor.role == "phone":
        return actor.ticket == ticket.id
    return actor.role == "kiosk" and actor.token_id == ticket.issued_by


def _placed(ticket: Ticket, needs: tuple[Need, ...], asked: Asked) -> Ticket:
    """Return the ticket with the head start of its needs."""
    priority, came = asked.site.priority, ticket.issued_at
    credit = credit_for(needs, priority)
    shift = rank(came, credit, priority) - rank(came, ticket.credit_minutes, priority)
    return replace(ticket, credit_minutes=credit, rank_at=ticket.rank_at + shift)
