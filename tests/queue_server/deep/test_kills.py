"""Kill -9 in the middle of issuing and calling: all that was answered is there afterwards, once."""

import os
import random
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import pytest

from config.site import Site
from hall.clock import SystemClock
from queue_server import wire
from queue_server.domain.actors import Actor
from queue_server.service.running import RunningHall
from queue_server.store.checking import check
from queue_server.store.database import FILE_NAME, Database

KIOSK = Actor(role="kiosk", name="k1", token_id="k1")
MORTAL = Path(__file__).with_name("mortal.py")


@contextmanager
def parent(folder: Path) -> Iterator["subprocess.Popen[str]"]:
    with subprocess.Popen(
        [sys.executable, str(MORTAL), str(folder)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        bufsize=1,
    ) as process:
        yield process
        assert process.stdin is not None
        process.stdin.close()


def answers_until_killed(process: "subprocess.Popen[str]", life: int, wanted: int) -> list[str]:
    """Let a hall live for so many answers and kill it; return all it gave."""
    stdin, stdout = process.stdin, process.stdout
    assert stdin is not None
    assert stdout is not None
    stdin.write(f"{life}\n")
    stdin.flush()
    child = int(until(stdout, "child ")[-1].split()[1])
    told = [stdout.readline() for _ in range(wanted)]
    os.kill(child, signal.SIGKILL)
    told += until(stdout, "gone")[:-1]
    # A line the kill cut off was told to nobody; it runs into the parent's own.
    return [line for line in told if line.endswith("\n") and not line.endswith("gone\n")]


def until(stdout: IO[str], mark: str) -> list[str]:
    lines = [stdout.readline()]
    while mark not in lines[-1]:
        assert lines[-1], "the parent ended"
        lines.append(stdout.readline())
    return lines


async def kill_and_look(folder: Path, site: Site, kills: int) -> None:
    dice, told = random.Random(kills), list[str]()  # noqa: S311  a seed makes it the same each time
    with parent(folder) as process:
        for life in range(kills):
            told += answers_until_killed(process, life, dice.randrange(5, 80))
    hall = RunningHall(site, Database(folder / FILE_NAME), SystemClock())
    hall.open()
    report = check(hall.database, site)
    assert report.problems == ()
    tickets = hall.showing.view.tickets
    issued = [line.split()[1:] for line in told if line.startswith("issued ")]
    assert len(issued) >= 5 * kills
    assert len({number for *_, number in issued}) == len({key for key, *_ in issued})
    for _, _, ticket, number in issued:
        assert tickets[ticket].number == number
    for line in told:
        kind, *rest = line.split()
        if kind in {"called", "arrive", "finish"}:
            ticket, version, _ = rest
            assert tickets[ticket].version >= int(version)
    for key, service, ticket, _ in issued[:: max(len(issued) // 20, 1)]:
        again = await hall.issue(KIOSK, wire.TicketRequest(service=service), key)
        assert (again.ticket.id, again.created) == (ticket, False)
    await hall.aclose()


async def test_ten_kills_lose_and_double_nothing(tmp_path: Path, site: Site) -> None:
    await kill_and_look(tmp_path, site, 10)


@pytest.mark.deep
@pytest.mark.timeout(3600)
async def test_two_hundred_kills_lose_and_double_nothing(tmp_path: Path, site: Site) -> None:
    await kill_and_look(tmp_path, site, 200)
