"""Paper: a ticket printed when it is taken, again when staff ask, and the hall told of each."""

import logging
from collections.abc import Callable, Coroutine
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Any

from hall.clock import Clock
from hall.errors import RuleError, SyncError
from kiosk.access.speaking import Speaker
from kiosk.flow.effects import SlipKind
from kiosk.flow.notes import NoteOf, note_of, same_note
from kiosk.flow.ports import HallPort, PaperPort
from kiosk.flow.receipts import Receipt, Receipts
from kiosk.flow.slips import slip_of, variant_of
from kiosk.flow.stage import Stage
from kiosk.flow.visit import Paper, Visit
from printer.slip import NoteSlip, Variant
from queue_server import wire

_LOG = logging.getLogger(__name__)
_STALE = timedelta(minutes=10)
"""A reprint asked for longer ago than this is not printed: nobody waits for it any more."""
_AGAIN_S = 5.0

Spawn = Callable[[Coroutine[Any, Any, None]], object]


class Paperwork:
    """What this kiosk prints. ``spawn`` runs the work beside the conversation."""

    def __init__(
        self,
        stage: Stage,
        speaker: Speaker,
        clock: Clock,
        hall: HallPort,
        paper: PaperPort,
        spawn: Spawn,
    ) -> None:
        self._stage = stage
        self._speaker = speaker
        self._clock = clock
        self._hall = hall
        self._paper = paper
        self._spawn = spawn
        self._receipts = Receipts()
        self._telling = False
        self._tried_at = clock.monotonic()

    def taken(self, ticket: wire.Ticket) -> None:
        """Print the ticket just taken, in the visitor's language."""
        visit = self._stage.visit
        if visit.paper == "printing":
            variant = variant_of(visit.modes, visit.needs)
            self._spawn(self._print(ticket, visit.modes.language, reprint=False, variant=variant))

    def slip(self, kind: SlipKind) -> None:
        """Print the item on the screen, to take along."""
        visit, known = self._stage.visit, self._stage.known
        if visit.item is not None:
            made = slip_of(kind, visit.item, known, visit.modes, self._clock.now())
            self._spawn(self._print_slip(made, lambda now: now.item == visit.item, "slip"))

    def note(self, kind: NoteOf) -> None:
        """Print a slip of the visit itself: the receipt of what was told, the way, the need."""
        visit, known = self._stage.visit, self._stage.known
        made = note_of(kind, visit, known, self._clock.now())
        if made is not None:
            shown = partial(same_note, kind, visit)
            self._spawn(self._print_slip(made, shown, f"{kind}-slip"))

    async def _print_slip(self, slip: NoteSlip, shown: Callable[[Visit], bool], words: str) -> None:
        outcome = await self._paper.print_slip(slip)
        stage = self._stage
        if not shown(stage.visit):
            return
        stage.set(replace(stage.visit, slip=outcome))
        told = stage.words.told(f"{words}-{outcome}")
        node = "slip" if stage.model.node("slip") else None
        if outcome == "printed":
            self._speaker.live(stage.model, told.written, told.spoken, stage.words, node)
        else:
            self._speaker.alert(stage.model, told.written, told.spoken, stage.words, node)

    def row(self, row: wire.Row) -> None:
        """Take a ticket's row: issued, or to be printed again."""
        ticket = str(row.data.get("ticket", ""))
        if row.kind == "ticket_issued":
            self._receipts.row(row.epoch, ticket, row.seq)
            if self._receipts.waiting:
                self._spawn(self._tell())
            if self._for_desk:
                self._spawn(self._print_for_desk(row, ticket))
        elif row.kind == "ticket_reprinted" and self._paper.present:
            self._spawn(self._reprint(row, ticket))

    @property
    def _for_desk(self) -> bool:
        """Whether this printer is the hall's own, for numbers given at the desk and at windows."""
        site = self._stage.known.site
        here = site is not None and any(
            one.id == site.you and one.desk_tickets for one in site.kiosks
        )
        return here and self._paper.present

    def taken_in(self, before: str, now: str) -> None:
        """Take that the hall knows a ticket now that had an id of this kiosk's own."""
        self._receipts.renamed(before, now)

    def tick(self) -> None:
        """Tell the hall what it could not be told before."""
        at = self._clock.monotonic()
        if self._receipts.waiting and at - self._tried_at >= _AGAIN_S:
            self._tried_at = at
            self._spawn(self._tell())

    async def _print(
        self,
        ticket: wire.Ticket,
        language: str,
        *,
        reprint: bool,
        variant: Variant = "standard",
    ) -> None:
        outcome = await self._paper.print_ticket(ticket, language, reprint=reprint, variant=variant)
        self._receipts.outcome(ticket.id, outcome)
        self._show(ticket, outcome)
        await self._tell()

    def _show(self, ticket: wire.Ticket, outcome: Paper) -> None:
        """Tell the visitor, if it is still the one whose ticket it is."""
        stage = self._stage
        if stage.visit.ticket is None or stage.visit.ticket.number != ticket.number:
            return
        stage.set(replace(stage.visit, paper=outcome))
        key = f"print-{outcome}"
        written = stage.words(key, number=ticket.number)
        spoken = stage.words.say(key, number=ticket.number)
        node = "paper" if stage.model.node("paper") else None
        if outcome in ("out", "failed", "unsure"):
            self._speaker.alert(stage.model, written, spoken, stage.words, node)
        else:
            self._speaker.live(stage.model, written, spoken, stage.words, node)

    async def _print_for_desk(self, row: wire.Row, ticket_id: str) -> None:
        """Print a number that somebody gave at the desk or a window, once and soon."""
        ticket = await self._asked(ticket_id)
        if ticket is None or not ticket.at_desk or ticket.print_state == "printed":
            return
        if self._clock.now() - row.at > _STALE:
            return
        await self._print(ticket, self._language_of(ticket), reprint=False)

    async def _asked(self, ticket_id: str) -> wire.Ticket | None:
        """Return a ticket whose address the hall tells this kiosk, else None."""
        try:
            ticket = await self._hall.ticket(ticket_id)
        except (SyncError, RuleError) as error:
            _LOG.warning("not printed for others", extra={"why": str(error)})
            return None
        return ticket if ticket.phone_url else None

    def _language_of(self, ticket: wire.Ticket) -> str:
        offered = self._stage.known.languages
        return next((one for one in ticket.languages if one in offered), offered[0])

    async def _reprint(self, row: wire.Row, ticket_id: str) -> None:
        """Print again what this kiosk issued, or prints for the desk."""
        ticket = await self._asked(ticket_id)
        if ticket is None:
            return
        self._receipts.row(row.epoch, ticket_id, row.seq)
        if self._clock.now() - row.at > _STALE:
            self._receipts.outcome(ticket_id, "failed")
            await self._tell()
            return
        await self._print(ticket, self._language_of(ticket), reprint=True)

    async def _tell(self) -> None:
        """Tell the hall every outcome whose row is known; what it cannot take now is kept."""
        if self._telling:
            return
        self._telling = True
        try:
            while (due := self._receipts.due()) is not None:
                await self._deliver(due)
        except SyncError as error:
            _LOG.info("outcome of paper kept", extra={"why": str(error)})
        finally:
            self._telling = False

    async def _deliver(self, receipt: Receipt) -> None:
        try:
            await self._hall.deliver(receipt.delivery)
        except RuleError as error:
            _LOG.warning("outcome of paper refused", extra={"why": str(error)})
        self._receipts.told(receipt)
