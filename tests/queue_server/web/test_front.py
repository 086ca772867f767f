"""The short way says what the long way says, to the byte."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import httpx
import pytest_asyncio

from config.site import Site
from hall.clock import ManualClock
from queue_server.app import Server, ServerSettings, build_server
from queue_server.domain.actors import SYSTEM
from queue_server.web.app import build_web
from queue_server.web.front import App, Front

TICKETS, CALL = "/api/v1/tickets", "/api/v1/windows/w1/call-next"


@dataclass
class Ways:
    """The same hall by both ways; ``passed_on`` counts what the short way left to the long one."""

    server: Server
    short: httpx.AsyncClient
    long: httpx.AsyncClient
    kiosk: dict[str, str]
    staff: dict[str, str]
    passed_on: list[str]


@pytest_asyncio.fixture
async def ways(tmp_path: Path, site: Site, clock: ManualClock) -> AsyncIterator[Ways]:
    async with build_server(site, ServerSettings(data=tmp_path), clock) as server:
        hall, passed_on = server.hall, list[str]()
        app = cast(App, build_web(server))

        async def counting(scope: Any, receive: Any, send: Any) -> None:
            passed_on.append(scope["path"])
            await app(scope, receive, send)

        kiosk = await hall.create_token(SYSTEM, role="kiosk", name="k1")
        staff = await hall.create_token(SYSTEM, role="staff", name="anna", window="w1")
        fronts = (Front(counting, hall), app)
        short, long = (
            httpx.AsyncClient(
                transport=httpx.ASGITransport(app=cast(Any, each)),
                base_url="http://127.0.0.1",
                headers={"Accept-Encoding": "identity"},
            )
            for each in fronts
        )
        headers = [{"Authorization": f"Bearer {token}"} for token in (kiosk, staff)]
        yield Ways(server, short, long, headers[0], headers[1], passed_on)
        await short.aclose()
        await long.aclose()


def told(answer: httpx.Response) -> tuple[int, bytes, dict[str, str]]:
    headers = {key: value for key, value in answer.headers.items() if key != "vary"}
    return answer.status_code, answer.content, headers


async def test_a_number_and_a_call_are_answered_alike(ways: Ways) -> None:
    body, key = {"service": "unemployment", "needs": ["wheelchair"]}, {"Idempotency-Key": "one"}
    first = await ways.short.post(TICKETS, json=body, headers=ways.kiosk | key)
    assert first.status_code == 201
    again = [
        told(await way.post(TICKETS, json=body, headers=ways.kiosk | key))
        for way in (ways.short, ways.long)
    ]
    assert again[0] == again[1]
    assert again[0][0] == 200
    await ways.long.post("/api/v1/windows/w1/open", headers=ways.staff)
    call = {"Idempotency-Key": "call"}
    called = [
        told(await way.post(CALL, headers=ways.staff | call)) for way in (ways.short, ways.long)
    ]
    assert called[0] == called[1]
    assert called[0][0] == 200
    assert ways.passed_on == []


async def test_a_step_is_answered_as_the_ticket_is_shown(ways: Ways) -> None:
    await ways.long.post("/api/v1/windows/w1/open", headers=ways.staff)
    key = {"Idempotency-Key": "one"}
    await ways.short.post(TICKETS, json={"service": "unemployment"}, headers=ways.kiosk | key)
    called = (await ways.short.post(CALL, headers=ways.staff | key)).json()
    ticket, version = f"{TICKETS}/{called['id']}", called["version"]
    for event, params in (("arrive", None), ("hold", {"reason": "copies"}), ("release", {})):
        answer = await ways.short.post(f"{ticket}/{event}", json=params, headers=ways.staff)
        assert told(answer) == told(await ways.long.get(ticket, headers=ways.staff))
        assert answer.json()["version"] == version + 1
        version += 1
    assert ways.passed_on == []


STEPS = (
    ("arrive", b""),
    ("no-show", b"{}"),
    ("hold-ended", b""),
    ("cancel", b'{"version":99}'),
    ("cancel", b'{"version":"one"}'),
    ("cancel", b"["),
    ("dance", b""),
)


async def test_a_step_that_does_not_fit_is_refused_alike(ways: Ways) -> None:
    key = {"Idempotency-Key": "one", "Content-Type": "application/json"}
    issued = await ways.short.post(
        TICKETS, json={"service": "unemployment"}, headers=ways.kiosk | key
    )
    for number, (event, body) in enumerate(STEPS):
        path = f"{TICKETS}/{issued.json()['id']}/{event}"
        key["Idempotency-Key"] = f"step {number}"
        both = [
            told(await way.post(path, content=body, headers=ways.staff | key))
            for way in (ways.short, ways.long)
        ]
        assert both[0] == both[1], path
        assert both[0][0] >= 400, path
        assert ways.server.hall.showing.view.tickets[issued.json()["id"]].version == 1, path


async def test_nobody_waiting_is_answered_alike(ways: Ways) -> None:
    await ways.long.post("/api/v1/windows/w1/open", headers=ways.staff)
    key = {"Idempotency-Key": "call"}
    both = [told(await way.post(CALL, headers=ways.staff | key)) for way in (ways.short, ways.long)]
    assert both[0] == both[1]
    assert both[0][0] == 204


REFUSED: tuple[tuple[str, dict[str, str], bytes], ...] = (
    (TICKETS, {}, b'{"service":"unemployment"}'),
    (TICKETS, {"Idempotency-Key": "k"}, b'{"service":"haircut"}'),
    (TICKETS, {"Idempotency-Key": "k"}, b'{"service":7}'),
    (TICKETS, {"Idempotency-Key": "k"}, b"{"),
    (TICKETS, {"Idempotency-Key": "k" * 201}, b'{"service":"unemployment"}'),
    (TICKETS, {"Idempotency-Key": "k", "Authorization": "Bearer no"}, b'{"service":"x"}'),
    (TICKETS, {"Idempotency-Key": "k", "Authorization": ""}, b'{"service":"x"}'),
    (TICKETS, {"Idempotency-Key": "k"}, b"x" * 2_000_000),
    (CALL, {"Idempotency-Key": "k"}, b""),
    ("/api/v1/windows/w1/dance", {"Idempotency-Key": "k"}, b""),
    (f"{TICKETS}/01234567-89ab-7def-8123-456789abcdef/arrive", {}, b"{}"),
)


async def test_what_is_refused_is_refused_alike(ways: Ways) -> None:
    for number, (path, headers, body) in enumerate(REFUSED):
        sent = ways.kiosk | {"Content-Type": "application/json"} | headers
        if "Idempotency-Key" in sent:
            sent["Idempotency-Key"] += str(number)
        both = [
            told(await way.post(path, content=body, headers=sent))
            for way in (ways.short, ways.long)
        ]
        assert both[0] == both[1], (path, body[:40])
        assert both[0][0] >= 400, (path, body[:40])
        assert ways.server.hall.showing.view.tickets == {}, (path, body[:40])


async def test_that_the_process_lives_is_told_alike_and_without_the_application(ways: Ways) -> None:
    answers = [told(await way.get("/health/live")) for way in (ways.short, ways.long)]
    assert answers[0] == answers[1]
    assert ways.passed_on == []
