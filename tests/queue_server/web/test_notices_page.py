"""The notices page in a real browser, by keyboard, as an admin and for axe."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import expect

from config.site import Sync
from hall.clock import SystemClock
from queue_server.domain.actors import SYSTEM
from tests.queue_server.web.conftest import in_the_morning

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractAsyncContextManager
    from pathlib import Path

    from playwright.async_api import Browser, Page

    from config.site import Site
    from tests.queue_server.web.conftest import Running

pytestmark = pytest.mark.e2e
PASSWORD = "correct horse"


async def _admin(browser: Browser, running: Running, role: Any = "admin") -> tuple[Page, list[str]]:
    await running.server.hall.create_user(SYSTEM, name="zhao", role=role, password=PASSWORD)
    context = await browser.new_context(
        viewport={"width": 1366, "height": 900}, locale="zh-CN", timezone_id="America/New_York"
    )
    page = await context.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    await page.goto(running.url + "/admin/notices")
    await page.wait_for_function("document.activeElement.id === 'name'")
    await page.keyboard.type("zhao")
    await page.keyboard.press("Tab")
    await page.keyboard.type(PASSWORD)
    await page.keyboard.press("Enter")
    await page.wait_for_url(running.url + "/admin/notices")
    return page, faults


async def test_a_notice_is_written_published_changed_and_taken_back(
    running_now: Running, browser: Browser
) -> None:
    page, faults = await _admin(browser, running_now)
    await page.focus("#text-zh-CN")
    await page.keyboard.type("今天下午四点半停止取号")
    await page.fill("#expires", "2099-12-31T17:30")
    await page.focus("#publish")
    await page.keyboard.press("Enter")
    item = page.locator("#list li.on")
    await expect(item).to_contain_text("今天下午四点半停止取号")
    async with running_now.client("admin") as admin:
        (told,) = (await admin.get("/api/v1/notices")).json()["items"]
    # Half past five in the hall's own zone, whatever zone the browser is in.
    zone = ZoneInfo(running_now.server.site.hall.time_zone)
    expires_at = datetime.fromisoformat(told["notice"]["expires_at"])
    assert expires_at == datetime(2099, 12, 31, 17, 30, tzinfo=zone)
    await item.get_by_role("button", name="修改").click()
    await expect(page.locator("#expires")).to_have_value("2099-12-31T17:30")
    await page.fill("#text-zh-CN", "今天下午五点停止取号")
    await page.locator("#publish").click()
    await expect(item).to_contain_text("五点")
    await item.get_by_role("button", name="撤下").click()
    await expect(page.locator("#gone li")).to_contain_text("五点")
    await page.locator("#gone").get_by_role("button", name="重新发布").click()
    await expect(item).to_contain_text("五点")
    assert faults == []


async def test_the_box_pressed_by_keyboard_sends_a_notice_up_and_is_empty_again(
    serve: Callable[..., AbstractAsyncContextManager[Running]],
    site: Site,
    tmp_path: Path,
    browser: Browser,
) -> None:
    above = replace(in_the_morning(site), sync=Sync(feed="150204", upstream="http://127.0.0.1:1"))
    async with serve(above, tmp_path, SystemClock()) as running:
        page, faults = await _admin(browser, running)
        await page.fill("#text-zh-CN", "周五停电\n下午两点到四点")
        await page.fill("#expires", "2099-12-31T17:30")
        await page.focus("#send-up")
        await page.keyboard.press("Space")
        await expect(page.locator("#send-up")).to_be_checked()
        await page.focus("#publish")
        await page.keyboard.press("Enter")
        await expect(page.locator("#sent li")).to_contain_text("周五停电")
        await expect(page.locator("#sent li")).to_contain_text("还没有报出去")
        await expect(page.locator("#list li.on")).to_contain_text("周五停电")
        await expect(page.locator("#send-up")).not_to_be_checked()
        async with running.client("admin") as admin:
            (sent,) = (await admin.get("/api/v1/sync/desk")).json()["sent"]
        assert (sent["title"], sent["state"]) == ("周五停电", "waiting")
        assert faults == []


async def test_what_does_not_fit_is_said_at_its_field(
    running_now: Running, browser: Browser
) -> None:
    page, faults = await _admin(browser, running_now)
    await page.locator("#publish").click()
    await expect(page.locator("#fault")).to_be_visible()
    await expect(page.locator("#text-zh-CN")).to_be_focused()
    await page.fill("#text-zh-CN", "昨天的事")
    await page.fill("#expires", "2020-01-01T08:00")
    await page.locator("#publish").click()
    await expect(page.locator("#fault")).to_contain_text("已经过去")
    await expect(page.locator("#expires")).to_be_focused()
    await expect(page.locator("#list li")).to_have_text(["还没有公告"])
    assert faults == []


async def test_axe_finds_nothing_on_the_notices_page(
    running_now: Running, browser: Browser
) -> None:
    page, faults = await _admin(browser, running_now, "supervisor")
    await page.fill("#text-zh-CN", "公告")
    await page.locator("#publish").click()
    await expect(page.locator("#list li.on")).to_be_visible()
    for width in (1366, 1024, 390):
        await page.set_viewport_size({"width": width, "height": 900})
        results = await Axe().run(page)
        assert results.violations_count == 0, results.generate_report()
        assert await page.evaluate("document.documentElement.scrollWidth") <= width
    assert faults == []


async def test_the_emergency_is_declared_and_ended_from_a_window(
    running_now: Running, browser: Browser
) -> None:
    await running_now.clerk()
    context = await browser.new_context(viewport={"width": 1024, "height": 768}, locale="zh-CN")
    page = await context.new_page()
    await page.goto(running_now.url + "/staff/")
    await page.fill("#name", "wang")
    await page.fill("#password", PASSWORD)
    await page.keyboard.press("Enter")
    await expect(page.locator("#live")).to_have_attribute("data-state", "live")
    await page.locator("#emergency-declare").click()
    await page.select_option("#emergency-kind", "medical")
    await page.locator("#dialog-go").click()
    await expect(page.locator("#emergency")).to_contain_text("急救")
    async with running_now.client() as anybody:
        told = (await anybody.get("/api/v1/emergency")).json()["emergency"]
    assert told["kind"] == "medical"
    await page.locator("#emergency-end").click()
    await page.locator("#dialog-go").click()
    await expect(page.locator("#emergency")).to_be_hidden()
    async with running_now.client() as anybody:
        assert (await anybody.get("/api/v1/emergency")).json()["emergency"] is None


async def test_a_clerk_of_a_window_has_no_notices_page(running: Running) -> None:
    async with running.client() as nobody:
        answer = await nobody.get("/admin/notices")
    assert answer.headers["location"].endswith("/staff/sign-in?next=/admin/notices")
