"""The hall as the conversation asks it: its server, or this kiosk alone where that is silent.

The server's client is made after the first picture: importing it costs about half a second that
nobody should wait for. What is asked is bounded; a ticket is asked for twice under one key, then
issued here (R-14).
"""

import asyncio
from collections.abc import Awaitable, Callable
from importlib import import_module
from typing import TYPE_CHECKING, TypeVar

import msgspec

from hall.clock import Clock
from hall.errors import RuleError, SyncError
from kiosk.alone import Alone
from kiosk.folder import OUTBOX
from kiosk.outbox import Outbox
from kiosk.shelf import Shelf
from kiosk.telling import Teller
from queue_server import wire

if TYPE_CHECKING:
    from queue_server.client import HallClient

_Answer = TypeVar("_Answer")
_TRY_S = 1.5
_TRIES = 2


class HallLine:
    """A `HallPort`; ``found`` is told when the live stream comes and goes."""

    def __init__(
        self,
        server: str,
        token: str,
        *,
        alone: Alone,
        clock: Clock,
        found: Callable[[bool], None],
        shelf: Shelf | None = None,
        outbox: Outbox | None = None,
        try_s: float = _TRY_S,
    ) -> None:
        self.shelf = shelf or Shelf(alone.folder)
        self.outbox = outbox or Outbox(alone.folder / OUTBOX, clock)
        self.teller = Teller(self.client, self.outbox, alone, 2 * try_s)
        self._server = server
        self._token = token
        self._alone = alone
        self._clock = clock
        self._found = found
        self._try_s = try_s
        self._client: HallClient | None = None
        self._services: tuple[wire.ServiceInfo, ...] = ()
        self._site_told: Callable[[wire.SiteInfo], Awaitable[None]] | None = None

    def on_site(self, told: Callable[[wire.SiteInfo], Awaitable[None]]) -> None:
        """Tell somebody of the site each time the hall is asked for it."""
        self._site_told = told

    async def client(self) -> "HallClient":
        """Return the client, made on first use."""
        if self._client is None:
            await asyncio.to_thread(import_module, "queue_server.client")
        return self._made()

    def _made(self) -> "HallClient":
        if self._client is None:
            from queue_server.client import HallClient

            self._client = HallClient(
                self._server, self._token, clock=self._clock, on_state=self._found
            )
        return self._client

    async def services(self) -> wire.ServiceList:
        answer = await self._ask(lambda hall: hall.services())
        self._services = answer.items
        return answer

    async def site(self) -> wire.SiteInfo:
        """Return the hall; ``you`` says which of its kiosks this is."""
        site = self._alone.own(await self._ask(lambda hall: hall.site()))
        if self._services:
            await self._alone.learned(site, self._services)
        if self._site_told is not None:
            await self._site_told(site)
        return site

    async def emblem(self) -> bytes:
        """Return the hall's picture as PNG."""
        return await self._ask(lambda hall: hall.emblem())

    async def issue(self, request: wire.TicketRequest, key: str) -> wire.Ticket:
        """Take a ticket; from this kiosk's own numbers where the hall does not answer in time.

        A key that was used here already gives the same ticket, whatever the hall says meanwhile.
        """
        before = self._alone.find(key)
        if before is not None:
            return before
        client = await self.client()
        for _ in range(_TRIES if client.connected else 1):
            try:
                async with asyncio.timeout(self._try_s):
                    ticket = await self._ask(lambda hall: hall.issue(request, key))
            except (SyncError, TimeoutError):
                continue
            await self._alone.note_given(request, key, ticket)
            return ticket
        return await self._issue_alone(request, key)

    async def _issue_alone(self, request: wire.TicketRequest, key: str) -> wire.Ticket:
        try:
            return await self._alone.issue(request, key)
        except RuleError as error:
            if error.code == "not_alone":
                raise SyncError(str(error)) from error
            raise

    async def replay_offline(self, replay: wire.OfflineReplay) -> wire.OfflineAnswers:
        """Bring tickets in that were issued here."""
        return await self._ask(lambda hall: hall.replay_offline(replay))

    async def ticket(self, ticket_id: str) -> wire.Ticket:
        return await self._ask(lambda hall: hall.ticket(ticket_id))

    async def tickets(self, **filters: str) -> wire.TicketList:
        return await self._ask(lambda hall: hall.tickets(**filters))

    async def check_in(self, code: str) -> wire.Ticket:
        ticket = await self._ask(lambda hall: hall.check_in(code))
        known = wire.TicketRequest(service=ticket.service, languages=ticket.languages)
        await self._alone.note_given(known, ticket.id, ticket)
        return ticket

    async def act(self, ticket_id: str, event: str) -> wire.Ticket:
        return await self._ask(lambda hall: hall.act(ticket_id, event))

    async def change_needs(self, ticket_id: str, request: wire.NeedsRequest) -> wire.Ticket:
        return await self._ask(lambda hall: hall.change_needs(ticket_id, request))

    async def content(self, **query: str | int) -> wire.ContentPage:
        return await self._ask(lambda hall: hall.content(**query))

    async def content_item(self, kind: str, item_id: str, **stated: str) -> wire.ContentItem:
        return await self._ask(lambda hall: hall.content_item(kind, item_id, **stated))

    def kept(self, **query: str | int) -> wire.ContentPage | None:
        """Return what this kiosk's own copy of content answers, or None without one."""
        return self.shelf.page(query)

    def kept_item(self, kind: str, item_id: str) -> wire.ContentItem | None:
        """Return an item of this kiosk's own copy."""
        return self.shelf.item(kind, item_id)

    async def suggest(self, text: str, limit: int = 10) -> wire.SuggestionList:
        return await self._ask(lambda hall: hall.suggest(text, limit))

    async def vocabulary(self) -> wire.SuggestionList:
        """Return all words of today's content, the most frequent first."""
        return await self._ask(lambda hall: hall.vocabulary())

    async def ask_assistance(self, request: wire.AssistanceRequest) -> wire.Assistance:
        """Call a member of staff; to a ticket only this kiosk knows nothing can be tied yet."""
        if request.ticket is not None and self._alone.is_own(request.ticket):
            request = msgspec.structs.replace(request, ticket=None)
        return await self._ask(lambda hall: hall.ask_assistance(request))

    async def tell_feedback(self, request: wire.FeedbackRequest, key: str) -> wire.FeedbackReceipt:
        """Tell the hall, or keep it on this machine until the hall is back."""
        return await self.teller.tell(request, key)

    async def match_wishes(self, wishes: wire.Wishes) -> wire.MatchList:
        return await self._ask(lambda hall: hall.match_wishes(wishes))

    async def register_need(self, request: wire.NeedRequest, key: str) -> wire.NeedReceipt:
        return await self._ask(lambda hall: hall.register_need(request, key))

    async def withdraw_need(self, reference: str) -> None:
        await self._ask(lambda hall: hall.withdraw_need(reference))

    async def feedback_status(self, reference: str) -> wire.FeedbackStatus:
        return await self._ask(lambda hall: hall.feedback_status(reference))

    async def deliver(self, delivery: wire.Delivery) -> None:
        await self._ask(lambda hall: hall.deliver(delivery))

    async def tell_device(self, status: wire.DeviceStatus) -> None:
        await self._ask(lambda hall: hall.tell_device(status))

    async def aclose(self) -> None:
        """Let go of the connection."""
        if self._client is not None:
            await self._client.aclose()

    async def _ask(self, question: Callable[["HallClient"], Awaitable[_Answer]]) -> _Answer:
        client = await self.client()
        answer = await question(client)
        self._alone.heard(client.hall_ahead)
        return answer
