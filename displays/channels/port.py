"""The port of a channel: one device or program told of calls, one at a time, in order."""

from dataclasses import dataclass
from typing import Literal, Protocol

from displays.hall_state import Call, Danger


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """What a channel is told. ``call`` is there for calls and their end, ``danger`` for alarms."""

    kind: Literal["call", "recall", "end", "danger", "safe"]
    call: Call | None = None
    danger: Danger | None = None


class Channel(Protocol):
    """A device or program; it need not remember anything between two calls."""

    wants: frozenset[str]
    """The kinds of news it acts on; others are kept from it."""
    keeps_state: bool
    """Whether it stays as it was last told (a lamp), so that it is told again at start."""

    async def tell(self, news: News) -> str | None:
        """Act, and return what to write into the receipt; None where this visitor is not its own.

        Raises DeviceError, LinkError or another HallError where that failed; it is tried again.
        """
        ...

    async def aclose(self) -> None:
        """Let the device go; harmless when repeated."""
        ...
