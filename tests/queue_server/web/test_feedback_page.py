"""The page on which visitors' complaints and suggestions are answered."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import expect

if TYPE_CHECKING:
    from playwright.async_api import Browser

    from tests.queue_server.web.conftest import Running

HOSTILE = "窗口说<script>alert(1)</script>不给办\n第二行"


async def _tell(running: Running) -> dict[str, str]:
    async with running.client("kiosk") as kiosk:
        body = {
            "kind": "complaint",
            "about": "waiting",
            "points": ["too-long", "unheard-of"],
            "text": HOSTILE,
            "may_publish": True,
        }
        answer = await kiosk.post(
            "/api/v1/feedback", json=body, headers={"Idempotency-Key": "told-1"}
        )
    assert answer.status_code == 201, answer.text
    receipt: dict[str, str] = answer.json()
    return receipt


async def test_only_those_who_answer_have_the_page(running: Running) -> None:
    async with running.client() as nobody, running.signed_in("staff") as clerk:
        page = await nobody.get("/admin/feedback")
        assert page.headers["location"] == "/staff/sign-in?next=/admin/feedback"
        assert (await clerk.get("/admin/feedback")).status_code == 403


@pytest.mark.e2e
async def test_a_complaint_is_answered_closed_and_published_by_keyboard(
    running_now: Running, browser: Browser
) -> None:
    receipt = await _tell(running_now)
    page = await running_now.signed_in_page(
        browser, "supervisor", viewport={"width": 1366, "height": 900}
    )
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("dialog", lambda dialog: faults.append(dialog.message))
    await page.goto(running_now.url + "/admin/feedback")
    told = page.locator("article", has_text=receipt["reference"])
    await expect(told.locator("blockquote")).to_contain_text("不给办")
    await expect(told).to_contain_text("等得太久")
    for width in (1366, 390):
        await page.set_viewport_size({"width": width, "height": 900})
        results = await Axe().run(page)
        assert results.violations_count == 0, results.generate_report()
        assert await page.evaluate("document.documentElement.scrollWidth") <= width
    await page.get_by_role("button", name="发出答复").press("Enter")
    await expect(page.locator("#fault")).to_be_visible()
    await page.get_by_label("答复", exact=True).first.focus()
    await page.keyboard.type("已经加开一个窗口，谢谢您。")
    await page.get_by_label("这是最后答复").press("Space")
    await page.get_by_role("button", name="发出答复").press("Enter")
    await expect(told).to_contain_text("已办结")
    await expect(told.locator(".replies")).to_contain_text("加开一个窗口")
    await told.locator("details summary").press("Enter")
    await page.get_by_label("是什么事").fill("等的时间长")
    await page.get_by_label("答复", exact=True).fill("加开了窗口")
    await page.get_by_role("button", name="公开", exact=True).press("Enter")
    await expect(told).to_contain_text("已公开：")
    async with running_now.client() as anybody:
        published = (await anybody.get("/api/v1/feedback/published")).json()["items"]
    assert [each["summary"] for each in published] == ["等的时间长"]
    assert faults == []
