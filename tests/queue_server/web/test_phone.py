"""A visitor's own ticket on the phone: what the QR code on the paper leads to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
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
    assert page.headers["refresh"].startswith("15;")
    assert page.headers["cache-control"] == "no-store"
    assert "A002, " not in page.text
    assert "1 people ahead" in (await page_of(running, ticket, "en")).text


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
    assert page.headers["refresh"].startswith("5;")
    assert 'class="plain phone called"' in page.text


async def test_a_ticket_that_is_over_asks_no_more(running: Running) -> None:
    ticket = await running.issue()
    async with running.client("supervisor") as lead:
        done = await lead.post(f"/api/v1/tickets/{ticket['id']}/cancel", json={"reason": "left"})
    assert done.status_code == 200

    page = await page_of(running, ticket)

    assert "已经办完" in page.text
    assert "refresh" not in page.headers


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
