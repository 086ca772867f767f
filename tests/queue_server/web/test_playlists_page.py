"""Playlists in a real browser: put in order by keyboard, played on a screen, never over a call."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import pytest
from axe_playwright_python.async_playwright import Axe
from PIL import Image
from playwright.async_api import expect

from queue_server.domain.actors import SYSTEM

if TYPE_CHECKING:
    from playwright.async_api import Browser, Page

    from tests.queue_server.web.conftest import Running

pytestmark = pytest.mark.e2e
PASSWORD = "correct horse"


async def _signed_in(browser: Browser, running: Running) -> tuple[Page, list[str]]:
    await running.server.hall.create_user(SYSTEM, name="zhao", role="admin", password=PASSWORD)
    context = await browser.new_context(viewport={"width": 1366, "height": 900}, locale="zh-CN")
    page = await context.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    await page.goto(running.url + "/staff/sign-in")
    await page.fill("#name", "zhao")
    await page.fill("#password", PASSWORD)
    await page.keyboard.press("Enter")
    await page.wait_for_url(lambda url: "sign-in" not in url)
    await page.goto(running.url + "/admin/playlists")
    return page, faults


def _picture() -> bytes:
    drawn = io.BytesIO()
    Image.new("RGB", (320, 180), "#083b40").save(drawn, "PNG")
    return drawn.getvalue()


async def test_a_playlist_is_made_by_keyboard_published_and_told_where_it_shows(
    running_now: Running, browser: Browser
) -> None:
    page, faults = await _signed_in(browser, running_now)
    await page.fill("#name", "上午")
    await page.locator("[data-add=calls]").focus()
    await page.keyboard.press("Enter")
    await page.locator("[data-add=words]").focus()
    await page.keyboard.press("Enter")
    await page.keyboard.type("周三有招聘会")
    await page.get_by_role("button", name="第 2 项上移").focus()
    await page.keyboard.press("Enter")
    await expect(page.locator("#said")).to_have_text("现在是第 1 项，共 2 项")
    await expect(page.locator("#items li").first.locator("textarea").first).to_have_value(
        "周三有招聘会"
    )
    results = await Axe().run(page)
    assert results.violations_count == 0, results.generate_report()
    await page.locator("#publish").focus()
    await page.keyboard.press("Enter")
    listed = page.locator("#list li.on")
    await expect(listed).to_contain_text("上午")
    await expect(listed.locator("summary")).to_have_text("还没有在任何一处显示")
    screen = await (await browser.new_context(viewport={"width": 1920, "height": 1080})).new_page()
    await screen.goto(running_now.url + "/board/hall")
    await expect(screen.locator("#act .words").first).to_have_text("周三有招聘会")
    await expect(listed.locator("summary")).to_contain_text("1 处显示", timeout=20_000)
    assert faults == []


async def _published(running: Running, *items: Any) -> None:
    async with running.client("admin") as admin:
        answer = await admin.post("/api/v1/playlists", json={"name": "x", "items": items})
    assert answer.status_code == 201, answer.text


async def test_a_picture_plays_on_without_the_server_and_gives_way_to_a_call(
    running_now: Running, browser: Browser
) -> None:
    async with running_now.client("admin") as admin:
        told = await admin.post("/api/v1/media/pictures?title=x", content=_picture())
    picture = {"kind": "picture", "seconds": 10, "media": told.json()["name"]}
    words = {"kind": "words", "seconds": 10, "text": {"zh-CN": "请慢走"}}
    await _published(running_now, words, {**picture, "text": {"zh-CN": "大门口有坡道"}})
    context = await browser.new_context(
        viewport={"width": 1920, "height": 1080}, reduced_motion="reduce"
    )
    page = await context.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    await page.clock.install()
    await page.goto(running_now.url + "/board/hall")
    await expect(page.locator("#act")).to_contain_text("请慢走")
    await running_now.issue()
    async with running_now.client("staff", "w3") as clerk:
        await clerk.post("/api/v1/windows/w3/open")
        await clerk.post("/api/v1/windows/w3/call-next", headers={"Idempotency-Key": "one"})
    await expect(page.locator(".call.top.now")).to_be_visible()
    await expect(page.locator("#stage")).to_be_hidden()
    # The line is cut: the call is no longer new, and what was fetched once plays on.
    await context.set_offline(True)
    await page.clock.run_for(70_000)
    await expect(page.locator("#act img")).to_have_attribute("alt", "大门口有坡道")
    assert await page.locator("#act img").evaluate("e => e.naturalWidth") == 320
    await expect(page.locator("#strip")).to_contain_text("3")
    await expect(page.locator("#stale")).to_be_visible()
    assert faults == []
