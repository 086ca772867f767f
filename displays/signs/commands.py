"""What can be asked of a sign, in the hall's words and free of any family."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

Colour = Literal["red", "green", "yellow", "blue", "cyan", "magenta", "white"]
Effect = Literal["static", "snap", "left", "right", "up", "down", "flash"]
Align = Literal["left", "centre", "right"]
VerticalAlign = Literal["top", "middle", "bottom"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Area:
    """A rectangle of a sign, in pixels from its top left corner."""

    x: int = 0
    y: int = 0
    width: int = 128
    height: int = 32

    def __post_init__(self) -> None:
        if min(self.x, self.y) < 0 or min(self.width, self.height) < 1:
            raise ValueError(f"an area lies at 0,0 or further and is at least 1 by 1, not {self}")


WHOLE = Area()


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One sign-ful of text; lines are divided by a newline.

    ``speed`` and ``stay`` are in the protocol's own units, ``timeout_s`` 0 means for ever.
    ``wrap`` lets the card break lines itself; ``colour`` None sends no colour at all. ``frame`` is
    drawn round the area where the sign is drawn here; text cards leave it out. A card that can go
    dark by itself does so after ``expires_s`` seconds without news (0: never).
    """

    text: str
    area: Area = WHOLE
    colour: Colour | None = None
    effect: Effect = "static"
    speed: int = 4
    stay: int = 5
    timeout_s: int = 0
    wrap: bool = False
    align: Align = "left"
    valign: VerticalAlign = "top"
    frame: Colour | None = None
    expires_s: int = 0

    def __post_init__(self) -> None:
        for name, most in (
            ("speed", 255),
            ("stay", 255),
            ("timeout_s", 65535),
            ("expires_s", 65535),
        ):
            if not 0 <= getattr(self, name) <= most:
                raise ValueError(f"{name} is 0 to {most}, not {getattr(self, name)}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """Pixels, three bytes each (red, green, blue), row after row from the top left."""

    width: int
    height: int
    rgb: bytes

    def __post_init__(self) -> None:
        if len(self.rgb) != 3 * self.width * self.height:
            raise ValueError(f"{self.width}x{self.height} pixels need three bytes each")


@dataclass(frozen=True, slots=True, kw_only=True)
class Show:
    """Show a page until another comes."""

    page: Page


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowPicture:
    """Show pixels, the picture's top left corner at the area's."""

    picture: Picture
    area: Area = WHOLE


@dataclass(frozen=True, slots=True, kw_only=True)
class Priority:
    """Show a page at once instead of everything else, until ``EndPriority``."""

    page: Page


@dataclass(frozen=True, slots=True)
class EndPriority:
    """Give the sign back to what it showed before."""


@dataclass(frozen=True, slots=True)
class Clear:
    """Show nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SetBrightness:
    """Set the brightness in per cent of what the sign can do."""

    percent: int

    def __post_init__(self) -> None:
        if not 0 <= self.percent <= 100:
            raise ValueError(f"brightness is 0 to 100 per cent, not {self.percent}")


@dataclass(frozen=True, slots=True, kw_only=True)
class SetClock:
    """Set the sign's clock to a wall-clock time, as written."""

    time: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Power:
    """Switch the panel on or off; the card stays awake."""

    on: bool


@dataclass(frozen=True, slots=True)
class Ping:
    """Ask whether the sign is there."""


Command = (
    Show | ShowPicture | Priority | EndPriority | Clear | SetBrightness | SetClock | Power | Ping
)
