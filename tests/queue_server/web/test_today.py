"""Hall today over the API and in a real browser."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import expect

from queue_server.domain.actors import SYSTEM

if TYPE_CHECKING:
    from playwright.async_api import Browser

    from hall.clock import ManualClock
    from tests.queue_server.web.conftest import Running

PASSWORD = "correct horse"


async def _ids(running: Running) -> list[str]:
    async with running.client("staff", "w3") as clerk:
        answer = await clerk.get("/api/v1/today?lang=en")
    assert answer.status_code == 200, answer.text
    return [each["id"] for each in answer.json()["findings"]]


async def test_a_printer_without_paper_is_told_with_its_remedy(running: Running) -> None:
    async with running.client("kiosk") as kiosk:
        status = {"device": "printer:k1", "state": "failed", "cause": "paper_out"}
        assert (await kiosk.post("/api/v1/devices/status", json=status)).status_code < 300
    async with running.client("staff", "w3") as clerk:
        told = (await clerk.get("/api/v1/today?lang=zh-CN")).json()
    found = next(each for each in told["findings"] if each["id"] == "printer-paper_out")
    assert told["state"] == "stops"
    assert found["what"] == "自助机 k1 的打印机没有纸了。"
    assert found["who"] == "clerk"
    assert len(found["steps"]) == 2


async def test_a_kiosk_that_is_away_is_told_after_a_while(
    running: Running, clock: ManualClock
) -> None:
    await running.token("kiosk")
    assert "hall-away-kiosk" not in await _ids(running)
    for _ in range(5):
        await clock.advance(5)
    assert "hall-away-kiosk" in await _ids(running)


async def test_visitors_and_kiosks_learn_nothing_of_the_hall_s_troubles(running: Running) -> None:
    async with running.client() as nobody, running.client("kiosk") as kiosk:
        assert (await nobody.get("/api/v1/today")).status_code in (401, 403)
        assert (await kiosk.get("/api/v1/today")).status_code == 403
        assert (await kiosk.post("/api/v1/today/backups")).status_code == 403
    async with running.client("supervisor") as supervisor:
        assert (await supervisor.post("/api/v1/today/backups")).status_code == 403


async def test_a_backup_is_made_checked_and_no_longer_missed(
    running: Running, tmp_path: Path
) -> None:
    await running.issue()
    assert "hall-backup_none" in await _ids(running)
    async with running.client("admin") as admin:
        answer = await admin.post("/api/v1/today/backups")
    assert answer.status_code == 201, answer.text
    made = answer.json()
    assert made["tickets"] == 1
    assert (tmp_path / "backups" / made["file"]).stat().st_mode & 0o077 == 0
    assert "hall-backup_none" not in await _ids(running)


async def test_what_is_dismissed_comes_back_when_asked_for(running: Running) -> None:
    async with running.client("supervisor") as supervisor, running.client("staff", "w3") as clerk:
        told = (await supervisor.get("/api/v1/today?lang=en")).json()
        (found,) = [each for each in told["findings"] if each["id"] == "hall-backup_none"]
        body = {"mark": found["mark"]}
        refused = await clerk.post("/api/v1/today/dismissals", json=body)
        assert refused.status_code == 403
        done = await supervisor.post("/api/v1/today/dismissals", json=body)
        assert done.status_code == 204, done.text
        assert "hall-backup_none" not in await _ids(running)
        await supervisor.post("/api/v1/today/dismissals/recall")
        assert "hall-backup_none" in await _ids(running)


@pytest.mark.e2e
async def test_the_page_follows_the_hall_and_axe_finds_nothing(
    running_now: Running, browser: Browser
) -> None:
    await running_now.server.hall.create_user(SYSTEM, name="zhao", role="admin", password=PASSWORD)
    context = await browser.new_context(viewport={"width": 1366, "height": 900}, locale="zh-CN")
    page = await context.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    await page.goto(running_now.url + "/admin/")
    await page.fill("#name", "zhao")
    await page.fill("#password", PASSWORD)
    await page.keyboard.press("Enter")
    await page.wait_for_url("**/staff/")
    await page.goto(running_now.url + "/admin/")
    await expect(page.locator("#summary")).to_contain_text("1 件事要尽快处理")
    async with running_now.client("kiosk") as kiosk:
        status = {"device": "printer:k1", "state": "failed", "cause": "paper_out"}
        await kiosk.post("/api/v1/devices/status", json=status)
    await expect(page.locator("[data-id=printer-paper_out]")).to_contain_text(
        "放一卷新纸", timeout=20_000
    )
    await expect(page.locator("#said")).to_contain_text("没有纸了", timeout=20_000)
    await page.focus("#backup")
    await page.keyboard.press("Enter")
    await expect(page.locator("#backup-told")).to_contain_text("完整", timeout=20_000)
    for width in (1366, 1024, 390):
        await page.set_viewport_size({"width": width, "height": 900})
        results = await Axe().run(page)
        assert results.violations_count == 0, results.generate_report()
        assert await page.evaluate("document.documentElement.scrollWidth") <= width
    assert faults == []
