"""Fixtures of the display tests: stand-ins on a wire with faults that can be changed."""

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field

import pytest

from displays.signs.bx_k.simulator import BxKStandIn
from displays.signs.commands import Picture
from displays.signs.port import Faults, Wiring
from displays.simulator import DeviceSimulator
from hall.clock import SystemClock
from hall.links import LinkAddress, Listener, listen


@dataclass
class WiredSign:
    """A BX-K stand-in at the far end of a link; ``faults`` may be changed at any time."""

    stand_in: BxKStandIn
    address: LinkAddress
    faults: Faults = field(default_factory=Faults)
    pictures: list[Picture] = field(default_factory=list)

    @property
    def text(self) -> str:
        """What the panel shows, lines divided by a bar."""
        texts = (area.text.decode("gbk") for area in self.stand_in.areas.values())
        return "/".join(texts).replace("\\n", "|").replace(" ", "")


PlugIn = Callable[[LinkAddress], Awaitable[WiredSign]]


@pytest.fixture
async def plug_in() -> AsyncIterator[PlugIn]:
    listeners: list[Listener] = []

    async def plug(address: LinkAddress) -> WiredSign:
        wired = WiredSign(BxKStandIn(Wiring(profile="5k")), address)
        simulator = DeviceSimulator(
            wired.stand_in, SystemClock(), lambda: wired.faults, wired.pictures.append
        )
        listener = await listen(address, simulator.serve)
        listeners.append(listener)
        wired.address = listener.address
        return wired

    yield plug
    for listener in listeners:
        await listener.close()
