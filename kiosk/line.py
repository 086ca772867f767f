"""The hall server as the conversation asks it; its client is made after the first picture.

Importing and making the client costs about half a second that nobody should wait for.
"""

import asyncio
from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING

from hall.clock import Clock
from queue_server import wire

if TYPE_CHECKING:
    from queue_server.client import HallClient


class HallLine:
    """A `HallPort`; ``found`` is told when the live stream comes and goes."""

    def __init__(
        self, server: str, token: str, *, clock: Clock, found: Callable[[bool], None]
    ) -> None:
        self._server = server
        self._token = token
        self._clock = clock
        self._found = found
        self._client: HallClient | None = None

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
        return await (await self.client()).services()

    async def site(self) -> wire.SiteInfo:
        return await (await self.client()).site()

    async def issue(self, request: wire.TicketRequest, key: str) -> wire.Ticket:
        return await (await self.client()).issue(request, key)

    async def ticket(self, ticket_id: str) -> wire.Ticket:
        return await (await self.client()).ticket(ticket_id)

    async def tickets(self, **filters: str) -> wire.TicketList:
        return await (await self.client()).tickets(**filters)

    async def content(self, **query: str | int) -> wire.ContentPage:
        return await (await self.client()).content(**query)

    async def content_item(self, kind: str, item_id: str) -> wire.ContentItem:
        return await (await self.client()).content_item(kind, item_id)

    async def suggest(self, text: str, limit: int = 10) -> wire.SuggestionList:
        return await (await self.client()).suggest(text, limit)

    async def ask_assistance(self, request: wire.AssistanceRequest) -> wire.Assistance:
        return await (await self.client()).ask_assistance(request)

    async def deliver(self, delivery: wire.Delivery) -> None:
        await (await self.client()).deliver(delivery)

    async def aclose(self) -> None:
        """Let go of the connection."""
        if self._client is not None:
            await self._client.aclose()
