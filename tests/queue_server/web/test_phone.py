"""A visitor's own ticket on the phone: what the QR code on the paper leads to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import expect

if TYPE_CHECKING:
    from playwright.async_api import Browser

    from tests.queue_server.web.conftest import Running


async def page_of(running: Running, ticket: dict[str, Any], language: str = "zh-CN") -> Any:
    secret = ticket["phone_url"].rsplit("/", 1)[1]
    async with running.client() as phone:
        return await phone.get(f"/t/{secret}", headers={"Accept-Language": language})


async def test_a_waiting_visitor_reads_number_people_ahead_and_where_to_wait(
    running: Running,
) -> None:
    await running.issue()
    ticket = await running.issue()

    page = await page_of(running, ticket)

    assert page.status_code == 200
    for words in (ticket["number"], "前面 1 人", "失业登记", "窗口还没有开", "一楼 A 区"):
        assert words in page.text
    assert '<noscript><meta http-equiv="refresh" content="15; url=/t/' in page.text
    assert page.headers["cache-control"] == "no-store"
    assert "A002, " not in page.text
    assert "1 person ahead" in (await page_of(running, ticket, "en")).text


async def test_a_called_visitor_reads_the_window(running: Running) -> None:
    ticket = await running.issue()
    async with running.client("staff", "w3") as clerk:
        await clerk.post("/api/v1/windows/w3/open")
        headers = {"Idempotency-Key": "next"}
        called = await clerk.post("/api/v1/windows/w3/call-next", headers=headers)
    assert called.status_code == 200

    page = await page_of(running, ticket)

    assert "叫到您了，请到 3 号窗口" in page.text
    assert "窗口在一楼 A 区" in page.text
    assert '<noscript><meta http-equiv="refresh" content="5; url=/t/' in page.text
    assert 'class="plain phone called"' in page.text


async def test_a_ticket_that_is_over_asks_no_more(running: Running) -> None:
    ticket = await running.issue()
    async with running.client("supervisor") as lead:
        done = await lead.post(f"/api/v1/tickets/{ticket['id']}/cancel", json={"reason": "left"})
    assert done.status_code == 200

    page = await page_of(running, ticket)

    assert "这个号已经不办了" in page.text
    assert "refresh" not in page.text


async def test_a_guessed_address_tells_nothing(running: Running) -> None:
    await running.issue()

    page = await page_of(running, {"phone_url": "/t/guessed"})

    assert page.status_code == 404
    assert "这个地址没有号码" in page.text


async def test_a_83_needs_never_stand_on_the_phone_page(running: Running) -> None:
    ticket = await running.issue("unemployment", "blind")

    page = await page_of(running, ticket)

    assert "blind" not in page.text.replace('id="i-blind"', "")
    assert "看不见" not in page.text


async def test_a_code_typed_in_small_letters_and_groups_opens_the_ticket(running: Running) -> None:
    ticket = await running.issue()
    code = ticket["phone_url"].rsplit("/", 1)[1]
    typed = " ".join(code[start : start + 4] for start in (0, 4, 8)).lower().replace("0", "o")

    async with running.client() as phone:
        form = await phone.get("/t")
        answer = await phone.get("/t", params={"code": typed})

    assert len(code) <= 12
    assert form.status_code == 200
    assert '<form method="get" action="/t"' in form.text
    assert (answer.status_code, answer.headers["location"]) == (303, f"/t/{code}")


async def test_a_code_nobody_has_is_told_and_stays_in_the_field(running: Running) -> None:
    async with running.client() as phone:
        answer = await phone.get("/t", params={"code": '7Q4M"><b>'})
        lost = await phone.get("/t/7Q4M9XK20ABC")

    assert answer.status_code == 404
    assert 'role="alert"' in answer.text
    assert 'value="7Q4M&#34;&gt;&lt;b&gt;"' in answer.text
    assert 'href="/t"' in lost.text


async def _done(running: Running) -> dict[str, Any]:
    ticket = await running.issue()
    async with running.client("staff", "w3") as clerk:
        await clerk.post("/api/v1/windows/w3/open")
        await clerk.post("/api/v1/windows/w3/call-next", headers={"Idempotency-Key": "n"})
        await clerk.post(f"/api/v1/tickets/{ticket['id']}/arrive")
        done = await clerk.post(f"/api/v1/tickets/{ticket['id']}/finish")
    assert done.status_code == 200, done.text
    return ticket


async def test_a_visit_that_is_done_is_rated_once(running: Running) -> None:
    ticket = await _done(running)
    secret = ticket["phone_url"].rsplit("/", 1)[1]
    async with running.client() as phone, running.client("supervisor") as lead:
        assert "很满意" in (await phone.get(f"/t/{secret}")).text
        wrong = await phone.post(f"/t/{secret}/rate", data={"score": "9"})
        assert wrong.status_code == 422
        rated = await phone.post(f"/t/{secret}/rate", data={"score": "2"})
        assert rated.headers["location"] == f"/t/{secret}?rated=1"
        assert "已经记下了" in (await phone.get(f"/t/{secret}?rated=1")).text
        again = await phone.post(f"/t/{secret}/rate", data={"score": "5"})
        assert again.status_code == 303
        (told,) = (await lead.get("/api/v1/feedback?kind=rating")).json()["items"]
    assert (told["score"], told["service"]) == (2, ticket["service"])
    assert ticket["number"] not in str(told)


async def test_nobody_is_asked_how_it_was_before_it_is_over(running: Running) -> None:
    ticket = await running.issue()
    assert "很满意" not in (await page_of(running, ticket)).text


async def _looked_at(page: Any, times: int) -> None:
    """Take the phone out of the pocket: the page asks the hall at once."""
    for _ in range(times):
        await page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")


@pytest.mark.e2e
async def test_the_page_is_brought_up_to_date_in_place_and_rings(
    running_now: Running, browser: Browser
) -> None:
    ticket = await running_now.issue()
    context = await browser.new_context(viewport={"width": 360, "height": 640}, locale="zh-CN")
    page = await context.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    await page.goto(running_now.url + "/t/" + ticket["phone_url"].rsplit("/", 1)[1])
    await page.locator("#ring").press("Enter")
    await expect(page.locator("body")).to_have_attribute("data-rang", "1")
    asks = page.get_by_role("button", name="请工作人员")
    await asks.focus()
    async with running_now.client("staff", "w3") as clerk:
        await clerk.post("/api/v1/windows/w3/open")
        await clerk.post("/api/v1/windows/w3/call-next", headers={"Idempotency-Key": "n"})
    await expect(page.locator(".now")).to_contain_text("请到 3 号窗口", timeout=20_000)
    await expect(page.locator("body")).to_have_attribute("data-rang", "2")
    await expect(asks).to_be_focused()  # though fewer things can be done now
    # In place: what the visitor had allowed still holds.
    await expect(page.locator("#ring")).to_have_attribute("aria-pressed", "true")
    results = await Axe().run(page)
    assert results.violations_count == 0, results.generate_report()
    assert await page.evaluate("document.documentElement.scrollWidth") <= 360
    trouble = {"status": 503, "content_type": "text/html", "body": "<main id='main'>busy</main>"}
    await page.route("**/t/*", lambda route: route.fulfill(**trouble))
    await _looked_at(page, 2)
    await expect(page.locator("#stale")).to_be_visible(timeout=30_000)
    await expect(page.locator(".now")).to_contain_text("请到 3 号窗口")
    await page.unroute("**/t/*")
    await _looked_at(page, 1)
    await expect(page.locator("#stale")).to_be_hidden(timeout=30_000)
    await context.set_offline(True)
    await _looked_at(page, 2)
    await expect(page.locator("#stale")).to_be_visible(timeout=30_000)
    assert faults == []
