"""Pagers lent to visitors: which ticket has which, until the ticket ends."""

from datetime import timedelta

from queue_server.domain.actors import Actor
from queue_server.domain.errors import refused
from queue_server.domain.ticket import TERMINAL, Moment
from queue_server.service.asking import require_role
from queue_server.service.telling import PAGER, encode
from queue_server.store.image import Image
from queue_server.store.records import Document

LENDERS = frozenset({"staff", "supervisor", "reception", "admin"})
_KEPT = timedelta(hours=24)


def lend(image: Image, moment: Moment, actor: Actor, ticket_id: str, pager: str | None) -> str:
    """Note the pager a visitor was given, or (None) that it came back; return the ticket's id.

    Refuses a pager that another open ticket has: two visitors would be called as one.
    """
    require_role(actor, LENDERS)
    ticket = image.tickets.get(ticket_id)
    if ticket is None:
        raise refused("unknown_ticket")
    if ticket.state in TERMINAL:
        raise refused("wrong_state", f"{ticket.number} is over", state=ticket.state.value)
    if pager is None:
        if image.documents.get((PAGER, ticket_id)) is not None:
            image.documents.drop((PAGER, ticket_id))
    else:
        for lent in list(image.documents.values()):
            if lent.kind == PAGER and lent.data == pager and lent.id != ticket_id:
                _refuse_if_open(image, lent.id, pager)
                image.documents.drop((PAGER, lent.id))
        image.put_document(
            Document(
                kind=PAGER,
                id=ticket_id,
                at=moment.wall,
                data=pager,
                until=moment.wall + _KEPT,
            )
        )
    data = {"ticket": ticket_id, "number": ticket.number, "pager": pager, "by": actor.name}
    image.tell(moment.wall, "pager_lent", encode(data), public=False)
    return ticket_id


def _refuse_if_open(image: Image, ticket_id: str, pager: str) -> None:
    other = image.tickets.get(ticket_id)
    if other is not None and other.state not in TERMINAL:
        raise refused("pager_taken", f"{other.number} has pager {pager}")
