"""An hour of a clerk who has a keyboard and a screen reader: keys counted, every word weighed."""

from __future__ import annotations

import random
import sys
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from config.loader import load_site
from tests.queue_server.web.pages.robot_days import opens, signs_in
from tests.queue_server.web.pages.test_robot_clerk import page_of

if TYPE_CHECKING:
    from playwright.async_api import Browser

    from config.site import Site
    from tests.queue_server.web.conftest import Running
    from tests.queue_server.web.pages.robot import Robot

pytestmark = [pytest.mark.e2e, pytest.mark.deep, pytest.mark.timeout(1800)]
_KINDS = {"plain": 40, "recall": 6, "no-show": 5, "hold": 5, "transfer": 4}
_MOST = {"plain": 3, "recall": 4, "no-show": 3, "hold": 16, "transfer": 10}
_LAST = {"no-show": "已记过号", "transfer": "已转走"}
_ENDS = {"no-show": "MISSED", "transfer": "WAITING"}


@pytest.fixture
def site() -> Site:
    """The demo hall, where a number may be called again, and missed, at once."""
    made = load_site()
    return replace(made, grace=replace(made.grace, recall_interval_s=0, normal_s=1))


async def _visit(robot: Robot, kind: str, number: str) -> None:
    """Call somebody, and do what this visit asks for."""
    await robot.key_of("叫下一位")
    await robot.hears(f"已叫 {number}")
    if kind in {"recall", "no-show"}:
        await robot.key_of("再叫一次")
        await robot.hears("第 2 次叫号")
    if kind == "no-show":
        await robot.key_of("记过号")
        await robot.hears("现在没有号码")
        return
    await robot.key_of("已到窗口")
    await robot.hears(f"{number} 已到窗口")
    if kind == "hold":
        await robot.key_of("挂起")
        await robot.hears("现在没有号码")
        await robot.key_of("等候", "tab")
        await robot.press("ArrowRight", 2)
        await robot.use("button", f"继续办理 {number}")
        await robot.hears("办理中")
        await robot.press("0")
        await robot.press("ArrowLeft", 2)
    if kind == "transfer":
        await robot.key_of("转窗口")
        await robot.choose("业务", "职业介绍")
        await robot.use("button", "转走")
    else:
        await robot.key_of("办结")
    await robot.hears("现在没有号码")


async def test_sixty_visits_by_keyboard_need_few_keys_and_say_each_thing_once(
    running_now: Running, browser: Browser, capsys: pytest.CaptureFixture[str]
) -> None:
    await running_now.clerk()
    page = await page_of(browser)
    robot = await signs_in(page, running_now, "wang")
    await opens(robot)
    kinds = [kind for kind, count in _KINDS.items() for _ in range(count)]
    random.Random(90).shuffle(kinds)  # noqa: S311  the order of a day
    wrong: list[str] = []
    said = 0
    for kind in kinds:
        ticket = await running_now.issue("unemployment")
        number = str(ticket["number"])
        await robot.hears(number)
        await page.evaluate("() => { heard.length = 0; }")
        robot.begin(kind)
        await _visit(robot, kind, number)
        await robot.is_told(f"{number} {_LAST.get(kind, '已办结')}")
        heard = [each for each in await page.evaluate("() => heard") if "有人在等" not in each]
        said += len(heard)
        wrong += [f"{kind} {number}: {each} (twice)" for each in heard if heard.count(each) > 1]
        wrong += [f"{kind} {number}: {each}" for each in heard if number not in each]
        async with running_now.client("supervisor") as lead:
            found = (await lead.get(f"/api/v1/tickets/{ticket['id']}")).json()
            assert found["state"] == _ENDS.get(kind, "DONE"), (kind, found["state"])
            if found["state"] != "DONE":
                await lead.post(f"/api/v1/tickets/{ticket['id']}/cancel", json={})
    assert wrong == []
    keys = {kind: robot.tasks[kind] / count for kind, count in _KINDS.items()}
    with capsys.disabled():
        sys.stdout.write(f"\n{len(kinds)} visits, {said} announcements, keys a visit: {keys}\n")
    assert {kind: most for kind, most in keys.items() if most > _MOST[kind]} == {}
