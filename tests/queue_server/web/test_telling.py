"""Telling the hall something from the phone: plain forms, a receipt, an answer at its address."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import expect

if TYPE_CHECKING:
    from playwright.async_api import Browser

    from tests.queue_server.web.conftest import Running


async def _own(running: Running) -> str:
    ticket = await running.issue("unemployment", "deaf")
    return str(ticket["phone_url"]).rsplit("/", 1)[1]


@pytest.mark.e2e
async def test_a_complaint_from_the_phone_gives_a_number_and_is_answered_there(
    running_now: Running, browser: Browser
) -> None:
    secret = await _own(running_now)
    context = await browser.new_context(
        java_script_enabled=False, locale="zh-CN", viewport={"width": 360, "height": 640}
    )
    page = await context.new_page()
    await page.goto(f"{running_now.url}/t/{secret}")
    await page.get_by_role("link", name="投诉、建议、表扬").click()
    await page.get_by_label("建议").check()
    await page.get_by_label("发生了什么，您希望怎样").fill("请在门口放一把椅子 <b>&</b>")
    await page.get_by_role("button", name="发送").click()
    number = await page.locator(".now").inner_text()
    digits = re.sub(r"\D", "", number)
    assert digits
    async with running_now.client("supervisor") as boss:
        (told,) = (await boss.get("/api/v1/feedback")).json()["items"]
        assert (told["reference"], told["kind"]) == (digits, "suggestion")
        assert told["text"] == "请在门口放一把椅子 &"
        reply = {"text": "明天就放", "final": True}
        await boss.post(f"/api/v1/feedback/{told['id']}/replies", json=reply)
    await page.get_by_role("link", name="看办得怎样").click()
    await expect(page.locator("main")).to_contain_text("明天就放")


@pytest.mark.e2e
async def test_axe_finds_nothing_on_the_forms(running_now: Running, browser: Browser) -> None:
    secret = await _own(running_now)
    page = await (await browser.new_context(viewport={"width": 320, "height": 640})).new_page()
    for what in ("feedback", "questionnaire"):
        await page.goto(f"{running_now.url}/t/{secret}/{what}?lang=en")
        results = await Axe().run(page)
        assert results.violations_count == 0, results.generate_report()
        assert await page.evaluate("document.documentElement.scrollWidth") <= 320


async def test_programs_tell_and_rate_at_the_addresses_of_the_contract(running: Running) -> None:
    secret = await _own(running)
    async with running.client() as phone:
        body = {"kind": "complaint", "text": "太久了"}
        first = await phone.post(f"/t/{secret}/feedback", json=body)
        again = await phone.post(f"/t/{secret}/feedback", json=body)
        assert (first.status_code, first.json()["id"]) == (201, again.json()["id"])
        empty = await phone.post(f"/t/{secret}/feedback", json={"kind": "complaint"})
        assert (empty.status_code, empty.json()["field"]) == (422, "text")
        rated = await phone.post(f"/t/{secret}/rating", json={"score": 5})
        assert (rated.status_code, rated.json()["kind"]) == (201, "rating")
        wrong = await phone.post(f"/t/{secret}/rating", json={"score": 9})
        assert wrong.status_code == 422
        strange = await phone.post("/t/nobody/feedback", json=body)
        assert (strange.status_code, strange.json()["code"]) == (404, "unknown_ticket")


async def test_the_questionnaire_is_answered_once_a_form_and_counted(running: Running) -> None:
    secret = await _own(running)
    question = running.server.site.questions[0]
    async with running.client() as phone, running.client("supervisor") as boss:
        page = (await phone.get(f"/t/{secret}/questionnaire")).text
        key = re.search(r'name="key" value="(\w+)"', page)
        assert key is not None
        form = {"key": key[1], f"q-{question.id}": question.choices[0].value}
        for _ in range(2):
            sent = await phone.post(f"/t/{secret}/questionnaire", data=form)
            assert sent.status_code == 200
        none = await phone.post(f"/t/{secret}/questionnaire", data={"key": "x"})
        assert none.status_code == 422
        listed = (await boss.get("/api/v1/feedback?kind=questionnaire")).json()["items"]
        assert [each["answers"] for each in listed] == [{question.id: question.choices[0].value}]
