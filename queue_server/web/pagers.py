"""What the desk adds to a ticket, over HTTP: a pager, other needs."""

from litestar import Router, post, put
from litestar.params import FromPath, JSONBody

from queue_server import wire
from queue_server.service.asking import Asked
from queue_server.service.changing import change_needs
from queue_server.service.pagers import lend
from queue_server.service.running import RunningHall
from queue_server.web.actors import Who, require_known


def pager_router(hall: RunningHall) -> Router:
    """Return ``POST /api/v1/tickets/{id}/pager`` and ``PUT …/needs``."""

    @post("/{ticket_id:str}/pager", status_code=200, summary="Lend a visitor a pager")
    async def lend_pager(
        who: Who, ticket_id: FromPath[str], data: JSONBody[wire.PagerRequest]
    ) -> wire.Ticket:
        """Page it at every call from now on; null takes it back."""
        actor = require_known(who)
        await hall.writer.submit(
            lambda image, moment: lend(image, moment, actor, ticket_id, data.pager)
        )
        return await hall.ticket(actor, ticket_id)

    @put("/{ticket_id:str}/needs", summary="Change what helps a visitor")
    async def set_needs(
        who: Who, ticket_id: FromPath[str], data: JSONBody[wire.NeedsRequest]
    ) -> wire.Ticket:
        """Treat the ticket as if it had been taken with these needs.

        For the desk, and for the kiosk that issued it, whose visitor changes it there.
        """
        actor = require_known(who)
        asked = Asked(actor=actor, site=hall.settings)
        await hall.writer.submit(
            lambda image, moment: change_needs(image, moment, asked, ticket_id, data.needs)
        )
        return await hall.ticket(actor, ticket_id)

    return Router(path="/api/v1/tickets", route_handlers=[lend_pager, set_needs], tags=["hall"])
