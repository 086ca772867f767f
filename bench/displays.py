"""From a call's row to the last byte at its sign over TCP, and what encoding and drawing cost.

`hall90 bench displays [--signs N] [--dead N] [--calls N] [--json FILE]`. Signs are stand-ins in
this process, dead ones answer nothing. Bars: median 50 ms with one sign, 200 ms with 64 of which
8 are dead; drawing at most 1.5 times a bare Pillow draw of the same text.
"""

import argparse
import asyncio
import contextlib
import json
import statistics
from collections.abc import AsyncIterator, Callable
from pathlib import Path

from PIL import Image, ImageDraw

from displays.signs.bus import Bus
from displays.signs.bx_k.simulator import BxKStandIn
from displays.signs.commands import Page, Show
from displays.signs.drawing import draw_page
from displays.signs.kept import KeptSign, Shown
from displays.signs.lettering import font
from displays.signs.port import Faults, Wiring
from displays.signs.registry import family
from displays.simulator import DeviceSimulator
from hall.clock import SystemClock
from hall.links import listen, parse_link

CLOCK = SystemClock()
WIRING = Wiring(profile="5k")


class Stopwatch:
    """When each page was acknowledged."""

    def __init__(self) -> None:
        self.at: dict[object, float] = {}
        self.rang = asyncio.Event()

    def __call__(self, shown: Shown) -> None:
        if shown.shown:
            self.at[shown.tag] = CLOCK.monotonic()
            self.rang.set()


@contextlib.asynccontextmanager
async def signs(living: int, dead: int, watch: Stopwatch) -> AsyncIterator[list[KeptSign]]:
    """Run buses to that many stand-ins, each on a link of its own; return the living signs."""
    listeners, kept = [], []
    for number in range(living + dead):
        faults = Faults(mute=number >= living)
        simulator = DeviceSimulator(BxKStandIn(WIRING), CLOCK, lambda value=faults: value)  # type: ignore[misc]  # mypy cannot infer a lambda's default
        listeners.append(await listen(parse_link("tcp:127.0.0.1:0"), simulator.serve))
        kept.append(KeptSign(f"s{number}", family("bx-k"), WIRING, CLOCK, tell=watch))
    buses = [
        Bus(listener.address, [sign], CLOCK) for listener, sign in zip(listeners, kept, strict=True)
    ]
    tasks = [asyncio.ensure_future(bus.run()) for bus in buses]
    await CLOCK.sleep(2.0)
    try:
        yield kept[:living]
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        for listener in listeners:
            await listener.close()


async def call_to_sign(living: int, dead: int, calls: int) -> list[float]:
    """Return for each call the milliseconds until its sign has acknowledged it."""
    watch = Stopwatch()
    taken: list[float] = []
    async with signs(living, dead, watch) as kept:
        for number in range(calls):
            watch.rang.clear()
            start = CLOCK.monotonic()
            kept[number % living].want(Page(text=f"请A{number:03d}号\n到3号窗口"), tag=number)
            async with asyncio.timeout(5):
                while number not in watch.at:
                    await watch.rang.wait()
                    watch.rang.clear()
            taken.append(1000 * (watch.at[number] - start))
            await CLOCK.sleep(0.02)
    return taken


def seconds_each(work: Callable[[], object], times: int) -> float:
    """Return the median seconds of one run, in five rounds."""
    rounds = []
    for _ in range(5):
        start = CLOCK.monotonic()
        for _ in range(times):
            work()
        rounds.append((CLOCK.monotonic() - start) / times)
    return statistics.median(rounds)


def bare_draw() -> None:
    """Draw the same text as a short script would."""
    image = Image.new("RGB", (128, 32))
    pen = ImageDraw.Draw(image)
    pen.fontmode = "1"
    pen.text((0, 0), "请A017号\n到3号窗口", font=font(16), fill=(255, 176, 0))
    image.tobytes()


def main() -> None:
    """Print the table and write JSON."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--signs", type=int, default=56)
    parser.add_argument("--dead", type=int, default=8)
    parser.add_argument("--calls", type=int, default=200)
    parser.add_argument("--json", type=Path, default=Path("bench-displays.json"))
    asked = parser.parse_args()
    figures: dict[str, float] = {}
    for name, living, dead in (("one sign", 1, 0), ("many signs", asked.signs, asked.dead)):
        taken = sorted(asyncio.run(call_to_sign(living, dead, asked.calls)))
        figures[f"{name}: median ms"] = statistics.median(taken)
        figures[f"{name}: p99 ms"] = taken[int(0.99 * (len(taken) - 1))]
        figures[f"{name}: max ms"] = taken[-1]
    page = Page(text="请A017号\n到3号窗口")
    encode = family("bx-k").encode
    figures["encode one call: ms"] = 1000 * seconds_each(
        lambda: encode(Show(page=page), WIRING), 200
    )
    drawn, bare = seconds_each(lambda: draw_page(page), 50), seconds_each(bare_draw, 50)
    figures["draw one page: ms"] = 1000 * drawn
    figures["draw one page: times a bare draw"] = drawn / bare
    for name, value in figures.items():
        print(f"{name:<36}{value:>10.3f}")
    asked.json.write_text(json.dumps(figures, indent=1), "utf-8")


if __name__ == "__main__":
    main()
