"""A clerk gives a number at the window; past the day's quota only with a reason."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import replace
from pathlib import Path
from typing import Any

from playwright.async_api import Browser, expect

from config.site import Site
from hall.clock import SystemClock
from queue_server.service.telling import decode
from tests.queue_server.web.test_console import signed_in


async def test_a_clerk_gives_a_number_and_one_past_the_quota_with_a_reason(
    serve: "Callable[..., AbstractAsyncContextManager[Any]]",
    site: Site,
    tmp_path: Path,
    browser: Browser,
) -> None:
    first = replace(site.services[0], quota=1)
    few = replace(site, services=(first, *site.services[1:]))
    async with serve(few, tmp_path, SystemClock()) as running:
        await running.clerk()
        page, faults = await signed_in(browser, running)
        said = page.locator("#said")
        for expected in ("已取 A001", "已取 A002"):
            await page.locator("#give-number").focus()
            await page.keyboard.press("Enter")
            await expect(page.locator("#give-service")).to_be_focused()
            await page.locator("#dialog-go").press("Enter")
            if expected == "已取 A002":
                await expect(page.locator("#alarm")).to_contain_text("今天的号已发完")
                await expect(page.locator("#dialog-title")).to_contain_text("多发一个号")
                await page.locator("#reason-own").fill("住得很远")
                await page.keyboard.press("Enter")
            await expect(said).to_contain_text(expected)
        rows = running.server.hall.showing.read_rows(0, 500)
        told = [decode(row.data) for row in rows if row.kind == "ticket_issued"]
        assert [(row["number"], row["reason"]) for row in told] == [
            ("A001", None),
            ("A002", "住得很远"),
        ]
        assert faults == []
