"""A ticket: one visit's place in the hall, from its number to its end."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Literal, NamedTuple

PrintState = Literal["pending", "printed", "failed"]


class State(StrEnum):
    """Where a visit stands; the last three are terminal."""

    WAITING = "WAITING"
    CALLED = "CALLED"
    SERVING = "SERVING"
    AWAY = "AWAY"
    HELD = "HELD"
    MISSED = "MISSED"
    DONE = "DONE"
    CANCELLED = "CANCELLED"
    EXPIRED = "EXPIRED"


TERMINAL = frozenset({State.DONE, State.CANCELLED, State.EXPIRED})
AT_WINDOW = frozenset({State.CALLED, State.SERVING})


class Moment(NamedTuple):
    """One instant on both clocks: ``wall`` is stored and shown, ``mono`` measures durations."""

    wall: datetime
    mono: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Handling:
    """How a call is to be made; see ``wire.Handling``."""

    grace_s: int
    repeats: int
    hold_s: int
    channels: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Leg:
    """One stay at one window."""

    service: str
    window: str
    called_at: datetime
    arrived_at: datetime | None = None
    ended_at: datetime | None = None
    outcome: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Ticket:
    """One visit.

    ``turn``, ``rank_at`` and ``born`` (the journal seq of its issue) order the line;
    ``credit_minutes`` is the head start it was given. ``suits`` are the windows that serve this
    visitor best, until ``suits_until`` (``domain.routing``). ``window`` is where it
    is called, served or held; ``target`` the window a transfer asked for. ``until`` ends a hold
    or a step-away. ``previous`` is the state before a terminal one. ``call_mono`` and
    ``until_mono`` are the monotonic seconds of the last call and of ``until``; after a restart
    they are estimated from the wall clock.
    """

    id: str
    day: str
    prefix: str
    seq: int
    service: str
    state: State
    version: int
    issued_at: datetime
    rank_at: datetime
    born: int
    handling: Handling
    languages: tuple[str, ...]
    channel: str
    issued_by: str
    phone_secret: str
    window: str | None = None
    target: str | None = None
    called_at: datetime | None = None
    call_no: int = 0
    missed_count: int = 0
    away_count: int = 0
    until: datetime | None = None
    previous: State | None = None
    ended_at: datetime | None = None
    prints: int = 0
    print_state: PrintState = "pending"
    further: tuple[str, ...] = ()
    legs: tuple[Leg, ...] = ()
    credit_minutes: int = 0
    turn: int = 0
    suits: tuple[str, ...] = ()
    suits_until: datetime | None = None
    appointment: str | None = None
    call_mono: float = field(default=0.0, compare=False)
    until_mono: float = field(default=0.0, compare=False)

    @property
    def number(self) -> str:
        """The ticket number as printed: for eyes and ears, never an identity."""
        return number_of(self.prefix, self.seq)


def number_of(prefix: str, seq: int) -> str:
    """Return a ticket number: three digits, more where needed."""
    return f"{prefix}{seq:03d}"
