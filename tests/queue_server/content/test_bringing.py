"""Imports in the running server: one at a time, told as they go, ended between pages."""

import asyncio
import json
import threading
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from pysqlite3 import dbapi2

from hall.clock import ManualClock
from hall.errors import HallError
from queue_server.content.bringing import Imports, Wanted, bring
from queue_server.content.service import ContentService
from queue_server.service.handing import Door, GoneError, hand_over


def wanted(folder: Path, name: str, rows: int) -> dict[str, Any]:
    path = folder / f"{name}.jsonl"
    lines = ({"id": str(n), "title": f"岗位{n}", "company": "x"} for n in range(rows))
    path.write_text("\n".join(json.dumps(line) for line in lines), "utf-8")
    return {"path": str(path), "source": name}


class Listener:
    """Keeps what it is told; lets a test hold an import at its first line."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.told = threading.Event()
        self.go_on = threading.Event()

    def __call__(self, line: Any) -> None:
        self.lines.append(str(line))
        self.told.set()
        self.go_on.wait(10)


async def test_a_second_import_waits_for_the_first_and_says_so(
    tmp_path: Path, service: ContentService, clock: ManualClock
) -> None:
    imports, first = Imports(service, clock), Listener()
    running = asyncio.create_task(imports.job(wanted(tmp_path, "one", 300), first))
    await asyncio.to_thread(first.told.wait, 10)
    told: list[Any] = []
    second = asyncio.create_task(imports.job(wanted(tmp_path, "two", 3), told.append))
    await asyncio.sleep(0)
    assert told == ["another import is running; this one waits for it"]
    assert not second.done()
    first.go_on.set()
    assert (await running)["new"] == 300
    assert (await second)["new"] == 3
    await imports.aclose()


async def test_a_closing_hall_ends_an_import_between_pages_and_it_can_be_completed(
    tmp_path: Path, service: ContentService, clock: ManualClock
) -> None:
    imports, listener = Imports(service, clock), Listener()
    rows = wanted(tmp_path, "one", 5000)
    running = asyncio.create_task(imports.job(rows, listener))
    await asyncio.to_thread(listener.told.wait, 10)
    closing = asyncio.create_task(imports.aclose())
    await asyncio.sleep(0)
    listener.go_on.set()
    with pytest.raises(HallError, match="again completes it"):
        await running
    await closing
    had = service.counts()["job"]
    assert 0 < had < 5000
    totals = bring(service, clock, Wanted(**rows), lambda _line: None)
    assert (totals.new, totals.unchanged) == (5000 - had, had)


async def test_a_command_hears_progress_and_then_the_answer(tmp_path: Path) -> None:
    async def answer(job: str, params: Any, tell: Any) -> Any:
        for share in (0.5, 1.0):
            await asyncio.to_thread(tell, f"{job} {share:.0%}")
        return {"done": params["n"]}

    door = Door(tmp_path, answer)
    await door.open()
    heard: list[Any] = []
    found = await asyncio.to_thread(hand_over, tmp_path, "count", {"n": 3}, tell=heard.append)
    assert (found, heard) == ({"done": 3}, ["count 50%", "count 100%"])
    await door.aclose()


async def test_work_ends_when_the_command_that_asked_is_gone(tmp_path: Path) -> None:
    ended: asyncio.Future[str] = asyncio.get_running_loop().create_future()

    async def answer(_job: str, _params: Any, tell: Any) -> Any:
        try:
            while True:
                tell("still working")
                await asyncio.sleep(0)
        except GoneError as gone:
            ended.set_result(str(gone))
            raise

    door = Door(tmp_path, answer)
    await door.open()
    _reader, writer = await asyncio.open_unix_connection(str(tmp_path / "server.sock"))
    writer.write(b'{"job":"x","params":{}}\n')
    await writer.drain()
    writer.transport.abort()
    async with asyncio.timeout(10):
        assert "has ended" in await ended
    await door.aclose()


async def test_a_fault_in_a_job_is_answered_and_the_door_stays_open(tmp_path: Path) -> None:
    async def answer(job: str, _params: Any, _tell: Any) -> Any:
        if job == "fault":
            raise ZeroDivisionError
        return "well"

    door = Door(tmp_path, answer)
    await door.open()
    with pytest.raises(HallError, match="has been logged"):
        await asyncio.to_thread(hand_over, tmp_path, "fault", {})
    assert await asyncio.to_thread(hand_over, tmp_path, "other", {}) == "well"
    await door.aclose()


def test_a_full_disk_ends_an_import_with_a_sentence(
    tmp_path: Path, service: ContentService, clock: ManualClock
) -> None:
    with closing(dbapi2.connect(str(tmp_path / "content.db"))) as line:
        # What SQLite answers where the disk is full, for want of a full disk.
        line.execute(
            "create trigger full before insert on item begin "
            "select raise(fail, 'database or disk is full'); end"
        )
    with pytest.raises(HallError, match=r"disk is full.*completes it"):
        bring(service, clock, Wanted(**wanted(tmp_path, "one", 3)), lambda _line: None)


def test_a_content_file_that_is_none_says_what_to_do(tmp_path: Path, clock: ManualClock) -> None:
    (tmp_path / "content.db").write_bytes(b"something else entirely" * 1000)
    with pytest.raises(HallError, match="Move it aside"):
        ContentService(tmp_path, clock)
