"""Lines between a program and its voice process: JSON, one a line, both ends our own."""

import msgspec

from voice.port import CancelReason, EventKind, Span
from voice.utterance import Cause, Channel, Earcon, Mark, Part, Pause, Say, Spell, Utterance


class PartLine(msgspec.Struct, frozen=True, omit_defaults=True):
    """A part of an utterance; ``kind`` says which fields mean something."""

    kind: str
    text: str = ""
    lang: str = ""
    spoken: str | None = None
    seconds: float = 0.0


class SayLine(msgspec.Struct, frozen=True, tag="say", omit_defaults=True):
    """Say an utterance asked for at a second of the machine's monotonic clock.

    With ``prepare`` its sound is only made and kept.
    """

    at: float
    id: str
    parts: tuple[PartLine, ...]
    priority: int
    cause: Cause
    channel: Channel
    node: str | None = None
    screen: str | None = None
    protected: bool = False
    prepare: bool = False


class ControlLine(msgspec.Struct, frozen=True, tag="control", omit_defaults=True):
    """Anything else: stop, pause, resume, repeat, forget, skip, rate, volume, route, devices, ping.

    ``step`` is the rate's or the volume's, or how many sentences to skip; ``devices`` maps
    channels to outputs, for the verb of that name.
    """

    verb: str
    step: int = 0
    channel: Channel = "headphones"
    devices: dict[str, str] = {}


Command = SayLine | ControlLine


class EventLine(msgspec.Struct, frozen=True, tag="event", omit_defaults=True):
    """What became of an utterance; ``said`` holds one that the process made itself (a repeat)."""

    at: float
    kind: EventKind
    id: str
    reason: CancelReason | None = None
    mark: str | None = None
    word: Span | None = None
    said: SayLine | None = None


class StatusLine(msgspec.Struct, frozen=True, tag="status", omit_defaults=True):
    """The process is ready, answers a ping, or something changed: its engines and its output.

    ``engines`` work now, best first; ``languages`` says which of them speaks each language (the
    first part of its tag); ``problems`` are the engines' that do not work and the output's, in
    words. ``sounded_at`` is the second of the machine's monotonic clock at which sound was last
    handed to the output.
    """

    engines: tuple[str, ...] = ()
    languages: dict[str, str] = {}
    problems: tuple[str, ...] = ()
    sink: str = ""
    audible: bool = False
    ready: bool = False
    sounded_at: float = 0.0


Report = EventLine | StatusLine

_ENCODER = msgspec.json.Encoder()
_COMMANDS: msgspec.json.Decoder[Command] = msgspec.json.Decoder(Command)
_REPORTS: msgspec.json.Decoder[Report] = msgspec.json.Decoder(Report)


def encode(line: Command | Report) -> bytes:
    """Return a line with its end; characters that UTF-8 cannot hold are replaced."""
    return _ENCODER.encode(line) + b"\n"


def decode_command(line: bytes) -> Command:
    """Read a line of the program's. Raises msgspec.MsgspecError."""
    return _COMMANDS.decode(line)


def decode_report(line: bytes) -> Report:
    """Read a line of the voice process's. Raises msgspec.MsgspecError."""
    return _REPORTS.decode(line)


def to_line(utterance: Utterance, at: float) -> SayLine:
    """Return an utterance for the wire."""
    return SayLine(
        at=at,
        id=utterance.id,
        parts=tuple(_part_line(part) for part in utterance.parts),
        priority=utterance.priority,
        cause=utterance.cause,
        node=utterance.node,
        screen=utterance.screen,
        channel=utterance.channel,
        protected=utterance.protected,
    )


def from_line(line: SayLine) -> Utterance:
    """Return the utterance of a line. Raises ValueError for an unknown part."""
    return Utterance(
        id=line.id,
        parts=tuple(_part(part) for part in line.parts),
        priority=line.priority,
        cause=line.cause,
        node=line.node,
        screen=line.screen,
        channel=line.channel,
        protected=line.protected,
    )


def _part_line(part: Part) -> PartLine:
    match part:
        case Say(text, lang, spoken):
            said = None if spoken is None else _clean(spoken)
            return PartLine(kind="say", text=_clean(text), lang=lang, spoken=said)
        case Spell(text, lang):
            return PartLine(kind="spell", text=_clean(text), lang=lang)
        case Pause(seconds):
            return PartLine(kind="pause", seconds=seconds)
        case Earcon(name):
            return PartLine(kind="earcon", text=name)
        case Mark(name):
            return PartLine(kind="mark", text=name)


def _clean(text: str) -> str:
    """Replace lone surrogates, which UTF-8 cannot carry."""
    return text.encode("utf-8", "replace").decode()


def _part(line: PartLine) -> Part:
    match line.kind:
        case "say":
            return Say(line.text, line.lang, line.spoken)
        case "spell":
            return Spell(line.text, line.lang)
        case "pause":
            return Pause(line.seconds)
        case "earcon":
            return Earcon(line.text)
        case "mark":
            return Mark(line.text)
        case _:
            raise ValueError(f"unknown part {line.kind!r}")
