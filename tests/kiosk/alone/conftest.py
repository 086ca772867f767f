"""A kiosk cut off from a real hall: its own disk and clock, and a line that a test may break."""

import asyncio
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Literal, TypeVar, cast

import msgspec
import pytest

from config.site import Site
from hall.clock import ManualClock
from hall.errors import SyncError
from kiosk.alone import Alone
from kiosk.line import HallLine
from kiosk.replaying import Replay
from queue_server import wire
from queue_server.client import HallClient
from queue_server.domain.actors import Actor
from queue_server.service.running import RunningHall
from queue_server.service.upkeep import Upkeep
from queue_server.store.database import FILE_NAME, Database
from tests.queue_server.fresh import lay_tables

Fault = Literal["", "cut", "answers lost", "hangs"]
Answer = TypeVar("Answer")
AT = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)


class Wire:
    """A client of a hall in this process; ``fault`` says what the line between them does."""

    connected = True

    def __init__(self, hall: RunningHall, actor: Actor, clock: ManualClock) -> None:
        self.hall, self.actor, self.clock = hall, actor, clock
        self.fault: Fault = ""
        self.asked = 0
        self.hall_ahead = timedelta()

    async def _over(self, question: Callable[[], "asyncio.Future[Answer]"]) -> Answer:
        if self.fault == "cut":
            raise SyncError("cut off")
        self.asked += 1
        answer = await question()
        if self.fault == "hangs":
            await asyncio.Event().wait()  # a cable pulled: neither answer nor end
        if self.fault == "answers lost":
            raise SyncError("the answer was lost")
        return answer

    async def services(self) -> wire.ServiceList:
        return await self._over(lambda: asyncio.ensure_future(self.hall.services()))

    async def site(self) -> wire.SiteInfo:
        site = await self._over(lambda: asyncio.ensure_future(self.hall.site()))
        return msgspec.structs.replace(site, you=self.actor.name)

    async def issue(self, request: wire.TicketRequest, key: str) -> wire.Ticket:
        issued = await self._over(
            lambda: asyncio.ensure_future(self.hall.issue(self.actor, request, key))
        )
        return issued.ticket

    async def replay_offline(self, replay: wire.OfflineReplay) -> wire.OfflineAnswers:
        return await self._over(
            lambda: asyncio.ensure_future(self.hall.replay_offline(self.actor, replay))
        )


class Line(HallLine):
    """A hall line whose client is ours."""

    def __init__(self, client: Wire, alone: Alone, clock: ManualClock) -> None:
        super().__init__("", "", alone=alone, clock=clock, found=lambda _there: None, try_s=0.05)
        self._wire = client

    async def client(self) -> HallClient:
        return cast(HallClient, self._wire)


class Machine:
    """One kiosk's machine, which can be switched off and on."""

    def __init__(self, folder: Path, client: Wire) -> None:
        self.folder, self.wire, self.clock = folder, client, client.clock
        self.taken_in: list[tuple[str, str]] = []

    async def start(self) -> None:
        self.alone = Alone(self.folder, self.clock)
        await self.alone.open()
        self.line = Line(self.wire, self.alone, self.clock)
        self.replay = Replay(
            self.alone, self.line, self.clock, lambda key, ticket: self._in(key, ticket)
        )

    def _in(self, key: str, ticket: wire.Ticket) -> None:
        self.taken_in.append((key, ticket.number))

    async def stop(self) -> None:
        await self.alone.aclose()

    async def restart(self) -> None:
        await self.stop()
        await self.start()

    async def refresh(self) -> bool:
        """Ask the hall what it is, as the kiosk does each minute."""
        try:
            await self.line.services()
            await self.line.site()
        except SyncError:
            return False
        return True

    async def take(self, key: str, needs: tuple[str, ...] = ()) -> wire.Ticket:
        request = wire.TicketRequest(service="unemployment", needs=needs)  # type: ignore[arg-type]
        return await self.line.issue(request, key)

    async def bring_in(self) -> int:
        try:
            return await self.replay.bring_in()
        except SyncError:
            return 0


@pytest.fixture
def new_machine() -> type[Machine]:
    return Machine


@pytest.fixture
def new_wire() -> type[Wire]:
    return Wire


@pytest.fixture
async def hall(tmp_path: Path, site: Site, clock: ManualClock) -> AsyncIterator[RunningHall]:
    lay_tables(tmp_path)
    running = RunningHall(site, Database(tmp_path / FILE_NAME), clock)
    running.open()
    await Upkeep(running, clock).round()
    yield running
    await running.aclose()
