"""What a decision about one ticket needs to know besides the ticket."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, Protocol

from config.site import Site
from queue_server.domain.actors import Actor
from queue_server.domain.ticket import Moment
from queue_server.domain.waiting import Lines

Position = Literal["keep", "head", "tail"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """A window now: ``ticket`` is the one it has called or serves."""

    id: str
    state: Literal["closed", "open", "paused"] = "closed"
    reason: str | None = None
    ticket: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Params:
    """What came with the event; lengths of time in minutes."""

    reason: str | None = None
    service: str | None = None
    window: str | None = None
    position: Position | None = None
    minutes: int | None = None


class Windows(Protocol):
    """Where a decision finds a window by id."""

    def get(self, key: str, /) -> Window | None: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Circumstances:
    """The hall around a ticket; ``at`` is the window the actor works at, where that matters."""

    moment: Moment
    site: Site
    actor: Actor
    windows: Windows
    lines: Lines
    at: str | None = None
    params: Params = field(default_factory=Params)

    @property
    def now(self) -> datetime:
        """The wall clock's instant."""
        return self.moment.wall
