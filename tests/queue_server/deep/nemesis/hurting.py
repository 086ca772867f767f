"""What is done to a hall at work: killed, stopped, cut off, its clock stepped, its disk spoiled."""

import asyncio
import os
import random
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from hall.errors import HallError
from queue_server.service.handing import hand_over
from tests.queue_server.deep.nemesis.line import Line

_SERVING = Path(__file__).with_name("serving.py")
_A_WHILE_S = (0.05, 0.3)


@dataclass
class Hall:
    """The server of a folder, alive or just dead; ``port`` is where it listens now."""

    folder: Path
    process: "asyncio.subprocess.Process"
    port: int = 1
    child: int = 0

    async def live(self) -> None:
        """Begin a life and wait until it answers; one that could not begin is tried again."""
        assert self.process.stdin is not None
        while True:
            self.process.stdin.write(b"live\n")
            await self.process.stdin.drain()
            self.child = int((await self._line()).split()[1])
            said = await self._line()
            if said.startswith("http"):
                self.port = int(said.rpartition(":")[2])
                return
            assert said == "gone"

    async def die(self) -> None:
        """Kill -9, and wait until it is gone."""
        os.kill(self.child, signal.SIGKILL)
        while await self._line() != "gone":
            pass

    async def _line(self) -> str:
        assert self.process.stdout is not None
        said = await self.process.stdout.readline()
        assert said, "the parent of all servers ended"
        return said.decode().strip()


@asynccontextmanager
async def a_hall(folder: Path, database: str | None) -> AsyncIterator[Hall]:
    """Give a served hall whose clock and disk are as they should be."""
    (folder / "clock").write_text("0")
    (folder / "disk").write_text("")
    command = [sys.executable, "-m", "tests.queue_server.deep.nemesis.serving", str(folder)]
    with (folder / "log").open("wb") as log:
        process = await asyncio.create_subprocess_exec(
            *command, *([database] if database else []), cwd=_SERVING.parents[4],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log,
        )  # fmt: skip
        hall = Hall(folder, process)
        await hall.live()
        yield hall
        await hall.die()
        assert process.stdin is not None
        process.stdin.close()
        await process.wait()


@dataclass
class Nemesis:
    """Hurts a hall in random ways, one after the other; ``done`` counts them.

    ``sever`` cuts the server off from a database that has a line of its own.
    """

    hall: Hall
    lines: Sequence[Line]
    dice: random.Random
    sever: Callable[[], None] | None = None
    done: Counter[str] = field(default_factory=Counter)
    copies: list["asyncio.Task[Path | None]"] = field(default_factory=list)

    async def strike(self) -> None:
        """Do one harm and let it heal."""
        ways: dict[str, Callable[[], Awaitable[None]]] = {
            "kill": self._kill, "pause": self._pause, "partition": self._partition,
            "clock": self._clock, "backup": self._backup,
        }  # fmt: skip
        if self.sever is None:
            ways |= {each: partial(self._disk, each) for each in ("full", "broken", "slow")}
        else:
            ways["severed"] = self._severed
        # Each way comes up before any comes again.
        fewest = min(self.done[way] for way in ways)
        way = self.dice.choice([each for each in ways if self.done[each] == fewest])
        self.done[way] += 1
        await ways[way]()

    async def _kill(self) -> None:
        await self.hall.die()
        await self.hall.live()

    async def _pause(self) -> None:
        os.kill(self.hall.child, signal.SIGSTOP)
        await self._a_while()
        os.kill(self.hall.child, signal.SIGCONT)

    async def _partition(self) -> None:
        cut = self.dice.sample(list(self.lines), k=max(1, len(self.lines) // 2))
        for line in cut:
            line.cut = True
        await self._a_while()
        for line in cut:
            line.cut = False

    async def _clock(self) -> None:
        ahead = self.dice.choice((-3600, 3600, -90, 90, 0))
        fresh = self.hall.folder / "clock.new"
        fresh.write_text(str(ahead))
        fresh.replace(self.hall.folder / "clock")

    async def _disk(self, trouble: str) -> None:
        (self.hall.folder / "disk").write_text(trouble)
        await self._a_while()
        (self.hall.folder / "disk").write_text("")

    async def _severed(self) -> None:
        assert self.sever is not None
        await asyncio.to_thread(self.sever)

    async def _backup(self) -> None:
        file = self.hall.folder / f"backup {self.done['backup']}"
        self.copies.append(asyncio.create_task(self._copy(file)))

    async def _copy(self, file: Path) -> Path | None:
        """Back up beside whatever comes next; None where the server did not live to say so."""
        try:
            await asyncio.to_thread(hand_over, self.hall.folder, "backup", {"file": str(file)})
        except HallError:
            return None
        return file

    async def _a_while(self) -> None:
        await asyncio.sleep(self.dice.uniform(*_A_WHILE_S))
