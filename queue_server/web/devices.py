"""What each sign, voice and printer last reported: a reader of the journal like all others."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import msgspec
from litestar import Litestar

from hall.clock import Clock
from queue_server.domain.actors import SYSTEM
from queue_server.service.hall import HallService
from queue_server.wire import Row

_AGAIN_S = 0.5


class DeviceHealth(msgspec.Struct, frozen=True, kw_only=True):
    """The last thing one sink reported of a call."""

    sink: str
    outcome: str
    at: str
    detail: str


class Devices:
    """The last delivery of every sink since the server started."""

    def __init__(self, hall: HallService, clock: Clock) -> None:
        self._hall = hall
        self._clock = clock
        self._last: dict[str, DeviceHealth] = {}

    def listed(self) -> tuple[DeviceHealth, ...]:
        """Return them by name."""
        return tuple(self._last[sink] for sink in sorted(self._last))

    async def follow(self) -> None:
        """Follow for ever: a stream that ends (too slow, a restored journal) is begun again."""
        while True:
            rows = self._hall.subscribe(SYSTEM)
            try:
                async for row in rows:
                    self._take(row)
            finally:
                rows.close()
            await self._clock.sleep(_AGAIN_S)

    def _take(self, row: Row) -> None:
        if row.kind != "delivery":
            return
        sink = str(row.data.get("sink", ""))
        self._last[sink] = DeviceHealth(
            sink=sink,
            outcome=str(row.data.get("outcome", "")),
            at=row.at.isoformat(),
            detail=str(row.data.get("detail", "")),
        )


@asynccontextmanager
async def following_devices(app: Litestar) -> AsyncIterator[None]:
    """Keep ``app.state.devices`` up to date while the server serves."""
    tasks = [
        asyncio.create_task(app.state.devices.follow(), name="devices"),
        asyncio.create_task(app.state.absence.watch(), name="absence"),
    ]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
