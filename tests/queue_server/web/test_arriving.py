"""From the moment the hall is open nobody is refused: the application is built meanwhile."""

import asyncio
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest

from queue_server.web.arriving import Arriving, Built


@dataclass
class Lifespan:
    """The server's end of the start and end of an application."""

    told: asyncio.Queue[dict[str, Any]] = field(default_factory=asyncio.Queue)
    said: asyncio.Queue[str] = field(default_factory=asyncio.Queue)

    async def receive(self) -> dict[str, Any]:
        return await self.told.get()

    async def send(self, message: dict[str, Any]) -> None:
        await self.said.put(message["type"])


@dataclass
class Slow:
    """An application that is built once it may be, and notes what happens to it."""

    may: threading.Event = field(default_factory=threading.Event)
    seen: list[str] = field(default_factory=list)

    def build(self) -> Built:
        assert self.may.wait(30)
        return Built(app=self.answer, running=self.running)

    async def answer(self, scope: Any, _receive: Any, _send: Any) -> None:
        self.seen.append(scope["path"])

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        self.seen.append("begins")
        yield
        self.seen.append("ends")


async def begin(arriving: Arriving) -> tuple[Lifespan, asyncio.Task[None]]:
    line = Lifespan()
    life = asyncio.create_task(arriving({"type": "lifespan"}, line.receive, line.send))
    await line.told.put({"type": "lifespan.startup"})
    assert await line.said.get() == "lifespan.startup.complete"
    return line, life


async def test_who_asks_before_the_application_is_built_waits_and_is_answered() -> None:
    slow, line = Slow(), Lifespan()
    arriving = Arriving(slow.build)
    line, life = await begin(arriving)
    scope = {"type": "http", "path": "/early"}
    asking = asyncio.create_task(arriving(scope, line.receive, line.send))
    await asyncio.sleep(0)
    assert not asking.done()
    assert slow.seen == []
    slow.may.set()
    await arriving.whole()
    await asking
    await line.told.put({"type": "lifespan.shutdown"})
    await life
    assert slow.seen == ["begins", "/early", "ends"]
    assert line.said.get_nowait() == "lifespan.shutdown.complete"


async def test_an_end_during_the_building_comes_in_order() -> None:
    slow = Slow()
    line, life = await begin(Arriving(slow.build))
    await line.told.put({"type": "lifespan.shutdown"})
    slow.may.set()
    await life
    assert slow.seen == ["begins", "ends"]
    assert line.said.get_nowait() == "lifespan.shutdown.complete"


async def test_what_keeps_the_application_from_being_built_is_told() -> None:
    def build() -> Built:
        raise LookupError("no pages")

    arriving = Arriving(build)
    line, life = await begin(arriving)
    with pytest.raises(LookupError, match="no pages"):
        await arriving.whole()
    with pytest.raises(RuntimeError, match="could not be built"):
        await arriving({"type": "http", "path": "/"}, line.receive, line.send)
    await line.told.put({"type": "lifespan.shutdown"})
    await life
