"""A clerk's work in a real browser, by keyboard alone."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Browser, Page, expect

from config.site import Site
from hall.clock import SystemClock

if TYPE_CHECKING:
    from tests.queue_server.web.conftest import Running

pytestmark = pytest.mark.e2e
PASSWORD = "correct horse"


async def opened(browser: Browser, running: Running, **options: Any) -> tuple[Page, list[str]]:
    """A page on the sign-in form, and the faults its scripts meet."""
    context = await browser.new_context(
        viewport={"width": 1366, "height": 768}, **{"locale": "zh-CN", **options}
    )
    page = await context.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    await page.goto(running.url + "/staff/")
    await page.wait_for_function("document.activeElement.id === 'name'")
    return page, faults


async def signed_in(browser: Browser, running: Running, **options: Any) -> tuple[Page, list[str]]:
    """The console, reached with the keyboard."""
    page, faults = await opened(browser, running, **options)
    await page.keyboard.type("wang")
    await page.keyboard.press("Tab")
    await page.keyboard.type(PASSWORD)
    await page.keyboard.press("Enter")
    await expect(page.locator("#live")).to_have_attribute("data-state", "live")
    return page, faults


async def press_until_focused(page: Page, selector: str) -> None:
    for _ in range(60):
        if await page.evaluate("s => document.activeElement.matches(s)", selector):
            return
        await page.keyboard.press("Tab")
    raise AssertionError(f"Tab never comes to {selector}")


async def test_a_visit_goes_by_keyboard_alone(running_now: Running, browser: Browser) -> None:
    await running_now.clerk()
    page, faults = await signed_in(browser, running_now)
    said = page.locator("#said")
    await press_until_focused(page, "#window-open")
    await page.keyboard.press("Enter")
    await expect(page.locator("#window-state")).to_have_attribute("data-state", "open")
    first = await running_now.issue("unemployment")
    second = await running_now.issue("unemployment", "blind")
    rows = page.locator("#rows tr .number")
    await expect(rows).to_have_text([second["number"], first["number"]])
    await expect(page.locator("#next")).to_contain_text(f"排在 {first['number']} 前面")

    await page.keyboard.press("1")
    await expect(page.locator("#number")).to_have_text(second["number"])
    await expect(page.locator(".needs")).to_contain_text("看不见")
    await expect(said).to_contain_text(f"已叫 {second['number']}")
    await page.keyboard.press("5")
    await expect(page.locator("#alarm")).to_contain_text("记过号现在不能用")
    await expect(page.locator("#act-arrive")).to_have_class("expected")
    await page.keyboard.press("3")
    await expect(said).to_contain_text("已到窗口")
    await page.keyboard.press("7")
    await expect(page.locator("dialog")).to_be_visible()
    await page.keyboard.press("4")
    await expect(page.locator("#transfer-service")).to_be_focused()
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("ArrowDown")
    await press_until_focused(page, "#transfer-position")
    await page.keyboard.press("End")
    await press_until_focused(page, "#dialog-go")
    await page.keyboard.press("Enter")
    await expect(said).to_contain_text("已转走")

    await page.keyboard.press("1")
    await expect(page.locator("#number")).to_have_text(first["number"])
    await page.keyboard.press("3")
    await expect(page.locator("#act-finish")).to_have_class("expected")
    await page.keyboard.press("4")
    await expect(page.locator(".nobody")).to_be_visible()
    async with running_now.client("staff", "w3") as clerk:
        moved = (await clerk.get(f"/api/v1/tickets/{second['id']}")).json()
        ended = (await clerk.get(f"/api/v1/tickets/{first['id']}")).json()
    assert (moved["state"], moved["service"]) == ("WAITING", "placement")
    assert ended["state"] == "DONE"
    assert faults == []


async def test_what_cannot_be_done_says_why_until_it_can(
    running_now: Running, browser: Browser
) -> None:
    await running_now.clerk()
    page, _ = await signed_in(browser, running_now)
    call, recall = page.locator("#act-call-next"), page.locator("#act-recall")
    async with running_now.client("staff", "w3") as clerk:
        await clerk.post("/api/v1/windows/w3/open")
        await expect(call).to_have_attribute("title", "没有人在等")
        ticket = await running_now.issue()
        await expect(call).not_to_have_attribute("aria-disabled", "true")
        await page.keyboard.press("1")
        await expect(page.locator("#number")).to_have_text(ticket["number"])
        await expect(recall).to_have_attribute("aria-disabled", "true")
        await page.keyboard.press("2")
        await expect(page.locator("#alarm")).to_contain_text("刚叫过")
        await expect(recall).not_to_have_attribute("aria-disabled", "true", timeout=8000)
        await page.keyboard.press("2")
        await expect(page.locator(".state-line")).to_contain_text("第 2 次叫号")
        await expect(recall).to_have_attribute("aria-disabled", "true")


async def test_a_visitor_sent_to_another_window_is_not_next_here(
    running_now: Running, browser: Browser
) -> None:
    await running_now.clerk()
    page, _ = await signed_in(browser, running_now)
    async with running_now.client("supervisor") as lead:
        await lead.post("/api/v1/windows/w3/open")
        await lead.post("/api/v1/windows/w1/open")
        sent = await running_now.issue()
        other = await running_now.issue()
        await expect(page.locator("#next")).to_contain_text(sent["number"])
        await lead.post("/api/v1/windows/w1/call-next", headers={"Idempotency-Key": "k"})
        target = {"window": "w1", "position": "keep"}
        await lead.post(f"/api/v1/tickets/{sent['id']}/transfer", json=target)
        await expect(page.locator("#rows tr .number")).to_have_text(
            [sent["number"], other["number"]]
        )
        await expect(page.locator("#rows tr .rank")).to_contain_text(["等 1 号窗口叫", "按取号"])
        await expect(page.locator("#next")).to_contain_text(other["number"])
        await page.keyboard.press("1")
        await expect(page.locator("#number")).to_have_text(other["number"])


async def test_digits_typed_into_a_field_do_nothing_else(
    running_now: Running, browser: Browser
) -> None:
    await running_now.clerk()
    page, _ = await signed_in(browser, running_now)
    async with running_now.client("staff", "w3") as clerk:
        await clerk.post("/api/v1/windows/w3/open")
    await running_now.issue()
    await expect(page.locator("#rows tr")).to_have_count(1)
    await press_until_focused(page, "#find")
    await page.keyboard.type("C1")
    await expect(page.locator("#rows tr")).to_have_count(0)
    await page.fill("#find", "a001")
    await expect(page.locator("#rows tr")).to_have_count(1)
    await expect(page.locator("#number")).to_have_count(0)
    await press_until_focused(page, "#keys")
    await page.keyboard.press("Enter")
    await page.keyboard.press("1")
    await expect(page.locator("#keys")).to_have_attribute("aria-pressed", "false")
    await expect(page.locator("#number")).to_have_count(0)


async def test_a_failed_sign_is_shown_at_once(running_now: Running, browser: Browser) -> None:
    await running_now.clerk()
    page, _ = await signed_in(browser, running_now)
    async with (
        running_now.client("staff", "w3") as clerk,
        running_now.client("display") as agent,
    ):
        await clerk.post("/api/v1/windows/w3/open")
        ticket = await running_now.issue()
        await clerk.post("/api/v1/windows/w3/call-next", headers={"Idempotency-Key": "k"})
        await expect(page.locator("#number")).to_have_text(ticket["number"])
        seq = (await running_now.server.hall.health()).seq
        told = {
            "seq": seq,
            "sink": "sign-w3",
            "outcome": "failed",
            "detail": "silent: <b>timeout</b>",
        }
        await agent.post("/api/v1/deliveries", json=told)
        notice = page.locator("#deliveries .notice")
        await expect(notice).to_contain_text("3 号窗口屏没有送到 A001")
        await expect(notice).to_contain_text("屏没有应答")
        await expect(notice).not_to_contain_text("timeout")
        await page.reload()
        await expect(notice).to_contain_text("3 号窗口屏没有送到 A001")
        await expect(page.locator("#live")).to_have_attribute("data-state", "live")
        await agent.post("/api/v1/deliveries", json={**told, "outcome": "shown"})
        await expect(notice).to_have_count(0)
        await page.reload()
        await expect(page.locator("#number")).to_have_text(ticket["number"])
        await expect(notice).to_have_count(0)


async def test_paper_that_did_not_come_out_is_told_and_printed_again_by_the_clerk(
    running_now: Running, browser: Browser
) -> None:
    await running_now.clerk()
    page, _ = await signed_in(browser, running_now)
    ticket = await running_now.issue()
    row = page.locator("#rows tr").filter(has_text=ticket["number"])
    await expect(row).to_have_count(1)
    async with running_now.client("kiosk") as kiosk:
        seq = (await running_now.server.hall.health()).seq
        told = {"seq": seq, "sink": "printer", "outcome": "failed", "detail": "out"}
        await kiosk.post("/api/v1/deliveries", json=told)
    await expect(row).to_contain_text("小票没打出来")

    await row.get_by_role("button", name="补打").focus()
    await page.keyboard.press("Enter")

    await expect(page.locator("#said")).to_contain_text("A001 的小票正在补打")
    async with running_now.client("supervisor") as lead:
        printed = (await lead.get(f"/api/v1/tickets/{ticket['id']}")).json()
    assert (printed["prints"], printed["print_state"]) == (1, "pending")


Serve = Callable[..., AbstractAsyncContextManager[Any]]


async def test_the_console_outlives_a_restart_without_a_reload(
    serve: Serve, site: Site, tmp_path: Path, browser: Browser
) -> None:
    clock = SystemClock()
    async with serve(site, tmp_path, clock) as running:
        await running.clerk()
        page, _ = await signed_in(browser, running)
        await page.evaluate("window.stillThere = true")
        port = int(running.url.rpartition(":")[2])
    await expect(page.locator("#live")).to_have_attribute("data-state", "stale")
    await expect(page.locator("#alarm")).to_contain_text("可能已过时")
    async with serve(site, tmp_path, clock, port) as running:
        ticket = await running.issue()
        await expect(page.locator("#live")).to_have_attribute("data-state", "live", timeout=15000)
        await expect(page.locator("#rows tr .number")).to_have_text([ticket["number"]])
        assert await page.evaluate("window.stillThere") is True


@pytest.mark.parametrize(
    "options",
    [
        {},
        pytest.param({"color_scheme": "dark"}, marks=pytest.mark.deep),
        pytest.param({"locale": "en-GB"}, marks=pytest.mark.deep),
        pytest.param({"forced_colors": "active"}, marks=pytest.mark.deep),
    ],
    ids=["light", "dark", "english", "forced colours"],
)
async def test_axe_finds_nothing_on_any_state(
    running_now: Running, browser: Browser, options: dict[str, Any]
) -> None:
    await running_now.clerk()
    page, _ = await opened(browser, running_now, **options)
    await clean(page, "sign-in")
    page, faults = await signed_in(browser, running_now, **options)
    await clean(page, "window closed")
    async with running_now.client("staff", "w3") as clerk:
        await clerk.post("/api/v1/windows/w3/open")
    for needs in (("wheelchair", "slow_walker"), ("deaf", "sign_language"), ()):
        await running_now.issue("unemployment", *needs)
    await expect(page.locator("#rows tr")).to_have_count(3)
    await page.keyboard.press("1")
    await expect(page.locator(".needs")).to_be_visible()
    await clean(page, "called")
    await page.keyboard.press("7")
    await expect(page.locator("dialog")).to_be_visible()
    await clean(page, "transfer")
    await page.keyboard.press("Escape")
    for width, height in ((1024, 768), (390, 844)):
        await page.set_viewport_size({"width": width, "height": height})
        await clean(page, f"{width} px")
        assert await page.evaluate("document.documentElement.scrollWidth") <= width
    assert faults == []


async def clean(page: Page, state: str) -> None:
    found = await Axe().run(page)
    assert found.violations_count == 0, f"{state}: {found.generate_report()}"


async def test_a_printer_that_needs_paper_is_shown_and_said_once(
    running_now: Running, browser: Browser
) -> None:
    await running_now.clerk()

    async def tells(device: str, state: str, cause: str) -> None:
        status = {"device": device, "kind": "printer", "state": state, "cause": cause}
        async with running_now.client("kiosk") as kiosk:
            answer = await kiosk.post("/api/v1/devices/status", json=status)
        assert answer.status_code == 204

    await tells("printer:k2", "failed", "paper_out")
    page, faults = await signed_in(browser, running_now)
    lines, said = page.locator("#devices .notice"), page.locator("#said")
    await expect(lines).to_have_count(1)
    await expect(lines).to_contain_text("k2 号自助机的打印机：没有纸")
    await expect(lines).to_contain_text("装上新纸卷")
    assert "打印机" not in await said.inner_text()  # it stood there when the page opened

    await page.evaluate(
        "() => { window.heard = []; new MutationObserver(() => {"
        " const text = document.querySelector('#said').textContent; if (text) heard.push(text);"
        " }).observe(document.querySelector('#said'), {childList: true, characterData: true,"
        " subtree: true}); }"
    )
    await tells("printer:k1", "warning", "paper_low")
    await tells("printer:k1", "warning", "paper_low")
    await expect(lines).to_have_count(2)
    await expect(lines.nth(0)).to_contain_text("k2")  # what stops visitors stands first
    await expect(said).to_contain_text("k1 号自助机的打印机：纸快用完了")
    await tells("printer:k2", "ok", "")
    await expect(lines).to_have_count(1)
    await expect(said).to_contain_text("k2 号自助机的打印机已经好了")

    heard = await page.evaluate("() => heard")
    assert sum("纸快用完了" in text for text in heard) == 1
    violations = (await Axe().run(page)).response["violations"]
    assert violations == []
    assert faults == []


async def test_a_call_for_help_is_shown_and_sounds_until_somebody_comes(
    running_now: Running, browser: Browser
) -> None:
    await running_now.clerk()
    page, faults = await signed_in(browser, running_now)
    ticket = await running_now.issue()
    async with running_now.client("kiosk") as kiosk:
        asked = await kiosk.post("/api/v1/assistance", json={"ticket": ticket["id"]})
    assert asked.status_code == 201
    await expect(page.locator("#assistance")).to_contain_text("A001")
    await expect(page.locator("body")).to_have_attribute("data-chimes", "1")
    await page.locator("#assistance button").click()
    await expect(page.locator("#assistance")).to_contain_text("wang")
    await page.locator("#assistance button").click()
    await expect(page.locator("#assistance")).to_be_empty()
    assert faults == []


async def test_a_pause_says_why_and_another_than_the_next_is_called_with_a_reason(
    running_now: Running, browser: Browser
) -> None:
    await running_now.clerk()
    page, faults = await signed_in(browser, running_now)
    for _ in range(2):
        await running_now.issue()
    await page.locator("#window-open").click()
    await page.get_by_label("叫这位 A002").click()
    await expect(page.locator("#dialog-title")).to_have_text("为什么先叫 A002？")
    await page.locator("#reason-own").fill("孩子不舒服")
    await page.keyboard.press("Enter")
    await expect(page.locator("#number")).to_have_text("A002")
    await page.locator("#window-pause").click()
    await page.locator("#reason").select_option("开会")
    await page.locator("#dialog-go").click()
    await expect(page.locator("#window-state")).to_have_text("已暂停：开会")
    rows = running_now.server.hall.showing.read_rows(0, 500)
    assert any("孩子不舒服" in row.data for row in rows if row.kind == "ticket_called")
    assert faults == []


async def test_a_sign_that_says_nothing_of_a_call_is_told_too(
    running_now: Running, browser: Browser
) -> None:
    await running_now.clerk()
    page, faults = await signed_in(browser, running_now)
    async with running_now.client("staff", "w3") as clerk:
        await clerk.post("/api/v1/windows/w3/open")
    await running_now.issue()
    await expect(page.locator("#rows tr")).to_have_count(1)
    await page.keyboard.press("1")
    await expect(page.locator("#deliveries")).to_contain_text("没有收到回音", timeout=30_000)
    async with running_now.client("display") as agent:
        called = running_now.server.hall.showing.view.calls
        (seq,) = called.values()
        delivery = {"seq": seq, "sink": "sign:sign-w3", "outcome": "shown"}
        assert (await agent.post("/api/v1/deliveries", json=delivery)).status_code == 204
    await expect(page.locator("#deliveries")).to_be_empty()
    assert faults == []
