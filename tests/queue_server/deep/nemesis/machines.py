"""Kiosks and clerks over a bad line: each asks until it is answered, under the same key."""

import asyncio
import json
import random
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from hall.clock import SystemClock
from tests.queue_server.deep.nemesis.history import History, Told
from tests.queue_server.deep.nemesis.line import Line, whole

_CLOCK = SystemClock()
_STEPS = ("arrive", "finish")
_PATIENCE_S, _AGAIN_S = 3.0, 0.02
Answer = tuple[int, Any]


@dataclass
class Machine:
    """One machine with its own line, token and dice; ``working`` until the run is over."""

    name: str
    line: Line
    token: str
    history: History
    dice: random.Random
    working: bool = True

    async def kiosk(self, services: tuple[str, ...]) -> None:
        """Take numbers, now and then asking again for one it has."""
        count = 0
        while self.working:
            count += 1
            body = {"service": self.dice.choice(services), "channel": "kiosk"}
            key = f"{self.name}-{count}"
            for _ in range(1 + (self.dice.random() < 0.2)):
                await self._told("issue", "/api/v1/tickets", key, body)

    async def last(self, service: str) -> str:
        """Take one number more and return its ticket."""
        body = {"service": service, "channel": "kiosk"}
        given = await self._told("issue", "/api/v1/tickets", f"{self.name}-last", body)
        assert given is not None
        return str(given["id"])

    async def clerk(self, window: str) -> None:
        """Call, let arrive, let go."""
        count = 0
        while self.working:
            count += 1
            path = f"/api/v1/windows/{window}/call-next"
            called = await self._told("call", path, f"{self.name}-{count}", None)
            if called is None:
                await asyncio.sleep(_AGAIN_S)
                continue
            for event in _STEPS:
                await self._told(event, f"/api/v1/tickets/{called['id']}/{event}", "", {})

    async def _told(
        self, what: str, path: str, key: str, body: Mapping[str, Any] | None
    ) -> Mapping[str, Any] | None:
        """Ask until there is an answer; a step of a visit taken already is answered 409."""
        began, tries = _CLOCK.monotonic(), 0
        while True:
            tries += 1
            try:
                async with asyncio.timeout(_PATIENCE_S):
                    status, answer = await self._ask(path, key, body)
            except (OSError, EOFError, TimeoutError):
                status, answer = 503, None
            if status < 500:
                break
            await asyncio.sleep(_AGAIN_S)
        if status not in (200, 201, 204) and not (status == 409 and what in _STEPS):
            raise AssertionError(f"{what} {path}: {status} {answer}")
        got = answer if status in (200, 201) else None
        told = Told(
            what=what, key=key, began=began, ended=_CLOCK.monotonic(), tries=tries, answer=got
        )
        self.history.note(told)
        return got

    async def _ask(self, path: str, key: str, body: Mapping[str, Any] | None) -> Answer:
        content = b"" if body is None else json.dumps(body).encode()
        head = [
            f"POST {path} HTTP/1.1", "Host: hall", f"Authorization: Bearer {self.token}",
            "Connection: close", f"Content-Length: {len(content)}",
        ]  # fmt: skip
        head += [f"Idempotency-Key: {key}"] if key else []
        head += ["Content-Type: application/json"] if content else []
        reader, writer = await asyncio.open_connection("127.0.0.1", self.line.port)
        try:
            writer.write("\r\n".join([*head, "", ""]).encode() + content)
            await writer.drain()
            answer = await whole(reader)
        finally:
            writer.close()
        status, _, rest = answer.partition(b"\r\n\r\n")
        return int(status.split()[1]), json.loads(rest) if rest else None
