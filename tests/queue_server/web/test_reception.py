"""The reception desk in a real browser: numbers given, found and changed; help; vacancies."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import expect

from queue_server.domain.actors import SYSTEM

if TYPE_CHECKING:
    from playwright.async_api import Browser, Page

    from tests.queue_server.web.conftest import Running

PASSWORD = "correct horse"


async def _at_the_desk(browser: Browser, running: Running) -> tuple[Page, list[str]]:
    await running.server.hall.create_user(SYSTEM, name="qian", role="reception", password=PASSWORD)
    context = await browser.new_context(viewport={"width": 1366, "height": 900}, locale="zh-CN")
    page = await context.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    await page.goto(running.url + "/staff/sign-in")
    await page.fill("#name", "qian")
    await page.fill("#password", PASSWORD)
    await page.keyboard.press("Enter")
    await page.wait_for_url("**/reception/")
    return page, faults


@pytest.mark.e2e
async def test_a_number_is_given_by_keyboard_looked_up_and_its_needs_changed(
    running_now: Running, browser: Browser
) -> None:
    page, faults = await _at_the_desk(browser, running_now)
    await page.focus("#service")
    await page.select_option("#service", "unemployment")
    await page.locator("#needs input[value=wheelchair]").press("Space")
    await page.locator("#give button").press("Enter")
    await expect(page.locator("#given .own")).to_have_text("A001")
    picture = page.locator("#given img")
    await expect(picture).to_be_visible()
    assert await picture.evaluate("image => image.decode().then(() => image.naturalWidth > 0)")
    await expect(page.locator("#needs input:checked")).to_have_count(0)
    await page.focus("#number")
    await page.keyboard.type("a001")
    await page.keyboard.press("Enter")
    await expect(page.locator("#found")).to_contain_text("等候中")
    await page.get_by_role("button", name="修改需要").press("Enter")
    await page.locator("#dialog input[value=blind]").press("Space")
    await page.locator("#dialog-go").press("Enter")
    await expect(page.locator("#said")).to_contain_text("按新的需要叫号")
    hall = running_now.server.hall
    (known,) = hall.showing.view.needs.values()
    assert known == ("blind",)
    await page.locator("#found button").last.press("Enter")
    await page.locator("#dialog-go").press("Enter")
    await expect(page.locator("#found")).to_contain_text("已取消")
    for width in (1366, 1024, 390):
        await page.set_viewport_size({"width": width, "height": 900})
        results = await Axe().run(page)
        assert results.violations_count == 0, results.generate_report()
        assert await page.evaluate("document.documentElement.scrollWidth") <= width
    assert faults == []


@pytest.mark.e2e
async def test_a_vacancy_is_registered_and_a_call_for_help_taken(
    running_now: Running, browser: Browser
) -> None:
    page, faults = await _at_the_desk(browser, running_now)
    async with running_now.client("kiosk") as kiosk:
        await kiosk.post("/api/v1/assistance", json={})
    await page.get_by_role("button", name="我去").press("Enter", timeout=20_000)
    await expect(page.locator("#help")).to_contain_text("qian")
    await page.locator("details.new summary").press("Enter")
    await page.fill("#v-title", "保洁员")
    await page.fill("#v-employer", "安平家政")
    await page.fill("#v-pay_min", "3200")
    await page.get_by_label("肢体", exact=True).select_option("三级、四级")
    await page.get_by_label("听力", exact=True).select_option("一至四级都可以")
    await page.locator("#vacancy button").press("Enter")
    await expect(page.locator("#vacancies")).to_contain_text("安平家政", timeout=60_000)
    async with running_now.client() as anybody:
        found = (await anybody.get("/api/v1/content?kind=job&q=保洁员")).json()
    (job,) = found["items"]
    assert {each["category"]: each["levels"] for each in job["disability"]} == {
        "hearing": [1, 2, 3, 4],
        "physical": [3, 4],
    }
    await expect(page.locator("#vacancies")).to_contain_text("肢体 三级、四级")
    await page.get_by_role("button", name="看谁合适").press("Enter")
    await expect(page.locator("#vacancies")).to_contain_text("还没有合适")
    assert faults == []


async def test_only_the_desk_has_the_page_and_codes_are_drawn_for_who_knows_them(
    running: Running,
) -> None:
    ticket = await running.issue()
    secret = ticket["phone_url"].rsplit("/", 1)[1]
    async with running.client() as nobody:
        page = await nobody.get("/reception/")
        assert page.headers["location"] == "/staff/sign-in"
        drawn = await nobody.get(f"/reception/code/{secret}.svg")
        assert drawn.headers["content-type"].startswith("image/svg+xml")
        assert (await nobody.get("/reception/code/guess.svg")).status_code == 404
    await running.server.hall.create_user(SYSTEM, name="du", role="reader", password=PASSWORD)
    async with running.client() as reader:
        await reader.post("/staff/sign-in", data={"name": "du", "password": PASSWORD})
        assert (await reader.get("/reception/")).status_code == 403


@pytest.mark.e2e
async def test_a_booked_visitor_is_checked_in_by_what_a_scanner_types(
    running_now: Running, browser: Browser
) -> None:
    page, faults = await _at_the_desk(browser, running_now)
    async with running_now.client("reception") as desk:
        times = await desk.get(
            "/api/v1/appointments/slots",
            params={"service": "unemployment", "day": running_now.today().isoformat()},
        )
        at = times.json()["items"][0]["at"]
        booked = await desk.post(
            "/api/v1/appointments",
            json={"service": "unemployment", "at": at},
            headers={"Idempotency-Key": "scanned"},
        )
    code = booked.json()["code"]
    await page.focus("#arrived")
    await page.keyboard.type("12")
    await page.keyboard.press("Enter")
    await expect(page.locator("#alarm")).to_contain_text("六位数字")
    await page.fill("#arrived", "")
    await page.keyboard.type(f"{code}\n")
    heard = page.locator("#said, #fault")
    await expect(heard.filter(has_text="A001").or_(heard.filter(has_text="记下"))).to_be_visible()
    assert not faults


@pytest.mark.e2e
async def test_a_booking_is_moved_to_another_time_by_its_code(
    running_now: Running, browser: Browser
) -> None:
    page, faults = await _at_the_desk(browser, running_now)
    async with running_now.client("reception") as desk:
        times = await desk.get(
            "/api/v1/appointments/slots",
            params={"service": "unemployment", "day": running_now.today().isoformat()},
        )
        first, other = (each["at"] for each in times.json()["items"][:2])
        booked = await desk.post(
            "/api/v1/appointments",
            json={"service": "unemployment", "at": first, "label": "Li"},
            headers={"Idempotency-Key": "moved"},
        )
        code = booked.json()["code"]
        await page.fill("#arrived", code)
        await page.click("#arrived-move")
        await expect(page.locator("#book-moving")).to_contain_text("Li")
        await expect(page.locator("#book-label")).to_be_disabled()
        await page.click("#book-leave")
        await expect(page.locator("#book-moving")).to_be_hidden()
        await expect(page.locator("#book-label")).to_be_enabled()

        await page.fill("#arrived", code)
        await page.click("#arrived-move")
        await page.locator(f"#book-at option[value='{other}']").wait_for(state="attached")
        await page.select_option("#book-at", other)
        await page.click("#book [type=submit]")
        await expect(page.locator("#booked-code .own")).to_have_text(code)
        found = (await desk.get("/api/v1/appointments", params={"code": code})).json()["items"]
    assert [each["at"] for each in found] == [other]
    assert not faults


async def test_the_code_of_a_booking_is_drawn_for_the_desk_alone(running: Running) -> None:
    await running.server.hall.create_user(SYSTEM, name="qian", role="reception", password=PASSWORD)
    async with running.client() as nobody:
        away = await nobody.get("/reception/booking/482913.svg")
        assert away.headers["location"] == "/staff/sign-in"
    async with running.client() as desk:
        await desk.post("/staff/sign-in", data={"name": "qian", "password": PASSWORD})
        drawn = await desk.get("/reception/booking/482913.svg")
        assert drawn.headers["content-type"].startswith("image/svg+xml")
        assert (await desk.get("/reception/booking/48291x.svg")).status_code == 404
