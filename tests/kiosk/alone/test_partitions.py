"""Kiosks and their hall cut off and healed in any order: every number shown is in the hall once."""

import asyncio
import tempfile
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from config.site import OfflineRange, Site
from hall.clock import ManualClock
from hall.errors import RuleError
from hall.ids import KioskId
from queue_server.domain.actors import Actor
from queue_server.service.running import RunningHall
from queue_server.service.upkeep import Upkeep
from queue_server.store.checking import check
from queue_server.store.database import FILE_NAME, Database

if TYPE_CHECKING:
    from tests.kiosk.alone.conftest import Fault, Machine, Wire

LATE = datetime.fromisoformat("2026-11-23T23:40:00+08:00")
KINDS = (
    "take", "take", "take", "again", "cut", "lose", "heal", "bring in", "restart",
    "kill hall", "pass", "wrong clock", "tear",
)  # fmt: skip
STEPS = st.lists(
    st.tuples(st.sampled_from(KINDS), st.sampled_from((0, 1)), st.integers(1, 9)),
    min_size=12,
    max_size=24,
)


class World:
    """Two kiosks and a hall, each with a disk of its own."""

    def __init__(
        self, site: Site, folder: Path, machine: "type[Machine]", line: "type[Wire]"
    ) -> None:
        other = replace(
            site.kiosk("k1"), id=KioskId("k2"), offline_range=OfflineRange(first=9301, last=9499)
        )
        self.site = replace(site, kiosks=(*site.kiosks, other))
        self.folder = folder
        self.clock = ManualClock(LATE.astimezone(UTC))
        self.hall = self.opened()
        self.machines = [
            machine(
                folder / name,
                line(
                    self.hall,
                    Actor(role="kiosk", name=name, token_id=name),
                    ManualClock(LATE.astimezone(UTC)),
                ),
            )
            for name in ("k1", "k2")
        ]
        self.keys: list[str] = []
        self.shown: dict[str, str] = {}
        self.refused = 0

    def opened(self) -> RunningHall:
        hall = RunningHall(self.site, Database(self.folder / FILE_NAME), self.clock)
        hall.open()
        return hall

    async def begin(self) -> None:
        await Upkeep(self.hall, self.clock).round()
        for machine in self.machines:
            await machine.start()
            assert await machine.refresh()

    async def end(self) -> None:
        for machine in self.machines:
            await machine.stop()
        await self.hall.aclose()

    async def step(self, what: str, place: int, size: int) -> None:
        machine = self.machines[place]
        acts: dict[str, Callable[[], Awaitable[object]]] = {
            "take": lambda: self.crowd(machine, size // 3 + 1),
            "again": lambda: self.take(machine, self.keys[-1] if self.keys else "key"),
            "cut": lambda: self.line(machine, "cut"),
            "lose": lambda: self.line(machine, "answers lost"),
            "heal": lambda: self.line(machine, ""),
            "bring in": machine.bring_in,
            "restart": machine.restart,
            "kill hall": self.kill,
            "pass": lambda: self.let_pass(size * 120),
            "wrong clock": lambda: self.step_clock(machine, (size - 5) * 900),
            "tear": lambda: self.tear(machine, size * 3),
        }
        await acts[what]()

    async def line(self, machine: "Machine", fault: "Fault") -> None:
        machine.wire.fault = fault
        await machine.refresh()

    async def kill(self) -> None:
        await self.hall.aclose()
        self.hall = self.opened()
        for machine in self.machines:
            machine.wire.hall = self.hall

    async def let_pass(self, seconds: float) -> None:
        for clock in (self.clock, *(each.clock for each in self.machines)):
            clock.pass_time(seconds)
        await Upkeep(self.hall, self.clock).round()

    async def step_clock(self, machine: "Machine", seconds: float) -> None:
        machine.clock.step(seconds)
        machine.wire.hall_ahead = self.clock.now() - machine.clock.now()

    async def tear(self, machine: "Machine", size: int) -> None:
        """Cut the power while a line was being written."""
        await machine.stop()
        with (machine.folder / "issued-alone.jsonl").open("ab") as file:
            file.write(b'00000000 {"type":"issued"'[:size])
        await machine.start()

    async def crowd(self, machine: "Machine", people: int) -> None:
        for _ in range(people):
            await self.take(machine, f"key{len(self.keys)}")

    async def take(self, machine: "Machine", key: str) -> None:
        self.keys.append(key)
        mine = f"{key}-{machine.wire.actor.name}"
        if mine in self.shown and "A9" not in self.shown[mine]:
            return  # the hall's own answer was shown: the kiosk asks under a new key from then on
        try:
            ticket = await machine.take(mine)
        except RuleError:
            self.refused += 1
            return
        number = f"{ticket.day} {ticket.number}"
        assert self.shown.setdefault(mine, number) == number, "nobody is renumbered"

    def now_shown(self) -> set[str]:
        """Return the numbers shown; of one that a clock ahead dated wrongly, the hall's own day."""
        days = {
            each.issued.entry.key: f"{each.issued.entry.day} {each.issued.entry.number}"
            for machine in self.machines
            for each in machine.alone.kept()
        }
        return {days.get(key, number) for key, number in self.shown.items()}

    def kept(self) -> list[tuple[str, str]]:
        """Return number and state of all tickets in the hall's database."""
        with self.hall.database.reading() as connection:
            rows = connection.exec_driver_sql(
                "SELECT day, prefix, seq, state FROM tickets ORDER BY id"
            ).all()
        return [(f"{day} {prefix}{seq:03d}", str(state)) for day, prefix, seq, state in rows]


def _hold(
    site: Site, machine: "type[Machine]", line: "type[Wire]", steps: Sequence[tuple[str, int, int]]
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(_live(World(site, Path(folder), machine, line), steps))


@settings(max_examples=12)
@given(steps=STEPS)
def test_every_number_shown_is_in_the_hall_once_whatever_was_cut_and_healed(
    site: Site, new_machine: "type[Machine]", new_wire: "type[Wire]",
    steps: Sequence[tuple[str, int, int]],
) -> None:  # fmt: skip
    _hold(site, new_machine, new_wire, steps)


@pytest.mark.deep
@pytest.mark.timeout(3600)
def test_the_same_over_a_hundred_long_partitions(
    site: Site, new_machine: "type[Machine]", new_wire: "type[Wire]"
) -> None:
    for seed in range(100):
        chance = Random(seed)  # noqa: S311  the same days again, not a secret
        steps = [
            (chance.choice(KINDS), chance.randrange(2), chance.randrange(1, 10)) for _ in range(60)
        ]
        _hold(site, new_machine, new_wire, steps)


async def _live(world: World, steps: Sequence[tuple[str, int, int]]) -> None:
    await world.begin()
    try:
        for what, place, size in steps:
            await world.step(what, place, size)
        for machine in world.machines:
            machine.wire.fault = ""
            assert await machine.refresh()
            await machine.restart()
            await machine.bring_in()
            for _ in range(2):  # a number given twice by a wrong clock waits for its own day
                if machine.alone.unsent:
                    await world.let_pass(86_400)
                    assert await machine.refresh()
                    await machine.bring_in()
            assert not machine.alone.unsent
            assert await machine.bring_in() == 0
        problems = check(world.hall.database, world.site).problems
        assert problems == (), problems
        kept = Counter(number for number, _ in world.kept())
        assert set(kept.values()) <= {1}
        assert len(set(world.shown.values())) == len(world.shown)
        shown = world.now_shown()
        assert set(shown) <= set(kept)
        # What was made besides is only what an answer was lost of, and it calls nobody.
        besides = [state for number, state in world.kept() if number not in shown]
        assert set(besides) <= {"CANCELLED", "EXPIRED", "WAITING"}
        assert besides.count("WAITING") <= world.refused
    finally:
        await world.end()
