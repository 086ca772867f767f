"""Pictures every page of the hall server for docs/, light, dark and in high contrast.

`.venv/bin/python tools/page_pictures.py` from the checkout; a minute. It starts a hall of
its own in the middle of a day (tests/queue_server/web/pages/visiting.py) and looks at each page in
a real Chromium. `--only NAME` pictures one page and leaves docs/pages.md alone.
"""

import asyncio
import io
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from PIL import Image
from playwright.async_api import Browser, async_playwright

from config.loader import load_site
from hall.clock import SystemClock

if TYPE_CHECKING:
    from tests.queue_server.web.pages.visiting import Filled, Visit

ROOT = Path(__file__).resolve().parents[1]
IMAGES = ROOT / "docs" / "images" / "pages"
PAGE = ROOT / "docs" / "pages.md"
LOOKS = ("light", "dark", "contrast")
_TALLEST = 1600
_FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"]
_SIZES = {"phone": (390, 760), "told": (390, 760), "board": (1280, 720), "captions-s": (1280, 720)}
_HEAD = """# Every page of the hall server

Made by `tools/page_pictures.py` from a demo hall in the middle of a day; do not edit. Names, firms
and numbers are invented. From left to right: light, dark, high contrast; whoever works here
chooses under **Display**, or lets the system choose.

| | light | dark | high contrast |
| --- | --- | --- | --- |
"""


def keep(picture: bytes, path: Path) -> None:
    """Write a picture small: a palette holds a page of flat colours."""
    with Image.open(io.BytesIO(picture)) as whole:
        seen = whole.convert("RGB").crop((0, 0, whole.width, min(whole.height, _TALLEST)))
        wide = seen.width > 500
        size = (seen.width * 3 // 5, seen.height * 3 // 5) if wide else seen.size
        small = seen.resize(size, Image.Resampling.LANCZOS)
    path.parent.mkdir(parents=True, exist_ok=True)
    few = small.quantize(64, Image.Quantize.MAXCOVERAGE, kmeans=2, dither=Image.Dither.NONE)
    few.save(path, optimize=True)


async def pictured(visit: "Visit", hall: "Filled", browser: Browser) -> str:
    """Picture one page in each look; return its line of the table."""
    cells = []
    near = next((size for name, size in _SIZES.items() if visit.name.startswith(name)), None)
    width, height = near or (1280, 800)
    page = await hall.page(browser, visit.who)
    await page.set_viewport_size({"width": width, "height": height})
    await page.emulate_media(reduced_motion="reduce")
    await visit.make(page, hall)
    # A hall screen has one look, and a choice made on a page must not be found on the next.
    for look in LOOKS if visit.name != "board" else LOOKS[:1]:
        if visit.name != "board":
            root = page.locator("html")
            await root.evaluate("(root, look) => root.setAttribute('data-theme', look)", look)
        name = f"{visit.name}-{look}.png"
        keep(await page.screenshot(full_page=near is None), IMAGES / name)
        cells.append(f"![{visit.name}, {look}](images/pages/{name})")
    await page.close()
    return f"| {visit.name} | " + " | ".join(cells) + " |"


async def pictures(only: Sequence[str]) -> list[str]:
    """Picture the pages; return the lines of the table."""
    from tests.queue_server.web.conftest import serving
    from tests.queue_server.web.pages.visiting import SPOKEN, SPOKEN_TAGS, VISITS, filled

    site = load_site()
    speaking = replace(site, hall=replace(site.hall, languages=SPOKEN_TAGS))
    lines: list[str] = []
    for place, visits in ((site, VISITS), (speaking, SPOKEN)):
        wanted = [visit for visit in visits if not only or visit.name in only]
        if not wanted:
            continue
        with tempfile.TemporaryDirectory() as folder:
            async with serving(place, Path(folder), SystemClock()) as running:
                hall = await filled(running)
                async with async_playwright() as playwright:
                    browser: Any = await playwright.chromium.launch(
                        executable_path="/usr/bin/chromium", args=_FLAGS
                    )
                    lines += [await pictured(visit, hall, browser) for visit in wanted]
                    await browser.close()
    return lines


@click.command()
@click.option("--only", multiple=True, help="Picture only these pages, and leave docs/pages.md.")
def main(only: Sequence[str]) -> None:
    """Picture every page into docs/images/pages."""
    if not only:
        for old in IMAGES.glob("*.png"):
            old.unlink()
    lines = asyncio.run(pictures(only))
    if not only:
        PAGE.write_text(_HEAD + "\n".join(lines) + "\n", "utf-8")
    click.echo(f"{len(lines)} pages in {len(LOOKS)} looks")


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    main()
