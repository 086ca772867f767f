"""What helps a visitor is told to nobody but the window that serves: every route, asked in turn."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterator
from itertools import product
from typing import TYPE_CHECKING, Any

import httpx

if TYPE_CHECKING:
    from queue_server.domain.actors import TokenRole
    from tests.queue_server.web.conftest import Running

# Needs whose names stand for no channel of a call either, so that any trace of them is a leak.
TELLING = ("wheelchair", "blind", "veteran", "pregnant")
WORDS = (*TELLING, "轮椅", "视障", "退役", "孕妇")
DAY, TOMORROW = "2026-11-23", "2026-11-24"
_ICON = re.compile(r'<symbol id="i-[a-z_-]+"')  # pages carry every icon, used or not
_ENDLESS = "/api/v1/events"
_ASKED_FOR = frozenset({"number", "service", "day"})
_OPEN_TO_ALL = {
    "/api/v1/services", "/api/v1/windows", "/api/v1/site", "/api/v1/emergency",
    "/api/v1/boards/{name}", _ENDLESS,
}  # fmt: skip


async def _visits(running: Running) -> tuple[dict[str, Any], dict[str, Any]]:
    """One visitor being served, one waiting who asked for help, both with needs; one booked."""
    served = await running.issue("unemployment", *TELLING)
    waiting = await running.issue("unemployment", *TELLING)
    async with running.client("staff", "w3") as clerk:
        await clerk.post("/api/v1/windows/w3/open")
        called = await clerk.post(
            "/api/v1/windows/w3/call-next", headers={"Idempotency-Key": "next"}
        )
        assert called.json()["id"] == served["id"]
        arrived = await clerk.post(f"/api/v1/tickets/{served['id']}/arrive")
        assert set(arrived.json()["needs"]) == set(TELLING)
    async with running.client("kiosk") as kiosk:
        asked = await kiosk.post("/api/v1/assistance", json={"ticket": waiting["id"]})
        assert asked.status_code == 201, asked.text
    async with running.client("reception") as desk:
        slots = await desk.get(
            "/api/v1/appointments/slots", params={"service": "unemployment", "day": TOMORROW}
        )
        booked = await desk.post(
            "/api/v1/appointments",
            json={
                "service": "unemployment", "at": slots.json()["items"][0]["at"], "needs": TELLING,
            },
            headers={"Idempotency-Key": "booked"},
        )  # fmt: skip
        assert booked.status_code == 201, booked.text
    return served, waiting


async def _stream(client: httpx.AsyncClient, after: str) -> str:
    """Everything the stream tells from the first row on, to the visitor's arrival."""
    heard = ""
    async with (
        asyncio.timeout(20),
        client.stream("GET", _ENDLESS, params={"after": after}) as answer,
    ):
        async for line in answer.aiter_lines():
            heard += line + "\n"
            if '"ticket_arrived"' in line:
                return heard
    raise AssertionError("the stream ended before the visitor arrived")


def _requests(
    path: str, described: dict[str, Any], values: dict[str, tuple[str, ...]]
) -> Iterator[tuple[str, dict[str, str]]]:
    """Every address of a route, bare and with what it is usually asked for."""
    parameters = described.get("parameters", [])
    inside = [each["name"] for each in parameters if each["in"] == "path"]
    queries = [
        each["name"] for each in parameters if each["in"] == "query" and each["name"] in _ASKED_FOR
    ]
    for chosen in product(*(values[name] for name in inside)):
        address = path.format(**dict(zip(inside, chosen, strict=True)))
        yield address, {}
        for asked in product(*(values[name] for name in queries)) if queries else ():
            yield address, dict(zip(queries, asked, strict=True))


async def _told(
    client: httpx.AsyncClient, values: dict[str, tuple[str, ...]], pages: list[str], after: str
) -> dict[str, str]:
    """What every route and page tells a reader, by its path; refusals tell nothing here."""
    paths = (await client.get("/openapi.json")).json()["paths"]
    told = {_ENDLESS: await _stream(client, after)}
    for path, methods in paths.items():
        if "get" in methods and path != _ENDLESS:
            answers = [
                await client.get(address, params=params)
                for address, params in _requests(path, methods["get"], values)
            ]
            told[path] = "".join(each.text for each in answers if each.status_code == 200)
    for page in pages:
        told[page] = _ICON.sub("", (await client.get(page)).text)
    return told


async def test_no_route_tells_visitors_devices_or_anybody_what_helps_another(
    running: Running,
) -> None:
    visits = await _visits(running)
    board = running.server.site.boards[0].id
    values = {
        "ticket_id": tuple(each["id"] for each in visits),
        "number": tuple(each["number"] for each in visits),
        "kind": ("job",), "feedback_id": ("1",),
        "need_id": ("1",), "vacancy_id": ("1",), "item_id": ("1",),
        "notice_id": ("1",), "playlist_id": ("1",), "name": (board,),
        "day": (DAY, TOMORROW), "file": ("visits.csv", "all.xlsx"), "service": ("unemployment",),
        "source": ("demo",), "pairing": ("1",), "b": ("0",),
        "hall_id": ("county",), "epoch": ("E0",), "n": ("0",),
    }  # fmt: skip
    pages = ["/metrics"]
    pages += ["/t/" + each["phone_url"].rsplit("/", 1)[1] for each in visits]
    roles: tuple[TokenRole | None, ...] = (None, "kiosk", "display")
    for role in roles:
        async with running.client(role) as client:
            told = await _told(client, values, pages, f"{running.server.hall.epoch}:0")
        for path, text in told.items():
            assert not [word for word in WORDS if word in text], f"{path} tells {role}"
        # The sweep saw the hall, and these very visitors in it.
        assert {path for path, text in told.items() if text} >= _OPEN_TO_ALL
        assert visits[0]["number"] in told["/api/v1/windows"]
        assert all(
            each["number"] in told[page] for each, page in zip(visits, pages[-2:], strict=True)
        )
        assert (visits[1]["id"] in told["/api/v1/tickets/{ticket_id}"]) == (role == "kiosk")
