"""Sources asked while the server runs: when, how again after a fault, and by an admin's word."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import stamina

from config.site import Site
from config.sources import Source
from hall.clock import ManualClock
from hall.errors import HallError
from queue_server.content.bringing import Imports
from queue_server.content.quality.report import Quality
from queue_server.content.service import ContentService
from queue_server.content.simulating.serving import PAGES, StandIn
from queue_server.content.simulating.upstream import Upstream
from queue_server.content.sources.examining import examine_site
from queue_server.content.sources.schedule import Sources


@pytest.fixture
def standin() -> Iterator[StandIn]:
    standin = StandIn(Upstream.made(4))
    standin.start()
    with stamina.set_testing(True, attempts=1):
        yield standin
    standin.close()


@pytest.fixture
def service(tmp_path: Path, clock: ManualClock) -> Iterator[ContentService]:
    service = ContentService(tmp_path / "hall", clock)
    yield service
    service.close()


@asynccontextmanager
async def asking(
    site: Site, service: ContentService, clock: ManualClock, *sources: Source
) -> AsyncIterator[Sources]:
    imports = Imports(service, clock)
    running = Sources(service, replace(site, sources=sources), clock, imports)
    task = asyncio.create_task(running.run())
    yield running
    running.stop()
    await imports.aclose()
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


async def until(clock: ManualClock, holds: Any) -> None:
    """Let the hall's time pass until something holds; work in threads takes what it takes."""
    for _ in range(600):
        if holds():
            return
        await asyncio.sleep(0.05)
        await clock.advance(1)
    raise AssertionError("it never came")


def cdpee(standin: StandIn, **told: Any) -> Source:
    values: dict[str, Any] = {
        "id": "cd", "format": "cdpee", "names": {"zh-CN": "残联"}, "url": standin.address + "/",
        "pause_s": 0.0, "every_minutes": 30,
    }  # fmt: skip
    return Source(**{**values, **told})


async def test_a_source_is_asked_at_the_start_and_again_at_its_pace(
    site: Site, service: ContentService, clock: ManualClock, standin: StandIn
) -> None:
    async with asking(site, service, clock, cdpee(standin)) as sources:
        await until(clock, lambda: service.counts().get("job") == 4)
        await until(clock, lambda: (sources.next_at("cd") or clock.now()) > clock.now())
        asked = standin.asked[PAGES]
        due = sources.next_at("cd")
        assert due is not None
        assert 26 * 60 <= (due - clock.now()).total_seconds() <= 33 * 60
        await clock.advance((due - clock.now()).total_seconds() + 20)
        await until(clock, lambda: standin.asked[PAGES] > asked)


async def test_a_failing_source_is_asked_again_soon_then_more_rarely(
    site: Site, service: ContentService, clock: ManualClock, standin: StandIn
) -> None:
    standin.faults = {"/": {"status": 500}}
    waits = []
    async with asking(site, service, clock, cdpee(standin)) as sources:
        for _ in range(3):
            before = standin.asked[PAGES]
            await until(clock, lambda before=before: standin.asked[PAGES] > before)
            await until(clock, lambda: (sources.next_at("cd") or clock.now()) > clock.now())
            due = sources.next_at("cd")
            assert due is not None
            waits.append((due - clock.now()).total_seconds())
            await clock.advance(waits[-1])
    assert waits[0] <= 66
    assert waits[1] > 1.4 * waits[0]
    assert waits[2] > 1.4 * waits[1]


async def test_a_source_switched_off_is_not_asked_and_one_unknown_is_refused(
    site: Site, service: ContentService, clock: ManualClock, standin: StandIn
) -> None:
    async with asking(site, service, clock, cdpee(standin, on=False)) as sources:
        await clock.advance(60)
        assert not standin.asked
        with pytest.raises(HallError, match="no source 'x'; it has cd"):
            await sources.fetch("x", lambda _line: None)
        run = await sources.fetch("cd", lambda _line: None)
    assert run["new"] == 4


async def test_who_asks_a_stopped_source_is_told_at_once_why_since_when_and_when_again(
    site: Site, service: ContentService, clock: ManualClock, standin: StandIn
) -> None:
    async with asking(site, service, clock, cdpee(standin)) as sources:
        quality = Quality(service, sources)
        await until(clock, lambda: service.counts().get("job") == 4)
        await sources.ask_now("cd", within_s=60)
        (well,) = quality.standings()
        assert (well.outcome, well.failed_since, well.asking_since) == ("whole", None, None)
        standin.faults = {"/": {"status": 500}}
        await sources.ask_now("cd", within_s=60)
        (first,) = quality.standings()
        assert (first.outcome, first.asking_since) == ("failed", None)
        assert "500" in first.failures[0]
        assert first.failed_since == first.ended_at
        assert first.next_at is not None
        assert first.next_at > clock.now()
        await clock.advance(600)
        await sources.ask_now("cd", within_s=60)
        (again,) = quality.standings()
        assert again.failed_since == first.ended_at
        assert (again.ended_at or clock.now()) >= first.next_at


async def test_a_source_asked_by_hand_while_it_is_asked_by_itself_answers_both(
    site: Site, service: ContentService, clock: ManualClock, standin: StandIn
) -> None:
    async with asking(site, service, clock, cdpee(standin, on=False)) as sources:
        both = [asyncio.create_task(sources.fetch("cd", lambda _line: None)) for _ in range(2)]
        first, second = await asyncio.gather(*both)
        assert (first["outcome"], second["outcome"]) == ("whole", "whole")
        assert sources.asking_since("cd") is None


async def test_commands_are_told_which_sources_there_are_and_when_each_is_asked(
    site: Site, service: ContentService, clock: ManualClock, standin: StandIn
) -> None:
    off = replace(cdpee(standin), id="off", on=False)
    async with asking(site, service, clock, cdpee(standin), off) as sources:
        await until(clock, lambda: service.counts().get("job") == 4)
        asked, never = await sources.list_job({}, lambda _line: None)
    assert (asked["id"], never["id"], never["on"]) == ("cd", "off", False)
    assert asked["next_at"] > clock.now().isoformat()[:16]
    assert never["next_at"] is None


async def test_while_a_source_is_asked_it_says_since_when_and_not_that_all_is_well(
    site: Site, service: ContentService, clock: ManualClock, standin: StandIn
) -> None:
    async with asking(site, service, clock, cdpee(standin, on=False)) as sources:
        quality = Quality(service, sources)
        async with sources._imports.turn(lambda _line: None):  # so that it waits
            run = asyncio.create_task(sources.fetch("cd", lambda _line: None))
            await asyncio.sleep(0)
            assert quality.standings()[0].asking_since == clock.now()
        await run
        assert quality.standings()[0].asking_since is None


async def test_dropped_files_are_taken_while_the_server_runs(
    site: Site, service: ContentService, clock: ManualClock, tmp_path: Path
) -> None:
    folder = tmp_path / "drop"
    source = Source(id="drop", format="sheets", names={"zh-CN": "表格"}, folder=str(folder))
    async with asking(site, service, clock, source):
        await until(clock, folder.is_dir)
        (folder / "a.csv").write_text("岗位名称,单位\n保洁,甲\n", "utf-8")
        await until(clock, lambda: (folder / "done").is_dir() and not (folder / "a.csv").exists())
    assert service.counts() == {"job": 1}


def test_config_check_looks_at_secrets_and_folders(site: Site, tmp_path: Path) -> None:
    secret = tmp_path / "token"
    secret.write_text("abc")
    secret.chmod(0o644)
    nav = Source(id="nav", format="nav", names={}, url="https://a.example", secret_file=str(secret))
    drop = Source(id="d", format="sheets", names={}, folder="drop")

    found = examine_site(replace(site, sources=(nav, drop)))
    secret.chmod(0o600)
    clean = examine_site(replace(site, sources=(nav, replace(drop, folder=str(tmp_path)))))
    missing = examine_site(replace(site, sources=(replace(nav, secret_file="/nowhere"),)))

    assert [each.id for each in found] == ["source-secret-nav", "source-folder-d"]
    assert "chmod 600" in found[0].remedy
    assert clean == []
    assert "Write the token" in missing[0].remedy
