"""How heavy and how quick the pages are, in real Chromium on loopback, with a thousand in line.

Bars (of our own work): a page is made, sent, read, laid out and painted in ≤ 150 ms, it and all it
loads are ≤ 150 kB, a change in the hall stands in the page within 50 ms.

What is counted is processor time, the server's and that of the page's own thread: how long the
clock says it took depends on who else uses the machine, and is told beside it without a bar.
"""

import argparse
import asyncio
import json
import shutil
import statistics
import tempfile
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
from playwright.async_api import Browser, CDPSession, Page, async_playwright

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
_AT_ONCE = 16
_WATCH = """() => {
  window.seenAt = {};
  new MutationObserver(changes => {
    for (const change of changes) for (const row of change.addedNodes) {
      const number = row.querySelector && row.querySelector(".number");
      if (number && !(number.textContent in seenAt))
        seenAt[number.textContent] = performance.timeOrigin + performance.now();
    }
  }).observe(document.getElementById("rows"), { childList: true });
}"""
_SEEN = """number => new Promise(done => {
  const look = () => number in seenAt ? done(seenAt[number]) : setTimeout(look, 20);
  look();
})"""


@dataclass(frozen=True, slots=True)
class Row:
    """One measured thing; without a bar it is told for whoever wonders."""

    name: str
    value: float
    bar: float | None = None


def main() -> None:
    """Measure, print a table, write JSON."""
    parser = argparse.ArgumentParser(prog="hall90 bench web")
    parser.add_argument("--line", type=int, default=1000, help="how many wait in the list")
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--quick", action="store_true", help="five rounds, below three minutes")
    parser.add_argument("--page", action="append", help="only this address; may be repeated")
    parser.add_argument("--json", type=Path, default=Path("bench-web.json"))
    options = parser.parse_args()
    rounds = 5 if options.quick else options.rounds
    every = sorted({each["href"] for each in ADMIN_PAGES})
    found = asyncio.run(_measured(options.line, rounds, options.page or every))
    for row in found:
        bar = "" if row.bar is None else f"≤ {row.bar:g}"
        verdict = "" if row.bar is None else "reached" if row.value <= row.bar else "NOT reached"
        print(f"{row.name:<58} {row.value:>8.1f}  {bar:<7} {verdict}")
    kept = [row for row in found if row.bar is not None]
    reached = sum(row.value <= (row.bar or 0) for row in kept)
    print(f"{reached} of {len(kept)} bars reached; {options.line} in line, {rounds} rounds")
    told = {"at": _CLOCK.now().isoformat(), "line": options.line, "rounds": rounds}
    rows = [{"name": row.name, "value": row.value, "bar": row.bar} for row in found]
    options.json.write_text(json.dumps({**told, "rows": rows}, ensure_ascii=False, indent=1))


async def _measured(line: int, rounds: int, paths: Sequence[str]) -> list[Row]:
    with tempfile.TemporaryDirectory() as folder, disk_of_known_speed(Path(folder)) as disk:
        data, site = disk.folder / "hall", disk.folder / "site.toml"
        shutil.copyfile(_SITE, site)
        data.mkdir()
        token = await _founded(site, data)
        with hall_server(disk, data, site) as program:
            async with _hall(program, token, line) as hall, _browser() as browser:
                page = await _signed_in(browser, program.url)
                return [row async for row in _rows(page, program, hall, rounds, paths)]


async def _founded(site: Path, data: Path) -> str:
    """Return an admin's token of a new hall."""
    hall = open_hall(load_site(site), data, _CLOCK)
    try:
        return await hall.create_token(SYSTEM, role="admin", name="bench")
    finally:
        await hall.aclose()


async def _rows(
    page: Page, program: Program, hall: httpx.AsyncClient, rounds: int, paths: Sequence[str]
) -> AsyncIterator[Row]:
    line = await page.context.new_cdp_session(page)
    await line.send("Performance.enable", {"timeDomain": "threadTicks"})
    for path in paths:
        ours, painted = await _paint(page, line, program, path, rounds)
        yield Row(f"{path} painted, ms of processor", ours, _PAINT_MS)
        yield Row(f"{path} painted, ms by the clock", painted)
        weight = await _weight(page, line, program.url + path)
        yield Row(f"{path} all told, kB", weight / 1000, _WEIGHT / 1000)
    async for row in _changes(page, line, program, hall, rounds):
        yield row


async def _paint(
    page: Page, line: CDPSession, program: Program, path: str, rounds: int
) -> tuple[float, float]:
    """Return the processor's ms until a page is loaded and painted, and those of the clock."""
    ours, painted, served = [], [], program.processor_s()
    await page.goto(program.url + path, wait_until="load")
    for _ in range(rounds):
        # A new page's thread counts from nothing.
        await page.goto("about:blank")
        await page.goto(program.url + path, wait_until="load")
        ours.append(await _thread_ms(line))
        shown = await page.evaluate(
            "performance.getEntriesByType('paint').map(each => each.startTime)[0] || 0"
        )
        painted.append(float(shown))
    each = (program.processor_s() - served) / (rounds + 1) * 1000
    return statistics.median(ours) + each, statistics.median(painted)


async def _thread_ms(line: CDPSession) -> float:
    told = await line.send("Performance.getMetrics")
    known = {each["name"]: each["value"] for each in told["metrics"]}
    return float(known["TaskDuration"]) * 1000


async def _weight(page: Page, line: CDPSession, address: str) -> float:
    """Return the bytes of a page and all it loads, unpacked, with nothing in the cache."""
    await line.send("Network.setCacheDisabled", {"cacheDisabled": True})
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
    await line.send("Network.setCacheDisabled", {"cacheDisabled": False})
    return float(sum(sizes))


async def _changes(
    page: Page, line: CDPSession, program: Program, hall: httpx.AsyncClient, rounds: int
) -> AsyncIterator[Row]:
    """Tell how long a ticket given stands nowhere in the console's list, and what it costs."""
    await page.goto(program.url + "/staff/", wait_until="load")
    await page.wait_for_selector("#rows tr")
    await page.evaluate(_WATCH)
    told, spent, served = [], [], []
    for turn in range(rounds):
        await asyncio.sleep(1.5)  # what the last one brought about is over
        before, server = await _thread_ms(line), program.processor_s()
        given = _CLOCK.now().timestamp() * 1000
        number = await _give(hall, f"change-{turn}", "blind")
        told.append(float(await page.evaluate(_SEEN, number)) - given)
        spent.append(await _thread_ms(line) - before)
        served.append((program.processor_s() - server) * 1000)
    each = statistics.median(spent) + statistics.mean(served)
    yield Row("a change until it stands in the list, ms of processor", each, _CHANGE_MS)
    yield Row("a change until it stands in the list, ms by the clock", statistics.median(told))


async def _give(hall: httpx.AsyncClient, key: str, *needs: str) -> str:
    body = {"service": "unemployment", "channel": "kiosk", "needs": needs}
    answer = await hall.post("/api/v1/tickets", json=body, headers={"Idempotency-Key": key})
    answer.raise_for_status()
    return str(answer.json()["number"])


@asynccontextmanager
async def _hall(program: Program, token: str, line: int) -> AsyncIterator[httpx.AsyncClient]:
    headers = {"Authorization": f"Bearer {token}"}
    async with httpx.AsyncClient(
        base_url=program.url, headers=headers, trust_env=False, timeout=60
    ) as hall:
        account = {"name": _NAME, "role": "admin", "password": _PASSWORD, "window": "w3"}
        (await hall.post("/api/v1/accounts", json=account)).raise_for_status()
        (await hall.post("/api/v1/windows/w3/open")).raise_for_status()
        for begun in range(0, line, _AT_ONCE):
            last = min(line, begun + _AT_ONCE)
            await asyncio.gather(*(_give(hall, f"line-{n}") for n in range(begun, last)))
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
