"""How heavy and how quick the pages are, in real Chromium on loopback, with a thousand in line.

Bars (of our own work): first paint ≤ 150 ms beyond an empty page of the same server, the console
and all it loads ≤ 150 kB, a change in the hall stands in the page within 50 ms.
"""

import argparse
import asyncio
import json
import shutil
import statistics
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
from playwright.async_api import Browser, Page, async_playwright

from bench.load.programs import Program, disk_of_known_speed, hall_server
from config.loader import load_site
from hall.clock import SystemClock
from queue_server.app import open_hall
from queue_server.domain.actors import SYSTEM
from queue_server.web.pages import ADMIN_PAGES

_PAINT_MS, _WEIGHT, _CHANGE_MS = 150.0, 150_000, 50.0
_SITE = Path(__file__).resolve().parents[1] / "config" / "defaults" / "site.toml"
_CLOCK = SystemClock()
_NAME, _PASSWORD = "bench", "a long password"
_FLAGS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]
_SEEN = """() => new Promise(done => {
  const rows = document.getElementById("rows");
  new MutationObserver(() => done(performance.timeOrigin + performance.now()))
    .observe(rows, { childList: true, subtree: true, characterData: true });
})"""


def main() -> None:
    """Measure, print a table, write JSON."""
    parser = argparse.ArgumentParser(prog="hall90 bench web")
    parser.add_argument("--line", type=int, default=1000, help="how many wait in the list")
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--json", type=Path, default=Path("bench-web.json"))
    options = parser.parse_args()
    found = asyncio.run(_measured(options.line, options.rounds))
    for name, value, bar in found:
        print(f"{name:<42} {value:>10.1f}  {f'≤ {bar:g}' if bar else '':<9}"
              f"{'' if bar is None else 'reached' if value <= bar else 'NOT reached'}")  # fmt: skip
    told = {"at": _CLOCK.now().isoformat(), "line": options.line, "rounds": options.rounds}
    rows = [{"name": name, "value": value, "bar": bar} for name, value, bar in found]
    options.json.write_text(json.dumps({**told, "rows": rows}, ensure_ascii=False, indent=1))


async def _measured(line: int, rounds: int) -> list[tuple[str, float, float | None]]:
    with tempfile.TemporaryDirectory() as folder, disk_of_known_speed(Path(folder)) as disk:
        data, site = disk.folder / "hall", disk.folder / "site.toml"
        shutil.copyfile(_SITE, site)
        data.mkdir()
        token = await _founded(site, data)
        with hall_server(disk, data, site) as program:
            async with _hall(program, token, line) as hall, _browser() as browser:
                page = await _signed_in(browser, program.url)
                return [row async for row in _rows(page, program.url, hall, rounds)]


async def _founded(site: Path, data: Path) -> str:
    """Return an admin's token of a new hall."""
    hall = open_hall(load_site(site), data, _CLOCK)
    try:
        return await hall.create_token(SYSTEM, role="admin", name="bench")
    finally:
        await hall.aclose()


async def _rows(
    page: Page, url: str, hall: httpx.AsyncClient, rounds: int
) -> AsyncIterator[tuple[str, float, float | None]]:
    empty = await _first_paint(page, f"{url}/static/theme.js", rounds)
    yield "first paint of a bare file, ms", empty, None
    for path in sorted({each["href"] for each in ADMIN_PAGES}):
        paint, weight = (
            await _first_paint(page, url + path, rounds),
            await _weight(page, url + path),
        )
        yield f"{path} first paint beyond it, ms", paint - empty, _PAINT_MS
        yield f"{path} all told, kB", weight / 1000, _WEIGHT / 1000
    yield (
        "a change until it stands in the list, ms",
        await _change(page, url, hall, rounds),
        _CHANGE_MS,
    )


async def _first_paint(page: Page, address: str, rounds: int) -> float:
    taken = []
    for _ in range(rounds):
        await page.goto(address, wait_until="load")
        shown = await page.evaluate(
            "performance.getEntriesByType('paint').map(each => each.startTime)[0] || 0"
        )
        taken.append(float(shown))
    return statistics.median(taken)


async def _weight(page: Page, address: str) -> float:
    """Return the bytes of a page and all it loads, unpacked, with nothing in the cache."""
    context = page.context
    session = await context.new_cdp_session(page)
    await session.send("Network.setCacheDisabled", {"cacheDisabled": True})
    sizes: list[int] = []

    async def note(response: Any) -> None:
        if response.ok and "/api/" not in response.url:
            sizes.append(len(await response.body()))

    waiting: list[asyncio.Task[None]] = []

    def begin(response: Any) -> None:
        waiting.append(asyncio.ensure_future(note(response)))

    page.on("response", begin)
    await page.goto(address, wait_until="load")
    page.remove_listener("response", begin)
    await asyncio.gather(*waiting)
    await session.detach()
    return float(sum(sizes))


async def _change(page: Page, url: str, hall: httpx.AsyncClient, rounds: int) -> float:
    """Return from the answer that a ticket was given until the console's list has changed."""
    await page.goto(url + "/staff/", wait_until="load")
    await page.wait_for_selector("#rows tr")
    taken = []
    for turn in range(rounds):
        seen = asyncio.ensure_future(page.evaluate(_SEEN))
        await asyncio.sleep(0.3)
        await _give(hall, f"change-{turn}")
        given = _CLOCK.now().timestamp() * 1000
        taken.append(float(await seen) - given)
    return statistics.median(taken)


async def _give(hall: httpx.AsyncClient, key: str) -> None:
    body = {"service": "unemployment", "channel": "kiosk"}
    answer = await hall.post("/api/v1/tickets", json=body, headers={"Idempotency-Key": key})
    answer.raise_for_status()


@asynccontextmanager
async def _hall(program: Program, token: str, line: int) -> AsyncIterator[httpx.AsyncClient]:
    headers = {"Authorization": f"Bearer {token}"}
    async with httpx.AsyncClient(
        base_url=program.url, headers=headers, trust_env=False, timeout=60
    ) as hall:
        account = {"name": _NAME, "role": "supervisor", "password": _PASSWORD, "window": "w3"}
        (await hall.post("/api/v1/accounts", json=account)).raise_for_status()
        (await hall.post("/api/v1/windows/w3/open")).raise_for_status()
        for number in range(line):
            await _give(hall, f"line-{number}")
        yield hall


@asynccontextmanager
async def _browser() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path="/usr/bin/chromium", args=_FLAGS)
        yield browser
        await browser.close()


async def _signed_in(browser: Browser, url: str) -> Page:
    context = await browser.new_context(viewport={"width": 1366, "height": 768}, locale="zh-CN")
    page = await context.new_page()
    await page.goto(url + "/staff/sign-in")
    await page.fill("#name", _NAME)
    await page.fill("#password", _PASSWORD)
    await page.keyboard.press("Enter")
    await page.wait_for_url("**/staff/")
    return page


if __name__ == "__main__":
    main()
