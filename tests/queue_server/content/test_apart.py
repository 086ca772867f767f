"""Long work on content is done by a program beside the server, which ends with it."""

import asyncio
import json
import os
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from config.sources import Source
from hall.clock import ManualClock
from hall.errors import HallError
from queue_server.content.apart import Task, do_apart
from queue_server.content.bringing import Imports, Wanted
from queue_server.content.service import ContentService
from queue_server.content.simulating.serving import StandIn
from queue_server.content.simulating.upstream import Upstream
from queue_server.content.sources.dropping import Place
from tests.queue_server.children import children_of, kill_children

ROWS = 3000
_MODULE = "queue_server.content.apart"


def file_of(folder: Path, count: int = ROWS) -> Path:
    """Return a file of rows as our own export writes them."""
    path = folder / "rows.jsonl"
    told = ({"kind": "job", "id": f"s:{n}", "title": "保洁员"} for n in range(count))
    path.write_text("".join(json.dumps(each) + "\n" for each in told), "utf-8")
    return path


async def test_an_import_is_done_beside_the_server_with_its_progress_and_totals(
    tmp_path: Path, service: ContentService, clock: ManualClock
) -> None:
    told: list[str] = []
    imports = Imports(service, clock, apart=True)
    wanted = {"path": str(file_of(tmp_path)), "source": "s"}
    totals = await imports.job(wanted, told.append)
    await imports.aclose()
    assert (totals["new"], service.counts()) == (ROWS, {"job": ROWS})
    assert told[-1] == f"rows.jsonl: {ROWS} rows, 100%"


async def test_what_is_wrong_is_told_in_the_same_words_as_here(
    tmp_path: Path, service: ContentService, clock: ManualClock
) -> None:
    imports = Imports(service, clock, apart=True)
    with pytest.raises(HallError, match="is not a file that can be read here"):
        await imports.job({"path": str(tmp_path / "none"), "source": "s"}, lambda _: None)
    await imports.aclose()


async def test_a_hall_that_closes_ends_the_program_and_the_same_import_completes_it(
    tmp_path: Path, service: ContentService, clock: ManualClock
) -> None:
    begun = asyncio.Event()
    loop = asyncio.get_running_loop()
    imports = Imports(service, clock, apart=True)
    wanted = {"path": str(file_of(tmp_path, 40_000)), "source": "s"}

    def tell(_line: Any) -> None:
        loop.call_soon_threadsafe(begun.set)

    running = asyncio.create_task(imports.job(wanted, tell))
    await asyncio.wait_for(begun.wait(), 60)
    await imports.aclose()
    with pytest.raises(HallError, match="again completes it"):
        await running
    held = service.counts()["job"]
    assert 0 < held < 40_000


def test_a_dropped_file_is_taken_and_put_away_with_its_report(
    tmp_path: Path, service: ContentService
) -> None:
    folder = tmp_path / "drop"
    folder.mkdir()
    (folder / "a.csv").write_text("岗位名称,单位\n保洁,甲\n", "utf-8")
    source = Source(id="d", format="sheets", names={}, folder=str(folder))
    place = Place(region="150204", language="zh-CN", time_zone="Asia/Shanghai")
    task = Task(
        folder=str(service.folder), parent=os.getpid(), source=source,
        file=str(folder / "a.csv"), place=place,
    )  # fmt: skip
    assert do_apart(task, lambda _: None)["new"] == 1
    assert len(list((folder / "done").iterdir())) == 2


def test_a_source_that_fails_once_is_asked_again_and_nothing_but_answers_is_told(
    service: ContentService, capfd: pytest.CaptureFixture[str]
) -> None:
    standin = StandIn(Upstream.made(4))
    standin.faults = {"/": {"status": 500, "times": 1}}
    standin.start()
    names = {"zh-CN": "残联"}
    source = Source(id="cd", format="cdpee", names=names, url=standin.address + "/", pause_s=0.0)
    task = Task(folder=str(service.folder), parent=os.getpid(), source=source)
    with closing(standin):
        told = do_apart(task, lambda _: None)
    assert (told["outcome"], told["new"]) == ("whole", 4)
    output, logged = capfd.readouterr()
    assert output == ""
    assert "stamina.retry_scheduled" in logged


def test_the_program_ends_by_itself_when_the_server_is_gone(
    tmp_path: Path, service: ContentService
) -> None:
    wanted = Wanted(path=str(file_of(tmp_path)), source="s")
    somebody_else = os.getpid() + 1
    task = Task(folder=str(service.folder), parent=somebody_else, wanted=wanted)
    told: list[Any] = []
    with pytest.raises(HallError, match="ended before it was done"):
        do_apart(task, told.append)
    assert service.counts().get("job", 0) < ROWS


def test_a_program_killed_in_the_middle_leaves_whole_pages_and_is_told(
    tmp_path: Path, service: ContentService
) -> None:
    wanted = Wanted(path=str(file_of(tmp_path, 40_000)), source="s")
    task = Task(folder=str(service.folder), parent=os.getpid(), wanted=wanted)
    turns: list[int] = []

    def tell(_line: object) -> None:
        turns.extend(os.getpriority(os.PRIO_PROCESS, child) for child in children_of(_MODULE))
        kill_children(_MODULE)

    with pytest.raises(HallError, match="the same again completes it"):
        do_apart(task, tell)
    assert all(turn > os.getpriority(os.PRIO_PROCESS, 0) for turn in turns), "calls come first"
    assert turns
    told = sum(page.new for page in service.applied_after(0, limit=10_000))
    assert 0 < told == service.counts()["job"] < 40_000
