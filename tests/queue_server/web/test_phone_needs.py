"""Telling and changing on the phone how the hall is to help; calling a person from there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from playwright.async_api import expect

if TYPE_CHECKING:
    from playwright.async_api import Browser

    from tests.queue_server.web.conftest import Running

DATA = {"Accept": "application/json"}


def path_of(ticket: dict[str, Any]) -> str:
    return "/t/" + str(ticket["phone_url"]).rsplit("/", 1)[1]


async def served_needs(running: Running) -> list[str]:
    """What the window reads that calls the next visitor."""
    async with running.client("staff", "w3") as clerk:
        await clerk.post("/api/v1/windows/w3/open")
        called = await clerk.post(
            "/api/v1/windows/w3/call-next", headers={"Idempotency-Key": "next"}
        )
    needs: list[str] = called.json()["needs"]
    return needs


async def test_a_visitor_changes_needs_and_the_window_reads_them(running: Running) -> None:
    ticket = await running.issue("unemployment", "wheelchair")
    async with running.client() as phone:
        form = (await phone.get(path_of(ticket) + "/needs")).text
        assert 'value="wheelchair" checked' in form
        assert 'value="deaf" checked' not in form
        for words in ("只有窗口工作人员看得到", "不会印在号票上，也不会显示在大屏上"):
            assert words in form
        sent = await phone.post(
            path_of(ticket) + "/needs", data={"need": ["deaf", "text_only", "rich"]}
        )
        assert (sent.status_code, sent.headers["location"]) == (303, path_of(ticket) + "?saved=1")
        page = (await phone.get(path_of(ticket) + "?saved=1")).text
        assert "已经改好" in page
        assert "听不见" not in page
        assert 'value="deaf" checked' in (await phone.get(path_of(ticket) + "/needs")).text
        second = await running.issue("unemployment", "blind")
        await phone.post(path_of(second) + "/needs", data={})  # all of it taken back
    assert await served_needs(running) == ["deaf", "text_only"]
    assert second["id"] not in running.server.hall.showing.view.needs


async def test_a_head_start_counts_from_when_the_visitor_came(running: Running) -> None:
    first, second = await running.issue(), await running.issue()
    async with running.client() as phone:
        await phone.post(path_of(second) + "/needs", data={"need": "pregnant"})
        told = (await phone.get(path_of(second), headers=DATA)).json()
        other = (await phone.get(path_of(first), headers=DATA)).json()
    assert (told["ahead"], other["ahead"]) == (0, 1)
    assert told["needs"] is None


async def test_a_program_is_told_what_it_sent_wrong(running: Running) -> None:
    ticket = await running.issue()
    async with running.client() as phone:
        right = await phone.post(path_of(ticket) + "/needs", json={"needs": ["deaf"]}, headers=DATA)
        wrong = await phone.post(path_of(ticket) + "/needs", json={"needs": ["rich"]}, headers=DATA)
        nobody = await phone.post("/t/guessed/needs", json={"needs": []}, headers=DATA)
    assert (right.status_code, right.json()["number"]) == (200, ticket["number"])
    assert wrong.status_code == 422
    assert nobody.status_code == 404


async def test_nobody_without_the_code_and_nobody_afterwards_sees_the_form(
    running: Running,
) -> None:
    ticket = await running.issue("unemployment", "deaf")
    async with running.client() as phone:
        assert (await phone.get("/t/guessed/needs")).status_code == 404
        assert (await phone.post("/t/guessed/needs", data={})).status_code == 404
        await phone.post(path_of(ticket) + "/cancel")
        over = await phone.get(path_of(ticket) + "/needs")
        assert (over.status_code, over.headers["location"]) == (303, path_of(ticket))
        late = await phone.post(path_of(ticket) + "/needs", data={"need": "blind"})
    assert late.status_code == 409
    assert 'role="alert"' in late.text


@pytest.mark.e2e
async def test_needs_and_a_person_are_had_by_keyboard_and_read_out(
    running_now: Running, browser: Browser
) -> None:
    ticket = await running_now.issue()
    context = await browser.new_context(viewport={"width": 320, "height": 640}, locale="zh-CN")
    page = await context.new_page()
    await page.goto(running_now.url + path_of(ticket))
    await page.get_by_role("link", name="需要怎样帮您").press("Enter")
    group = page.get_by_role("group", name="需要我们怎样帮您？")
    await expect(group).to_have_accessible_description(
        "可以不选。只有窗口工作人员看得到，办完一天以后删掉。 不会印在号票上，也不会显示在大屏上。"
    )
    await group.get_by_role("checkbox", name="我听不见").press("Space")
    await page.get_by_role("button", name="就按这样改").press("Enter")
    await expect(page.get_by_role("status").filter(has_text="已经改好")).to_be_visible()
    await page.get_by_role("button", name="请工作人员过来").press("Enter")
    await expect(page.get_by_role("status").filter(has_text="已经告诉工作人员")).to_be_visible()
    await expect(page.get_by_role("button", name="请工作人员过来")).to_have_count(0)
    async with running_now.client("supervisor") as lead:
        (asked,) = (await lead.get("/api/v1/assistance")).json()["items"]
    assert asked["ticket"] == ticket["id"]
