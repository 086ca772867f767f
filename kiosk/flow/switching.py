"""Switches in the conversation: moving and selecting by hand, or scanning with one."""

from collections.abc import Callable

from hall.clock import Clock
from kiosk.access.intents import Intent
from kiosk.access.speaking import Speaker
from kiosk.access.switches import STOP, SWITCHES, UP, Pressed, Scanner, Switches, Target
from kiosk.flow.stage import Stage

_NEXT_DELAY_S = 0.3


class Switching:
    """The switches of one kiosk. ``wish`` does what a key would; ``start`` begins speech."""

    def __init__(
        self,
        stage: Stage,
        speaker: Speaker,
        clock: Clock,
        *,
        wish: Callable[[Intent], None],
        activate: Callable[[str], None],
        start: Callable[[], None],
    ) -> None:
        self._stage = stage
        self._speaker = speaker
        self._clock = clock
        self._wish = wish
        self._activate = activate
        self._start = start
        self._switches = Switches()
        self._scanner = Scanner()
        self._screen = ""
        self._at = 0.0

    @property
    def on(self) -> bool:
        """Whether this visitor uses switches."""
        return self._switches.mode != "off"

    def pressed(self, key: str) -> bool:
        """Take a key; True where it is one of the switches."""
        if key not in SWITCHES:
            return False
        act = self._switches.pressed(key)
        self._speaker.for_switches(on=True)
        if act is Pressed.FIRST:
            self._start()
            self._say("switch-first")
        elif act is Pressed.BOTH_KNOWN:
            self._say("switch-both")
        elif act is Pressed.ONLY_ONE:
            self._begin()
            self._say("switch-one")
        elif act is Pressed.MOVE:
            self._move()
        else:
            self._select()
        return True

    def tick(self) -> None:
        """Scan on once what is offered was said and could be thought about."""
        if self._switches.mode != "one":
            return
        stage, at = self._stage, self._clock.monotonic()
        if self._speaker.busy:
            self._at = at
            return
        if stage.model.id != self._screen:
            self._begin()
        if at - self._at < stage.visit.modes.dwell:
            return
        self._at = at
        rested = self._scanner.resting
        target = self._scanner.onwards(stage.model)
        if target is not None:
            self._offer(target)
        elif not rested:
            stage.mark(())
            self._say("switch-resting")

    def forget(self) -> None:
        """Another visitor comes."""
        self._switches.forget()
        self._speaker.for_switches(on=False)
        self._scanner.begin()
        self._stage.mark(())

    def _begin(self) -> None:
        self._screen = self._stage.model.id
        self._scanner.begin()
        self._stage.mark(())
        self._at = self._clock.monotonic()

    def _move(self) -> None:
        """Go to the next node; after the last one begin again, for there is no way back."""
        stage = self._stage
        if stage.focus.node is not None and stage.focus.node == stage.model.nodes[-1].id:
            stage.point(None)
        self._wish(Intent.NEXT)

    def _select(self) -> None:
        if self._switches.mode == "two":
            self._wish(Intent.ACTIVATE)
            return
        stage = self._stage
        self._speaker.interrupt()
        self._at = self._clock.monotonic() - stage.visit.modes.dwell + _NEXT_DELAY_S
        chosen = self._scanner.select(stage.model)
        if chosen is None or isinstance(chosen, Target):
            return
        if chosen == STOP:
            self.forget()
            self._say("switch-off")
            return
        node = stage.model.node(chosen)
        stage.mark(())
        if node is not None and not node.actions:
            self._speaker.whole(stage.model, stage.words)
        else:
            self._scanner.begin()
            self._activate(chosen)

    def _offer(self, target: Target) -> None:
        stage = self._stage
        stage.mark_focus = True
        if target.nodes in ((STOP,), (UP,)):
            stage.mark(())
            stage.point(None)
            self._say("switch-stop" if target.nodes == (STOP,) else "switch-up")
            return
        nodes = [node for one in target.nodes if (node := stage.model.node(one)) is not None]
        stage.point(nodes[0].id)
        if not target.whole or len(nodes) == 1:
            stage.mark(())
            stage.say_focus(hint=False)
            return
        stage.mark(tuple(node.id for node in nodes))
        if all(not node.actions for node in nodes):
            self._say("switch-read")
            return
        told = stage.words.listed(*(node.words for node in nodes))
        self._speaker.result(stage.model, told, stage.words, nodes[0].id)

    def _say(self, key: str) -> None:
        stage = self._stage
        self._speaker.result(stage.model, stage.words.say(key), stage.words)
