"""The port of every sign family: narrow, in the hall's words.

A family is a codec (pure), a driver (``Sign``: codec + an open link), a stand-in (``StandIn``: the
device's end of the wire) and a ``Family`` that names them. Opening, reconnecting and remembering
what a sign should show live once, around all families, in ``displays.signs.bus``.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol

from displays.signs.commands import WHOLE, Area, Colour, Command, Picture
from hall.clock import Clock
from hall.errors import HallError
from hall.links import Link

Content = Literal["text", "pixels"]
State = Literal["unknown", "connected", "silent", "refusing"]


class UnsupportedError(HallError):
    """The family has no such command, or the profile or address does not exist in it."""

    exit_code = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class SignCapabilities:
    """What a sign can do, known before it is opened.

    ``cells`` are the heights in pixels of the fonts it can draw, smallest first (a half-width
    letter is half as wide, or ``letter_width``). ``acknowledges`` False means its health can never
    be known. ``expires`` means that it can go dark by itself, ``streams`` that texts move only
    while frames are sent.
    """

    content: Content
    charset: Literal["gb2312", "ascii", "unicode"]
    colours: tuple[Colour, ...]
    cells: tuple[int, ...]
    acknowledges: bool
    letter_width: int | None = None
    aligns: bool = False
    flashes: bool = False
    streams: bool = False
    has_priority: bool = False
    has_clock: bool = False
    has_power: bool = False
    has_brightness: bool = False
    keeps_content: bool = True
    expires: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Wiring:
    """How one sign is set: its profile, its address as the protocol writes it, its panel."""

    profile: str
    address: str | None = None
    panel: Area = WHOLE


@dataclass(frozen=True, slots=True, kw_only=True)
class Encoded:
    """Bytes for the wire, one element a frame or datagram, and what had to be substituted."""

    frames: tuple[bytes, ...]
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """How patient a driver is. ``byte_s`` is what one byte takes on a serial line, else 0."""

    reply_within_s: float = 1.0
    tries: int = 3
    retry_gap_s: float = 0.1
    quiet_s: float = 0.0
    byte_s: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class SignStatus:
    """What is known of a sign, why, and since when."""

    state: State
    detail: str
    since: datetime


class Sign(Protocol):
    """One sign on an open link.

    Methods raise LinkError when the bytes do not flow, RefusedError when the sign said no, and
    return once the sign has acknowledged, or once written where it never answers.
    """

    @property
    def capabilities(self) -> SignCapabilities: ...

    async def do(self, command: Command, *, pace: Pace | None = None) -> None:
        """Carry out a command, retrying what is worth retrying."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Faults:
    """How a stand-in misbehaves. ``nack`` is the error code it refuses with, 0 for none."""

    mute: bool = False
    nack: int = 0
    slow_ms: int = 0
    half_frames: bool = False
    wrong_checksum: bool = False
    unplugged: bool = False


class StandIn(Protocol):
    """The device's end of the wire: bytes in, bytes out, and what people would see."""

    def receive(self, data: bytes, faults: Faults) -> Sequence[bytes]:
        """Take bytes, however chunked, and return the answers in order."""
        ...

    def seen(self) -> Picture:
        """Return what the panel shows now."""
        ...

    def begin(self) -> None:
        """Take a new connection: half a frame of the one before is forgotten."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Family:
    """A kind of sign. The first profile is the default one."""

    name: str
    profiles: tuple[str, ...]
    capabilities: Callable[[str], SignCapabilities]
    encode: Callable[[Command, Wiring], Encoded]
    make_sign: Callable[[Link, Wiring, Pace, Clock], Sign]
    make_stand_in: Callable[[Wiring], StandIn]

    def profile(self, name: str | None) -> str:
        """Return a profile that exists; raises UnsupportedError naming those that do."""
        if not name:
            return self.profiles[0]
        if name not in self.profiles:
            raise UnsupportedError(
                f"{self.name} has no profile {name!r}; it has {', '.join(self.profiles)}"
            )
        return name
