"""The kiosk's conversation: wishes in, screens and words out. One object the app drives.

Decisions are pure (``steps``, ``outside``, ``adjusting``); ``stage`` holds the screen, ``errands``
ask the hall and the printer, ``presence`` watches whether anybody is there.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Literal

from hall.clock import Clock
from kiosk.access.intents import (
    AT_HOME,
    LISTENING,
    PAGES_BY,
    PRESSES,
    SKIPS_BY,
    STEPS_BY,
    Digit,
    Intent,
    Touched,
    Wish,
)
from kiosk.access.keypad import BOUNCES, Keypad, wish_of
from kiosk.access.speaking import Speaker
from kiosk.flow.adjusting import adjusted
from kiosk.flow.beginning import first_modes
from kiosk.flow.choosing import Choosing
from kiosk.flow.errands import Errands
from kiosk.flow.helping import Helping
from kiosk.flow.model import Capacity, Placed, ScreenModel
from kiosk.flow.noticeboard import Noticeboard
from kiosk.flow.paging import fitted
from kiosk.flow.ports import HallPort, InputPort, PaperPort
from kiosk.flow.presence import Presence
from kiosk.flow.reading_on import ReadingOn
from kiosk.flow.stage import Observer, Shown, Stage
from kiosk.flow.switching import Switching
from kiosk.flow.touching import Touching
from kiosk.flow.troubles import Troubles
from kiosk.flow.typing_steps import stroked
from kiosk.flow.visit import ALONE, Known, Step, Trouble, Visit
from kiosk.flow.voicing import Voicing
from kiosk.input_method.candidates import Stroke
from kiosk.input_method.methods import InputMethods
from queue_server import wire
from voice.port import Speech, SpeechEvent
from voice.utterance import Channel

__all__ = ["KioskCore", "Observer", "Shown"]

_TYPING: tuple[Step, ...] = ("pad", "digits", "booked", "tell-phone", "status-pad", "wish-withdraw")
_ERASING: tuple[Step, ...] = (*_TYPING, "keys", "writing")


class KioskCore:
    """One kiosk. Call it from one thread (the event loop's) only."""

    def __init__(
        self,
        *,
        clock: Clock,
        hall: HallPort,
        paper: PaperPort,
        speech: Speech,
        channel: Channel = "speaker",
        inputs: InputPort | None = None,
    ) -> None:
        self._clock = clock
        self._speaker = Speaker(speech, channel)
        self._stage = Stage(self._speaker, prints=paper.present)
        self._errands = Errands(
            self._stage, self._speaker, clock, hall, paper, inputs or InputMethods()
        )
        self._reading_on = ReadingOn(self._stage)
        self._presence = Presence(self._stage, self._speaker, clock, self._forgotten)
        self._keypad = Keypad()
        self._touching = Touching(
            self._stage,
            self._speaker,
            clock,
            activate=self._activate,
            start_speech=self._start_by_finger,
        )
        self._helping = Helping(self._stage, self._speaker, clock)
        self._voicing = Voicing(self._stage, self._speaker, self._errands, self._presence)
        self._choosing = Choosing(
            self._stage,
            self._speaker,
            clock,
            errands=self._errands,
            presence=self._presence,
            helping=self._helping,
            voicing=self._voicing,
        )
        self._switching = Switching(
            self._stage,
            self._speaker,
            clock,
            wish=self.wish,
            activate=self._activate,
            start=self._start_by_switch,
        )
        self._troubles = Troubles(self._stage, self._speaker)
        self._board = Noticeboard(self._stage, clock)
        self._stage.on_leave = self._touching.leave

    # --- what the app asks

    @property
    def model(self) -> ScreenModel:
        """The screen now."""
        return self._stage.model

    @property
    def visit(self) -> Visit:
        """The visit now; beneath an idle warning it is as it was."""
        return self._stage.visit

    @property
    def known(self) -> Known:
        """What is known of the hall now."""
        return self._stage.known

    @property
    def focus(self) -> str | None:
        """The focused node's id."""
        return self._stage.focus.node

    def on_change(self, observer: Observer) -> None:
        """Tell an observer of every change, and of the screen as it is now."""
        self._stage.observe(observer)

    def keeps(self, *, tickets: bool) -> None:
        """Take whether this machine can keep tickets it issues alone."""
        self._stage.know(replace(self._stage.known, keeps=tickets))

    def prints(self, *, paper: bool) -> None:
        """Take whether this kiosk has a printer."""
        self._stage.know(replace(self._stage.known, prints=paper))

    def writes(self, *, by_hand: bool) -> None:
        """Take whether this machine reads handwriting."""
        self._stage.know(replace(self._stage.known, writes=by_hand))

    def remembers(self, site: wire.SiteInfo, services: tuple[wire.ServiceInfo, ...]) -> None:
        """Take what this machine kept of its hall, until the hall itself is found."""
        known = self._stage.known
        if known.site is None:
            learned = replace(known, site=site, services=services, hall_names=site.name, lost=True)
            self._stage.know(learned)
            if self._stage.visit.step == "idle":
                first = first_modes(learned)
                self._stage.set(replace(self._stage.visit, modes=first))

    def taken_in(self, key: str, ticket: wire.Ticket) -> None:
        """Take that the hall has a ticket now that was issued here under a key."""
        self._errands.taken_in(f"{ALONE}{key}", ticket)

    def start(self) -> None:
        """Begin: ask the hall what it is."""
        self._errands.start()

    async def aclose(self) -> None:
        """End every errand."""
        await self._errands.aclose()

    def capacity(self, capacity: Capacity) -> None:
        """Take how much fits on a screen."""
        stage = self._stage
        if capacity == stage.known.capacity:
            return
        fitting = fitted(stage.visit, stage.known, capacity)
        stage.know(replace(stage.known, capacity=capacity))
        if fitting.visit != stage.visit:
            stage.set(fitting.visit)
        self._errands.run(fitting.effects)

    def placed(self, nodes: Mapping[str, Placed], px_per_mm: float = 2.7) -> None:
        """Take where the layout put the nodes."""
        self._touching.placed(nodes, px_per_mm)

    def connection(self, *, connected: bool) -> None:
        """Take that the live stream was found or lost."""
        self._errands.connection(connected=connected)

    def row(self, row: wire.Row) -> None:
        """Take a row of the live stream: a call, who is coming to help, how long the line is."""
        self._errands.row(row)
        self._board.row(row)

    def heard(self, event: SpeechEvent) -> None:
        """Take what became of an utterance; the caption follows."""
        before = self._speaker.caption, self._speaker.sounding
        self._speaker.heard(event)
        self._troubles.heard(event)
        self._reading_on.heard(event)
        if (self._speaker.caption, self._speaker.sounding) != before:
            self._stage.tell()

    def device(self, name: Trouble, *, works: bool) -> None:
        """Take that a device of this kiosk stopped working, or works again."""
        self._troubles.device(name, works=works)

    def keypad(self, *, present: bool) -> None:
        """Take that the keypad was pulled out, or is back."""
        self._troubles.device("keypad", works=present)

    def headphones(self, *, plugged: bool) -> None:
        """Take that headphones came or went (A-29…A-31); nothing moves to the loudspeaker."""
        self._presence.acted()
        self._voicing.headphones(plugged=plugged)

    # --- inputs

    def key_down(self, key: str, *, shift: bool = False) -> bool:
        """Take a key; returns whether it means anything here."""
        self._keypad.bounce_s = BOUNCES[min(self._stage.visit.modes.steady, len(BOUNCES) - 1)]
        wish = self._keypad.pressed(key, self._clock.monotonic(), shift=shift)
        if wish is Intent.SWITCH:
            return self._presence.acted() or self._switching.pressed(key)
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

    def finger(
        self, kind: Literal["down", "move", "up"] | str, finger: int, x: float, y: float
    ) -> bool:
        """Offer a finger to exploration; True where it was taken and must not activate."""
        warned = self._presence.acted()
        return self._touching.finger(kind, finger, x, y) or warned

    def stroke(self, stroke: Stroke) -> None:
        """Take a stroke a finger wrote."""
        if self._presence.acted():
            return
        self._reading_on.acted()
        chosen = stroked(self._stage.visit, stroke)
        if chosen is not None:
            self._stage.set(chosen.visit)
            self._errands.run(chosen.effects)

    def tick(self) -> None:
        """Let time pass: resting fingers, awaited answers, idle warnings, the end screen."""
        self._touching.tick()
        self._switching.tick()
        self._speaker.tick()
        self._errands.tick()
        self._board.tick()
        if self._reading_on.tick():
            self._presence.acted()
        self._presence.tick()

    def wish(self, wish: Wish) -> None:
        """Do what a visitor wants."""
        if self._presence.acted():
            return  # answering the warning does nothing else
        by_touch = isinstance(wish, Touched)
        if not by_touch and self._voicing.begins(wish):
            return
        if self._helping.learning and not by_touch:
            self._helping.learn(wish)
            return
        if wish is not Intent.HELP:
            self._helping.other_pressed()
        if wish not in LISTENING:
            self._speaker.interrupt()
            self._reading_on.acted()
        if isinstance(wish, Touched):
            self._stage.mark_focus = self._stage.visit.modes.speech
            self._activate(wish.node)
        elif isinstance(wish, Digit):
            self._stage.mark_focus = True
            self._digit(wish.number)
        else:
            self._stage.mark_focus = True
            self._intent(wish)

    # --- wishes

    def _intent(self, intent: Intent) -> None:
        stage = self._stage
        if intent in STEPS_BY:
            self._move(STEPS_BY[intent])
        elif intent in PAGES_BY:
            self._turn(PAGES_BY[intent])
        elif intent in PRESSES:
            self._activate(PRESSES[intent])
        elif intent is Intent.ACTIVATE:
            self._activate(stage.focus.node or "")
        elif intent is Intent.STAR:
            self._activate("key-erase" if stage.visit.step in _ERASING else "back")
        elif intent is Intent.HELP:
            self._helping.pressed()
        elif intent is Intent.START_SPEECH:
            self._voicing.start()
        else:
            self._adjust(intent)

    def _adjust(self, intent: Intent) -> None:
        stage = self._stage
        change = adjusted(intent, stage.visit.modes, stage.known.languages)
        if change is None:
            self._listen(intent)
            return
        stage.set(replace(stage.visit, modes=change.modes))
        if change.over:
            self._speaker.live(stage.model, change.said, change.said, change.words, None)
        else:
            self._speaker.result(stage.model, change.said, change.words)
        if intent is Intent.LANGUAGE:
            self._presence.invite()  # whoever came here by mistake hears the way back
            self._speaker.screen(stage.model, stage.words)

    def _listen(self, intent: Intent) -> None:
        if intent in SKIPS_BY:
            self._speaker.skip(SKIPS_BY[intent])
        elif intent is Intent.PAUSE:
            self._speaker.toggle_pause()
        elif intent is Intent.REPEAT_SCREEN:
            self._speaker.whole(self._stage.model, self._stage.words)
        else:
            self._stage.say_focus(hint=False)

    def _move(self, by: int) -> None:
        stage = self._stage
        moved = stage.move(by)
        if moved.end:
            side = "end" if moved.end > 0 else "start"
            key = f"edge-{side}-{min(moved.focus.bumps, 3)}"
            self._edge(key)
        else:
            stage.say_focus()

    def _digit(self, number: int) -> None:
        stage = self._stage
        if stage.visit.step in _TYPING:
            self._activate(f"key-{number}")
        elif number == 0:
            self._activate("staff")
        elif (node := stage.model.numbered(number)) is None and (
            stage.visit.step == "home" and number in AT_HOME
        ):
            self._intent(AT_HOME[number])
        elif node is None:
            self._edge("no-item", n=number)
        else:
            self._activate(node.id)

    def _turn(self, by: int) -> None:
        node = self._stage.model.node("page-next" if by > 0 else "page-previous")
        if node is None:
            self._edge("page-last-why" if by > 0 else "page-first-why")
        else:
            self._activate(node.id)

    def _edge(self, key: str, **values: object) -> None:
        stage = self._stage
        said = stage.words.say(key, **values)
        self._speaker.edge(stage.model, stage.focus.node, said, stage.words)

    def _activate(self, node_id: str) -> None:
        self._choosing.activate(node_id)

    # --- speech

    def _start_by_switch(self) -> None:
        if not self._stage.visit.modes.speech:
            self._voicing.start()

    def _start_by_finger(self) -> None:
        self._touching.explained()
        self._voicing.start(explore=True)

    def _forgotten(self) -> None:
        """The visit is over: what this object remembered of the visitor goes too."""
        self._errands.forget()
        self._helping.forget()
        self._switching.forget()
        self._touching.forget()
        self._voicing.forget()
