"""What a screen is: one immutable tree of nodes that is drawn, spoken and moved through alike.

A presenter makes a ``ScreenModel`` from the visitor's state; ``kiosk.layout`` places its nodes,
``kiosk.access`` narrates and focuses them, ``kiosk.ui`` draws them. What is not in here does not
exist for anybody.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from kiosk.flow.plan import Plan
from kiosk.input_method.candidates import Stroke

Role = Literal[
    "title",
    "text",
    "choice",
    "row",
    "toggle",
    "button",
    "key",
    "field",
    "numeral",
    "qr",
    "status",
    "ink",
    "plan",
]
"""What a node is; choices and rows are numbered, toggles carry a state."""

Zone = Literal["head", "title", "content", "pager", "utility", "action"]
"""Where on the frame a node lives; utility and action are the foot, the same on every screen."""

Layout = Literal[
    "idle", "tiles", "list", "detail", "form", "pad", "keys", "writing", "issued", "notice"
]
"""Which template places the content."""

Theme = Literal["default", "black_on_white", "white_on_black", "yellow_on_black", "low_contrast"]
TextSize = Literal["S", "M", "L", "XL"]
Emphasis = Literal["none", "primary", "danger", "attention", "quiet"]

THEMES: tuple[Theme, ...] = (
    "default",
    "black_on_white",
    "white_on_black",
    "yellow_on_black",
    "low_contrast",
)
SIZES: tuple[TextSize, ...] = ("S", "M", "L", "XL")
DWELLS = (1, 2, 3, 5, 10)
"""Seconds scanning may rest on each thing (A-65)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Modes:
    """How this visitor uses the kiosk; all of it is forgotten at the end.

    ``rate`` and ``volume`` are steps (0 slowest or softest); ``explore`` lets one finger only
    explore (A-50); ``reach`` is the 90 cm mode; ``dwell`` is how many seconds scanning rests on
    each thing; ``steady`` is the step of the touch filter; ``curtain`` hides the picture while
    speech is on; ``easy`` is easy reading, ``calm`` is without motion.
    """

    language: str = "zh-CN"
    theme: Theme = "default"
    size: TextSize = "M"
    reach: bool = False
    hand: Literal["left", "right"] = "right"
    speech: bool = False
    explore: bool = False
    rate: int = 3
    volume: int = 4
    dwell: int = 2
    steady: int = 0
    curtain: bool = False
    easy: bool = False
    calm: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """A short fact under a row or in a detail, with its pictogram."""

    icon: str
    text: str
    spoken: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """One thing on the screen.

    ``name`` is what is written, ``spoken`` what is said instead (empty: the name); ``detail`` is
    a second written line, ``value`` a value at the far side (pay). ``number`` is the plate.
    ``selected`` is None for things that cannot be selected. A disabled node stays focusable and
    says ``why``. ``actions`` is what can be done with it; empty for text. ``marks`` are characters
    of the name that were looked for, from and to; ``strokes`` what was written by hand,
    ``plan`` a plan of the hall to be drawn.
    """

    id: str
    role: Role
    name: str
    zone: Zone = "content"
    spoken: str = ""
    detail: str = ""
    detail_spoken: str = ""
    value: str = ""
    value_spoken: str = ""
    hint: str = ""
    lang: str = "zh-CN"
    icon: str = ""
    number: int | None = None
    facts: tuple[Fact, ...] = ()
    selected: bool | None = None
    enabled: bool = True
    why: str = ""
    emphasis: Emphasis = "none"
    position: tuple[int, int] | None = None
    private: bool = False
    marks: tuple[tuple[int, int], ...] = ()
    strokes: tuple[Stroke, ...] = ()
    plan: Plan | None = None

    @property
    def actions(self) -> tuple[str, ...]:
        """What can be done with it."""
        return ("activate",) if self.role in _ACTIVE else ()

    @property
    def words(self) -> str:
        """What is said for its name."""
        return self.spoken or self.name


_ACTIVE = frozenset({"choice", "row", "toggle", "button", "key"})


@dataclass(frozen=True, slots=True, kw_only=True)
class ScreenModel:
    """One screen, whole: nodes in reading order, the foot last.

    ``summary`` is said after the title on arrival, ``summary_written`` is the same for the eye.
    ``alert`` screens tell of trouble. ``columns`` is how many tiles or keys stand side by side.
    """

    id: str
    layout: Layout
    nodes: tuple[Node, ...]
    modes: Modes
    summary: str = ""
    summary_written: str = ""
    columns: int = 1
    alert: bool = False
    busy: bool = False

    def __iter__(self) -> Iterator[Node]:
        return iter(self.nodes)

    def node(self, node_id: str) -> Node | None:
        """Return a node by id."""
        return next((node for node in self.nodes if node.id == node_id), None)

    def in_zone(self, *zones: Zone) -> tuple[Node, ...]:
        """Return the nodes of zones, in reading order."""
        return tuple(node for node in self.nodes if node.zone in zones)

    def numbered(self, number: int) -> Node | None:
        """Return the choice with that plate."""
        return next((node for node in self.nodes if node.number == number), None)

    @property
    def title(self) -> Node:
        """The screen's title."""
        return next(node for node in self.nodes if node.role == "title")

    @property
    def strip(self) -> Node | None:
        """The main action, in the middle of the foot."""
        return self.node("strip")


@dataclass(frozen=True, slots=True, kw_only=True)
class Capacity:
    """How many rows, tiles and paragraphs the layout can show at once (told to the flow).

    ``rows`` have a name and at most a line under it, ``tall_rows`` two lines, and ``items`` tell
    all that a list tells of a job.
    """

    rows: int = 5
    tall_rows: int = 5
    items: int = 5
    tiles: int = 6
    lines: int = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Pages:
    """A list cut into pages; ``page`` counts from 0 and stays within the list."""

    total: int
    size: int
    page: int = 0

    def __post_init__(self) -> None:
        object.__setattr__(self, "page", min(max(self.page, 0), self.count - 1))

    @property
    def count(self) -> int:
        """How many pages there are, at least one."""
        return max(1, -(-self.total // self.size))

    @property
    def first(self) -> int:
        """Index of the first item on this page."""
        return self.page * self.size


@dataclass(frozen=True, slots=True)
class Placed:
    """Where the layout put a node, in window pixels from the top left, y downwards."""

    left: float
    top: float
    right: float
    bottom: float
    clipped: bool = field(default=False)
