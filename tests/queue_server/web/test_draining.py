"""A body refused half read is read to its end before the refusal is told."""

import asyncio
from typing import Any

import pytest

from queue_server.web.draining import Draining, is_long

CHUNKS = 160


class Sender:
    """Somebody who sends ten megabytes, and hears only what comes after the last of them."""

    def __init__(self, chunks: int = CHUNKS) -> None:
        self.left = chunks
        self.heard: list[tuple[str, int]] = []

    async def receive(self) -> dict[str, Any]:
        if not self.left:
            return {"type": "http.disconnect"}
        self.left -= 1
        return {"type": "http.request", "body": b"x" * 65536, "more_body": self.left > 0}

    async def send(self, message: dict[str, Any]) -> None:
        self.heard.append((message["type"], self.left))


async def refuse(drained: Draining, reads: int) -> None:
    for _ in range(reads):
        await drained.receive()
    await drained.send({"type": "http.response.start", "status": 413})
    await drained.send({"type": "http.response.body", "body": b"too large"})


@pytest.mark.parametrize("reads", [0, 3, CHUNKS])
async def test_nothing_is_left_to_send_when_the_refusal_is_told(reads: int) -> None:
    sender = Sender()
    await refuse(Draining(sender.receive, sender.send), reads)
    assert sender.heard == [("http.response.start", 0), ("http.response.body", 0)]


async def test_who_sends_without_end_is_refused_all_the_same() -> None:
    sender = Sender(10_000)
    await refuse(Draining(sender.receive, sender.send), 1)
    assert [what for what, _ in sender.heard] == ["http.response.start", "http.response.body"]
    assert sender.left > 8_000


async def test_who_hung_up_keeps_nobody_waiting() -> None:
    sender = Sender()
    drained = Draining(sender.receive, sender.send)
    await drained.receive()
    sender.left = 0
    async with asyncio.timeout(30):
        await refuse(drained, 0)
    assert len(sender.heard) == 2


@pytest.mark.parametrize(
    ("headers", "long"),
    [
        ([(b"content-length", b"10000000")], True),
        ([(b"transfer-encoding", b"chunked")], True),
        ([(b"content-length", b"31")], False),
        ([(b"content-length", b"many")], False),
        ([(b"content-length", b"10000000"), (b"expect", b"100-continue")], False),
        ([], False),
    ],
)
def test_only_long_bodies_from_those_who_do_not_wait_for_leave_are_minded(
    headers: list[tuple[bytes, bytes]], long: bool
) -> None:
    assert is_long(dict(headers)) is long
