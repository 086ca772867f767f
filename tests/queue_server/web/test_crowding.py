"""One address that asks without end is refused at the door; nobody else is (S-12)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pytest

from queue_server.web.bounds import ADDRESS_A_SECOND, ADDRESS_AT_ONCE
from queue_server.web.crowding import Uncrowded

if TYPE_CHECKING:
    from hall.clock import ManualClock
    from tests.queue_server.web.conftest import Running


@dataclass
class Behind:
    """An application that counts what reaches it."""

    reached: int = 0
    sent: list[Any] = field(default_factory=list)

    async def __call__(self, _scope: Any, _receive: Any, send: Any) -> None:
        self.reached += 1
        await send({"type": "http.response.start", "status": 200, "headers": []})

    async def send(self, message: Any) -> None:
        self.sent.append(message)

    async def receive(self) -> dict[str, Any]:
        return {"type": "http.request"}

    async def asked(self, door: Uncrowded, host: str) -> int:
        self.sent.clear()
        await door({"type": "http", "client": (host, 1)}, self.receive, self.send)
        return int(self.sent[0]["status"])


async def test_s_12_an_address_asks_so_much_and_no_more_and_costs_no_other(
    clock: ManualClock,
) -> None:
    behind = Behind()
    door = Uncrowded(behind, clock)
    flood = [await behind.asked(door, "10.0.0.66") for _ in range(ADDRESS_AT_ONCE + 300)]
    assert (flood.count(200), flood.count(429)) == (ADDRESS_AT_ONCE, 300)
    headers = dict(behind.sent[0]["headers"])
    assert headers[b"retry-after"] == b"1"
    assert b"content-security-policy" in headers
    assert await behind.asked(door, "10.0.0.67") == 200
    await clock.advance(1)
    again = [await behind.asked(door, "10.0.0.66") for _ in range(300)]
    assert again.count(200) == int(ADDRESS_A_SECOND)
    # The hall's own programs beside the server are not counted.
    own = [await behind.asked(door, "127.0.0.1") for _ in range(2 * ADDRESS_AT_ONCE)]
    assert set(own) == {200}


@pytest.mark.deep
async def test_s_12_the_door_stands_before_the_whole_application(running: Running) -> None:
    async with running.client() as phone, running.client() as other:
        phone.headers["X-Forwarded-For"] = "10.0.0.66"
        other.headers["X-Forwarded-For"] = "10.0.0.67"
        told = [await phone.get("/health/ready") for _ in range(ADDRESS_AT_ONCE + 20)]
        refused = [each for each in told if each.status_code == 429]
        assert len(refused) == 20
        assert refused[0].json()["code"] == "rate_limited"
        assert (await other.get("/static/tokens.css")).status_code == 200
