"""What a clerk types appears large on the screen that faces a deaf visitor."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import expect

from queue_server.domain.actors import SYSTEM

if TYPE_CHECKING:
    from playwright.async_api import Browser

    from tests.queue_server.web.conftest import Running

PASSWORD = "correct horse"


async def test_only_somebody_signed_in_has_the_pages(running: Running) -> None:
    async with running.client() as nobody:
        for path in ("/captions/", "/captions/screen"):
            assert (await nobody.get(path)).headers["location"] == "/staff/sign-in"


@pytest.mark.e2e
async def test_words_go_from_the_desk_to_the_screen_and_nowhere_else(
    running_now: Running, browser: Browser
) -> None:
    await running_now.server.hall.create_user(
        SYSTEM, name="li", role="staff", password=PASSWORD, window="w3"
    )
    context = await browser.new_context(viewport={"width": 1024, "height": 768}, locale="zh-CN")
    desk, screen = await context.new_page(), await context.new_page()
    await desk.goto(running_now.url + "/staff/sign-in")
    await desk.fill("#name", "li")
    await desk.fill("#password", PASSWORD)
    await desk.keyboard.press("Enter")
    await desk.wait_for_url("**/staff/")
    await desk.goto(running_now.url + "/captions/")
    await screen.goto(running_now.url + "/captions/screen")
    sent: list[str] = []
    desk.on("request", lambda request: sent.append(request.url))
    await desk.focus("#text")
    await desk.keyboard.type("请带身份证<b>")
    await desk.keyboard.press("Enter")
    shown = screen.locator("#now")
    await expect(shown).to_have_text("请带身份证<b>")
    assert await shown.evaluate("words => parseInt(getComputedStyle(words).fontSize)") >= 96
    await desk.get_by_role("button", name="需要手语翻译吗？").press("Enter")
    await expect(shown).to_have_text("需要手语翻译吗？")
    # A screen opened later asks what stands there now.
    late = await context.new_page()
    await late.goto(running_now.url + "/captions/screen")
    await expect(late.locator("#now")).to_have_text("需要手语翻译吗？")
    await desk.focus("#text")
    await desk.keyboard.press("Escape")
    await expect(shown).to_contain_text("您好")
    long = "很长的话" * 100
    await desk.fill("#text", long)
    await desk.keyboard.press("Enter")
    await expect(shown).to_have_text(long)
    assert await screen.evaluate("document.documentElement.scrollHeight <= innerHeight")
    assert sent == []
    for page in (desk, screen):
        results = await Axe().run(page)
        assert results.violations_count == 0, results.generate_report()
