"""How long a ticket takes to draw and encode, and how many bytes it has, beside a bare peer.

The peer is what a short script would do: the very same drawing calls on a Pillow image, given to
python-escpos' ``image()``. Bars: time ≤ 1.5 ×, raster bytes ≤ 1.2 ×.
"""

import argparse
import asyncio
import contextlib
import json
import statistics
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import segno
from PIL import Image, ImageDraw

from config.loader import load_site
from hall.clock import SystemClock
from hall.errors import LinkError
from hall.links.address import parse_link
from hall.links.listening import listen
from hall.links.port import Link
from printer.document import Document
from printer.escpos.encoder import encode_document
from printer.escpos.raster_mode import draw_document
from printer.profile import load_profile
from printer.registry import make_printer
from printer.slip import TicketSlip, ticket_slip
from printer.ticket_layout import layout_ticket

_URL = "https://hall.example/t/7Q4M9XK2"

Call = tuple[str, tuple[Any, ...], dict[str, Any]]


class RecordingDraw(ImageDraw.ImageDraw):
    """Keeps the drawing calls, so that the peer can repeat exactly them."""

    calls: list[Call] = []  # noqa: RUF012  one run, one list

    def text(self, *args: Any, **options: Any) -> None:
        RecordingDraw.calls.append(("text", args, options))
        super().text(*args, **options)

    def rectangle(self, *args: Any, **options: Any) -> None:
        RecordingDraw.calls.append(("rectangle", args, options))
        super().rectangle(*args, **options)


def main() -> None:
    """Measure, print a table, write JSON."""
    parser = argparse.ArgumentParser(prog="hall90 bench printer")
    parser.add_argument("--rounds", type=int, default=40)
    parser.add_argument("--json", type=Path, default=Path("bench-printer.json"))
    parser.add_argument("--first-ticket", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.first_ticket:
        print(asyncio.run(_first_byte(_document(), rounds=1)))
        return
    results = measure(options.rounds)
    print(f"{'what':<44}{'ours':>12}{'bare':>12}{'ratio':>8}{'bar':>6}")
    for row in results["rows"]:
        print(
            f"{row['what']:<44}{row['ours']:>12.2f}{row['bare']:>12.2f}{row['ratio']:>8.2f}"
            f"{row['bar']:>6.1f}"
        )
    first = results["first_byte_ms"]
    print(f"{'print() to first byte at a TCP printer, ms':<44}{first:>12.2f}{'':>20}{100:>6}")
    cold = results["first_ticket_ms"]
    print(f"{'the same for the first ticket of a process, ms':<44}{cold:>12.2f}{'':>20}{100:>6}")
    options.json.write_text(json.dumps(results, indent=1), "utf-8")


def measure(rounds: int) -> dict[str, Any]:
    """Return the figures; milliseconds are medians of rounds taken in turn."""
    slip = _slip()
    raster, text = load_profile("80mm-raster"), load_profile("80mm")
    ours = encode_document(layout_ticket(slip, raster), raster)
    calls, size = _record(slip)
    times = _alternate(
        rounds,
        lambda: encode_document(layout_ticket(slip, raster), raster),
        lambda: _bare(calls, size),
        lambda: encode_document(layout_ticket(slip, text), text),
    )
    bare_bytes = len(_bare(calls, size))
    return {
        "at": SystemClock().now().isoformat(),
        "rounds": rounds,
        "first_byte_ms": asyncio.run(_first_byte(layout_ticket(slip, raster))),
        "first_ticket_ms": statistics.median(_first_ticket() for _ in range(3)),
        "text_ticket_ms": times[2],
        "text_ticket_bytes": len(encode_document(layout_ticket(slip, text), text).data),
        "rows": [
            _row("raster ticket, layout to bytes, ms", times[0], times[1], 1.5),
            _row("raster ticket, bytes", len(ours.data), bare_bytes, 1.2),
        ],
    }


def _document() -> Document:
    return layout_ticket(_slip(), load_profile("80mm-raster"))


def _first_ticket() -> float:
    """Return the time to the first byte in a process that has only asked for the status."""
    # -P: this folder holds a queue.py that must not hide the library's.
    command = [sys.executable, "-P", __file__, "--first-ticket"]
    told = subprocess.run(command, capture_output=True, text=True, check=True)
    return float(told.stdout)


def _row(what: str, ours: float, bare: float, bar: float) -> dict[str, Any]:
    return {"what": what, "ours": ours, "bare": bare, "ratio": ours / bare, "bar": bar}


def _slip() -> TicketSlip:
    return ticket_slip(
        load_site(),
        service="unemployment",
        number="A017",
        issued_at=datetime(2026, 11, 23, 1, 42, tzinfo=UTC),
        language="zh-CN",
        ahead=5,
        wait=(15, 25),
        url=_URL,
    )


def _record(slip: TicketSlip) -> tuple[list[Call], tuple[int, int]]:
    """Draw once with our code, keep its calls, and check that repeating them gives the same."""
    profile = load_profile("80mm-raster")
    plain = ImageDraw.ImageDraw
    ImageDraw.ImageDraw = RecordingDraw  # type: ignore[misc]
    try:
        picture = draw_document(layout_ticket(slip, profile), profile).image
    finally:
        ImageDraw.ImageDraw = plain  # type: ignore[misc]
    calls = list(RecordingDraw.calls)
    if _draw(calls, picture.size).tobytes() != picture.tobytes():
        raise SystemExit("the peer does not draw the same picture; the comparison would be wrong")
    return calls, picture.size


def _draw(calls: list[Call], size: tuple[int, int]) -> Image.Image:
    image = Image.new("L", size, 255)
    draw = ImageDraw.Draw(image)
    for name, args, options in calls:
        getattr(draw, name)(*args, **options)
    return image


def _bare(calls: list[Call], size: tuple[int, int]) -> bytes:
    from escpos.printer import Dummy

    segno.make_qr(_URL.encode(), error="m", boost_error=False)
    device = Dummy()
    device.profile.profile_data["media"]["width"]["pixels"] = size[0]
    device.image(_draw(calls, size))
    device.cut()
    return bytes(device.output)


async def _first_byte(document: Document, rounds: int = 12) -> float:
    """Return the time from ``print`` to the ticket's first byte, status questions included.

    The printer was asked for its status before, as a kiosk does while nobody stands at it.
    """
    clock = SystemClock()
    arrived: list[float] = []

    async def answer(link: Link) -> None:
        with contextlib.suppress(LinkError):
            while True:
                data = await link.read(within=5)
                if data[:2] == b"\x10\x04":
                    await link.write(b"\x12")
                elif data[:2] == b"\x1b@":
                    arrived.append(clock.monotonic())
                if data.endswith(b"\x1dr\x01"):
                    await link.write(b"\x00")

    listener = await listen(parse_link("tcp:127.0.0.1:0"), answer)
    printer = make_printer(str(listener.address), "80mm-raster", clock)
    waits = []
    await printer.status()
    for _ in range(rounds):
        began = clock.monotonic()
        await printer.print(document)
        waits.append((arrived[-1] - began) * 1000)
    await printer.aclose()
    await listener.close()
    return statistics.median(waits[2:] or waits)


def _alternate(rounds: int, *works: Callable[[], object]) -> list[float]:
    clock = SystemClock()
    samples: list[list[float]] = [[] for _ in works]
    for _ in range(rounds):
        for sample, work in zip(samples, works, strict=True):
            began = clock.monotonic()
            work()
            sample.append((clock.monotonic() - began) * 1000)
    return [statistics.median(sample) for sample in samples]


if __name__ == "__main__":
    main()
