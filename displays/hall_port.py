"""What the display agent asks of the hall server; ``displays.app`` brings the real client."""

from collections.abc import AsyncIterator
from typing import Protocol

from queue_server.wire import Delivery, DeviceStatus, Row


class HallConnection(Protocol):
    """A server that can go away: calls raise SyncError while it is gone."""

    def live(self) -> AsyncIterator[Row]:
        """Yield rows for ever, a snapshot first; resumes by itself."""
        ...

    async def deliver(self, delivery: Delivery) -> None:
        """Tell what became of a call."""
        ...

    async def report(self, status: DeviceStatus) -> None:
        """Tell what a device says of itself."""
        ...

    async def is_there(self) -> bool:
        """Tell whether the live stream is up now."""
        ...
