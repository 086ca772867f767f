"""What stands between the conversation and the window: placing, pressing, observing; no Kivy."""

from collections.abc import Callable
from dataclasses import replace
from typing import Literal, Protocol

from config.geometry import Geometry
from hall.clock import Clock
from kiosk.access.steadiness import Steadiness
from kiosk.access.tree import TreeWriter
from kiosk.flow.model import Capacity, Modes, Placed
from kiosk.flow.stage import Shown
from kiosk.input_method.candidates import Stroke
from kiosk.layout.drawing import Box, Fill, Item, Scene
from kiosk.layout.fitting import Measure
from kiosk.layout.frame import Head
from kiosk.layout.looks import Attention
from kiosk.layout.measures import Measures
from kiosk.layout.placing import bounds, capacity, place
from kiosk.layout.tokens import Colours, Rgb, themes
from kiosk.layout.typing import pen
from kiosk.ui.fingers import Fingers
from kiosk.ui.writing import Points, Writing

TouchKind = Literal["down", "move", "up"]


class Glass(Protocol):
    """Where scenes appear."""

    @property
    def size(self) -> tuple[int, int]:
        """Pixels across and down."""
        ...

    def show(self, scene: Scene, colours: Colours) -> int:
        """Show a scene."""
        ...

    def ink(self, points: Points, width: int, colour: Rgb) -> None:
        """Show a line that is being drawn; no points take it away."""
        ...

    def forget(self) -> None:
        """Keep no picture of what was shown before."""
        ...


Later = Callable[[Callable[[], None]], object]


class Conversation(Protocol):
    """What the screen tells the conversation."""

    def touched(self, node: str) -> None: ...

    def stroke(self, stroke: Stroke) -> None: ...

    def finger(self, kind: str, finger: int, x: float, y: float) -> bool: ...

    def capacity(self, capacity: Capacity) -> None: ...

    def placed(self, nodes: dict[str, Placed], px_per_mm: float = ...) -> None: ...


class Screen:
    """Draws what the conversation shows and turns fingers into touches."""

    def __init__(
        self,
        conversation: Conversation,
        glass: Glass,
        measure: Measure,
        geometry: Geometry,
        *,
        clock: Clock,
        tree: TreeWriter | None = None,
        later: Later | None = None,
    ) -> None:
        """``later`` calls something once what is under way is done: words are asked for first."""
        self._conversation = conversation
        self._glass = glass
        self._measure = measure
        self._geometry = geometry
        self._clock = clock
        self._tree = tree
        self._later = later
        self._due = False
        self._left = False
        self._fingers = Fingers(self._under)
        self._writing = Writing(self._draw_ink)
        self._steadiness = Steadiness()
        self._on_glass: set[int] = set()
        self._head: Callable[[str], Head] = lambda _language: Head()
        self._shown: Shown | None = None
        self._scene: Scene | None = None
        self._modes: Modes | None = None

    @property
    def touching(self) -> bool:
        """Whether a finger rests on the glass: time must then be told more often."""
        return bool(self._on_glass)

    @property
    def scene(self) -> Scene | None:
        """What is on the glass."""
        return self._scene

    def head(self, head: Callable[[str], Head]) -> None:
        """Take how to word what stands above every screen, by language."""
        self._head = head
        self.draw()

    def show(self, shown: Shown) -> None:
        """Show a screen of the conversation."""
        before = self._shown
        if before is not None and before.model.id != shown.model.id:
            self._fingers.cancel()
            self._writing.cancel()
        self._shown = shown
        self._left |= before is not None and _nobody(shown) and not _nobody(before)
        if self._later is None:
            self._draw_due()
        elif not self._due:
            self._due = True
            self._later(self._draw_due)

    def _draw_due(self) -> None:
        """Draw what was shown since, once: a choice moves screen, focus and caption."""
        self._due = False
        self.draw()
        if self._left:
            self._left = False
            self._forget()

    def _forget(self) -> None:
        """The visit is over: no picture, no measured word and no touch of it stays (A-82)."""
        self._glass.forget()
        self._measure.forget()
        self._steadiness = Steadiness()

    def draw(self) -> None:
        """Place and show again; the same picture costs nothing on the glass."""
        shown = self._shown
        if shown is None:
            return
        model = shown.model
        width, height = self._glass.size
        measures = Measures(
            width=width, height=height, geometry=self._geometry, size=model.modes.size
        )
        if self._modes != model.modes:
            self._modes = model.modes
            self._conversation.capacity(capacity(model.modes, measures, self._measure))
            if self._shown is not shown:
                return  # more or less fits now: the screen has come anew meanwhile
        head = replace(
            self._head(model.modes.language), caption=shown.caption, sounding=shown.sounding
        )
        if model.modes.theme != "default":
            # A theme of few colours has these alone.
            head = replace(head, colour=None, emblem=b"")
        scene = place(
            model,
            measures,
            self._measure,
            head=head,
            attention=Attention(
                focused=shown.focus if shown.mark_focus else None,
                pressed=self._fingers.pressed,
                group=frozenset(shown.group),
            ),
        )
        self._scene = scene
        if model.modes.curtain and model.modes.speech:
            self._glass.show(_curtain(scene), themes()["white_on_black"])
        else:
            self._glass.show(scene, themes()[model.modes.theme])
        nodes = bounds(scene)
        self._conversation.placed(nodes, measures.px_per_mm)
        if self._tree is not None:
            self._tree.write(self._clock.monotonic(), model, shown.focus, nodes)

    def touch(self, kind: TouchKind, finger: int, x: float, y: float) -> None:
        """Take a finger: exploration first, then pressing (A-8, A-50)."""
        if self._due:
            self._draw_due()  # a finger means what the glass is about to show
        if kind == "down":
            self._on_glass.add(finger)
        elif kind == "up":
            self._on_glass.discard(finger)
        if not self._wrote(kind, finger, x, y):
            self._pressed(kind, finger, x, y)

    def _pressed(self, kind: TouchKind, finger: int, x: float, y: float) -> None:
        taken = self._conversation.finger(kind, finger, x, y)
        before, fired = self._fingers.pressed, None
        if kind == "down":
            self._steadiness.landed(self._clock.monotonic())
            self._fingers.down(finger, x, y)
        elif kind == "move":
            self._fingers.move(finger, x, y)
        else:
            fired = self._fingers.up(finger, x, y)
        if taken:
            self._fingers.cancel()
            fired = None
        if self._fingers.pressed != before:
            self.draw()
        if fired is not None and self._meant(fired):
            self._conversation.touched(fired)

    def _wrote(self, kind: TouchKind, finger: int, x: float, y: float) -> bool:
        """Take a finger that writes by hand; whoever explores by touch does not write."""
        if kind == "down":
            exploring = self._modes is not None and self._modes.explore
            ink = self._scene.item("ink") if self._scene is not None and not exploring else None
            return self._writing.down(finger, x, y, ink.box if ink is not None else None)
        if kind == "move":
            return self._writing.move(finger, x, y)
        stroke = self._writing.up(finger, x, y)
        if stroke is None:
            return False
        self._conversation.stroke(stroke)
        return True

    def _draw_ink(self, points: Points) -> None:
        modes = self._modes
        if modes is None:
            return
        width, height = self._glass.size
        measures = Measures(width=width, height=height, geometry=self._geometry, size=modes.size)
        self._glass.ink(points, pen(measures), themes()[modes.theme]["ink"])

    def _meant(self, node: str) -> bool:
        steady = self._modes.steady if self._modes is not None else 0
        return self._steadiness.counts(node, self._clock.monotonic(), steady)

    def _under(self, x: float, y: float) -> str | None:
        return self._scene.touched(x, y) if self._scene is not None else None


def _nobody(shown: Shown) -> bool:
    """Whether a screen belongs to no visitor."""
    return shown.model.id in ("idle", "end")


def _curtain(scene: Scene) -> Scene:
    """A dark glass: whoever listens is not read over the shoulder."""
    whole = Box(0, 0, scene.width, scene.height)
    dark = Item(node="", box=whole, draws=(Fill(whole, "bg"),))
    return Scene(width=scene.width, height=scene.height, decoration=(dark,))
