"""What a device may say: signs, printers, keypads, headphone jacks and voices."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from io import BytesIO

import msgspec

from displays.signs.commands import Clear, Command, Page, Ping, SetBrightness, Show
from displays.signs.port import Faults, Pace, UnsupportedError, Wiring
from displays.signs.registry import family, family_names
from hall.errors import DeviceError, LinkLostError, LinkTimeoutError
from kiosk.durable import parsed
from kiosk.keypads import NAMES
from kiosk.keypads import decode as decode_keys
from printer.escpos.status import AutoStatus, StatusReader, real_time_status
from tools.fuzzing.chunks import chunks, taken
from tools.fuzzing.promises import BrokenPromiseError, promise
from voice.jacks import decode as decode_jack
from voice.synths.frames import read_frame, unpack_ready
from voice.wire import decode_command, decode_report

_FAMILIES = tuple(family(name) for name in family_names())
_PACE = Pace(tries=2)
COMMANDS: tuple[Command, ...] = (
    Ping(), Show(page=Page(text="A001")), Clear(), SetBrightness(percent=50),
)  # fmt: skip
_LONGEST_S = 60.0


class _Line:
    """A clock and a line to a device that says what it likes, in pieces, and then nothing."""

    def __init__(self, said: Iterator[bytes]) -> None:
        self._said = said
        self._s = 0.0

    def now(self) -> datetime:
        return datetime(2026, 11, 23, tzinfo=UTC) + timedelta(seconds=self._s)

    def monotonic(self) -> float:
        return self._s

    async def sleep(self, seconds: float) -> None:
        self._s += seconds

    async def write(self, data: bytes) -> None:
        if not data:
            raise LinkLostError("nothing to write")

    async def read(self, *, within: float) -> bytes:
        said = b"" if within <= 0 else next(self._said, b"")
        if not said:
            self._s += max(0.0, within)
            raise LinkTimeoutError("silence")
        self._s += 0.001
        return said

    async def aclose(self) -> None:
        return


def sign_says(data: bytes) -> None:
    """Let a driver carry out a command while its sign answers anything.

    Nothing but a DeviceError may come out, and it comes while somebody would still wait for it.
    """
    which, rest = taken(data)
    what, rest = taken(rest)
    kind = _FAMILIES[which % len(_FAMILIES)]
    line = _Line(chunks(rest))
    wiring = Wiring(profile=kind.profiles[what // len(COMMANDS) % len(kind.profiles)])
    doing = kind.make_sign(line, wiring, _PACE, line).do(COMMANDS[what % len(COMMANDS)])
    try:
        doing.send(None)
    except (StopIteration, DeviceError, UnsupportedError):
        promise(line.monotonic() < _LONGEST_S, f"{kind.name} waited {line.monotonic():.0f} s")
        return
    doing.close()
    raise BrokenPromiseError(f"{kind.name} waits for neither its line nor its clock")


def sign_is_told(data: bytes) -> None:
    """Let a stand-in read anything; it answers or says nothing, and still shows a picture."""
    which, rest = taken(data)
    kind = _FAMILIES[which % len(_FAMILIES)]
    stand_in = kind.make_stand_in(Wiring(profile=kind.profiles[0]))
    stand_in.begin()
    for piece in chunks(rest):
        stand_in.receive(piece, Faults())
    stand_in.seen()


def printer_says(data: bytes) -> None:
    """Read any status bytes: answers, however they are split, and no more held than a packet."""
    whole, pieces = StatusReader(), StatusReader()
    said = list(chunks(data))
    answers = [answer for piece in said for answer in pieces.feed(piece)]
    promise(answers == whole.feed(b"".join(said)), "split otherwise, read otherwise")
    for answer in answers:
        if isinstance(answer, AutoStatus):
            promise(answer.status())
    promise(real_time_status(dict(enumerate(data[:4], start=1))))


def keys_and_jacks(data: bytes) -> None:
    """Read any input events: only keys that have a name, and jacks that are in, out or unknown."""
    for name, down in decode_keys(data):
        promise(name in NAMES.values())
        promise(isinstance(down, bool))
    for event in decode_jack(data):
        promise(event.plugged in {True, False, None})


def voice_says(data: bytes) -> None:
    """Read any line and frame of a voice's process."""
    which, rest = taken(data)
    try:
        match which % 3:
            case 0:
                decode_command(rest)
            case 1:
                decode_report(rest)
            case _:
                frame = read_frame(BytesIO(rest))
                if frame is not None:
                    unpack_ready(frame.payload)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return


def kept_lines(data: bytes) -> None:
    """Read any file as a kiosk's own journal: good lines, and where to go on writing."""
    found = parsed(data)
    promise(0 <= found.end <= len(data))
    again = parsed(data[: found.end])
    promise((again.lines, again.damaged) == (found.lines, found.damaged))
