"""What if, over HTTP and on its page: played in a child, followed, stopped, told in words."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import expect

from hall.clock import SystemClock
from queue_server.domain.actors import SYSTEM
from queue_server.twin.scenario import with_hours

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractAsyncContextManager
    from pathlib import Path

    from playwright.async_api import Browser

    from config.site import Site
    from tests.queue_server.web.conftest import Running

_WHERE = "/api/v1/what-if"


def _small(site: Site) -> Site:
    """A hall of two windows that is open for an hour: its day is played in a moment."""
    open_at_once = with_hours(site, ("09:00-10:00",))
    return replace(open_at_once, windows=open_at_once.windows[:2])


@pytest.mark.e2e
async def test_the_page_plays_a_change_and_answers_in_a_sentence_a_picture_and_a_table(
    serve: Callable[..., AbstractAsyncContextManager[Running]],
    site: Site,
    tmp_path: Path,
    browser: Browser,
) -> None:
    async with serve(_small(site), tmp_path, SystemClock()) as running:
        await running.server.hall.create_user(
            SYSTEM, name="zhao", role="admin", password="correct horse"
        )
        page = await (await browser.new_context(locale="en-GB")).new_page()
        await page.goto(running.url + "/staff/sign-in")
        await page.fill("#name", "zhao")
        await page.fill("#password", "correct horse")
        await page.keyboard.press("Enter")
        await page.wait_for_url(lambda url: "sign-in" not in url)
        await page.goto(running.url + "/admin/what-if")
        await page.get_by_role("button", name="Play it").click()
        await expect(page.locator("#fault")).to_contain_text("choose what would be changed")
        await page.select_option("#window", index=1)
        await page.fill("#days", "1")
        await page.get_by_role("button", name="Play it").click()
        await expect(page.get_by_role("progressbar")).to_be_visible()
        answer = page.locator("#answer")
        await expect(answer).to_contain_text("one more window like window 1", timeout=120_000)
        assert await page.locator("table.figures tbody tr").count() >= 1
        told = await page.locator("svg.chart desc").text_content()
        assert told is not None
        assert "as it would be" in told
        results = await Axe().run(page)
        assert results.violations_count == 0, results.generate_report()
        async with running.client("reader") as reader:
            state = (await reader.get(_WHERE)).json()
        whole = state["waits"][0]
        assert (state["standing"], whole["who"]) == ("done", "all")
        assert whole["mean_after"] < whole["mean_before"]


async def test_a_question_is_stopped_and_a_second_one_waits_its_turn(
    running: Running,
) -> None:
    async with running.client("supervisor") as boss, running.client("reader") as reader:
        assert (await reader.post(_WHERE, json={"policy": "strict"})).status_code == 403
        assert (await boss.post(_WHERE, json={})).json()["code"] == "value_missing"
        wrong = await boss.post(_WHERE, json={"opens": "18:00", "over_lunch": True})
        assert (wrong.status_code, wrong.json()["field"]) == (422, "closes")
        begun = await boss.post(_WHERE, json={"policy": "strict", "days": 5})
        assert (begun.status_code, begun.json()["standing"]) == (202, "running")
        again = await boss.post(_WHERE, json={"policy": "ratio"})
        assert (again.status_code, again.json()["code"]) == (409, "twin_busy")
        await asyncio.sleep(0)
        assert (await boss.delete(_WHERE)).json()["standing"] == "stopped"
        assert (await reader.get(_WHERE)).json()["standing"] == "stopped"
