"""Devices whose own program is gone: staff must not read yesterday's "connected".

A display agent or kiosk that no longer follows the hall can say nothing of its devices, so the
server says it: silent, because the program is not there. When it comes back it reports anew.
"""

from hall.clock import Clock
from queue_server import wire
from queue_server.domain.actors import Actor
from queue_server.service.hall import HallService

GONE = "agent_gone"
_LOOK_EVERY_S = 5.0
_GONE_AFTER_S = 15.0


class Absence:
    """Watches who follows the hall."""

    def __init__(self, hall: HallService, clock: Clock) -> None:
        self._hall = hall
        self._clock = clock
        self._seen: dict[str, float] = {}

    async def watch(self) -> None:
        """Look for ever."""
        while True:
            await self.look()
            await self._clock.sleep(_LOOK_EVERY_S)

    async def look(self) -> None:
        """Mark the devices of every program that was away too long."""
        now, here = self._clock.monotonic(), (await self._hall.health()).edges
        self._seen.update(dict.fromkeys(here, now))
        for state in self._hall.devices():
            # After a start of the server everybody has the same while to come back.
            last = self._seen.setdefault(state.by, now)
            if state.by in here or state.cause == GONE or now - last < _GONE_AFTER_S:
                continue
            status = wire.DeviceStatus(
                device=state.device, kind=state.kind, state="silent", cause=GONE
            )
            await self._hall.report_device(Actor(role="display", name=state.by), status)
