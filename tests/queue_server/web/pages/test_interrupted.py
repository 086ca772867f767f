"""Server gone, network cut, sign-in ended: nothing typed is lost, nothing old looks new."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from typing import TYPE_CHECKING, Any

import pytest
from playwright.async_api import Browser, Page, expect

from hall.clock import SystemClock
from queue_server.domain.actors import SYSTEM

if TYPE_CHECKING:
    from pathlib import Path

    from config.site import Site
    from queue_server.domain.actors import UserRole
    from tests.queue_server.web.conftest import Running

pytestmark = pytest.mark.e2e
PASSWORD = "correct horse"
Serve = Callable[..., AbstractAsyncContextManager[Any]]
# One task a page: what is typed, where, and what sends it.
TASKS = {
    "/admin/notices": ("admin", {"#text-zh-CN": "周三停电，照常服务"}, "#publish", "#list"),
    "/reception/": ("reception", {"#book-label": "马老师"}, "#give .main", "#given"),
    "/admin/sync": ("admin", {"#words-asked": "保洁"}, "#find button", "#found"),
    "/admin/accounts": ("admin", {"#name": "zhou"}, "#new-account .main", "#people"),
}


async def signed_in(browser: Browser, running: Running, role: UserRole) -> Page:
    await running.server.hall.create_user(
        SYSTEM, name=f"the-{role}", role=role, password=PASSWORD, window=None
    )
    context = await browser.new_context(locale="zh-CN", viewport={"width": 1366, "height": 768})
    form: dict[str, Any] = {"name": f"the-{role}", "password": PASSWORD}
    answer = await context.request.post(running.url + "/staff/sign-in", form=form)
    assert answer.ok
    return await context.new_page()


async def typed(page: Page, fields: dict[str, str]) -> None:
    folded = page.locator("main details.new:not([open]) > summary")
    await folded.evaluate_all("all => all.forEach(each => each.click())")
    for field, words in fields.items():
        await page.fill(field, words)


async def holds(page: Page, fields: dict[str, str]) -> None:
    for field, words in fields.items():
        await expect(page.locator(field)).to_have_value(words)


async def test_a_half_filled_form_outlives_the_servers_restart_and_is_sent_after_it(
    serve: Serve, site: Site, tmp_path: Path, browser: Browser
) -> None:
    clock, path = SystemClock(), "/admin/notices"
    role, fields, send, shown = TASKS[path]
    async with serve(site, tmp_path, clock) as running:
        page = await signed_in(browser, running, role)  # type: ignore[arg-type]  # a role's name
        await page.goto(running.url + path)
        await typed(page, fields)
        port = int(running.url.rpartition(":")[2])
    await page.locator(send).click()
    await expect(page.locator("#lost")).to_be_visible()
    await expect(page.locator("#lost")).to_contain_text("连不上服务器")
    await expect(page.locator("body")).to_have_class("console admin stale")
    await holds(page, fields)
    async with serve(site, tmp_path, clock, port):
        await expect(page.locator("#lost")).to_be_hidden(timeout=20_000)
        await holds(page, fields)
        await page.locator(send).click()
        await expect(page.locator(shown)).to_contain_text("周三停电")
        await expect(page.locator("#text-zh-CN")).to_have_value("")


@pytest.mark.deep
@pytest.mark.parametrize("path", [path for path in TASKS if path != "/admin/notices"])
async def test_on_every_page_what_was_typed_is_there_after_a_restart(
    serve: Serve, site: Site, tmp_path: Path, browser: Browser, path: str
) -> None:
    clock = SystemClock()
    role, fields, send, _ = TASKS[path]
    async with serve(site, tmp_path, clock) as running:
        page = await signed_in(browser, running, role)  # type: ignore[arg-type]  # a role's name
        await page.goto(running.url + path)
        await typed(page, fields)
        port = int(running.url.rpartition(":")[2])
    await page.locator(send).click()
    await expect(page.locator("#lost")).to_be_visible()
    await holds(page, fields)
    async with serve(site, tmp_path, clock, port):
        await expect(page.locator("#lost")).to_be_hidden(timeout=20_000)
        await holds(page, fields)


async def test_what_was_typed_comes_back_after_signing_in_again_and_is_gone_after_signing_out(
    running_now: Running, browser: Browser
) -> None:
    page = await signed_in(browser, running_now, "admin")
    await page.goto(running_now.url + "/admin/notices")
    await page.fill("#text-zh-CN", "周三停电，照常服务")
    await page.check("#important")
    await page.context.clear_cookies()
    await page.wait_for_url("**/staff/sign-in", timeout=20_000)
    await expect(page.locator("#ended")).to_contain_text("登录已到期")
    await page.fill("#name", "the-admin")
    await page.fill("#password", PASSWORD)
    await page.keyboard.press("Enter")
    await page.wait_for_url("**/admin/notices")
    await expect(page.locator("#kept")).to_contain_text("放回来了")
    await expect(page.locator("#text-zh-CN")).to_have_value("周三停电，照常服务")
    await expect(page.locator("#important")).to_be_checked()
    await page.locator(".me summary").click()
    await page.locator(".menu form button").click()
    await page.wait_for_url("**/staff/sign-in?out=1")
    assert await page.evaluate("() => sessionStorage.length") == 0
    await expect(page.locator("#ended")).to_have_count(0)


async def test_two_tabs_show_the_same_and_a_cut_line_is_told_in_both(
    running_now: Running, browser: Browser
) -> None:
    await running_now.clerk()
    context = await browser.new_context(locale="zh-CN", viewport={"width": 1024, "height": 768})
    form: dict[str, Any] = {"name": "wang", "password": PASSWORD}
    await context.request.post(running_now.url + "/staff/sign-in", form=form)
    tabs = [await context.new_page(), await context.new_page()]
    for tab in tabs:
        await tab.goto(running_now.url + "/staff/")
        await expect(tab.locator("#live")).to_have_attribute("data-state", "live")
    await tabs[0].locator("#window-open").click()
    await expect(tabs[1].locator("#window-state")).to_have_attribute("data-state", "open")
    ticket = await running_now.issue()
    for tab in tabs:
        await expect(tab.locator("#rows tr")).to_have_count(1)
    # Both press at once: one call, and both show it.
    await tabs[0].bring_to_front()
    await tabs[0].keyboard.press("1")
    await tabs[1].bring_to_front()
    await tabs[1].keyboard.press("1")
    for tab in tabs:
        await expect(tab.locator("#number")).to_have_text(ticket["number"])
    async with running_now.client("staff", "w3") as clerk:
        assert (await clerk.get(f"/api/v1/tickets/{ticket['id']}")).json()["call_no"] == 1
    await context.set_offline(True)
    for tab in tabs:
        await expect(tab.locator("#live")).to_have_attribute("data-state", "stale", timeout=40_000)
        await expect(tab.locator("body")).to_have_class("console stale")
    await context.set_offline(False)
    for tab in tabs:
        await expect(tab.locator("#live")).to_have_attribute("data-state", "live", timeout=40_000)
