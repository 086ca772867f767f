"""The client against a hall that fails in every way a network can."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import aclosing, asynccontextmanager
from datetime import timedelta
from itertools import pairwise

import pytest
from websockets.asyncio.server import ServerConnection, serve

from hall.clock import ManualClock, SystemClock
from hall.errors import RuleError, SyncError
from queue_server import wire
from queue_server.client import HallClient, reachable

AT = "2026-11-23T01:00:00Z"
Answer = Callable[[str], tuple[int, str, bytes]]


def row(seq: int, kind: str = "content_applied") -> str:
    return json.dumps(
        {"epoch": "e", "seq": seq, "prev": seq - 1, "at": AT, "kind": kind, "data": {}}
    )


@asynccontextmanager
async def http_hall(answer: Answer) -> AsyncIterator[str]:
    """A server that answers each request by its first line."""

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        status, kind, body = answer(head.decode("latin-1"))
        told = f"HTTP/1.1 {status} x\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n"
        writer.write(told.encode() + b"Connection: close\r\n\r\n" + body)
        await writer.drain()
        writer.close()
        await writer.wait_closed()

    server = await asyncio.start_server(talk, "127.0.0.1", 0)
    try:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    finally:
        server.close()
        await server.wait_closed()


@asynccontextmanager
async def live_hall(
    speak: Callable[[ServerConnection, int], Awaitable[None]],
) -> AsyncIterator[tuple[str, list[str]]]:
    """A server of live streams; gives its address and the paths that were asked for."""
    asked: list[str] = []

    async def talk(socket: ServerConnection) -> None:
        assert socket.request is not None
        asked.append(socket.request.path)
        await speak(socket, len(asked))

    async with serve(talk, "127.0.0.1", 0) as server:
        port = next(iter(server.sockets)).getsockname()[1]
        yield f"http://127.0.0.1:{port}", asked


async def test_a_refusal_becomes_a_rule_error_with_its_state() -> None:
    problem = {"status": 409, "code": "window_busy", "title": "busy", "state": "busy"}

    def refuse(_head: str) -> tuple[int, str, bytes]:
        return 409, "application/problem+json", json.dumps(problem).encode()

    async with http_hall(refuse) as url:
        client = HallClient(url, "token")
        with pytest.raises(RuleError) as refused:
            await client.call_next("w1", "key")
        await client.aclose()
    assert refused.value.code == "window_busy"
    assert refused.value.fields["state"] == "busy"


_PNG = b"\x89PNG\r\n\x1a\n"


@pytest.mark.parametrize(
    ("status", "body", "why"),
    [
        (200, b"<svg onload=alert(1)>", "no PNG"),
        (404, _PNG, "404"),
        (200, _PNG + bytes(1024 * 1024), "larger than 1 MB"),
    ],
)
async def test_what_is_no_emblem_of_bearable_size_is_refused(
    status: int, body: bytes, why: str
) -> None:
    async with http_hall(lambda _head: (status, "image/png", body)) as url:
        client = HallClient(url)
        with pytest.raises(SyncError, match=why):
            await client.emblem()
        await client.aclose()


@pytest.mark.parametrize(
    ("status", "body"),
    [(500, b"oops"), (503, b"{}"), (502, b"<html>"), (404, b"<html>not ours"), (200, b"<html>")],
)
async def test_what_is_not_the_halls_answer_is_unreachable(status: int, body: bytes) -> None:
    async with http_hall(lambda _head: (status, "text/html", body)) as url:
        client = HallClient(url)
        with pytest.raises(SyncError):
            await client.site()
        await client.aclose()


async def test_nobody_there_is_unreachable() -> None:
    client = HallClient("http://127.0.0.1:9", within=1)
    with pytest.raises(SyncError):
        await client.services()
    assert await reachable(client) is False
    await client.aclose()


async def test_token_and_key_go_along_and_ids_are_quoted() -> None:
    heads: list[str] = []

    def note(head: str) -> tuple[int, str, bytes]:
        heads.append(head)
        return 204, "application/json", b""

    async with http_hall(note) as url:
        client = HallClient(url, "h90_secret")
        assert await client.call_next("../w 1", "k1") is None
        await client.aclose()
    assert heads[0].startswith("POST /api/v1/windows/..%2Fw%201/call-next ")
    assert "authorization: bearer h90_secret" in heads[0].lower()
    assert "idempotency-key: k1" in heads[0].lower()


async def test_a_cut_stream_goes_on_after_the_last_row() -> None:
    async def speak(socket: ServerConnection, time: int) -> None:
        if time == 1:
            await socket.send(row(1, "snapshot"))
            await socket.send(row(2))
            socket.transport.abort()
        else:
            await socket.send(row(3))
            await socket.wait_closed()

    states: list[bool] = []
    async with live_hall(speak) as (url, asked):
        client = HallClient(url, "t", clock=SystemClock(), on_state=states.append)
        async with asyncio.timeout(10), aclosing(client.live()) as rows:
            seen = [(await anext(rows)).seq for _ in range(3)]
        await client.aclose()
    assert seen == [1, 2, 3]
    assert asked == ["/api/v1/live", "/api/v1/live?after=e:2"]
    assert states == [True, False, True]


async def test_lost_is_told_once_however_often_it_is_tried() -> None:
    states: list[bool] = []

    async def speak(socket: ServerConnection, time: int) -> None:
        if time in (2, 3):
            socket.transport.abort()
            return
        await socket.send(row(time))
        if time == 1:
            await socket.close()
        else:
            await socket.wait_closed()

    async with live_hall(speak) as (url, _asked):
        client = HallClient(url, on_state=states.append)
        async with asyncio.timeout(15), aclosing(client.live()) as rows:
            assert [(await anext(rows)).seq for _ in range(2)] == [1, 4]
        await client.aclose()
    assert states[0] is True
    assert states[-1] is True
    assert all(before != after for before, after in pairwise(states))


async def test_an_unreadable_row_ends_the_stream_instead_of_being_skipped() -> None:
    async def speak(socket: ServerConnection, _time: int) -> None:
        await socket.send('{"seq": "not a row"}')
        await socket.wait_closed()

    async with live_hall(speak) as (url, _asked):
        client = HallClient(url)
        with pytest.raises(SyncError):
            async with asyncio.timeout(5), aclosing(client.live()) as rows:
                await anext(rows)
        await client.aclose()


async def test_fields_of_a_later_server_are_ignored() -> None:
    told: dict[str, object] = {"items": [], "next": None, "added_later": 1}
    async with http_hall(lambda _: (200, "application/json", json.dumps(told).encode())) as url:
        client = HallClient(url)
        assert await client.services() == wire.ServiceList(items=())
        await client.aclose()


async def test_the_halls_clock_is_read_from_its_answers() -> None:
    date = ["Mon, 23 Nov 2026 02:00:00 GMT"]

    def answer(_head: str) -> tuple[int, str, bytes]:
        return 204, f"text/plain\r\nDate: {date[0]}", b""

    told = wire.Delivery(seq=1, sink="printer", outcome="printed")
    async with http_hall(answer) as address:
        client = HallClient(address, clock=ManualClock())  # it is one o'clock here
        await client.deliver(told)
        assert client.hall_ahead == timedelta(hours=1, seconds=0.5)
        date[0] = "Mon, 23 Nov 2026 00:59:59 GMT"
        await client.deliver(told)
        assert client.hall_ahead == timedelta()
        date[0] = "yesterday"
        await client.deliver(told)
        assert client.hall_ahead == timedelta()
        await client.aclose()
