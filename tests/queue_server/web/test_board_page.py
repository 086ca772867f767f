"""A hall screen in a real browser: what a waiting visitor reads, and how it heals by itself."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from playwright.async_api import Browser, Page, expect

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractAsyncContextManager
    from pathlib import Path

    from config.site import Site
    from tests.queue_server.web.conftest import Running

from hall.clock import SystemClock

pytestmark = pytest.mark.e2e
_LONG = {
    "zh-CN": "本周三下午两点，二楼培训室，手语翻译在场，残疾人电商免费培训，请带身份证和残疾人证，"
    "不能来的人请打电话，工作人员会把资料寄给您，也可以请家人代领，名额三十人，先到先得",
    "en": "Wednesday at two in the training room on the second floor, with a sign language "
    "interpreter: a free course in selling online for disabled people; bring both your cards",
}


async def _screen(browser: Browser, running: Running, **options: Any) -> tuple[Page, list[str]]:
    context = await browser.new_context(viewport={"width": 1920, "height": 1080}, **options)
    page = await context.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    await page.goto(running.url + "/board/hall")
    await expect(page.locator("#screen")).to_have_attribute("data-state", "live")
    return page, faults


async def _call(running: Running, window: str) -> str:
    async with running.client("staff", window) as clerk:
        await clerk.post(f"/api/v1/windows/{window}/open")
        headers = {"Idempotency-Key": f"call-{window}-{next(running.keys)}"}
        answer = await clerk.post(f"/api/v1/windows/{window}/call-next", headers=headers)
    return str(answer.json()["number"])


async def test_a_call_appears_beats_and_is_in_both_languages(
    running_now: Running, browser: Browser
) -> None:
    page, faults = await _screen(browser, running_now)
    await expect(page.locator(".quiet .words").first).to_contain_text("请先取号")
    await running_now.issue()
    number = await _call(running_now, "w3")
    top = page.locator(".call.top")
    await expect(top.locator(".number")).to_have_text(number)
    await expect(top.locator(".plate")).to_have_text("3")
    await expect(top.locator(".where .window")).to_have_text(["号窗口", "Window"])
    assert await top.evaluate("e => getComputedStyle(e).animationName") == "beat"
    assert faults == []


async def test_nothing_moves_where_motion_is_not_wanted(
    running_now: Running, browser: Browser
) -> None:
    page, _ = await _screen(browser, running_now, reduced_motion="reduce")
    await running_now.issue()
    await _call(running_now, "w3")
    await expect(page.locator(".call.top.now")).to_be_visible()
    running = await page.evaluate("document.getAnimations().length")
    assert running == 0


async def test_a_long_notice_is_shown_whole_by_pages(
    running_now: Running, browser: Browser
) -> None:
    page, faults = await _screen(browser, running_now)
    async with running_now.client("admin") as admin:
        await admin.post("/api/v1/notices", json={"text": _LONG})
    await expect(page.locator("#notice .words")).to_be_visible()
    turns = await page.evaluate("JSON.parse(document.getElementById('notice').dataset.turns)")
    for language, text in _LONG.items():
        pages = [each["text"] for each in turns if each["language"] == language]
        assert len(pages) > 1
        joined = "".join(pages) if language == "zh-CN" else " ".join(pages)
        assert joined == text
    overflow = "e => e.scrollWidth - e.clientWidth"
    assert await page.locator("#notice .words").evaluate(overflow) <= 1
    assert faults == []


async def test_an_emergency_covers_all_and_goes_again(
    running_now: Running, browser: Browser
) -> None:
    page, _ = await _screen(browser, running_now)
    async with running_now.client("supervisor") as supervisor:
        await supervisor.post("/api/v1/emergency", json={"kind": "fire"})
        cover = page.locator("#emergency")
        await expect(cover).to_contain_text("不要乘电梯")
        await expect(cover).to_contain_text("Do not use the lift")
        await expect(page.locator("#screen")).to_be_hidden()
        await supervisor.delete("/api/v1/emergency")
        await expect(cover).to_be_hidden()
        await expect(page.locator("#screen")).to_be_visible()


async def test_a_screen_says_it_is_old_and_comes_back_without_a_reload(
    tmp_path: Path,
    site: Site,
    browser: Browser,
    serve: Callable[..., AbstractAsyncContextManager[Running]],
) -> None:
    async with serve(site, tmp_path, SystemClock()) as running:
        port = int(running.url.rpartition(":")[2])
        page, faults = await _screen(browser, running)
        await running.issue()
        number = await _call(running, "w1")
        await expect(page.locator(".call.top .number")).to_have_text(number)
        await page.evaluate("window.sameLife = true")
    await expect(page.locator("#screen")).to_have_attribute("data-state", "stale", timeout=30_000)
    await expect(page.locator("#stale")).to_contain_text("可能已过时")
    await expect(page.locator(".call.top .number")).to_have_text(number)
    async with serve(site, tmp_path, SystemClock(), port) as running:
        await expect(page.locator("#screen")).to_have_attribute(
            "data-state", "live", timeout=30_000
        )
        await expect(page.locator("#stale")).to_be_hidden()
        assert await page.evaluate("window.sameLife") is True
    assert faults == []


async def test_a_film_plays_silently_beside_the_calls(
    tmp_path: Path,
    site: Site,
    browser: Browser,
    serve: Callable[..., AbstractAsyncContextManager[Running]],
) -> None:
    (board,) = site.boards
    with_film = replace(site, boards=(replace(board, film="welcome.webm"),))
    (tmp_path / "media").mkdir()
    (tmp_path / "media" / "welcome.webm").write_bytes(b"\x1aE\xdf\xa3")
    async with serve(with_film, tmp_path, SystemClock()) as running:
        async with running.client() as anybody:
            answer = await anybody.get("/media/welcome.webm")
        assert (answer.status_code, answer.headers["content-type"]) == (200, "video/webm")
        page, _ = await _screen(browser, running)
        # Bytes that are no film must not leave a black hole on the screen.
        await expect(page.locator("#film")).to_be_hidden()
        assert await page.locator("#film video").evaluate("film => film.muted") is True


async def test_the_longest_words_of_an_emergency_stand_whole_on_the_screen(
    running_now: Running, browser: Browser
) -> None:
    page, _ = await _screen(browser, running_now)
    words = {"zh-CN": "请" * 200, "en": "Leave now. " * 18}
    async with running_now.client("supervisor") as supervisor:
        answer = await supervisor.post("/api/v1/emergency", json={"kind": "other", "text": words})
        assert answer.status_code == 201
    cover = page.locator("#emergency")
    await expect(cover).to_contain_text("Leave now.")
    box = await cover.evaluate(
        "e => [e.scrollHeight - e.clientHeight, e.scrollWidth - e.clientWidth]"
    )
    assert max(box) <= 0
    for part in await cover.locator(".words").all():
        place = await part.bounding_box()
        assert place is not None
        assert place["y"] >= 0
        assert place["y"] + place["height"] <= 1080


async def test_the_latest_number_keeps_its_size_and_no_call_is_left_out(
    running_now: Running, browser: Browser
) -> None:
    page, _ = await _screen(browser, running_now, reduced_motion="reduce")
    called = []
    services = {"w1": "employment", "w2": "labour", "w3": "assistance", "w4": "training",
                "w5": "petition"}  # fmt: skip
    for window, service in services.items():
        await running_now.issue(service)
        called.append(await _call(running_now, window))
    await expect(page.locator(".call.top .number")).to_have_text(called[-1])
    size = "e => parseFloat(getComputedStyle(e).fontSize)"
    # 122 mm from ten metres on a 55-inch screen: 0.634 mm a pixel, digits 0.73 of the size.
    assert await page.locator(".call.top .number").evaluate(size) * 0.73 * 0.634 >= 122
    seen: set[str] = set()
    while seen != set(called):
        seen |= set(await page.locator(".call .number").all_text_contents())
        await page.wait_for_timeout(500)
    frame = await page.locator("#calls").bounding_box()
    for row in await page.locator(".call").all():
        place = await row.bounding_box()
        assert frame is not None
        assert place is not None
        assert place["y"] + place["height"] <= frame["y"] + frame["height"] + 1
