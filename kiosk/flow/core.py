"""The kiosk's conversation: wishes in, screens and words out. One object the app drives.

Decisions are pure (``steps``, ``outside``); this keeps the visit, performs effects as tasks whose
late answers are dropped, tells the observers, and lets the speaker talk.
"""

import asyncio
import logging
from collections.abc import Callable, Coroutine, Mapping
from dataclasses import dataclass, replace
from typing import Any

from hall.clock import Clock
from hall.ids import uuid7
from kiosk.access.exploration import HOLD_S, Exploration, Gesture, Kind
from kiosk.access.focus import Focus, kept, move
from kiosk.access.intents import Digit, Intent, Touched, Wish
from kiosk.access.keypad import Keypad, wish_of
from kiosk.access.speaking import Speaker
from kiosk.flow.effects import CallStaff, Effect, Refresh, TakeTicket
from kiosk.flow.idling import Idling
from kiosk.flow.model import Capacity, Node, Placed, ScreenModel
from kiosk.flow.outside import perform
from kiosk.flow.ports import HallPort, PaperPort
from kiosk.flow.presenting import present
from kiosk.flow.steps import (
    Next,
    back,
    choose,
    cycled_size,
    cycled_theme,
    go,
)
from kiosk.flow.visit import Known, Step, Visit
from kiosk.flow.wording import Words
from queue_server import wire
from voice.port import Speech

_LOG = logging.getLogger(__name__)
_LEARN_PRESSES = 5
_LEARN_WITHIN_S = 3.0
_END_SHOWN_S = 4.0
_TYPING: tuple[Step, ...] = ("pad", "digits")
_REFRESH_S = 60.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What observers draw: the screen, the focus, whether to mark it, and the caption."""

    model: ScreenModel
    focus: str | None
    mark_focus: bool
    caption: str


Observer = Callable[[Shown], None]


class KioskCore:
    """One kiosk. Call it from one thread (the event loop's) only."""

    def __init__(
        self,
        *,
        clock: Clock,
        hall: HallPort,
        paper: PaperPort,
        speech: Speech,
        kiosk: str,
        languages: tuple[str, ...] = ("zh-CN", "en"),
    ) -> None:
        self._clock = clock
        self._hall = hall
        self._paper = paper
        self._kiosk = kiosk
        self._speaker = Speaker(speech)
        self._idling = Idling(clock)
        self._keypad = Keypad()
        self._exploration = Exploration()
        self._visit = Visit()
        self._known = Known(prints=paper.present)
        self._focus = Focus()
        self._mark_focus = False
        self._generation = 0
        self._tasks: set[asyncio.Task[None]] = set()
        self._observers: list[Observer] = []
        self._model = present(self._visit, self._known)
        self._resting: tuple[int, float] | None = None
        self._helps: list[float] = []
        self._learning = False
        self._ended_at: float | None = None
        self._refreshed_at = -_REFRESH_S
        self._languages = languages

    # --- what the app asks

    @property
    def model(self) -> ScreenModel:
        """The screen now."""
        return self._model

    @property
    def visit(self) -> Visit:
        """The visit now (tests, the tree file)."""
        return self._visit

    @property
    def focus(self) -> str | None:
        """The focused node's id."""
        return self._focus.node

    def on_change(self, observer: Observer) -> None:
        """Tell an observer of every change, and of the screen as it is now."""
        self._observers.append(observer)
        observer(self._shown())

    def start(self) -> None:
        """Begin: ask the hall what it is."""
        self._perform((Refresh(),))

    async def aclose(self) -> None:
        """End every task."""
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def capacity(self, capacity: Capacity) -> None:
        """Take how much fits on a screen."""
        if capacity != self._known.capacity:
            self._known = replace(self._known, capacity=capacity)
            self._show()

    def placed(self, nodes: Mapping[str, Placed], px_per_mm: float = 2.7) -> None:
        """Take where the layout put the nodes."""
        self._exploration.px_per_mm = px_per_mm
        self._exploration.placed(nodes)

    def connection(self, *, connected: bool) -> None:
        """Take that the live stream was found or lost."""
        was = self._known.connected
        self._known = replace(self._known, connected=connected)
        if connected and not was:
            self._perform((Refresh(),))
        elif not connected:
            self._show()

    def row(self, row: wire.Row) -> None:
        """Take a row of the live stream: who is coming to help, how long the line is."""
        if row.kind.startswith("assistance_") and self._visit.assistance is not None:
            if row.data.get("id") == self._visit.assistance.id:
                self._assistance_changed(row.data)
        elif row.kind.startswith(("ticket_", "window_", "content_", "day_", "snapshot")):
            self._refresh_soon()

    def headphones(self, *, plugged: bool) -> None:
        """Take that headphones came or went (A-29…A-31)."""
        self._speaker.use("headphones" if plugged else "speaker")
        if plugged:
            self._start_speech()
        else:
            self._speaker.silence()
            if self._visit.modes.speech:
                words = self._words()
                self._set(replace(self._visit, modes=replace(self._visit.modes, speech=False)))
                self._idling.acted()
                _LOG.info(
                    "headphones removed, speech stopped", extra={"said": words("headphones-out")}
                )

    # --- inputs

    def key_down(self, key: str, *, shift: bool = False) -> bool:
        """Take a key; returns whether it means anything here."""
        wish = self._keypad.pressed(key, self._clock.monotonic(), shift=shift)
        if wish is None:
            return wish_of(key, shift=shift) is not None
        self.wish(wish)
        return True

    def key_up(self, key: str) -> None:
        """Take that a key is up again."""
        self._keypad.released(key)

    def touched(self, node: str) -> None:
        """Take that a control was touched and let go inside."""
        self.wish(Touched(node))

    def finger(self, kind: str, finger: int, x: float, y: float) -> bool:
        """Offer a finger to exploration; True where it was taken and must not activate."""
        at = self._clock.monotonic()
        self._idling.acted()
        if kind == "down":
            self._resting = (finger, at)
        elif kind == "up":
            self._resting = None
        if not self._visit.modes.explore:
            return False
        if kind == "down":
            gestures = self._exploration.down(finger, x, y, at)
        elif kind == "move":
            gestures = self._exploration.move(finger, x, y, at)
        else:
            gestures = self._exploration.up(finger, at)
        for gesture in gestures:
            self._gesture(gesture)
        return True

    def tick(self) -> None:
        """Let time pass: resting fingers, idle warnings, the end screen."""
        at = self._clock.monotonic()
        if self._resting is not None and at - self._resting[1] >= HOLD_S:
            self._resting = None
            if not self._visit.modes.speech:
                self._start_speech(explore=True)
        for gesture in self._exploration.tick(at) if self._visit.modes.explore else ():
            self._gesture(gesture)
        self._tick_idle(at)

    def wish(self, wish: Wish) -> None:
        """Do what a visitor wants."""
        self._idling.acted()
        if self._ended_at is not None:
            self._forget()
        if self._visit.step == "warning":
            self._continue()
            return
        by_touch = isinstance(wish, Touched)
        if not by_touch and self._visit.step == "idle" and not self._visit.modes.speech:
            self._start_speech()  # the first key only starts speech (contract §4)
            return
        if self._learning and not by_touch:
            self._learn(wish)
            return
        self._speaker.interrupt()
        if isinstance(wish, Touched):
            self._mark_focus = self._visit.modes.speech
            self._activate(wish.node)
        elif isinstance(wish, Digit):
            self._digit(wish.number)
        else:
            self._mark_focus = True
            self._intent(wish)

    # --- intents

    def _intent(self, intent: Intent) -> None:
        match intent:
            case Intent.NEXT:
                self._move(1)
            case Intent.PREVIOUS:
                self._move(-1)
            case Intent.ACTIVATE:
                self._activate(self._focus.node or "strip")
            case Intent.BACK:
                self._take(back(self._visit, self._known))
            case Intent.HOME:
                self._activate("home")
            case Intent.CONFIRM:
                self._activate("strip")
            case Intent.STAR:
                self._activate("key-erase" if self._visit.step in _TYPING else "back")
            case Intent.PAGE_NEXT:
                self._turn(1)
            case Intent.PAGE_PREVIOUS:
                self._turn(-1)
            case Intent.HELP:
                self._help()
            case Intent.CALL_STAFF:
                self._activate("staff")
            case Intent.START_SPEECH:
                self._start_speech()
            case _:
                self._adjust(intent)

    def _adjust(self, intent: Intent) -> None:
        modes = self._visit.modes
        words = self._words()
        match intent:
            case Intent.SIZE:
                modes = cycled_size(modes)
                said = words.say("settings-size", size=words(f"size-{modes.size}"))
            case Intent.CONTRAST:
                modes = cycled_theme(modes)
                said = words.say("settings-theme", theme=words(f"theme-{modes.theme}"))
            case Intent.REACH:
                modes = replace(modes, reach=not modes.reach)
                said = words.say("foot-reach" if modes.reach else "foot-reach-on")
            case Intent.LANGUAGE:
                offered = self._known.languages
                place = (offered.index(modes.language) + 1) % len(offered)
                modes = replace(modes, language=offered[place])
                words = Words(modes.language)
                said = words.say("language-chosen")
            case Intent.RATE_UP | Intent.RATE_DOWN:
                rate = self._speaker.rate(modes.rate + (1 if intent is Intent.RATE_UP else -1))
                modes = replace(modes, rate=rate)
                said = words.say("settings-rate", n=rate + 1)
            case Intent.VOLUME_UP | Intent.VOLUME_DOWN:
                level = modes.volume + (1 if intent is Intent.VOLUME_UP else -1)
                modes = replace(modes, volume=self._speaker.volume(level))
                said = words.say("settings-volume", n=modes.volume + 1)
            case _:
                self._listen(intent)
                return
        self._set(replace(self._visit, modes=modes))
        self._speaker.result(self._model, said, self._words())

    def _listen(self, intent: Intent) -> None:
        node = self._model.node(self._focus.node) if self._focus.node else None
        if intent is Intent.PAUSE:
            self._speaker.toggle_pause()
        elif intent is Intent.REPEAT_SCREEN or node is None:
            self._speaker.whole(self._model, self._words())
        else:
            self._speaker.focus(self._model, node, self._words(), hint=None)

    def _move(self, by: int) -> None:
        moved = move(self._model, self._focus, by)
        self._focus = moved.focus
        words = self._words()
        if moved.end:
            side = "end" if moved.end > 0 else "start"
            key = f"edge-{side}-{min(moved.focus.bumps, 3)}"
            self._speaker.edge(self._model, moved.focus.node, words.say(key), words)
        else:
            self._say_focus()
        self._tell()

    def _digit(self, number: int) -> None:
        self._mark_focus = self._visit.modes.speech or self._mark_focus
        if self._visit.step in _TYPING:
            self._activate(f"key-{number}")
            return
        if number == 0:
            self._activate("staff")
            return
        node = self._model.numbered(number)
        if node is None:
            words = self._words()
            said = words.say("no-item", n=number)
            self._speaker.edge(self._model, self._focus.node, said, words)
        else:
            self._activate(node.id)

    def _turn(self, by: int) -> None:
        node = self._model.node("page-next" if by > 0 else "page-previous")
        if node is not None:
            self._activate(node.id)
            return
        words = self._words()
        said = words.say("page-last-why" if by > 0 else "page-first-why")
        self._speaker.edge(self._model, self._focus.node, said, words)

    def _activate(self, node_id: str) -> None:
        node = self._model.node(node_id)
        if node is None or not node.actions:
            self._say_focus()
            return
        self._focus = Focus(node=node_id)
        if not node.enabled:
            self._speaker.refuse(self._model, node, self._words())
            self._tell()
            return
        if node_id == "help":
            self._help()
            return
        key = uuid7(self._clock.now())
        self._take(choose(self._visit, self._known, node_id, key), node)

    def _take(self, chosen: Next | None, node: Node | None = None) -> None:
        if chosen is None:
            self._say_focus()
            return
        if chosen.ends:
            self._end()
            return
        before = self._visit
        self._set(chosen.visit)
        self._told_of(before, node)
        self._perform(chosen.effects)

    def _told_of(self, before: Visit, node: Node | None) -> None:
        """Say what a choice did: a new screen, a new page, or the changed node."""
        now = self._visit
        if before.modes.speech and not now.modes.speech:
            return
        if not before.modes.speech and now.modes.speech:
            self._speaker.result(self._model, self._words().say("speech-started"), self._words())
        moved_on = before.step != now.step or before.page != now.page
        turned = before.search.facet_page != now.search.facet_page
        if moved_on or turned or before.modes.language != now.modes.language:
            self._arrive()
            return
        fresh = self._model.node(node.id) if node else None
        if now.typed != before.typed:
            field = self._model.node("typed")
            if field is not None:
                self._speaker.result(self._model, field.words, self._words(), field.id)
        elif fresh is not None:
            self._speaker.changed(self._model, fresh, self._words())

    # --- screens

    def _arrive(self) -> None:
        """A new screen: nothing is focused until the visitor moves; its title is said."""
        self._focus = Focus()
        self._tell()
        self._speaker.screen(self._model, self._words())

    def _set(self, visit: Visit) -> None:
        if visit.step != self._visit.step:
            self._generation += 1
            self._exploration.forget()
        self._visit = visit
        self._speaker.follow(visit.modes)
        self._show()

    def _show(self) -> None:
        self._model = present(self._visit, self._known)
        self._focus = kept(self._model, self._focus)
        self._tell()

    def _tell(self) -> None:
        shown = self._shown()
        for observer in self._observers:
            observer(shown)

    def _shown(self) -> Shown:
        return Shown(
            model=self._model,
            focus=self._focus.node,
            mark_focus=self._mark_focus,
            caption=self._speaker.caption,
        )

    def _say_focus(self) -> None:
        node = self._model.node(self._focus.node) if self._focus.node else None
        if node is not None:
            self._speaker.focus(self._model, node, self._words(), hint=self._visit.modes.explore)

    def _words(self) -> Words:
        return Words(self._visit.modes.language)

    # --- speech, help, learning

    def _start_speech(self, *, explore: bool = False) -> None:
        modes = replace(
            self._visit.modes, speech=True, explore=explore or self._visit.modes.explore
        )
        step: Step = "home" if self._visit.step == "idle" else self._visit.step
        self._mark_focus = True
        started = replace(self._visit, modes=modes, step=step)
        self._set(started)
        self._focus = Focus()
        self._tell()
        names = self._known.hall_names
        hall = self._words().named(names) if names else ""
        self._speaker.welcome(
            self._model, self._words().say("speech-welcome", hall=hall), self._words()
        )
        self._perform((Refresh(),))

    def _help(self) -> None:
        at = self._clock.monotonic()
        self._helps = [one for one in self._helps if at - one < _LEARN_WITHIN_S] + [at]
        if len(self._helps) >= _LEARN_PRESSES:
            self._learning = True
            self._helps = []
            self._speaker.result(self._model, self._words().say("learn-on"), self._words())
            return
        if self._visit.step != "help":
            before = self._visit
            self._set(go(self._visit, "help"))
            self._told_of(before, None)
        else:
            self._speaker.whole(self._model, self._words())

    def _learn(self, wish: Wish) -> None:
        words = self._words()
        at = self._clock.monotonic()
        self._speaker.interrupt()
        if wish is Intent.HELP:
            self._helps = [one for one in self._helps if at - one < _LEARN_WITHIN_S] + [at]
            if len(self._helps) >= 2:
                self._learning = False
                self._helps = []
                self._speaker.result(self._model, words.say("learn-off"), words)
                return
        if isinstance(wish, Digit):
            said = words.say("key-digit", n=wish.number)
        elif isinstance(wish, Intent):
            said = words.say(f"key-{wish.name}")
        else:
            return
        self._speaker.result(self._model, said, words)

    def _gesture(self, gesture: Gesture) -> None:
        words = self._words()
        match gesture.kind:
            case Kind.EXPLORE:
                self._mark_focus = True
                self._focus = Focus(node=gesture.node)
                self._speaker.interrupt()
                self._say_focus()
                self._tell()
            case Kind.ACTIVATE:
                if gesture.node is not None:
                    self._speaker.interrupt()
                    self._activate(gesture.node)
            case Kind.SILENCE:
                self._speaker.toggle_pause()
            case Kind.REPEAT_SCREEN:
                self._speaker.whole(self._model, words)
            case Kind.EMPTY_TICK:
                self._speaker.tick(self._model)
            case Kind.EMPTY_WORDS:
                said = words.say(f"blank-{gesture.direction}")
                self._speaker.edge(self._model, None, said, words)
            case Kind.START_SPEECH:
                self._start_speech()

    # --- effects and answers

    def _perform(self, effects: tuple[Effect, ...]) -> None:
        for effect in effects:
            self._spawn(self._performing(effect, self._generation))

    def _spawn(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _performing(self, effect: Effect, generation: int) -> None:
        if isinstance(effect, Refresh):
            self._refreshed_at = self._clock.monotonic()
        settle = await perform(effect, self._visit, self._known, self._hall, self._kiosk)
        late = generation != self._generation and not isinstance(effect, (Refresh, TakeTicket))
        if late:
            return  # an answer for a screen that was left
        before = self._visit
        visit, self._known = settle(self._visit, self._known)
        self._set(visit)
        self._answered(effect, before)

    def _answered(self, effect: Effect, before: Visit) -> None:
        now = self._visit
        if before.step != now.step:
            self._arrive()
            if isinstance(effect, TakeTicket) and now.ticket is not None:
                self._print(now.ticket)
        elif isinstance(effect, CallStaff):
            self._speaker.screen(self._model, self._words())
        elif now.step in ("results", "detail", "work") and before.search.busy != now.search.busy:
            self._speaker.screen(self._model, self._words())
        elif now.step == "detail" and before.item is None and now.item is not None:
            self._speaker.screen(self._model, self._words())
        elif now.step == "pad" and now.suggestions != before.suggestions:
            self._say_matches()

    def _say_matches(self) -> None:
        words = self._words()
        matches = self._model.node("matches")
        said = matches.words if matches else ""
        if self._visit.suggestions:
            said += "，" + self._visit.suggestions[0].text
        self._speaker.result(self._model, said, words, "matches")

    def _print(self, ticket: wire.Ticket) -> None:
        if not self._paper.present:
            return
        self._set(replace(self._visit, paper="printing"))
        self._spawn(self._printing(ticket, self._visit.modes.language))

    async def _printing(self, ticket: wire.Ticket, language: str) -> None:
        outcome = await self._paper.print_ticket(ticket, language, reprint=False)
        if self._visit.ticket is None or self._visit.ticket.id != ticket.id:
            return
        self._set(replace(self._visit, paper=outcome))
        line = self._model.node("paper")
        if line is None:
            return
        if outcome in ("out", "failed", "unsure"):
            self._speaker.alert(self._model, line.name, line.words, self._words(), line.id)
        else:
            self._speaker.live(self._model, line.name, line.words, self._words(), line.id)

    def _assistance_changed(self, data: Mapping[str, Any]) -> None:
        asked = self._visit.assistance
        if asked is None:
            return
        changed = wire.Assistance(
            id=asked.id,
            kind=asked.kind,
            state=data.get("state", asked.state),
            asked_at=asked.asked_at,
            taken_by=data.get("taken_by"),
            window_number=data.get("window_number"),
        )
        self._set(replace(self._visit, assistance=changed))
        line = self._model.node("coming")
        if line is not None:
            self._speaker.live(self._model, line.name, line.words, self._words(), line.id)

    def _refresh_soon(self) -> None:
        at = self._clock.monotonic()
        if at - self._refreshed_at >= (1.0 if self._visit.step == "services" else _REFRESH_S):
            self._perform((Refresh(),))

    # --- idle and end

    def _tick_idle(self, at: float) -> None:
        if self._ended_at is not None:
            if at - self._ended_at >= _END_SHOWN_S and not self._speaker.busy:
                self._forget()
            return
        if self._visit.step == "idle":
            if at - self._refreshed_at >= _REFRESH_S:
                self._perform((Refresh(),))
            return
        self._idling.speaking(self._speaker.busy)
        state = self._idling.state(speech=self._visit.modes.speech)
        if state.over:
            self._forget()
        elif state.warn and self._visit.step != "warning":
            self._set(replace(go(self._visit, "warning"), seconds_left=state.seconds_left))
            self._arrive()
        elif state.warn and state.seconds_left != self._visit.seconds_left:
            self._set(replace(self._visit, seconds_left=state.seconds_left))
            if state.say:
                note = self._model.node("note")
                if note is not None:
                    self._speaker.alert(self._model, note.name, note.words, self._words())

    def _continue(self) -> None:
        steps = self._visit.history or ("home",)
        self._set(replace(self._visit, step=steps[-1], history=steps[:-1]))
        self._arrive()

    def _end(self) -> None:
        modes = self._visit.modes
        self._generation += 1
        self._set(Visit(step="end", modes=modes))
        self._ended_at = self._clock.monotonic()
        self._arrive()

    def _forget(self) -> None:
        """Nothing of the visitor stays (A-82)."""
        self._ended_at = None
        self._learning = False
        self._helps = []
        self._generation += 1
        self._speaker.silence()
        self._idling.acted()
        self._mark_focus = False
        self._focus = Focus()
        self._set(Visit())
