"""A display agent that is gone is told as gone, and its devices as well again when it is back."""

from __future__ import annotations

from contextlib import aclosing
from typing import TYPE_CHECKING

from queue_server import wire
from queue_server.client import HallClient
from queue_server.web.absence import Absence

if TYPE_CHECKING:
    from hall.clock import ManualClock
    from tests.queue_server.web.conftest import Running

_SIGN = wire.DeviceStatus(device="sign:sign-w3", kind="bx-k", state="connected")


def _state(running: Running) -> tuple[str, str]:
    (state,) = running.server.hall.devices()
    return state.state, state.cause


async def test_devices_of_an_agent_that_is_gone_are_told_as_silent(
    running: Running, clock: ManualClock
) -> None:
    absence = Absence(running.server.hall, clock)
    agent = HallClient(running.url, await running.token("display"))
    try:
        await agent.tell_device(_SIGN)
        async with aclosing(agent.live()) as rows:
            await anext(rows)
            for _ in range(5):
                await absence.look()
                await clock.advance(5)
            assert _state(running) == ("connected", "")
    finally:
        await agent.aclose()
    while (await running.server.hall.health()).edges:
        await running.server.hall.health()
    await absence.look()
    assert _state(running) == ("connected", "")
    await clock.advance(16)
    await absence.look()
    assert _state(running) == ("silent", "agent_gone")
    again = HallClient(running.url, await running.token("display"))
    try:
        await again.tell_device(_SIGN)
    finally:
        await again.aclose()
    assert _state(running) == ("connected", "")


async def test_after_a_start_of_the_server_everybody_has_a_while_to_come_back(
    running: Running, clock: ManualClock
) -> None:
    async with running.client("display") as agent:
        status = {"device": "sign:sign-w3", "kind": "bx-k", "state": "connected"}
        assert (await agent.post("/api/v1/devices/status", json=status)).status_code == 204
    absence = Absence(running.server.hall, clock)
    await absence.look()
    await clock.advance(14)
    await absence.look()
    assert _state(running) == ("connected", "")
    await clock.advance(2)
    await absence.look()
    assert _state(running) == ("silent", "agent_gone")
