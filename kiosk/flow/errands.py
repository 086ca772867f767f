"""What is asked of the hall and the printer while the visitor goes on.

Every errand is a task; its answer comes back as an event, and is dropped when the screen it was
for was left. Nothing here blocks.
"""

import asyncio
import logging
from collections.abc import Coroutine, Mapping
from dataclasses import replace
from typing import Any

import msgspec

from hall.clock import Clock
from kiosk.access.speaking import Speaker
from kiosk.flow.alarms import AGAIN_S, alarmed
from kiosk.flow.calls import called
from kiosk.flow.effects import (
    Act,
    CallStaff,
    CheckIn,
    Effect,
    FindContent,
    PrintNote,
    PrintSlip,
    Question,
    Refresh,
    RegisterNeed,
    SendTelling,
    Suggest,
    TakeTicket,
    Typing,
)
from kiosk.flow.going import go
from kiosk.flow.hall_screens import coming
from kiosk.flow.outside import perform
from kiosk.flow.paperwork import Paperwork
from kiosk.flow.ports import HallPort, InputPort, PaperPort
from kiosk.flow.stage import Stage
from kiosk.flow.typing_screens import said_of_candidates
from kiosk.flow.visit import Visit
from kiosk.flow.wording import Told
from queue_server import wire

_LOG = logging.getLogger(__name__)
_REFRESH_S = 60.0
_REFRESH_SERVICES_S = 1.0
_AGAIN_S = 5.0
_FIRST_WORDS_S = 1.0
_PING_S = 2.0
_WORDS_S = 5.0
_TYPING_S = 0.15
_PAPER = ("ticket_issued", "ticket_reprinted")
_CALLS = ("ticket_called", "ticket_recalled")
_HALL_CHANGES = ("ticket_", "window_", "content_", "day_", "snapshot")


class Errands:
    """The running errands of one kiosk."""

    def __init__(
        self,
        stage: Stage,
        speaker: Speaker,
        clock: Clock,
        hall: HallPort,
        paper: PaperPort,
        inputs: InputPort,
    ) -> None:
        self._inputs = inputs
        self._typing: asyncio.Task[None] | None = None
        self._typed_at = 0.0
        self._stage = stage
        self._speaker = speaker
        self._clock = clock
        self._hall = hall
        self._tasks: set[asyncio.Task[None]] = set()
        self._paperwork = Paperwork(stage, speaker, clock, hall, paper, self._spawn)
        self._session = 0
        self._begun = False
        self._refreshed_at = 0.0
        self._busy_since: float | None = None
        self._pinged = 0
        self._said_busy = False
        self._alarmed_at = 0.0

    def start(self) -> None:
        """Ask the hall what it is, and keep asking."""
        self._begun = True
        self.run((Refresh(),))

    def run(self, effects: tuple[Effect, ...]) -> None:
        """Run errands for the screen shown now."""
        for effect in effects:
            if isinstance(effect, PrintSlip):
                self._paperwork.slip(effect.kind)
                continue
            if isinstance(effect, PrintNote):
                self._paperwork.note(effect.kind)
                continue
            if isinstance(effect, Refresh):
                self._refreshed_at = self._clock.monotonic()
            if isinstance(effect, Typing):
                self._follow_hand(effect)
            else:
                self._spawn(self._performing(effect, self._stage.generation, self._session))

    def _follow_hand(self, effect: Typing) -> None:
        """Ask for the latest keys only: what was asked before is dropped, and haste waits."""
        if self._typing is not None:
            self._typing.cancel()
        at = self._clock.monotonic()
        wait = max(0.0, self._typed_at + _TYPING_S - at)
        self._typing = self._spawn(self._after(wait, effect, self._stage.generation, self._session))

    async def _after(self, seconds: float, effect: Typing, generation: int, session: int) -> None:
        if seconds:
            await self._clock.sleep(seconds)
        self._typed_at = self._clock.monotonic()
        await self._performing(effect, generation, session)

    def forget(self) -> None:
        """Drop every answer that is still to come: its visitor is gone."""
        self._session += 1
        self._busy_since = None

    async def aclose(self) -> None:
        """End every errand."""
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def connection(self, *, connected: bool) -> None:
        """Take that the live stream was found or lost."""
        known = self._stage.known
        self._stage.know(replace(known, connected=connected, lost=not connected))
        if connected:
            self.run((Refresh(),))

    def row(self, row: wire.Row) -> None:
        """Take a row of the live stream."""
        visit = self._stage.visit
        if row.kind.startswith("assistance_"):
            if visit.assistance is not None and row.data.get("id") == visit.assistance.id:
                self._assistance_changed(visit, row.data)
            return
        if row.kind in _PAPER:
            self._paperwork.row(row)
        known = self._stage.known
        self._stage.know(
            replace(
                known,
                calls=called(known.calls, row),
                emergency=alarmed(known.emergency, row),
            )
        )
        self._alarm(before=known.emergency)
        if row.kind in _CALLS and visit.ticket and row.data.get("ticket") == visit.ticket.id:
            self._called(visit, visit.ticket, row.data)
        if row.kind.startswith(_HALL_CHANGES):
            often = visit.step == "services"
            self._refresh_after(_REFRESH_SERVICES_S if often else _REFRESH_S)

    def tick(self) -> None:
        """Let time pass: ask a lost hall again, and say that an answer is still awaited."""
        if self._begun and self._stage.visit.step == "idle":
            self._refresh_after(_REFRESH_S)
        if self._begun and not self._stage.known.connected:
            self._refresh_after(_AGAIN_S)
        self._paperwork.tick()
        at = self._clock.monotonic()
        if self._stage.alarmed and at - self._alarmed_at >= AGAIN_S and not self._speaker.busy:
            self._alarmed_at = at
            self._say_alarm()
        self._tick_busy()

    def taken_in(self, before: str, ticket: wire.Ticket) -> None:
        """Take that the hall has a ticket now that only this kiosk knew by an id of its own."""
        self._paperwork.taken_in(before, ticket.id)
        stage = self._stage
        if stage.visit.ticket is None or stage.visit.ticket.id != before:
            return
        stage.set(replace(stage.visit, ticket=ticket))
        if stage.visit.step == "issued":
            told = stage.words.told("alone-joined", n=ticket.ahead or 0)
            self._speaker.live(stage.model, told.written, told.spoken, stage.words, None)

    # --- answers

    async def _performing(self, effect: Question, generation: int, session: int) -> None:
        stage = self._stage
        asked = stage.visit.search
        settle = await perform(effect, stage.visit, stage.known, self._hall, self._inputs)
        if session != self._session and not isinstance(effect, Refresh):
            _LOG.info("answer for a visitor who left", extra={"errand": type(effect).__name__})
            return
        left = generation != stage.generation
        awaited = isinstance(effect, FindContent) and stage.visit.awaits(asked)
        if left and not awaited and not isinstance(effect, Refresh | TakeTicket | CheckIn):
            return  # an answer for a screen that was left
        before = stage.visit
        visit, known = settle(before, stage.known)
        stage.know(known)
        stage.set(visit)
        self._answered(effect, before)

    def _answered(self, effect: Question, before: Visit) -> None:
        stage, now = self._stage, self._stage.visit
        if before.step != now.step:
            self._arrived(effect, before)
        elif isinstance(effect, CallStaff):
            self._speaker.screen(stage.model, stage.words)
        elif isinstance(effect, Act):
            self._say_acted()
        elif now.step == "work" and before.search.busy and not now.search.busy:
            self._say_narrowed(before)
        elif _filled(before, now):
            self._speaker.screen(stage.model, stage.words)
        elif isinstance(effect, Typing):
            self._say_matches(effect)

    def _say_narrowed(self, before: Visit) -> None:
        """Say where looking for work begins, once; then only how many jobs are left."""
        stage, strip = self._stage, self._stage.model.strip
        if before.search.answer is None:
            self._speaker.screen(stage.model, stage.words)
        elif strip is not None:
            said = self._speaker.strip_words(stage.model, stage.words)
            self._speaker.live(stage.model, strip.name, said, stage.words, strip.id)

    def _say_acted(self) -> None:
        """Say what came of it, and how the ticket stands now."""
        stage = self._stage
        nodes = [stage.model.node(name) for name in ("acted", "state")]
        told = stage.words.told_of(node for node in nodes if node is not None)
        self._speaker.result(stage.model, told.spoken, stage.words, "acted")

    def _arrived(self, effect: Question, before: Visit) -> None:
        stage, now = self._stage, self._stage.visit
        stage.arrive()
        if (
            isinstance(effect, TakeTicket | CheckIn)
            and now.step == "issued"
            and now.ticket is not None
        ):
            self._paperwork.taken(now.ticket)
        if now.slip == "printing" and isinstance(effect, SendTelling | RegisterNeed):
            self._paperwork.note("receipt" if isinstance(effect, SendTelling) else "need")
        if before.step == "offline":
            self._again(before)

    def _again(self, before: Visit) -> None:
        """The hall is back: ask what could not be asked, but take no ticket unasked."""
        stage = self._stage
        self._speaker.live(
            stage.model, stage.words("online-again"), stage.words.say("online-again"),
            stage.words, None,
        )  # fmt: skip
        failed = stage.visit.failed
        stage.set(replace(stage.visit, failed=None))
        if failed is not None and not isinstance(failed, TakeTicket | CheckIn):
            if isinstance(failed, FindContent):
                search = replace(stage.visit.search, busy=True)
                stage.set(replace(stage.visit, search=search))
            self.run((failed,))

    def _say_matches(self, effect: Typing) -> None:
        stage = self._stage
        if not isinstance(effect, Suggest):
            said = said_of_candidates(stage.visit, stage.words)
            self._speaker.result(stage.model, said, stage.words, "matches")
            if self._speaker.switches:
                stage.point_before("group-abc")  # who only goes on begins with the first letters
            else:
                stage.say_place()
            return
        matches = stage.model.node("matches")
        said = matches.words if matches else ""
        if stage.visit.suggestions:
            said = stage.words.listed(said, stage.visit.suggestions[0].text)
        self._speaker.result(stage.model, said, stage.words, "matches")

    # --- the live stream

    def _called(self, visit: Visit, ticket: wire.Ticket, data: Mapping[str, Any]) -> None:
        stage = self._stage
        changed = msgspec.structs.replace(
            ticket,
            state="CALLED",
            window=data.get("window"),
            window_number=data.get("window_number"),
            zone=data.get("zone"),
            ahead=None,
            wait=None,
        )
        stage.set(replace(go(visit, "issued"), ticket=changed))
        line = stage.model.node("called")
        if line is not None:
            self._speaker.alert(
                stage.model, line.name, line.words, stage.words, line.id, cause="call"
            )

    def _assistance_changed(self, visit: Visit, data: Mapping[str, Any]) -> None:
        stage, asked = self._stage, visit.assistance
        if asked is None:
            return
        changed = msgspec.structs.replace(
            asked,
            state=data.get("state", asked.state),
            taken_by=data.get("taken_by"),
            window_number=data.get("window_number"),
            taken_as=data.get("taken_as", ""),
        )
        stage.set(replace(visit, assistance=changed))
        told = coming(stage.visit, stage.words)
        if told and asked.state != changed.state:
            line = told[0]
            shown = stage.model.node(line.id)
            if shown is None and not self._speaker.on:
                self._speaker.note(line.name)  # wherever the visitor is by now, it is to be seen
                stage.tell()
            node = line.id if shown is not None else None
            self._speaker.live(stage.model, line.name, line.words, stage.words, node)

    def _alarm(self, *, before: wire.Emergency | None) -> None:
        """Say an emergency at once, to whoever is being spoken to; say also when it is over."""
        stage, now = self._stage, self._stage.known.emergency
        if now == before:
            return
        stage.point(None)
        if stage.alarmed:
            self._alarmed_at = self._clock.monotonic()
            self._say_alarm()
        elif before is not None and now is None:
            over = stage.words.told("emergency-over")
            self._speaker.alert(stage.model, over.written, over.spoken, stage.words)

    def _say_alarm(self) -> None:
        stage = self._stage
        title = stage.model.title
        told = stage.words.telling(
            Told(title.name, title.words), Told(stage.model.summary_written, stage.model.summary)
        )
        self._speaker.alert(stage.model, told.written, told.spoken, stage.words, title.id)

    # --- time

    def _refresh_after(self, seconds: float) -> None:
        if self._clock.monotonic() - self._refreshed_at >= seconds:
            self.run((Refresh(),))

    def _tick_busy(self) -> None:
        """Say what is awaited after a second, ping every two, say so again after five."""
        stage, at = self._stage, self._clock.monotonic()
        if not (stage.visit.busy or stage.visit.search.busy):
            self._busy_since, self._pinged, self._said_busy = None, 0, False
            return
        if self._busy_since is None:
            self._busy_since = at
        waited = at - self._busy_since
        if waited >= _FIRST_WORDS_S and not self._said_busy:
            self._said_busy = True
            if stage.model.busy and not self._speaker.busy:
                self._speaker.screen(stage.model, stage.words)
        if int(waited / _PING_S) > self._pinged:
            self._pinged = int(waited / _PING_S)
            told = waited >= _WORDS_S
            self._speaker.progress(stage.model, stage.words, told=told)

    def _spawn(self, work: Coroutine[Any, Any, None]) -> "asyncio.Task[None]":
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._ended)
        return task

    def _ended(self, task: "asyncio.Task[None]") -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            _LOG.error("an errand broke", exc_info=error)


def _filled(before: Visit, now: Visit) -> bool:
    """Tell whether a screen that waited for its content has it now."""
    if now.step in ("results", "facet"):
        return before.search.busy and not now.search.busy
    return now.step == "detail" and before.item is None and now.item is not None
