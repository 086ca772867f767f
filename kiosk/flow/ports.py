"""What the conversation asks of the hall and of the printer."""

from typing import Protocol

from kiosk.flow.visit import Paper
from printer.slip import NoteSlip, Variant
from queue_server import wire


class HallPort(Protocol):
    """The hall server; raises SyncError while it cannot be reached, RuleError where it refuses."""

    async def services(self) -> wire.ServiceList: ...

    async def site(self) -> wire.SiteInfo: ...

    async def issue(self, request: wire.TicketRequest, key: str) -> wire.Ticket: ...

    async def ticket(self, ticket_id: str) -> wire.Ticket: ...

    async def tickets(self, **filters: str) -> wire.TicketList: ...

    async def check_in(self, code: str) -> wire.Ticket: ...

    async def act(self, ticket_id: str, event: str) -> wire.Ticket: ...

    async def content(self, **query: str | int) -> wire.ContentPage: ...

    async def content_item(self, kind: str, item_id: str) -> wire.ContentItem: ...

    async def suggest(self, text: str, limit: int = 10) -> wire.SuggestionList: ...

    async def ask_assistance(self, request: wire.AssistanceRequest) -> wire.Assistance: ...

    async def deliver(self, delivery: wire.Delivery) -> None: ...


class PaperPort(Protocol):
    """The kiosk's printer; never raises."""

    @property
    def present(self) -> bool:
        """Whether this kiosk prints at all."""
        ...

    async def print_slip(self, slip: NoteSlip) -> Paper:
        """Print a slip to take along and return what came of it."""
        ...

    async def print_ticket(
        self,
        ticket: wire.Ticket,
        language: str,
        *,
        reprint: bool,
        variant: Variant = "standard",
    ) -> Paper:
        """Print a ticket and return what came of it."""
        ...
