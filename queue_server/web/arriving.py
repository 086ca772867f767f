"""The application while it is still being built: who asks for it waits, nobody is refused.

Building it takes a second of the processor after the hall is open. Numbers and calls are given
meanwhile by the short way in front; all else waits here for as long as that lasts.
"""

import asyncio
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass

from queue_server.web.front import App, Message, Receive, Scope, Send


@dataclass(frozen=True, slots=True, kw_only=True)
class Built:
    """An application, and what runs beside it while it serves."""

    app: App
    running: Callable[[], AbstractAsyncContextManager[None]]


class Arriving:
    """Builds the application in a thread once the server starts, and passes requests on to it."""

    def __init__(self, build: Callable[[], Built]) -> None:
        self._build = build
        self._app: App | None = None
        self._come, self._over = asyncio.Event(), asyncio.Event()
        self._serving: asyncio.Task[None] | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one connection of the server's, or its start and end."""
        if scope["type"] == "lifespan":
            await self._live(receive, send)
            return
        if self._app is None:
            await self._come.wait()
        if self._app is None:
            raise RuntimeError("the application could not be built")
        await self._app(scope, receive, send)

    async def whole(self) -> None:
        """Return once the application answers; raises what kept it from being built."""
        await self._come.wait()
        if self._app is None and self._serving is not None:
            await self._serving

    async def _live(self, receive: Receive, send: Send) -> None:
        await receive()
        self._serving = asyncio.create_task(self._serve(), name="application")
        await send(_message("startup"))
        await receive()
        self._over.set()
        # A fault is told by whole(); what is built just now is let come to its end.
        await asyncio.wait([self._serving])
        await send(_message("shutdown"))

    async def _serve(self) -> None:
        try:
            built = await asyncio.to_thread(self._build)
            async with built.running():
                self._app = built.app
                self._come.set()
                await self._over.wait()
        finally:
            self._come.set()


def _message(what: str) -> Message:
    return {"type": f"lifespan.{what}.complete"}
