"""What the conversation asks of the hall and of the printer."""

from collections.abc import Sequence
from typing import Protocol

from kiosk.flow.visit import Paper
from kiosk.input_method.candidates import Candidate, Stroke
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

    async def change_needs(self, ticket_id: str, request: wire.NeedsRequest) -> wire.Ticket: ...

    async def content(self, **query: str | int) -> wire.ContentPage: ...

    def kept(self, **query: str | int) -> wire.ContentPage | None:
        """Return what this kiosk's own copy of content answers, or None without one."""
        ...

    def kept_item(self, kind: str, item_id: str) -> wire.ContentItem | None:
        """Return an item of this kiosk's own copy."""
        ...

    async def content_item(self, kind: str, item_id: str, **stated: str) -> wire.ContentItem: ...

    async def suggest(self, text: str, limit: int = 10) -> wire.SuggestionList: ...

    async def tell_feedback(self, request: wire.FeedbackRequest, key: str) -> wire.FeedbackReceipt:
        """Tell it, or keep it here until it can be told: then the receipt has no id."""
        ...

    async def match_wishes(self, wishes: wire.Wishes) -> wire.MatchList: ...

    async def register_need(self, request: wire.NeedRequest, key: str) -> wire.NeedReceipt: ...

    async def withdraw_need(self, reference: str) -> None: ...

    async def feedback_status(self, reference: str) -> wire.FeedbackStatus: ...

    async def ask_assistance(self, request: wire.AssistanceRequest) -> wire.Assistance: ...

    async def deliver(self, delivery: wire.Delivery) -> None: ...


class InputPort(Protocol):
    """The ways of putting words in; never raises."""

    @property
    def writes(self) -> bool:
        """Whether handwriting can be read here."""
        ...

    async def open(self) -> None:
        """Open what is installed, once."""
        ...

    def remembered(self, typed: str, most: int) -> tuple[wire.Suggestion, ...]:
        """Return what this kiosk's own copy of today's words completes."""
        ...

    async def spelled(self, letters: str, ours: Sequence[wire.Suggestion]) -> tuple[Candidate, ...]:
        """Return words for pinyin letters, ``ours`` first."""
        ...

    async def written(self, strokes: Sequence[Stroke]) -> tuple[Candidate, ...]:
        """Return characters for strokes, the likeliest first."""
        ...


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
