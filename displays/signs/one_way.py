"""The driver of families that are only written to: every command's frames, at the line's pace."""

from collections.abc import Callable

from displays.signs.commands import Command
from displays.signs.port import Encoded, Pace, SignCapabilities, Wiring
from hall.clock import Clock
from hall.links import Link


class OneWaySign:
    """A sign that never answers; ``gap_s`` is left between frames."""

    def __init__(
        self,
        link: Link,
        wiring: Wiring,
        pace: Pace,
        clock: Clock,
        able: SignCapabilities,
        encode: Callable[[Command, Wiring], Encoded],
    ) -> None:
        self._link = link
        self._wiring = wiring
        self._pace = pace
        self._clock = clock
        self._capabilities = able
        self._encode = encode

    @property
    def capabilities(self) -> SignCapabilities:
        return self._capabilities

    async def do(self, command: Command, *, pace: Pace | None = None) -> None:
        """Write a command's frames, leaving the line quiet after each."""
        use = pace or self._pace
        for frame in self._encode(command, self._wiring).frames:
            await self._link.write(frame)
            await self._clock.sleep(len(frame) * use.byte_s + use.quiet_s)
