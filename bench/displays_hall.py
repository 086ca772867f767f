"""From ``call-next`` at the server to the number on every sign: the real programs, over TCP.

`hall90 bench displays_hall [--signs N] [--dead N] [--calls N] [--json FILE]`. The server and one
display agent are processes of their own, the signs stand-ins in this one; dead ones answer nothing.
All signs hang in one zone, so each call goes to every one of them. Timed from the moment the call
is asked for (commit and fsync included) to the moment the stand-in has the whole frame. Bars:
median 50 ms for one sign, 200 ms for the last of 64 of which 8 are dead.
"""

import argparse
import asyncio
import json
import re
import statistics
import subprocess
import sys
import tempfile
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

from config.loader import DEMO_SITE
from displays.signs.bx_k.simulator import BxKStandIn
from displays.signs.commands import Picture
from displays.signs.port import Faults, Wiring
from displays.simulator import DeviceSimulator
from hall.clock import SystemClock
from hall.links import listen, parse_link
from queue_server.client import HallClient
from queue_server.commands import do_job
from queue_server.wire import ActionRequest, TicketRequest

CLOCK = SystemClock()
_HALL90 = str(Path(sys.executable).with_name("hall90"))
_WIRING = Wiring(profile="5k")
_NOTHING = Picture(width=1, height=1, rgb=bytes(3))
_SIGN = """
[[sign]]
id = "s{number}"
family = "bx-k"
profile = "5k"
link = "{link}"
zone = "a"
area = [0, 0, 128, 32]
"""


class Watched(BxKStandIn):
    """A stand-in that knows when it first had a number; it draws nothing: that is not our time."""

    def __init__(self, is_dead: bool) -> None:
        super().__init__(_WIRING)
        faults = Faults(mute=is_dead)
        self.simulator = DeviceSimulator(self, CLOCK, lambda: faults)
        self.shown_at: dict[str, float] = {}

    def receive(self, data: bytes, faults: Faults) -> Sequence[bytes]:
        answers = super().receive(data, faults)
        for area in self.areas.values():
            for number in re.findall(r"[A-Z]\d{3}", area.text.decode("gbk", errors="replace")):
                self.shown_at.setdefault(number, CLOCK.monotonic())
        return answers

    def seen(self) -> Picture:
        return _NOTHING


@asynccontextmanager
async def hall(folder: Path, living: int, dead: int) -> AsyncIterator[tuple[str, list[Watched]]]:
    """Run stand-ins, a server and an agent; return the server's address and the living signs."""
    async with AsyncExitStack() as stack:
        signs: list[Watched] = []
        demo = DEMO_SITE.read_text("utf-8")
        text = re.sub(r"\[\[sign\]\].*?(?=\n\[)", "", demo, flags=re.DOTALL)
        for number in range(living + dead):
            sign = Watched(is_dead=number >= living)
            listener = await listen(parse_link("tcp:127.0.0.1:0"), sign.simulator.serve)
            stack.push_async_callback(listener.close)
            signs.append(sign)
            text += _SIGN.format(number=number, link=listener.address)
        site = folder / "site.toml"
        site.write_text(text, "utf-8")
        data = folder / "data"
        tokens = await asyncio.to_thread(_tokens, data, site)
        server = await _start(stack, "server", "run", "--data", data, "--site", site, "--port", "0")
        url = server.removeprefix("listening on ")
        await _start(stack, "display", "run", "--server", url, "--token", tokens["display"])
        (folder / "tokens.json").write_text(json.dumps(tokens))
        yield url, signs[:living]


def _tokens(data: Path, site: Path) -> dict[str, str]:
    return {
        role: do_job(data, site, "token_create", {"role": role, "name": f"bench-{role}"})
        for role in ("display", "kiosk", "supervisor")
    }


async def _start(stack: AsyncExitStack, *words: object) -> str:
    """Start a program of ours and return its first line."""
    process = await asyncio.create_subprocess_exec(
        _HALL90, *map(str, words), stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    )

    async def stop() -> None:
        process.terminate()
        await process.wait()

    stack.push_async_callback(stop)
    if process.stdout is None:
        raise RuntimeError("the program has no output")
    async with asyncio.timeout(120):
        return (await process.stdout.readline()).decode().strip()


async def measure(living: int, dead: int, calls: int) -> list[float]:
    """Return for each call the milliseconds until the last living sign shows it."""
    with tempfile.TemporaryDirectory() as folder:
        async with hall(Path(folder), living, dead) as (url, signs):
            tokens = json.loads((Path(folder) / "tokens.json").read_text())
            kiosk = HallClient(url, tokens["kiosk"], clock=CLOCK)
            desk = HallClient(url, tokens["supervisor"], clock=CLOCK)
            try:
                await desk.window("w1", "open")
                await CLOCK.sleep(3.0)
                return [await _one(kiosk, desk, signs, number) for number in range(calls)]
            finally:
                await kiosk.aclose()
                await desk.aclose()


async def _one(kiosk: HallClient, desk: HallClient, signs: Sequence[Watched], number: int) -> float:
    service = (await desk.site()).windows[0].services[0]
    await kiosk.issue(TicketRequest(service=service), f"bench-{number}")
    start = CLOCK.monotonic()
    ticket = await desk.call_next("w1", f"call-{number}")
    if ticket is None:
        raise RuntimeError("nobody waits")
    async with asyncio.timeout(30):
        while not all(ticket.number in sign.shown_at for sign in signs):
            await CLOCK.sleep(0.002)
    last = max(sign.shown_at[ticket.number] for sign in signs)
    for event in ("arrive", "finish"):
        await desk.act(ticket.id, event, ActionRequest())
    return 1000 * (last - start)


def main() -> None:
    """Print the table and write JSON."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--signs", type=int, default=56)
    parser.add_argument("--dead", type=int, default=8)
    parser.add_argument("--calls", type=int, default=40)
    parser.add_argument("--json", type=Path, default=Path("bench-displays-hall.json"))
    asked = parser.parse_args()
    figures: dict[str, float] = {}
    for living, dead in ((1, 0), (asked.signs, asked.dead)):
        taken = sorted(asyncio.run(measure(living, dead, asked.calls)))
        name = f"{living} signs and {dead} dead" if dead else "one sign"
        figures[f"{name}: median ms"] = statistics.median(taken)
        figures[f"{name}: p95 ms"] = taken[int(0.95 * (len(taken) - 1))]
        figures[f"{name}: max ms"] = taken[-1]
    for name, value in figures.items():
        print(f"{name:<40}{value:>10.1f}")
    asked.json.write_text(json.dumps(figures, indent=1), "utf-8")


if __name__ == "__main__":
    main()
