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


@dataclass(frozen=True, slots=True)
class Digit:
    """A digit key: chooses item n, types in fields, 0 calls staff."""

    number: int


@dataclass(frozen=True, slots=True)
class Touched:
    """A control was touched and let go inside."""

    node: str


Wish = Intent | Digit | Touched
