"""Days of a hall one after the other, what each left behind, and whether its history holds (R-34).

`python -m tests.queue_server.deep.soak.days --days 30 --visits 700` prints a line a day.
"""

import argparse
import asyncio
import gc
import logging
import os
import random
import sys
import tempfile
import threading
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, text

from config.loader import load_site
from config.site import Site
from hall.clock import ManualClock
from queue_server.domain.ticket import Moment
from queue_server.store.checking import check
from queue_server.store.database import FILE_NAME, Database
from queue_server.store.loading import all_rows, rows_after, tickets_of
from tests.queue_server.deep.disk import under_sqlite
from tests.queue_server.deep.nemesis import history as checker
from tests.queue_server.deep.nemesis.history import History
from tests.queue_server.deep.soak.world import FIRST, OPEN_MINUTES, STEP_S, World, site_of

_PAGE = os.sysconf("SC_PAGE_SIZE")
_MIB = 1 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What the process and its folder hold on a morning before the hall opens, sizes in bytes."""

    day: int
    visits: int
    rss: int
    files: int
    threads: int
    tasks: int
    database: int
    log: int
    content: int
    copies: int
    rows: int

    def line(self) -> str:
        """Return it as a row of a table."""
        sizes = (self.rss, self.database, self.log, self.content, self.copies)
        counts = (self.day, self.visits, self.files, self.threads, self.tasks, self.rows)
        told = [f"{each:>7}" for each in counts] + [f"{each / _MIB:>8.1f}" for each in sizes]
        return "".join(told)


HEAD = "    day visits  files threads tasks   rows     RSS  tickets     log  content  copies (MiB)"


@dataclass
class Soak:
    """A run of days; ``wrong`` is everything that broke a promise."""

    world: World
    visits: int
    told: Callable[[str], None]
    days: list[Standing]
    wrong: list[str]
    seen: int = 0

    async def live(self, days: int) -> None:
        """Live through so many days, each begun half an hour before the service day opens."""
        kept: list[tuple[str, History]] = []
        morning = 0
        while morning < days:
            async with self.world.living():
                # A server lives until it is started anew, at some moment of its last day.
                for _ in range(self.world.dice.randrange(2, 5)):
                    if morning == days:
                        break
                    morning += 1
                    self.measure(morning)
                    await self.day(morning)
                    kept = [*kept[-1:], (self.service_day(), self.world.history)]
                    self.world.history = History()
                    for name, history in kept:  # a kiosk cut off over night tells yesterday's now
                        self.judge(name, history, whole=name == kept[-1][0])
                    await self.night()
            self.world.happened["restarts"] += 1
        async with self.world.living():
            self.measure(morning + 1)
            self.judge_at_the_end()

    async def day(self, number: int) -> None:
        """From half past seven to half past five."""
        world, dice = self.world, self.world.dice
        await self.pass_minutes(90)
        await world.open_windows()
        await asyncio.to_thread(world.bring_content, number)
        await world.machine.refresh()
        outage = range(*sorted(dice.sample(range(30, OPEN_MINUTES), 2)))
        spoiled = dice.randrange(OPEN_MINUTES)
        due = sorted(dice.randrange(OPEN_MINUTES - 15) for _ in range(self.visits))
        for minute in range(OPEN_MINUTES):
            world.wire.fault = dice.choice(("cut", "answers lost")) if minute in outage else ""
            if minute == spoiled:
                world.happened["disk full"] += 1
                world.disk.full = True
                world.disk.refuse = lambda _kind, _file, _end: True
            if minute == 200 and number % 4 == 0:
                world.happened["clock set"] += 1
                world.clock.step(dice.choice((-90.0, 90.0)))
            while due and due[0] <= minute:
                due.pop(0)
                await world.visit()
            if minute % 6 == 0:
                await world.visit_alone()
            await world.clerks()
            await world.step(STEP_S)
            world.heal()
        if number % 3 == 0:
            await world.register_somebody(number)
        if number % 5:  # else cut off over midnight
            world.wire.fault = ""
            await world.machine.refresh()
            await world.machine.bring_in()
        else:
            world.wire.fault = "cut"
            world.happened["cut off over night"] += 1
        await world.finish_all()
        await self.pass_minutes(30)

    async def night(self) -> None:
        """From half past five to half past seven of the next day."""
        hour = 60
        for _ in range(14):
            await self.pass_minutes(hour, steps=2)
        world = self.world
        if world.wire.fault:
            world.wire.fault = ""
            await world.machine.refresh()
            await world.machine.bring_in()

    async def pass_minutes(self, minutes: int, *, steps: int = 6) -> None:
        for _ in range(steps):
            await self.world.step(minutes * 60 / steps)

    def service_day(self) -> str:
        """Return the hall's date."""
        zone = ZoneInfo(self.world.site.hall.time_zone)
        return self.world.clock.now().astimezone(zone).date().isoformat()

    def measure(self, number: int) -> None:
        """Write down what the process and its folder hold now."""
        gc.collect()
        folder = self.world.folder
        standing = Standing(
            day=number,
            visits=sum(each.visits for each in self.days[-1:]),
            rss=int(Path("/proc/self/statm").read_text().split()[1]) * _PAGE,
            files=len(list(Path("/proc/self/fd").iterdir())),
            threads=threading.active_count(),
            tasks=len(asyncio.all_tasks()),
            database=size(folder / FILE_NAME),
            log=size(folder / f"{FILE_NAME}-wal"),
            content=size(folder / "content.db"),
            copies=sum(size(each) for each in (folder / "backups").glob("*.sqlite3")),
            rows=self.world.hall.hall.showing.view.seq,
        )
        standing = replace(standing, visits=self.visits * (number - 1))
        self.days.append(standing)
        self.told(standing.line())

    def judge(self, day: str, history: History, *, whole: bool) -> None:
        """Compare a day's history with what is kept; ``whole`` also plays its journal."""
        plain = {str(each.id) for each in self.world.site.services[:3]}
        with self.world.hall.hall.database.reading() as connection:
            kept = tickets_of(connection, day, Moment(self.world.clock.now(), 0.0))
            rows = rows_after(connection, self.seen, 1_000_000) if whole else []
        own = {each.id: each.number for each in kept.values() if each.service in plain}
        if whole:
            self.seen = rows[-1].seq
            states = {each.id: each.state.value for each in kept.values()}
            found = checker.issues(history, own) + checker.in_real_time(history)
            found += checker.calls(history, rows) + checker.ends(history, states)
        else:
            found = alone(history, {each.number for each in kept.values()})
        self.wrong += [f"{day}: {each}" for each in found]

    def judge_at_the_end(self) -> None:
        """Play the whole journal, and read the whole database and what should be gone."""
        world = self.world
        database, site = world.hall.hall.database, world.site
        self.wrong += check(database, site).problems
        with database.reading() as connection:
            rows = [
                row
                if '"service":"' + str(site.services[3].id) not in row.data
                else replace(row, kind="of the kiosk that was cut off")
                for row in all_rows(connection)
            ]
            self.wrong += overdue(connection, world.clock)
        offered = {str(each.id): each.services for each in site.windows}
        self.wrong += checker.replayed(rows, offered)
        for copy in sorted((world.folder / "backups").glob("*.sqlite3")):
            with closing(Database(copy)) as kept:
                self.wrong += [f"{copy.name}: {each}" for each in check(kept, site).problems]
        if world.happened["rows missing"]:
            self.wrong.append(f"{world.happened['rows missing']} rows missing to a reader")


def alone(history: History, numbers: set[str]) -> list[str]:
    """Every number the kiosk gave is in the hall, each once."""
    given = [str(each.answer["number"]) for each in history.of("alone") if each.answer]
    wrong = [f"{each} of the kiosk is lost" for each in given if each not in numbers]
    return wrong + (
        ["a number of the kiosk was given twice"] if len(set(given)) < len(given) else []
    )


def overdue(connection: Connection, clock: ManualClock) -> list[str]:
    """Name what should have been erased: needs after a day, keys after two, documents in time."""
    wrong = []
    for what, hours, statement in (
        (
            "needs",
            26,
            "SELECT count(*) FROM needs JOIN tickets ON id = ticket WHERE ended_at < :at",
        ),
        ("keys", 50, "SELECT count(*) FROM keys WHERE at < :at"),
        ("documents", 2, "SELECT count(*) FROM documents WHERE until < :at"),
    ):
        at = int((clock.now() - timedelta(hours=hours)).timestamp() * 1_000_000)
        count = connection.execute(text(statement), {"at": at}).scalar()
        if count:
            wrong.append(f"{count} {what} should be gone")
    return wrong


def size(file: Path) -> int:
    return file.stat().st_size if file.exists() else 0


async def soaked(
    folder: Path, site: Site, *, days: int, visits: int, told: Callable[[str], None], seed: int = 34
) -> Soak:
    """Run it in an empty folder."""
    (folder / "hall").mkdir()
    (folder / "kiosk").mkdir()
    (folder / "usb").mkdir()
    with under_sqlite() as disk:
        disk.forgets = True
        dice = random.Random(seed)  # noqa: S311  a seed makes it the same each time
        world = World(
            folder / "hall", site_of(site, folder / "usb"), ManualClock(FIRST), dice, disk
        )
        soak = Soak(world, visits, told, [], [])
        await soak.live(days)
    return soak


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--days", type=int, default=30)
    parser.add_argument("--visits", type=int, default=700)
    asked = parser.parse_args()
    logging.disable(logging.CRITICAL)  # a disk that is full is told at length
    with tempfile.TemporaryDirectory() as folder:
        print(HEAD, flush=True)  # noqa: T201  it is a command
        soak = asyncio.run(
            soaked(
                Path(folder), load_site(), days=asked.days, visits=asked.visits,
                told=lambda line: print(line, flush=True),  # noqa: T201  as above
            )
        )  # fmt: skip
        print(dict(soak.world.happened), f"{soak.world.rows} rows read")  # noqa: T201  as above
        print("\n".join(soak.wrong[:50]) or "nothing is wrong")  # noqa: T201  as above
        sys.exit(bool(soak.wrong))


if __name__ == "__main__":
    main()
