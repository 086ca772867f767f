"""How the hall stands with the level above, in words that are never older than they say."""

import asyncio
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import text

from config.site import Site
from config.site import Sync as SyncSettings
from hall.clock import ManualClock
from hall.errors import SyncError
from queue_server.content.beside import GoneParentError
from queue_server.content.database import writing
from queue_server.content.model import Record
from queue_server.sync.apart import EndedError
from queue_server.sync.calling import Caller
from queue_server.sync.doctor import examine_sync
from queue_server.sync.following import Above, Following, OwnError
from queue_server.sync.service import Sync
from queue_server.sync.standing import Standing, standing_of
from queue_server.sync.state import load
from tests.queue_server.children import kill_children

Job = Callable[..., Record]
_REFUSING = """
create trigger refusing before insert on body begin select raise(abort, 'no room'); end
"""


class Hall:
    """A hall that follows the wire, and how it says it stands."""

    def __init__(self, below: Any, wire: Any, site: Site, clock: ManualClock) -> None:
        settings = SyncSettings(feed="150204", upstream=f"http://127.0.0.1:{wire.port}")
        self.sync = Sync(below.content, replace(site, sync=settings), below.folder, clock)
        self._content, self._clock = below.content, clock

    def told(self) -> Standing:
        return standing_of(self.sync, self._content, self._clock.now())

    def words(self, language: str = "zh-CN") -> str:
        return "".join(self.told().told[language])


@pytest.fixture
def hall(below: Any, wire: Any, site: Site, clock: ManualClock) -> Hall:
    return Hall(below, wire, site, clock)


def test_the_standing_says_how_old_why_and_what_next(
    above: Any, wire: Any, job: Job, hall: Hall, clock: ManualClock
) -> None:
    assert hall.told().state == "first-copy"
    above.bring(job(1))
    hall.sync.round()
    told = hall.told()
    assert (told.state, told.good, told.items) == ("in-step", True, {"job": 1})
    wire.status = 500
    clock.pass_time(timedelta(days=3).total_seconds())
    with pytest.raises(SyncError):
        hall.sync.round()
    assert hall.told().state == "unreachable"
    assert all(each in hall.words() for each in ("联系不上上级", "3 天前", "U 盘", "不到一分钟"))
    hall.sync.change(lambda state: setattr(state, "paused", True))
    assert hall.told().state == "paused"


def test_the_first_try_that_fails_is_told_while_the_look_still_tries(
    above: Any, wire: Any, job: Job, hall: Hall
) -> None:
    above.bring(job(1))
    hall.sync.round()
    met: list[Standing] = []

    def stopped(_path: str, _body: bytes) -> bytes:
        met.append(hall.told())
        return b"no feed"

    wire.mangle, wire.status = stopped, 500
    with pytest.raises(SyncError):
        hall.sync.round()
    assert met[0].state == "in-step"
    assert met[0].looking_since is not None
    for during in met[1:]:
        assert (during.state, during.good) == ("unreachable", False)
        assert during.failed_since is not None
        assert "正在再试" in "".join(during.told["zh-CN"])
        assert "It is being tried again right now." in during.reason
    assert len(met) > 2
    after = hall.told()
    assert (after.state, after.looking_since) == ("unreachable", None)
    wire.mangle, wire.status = None, None
    hall.sync.round()
    assert hall.told().good


def test_a_level_above_that_says_nothing_is_not_called_in_step_meanwhile(
    above: Any, wire: Any, job: Job, hall: Hall, clock: ManualClock
) -> None:
    above.bring(job(1))
    hall.sync.round()
    met: list[Standing] = []

    def slow(_path: str, body: bytes) -> bytes:
        clock.pass_time(7)
        met.append(hall.told())
        return body

    wire.mangle = slow
    hall.sync.round(afresh=True)
    assert (met[0].state, met[0].good) == ("asking", False)
    assert "7 秒" in "".join(met[0].told["zh-CN"])
    assert hall.told().state == "in-step"


def test_a_failure_says_since_when_how_often_and_when_it_is_tried_again(
    above: Any, wire: Any, job: Job, hall: Hall, clock: ManualClock
) -> None:
    above.bring(job(1))
    hall.sync.round()
    wire.status = 500
    for _ in range(3):
        with pytest.raises(SyncError):
            hall.sync.round()
        clock.pass_time(timedelta(minutes=20).total_seconds())
    hall.sync.looking.next_at = clock.now() + timedelta(minutes=4)
    assert all(each in hall.words() for each in ("60 分钟", "连续 3 次"))
    assert "大约 4 分钟后自动再试" in hall.words()
    assert "3 looks in a row" in hall.words("en")


def test_what_nobody_asked_about_for_long_is_not_called_in_step(
    above: Any, job: Job, hall: Hall, clock: ManualClock
) -> None:
    above.bring(job(1))
    hall.sync.round()
    clock.pass_time(timedelta(minutes=10).total_seconds())
    assert hall.told().state == "in-step"
    clock.pass_time(timedelta(hours=5).total_seconds())
    told = hall.told()
    assert (told.state, told.good) == ("unasked", False)
    assert "5 小时前" in hall.words()


async def test_who_asks_for_a_look_has_the_failure_told_by_the_running_hall(
    above: Any, wire: Any, job: Job, hall: Hall, clock: ManualClock
) -> None:
    above.bring(job(1))
    running = asyncio.create_task(hall.sync.run())

    async def until(state: str) -> None:
        async with asyncio.timeout(60):
            while hall.told().state != state:  # noqa: ASYNC110  a thread's work, no event of ours
                await asyncio.sleep(0.01)

    try:
        await until("in-step")
        wire.status = 503
        hall.sync.want_round()
        await until("busy")
        async with asyncio.timeout(60):
            while hall.told().next_look_at is None:  # noqa: ASYNC110  as above
                await asyncio.sleep(0.01)
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)


def test_the_doctor_tells_the_standing(
    below: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Any
) -> None:
    monkeypatch.setenv("HALL90_DATA_DIR", str(tmp_path / "nowhere"))
    assert examine_sync().severity == "information"
    monkeypatch.setenv("HALL90_DATA_DIR", str(below.folder))
    assert examine_sync().severity == "good"


def test_what_this_hall_could_not_take_in_is_told_as_its_own_fault(
    above: Any, wire: Any, job: Job, hall: Hall, below: Any
) -> None:
    above.bring(job(1))
    with writing(below.content.engine, below.content.lock) as connection:
        connection.execute(text(_REFUSING))
    with pytest.raises(OwnError, match="no room"):
        hall.sync.round()
    told = hall.told()
    assert (told.state, told.good) == ("own", False)
    assert told.failed_since is not None
    assert "没能收下" in hall.words()
    assert "磁盘" in hall.words()
    with writing(below.content.engine, below.content.lock) as connection:
        connection.execute(text("drop trigger refusing"))
    hall.sync.round()
    assert (hall.told().state, hall.told().items) == ("in-step", {"job": 1})


def test_a_full_disk_is_told_as_a_fault_of_this_hall(
    below: Any, wire: Any, site: Site, clock: ManualClock
) -> None:
    free = 0
    settings = SyncSettings(feed="150204", upstream=f"http://127.0.0.1:{wire.port}")
    full = Sync(
        below.content, replace(site, sync=settings), below.folder, clock,
        usage=lambda _: (1 << 40, (1 << 40) - free, free),
    )  # fmt: skip
    with pytest.raises(OwnError, match="0 MiB"):
        full.round()
    told = standing_of(full, below.content, clock.now())
    assert (told.state, told.good) == ("own", False)
    free = 1 << 39
    full.round()
    assert standing_of(full, below.content, clock.now()).good


def test_a_server_that_ends_meanwhile_is_no_fault(
    above: Any, wire: Any, job: Job, below: Any, clock: ManualClock
) -> None:
    above.bring(job(1))

    def ended(_taken: Any) -> None:
        raise GoneParentError("the server has ended")

    engine, lock = below.content.engine, below.content.lock
    following = Following(engine, lock, clock, Above(own_feed="150204"), go_on=ended)
    with pytest.raises(GoneParentError), closing(Caller(f"http://127.0.0.1:{wire.port}")) as caller:
        following.look(caller)
    with engine.connect() as connection:
        assert load(connection)[1].failures == 0


def test_a_program_that_ends_without_a_word_is_told_as_a_fault_of_this_hall(
    above: Any, wire: Any, job: Job, hall: Hall
) -> None:
    above.bring(*(job(n) for n in range(1001)))

    def killed(path: str, body: bytes) -> bytes:
        if path == "/feed/v1/changes":
            kill_children("queue_server.sync.apart")
        return body

    wire.mangle = killed
    with pytest.raises(EndedError):
        hall.sync.round()
    assert (hall.told().state, hall.told().good) == ("own", False)
