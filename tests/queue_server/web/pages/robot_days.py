"""What robots do at the pages: a clerk's visit from sign-in to finish, a reception, an admin."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.queue_server.web.pages.robot import Robot, robot_at

if TYPE_CHECKING:
    from playwright.async_api import Page

    from tests.queue_server.web.conftest import Running

PASSWORD = "correct horse"


async def signs_in(page: Page, running: Running, name: str, path: str = "/staff/") -> Robot:
    """Sign in from an address typed once."""
    robot = await robot_at(page, running.url + path)
    robot.begin("sign in")
    await robot.fill("姓名或账号", name)
    await robot.fill("密码", PASSWORD)
    await robot.press("Enter")
    return robot


async def opens(robot: Robot) -> None:
    """Open the window."""
    robot.begin("open the window")
    await robot.hears("实时")
    await robot.use("button", "开放窗口")
    await robot.hears("开放中")


async def one_visit(robot: Robot, number: str) -> None:
    """Call, receive and finish."""
    robot.begin("call the next visitor")
    await robot.key_of("叫下一位")
    await robot.hears(f"已叫 {number}")
    robot.begin("the visitor arrived")
    await robot.key_of("已到窗口")
    await robot.hears(f"{number} 已到窗口")
    robot.begin("finish")
    await robot.key_of("办结")
    await robot.hears("现在没有号码")
    await robot.hears(f"{number} 已办结")


async def a_harder_visit(robot: Robot, ticket: dict[str, Any], running: Running) -> None:
    """Call again, put on hold and take back, send on, and go to somebody who asks for help."""
    number = str(ticket["number"])
    robot.begin("call the next visitor")
    await robot.key_of("叫下一位")
    await robot.hears(f"已叫 {number}")
    await robot.hears("看不见")
    robot.begin("call again")
    await robot.key_of("再叫一次")
    await robot.hears("第 2 次叫号")
    robot.begin("the visitor arrived")
    await robot.key_of("已到窗口")
    await robot.hears("已到窗口")
    robot.begin("put on hold")
    await robot.key_of("挂起")
    await robot.hears(f"{number} 已挂起")
    robot.begin("take back from hold")
    await robot.key_of("等候", "tab")
    await robot.press("ArrowRight", 2)
    await robot.use("button", f"继续办理 {number}")
    await robot.hears("办理中")
    robot.begin("transfer to another service")
    await robot.key_of("转窗口")
    await robot.choose("业务", "职业介绍")
    await robot.use("button", "转走")
    await robot.hears(f"{number} 已转走")
    async with running.client("kiosk") as kiosk:
        await kiosk.post("/api/v1/assistance", json={"kiosk": "k1"})
    robot.begin("go to somebody who asks for help")
    await robot.is_told("请您过去")
    await robot.use("button", "我去")
    await robot.use("button", "已帮到")
    await robot.misses("请您过去")


async def gives_a_number(robot: Robot) -> None:
    """At the reception: a number for somebody who cannot see."""
    robot.begin("number for somebody")
    await robot.choose("业务", "职业介绍")
    await robot.reach("checkbox", "看不见")
    await robot.press("Space")
    await robot.reach("button", "取号")
    await robot.press("Enter")
    await robot.hears("已取 F001")


async def publishes(robot: Robot, words: str) -> None:
    """As an admin: words on every sign."""
    robot.begin("publish a notice")
    await robot.fill("公告内容", words)
    await robot.use("button", "发布公告")
    await robot.hears("公告已发布")
