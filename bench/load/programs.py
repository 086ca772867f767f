"""The programs a bench starts: the hall's server and its floors, on a disk of known speed."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO
from urllib.request import urlopen

from bench.load.driving import CLOCK

SYNC_MS = 2.0
_MOST_TOLD = 4000
_SHIM = Path(__file__).with_name("slow_disk.c")
_MEMORY = Path("/dev/shm")  # noqa: S108  a file system in memory, not a file of ours


@dataclass(frozen=True, slots=True)
class Disk:
    """Where a bench writes, and what makes each sync take the same time there."""

    folder: Path
    environment: Mapping[str, str]
    told: str


@contextmanager
def disk_of_known_speed(folder: Path) -> Iterator[Disk]:
    """Give a folder in memory where each sync takes 2 ms; without a C compiler, the real disk."""
    compiler = shutil.which("cc")
    if compiler is None or not _MEMORY.is_dir():
        yield Disk(folder, os.environ, "this machine's disk as it is (no C compiler)")
        return
    place = _MEMORY / f"hall90-bench-{os.getpid()}"
    place.mkdir(mode=0o755)
    try:
        shim = place / "slow_disk.so"
        command = [compiler, "-O2", "-shared", "-fPIC", "-o", str(shim), str(_SHIM), "-ldl"]
        subprocess.run(command, check=True)
        wait = {"LD_PRELOAD": str(shim), "SYNC_DELAY_US": str(int(SYNC_MS * 1000))}
        yield Disk(place, {**os.environ, **wait}, f"each sync takes {SYNC_MS:g} ms")
    finally:
        shutil.rmtree(place, ignore_errors=True)


@dataclass(frozen=True, slots=True)
class Program:
    """A program that answers at ``url``; ``ready_s`` is how long it took to say so."""

    url: str
    pid: int
    ready_s: float

    def processor_s(self) -> float:
        """Return the processor time it has used."""
        fields = Path(f"/proc/{self.pid}/stat").read_text("ascii").rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def memory_mib(self) -> float:
        """Return the memory it holds."""
        lines = Path(f"/proc/{self.pid}/status").read_text("ascii").splitlines()
        held = next(line for line in lines if line.startswith("VmRSS:"))
        return round(int(held.split()[1]) / 1024, 1)


@contextmanager
def program(
    module: str, *arguments: str, environment: Mapping[str, str], kill: bool = False
) -> Iterator[Program]:
    """Run a module of ours until the block ends; its first line tells the address."""
    started = CLOCK.monotonic()
    with (
        tempfile.TemporaryFile() as told,
        subprocess.Popen(
            [sys.executable, "-m", module, *arguments],
            stdout=subprocess.PIPE,
            stderr=told,
            text=True,
            env=dict(environment),
        ) as process,
    ):
        try:
            if process.stdout is None:
                raise AssertionError("a program without output")
            url = process.stdout.readline().removeprefix("listening on ").strip()
            if not url:
                raise AssertionError(f"{module} did not start")
            yield Program(url, process.pid, round(CLOCK.monotonic() - started, 2))
        except BaseException as fault:
            fault.add_note(f"{module} told: {_end_of(told)}")
            raise
        finally:
            process.send_signal(signal.SIGKILL if kill else signal.SIGTERM)


def _end_of(told: IO[bytes]) -> str:
    """Return what a program wrote last to its stderr."""
    told.seek(max(0, told.seek(0, os.SEEK_END) - _MOST_TOLD))
    return told.read().decode("utf-8", "replace").strip() or "nothing"


def wait_until_whole(server: Program) -> float:
    """Wait until a hall's server answers everything; return the seconds since it said ready.

    It gives numbers earlier, while it still builds its pages beside them: what is measured then
    tells of a start, not of a day.
    """
    since = CLOCK.monotonic()
    with urlopen(f"{server.url}/api/v1/services", timeout=120) as answer:  # noqa: S310  our own
        answer.read()
    return round(CLOCK.monotonic() - since, 2)


def hall_server(
    disk: Disk, data: Path, site: Path, *options: str, kill: bool = False
) -> AbstractContextManager[Program]:
    """Run the hall's server on a data folder."""
    options += ("--port", "0", "--no-announce", "--no-demo-content")
    return program(
        "hall.cli", "server", "run", "--data", str(data), "--site", str(site), *options,
        environment=disk.environment, kill=kill,
    )  # fmt: skip
