"""Fingers on the glass as the conversation takes them: exploring, and resting to start speech."""

from collections.abc import Callable, Mapping

from hall.clock import Clock
from kiosk.access.exploration import Exploration, Gesture, Kind
from kiosk.access.speaking import Speaker
from kiosk.flow.model import Placed
from kiosk.flow.stage import Stage


class Touching:
    """One glass. ``activate`` and ``start_speech`` are the conversation's."""

    def __init__(
        self,
        stage: Stage,
        speaker: Speaker,
        clock: Clock,
        *,
        activate: Callable[[str], None],
        start_speech: Callable[[], None],
    ) -> None:
        self._stage = stage
        self._speaker = speaker
        self._clock = clock
        self._activate = activate
        self._start_speech = start_speech
        self._exploration = Exploration()
        self._explained = False

    def placed(self, nodes: Mapping[str, Placed], px_per_mm: float) -> None:
        """Take where the layout put the nodes."""
        self._exploration.px_per_mm = px_per_mm
        self._exploration.placed(nodes)

    def finger(self, kind: str, finger: int, x: float, y: float) -> bool:
        """Take a finger; True while exploring, when it must not activate by itself (A-50)."""
        at = self._clock.monotonic()
        exploring = self._stage.visit.modes.explore
        if kind == "down":
            self._explain()
            gestures = self._exploration.down(finger, x, y, at)
        elif kind == "move":
            gestures = self._exploration.move(finger, x, y, at)
        else:
            gestures = self._exploration.up(finger, at)
        for gesture in gestures if exploring else ():
            self._take(gesture)
        return exploring

    def tick(self) -> None:
        """Let time pass while fingers rest."""
        at = self._clock.monotonic()
        gestures = self._exploration.tick(at)
        if self._stage.visit.modes.explore:
            for gesture in gestures:
                self._take(gesture)
        elif self._exploration.rested(at) and self._may_start():
            self._start_speech()

    def leave(self) -> None:
        """Forget fingers: the screen under them changed."""
        self._exploration.forget()

    def explained(self) -> None:
        """Note that exploring has been explained already."""
        self._explained = True

    def forget(self) -> None:
        """Another visitor comes: forget fingers and what was explained."""
        self._exploration.forget()
        self._explained = False

    def _may_start(self) -> bool:
        """A resting finger starts speech on the idle screen, elsewhere only beside controls."""
        stage = self._stage
        if stage.visit.modes.speech:
            return False
        node = stage.model.node(self._exploration.under or "")
        return stage.visit.step == "idle" or node is None or not node.actions

    def _explain(self) -> None:
        """The first finger on the glass explains exploring, once."""
        stage = self._stage
        if stage.visit.modes.explore and not self._explained:
            self._explained = True
            written, spoken = stage.words("help-touch"), stage.words.say("help-touch")
            self._speaker.live(stage.model, written, spoken, stage.words, None)

    def _take(self, gesture: Gesture) -> None:
        stage = self._stage
        match gesture.kind:
            case Kind.EXPLORE:
                stage.mark_focus = True
                self._speaker.interrupt()
                stage.point(gesture.node)
                stage.say_focus()
            case Kind.ACTIVATE:
                self._speaker.interrupt()
                self._activate(gesture.node or stage.focus.node or "")
            case Kind.SILENCE:
                self._speaker.toggle_pause()
            case Kind.REPEAT_SCREEN:
                self._speaker.whole(stage.model, stage.words)
            case Kind.EMPTY_TICK:
                self._speaker.empty(stage.model)
            case Kind.EMPTY_WORDS:
                said = stage.words.say(f"blank-{gesture.direction}")
                self._speaker.edge(stage.model, None, said, stage.words)
