"""What a decision about one ticket needs to know besides the ticket."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, Protocol

from config.site import Need, Site
from queue_server.domain.actors import Actor
from queue_server.domain.ticket import Moment
from queue_server.domain.waiting import Floor, Lines

Position = Literal["keep", "head", "tail"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """A window now: ``ticket`` is the one it has called or serves.

    ``offers`` narrows its services for now (None: all the site gives it), ``skills`` to what
    those who sit there can do (None: all); with ``auto_call`` the hall calls for it;
    ``free_mono`` is the monotonic second since when it has nobody.
    """

    id: str
    state: Literal["closed", "open", "paused"] = "closed"
    reason: str | None = None
    ticket: str | None = None
    auto_call: bool = False
    offers: tuple[str, ...] | None = None
    skills: tuple[str, ...] | None = None
    free_mono: float = field(default=0.0, compare=False)


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

    def values(self) -> Iterable[Window]: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Circumstances:
    """The hall around a ticket; ``at`` is the window the actor works at, where that matters.

    ``needs`` are what helps this visitor, for choosing the windows that suit.
    """

    moment: Moment
    site: Site
    actor: Actor
    windows: Windows
    lines: Lines
    at: str | None = None
    params: Params = field(default_factory=Params)
    needs: tuple[Need, ...] = ()

    @property
    def now(self) -> datetime:
        """The wall clock's instant."""
        return self.moment.wall

    @property
    def floor(self) -> Floor:
        """Who could call now."""
        return Floor(now=self.now, present=present(self.windows))


def present(windows: Windows) -> frozenset[str]:
    """Return the windows where somebody is: open, or paused for a while."""
    return frozenset(each.id for each in windows.values() if each.state != "closed")


def offered(window: Window, site: Site) -> tuple[str, ...]:
    """Return the services a window offers now."""
    given = next((each.services for each in site.windows if each.id == window.id), ())
    for chosen in (window.offers, window.skills):
        if chosen is not None:
            given = tuple(service for service in given if service in chosen)
    return given
