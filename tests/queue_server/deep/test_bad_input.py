"""What is no request is refused with a code that says why, and nothing at all is written."""

from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import pytest_asyncio
from sqlalchemy import func, select

from config.site import Site
from hall.clock import ManualClock
from queue_server.app import Server, ServerSettings, build_server
from queue_server.domain.actors import SYSTEM, TokenRole
from queue_server.store import tables
from queue_server.web.app import build_web

TICKETS = "/api/v1/tickets"


@dataclass(frozen=True)
class Bad:
    """A request that must be refused, and how."""

    status: int
    code: str
    path: str = TICKETS
    body: Any = field(default_factory=lambda: {"service": "unemployment"})
    role: TokenRole = "kiosk"
    headers: Mapping[str, str] = field(default_factory=lambda: {"Idempotency-Key": "k"})


def ticket(**wrong: Any) -> dict[str, Any]:
    return {"service": "unemployment", **wrong}


CASES = {
    "an unknown service": Bad(422, "unknown_service", body=ticket(service="haircut")),
    "no service": Bad(422, "does_not_fit", body={}),
    "a service that is a number": Bad(422, "does_not_fit", body=ticket(service=7)),
    "a service that is a list": Bad(422, "does_not_fit", body=ticket(service=["a"])),
    "an unknown need": Bad(422, "does_not_fit", body=ticket(needs=["a pony"])),
    "needs that are text": Bad(422, "does_not_fit", body=ticket(needs="wheelchair")),
    "a hundred needs": Bad(422, "does_not_fit", body=ticket(needs=["wheelchair"] * 100)),
    "a channel without end": Bad(422, "does_not_fit", body=ticket(channel="x" * 5000)),
    "a field nobody knows": Bad(422, "does_not_fit", body=ticket(colour="red")),
    "no body": Bad(422, "does_not_fit", body=b""),
    "half a body": Bad(400, "bad_request", body=b'{"service": "unempl'),
    "bytes": Bad(400, "bad_request", body=b"\xff\xfe\x00\x01"),
    "a lone surrogate": Bad(400, "bad_request", body=b'{"service": "\\ud800"}'),
    "a number beyond 64 bit": Bad(422, "does_not_fit", body=b'{"service": ' + b"9" * 400 + b"}"),
    "ten megabytes": Bad(413, "too_large", body=b'{"service": "' + b"x" * 10_000_000 + b'"}'),
    "a hundred thousand brackets": Bad(422, "does_not_fit", body=b"[" * 100_000),
    "no key": Bad(400, "key_missing", headers={}),
    "a role that may not": Bad(403, "forbidden", role="display"),
    "a closed window": Bad(409, "window_closed", "/api/v1/windows/w1/call-next", None, "staff"),
    "an unknown window": Bad(404, "unknown_window", "/api/v1/windows/w99/call-next", None, "admin"),
    "an unknown ticket": Bad(404, "unknown_ticket", f"{TICKETS}/nobody/finish", {}, "staff"),
    "an unknown event": Bad(404, "unknown_ticket", f"{TICKETS}/nobody/dance", {}, "staff"),
    "a delivery of no row": Bad(
        422, "unknown_row", "/api/v1/deliveries", {"seq": -1, "sink": "s", "outcome": "shown"}
    ),
    "a delivery that is text": Bad(
        422, "does_not_fit", "/api/v1/deliveries", {"seq": "1", "sink": "s", "outcome": "shown"}
    ),
    "offline tickets of nobody": Bad(422, "does_not_fit", "/api/v1/offline", {"entries": [{}]}),
}


@dataclass
class Hall:
    server: Server
    client: httpx.AsyncClient
    tokens: Mapping[TokenRole, str]

    async def ask(self, bad: Bad) -> httpx.Response:
        body = bad.body
        headers = {"Authorization": f"Bearer {self.tokens[bad.role]}", **bad.headers}
        if isinstance(body, bytes):
            headers["Content-Type"] = "application/json"
            return await self.client.post(bad.path, content=body, headers=headers)
        return await self.client.post(bad.path, json=body, headers=headers)

    def amounts(self) -> dict[str, int]:
        """Return how many rows each table holds."""
        with self.server.hall.database.reading() as connection:
            return {
                table.name: connection.execute(select(func.count()).select_from(table)).scalar_one()
                for table in tables.metadata.sorted_tables
            }


@pytest_asyncio.fixture
async def hall(tmp_path: Path, site: Site, clock: ManualClock) -> AsyncIterator[Hall]:
    settings = ServerSettings(data=tmp_path)
    async with build_server(site, settings, clock) as server:
        roles: tuple[TokenRole, ...] = ("kiosk", "display", "staff", "admin")
        tokens = {
            role: await server.hall.create_token(
                SYSTEM, role=role, name=role, window="w1" if role == "staff" else None
            )
            for role in roles
        }
        transport = httpx.ASGITransport(app=build_web(server))  # type: ignore[arg-type]  # httpx's own idea of ASGI
        async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as client:
            yield Hall(server, client, tokens)


async def test_each_bad_request_has_its_code_and_writes_nothing(hall: Hall) -> None:
    before, told = hall.amounts(), {}
    for name, bad in CASES.items():
        answer = await hall.ask(bad)
        problem = answer.json() if answer.content else {}
        told[name] = (answer.status_code, problem.get("code"))
        assert hall.amounts() == before, name
    assert told == {name: (bad.status, bad.code) for name, bad in CASES.items()}


async def test_a_good_request_is_still_taken_after_all_bad_ones(hall: Hall) -> None:
    for bad in CASES.values():
        await hall.ask(bad)
    taken = await hall.ask(Bad(201, "", headers={"Idempotency-Key": "good"}))
    assert taken.status_code == 201
    assert taken.json()["number"] == "A001"
    assert hall.amounts()["tickets"] == 1
