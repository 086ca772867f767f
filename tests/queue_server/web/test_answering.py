"""The one write of the short way on a real socket: whole, in order, as ASGI would send it."""

import asyncio
import json
from typing import Any
from urllib.parse import urlsplit

import h11

from queue_server.web.answering import answer
from queue_server.web.headers import SECURITY_HEADERS

HEADERS = {"date", "content-type", "content-length"}


async def _asked(running: Any, *requests: bytes) -> list[tuple[h11.Response, bytes]]:
    """Send requests in one breath; return the answers until the server hangs up."""
    where = urlsplit(running.url)
    reader, writer = await asyncio.open_connection(where.hostname, where.port)
    writer.write(b"".join(requests))
    line, found = h11.Connection(h11.CLIENT), list[tuple[h11.Response, bytes]]()
    for request in requests:
        line.send(h11.Request(method="POST", target="/", headers=[("host", "h")]))
        line.send(h11.EndOfMessage())
        body, head = b"", h11.Response(status_code=599, headers=[])
        while not isinstance(event := line.next_event(), h11.EndOfMessage):
            if event is h11.NEED_DATA:
                line.receive_data(await asyncio.wait_for(reader.read(65536), 20))
            elif isinstance(event, h11.Response):
                head = event
            elif isinstance(event, h11.Data):
                body += event.data
        found.append((head, body))
        if b"Connection: close" in request:
            # Told, not only done: an idle line is hung up after a while anyway.
            assert dict(head.headers)[b"connection"] == b"close"
            assert await asyncio.wait_for(reader.read(1), 20) == b""
        else:
            line.start_next_cycle()
    writer.close()
    return found


async def _request(running: Any, key: str, more: str = "") -> bytes:
    body = json.dumps({"service": "unemployment"})
    return (
        f"POST /api/v1/tickets HTTP/1.1\r\nHost: h\r\nContent-Type: application/json\r\n"
        f"Authorization: Bearer {await running.token('kiosk')}\r\nIdempotency-Key: {key}\r\n"
        f"Content-Length: {len(body)}\r\n{more}\r\n{body}"
    ).encode()


async def test_answers_come_whole_in_order_and_the_line_ends_when_asked(running: Any) -> None:
    found = await _asked(
        running,
        await _request(running, "a"),
        await _request(running, "b"),
        await _request(running, "c", "Connection: close\r\n"),
    )
    assert [head.status_code for head, _ in found] == [201, 201, 201]
    assert [json.loads(body)["number"] for _, body in found] == ["A001", "A002", "A003"]
    guards = {name.lower() for name in SECURITY_HEADERS}
    for head, body in found:
        named = dict(head.headers)
        assert {name.decode() for name in named} - {"connection"} == HEADERS | guards
        assert int(named[b"content-length"]) == len(body)


async def test_one_write_says_what_two_messages_say(running: Any) -> None:
    ((head, body),) = await _asked(running, await _request(running, "k"))
    sent = list[dict[str, Any]]()

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    await answer(send, head.status_code, body)
    start, end = sent
    assert (start["status"], end["body"], end["more_body"]) == (201, body, False)
    # The server itself adds the date to what an application sends.
    assert {name: value for name, value in head.headers if name != b"date"} == dict(
        start["headers"]
    )
