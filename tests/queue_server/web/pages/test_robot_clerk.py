"""A robot that perceives the accessibility tree alone does whole tasks and hears all once."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from config.loader import load_site
from queue_server.domain.actors import SYSTEM
from tests.queue_server.web.pages.robot_days import (
    PASSWORD,
    a_harder_visit,
    gives_a_number,
    one_visit,
    opens,
    publishes,
    signs_in,
)

if TYPE_CHECKING:
    from playwright.async_api import Browser, Page

    from config.site import Site
    from tests.queue_server.web.conftest import Running

pytestmark = pytest.mark.e2e
_MOST = {
    "open the window": 4, "call the next visitor": 1, "call again": 1, "the visitor arrived": 1,
    "finish": 1, "put on hold": 1, "take back from hold": 8, "transfer to another service": 8,
    "go to somebody who asks for help": 16, "number for somebody": 30,
}  # fmt: skip
# Every text a live region is given, as a screen reader would be told it.
_LISTEN = """document.addEventListener("DOMContentLoaded", () => {
  window.heard = [];
  const regions = document.querySelectorAll("[role=status], [role=alert], [aria-live]");
  for (const region of regions) new MutationObserver(() => {
    const text = region.textContent.trim();
    if (text && !region.hidden) heard.push(text);
  }).observe(region, { childList: true, characterData: true, subtree: true });
});"""


@pytest.fixture
def site() -> Site:
    """The demo hall, where a number may be called again at once."""
    made = load_site()
    return replace(made, grace=replace(made.grace, recall_interval_s=0))


async def page_of(browser: Browser) -> Page:
    context = await browser.new_context(locale="zh-CN", viewport={"width": 1024, "height": 768})
    page = await context.new_page()
    await page.add_init_script(_LISTEN)
    return page


def once(heard: list[str], words: str) -> None:
    """Something was said, and not twice."""
    assert sum(words in each for each in heard) == 1, (words, heard)


async def test_a_robot_clerk_signs_in_calls_and_finishes(
    running_now: Running, browser: Browser
) -> None:
    await running_now.clerk()
    page = await page_of(browser)
    robot = await signs_in(page, running_now, "wang")
    await opens(robot)
    ticket = await running_now.issue("unemployment", "blind")
    await robot.hears(f"有人在等：{ticket['number']}")

    await one_visit(robot, ticket["number"])

    heard = await page.evaluate("() => heard")
    for words in ("窗口已开放", "有人在等", "已叫 A001", "A001 已到窗口", "A001 已办结"):
        once(heard, words)
    assert {name: count for name, count in robot.tasks.items() if count > _MOST.get(name, 99)} == {}
    async with running_now.client("staff", "w3") as clerk:
        assert (await clerk.get(f"/api/v1/tickets/{ticket['id']}")).json()["state"] == "DONE"


@pytest.mark.deep
async def test_a_robot_clerk_holds_transfers_and_goes_to_help(
    running_now: Running, browser: Browser
) -> None:
    await running_now.clerk()
    page = await page_of(browser)
    robot = await signs_in(page, running_now, "wang")
    await opens(robot)
    ticket = await running_now.issue("unemployment", "blind")
    await robot.hears(f"有人在等：{ticket['number']}")

    await a_harder_visit(robot, ticket, running_now)

    heard = await page.evaluate("() => heard")
    for words in ("已叫 A001", "第 2 次", "已挂起", "已转走", "请您过去"):
        once(heard, words)
    assert {name: count for name, count in robot.tasks.items() if count > _MOST.get(name, 99)} == {}
    async with running_now.client("supervisor") as lead:
        moved = (await lead.get(f"/api/v1/tickets/{ticket['id']}")).json()
    assert (moved["state"], moved["service"]) == ("WAITING", "placement")


@pytest.mark.deep
async def test_a_robot_at_the_reception_gives_a_number_to_somebody(
    running_now: Running, browser: Browser
) -> None:
    await running_now.server.hall.create_user(
        SYSTEM, name="sun", role="reception", password=PASSWORD, window=None
    )
    page = await page_of(browser)
    robot = await signs_in(page, running_now, "sun")

    await gives_a_number(robot)

    once(await page.evaluate("() => heard"), "已取 F001")
    assert robot.tasks["number for somebody"] <= _MOST["number for somebody"]
    async with running_now.client("supervisor") as lead:
        (ticket,) = (await lead.get("/api/v1/tickets?state=WAITING")).json()["items"]
    assert (ticket["service"], ticket["number"]) == ("placement", "F001")


@pytest.mark.deep
async def test_a_robot_admin_publishes_a_notice(running_now: Running, browser: Browser) -> None:
    await running_now.server.hall.create_user(
        SYSTEM, name="zhao", role="admin", password=PASSWORD, window=None
    )
    page = await page_of(browser)
    robot = await signs_in(page, running_now, "zhao", "/admin/notices")

    await publishes(robot, "周三下午停电，照常服务")

    once(await page.evaluate("() => heard"), "公告已发布")
    async with running_now.client("supervisor") as lead:
        (state,) = (await lead.get("/api/v1/notices")).json()["items"]
    assert state["notice"]["text"]["zh-CN"] == "周三下午停电，照常服务"
