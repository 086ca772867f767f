"""From "confirm" to the first byte at the printer, beyond the server's answer; also cut off.

The server is a process of its own, the printer a listener in this one; conversation, hall line,
spool and driver are the kiosk's own.
"""

import asyncio
import contextlib
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from hall.clock import SystemClock
from hall.errors import LinkError
from hall.links.address import parse_link
from hall.links.listening import listen
from hall.links.port import Link
from kiosk.behind import Behind
from kiosk.flow.core import KioskCore
from queue_server import wire
from voice.synths.silence import SilentSpeech

_HALL90 = [sys.executable, "-m", "hall.cli"]
_CLOCK = SystemClock()
_STEPS = ("home-ticket", "service-unemployment", "strip")


class Stopwatch:
    """When the last request was made, answered, and when its first byte came to the printer."""

    def __init__(self) -> None:
        self.asked = self.answered = self.byte = 0.0
        self.came = asyncio.Event()

    async def printer(self, link: Link) -> None:
        """Be a printer that has paper and answers at once."""
        with contextlib.suppress(LinkError):
            while True:
                data = await link.read(within=30)
                if data[:2] == b"\x10\x04":
                    await link.write(b"\x12")
                elif not self.came.is_set():
                    self.byte = _CLOCK.monotonic()
                    self.came.set()
                if data.endswith(b"\x1dr\x01"):
                    await link.write(b"\x00")


class Timed:
    """The kiosk's hall line, with a stopwatch at asking for a ticket."""

    def __init__(self, behind: Behind, watch: Stopwatch) -> None:
        self._line = behind.line
        self._watch = watch

    def __getattr__(self, name: str) -> object:
        return getattr(self._line, name)

    async def issue(self, request: wire.TicketRequest, key: str) -> wire.Ticket:
        """Take a ticket and note when its number was known."""
        ticket = await self._line.issue(request, key)
        self._watch.answered = _CLOCK.monotonic()
        return ticket


@contextlib.contextmanager
def hall(folder: Path) -> Iterator[tuple[subprocess.Popen[str], str, str]]:
    """Run a server; give its process, address and a kiosk's token."""
    data = ("--data", str(folder / "hall"))
    process = subprocess.Popen(
        [*_HALL90, "server", "run", *data, "--port", "0"], stdout=subprocess.PIPE, text=True
    )
    try:
        if process.stdout is None:
            raise RuntimeError("the server has no output")
        address = process.stdout.readline().strip()
        token = subprocess.run(
            [*_HALL90, "server", "token", "create", *data, "--role", "kiosk", "--name", "k1"],
            check=True, capture_output=True, text=True,
        ).stdout.strip()  # fmt: skip
        yield process, address.removeprefix("listening on "), token
    finally:
        process.kill()
        process.wait()


async def until(core: KioskCore, condition: Callable[[], bool]) -> None:
    """Wait until a condition of the conversation holds."""
    changed = asyncio.Event()
    core.on_change(lambda _shown: changed.set())
    while not condition():
        changed.clear()
        await changed.wait()


async def take(core: KioskCore, watch: Stopwatch) -> tuple[float, float]:
    """Take one ticket; return the milliseconds to its number and from there to the first byte."""
    core.touched("start" if core.visit.step == "idle" else "home")
    for node in _STEPS:
        core.touched(node)
    watch.came.clear()
    watch.asked = _CLOCK.monotonic()
    core.touched("strip")
    await asyncio.wait_for(watch.came.wait(), 30)
    await until(core, lambda: core.visit.paper != "printing")
    return (watch.answered - watch.asked) * 1000, (watch.byte - watch.answered) * 1000


async def measure(
    rounds: int, folder: Path, server: subprocess.Popen[str], address: str, token: str
) -> dict[str, dict[str, float]]:
    """Measure with the server there, then with it dead."""
    watch = Stopwatch()
    listener = await listen(parse_link("tcp:127.0.0.1:0"), watch.printer)
    behind = Behind(
        address, token, folder / "kiosk", _CLOCK, kiosk="k1", printer=str(listener.address)
    )
    core = KioskCore(
        clock=_CLOCK,
        hall=Timed(behind, watch),  # type: ignore[arg-type]  # all else is the line's own
        paper=behind.paper,
        speech=SilentSpeech(_CLOCK),
    )
    behind.serve(core, lambda _own: None)
    await behind.begin()
    works = [asyncio.ensure_future(work()) for work in behind.works.values()]
    try:
        await until(core, lambda: core.known.connected and core.known.site is not None)
        online = [await take(core, watch) for _ in range(rounds)]
        server.kill()
        alone = [await take(core, watch) for _ in range(rounds)]
    finally:
        for work in works:
            work.cancel()
        await asyncio.gather(*works, return_exceptions=True)
        await core.aclose()
        await behind.aclose()
        await listener.close()
    return {"online": _figures(online), "cut off": _figures(alone)}


def _figures(taken: list[tuple[float, float]]) -> dict[str, float]:
    number, byte = zip(*taken, strict=True)
    return {
        "number_ms": round(statistics.median(number), 1),
        "first_byte_ms": round(statistics.median(byte), 1),
        "first_byte_worst_ms": round(max(byte), 1),
    }


def measured(rounds: int) -> dict[str, dict[str, float]]:
    """Return the figures with the server there, and cut off."""
    with tempfile.TemporaryDirectory() as folder, hall(Path(folder)) as (server, address, token):
        return asyncio.run(measure(rounds, Path(folder), server, address, token))
