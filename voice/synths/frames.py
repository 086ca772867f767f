"""Bytes between a voice process and an engine in a child of it.

Requests are JSON lines; answers are frames: one letter, the request's number, the length, the
payload.
"""

import struct
from dataclasses import dataclass
from typing import IO, Literal

import msgspec

from voice.port import Span, SynthCapabilities

Kind = Literal["R", "P", "W", "E", "A", "F"]
"""Ready (capabilities or why not), PCM, word reached, ended, aborted, failed (the reason)."""

_HEAD = struct.Struct(">cII")
_SPAN = struct.Struct(">II")


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """One answer of a child."""

    kind: str
    request: int
    payload: bytes = b""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ready:
    """The first answer: what the engine can do, or why it does not work here."""

    capabilities: SynthCapabilities | None
    problem: str = ""


def write_frame(stream: IO[bytes], kind: Kind, request: int, payload: bytes = b"") -> None:
    """Write a frame and flush it."""
    stream.write(_HEAD.pack(kind.encode(), request, len(payload)) + payload)
    stream.flush()


def read_frame(stream: IO[bytes]) -> Frame | None:
    """Return the next frame, or None at the end of the stream, whole or cut."""
    head = stream.read(_HEAD.size)
    if len(head) < _HEAD.size:
        return None
    kind, request, length = _HEAD.unpack(head)
    payload = stream.read(length)
    if len(payload) < length:
        return None
    return Frame(kind=kind.decode("latin-1"), request=request, payload=payload)


def pack_ready(capabilities: SynthCapabilities | None, problem: str = "") -> bytes:
    """Return the payload of a ready frame."""
    return msgspec.json.encode(Ready(capabilities=capabilities, problem=problem))


def unpack_ready(payload: bytes) -> tuple[SynthCapabilities | None, str]:
    """Return what a ready frame tells. Raises msgspec.MsgspecError for anything else."""
    told = msgspec.json.decode(payload, type=Ready)
    return told.capabilities, told.problem


def pack_span(span: Span) -> bytes:
    """Return the payload of a word frame."""
    return _SPAN.pack(*span)


def unpack_span(payload: bytes) -> Span:
    """Return the place of a word frame. Raises struct.error for anything else."""
    start, end = _SPAN.unpack(payload)
    return start, end
