from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import aclosing
from typing import TYPE_CHECKING, Any

import pytest
import websockets
from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Origin

from queue_server import wire
from queue_server.client import HallClient
from queue_server.domain.actors import SYSTEM
from queue_server.web.bounds import AT_ONCE, FRAME_LIMIT

if TYPE_CHECKING:
    from tests.queue_server.web.conftest import Running


async def take(rows: AsyncIterator[wire.Row], count: int) -> list[wire.Row]:
    async with asyncio.timeout(10):
        return [await anext(rows) for _ in range(count)]


async def events(running: Running, count: int, **headers: str) -> list[tuple[str, dict[str, Any]]]:
    """The first events of the SSE stream as (id, data)."""
    found: list[tuple[str, dict[str, Any]]] = []
    mark = ""
    async with (
        asyncio.timeout(10),
        running.client() as board,
        board.stream("GET", "/api/v1/events", headers=headers) as answer,
    ):
        assert answer.headers["content-type"].startswith("text/event-stream")
        async for line in answer.aiter_lines():
            if line.startswith("id: "):
                mark = line.removeprefix("id: ")
            if line.startswith("data: "):
                found.append((mark, json.loads(line.removeprefix("data: "))))
                if len(found) == count:
                    break
    return found


async def test_a_reader_resumes_with_none_twice_and_none_missing(running: Running) -> None:
    client = HallClient(running.url, await running.token("display"))
    try:
        async with aclosing(client.live()) as rows:
            first = await take(rows, 1)
            assert first[0].kind == "snapshot"
            await running.issue()
            seen = await take(rows, 1)
        for _ in range(5):
            await running.issue()
        after = f"{seen[-1].epoch}:{seen[-1].seq}"
        async with aclosing(client.live(after)) as rows:
            rest = await take(rows, 5)
    finally:
        await client.aclose()
    assert [row.kind for row in rest] == ["ticket_issued"] * 5
    assert len({row.seq for row in rest}) == 5
    chain = [seen[-1].seq, *(row.seq for row in rest)]
    assert [row.prev for row in rest] == chain[:-1]


@pytest.mark.parametrize("after", ["other:3", "nonsense", ":", "9" * 90])
async def test_a_place_of_no_use_gives_a_snapshot(running: Running, after: str) -> None:
    client = HallClient(running.url, await running.token("display"))
    try:
        async with aclosing(client.live(after)) as rows:
            assert (await take(rows, 1))[0].kind == "snapshot"
    finally:
        await client.aclose()


async def test_a_plain_board_resumes_by_its_last_event(running: Running) -> None:
    (start, snapshot), *_ = await events(running, 1)
    assert snapshot["kind"] == "snapshot"
    assert snapshot["data"]["tickets"] == []
    first = await running.issue()
    second = await running.issue()
    rest = await events(running, 2, **{"Last-Event-ID": start})
    assert [data["data"]["ticket"] for _, data in rest] == [first["id"], second["id"]]
    assert rest[0][0] == f"{rest[0][1]['epoch']}:{rest[0][1]['seq']}"
    last = await events(running, 1, **{"Last-Event-ID": rest[0][0]})
    assert last[0][1]["data"]["ticket"] == second["id"]


async def test_strangers_see_neither_handling_nor_languages(running: Running) -> None:
    (start, _), *_ = await events(running, 1)
    await running.issue("unemployment", "blind")
    (_, row), *_ = await events(running, 1, **{"Last-Event-ID": start})
    assert row["data"]["number"] == "A001"
    assert not row["data"].get("handling")
    assert not row["data"].get("languages")
    assert "blind" not in json.dumps(row)


async def test_a_foreign_page_cannot_open_the_stream(running: Running) -> None:
    address = running.url.replace("http", "ws", 1) + "/api/v1/live"
    with pytest.raises(websockets.InvalidStatus) as refused:
        async with connect(address, origin=Origin("http://evil.example"), proxy=None):
            pass
    assert refused.value.response.status_code == 403
    async with connect(address, origin=Origin(running.url), proxy=None) as own:
        assert json.loads(await own.recv())["kind"] == "snapshot"


async def test_s_05_a_reader_that_sends_too_much_at_once_is_cut_off(running: Running) -> None:
    address = running.url.replace("http", "ws", 1) + "/api/v1/live"
    async with connect(address, proxy=None) as reader, connect(address, proxy=None) as other:
        assert json.loads(await reader.recv())["kind"] == "snapshot"
        await reader.send("x" * (FRAME_LIMIT + 1))
        code, _ = await read_to_the_end(reader)
        assert code == 1009
        assert json.loads(await other.recv())["kind"] == "snapshot"
        await running.issue()
        assert json.loads(await other.recv())["kind"] == "ticket_issued"


async def shout(reader: ClientConnection) -> None:
    for _ in range(20_000):
        await reader.send("hello")
        await asyncio.sleep(0)


async def test_s_05_a_reader_that_says_something_all_the_time_is_cut_off(running: Running) -> None:
    address = running.url.replace("http", "ws", 1) + "/api/v1/live"
    async with connect(address, proxy=None) as reader:
        for _ in range(AT_ONCE):
            await reader.send("hello")
        await running.issue()
        assert json.loads(await reader.recv())["kind"] == "snapshot"
        assert json.loads(await reader.recv())["kind"] == "ticket_issued", "so much is ignored"
        with pytest.raises(websockets.ConnectionClosed) as ended:
            await shout(reader)
        assert ended.value.rcvd is not None
        assert ended.value.rcvd.code == 1008


async def test_an_unknown_token_gets_no_stream(running: Running) -> None:
    address = running.url.replace("http", "ws", 1) + "/api/v1/live"
    with pytest.raises(websockets.InvalidStatus):
        async with connect(
            address, additional_headers={"Authorization": "Bearer h90_x"}, proxy=None
        ):
            pass


async def read_to_the_end(reader: ClientConnection) -> tuple[int, dict[str, Any]]:
    """The code a stream was closed with, and the last row before it."""
    last: dict[str, Any] = {}
    try:
        while True:
            last = json.loads(await reader.recv())
    except websockets.ConnectionClosed as ended:
        return (ended.rcvd.code if ended.rcvd else 0), last


async def test_a_reader_that_stops_reading_is_told_to_resync_and_holds_up_nobody(
    running: Running,
) -> None:
    hall, loud = running.server.hall, {"words": "x" * 100_000}
    address = running.url.replace("http", "ws") + "/api/v1/live"
    headers = {"Authorization": f"Bearer {await running.token('display')}"}
    options: dict[str, Any] = {
        "additional_headers": headers,
        "proxy": None,
        "max_queue": 1,
        "compression": None,
    }
    client = HallClient(running.url, await running.token("display"))
    async with (
        asyncio.timeout(60),
        connect(address, **options) as sleeper,
        aclosing(client.live()) as rows,
    ):
        await sleeper.recv()
        await take(rows, 1)
        count = 60 + 6 * 200
        reading = asyncio.create_task(_read(rows, count))
        # More than the sleeper's connection and its queue can hold.
        for size, data in (*((20, loud),) * 3, *((200, {}),) * 6):
            told = (hall.publish(SYSTEM, "tick", data, public=True) for _ in range(size))
            await asyncio.gather(*told)
        awake = await reading
        code, last = await read_to_the_end(sleeper)
        assert code == 4409
    assert [row.seq for row in awake] == list(range(awake[0].seq, awake[-1].seq + 1))
    assert last["seq"] < awake[-1].seq
    async with aclosing(client.live(f"{last['epoch']}:{last['seq']}")) as rows:
        rest = await take(rows, awake[-1].seq - last["seq"])
    await client.aclose()
    assert [row.seq for row in rest] == list(range(last["seq"] + 1, awake[-1].seq + 1))


async def _read(rows: AsyncIterator[wire.Row], count: int) -> list[wire.Row]:
    return [await anext(rows) for _ in range(count)]
