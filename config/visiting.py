"""What visitors are shown and asked of a hall: its plan, its own pages, its questions, settings.

Values only, read from the site file like everything in ``config.site``. Places on the plan are
millimetres from its upper left corner, x to the right and y downwards, as the plan is drawn.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from hall.ids import KioskId, WindowId

Names = Mapping[str, str]
Lines = Mapping[str, tuple[str, ...]]
Side = Literal["up", "right", "down", "left"]
PlaceKind = Literal["corner", "door", "desk", "seats", "toilet", "lift", "stairs", "exit", "other"]
PageKind = Literal["promise", "rules", "steps", "other"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A point of the plan: a window, a kiosk, a door …, or a corner where ways meet.

    ``facing`` is the side of the plan somebody looks to who stands before a kiosk's screen.
    """

    id: str
    x: int
    y: int
    kind: PlaceKind = "corner"
    names: Names = field(default_factory=dict)
    window: WindowId | None = None
    kiosk: KioskId | None = None
    facing: Side = "up"


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """A straight way between two places; ``tactile``: tactile paving lies all along it.

    ``steps`` says that stairs are in it, so that nobody on wheels is sent there.
    """

    ends: tuple[str, str]
    tactile: bool = False
    steps: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class HallMap:
    """The plan of a hall; without a width there is none. ``step_mm`` is one step of a visitor."""

    width_mm: int = 0
    depth_mm: int = 0
    step_mm: int = 600
    places: tuple[Place, ...] = ()
    ways: tuple[Way, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """An answer that can be chosen."""

    value: str
    names: Names


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One question of the hall's questionnaire.

    It is asked on days from ``from_day`` to ``until_day`` (``2026-03-01``), both included; an empty
    one sets no end.
    """

    id: str
    names: Names
    choices: tuple[Choice, ...]
    from_day: str = ""
    until_day: str = ""

    def asked_on(self, day: date) -> bool:
        """Tell whether visitors are asked this on a day."""
        written = day.isoformat()
        return self.from_day <= written and (not self.until_day or written <= self.until_day)


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A page of the hall's own words: what it promises, its rules, how a thing is done.

    ``easy`` are the same things in simple words; left out, ``text`` stands for them.
    """

    id: str
    names: Names
    text: Lines
    kind: PageKind = "other"
    easy: Lines = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Feedback:
    """How complaints are answered: first the same day, in the end within ``final_days``.

    What was told is erased after ``keep_days``; a number to call back sooner (30 days after the
    end).
    """

    final_days: int = 15
    keep_days: int = 730


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedRegistry:
    """Registered needs for work: for how many days a need is kept, unless withdrawn before."""

    keep_days: int = 90


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """Which word index finds content: ``auto`` is tantivy where installed and worth it, or FTS5.

    ``postgresql`` keeps it in the database the hall's line lies in.
    """

    engine: Literal["fts5", "tantivy", "postgresql", "auto"] = "auto"


@dataclass(frozen=True, slots=True, kw_only=True)
class KioskModes:
    """How a kiosk looks and sounds for whoever comes next; empty ``language``: the hall's first.

    ``rate`` and ``volume`` are steps from 0; ``steady`` is the filter for trembling hands, 0 to 3.
    """

    language: str = ""
    theme: Literal[
        "default", "black_on_white", "white_on_black", "yellow_on_black", "low_contrast"
    ] = "default"
    size: Literal["S", "M", "L", "XL"] = "M"
    reach: bool = False
    hand: Literal["left", "right"] = "right"
    easy: bool = False
    calm: bool = False
    rate: int = 3
    volume: int = 4
    steady: int = 0
