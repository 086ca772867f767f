"""Signing goes on by itself, and the exported file tells what it holds."""

import asyncio
import logging
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest

from hall.clock import ManualClock
from hall.errors import HallError
from queue_server.domain.actors import SYSTEM
from queue_server.sealing.exporting import examine_export, export
from queue_server.sealing.keeping import Sealing
from queue_server.sealing.ledger import heads_in
from queue_server.sealing.standing import glance, heads_file, require_heads
from queue_server.service.running import RunningHall


async def act(hall: RunningHall, name: str) -> None:
    await hall.create_token(SYSTEM, role="reader", name=name, window=None)


async def until(clock: ManualClock, holds: Callable[[], bool]) -> None:
    """Let hours pass until something holds."""
    for _ in range(500):
        await clock.advance(3600)
        for _ in range(20):
            await asyncio.sleep(0.002)
            if holds():
                return
    raise AssertionError("it never came to hold")


async def test_s_26_the_head_is_signed_by_itself_and_a_fault_only_puts_it_off(
    hall: RunningHall, clock: ManualClock, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    told: list[dict[str, Any]] = []

    signing = asyncio.create_task(Sealing(hall, clock, tmp_path, told.append).run())
    await act(hall, "one")
    await until(clock, lambda: len(told) == 1)
    (tmp_path / "journal-key.pem").write_text("no key")
    await act(hall, "two")
    with caplog.at_level(logging.ERROR):
        await until(clock, lambda: "journal not signed; tried again" in caplog.text)
    (tmp_path / "journal-key.pem").unlink()
    await until(clock, lambda: len(told) == 2)
    signing.cancel()
    await asyncio.gather(signing, return_exceptions=True)
    assert [each["seq"] for each in told] == [each.seq for each in heads_in(heads_file(tmp_path))]
    assert heads_file(tmp_path).parent.stat().st_mode & 0o777 == 0o700


async def test_s_26_what_is_signed_is_not_public_and_nothing_is_signed_twice(
    hall: RunningHall, clock: ManualClock, tmp_path: Path
) -> None:
    sealing = Sealing(hall, clock, tmp_path)
    first = await sealing.seal()
    assert await sealing.look() is None
    rows = await hall.writer.submit(
        lambda image, _: [each.live for each in image.documents.values() if "journal" in each.kind]
    )
    assert rows == [True], "the key is known to every view, heads lie on the disk only"
    before = hall.showing.view.seq
    await act(hall, "one")
    await clock.advance(3599)
    assert await sealing.look() is None
    await clock.advance(1)
    second = await sealing.look()
    assert second is not None
    assert second.seq == hall.showing.view.seq == before + 1
    seen = glance(hall.database, tmp_path, hall.epoch)
    assert (seen.rows, seen.signed, seen.cut) == (second.seq, second, None)
    assert first.key == second.key


async def test_s_26_an_export_tells_what_it_holds_and_is_for_its_owner_alone(
    hall: RunningHall, tmp_path: Path, clock: ManualClock
) -> None:
    sealing = Sealing(hall, clock, tmp_path)
    head = await sealing.seal()
    target = tmp_path / "journal.jsonl"
    told = export(hall.database, tmp_path, "demo", hall.epoch, target)
    assert told == {"file": str(target), "rows": head.seq, "heads": 1}
    assert target.stat().st_mode & 0o777 == 0o600
    lines = target.read_bytes().splitlines()
    assert [msgspec.json.decode(each)["seq"] for each in lines[1:-1]] == [*range(1, head.seq + 1)]
    assert examine_export(target, [], frozenset()).signed == head
    with pytest.raises(HallError, match="overwrites nothing"):
        export(hall.database, tmp_path, "demo", hall.epoch, target)
    with pytest.raises(HallError, match="cannot be written"):
        export(hall.database, tmp_path, "demo", hall.epoch, tmp_path / "no" / "folder")


async def test_s_26_an_export_that_fails_leaves_no_half_file(
    hall: RunningHall, tmp_path: Path
) -> None:
    file = heads_file(tmp_path)
    file.parent.mkdir()
    file.write_text("{}\n")
    target = tmp_path / "journal.jsonl"
    with pytest.raises(HallError, match="no signed heads"):
        export(hall.database, tmp_path, "demo", hall.epoch, target)
    assert not target.exists()
    assert require_heads(tmp_path) == [
        f"{file} holds lines that are no signed heads; put its copy in its place"
    ]
    file.unlink()
    assert require_heads(tmp_path) == []
