"""What a visitor wants, whatever it was done with: a key, a touch, a switch."""

from dataclasses import dataclass
from enum import Enum, auto


class Intent(Enum):
    """One wish. Digits are separate: they carry their number."""

    NEXT = auto()
    PREVIOUS = auto()
    ACTIVATE = auto()
    BACK = auto()
    HOME = auto()
    HELP = auto()
    PAGE_NEXT = auto()
    PAGE_PREVIOUS = auto()
    CONFIRM = auto()
    STAR = auto()
    REPEAT_ITEM = auto()
    REPEAT_SCREEN = auto()
    PAUSE = auto()
    VOLUME_UP = auto()
    VOLUME_DOWN = auto()
    RATE_UP = auto()
    RATE_DOWN = auto()
    LANGUAGE = auto()
    CONTRAST = auto()
    SIZE = auto()
    REACH = auto()
    CALL_STAFF = auto()
    START_SPEECH = auto()
    SWITCH = auto()
    SENTENCE_NEXT = auto()
    SENTENCE_PREVIOUS = auto()


@dataclass(frozen=True, slots=True)
class Digit:
    """A digit key: chooses item n, types in fields, 0 calls staff."""

    number: int


@dataclass(frozen=True, slots=True)
class Touched:
    """A control was touched and let go inside."""

    node: str


Wish = Intent | Digit | Touched

MODE_KEYS = (
    Intent.SIZE,
    Intent.CONTRAST,
    Intent.REACH,
    Intent.LANGUAGE,
    Intent.RATE_UP,
    Intent.RATE_DOWN,
    Intent.VOLUME_UP,
    Intent.VOLUME_DOWN,
)
"""These change how things look and sound, and act even before speech was started."""

AT_HOME = {8: Intent.REACH, 9: Intent.LANGUAGE}
"""Digits no choice of the first screen has: a keypad without letters reaches these by them."""

SKIPS_BY = {Intent.SENTENCE_NEXT: 1, Intent.SENTENCE_PREVIOUS: -1}

LISTENING = (Intent.PAUSE, *SKIPS_BY, *MODE_KEYS[4:])
"""These act on what is being said and must not silence it."""

STEPS_BY = {Intent.NEXT: 1, Intent.PREVIOUS: -1}
PAGES_BY = {Intent.PAGE_NEXT: 1, Intent.PAGE_PREVIOUS: -1}
PRESSES = {
    Intent.BACK: "back",
    Intent.HOME: "home",
    Intent.CONFIRM: "strip",
    Intent.CALL_STAFF: "staff",
}
"""Keys that stand for a control of the foot."""
