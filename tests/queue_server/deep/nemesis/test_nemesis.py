"""A hall at work while everything that can happen to it does: its history must bear it out (R-40).

Kiosks and clerks work over lines that lose, cut, delay and double; the server is killed, stopped
and cut off, its clock stepped, its disk full, broken or slow, its database severed, and it is
backed up all the while. How much is done is counted in answers, not in seconds.
"""

import asyncio
import random
from collections import Counter
from collections.abc import Iterator
from contextlib import AsyncExitStack, ExitStack, closing
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import psycopg
import pytest

from config.site import Site
from hall.clock import ManualClock, SystemClock
from queue_server import wire
from queue_server.app import open_hall
from queue_server.choosing import open_store
from queue_server.domain.actors import SYSTEM, Actor
from queue_server.domain.ticket import Moment
from queue_server.store.checking import check
from queue_server.store.database import Database
from queue_server.store.loading import all_rows, tickets_of
from queue_server.store.throwaway import Throwaway, installed, running
from tests.queue_server.deep.nemesis import history as checker
from tests.queue_server.deep.nemesis.following import Follower, followed, relay
from tests.queue_server.deep.nemesis.history import History
from tests.queue_server.deep.nemesis.hurting import Nemesis, a_hall
from tests.queue_server.deep.nemesis.line import FAULTS, Line
from tests.queue_server.deep.nemesis.machines import Machine

DAY = "2026-11-23"
KIOSKS = ("k1", "k2", "k3")
WINDOWS = ("w1", "w2", "w3")
SERVICES = ("unemployment", "employment", "labour")
_CLOCK = SystemClock()


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def postgres(request: pytest.FixtureRequest) -> Iterator[Throwaway | None]:
    with ExitStack() as stack:
        asked = request.param == "postgresql"
        yield stack.enter_context(running(installed()["package"])) if asked else None


async def prepare(folder: Path, site: Site, url: str | None) -> dict[str, str]:
    """Make the hall: windows open, a token for each machine."""
    hall = open_hall(site, folder, ManualClock(datetime(2026, 11, 23, 3, 0, tzinfo=UTC)), url)
    tokens = {}
    for name in KIOSKS:
        tokens[name] = await hall.create_token(SYSTEM, role="kiosk", name=name)
    for window in WINDOWS:
        tokens[window] = await hall.create_token(SYSTEM, role="staff", name=window, window=window)
        await hall.window_open(Actor(role="admin", name="a", token_id="a"), window)
    tokens["admin"] = await hall.create_token(SYSTEM, role="admin", name="console")
    await hall.aclose()
    return tokens


@dataclass
class Run:
    """What came of a run: what was told, what was done, and which backups were made."""

    history: History
    nemesis: Nemesis
    happened: Counter[str]
    copies: list[Path]
    told: list[wire.Row]


async def rage(
    folder: Path, site: Site, postgres: Throwaway | None, *, answers: int, every: int, seed: int
) -> Run:
    """Let machines work for so many answers, with a harm after each ``every`` of them."""
    dice = random.Random(seed)  # noqa: S311  a seed makes the harm the same each time
    url = None if postgres is None else postgres.make(f"hall{seed}")
    tokens, history = await prepare(folder, site, url), History()
    async with AsyncExitStack() as stack:
        hall = await stack.enter_async_context(a_hall(folder, url))
        machines = []
        for name in (*KIOSKS, *WINDOWS):
            line = Line(lambda: hall.port, random.Random(f"{seed} {name}"))  # noqa: S311  as above
            await stack.enter_async_context(line.open())
            own = random.Random(f"{name} {seed}")  # noqa: S311  as above
            machines.append(Machine(name, line, tokens[name], history, own))
        lines = [each.line for each in machines]
        follower, port = Follower(), await stack.enter_async_context(relay(lambda: hall.port))
        following = asyncio.create_task(follower.follow(port, tokens["admin"]))
        sever = None if postgres is None else partial(severed, postgres, f"hall{seed}")
        nemesis = Nemesis(hall, lines, dice, sever)
        async with asyncio.TaskGroup() as group:
            for each in machines:
                work = each.clerk(each.name) if each.name in WINDOWS else each.kiosk(SERVICES)
                group.create_task(work, name=each.name)
            while len(history.told) < answers:
                await history.grown_by(every)
                await nemesis.strike()
            for each in machines:
                each.working = False
        copies = await asyncio.gather(*nemesis.copies)
        await follower.seen(await machines[0].last(SERVICES[0]))
        following.cancel()
    happened = sum((line.happened for line in lines), Counter[str]())
    made = [each for each in copies if each is not None]
    return Run(history, nemesis, happened, made, follower.rows)


def severed(postgres: Throwaway, database: str) -> None:
    """End every session of a database, as a broken network or its restart does."""
    ended = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s"
    with psycopg.connect(postgres.url(), autocommit=True) as connection:
        connection.execute(ended, (database,))


def verdict(run: Run, folder: Path, site: Site, url: str | None) -> list[str]:
    """Return everything wrong with what is kept after a run."""
    with closing(open_store(url, site.hall.id, folder)) as store:
        wrong = list(check(store, site).problems)
        with store.reading() as connection:
            kept = tickets_of(connection, DAY, Moment(_CLOCK.now(), 0.0))
            rows = list(all_rows(connection))
    numbers = {each.id: each.number for each in kept.values()}
    offered = {window: site.window(window).services for window in WINDOWS}
    wrong += checker.issues(run.history, numbers)
    wrong += checker.in_real_time(run.history)
    wrong += checker.calls(run.history, rows)
    wrong += checker.ends(run.history, {each.id: each.state.value for each in kept.values()})
    wrong += checker.replayed(rows, offered)
    wrong += followed(run.told, rows)
    for copy in run.copies:
        with closing(Database(copy)) as backup:
            wrong += check(backup, site).problems
    return wrong


async def test_a_hall_hurt_in_every_way_keeps_every_promise(
    tmp_path: Path, site: Site, postgres: Throwaway | None
) -> None:
    run = await rage(tmp_path, site, postgres, answers=64, every=7, seed=1)
    url = None if postgres is None else postgres.url("hall1")
    assert verdict(run, tmp_path, site, url) == []
    assert min(run.nemesis.done.values()) >= 1
    assert all(run.happened[fault] for fault in FAULTS), run.happened


@pytest.mark.deep
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("seed", range(2, 6))
async def test_a_hall_hurt_for_long_keeps_every_promise(
    tmp_path: Path, site: Site, postgres: Throwaway | None, seed: int
) -> None:
    run = await rage(tmp_path, site, postgres, answers=3000, every=30, seed=seed)
    url = None if postgres is None else postgres.url(f"hall{seed}")
    assert verdict(run, tmp_path, site, url) == []
