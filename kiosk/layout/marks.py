"""What is drawn: boxes, fills, frames, words, pictures. Pixels from the window's top left.

A mark names colour *roles*; the painter turns roles into the colours of the theme and of the
state (focused, pressed) of the node the mark belongs to.
"""

from dataclasses import dataclass, field
from typing import Literal

from kiosk.flow.model import Capacity, Placed
from kiosk.layout.tokens import ColourRole

Align = Literal["left", "centre", "right"]
State = Literal["plain", "focused", "pressed"]


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in whole pixels."""

    left: int
    top: int
    width: int
    height: int

    @property
    def right(self) -> int:
        """The first column right of it."""
        return self.left + self.width

    @property
    def bottom(self) -> int:
        """The first line below it."""
        return self.top + self.height

    def inset(self, across: int, down: int | None = None) -> "Box":
        """Return the box that much smaller on each side."""
        down = across if down is None else down
        return Box(
            self.left + across,
            self.top + down,
            max(self.width - 2 * across, 0),
            max(self.height - 2 * down, 0),
        )

    def has(self, x: float, y: float) -> bool:
        """Tell whether a point lies inside."""
        return self.left <= x < self.right and self.top <= y < self.bottom

    def meets(self, other: "Box") -> bool:
        """Tell whether two boxes share a pixel."""
        return (
            self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )

    def around(self, other: "Box") -> bool:
        """Tell whether another box lies wholly inside this one."""
        return (
            self.left <= other.left
            and self.top <= other.top
            and self.right >= other.right
            and self.bottom >= other.bottom
        )

    @property
    def placed(self) -> Placed:
        """The same as bounds of a node."""
        return Placed(self.left, self.top, self.right, self.bottom)


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """How words are set: em in px, weight, line height as a factor of the em, and side."""

    em: int
    bold: bool = False
    leading: float = 1.35
    align: Align = "left"

    @property
    def line(self) -> int:
        """Height of one line in px."""
        return round(self.em * self.leading)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fill:
    """A flat field."""

    box: Box
    colour: ColourRole
    radius: int = 0
    node: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """An edge inside the box; dashed means "not now"."""

    box: Box
    colour: ColourRole
    stroke: int
    radius: int = 0
    dashed: bool = False
    node: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """Words in a box, broken at its width; ``lines`` bounds them (0: as many as needed)."""

    box: Box
    text: str
    colour: ColourRole
    style: Style
    lang: str = "zh-CN"
    lines: int = 0
    node: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A pictogram filling a square box."""

    box: Box
    icon: str
    colour: ColourRole
    node: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Code:
    """A QR code with its own white square, four modules of margin inside the box."""

    box: Box
    text: str
    node: str | None = None


Mark = Fill | Frame | Words | Picture | Code


@dataclass(frozen=True, slots=True, kw_only=True)
class Ring:
    """The focus ring around a control: how thick, and how far outside, in px."""

    thick: int
    gap: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """One screen, placed: where every node stands, what is drawn, how much fits."""

    boxes: dict[str, Box]
    marks: tuple[Mark, ...]
    capacity: Capacity
    ring: Ring
    clipped: frozenset[str] = field(default_factory=frozenset)

    @property
    def placed(self) -> dict[str, Placed]:
        """Bounds of every node, for the flow and for exploration."""
        return {
            node: Placed(box.left, box.top, box.right, box.bottom, node in self.clipped)
            for node, box in self.boxes.items()
        }

    def at(self, x: float, y: float) -> str | None:
        """Return the node under a point, the last placed first."""
        hits = [node for node, box in self.boxes.items() if box.has(x, y)]
        return hits[-1] if hits else None
