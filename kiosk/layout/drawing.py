"""What is drawn: boxes, words, pictures and codes in window pixels, colours named by role."""

from dataclasses import dataclass, field
from typing import Literal

from kiosk.layout.tokens import ColourRole, Rgb

Paint = ColourRole | Literal["white", "black"] | Rgb
Align = Literal["left", "centre", "right"]
Stroke = Literal["solid", "dashed", "dotted"]


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle of whole pixels from the window's top left, y downwards."""

    left: int
    top: int
    right: int
    bottom: int

    @property
    def width(self) -> int:
        """Pixels across."""
        return self.right - self.left

    @property
    def height(self) -> int:
        """Pixels down."""
        return self.bottom - self.top

    def inset(self, across: int, along: int | None = None) -> "Box":
        """Return the box made smaller (or larger, for negative values) on each side."""
        down = across if along is None else along
        return Box(self.left + across, self.top + down, self.right - across, self.bottom - down)

    def moved(self, across: int, down: int) -> "Box":
        """Return the box somewhere else."""
        return Box(self.left + across, self.top + down, self.right + across, self.bottom + down)

    def overlaps(self, other: "Box") -> bool:
        """Tell whether two boxes share any pixel."""
        return (
            self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )

    def holds(self, other: "Box") -> bool:
        """Tell whether the other box lies wholly inside."""
        return (
            self.left <= other.left
            and self.top <= other.top
            and self.right >= other.right
            and self.bottom >= other.bottom
        )


@dataclass(frozen=True, slots=True)
class Fill:
    """A filled box."""

    box: Box
    colour: Paint
    radius: int = 0


@dataclass(frozen=True, slots=True)
class Edge:
    """A line along the inside of a box's rim."""

    box: Box
    colour: Paint
    width: int
    radius: int = 0
    stroke: Stroke = "solid"


Mark = tuple[int, int, int]
"""A line's place, and characters of it from and to."""


@dataclass(frozen=True, slots=True)
class Words:
    """Lines of text, already broken; ``leading`` is the distance of lines in pixels.

    ``marks`` are characters underlined strongly: a shape, not a colour.

    ``shortened`` says that not all of the text found room (data only; the whole is spoken).
    """

    box: Box
    lines: tuple[str, ...]
    em: int
    leading: int
    colour: Paint
    bold: bool = False
    align: Align = "left"
    lang: str = "zh-CN"
    shortened: bool = False
    marks: tuple[Mark, ...] = ()


@dataclass(frozen=True, slots=True)
class Picture:
    """A pictogram filling a square."""

    box: Box
    icon: str
    colour: Paint


@dataclass(frozen=True, slots=True)
class Code:
    """A QR code on its own white square, four modules of margin inside the box."""

    box: Box
    text: str


@dataclass(frozen=True, slots=True)
class Path:
    """A line through points, with round joins and ends."""

    points: tuple[tuple[int, int], ...]
    colour: Paint
    width: int


@dataclass(frozen=True, slots=True)
class Emblem:
    """The hall's own picture, a PNG, filling a box of its proportions; it says nothing."""

    box: Box
    png: bytes


Draw = Fill | Edge | Words | Picture | Code | Path | Emblem


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One placed thing and how it is drawn.

    ``node`` is the semantic node's id, empty for decoration; ``touch`` says that a finger may
    choose it; ``echo`` marks the reading copy of a control that lives in the band. ``draws`` stand
    in window pixels; ``bleed`` is how far the focus ring reaches beyond the box. ``ground`` is the
    colour behind it.
    """

    node: str
    box: Box
    draws: tuple[Draw, ...]
    ground: Paint = "bg"
    touch: bool = False
    echo: bool = False
    bleed: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """One whole screen as placed: decoration behind, then the items."""

    width: int
    height: int
    decoration: tuple[Item, ...] = ()
    items: tuple[Item, ...] = ()
    missing: tuple[str, ...] = field(default=())
    """Nodes for which there was no room; a test holds this empty."""

    def item(self, node: str) -> Item | None:
        """Return where a node's own control or text lies."""
        return next((item for item in self.items if item.node == node and not item.echo), None)

    def touched(self, x: float, y: float) -> str | None:
        """Return the control under a point."""
        for item in self.items:
            box = item.box
            if item.touch and box.left <= x < box.right and box.top <= y < box.bottom:
                return item.node
        return None
