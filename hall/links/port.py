"""The port every transport offers."""

from typing import Protocol


class Link(Protocol):
    """Bytes both ways. Every wait is bounded; after LinkLostError only ``aclose`` is of use."""

    async def write(self, data: bytes) -> None:
        """Hand all bytes to the transport; raises LinkLostError when it is gone."""
        ...

    async def read(self, *, within: float) -> bytes:
        """Return the next bytes (at least one; a whole datagram over UDP).

        Raises LinkTimeoutError after ``within`` seconds, LinkLostError at the end of the stream.
        """
        ...

    async def aclose(self) -> None:
        """Close; harmless when repeated."""
        ...
