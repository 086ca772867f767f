"""From a call's row to the last byte at its sign over TCP, and what encoding and drawing cost.

`hall90 bench displays [--signs N] [--dead N] [--calls N] [--panels N] [--seconds S] [--json FILE]`.
Signs are stand-ins in this process, dead ones answer nothing. Bars: median 50 ms with one sign,
200 ms with 64 of which 8 are dead; drawing and encoding at most 1.5 times a bare Pillow draw of the
same text; 64 panels of 64x32 at 25 frames a second under one core.
"""

import argparse
import asyncio
import contextlib
import itertools
import json
import socket
import statistics
import time
from collections.abc import AsyncIterator, Callable
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from displays.signs.bus import Bus
from displays.signs.bx_k.simulator import BxKStandIn
from displays.signs.commands import Area, Page, Show, ShowPicture
from displays.signs.drawing import draw_page
from displays.signs.kept import KeptSign, Shown
from displays.signs.lettering import font_path
from displays.signs.port import Faults, Wiring
from displays.signs.registry import family
from displays.simulator import DeviceSimulator
from hall.clock import SystemClock
from hall.links import Link, LinkAddress, listen, open_link, parse_link

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


def least_seconds(works: dict[str, Callable[[], object]], times: int) -> dict[str, float]:
    """Return the least seconds of one run of each, in nine rounds that take them in turn."""
    least = dict.fromkeys(works, float("inf"))
    for _ in range(9):
        for name, work in works.items():
            start = CLOCK.monotonic()
            for _ in range(times):
                work()
            least[name] = min(least[name], (CLOCK.monotonic() - start) / times)
    return least


def bare_draw(text: str, letters: ImageFont.FreeTypeFont) -> bytes:
    """Draw the same text as a short script would."""
    image = Image.new("RGB", (128, 32))
    pen = ImageDraw.Draw(image)
    pen.fontmode = "1"
    pen.text((0, 0), text, font=letters, fill=(255, 176, 0))
    return image.tobytes()


def drawing() -> dict[str, float]:
    """Measure drawing, and encoding what was drawn, against a bare draw; each text is a new one."""
    figures: dict[str, float] = {}
    path = font_path()
    if path is None:
        raise SystemExit("no font; install fonts-noto-cjk")
    for name, pattern, cell in (
        ("call", "请A{:03d}号\n到3号窗口", 16),
        ("number", "{:03d}→3", 32),
    ):
        letters = ImageFont.truetype(path, cell, index=7)
        taken = least_seconds(works(pattern, letters), 100)
        base = taken.pop("bare draw")
        figures[f"{name}: bare draw, ms"] = 1000 * base
        figures |= {f"{name}: {what}, times that": each / base for what, each in taken.items()}
    return figures


def works(pattern: str, letters: ImageFont.FreeTypeFont) -> dict[str, Callable[[], object]]:
    """Return what is timed: a bare draw, our draw, and each encoder."""
    numbers = itertools.count()

    def text() -> str:
        return pattern.format(next(numbers) % 1000)

    def encoder(kind: str, profile: str) -> Callable[[], object]:
        encode, wiring = family(kind).encode, Wiring(profile=profile)
        command = ShowPicture(picture=draw_page(Page(text=text())))
        if family(kind).capabilities(profile).content == "text":
            return lambda: encode(Show(page=Page(text=text())), wiring)
        return lambda: encode(command, wiring)

    return {
        "bare draw": lambda: bare_draw(text(), letters),
        "draw": lambda: draw_page(Page(text=text())),
        "encode ddp": encoder("ddp", "rgb"),
        "encode bx-6 two colours": encoder("bx-6", "dual"),
        "encode bx-6 full colour": encoder("bx-6", "full"),
        "encode bx-k": encoder("bx-k", "5k"),
        "encode huidu": encoder("huidu", "sdk2"),
    }


class Counted:
    """A link that counts the DDP frames written to it."""

    def __init__(self, inner: Link) -> None:
        self._inner = inner
        self.frames = 0
        self.packets: list[bytes] = []

    async def write(self, data: bytes) -> None:
        self.frames += data[0] & 1  # DDP's push: the last packet of a frame
        self.packets = [*self.packets[-8:], data]
        await self._inner.write(data)

    async def read(self, *, within: float) -> bytes:
        return await self._inner.read(within=within)

    async def aclose(self) -> None:
        await self._inner.aclose()


async def streaming(panels: int, seconds: float) -> dict[str, float]:
    """Drive panels with moving texts; nobody reads their sockets, so the time is ours alone."""
    links: list[Counted] = []

    async def opener(address: LinkAddress) -> Link:
        links.append(Counted(await open_link(address)))
        return links[-1]

    with contextlib.ExitStack() as stack:
        ports = [stack.enter_context(udp_socket()).getsockname()[1] for _ in range(panels)]
        wiring = Wiring(profile="rgb", panel=Area(width=64, height=32))
        tasks = []
        for number, port in enumerate(ports):
            sign = KeptSign(f"p{number}", family("ddp"), wiring, CLOCK)
            text = f"今天下午三点有招聘会，请到{number}号窗口"
            sign.want(Page(text=text, area=wiring.panel, effect="left"))
            bus = Bus(parse_link(f"udp:127.0.0.1:{port}"), [sign], CLOCK, opener=opener)
            tasks.append(asyncio.ensure_future(bus.run()))
        await CLOCK.sleep(2.0)
        sent = [link.frames for link in links]
        busy, began = time.process_time(), CLOCK.monotonic()
        await CLOCK.sleep(seconds)
        busy, passed = time.process_time() - busy, CLOCK.monotonic() - began
        rates = [(link.frames - old) / passed for link, old in zip(links, sent, strict=True)]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        packets = links[0].packets[-5:]
        bare = bare_sockets(ports, packets, int(25 * seconds)) / seconds
    return {
        f"{panels} panels: frames a second, median": statistics.median(rates),
        f"{panels} panels: frames a second, slowest": min(rates),
        f"{panels} panels: share of one core": busy / passed,
        f"{panels} panels: share of bare socket writes": bare,
    }


def udp_socket() -> socket.socket:
    """Return a bound socket that is never read."""
    found = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    found.bind(("127.0.0.1", 0))
    return found


def bare_sockets(ports: list[int], packets: list[bytes], frames: int) -> float:
    """Return the processor seconds of writing as many frames with nothing around it."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as out:
        began = time.process_time()
        for _ in range(frames):
            for port in ports:
                for packet in packets:
                    out.sendto(packet, ("127.0.0.1", port))
        return time.process_time() - began


def main() -> None:
    """Print the table and write JSON."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--signs", type=int, default=56)
    parser.add_argument("--dead", type=int, default=8)
    parser.add_argument("--calls", type=int, default=200)
    parser.add_argument("--panels", type=int, default=64)
    parser.add_argument("--seconds", type=float, default=5.0)
    parser.add_argument("--json", type=Path, default=Path("bench-displays.json"))
    asked = parser.parse_args()
    figures: dict[str, float] = {}
    for name, living, dead in (("one sign", 1, 0), ("many signs", asked.signs, asked.dead)):
        taken = sorted(asyncio.run(call_to_sign(living, dead, asked.calls)))
        figures[f"{name}: median ms"] = statistics.median(taken)
        figures[f"{name}: p99 ms"] = taken[int(0.99 * (len(taken) - 1))]
        figures[f"{name}: max ms"] = taken[-1]
    figures |= drawing()
    figures |= asyncio.run(streaming(asked.panels, asked.seconds))
    for name, value in figures.items():
        print(f"{name:<52}{value:>10.3f}")
    asked.json.write_text(json.dumps(figures, indent=1), "utf-8")


if __name__ == "__main__":
    main()
