"""How a control looks in its state: which role of colour each of its parts takes."""

from dataclasses import dataclass

from kiosk.flow.model import Node
from kiosk.layout.drawing import Box, Edge, Fill, Paint, Stroke
from kiosk.layout.measures import Measures


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """Colour roles of a control's parts; ``fill`` None leaves the ground."""

    fill: Paint | None = "surface"
    edge: Paint | None = "outline"
    stroke: Stroke = "solid"
    thick: bool = False
    ink: Paint = "ink"
    ink2: Paint = "ink2"
    picture: Paint = "primary"
    plate: Paint = "plate"
    on_plate: Paint = "on_plate"
    bold: bool = True


IDLE = Look()
_PRESSED = Look(
    fill="press", edge="press", ink="on_press", ink2="on_press", picture="on_press",
    plate="on_press", on_plate="press",
)  # fmt: skip
_FOCUSED = Look(
    fill="focus_fill", edge="on_focus", ink="on_focus", ink2="on_focus", picture="on_focus",
    plate="on_focus", on_plate="focus_fill",
)  # fmt: skip
_PRIMARY = Look(
    fill="primary", edge="primary", ink="on_primary", ink2="on_primary", picture="on_primary",
    plate="on_primary", on_plate="primary",
)  # fmt: skip
_DISABLED = Look(fill=None, stroke="dashed", picture="ink", bold=False)
_DISABLED_FOCUSED = Look(
    fill="focus_fill", edge="on_focus", stroke="dashed", ink="on_focus", ink2="on_focus",
    picture="on_focus", plate="on_focus", on_plate="focus_fill", bold=False,
)  # fmt: skip
_SELECTED = Look(thick=True)
_SELECTED_FOCUSED = Look(
    fill="focus_fill", edge="on_focus", thick=True, ink="on_focus", ink2="on_focus",
    picture="on_focus", plate="on_focus", on_plate="focus_fill",
)  # fmt: skip
TEXT = Look(fill=None, edge=None, bold=False)
_TEXT_FOCUSED = Look(
    fill="focus_fill", edge=None, ink="on_focus", ink2="on_focus", picture="on_focus",
    plate="on_focus", on_plate="focus_fill", bold=False,
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Attention:
    """Which node is focused visibly, and which is under the finger."""

    focused: str | None = None
    group: frozenset[str] = frozenset()
    pressed: str | None = None

    def on(self, node: Node) -> bool:
        """Tell whether a node is focused, or offered together with others."""
        return node.id == self.focused or node.id in self.group


def look_of(node: Node, attention: Attention) -> Look:
    """Return how a control looks now."""
    focused = attention.on(node)
    if not node.enabled:
        return _DISABLED_FOCUSED if focused else _DISABLED
    primary = node.emphasis == "primary"
    if node.id == attention.pressed:
        # A filled control answers the finger by losing its fill.
        return IDLE if primary else _PRESSED
    if node.selected:
        return _SELECTED_FOCUSED if focused else _SELECTED
    if focused:
        return _FOCUSED
    return _PRIMARY if primary else IDLE


def text_look(node: Node, attention: Attention) -> Look:
    """Return how reading text looks now."""
    return _TEXT_FOCUSED if attention.on(node) else TEXT


def frame(look: Look, box: Box, m: Measures, *, thick: int | None = None) -> list[Fill | Edge]:
    """Return a control's fill and edge."""
    drawn: list[Fill | Edge] = []
    if look.fill is not None:
        drawn.append(Fill(box, look.fill, m.radius))
    if look.edge is not None:
        width = thick or (m.u(8) if look.thick else m.stroke)
        drawn.append(Edge(box, look.edge, width, m.radius, look.stroke))
    return drawn


def ring(node: Node, attention: Attention, box: Box, m: Measures) -> list[Edge]:
    """Return the focus ring, outside a gap, where the node is focused."""
    if not attention.on(node):
        return []
    around = box.inset(-m.bleed)
    return [Edge(around, "focus_ring", m.ring, m.radius + m.bleed)]
