"""What was told while the hall was silent: kept over a power cut, sent once, then erased."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from hall.clock import ManualClock
from hall.codes import code_of, digits_of
from hall.errors import RuleError, SyncError
from kiosk.alone import Alone
from kiosk.durable import SystemDisk
from kiosk.outbox import Outbox
from kiosk.telling import Teller
from queue_server import wire
from tests.kiosk.alone.conftest import AT

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

WORDS = "坡道太陡"
REQUEST = wire.FeedbackRequest(kind="complaint", text=WORDS)


class FullDisk(SystemDisk):
    """A disk nothing more fits on."""

    def write(self, handle: int, data: bytes) -> int:
        raise OSError(28, "No space left on device")


class Box:
    """A hall's feedback box a test may close."""

    def __init__(self) -> None:
        self.gone = True
        self.refuses = ""
        self.taken: list[tuple[str, wire.FeedbackRequest]] = []

    async def tell_feedback(self, request: wire.FeedbackRequest, key: str) -> wire.FeedbackReceipt:
        if self.gone:
            raise SyncError("gone")
        if self.refuses:
            raise RuleError(self.refuses)
        self.taken.append((key, request))
        return wire.FeedbackReceipt(
            id="f1", reference=digits_of(key), code=code_of(key), url="", kind="complaint", at=AT
        )


@pytest.fixture
def box() -> Box:
    return Box()


@pytest.fixture
async def outbox(tmp_path: Path) -> AsyncIterator[Outbox]:
    made = Outbox(tmp_path / "told.jsonl", ManualClock(AT))
    await made.open()
    yield made
    await made.aclose()


def teller(box: Box, outbox: Outbox, tmp_path: Path) -> Teller:
    async def client() -> Box:
        return box

    return Teller(client, outbox, Alone(tmp_path, ManualClock(AT)), try_s=1)


async def test_a_kept_letter_has_the_number_the_hall_will_give_it(
    box: Box, outbox: Outbox, tmp_path: Path
) -> None:
    receipt = await teller(box, outbox, tmp_path).tell(REQUEST, "key")
    assert (receipt.id, receipt.reference) == ("", digits_of("key"))
    assert receipt.code == code_of("key")
    assert receipt.at == AT


async def test_it_is_sent_once_over_a_restart_and_erased_from_the_disk(
    box: Box, outbox: Outbox, tmp_path: Path
) -> None:
    sender = teller(box, outbox, tmp_path)
    for key in ("one", "one", "two"):
        await sender.tell(REQUEST, key)
    await outbox.aclose()
    again = Outbox(tmp_path / "told.jsonl", ManualClock(AT))
    await again.open()
    assert [letter.key for letter in again.waiting] == ["one", "two"]
    with pytest.raises(SyncError):
        await again.send_all(sender.send)
    box.gone = False
    assert await again.send_all(sender.send)
    assert [key for key, _ in box.taken] == ["one", "two"]
    assert box.taken[0][1].at == AT, "when it was told, not when it was sent"
    assert again.waiting == ()
    assert WORDS.encode() not in (tmp_path / "told.jsonl").read_bytes()
    await again.aclose()


async def test_while_the_hall_answers_nothing_is_kept(
    box: Box, outbox: Outbox, tmp_path: Path
) -> None:
    box.gone = False
    receipt = await teller(box, outbox, tmp_path).tell(REQUEST, "key")
    assert receipt.id == "f1"
    assert outbox.waiting == ()
    assert (tmp_path / "told.jsonl").read_bytes() == b""


async def test_a_disk_that_keeps_nothing_is_told_and_gives_no_number(
    box: Box, tmp_path: Path
) -> None:
    full = Outbox(tmp_path / "full.jsonl", ManualClock(AT), disk=FullDisk())
    await full.open()
    with pytest.raises(SyncError):
        await teller(box, full, tmp_path).tell(REQUEST, "key")
    await full.aclose()


async def test_what_the_hall_has_already_is_erased_what_it_refuses_waits_a_week(
    box: Box, tmp_path: Path
) -> None:
    clock = ManualClock(AT)
    outbox = Outbox(tmp_path / "told.jsonl", clock)
    await outbox.open()
    sender = teller(box, outbox, tmp_path)
    await sender.tell(REQUEST, "one")
    box.gone, box.refuses = False, "forbidden"
    assert not await outbox.send_all(sender.send)
    assert len(outbox.waiting) == 1, "a wrong token is put right some day"
    await clock.advance(8 * 86400)
    await outbox.send_all(sender.send)
    assert [*outbox.waiting] == []
    box.gone = True
    await sender.tell(REQUEST, "two")
    box.gone, box.refuses = False, "key_reused"
    await outbox.send_all(sender.send)
    assert [*outbox.waiting] == []
    await outbox.aclose()


async def test_found_again_the_hall_is_told_at_once(
    box: Box, outbox: Outbox, tmp_path: Path
) -> None:
    sender = teller(box, outbox, tmp_path)
    await sender.tell(REQUEST, "one")
    running = asyncio.create_task(outbox.run(sender.send))
    for _ in range(50):
        await asyncio.sleep(0)
    assert box.taken == []
    box.gone = False
    outbox.found()
    for _ in range(200):
        await asyncio.sleep(0 if not outbox.waiting else 0.01)
    running.cancel()
    assert [key for key, _ in box.taken] == ["one"]
