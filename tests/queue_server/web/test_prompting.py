"""Connections that say nothing, or never end saying it, are cut off (S-13)."""

from __future__ import annotations

import asyncio
import socket
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import uvicorn
from uvicorn.server import ServerState

from queue_server.web.prompting import Prompt

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from tests.queue_server.web.conftest import Running

_ASKED = b"GET /api/v1/site HTTP/1.1\r\nHost: hall\r\n"


class Hasty(Prompt):
    """A door that waits a moment only."""

    patience_s = 0.2


async def hello(scope: Any, receive: Any, send: Any) -> None:
    """Answer once the body is there."""
    while (await receive()).get("more_body"):
        pass
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": scope["path"].encode()})


@asynccontextmanager
async def serving() -> AsyncIterator[int]:
    config = uvicorn.Config(hello, http=Hasty, lifespan="off", log_config=None)
    server = uvicorn.Server(config)
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        config.load()
        server.lifespan = config.lifespan_class(config)
        await server.startup(sockets=[door])
        try:
            yield door.getsockname()[1]
        finally:
            await server.shutdown(sockets=[door])


async def said(port: int, *words: bytes) -> bytes:
    """Say something, piece by piece, and return all that is answered until the line ends."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        for each in words:
            writer.write(each)
            await writer.drain()
            await asyncio.sleep(0)
        async with asyncio.timeout(20):
            return await reader.read()
    except ConnectionError:
        return b""
    finally:
        writer.close()


async def test_s_13_who_says_nothing_or_half_a_request_is_cut_off() -> None:
    async with serving() as port:
        assert await said(port) == b""
        assert b"did not come in time" in await said(port, _ASKED)
        # The second request of a connection has no more time than the first.
        twice = await said(port, _ASKED, b"\r\n", _ASKED)
        assert (twice.count(b"200 OK"), b"did not come in time" in twice) == (1, True)


async def test_s_13_an_empty_line_after_an_answer_does_not_keep_a_connection() -> None:
    async with serving() as port:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(_ASKED + b"\r\n")
        await reader.readuntil(b"\r\n0\r\n\r\n")
        writer.write(b"\r\n")
        async with asyncio.timeout(20):
            assert await reader.read() == b""
        writer.close()


async def test_s_13_who_begins_late_on_a_line_opened_ahead_has_all_the_time_of_a_head() -> None:
    loop = asyncio.get_running_loop()
    config = uvicorn.Config(hello, http=Prompt, lifespan="off", log_config=None)
    config.load()
    line = Prompt(config, ServerState(), {}, loop)
    line.connection_made(Quiet())
    first = line._waiting
    line.data_received(_ASKED)
    assert first is not None
    assert first.cancelled()
    assert line._waiting is not None
    assert line._waiting.when() >= loop.time() + 9
    line.connection_lost(None)


class Quiet(asyncio.Transport):
    """A transport to nobody."""

    def close(self) -> None:
        """Do nothing: there is nobody."""


async def test_s_13_a_body_may_take_longer_than_the_head() -> None:
    async with serving() as port:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(b"POST /x HTTP/1.1\r\nHost: h\r\nContent-Length: 4\r\n\r\nab")
        await asyncio.sleep(2 * Hasty.patience_s)
        writer.write(b"cd")
        assert b"200 OK" in await reader.readline()
        writer.close()


async def test_s_13_a_head_without_end_is_cut_off(running: Running) -> None:
    port = urlsplit(running.url).port
    assert port is not None
    header = b"X-Long: " + b"a" * 70_000
    told = await said(port, _ASKED, header, b"b" * 70_000, b"c" * 70_000)
    assert b"too long" in told or told == b""
    many = [b"X-%d: y\r\n" % number for number in range(20_000)]
    assert b"200 OK" not in await said(port, _ASKED, *many)
    assert b"200 OK" in await said(port, _ASKED, b"Connection: close\r\n\r\n")
