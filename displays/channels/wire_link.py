"""A link that is opened when it is needed and opened anew when it broke."""

import asyncio
from collections.abc import Awaitable, Callable

from hall.errors import LinkError, LinkTimeoutError
from hall.links import Link, LinkAddress, open_link

Opener = Callable[[LinkAddress], Awaitable[Link]]
_OPEN_WITHIN_S = 3.0


class HeldLink:
    """One device's link. After any LinkError it is closed, so that the next use starts clean."""

    def __init__(self, address: LinkAddress, opener: Opener = open_link) -> None:
        self._address = address
        self._opener = opener
        self._link: Link | None = None
        self.turn = asyncio.Lock()
        """Held for a question and its answer: several devices may hang on one line."""

    async def write(self, data: bytes) -> None:
        """Send, opening the link first where it is closed; raises LinkError."""
        link = await self._opened()
        try:
            await link.write(data)
        except LinkError:
            await self.aclose()
            raise

    async def read(self, within: float) -> bytes:
        """Return the next bytes; raises LinkTimeoutError, after which the link stays open."""
        link = await self._opened()
        try:
            return await link.read(within=within)
        except LinkTimeoutError:
            raise
        except LinkError:
            await self.aclose()
            raise

    async def aclose(self) -> None:
        """Close; harmless when repeated."""
        link, self._link = self._link, None
        if link is not None:
            await link.aclose()

    async def _opened(self) -> Link:
        if self._link is None:
            try:
                async with asyncio.timeout(_OPEN_WITHIN_S):
                    self._link = await self._opener(self._address)
            except TimeoutError as late:
                raise LinkTimeoutError(f"{self._address} does not open") from late
        return self._link
