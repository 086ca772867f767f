"""A disk that cannot be read: refused cleanly, nothing told is lost, nothing begun anew."""

from contextlib import closing
from pathlib import Path

import httpx
import pytest
from sqlalchemy.exc import SQLAlchemyError

from config.site import Site
from hall.clock import ManualClock
from hall.errors import HallError
from queue_server.app import ServerSettings, build_server
from queue_server.domain.actors import SYSTEM
from queue_server.service.running import RunningHall
from queue_server.store.database import FILE_NAME, Database
from queue_server.web.app import build_web
from tests.queue_server.deep.disk import under_sqlite
from tests.queue_server.deep.test_disk_faults import Told, look, opened
from tests.queue_server.deep.working import attempt


class NthReadFails:
    """The n-th read of the database or its log fails, and the ``following`` ones after it."""

    def __init__(self, nth: int, following: int = 0) -> None:
        self.nth, self.following, self.count = nth, following, 0

    def __call__(self, file: str) -> bool:
        if not file.startswith(FILE_NAME):
            return False
        self.count += 1
        return self.nth <= self.count <= self.nth + self.following


def never(_file: str) -> bool:
    return False


async def work_while_reads_fail(
    folder: Path, site: Site, clock: ManualClock, nth: int, following: int
) -> tuple[int, int]:
    """Issue while the hall is read again and again and some reads fail.

    Return how many reads failed and how many requests were refused for it.
    """
    with under_sqlite() as disk:
        hall = await opened(folder, site, clock)
        told: Told = {}
        for n in range(5):
            first = await attempt(hall, f"before {n}")
            assert first is not None
            told[f"before {n}"] = first
        disk.unreadable = NthReadFails(nth, following)
        refused = 0
        for n in range(6):
            await hall.writer.alone(lambda: None)  # the image is read again from the file
            answer = await attempt(hall, f"k{n}")
            if answer is None:
                refused += 1
            else:
                told[f"k{n}"] = answer
        disk.unreadable, failed = never, disk.refused
        after = await attempt(hall, "after")
        assert after is not None
        told["after"] = after
        assert hall.writer.healthy
        await look(hall, site, told)
        await hall.aclose()
        again = await opened(folder, site, clock)
        await look(again, site, told)
        await again.aclose()
    return failed, refused


async def open_while_reads_fail(folder: Path, site: Site, clock: ManualClock, nth: int) -> bool:
    """Start on a hall whose n-th read fails; return whether it started all the same.

    A hall that cannot be read is never taken for an empty one.
    """
    with under_sqlite() as disk:
        hall = await opened(folder, site, clock)
        told: Told = {}
        for n in range(3):
            answer = await attempt(hall, f"k{n}")
            assert answer is not None
            told[f"k{n}"] = answer
        await hall.aclose()
        disk.unreadable = NthReadFails(nth)
        started = True
        with closing(Database(folder / FILE_NAME)) as database:
            failing = RunningHall(site, database, clock)
            try:
                failing.open()
                await failing.aclose()
            except (HallError, SQLAlchemyError):
                started = False
        disk.unreadable = never
        again = await opened(folder, site, clock)
        await look(again, site, told)
        await again.aclose()
    return started


@pytest.mark.parametrize("following", [0, 3])
async def test_whichever_read_fails_nothing_told_is_lost(
    tmp_path: Path, site: Site, clock: ManualClock, following: int
) -> None:
    found = [
        await work_while_reads_fail(tmp_path / str(nth), site, clock, nth, following)
        for nth in range(1, 22, 4)
    ]
    assert all(failed == 1 + following for failed, _ in found)
    # One failure hits the reading again that was asked for; more hit those who want numbers.
    assert (max(refused for _, refused in found) >= 1) == (following > 0)


async def test_a_hall_that_cannot_be_read_at_its_start_is_never_begun_anew(
    tmp_path: Path, site: Site, clock: ManualClock
) -> None:
    started = [
        await open_while_reads_fail(tmp_path / str(nth), site, clock, nth) for nth in (1, 3, 9, 27)
    ]
    assert not all(started)


async def test_who_asks_while_the_disk_cannot_be_read_is_told_to_try_again(
    tmp_path: Path, site: Site, clock: ManualClock
) -> None:
    with under_sqlite() as disk:
        async with build_server(site, ServerSettings(data=tmp_path), clock) as server:
            token = await server.hall.create_token(SYSTEM, role="admin", name="a")
            transport = httpx.ASGITransport(app=build_web(server))  # type: ignore[arg-type]  # httpx's own idea of ASGI
            async with httpx.AsyncClient(
                transport=transport,
                base_url="http://127.0.0.1",
                headers={"Authorization": f"Bearer {token}"},
            ) as client:
                disk.unreadable = NthReadFails(1, 1_000_000)
                answer = await client.get("/api/v1/stats")
                disk.unreadable = never
                again = await client.get("/api/v1/stats")
    assert disk.refused
    assert (answer.status_code, answer.json()["code"]) == (503, "unavailable")
    assert again.status_code == 200


@pytest.mark.deep
@pytest.mark.timeout(1800)
async def test_each_of_two_hundred_reads_fails(
    tmp_path: Path, site: Site, clock: ManualClock
) -> None:
    for nth in range(1, 201):
        await work_while_reads_fail(tmp_path / f"w{nth}", site, clock, nth, nth % 3)
        await open_while_reads_fail(tmp_path / f"o{nth}", site, clock, nth)
