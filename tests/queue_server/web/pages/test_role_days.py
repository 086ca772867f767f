"""The day of a supervisor and of a reader, as they spend it at the pages of the hall."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from playwright.async_api import expect

from queue_server.domain.actors import SYSTEM
from queue_server.web.pages import ADMIN_PAGES

if TYPE_CHECKING:
    from playwright.async_api import Browser, BrowserContext, Page

    from queue_server.domain.actors import UserRole
    from tests.queue_server.web.conftest import Running

pytestmark = pytest.mark.e2e
PASSWORD = "correct horse"
# What anybody may do with his or her own account, and what asks for an answer but changes nothing.
_OWN = {"own"}


async def _context(running: Running, browser: Browser, name: str, role: UserRole) -> BrowserContext:
    """Return the browser of somebody signed in."""
    await running.server.hall.create_user(SYSTEM, name=name, role=role, password=PASSWORD)
    context = await browser.new_context(locale="zh-CN", viewport={"width": 1366, "height": 768})
    form: dict[str, Any] = {"name": name, "password": PASSWORD}
    answer = await context.request.post(f"{running.url}/staff/sign-in", form=form, max_redirects=0)
    assert answer.status == 303, await answer.text()
    return context


def _journal(running: Running, *kinds: str) -> list[str]:
    return [row.data for row in running.server.hall.showing.read_rows(0, 2000) if row.kind in kinds]


async def _pages_of(running: Running, context: BrowserContext, role: str) -> None:
    """Every page of the bar opens for this role, or says that it is another's."""
    for page in ADMIN_PAGES:
        answer = await context.request.get(running.url + page["href"], max_redirects=0)
        # Whoever has no business at a window is led from there to Hall today.
        other = 302 if page["id"] == "staff" else 403
        assert answer.status == (200 if role in page["roles"] else other), page["id"]


async def _press(page: Page, key: str, action: str) -> None:
    """Press a key once its action can be used, nothing is under way and no dialog is open."""
    await expect(page.locator("#dialog")).to_be_hidden()
    waits = page.locator(f"#act-{action}[aria-disabled], #act-{action}[aria-busy]")
    await expect(waits).to_have_count(0, timeout=20_000)
    await page.keyboard.press(key)


async def _refused(context: BrowserContext, page: Page, asked: dict[str, dict[str, Any]]) -> None:
    """Ask for what is another's to do as the page itself would, with its own token."""
    csrf = await page.locator("input[name=csrf]").first.get_attribute("value")
    root = page.url.partition("/admin")[0].partition("/staff")[0]
    for path, body in asked.items():
        answer = await context.request.fetch(
            f"{root}/api/v1/{path}",
            method="POST",
            data=body,
            headers={"X-CSRF-Token": csrf or "", "Idempotency-Key": path},
        )
        assert answer.status == 403, (path, answer.status, await answer.text())


async def test_a_supervisor_leads_a_day_and_is_refused_what_is_the_admins(
    running_now: Running, browser: Browser
) -> None:
    context = await _context(running_now, browser, "qian", "supervisor")
    await _pages_of(running_now, context, "supervisor")
    page, faults = await context.new_page(), []
    page.on("pageerror", lambda error: faults.append(str(error)))
    await page.goto(running_now.url + "/staff/")
    await page.locator(".windows button", has_text="3").first.click()
    await page.locator("#window-open").click()
    await expect(page.locator("#window-state")).to_have_attribute("data-state", "open")
    first, second = await running_now.issue(), await running_now.issue()
    # Somebody else than the next is called, with a reason that stays.
    await page.get_by_label(f"叫这位 {second['number']}").click()
    await page.locator("#reason-own").fill("孩子不舒服")
    await page.keyboard.press("Enter")
    await expect(page.locator("#number")).to_have_text(second["number"])
    await _press(page, "3", "arrive")
    await _press(page, "4", "finish")
    await expect(page.locator(".nobody")).to_be_visible(timeout=20_000)
    # Finished too soon: taken up again, with a reason.
    await page.keyboard.press("0")
    await page.locator("#tab-DONE").click()
    await page.get_by_label(f"恢复 {second['number']}").click()
    await page.locator("#reason-own").fill("少盖了一个章")
    await page.keyboard.press("Enter")
    await expect(page.locator("#number")).to_have_text(second["number"])
    await _press(page, "4", "finish")
    await expect(page.locator(".nobody")).to_be_visible(timeout=20_000)
    assert any("孩子不舒服" in row for row in _journal(running_now, "ticket_called"))
    assert any("少盖了一个章" in row for row in _journal(running_now, "ticket_reopened"))
    # Windows: paused with a reason; and the day ended with what is left said before.
    await page.locator("#window-pause").click()
    await page.locator("#reason").select_option("开会")
    await page.locator("#dialog-go").click()
    await expect(page.locator("#window-state")).to_have_text("已暂停：开会")
    await page.locator(".me summary").click()
    await page.locator("#day-end").click()
    await expect(page.locator("#dialog-body")).to_contain_text("1")
    await page.locator("#dialog-go").click()
    await expect(page.locator("#said")).to_contain_text("已完成", timeout=30_000)
    view = running_now.server.hall.showing.view
    assert view.tickets[first["id"]].state.value == "EXPIRED"
    assert view.tickets[second["id"]].state.value == "DONE"
    # The day's figures, and what is for admins alone.
    await page.goto(running_now.url + "/admin/statistics")
    await expect(page.locator("main")).to_contain_text("办结数")
    await _refused(context, page, {
        "accounts": {"name": "eve", "role": "staff", "password": PASSWORD},
        "tokens": {"name": "eve", "role": "kiosk"}, "today/backups": {},
        "accounts/li/password": {"password": PASSWORD},
    })  # fmt: skip
    for each in ADMIN_PAGES:
        links = await page.locator(f'nav a[href="{each["href"]}"]').count()
        assert bool(links) == ("supervisor" in each["roles"]), each["id"]
    assert faults == []
    await context.close()


async def test_a_reader_sees_the_hall_and_whatever_is_pressed_nothing_changes(
    running_now: Running, browser: Browser
) -> None:
    await running_now.issue("unemployment", "blind")
    context = await _context(running_now, browser, "li", "reader")
    await _pages_of(running_now, context, "reader")
    page, faults = await context.new_page(), []
    page.on("pageerror", lambda error: faults.append(str(error)))
    before = running_now.server.hall.showing.view
    pressed = 0
    for each in ADMIN_PAGES:
        if "reader" not in each["roles"] or each["id"] in _OWN:
            continue
        await page.goto(running_now.url + each["href"])
        for number in range(await page.locator("main button:visible").count()):
            await page.goto(running_now.url + each["href"])
            button = page.locator("main button:visible").nth(number)
            if await button.count():
                await button.click(no_wait_after=False)
                await page.wait_for_load_state("load")
                pressed += 1
    after = running_now.server.hall.showing.view
    assert pressed > 0
    assert after.seq == before.seq, _journal(running_now)
    assert after.documents == before.documents
    assert after.tickets == before.tickets
    await _refused(context, page, {
        "windows/w3/call-next": {}, "notices": {"text": {"zh-CN": "停电"}},
        "tickets": {"service": "unemployment"}, "day/close": {}, "emergency": {"kind": "fire"},
        "accounts": {"name": "eve", "role": "staff", "password": PASSWORD},
        "vacancies": {"title": "前台", "employer": "晴天", "contact": "138"},
    })  # fmt: skip
    assert faults == []
    await context.close()
