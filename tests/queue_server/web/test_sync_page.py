"""The page of the sync: the feed over the real edge, decisions by keyboard, and axe."""

from __future__ import annotations

import json
from datetime import datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import expect

from queue_server.content.model import Record
from queue_server.domain.actors import SYSTEM, TokenRole

if TYPE_CHECKING:
    from playwright.async_api import Browser, Page

    from tests.queue_server.web.conftest import Running

PASSWORD = "correct horse"


def job(number: int, **told: Any) -> Record:
    return Record(kind="job", id=f"t:{number}", source="t", **{"title": f"岗位{number}", **told})


async def _admin(browser: Browser, running: Running) -> tuple[Page, list[str]]:
    await running.server.hall.create_user(SYSTEM, name="zhao", role="admin", password=PASSWORD)
    context = await browser.new_context(viewport={"width": 1366, "height": 900}, locale="zh-CN")
    page = await context.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    await page.goto(running.url + "/staff/sign-in")
    await page.fill("#name", "zhao")
    await page.fill("#password", PASSWORD)
    await page.keyboard.press("Enter")
    await page.wait_for_url("**/staff/")
    await page.goto(running.url + "/admin/sync")
    return page, faults


async def _find_both(page: Page) -> None:
    await page.focus("#words-asked")
    await page.keyboard.type("岗位")
    await page.keyboard.press("Enter")
    await expect(page.locator("#found li")).to_have_count(2)


@pytest.mark.e2e
async def test_a_question_closed_leaves_the_keyboard_where_it_stood_though_the_list_was_drawn_anew(
    running_now: Running, browser: Browser
) -> None:
    running_now.server.content.import_items([job(1), job(2)], source="t")
    page, _ = await _admin(browser, running_now)
    await _find_both(page)
    taken_away = page.locator("#found li").filter(has_text="t:2").get_by_role("button", name="撤下")
    await taken_away.press("Enter")
    await expect(page.locator("#dialog-back")).to_be_focused()
    await page.evaluate(
        "() => { const list = document.getElementById('found'); list.innerHTML += ''; }"
    )
    await page.keyboard.press("Enter")
    await expect(taken_away).to_be_focused()


@pytest.mark.e2e
async def test_an_admin_withdraws_an_item_puts_one_right_and_takes_it_back(
    running_now: Running, browser: Browser
) -> None:
    running_now.server.content.import_items([job(1), job(2)], source="t")
    page, faults = await _admin(browser, running_now)
    await expect(page.locator("#standing")).to_contain_text("没有配置上级")
    await expect(page.locator("#waiting li")).to_have_text(["没有"])
    await _find_both(page)
    found = await Axe().run(page)
    assert json.loads(json.dumps(found.response))["violations"] == []
    first = page.locator("#found li").filter(has_text="t:1")
    second = page.locator("#found li").filter(has_text="t:2")
    await second.locator("input").fill("half typed")
    async with page.expect_response("**/api/v1/content?**") as drawn_anew:
        await first.get_by_role("button", name="固定").press("Enter")
    await (await drawn_anew.value).finished()
    await expect(page.locator("#decided")).to_contain_text("固定不变")
    await expect(first.get_by_role("button", name="固定")).to_be_focused()
    await page.locator("#decided").get_by_role("button").press("Enter")
    await expect(page.locator("#decided")).to_have_text("没有")
    await expect(page.locator("#decided")).to_be_focused()
    await expect(second.locator("input")).to_have_value("half typed")
    await first.locator("input").fill("岗位一")
    await first.locator("input").press("Enter")
    await expect(first).to_contain_text("岗位一")
    await expect(first.locator("input")).to_be_focused()
    await first.locator("input").fill("保洁员")
    await first.locator("input").press("Enter")
    await expect(page.locator("#decided")).to_contain_text("已更正")
    await expect(page.locator("#found li")).to_have_count(1)
    await expect(page.locator("#found")).to_be_focused()
    await second.get_by_role("button", name="撤下").press("Enter")
    await page.keyboard.press("Tab")
    await page.locator("#dialog-go").press("Enter")
    await expect(page.locator("#decided li")).to_have_count(2)
    await expect(page.locator("#found")).to_be_focused()
    async with running_now.client("admin") as admin:
        told = (await admin.get("/api/v1/content", params={"q": "保洁员"})).json()
        assert [each["id"] for each in told["items"]] == ["t:1"]
        assert (await admin.get("/api/v1/content", params={"q": "岗位"})).json()["total"] == 0
    undo = page.locator("#decided li").filter(has_text="岗位2").get_by_role("button")
    await undo.focus()
    await page.keyboard.press("Enter")
    await expect(page.locator("#decided li")).to_have_count(1)
    await expect(page.locator("#decided")).to_be_focused()
    assert {found.id for found in _all(running_now)} == {"t:1", "t:2"}
    await page.fill("#own-words", "周五停电，下午不办业务")
    await page.fill("#own-easy", "星期五停电\n下午请不要来")
    await page.fill("#own-until", "2099-12-31")
    await page.locator("#own-words").press("Enter")
    await expect(page.locator("#toast")).to_contain_text("已发布")
    own = next(each for each in _all(running_now) if each.title == "周五停电，下午不办业务")
    whole = running_now.server.content.get("notice", own.id)
    assert whole is not None
    assert whole.easy_read == ("星期五停电", "下午请不要来")
    zone = ZoneInfo(running_now.server.site.hall.time_zone)
    assert whole.expires_at == datetime(2100, 1, 1, tzinfo=zone), "the end of the hall's day"
    await page.fill("#own-words", "昨天的事")
    await page.fill("#own-until", "2020-01-01")
    await page.locator("#own-words").press("Enter")
    await expect(page.locator("#fault")).to_be_visible()
    assert faults == []


def _all(running: Running) -> Any:
    from queue_server.content.model import ContentQuery

    return running.server.content.search(ContentQuery(limit=50)).items


async def test_who_may_not_decide_changes_nothing_and_every_decision_is_in_the_journal(
    running_now: Running,
) -> None:
    running_now.server.content.import_items([job(1)], source="t")
    decision = {"kind": "job", "id": "t:1", "act": "withdraw", "why": "重复"}
    roles: tuple[TokenRole, ...] = ("kiosk", "staff", "upstream")
    for role in roles:
        async with running_now.client(role) as asker:
            answer = await asker.post("/api/v1/sync/items", json=decision)
            assert answer.status_code == 403
            assert (await asker.get("/api/v1/sync")).status_code == 403
    assert [found.id for found in _all(running_now)] == ["t:1"]
    async with running_now.client("admin") as admin:
        assert (await admin.post("/api/v1/sync/items", json=decision)).status_code == 204
        assert (await admin.post("/api/v1/sync/run", json={})).status_code == 202
        strange = {**decision, "act": "correct", "patch": {"id": "x"}}
        assert (await admin.post("/api/v1/sync/items", json=strange)).status_code == 422
    assert list(_all(running_now)) == []
    hall = running_now.server.hall
    rows = await hall.rows_after(SYSTEM, f"{hall.epoch}:0")
    told = {row.kind: row.data for row in rows if row.kind in ("content_decided", "sync_wanted")}
    assert told["content_decided"]["item"] == "t:1"
    assert told["content_decided"]["by"]


async def test_the_feed_answers_this_machine_and_upstream_tokens_alone(
    running_now: Running,
) -> None:
    running_now.server.content.import_items([job(1)], source="t")
    async with running_now.client(None) as nobody:
        head = await nobody.get("/feed/v1/head")
        again = await nobody.get("/feed/v1/head", headers={"If-None-Match": head.headers["ETag"]})
        assert (head.status_code, again.status_code) == (200, 304)
        assert (
            (await nobody.get("/feed/v1/changes"))
            .headers["content-type"]
            .startswith("application/x-ndjson")
        )
        proxied = await nobody.get("/feed/v1/head", headers={"X-Forwarded-For": "192.0.2.7"})
        assert proxied.status_code == 401
        assert (await nobody.get("/feed/v1/digest")).status_code == 401
        gone = await nobody.get("/feed/v1/changes", params={"after": 9})
        assert (gone.status_code, gone.json()["restart"]) == (409, "reconcile")
        assert (await nobody.put("/uplink/v1/h/E1/1", content=b"{}")).status_code == 401
    async with running_now.client("kiosk") as kiosk:
        assert (await kiosk.get("/feed/v1/digest")).status_code == 403
    async with running_now.client("upstream") as below:
        digests = await below.get("/feed/v1/digest")
        assert len(digests.content) == 4096
        assert digests.headers["Feed-Position"] == head.headers["ETag"].strip('"')
        assert (await below.get("/feed/v1/bucket/zz")).status_code == 404
        assert (await below.put("/uplink/v1/h/E1/1", content=b"{}")).json() == {"next": 2}
