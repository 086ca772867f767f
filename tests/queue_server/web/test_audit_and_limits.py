"""Sessions, guessing, pace and the journal's "from where", each by the number of its rule."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import httpx

from queue_server.domain.actors import ANONYMOUS, SYSTEM, Actor
from queue_server.service.telling import decode

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractAsyncContextManager
    from pathlib import Path

    from config.site import Site
    from hall.clock import ManualClock
    from tests.queue_server.web.conftest import Running

PASSWORD = "correct horse"


async def _sign_in(browser: httpx.AsyncClient, name: str, password: str = PASSWORD) -> str:
    """Sign in; return the mark that must come back with each change."""
    answer = await browser.post("/staff/sign-in", data={"name": name, "password": password})
    assert answer.status_code == 303, answer.text
    page = await browser.get("/admin/me")
    found = re.search(r'name="csrf" value="([^"]+)"', page.text)
    assert found is not None
    return found[1]


async def _signed_in(browser: httpx.AsyncClient) -> bool:
    return (await browser.get("/api/v1/accounts/me")).status_code == 200


async def _users(running: Running, **roles: Any) -> None:
    for name, role in roles.items():
        await running.server.hall.create_user(SYSTEM, name=name, role=role, password=PASSWORD)


async def _journal(running: Running) -> list[dict[str, Any]]:
    rows = running.server.hall.showing.read_rows(0, 5000)
    return [{"kind": row.kind, **decode(row.data)} for row in rows]


async def test_s_07_a_session_ends_unused_and_what_a_page_asks_by_itself_is_no_use(
    running: Running, clock: ManualClock
) -> None:
    await _users(running, zhao="admin", li="supervisor")
    async with running.client() as admin, running.client() as boss:
        await _sign_in(admin, "zhao")
        await _sign_in(boss, "li")
        seen = []
        for _ in range(4):  # asks every four minutes, as a page does, and nobody touches it
            clock.pass_time(timedelta(minutes=4).total_seconds())
            still_in = [await _signed_in(admin), await _signed_in(boss)]
            seen.append(still_in)
        assert seen[2:] == [[True, True], [False, True]]
        for _ in range(4):
            clock.pass_time(timedelta(minutes=12).total_seconds())
            await boss.get("/api/v1/accounts/me", headers={"X-Active": "1"})
        assert await _signed_in(boss)
        clock.pass_time(timedelta(minutes=31).total_seconds())
        assert not await _signed_in(boss)


async def test_s_07_an_admin_sees_who_is_signed_in_and_ends_it(running: Running) -> None:
    await _users(running, zhao="admin", li="supervisor")
    async with running.client() as admin, running.client() as boss:
        mark = await _sign_in(admin, "zhao")
        await _sign_in(boss, "li")
        assert (await boss.get("/api/v1/sessions")).status_code == 403
        listed = (await admin.get("/api/v1/sessions")).json()["items"]
        by_name = {each["name"]: each for each in listed}
        assert (by_name["zhao"]["own"], by_name["li"]["own"]) == (True, False)
        assert by_name["li"]["address"] == "127.0.0.1"
        place = f"/api/v1/sessions/{by_name['li']['id']}"
        ended = await admin.delete(place, headers={"X-CSRF-Token": mark})
        assert ended.status_code == 204
        assert not await _signed_in(boss)
        assert await _signed_in(admin)
    told = [row for row in await _journal(running) if row["kind"] == "session_ended"]
    assert [(row["user"], row["by"]) for row in told] == [("li", "zhao")]


async def test_s_08_a_cookie_used_from_elsewhere_is_refused_and_stands_in_the_journal(
    running: Running,
) -> None:
    await _users(running, li="supervisor")
    async with running.client() as boss:
        boss.headers["User-Agent"] = "Mozilla/5.0 (X11; Linux x86_64) Chrome/102"
        await _sign_in(boss, "li")
        async with running.client() as thief:
            thief.cookies = httpx.Cookies(boss.cookies)
            thief.headers["User-Agent"] = "Mozilla/5.0 (Windows NT 10.0) Firefox/130"
            assert not await _signed_in(thief)
            assert (await thief.get("/admin/journal")).status_code in {302, 303, 307}
        # The one it was stolen from works on.
        assert await _signed_in(boss)
    (told,) = [row for row in await _journal(running) if row["kind"] == "session_refused"]
    assert told["user"] == "li"


async def test_s_08_a_session_belongs_to_the_address_it_was_begun_at(running: Running) -> None:
    await _users(running, li="supervisor")
    async with running.client() as boss:
        boss.headers["X-Forwarded-For"] = "10.0.0.5"
        await _sign_in(boss, "li")
        boss.headers["X-Forwarded-For"] = "10.0.0.6"
        assert not await _signed_in(boss)
        boss.headers["X-Forwarded-For"] = "10.0.0.5"
        assert await _signed_in(boss)


async def test_s_09_a_password_that_is_tried_first_is_refused_in_words(running: Running) -> None:
    await _users(running, zhao="admin")
    async with running.client("admin") as admin:
        body = {"name": "li", "role": "staff", "password": "password123"}
        told = await admin.post("/api/v1/accounts", json=body)
        assert (told.status_code, told.json()["code"]) == (422, "common_password")
        assert "several words" in told.json()["detail"]
        short = await admin.post("/api/v1/accounts", json={**body, "password": "x7Fq-pl"})
        assert short.json()["code"] == "weak_password"


async def test_s_10_five_wrong_passwords_lock_the_name_and_twenty_the_address(
    running: Running,
) -> None:
    await _users(running, li="supervisor")
    async with running.client() as browser:
        where = "/staff/sign-in"
        guess = {"name": "li", "password": "wrong one"}
        for _ in range(4):
            assert (await browser.post(where, data=guess)).status_code == 401
        told = await browser.post(where, data=guess)
        assert told.status_code == 429
        assert int(told.headers["retry-after"]) > 0
        right = await browser.post(where, data={"name": "li", "password": PASSWORD})
        assert right.status_code == 429
        statuses = []
        for nth in range(16):
            told = await browser.post(where, data={"name": f"nobody{nth}", "password": "x"})
            statuses.append(told.status_code)
        assert statuses[0] == 401
        assert statuses[-1] == 429


async def test_s_12_one_sign_in_asks_so_much_and_no_more(
    running: Running, clock: ManualClock
) -> None:
    await _users(running, li="supervisor")
    async with running.client() as boss:
        await _sign_in(boss, "li")
        answers = [await boss.get("/api/v1/accounts/me") for _ in range(70)]
        refused = [each for each in answers if each.status_code == 429]
        assert refused
        assert refused[0].json()["code"] == "rate_limited"
        assert refused[0].headers["retry-after"] == "1"
        clock.pass_time(2)
        assert await _signed_in(boss)


async def test_s_12_a_kiosk_takes_five_numbers_at_once_then_one_a_second(
    serve: Callable[..., AbstractAsyncContextManager[Running]],
    site: Site,
    clock: ManualClock,
    tmp_path: Path,
) -> None:
    paced = replace(site, issuing=replace(site.issuing, kiosk_a_minute=60))
    async with serve(paced, tmp_path, clock) as running, running.client("kiosk") as kiosk:

        async def take(key: str) -> httpx.Response:
            return await kiosk.post(
                "/api/v1/tickets",
                json={"service": "unemployment"},
                headers={"Idempotency-Key": key},
            )

        taken = [(await take(f"k{nth}")).status_code for nth in range(6)]
        assert taken == [201] * 5 + [429]
        told = await take("k6")
        assert (told.json()["code"], told.headers["retry-after"]) == ("rate_limited", "1")
        clock.pass_time(1.1)
        assert (await take("k6")).status_code == 201


async def test_s_27_every_act_says_from_where_and_only_to_those_who_may_know(
    running: Running,
) -> None:
    await _users(running, zhao="admin")
    ticket = await running.issue("unemployment", "blind")
    async with running.client() as admin:
        mark = await _sign_in(admin, "zhao")
        notice = {"text": {"zh-CN": "四点半停号"}}
        await admin.post("/api/v1/notices", json=notice, headers={"X-CSRF-Token": mark})
        await admin.get("/api/v1/reports/services.csv")
        await admin.post("/staff/sign-out", data={"csrf": mark})
    async with running.client() as phone:
        secret = ticket["phone_url"].rsplit("/", 1)[1]
        assert (await phone.post(f"/t/{secret}/cancel")).status_code in {200, 303}
    said = {row["kind"]: row.get("from") for row in await _journal(running)}
    assert said["ticket_issued"] == "device 127.0.0.1"
    assert said["user_signed_in"] == "page 127.0.0.1"
    assert said["notice_published"] == "console 127.0.0.1"
    assert said["export_taken"] == "console 127.0.0.1"
    assert said["user_signed_out"] == "console 127.0.0.1"
    assert said["ticket_cancelled"] == "phone"
    # The hall opened it by itself; a command line of the same process says "server".
    assert said.get("day_opened") in {None, "server"}
    # Devices and strangers that follow the journal are not told.
    for reader in (ANONYMOUS, Actor(role="kiosk", name="k1"), Actor(role="display", name="d")):
        seen = await running.server.hall.rows_after(
            reader, f"{running.server.hall.showing.view.epoch}:0"
        )
        assert seen
        assert all("from" not in row.data for row in seen)


async def test_s_27_the_journal_is_read_by_who_and_from_where(running: Running) -> None:
    await _users(running, zhao="admin", li="supervisor")
    async with running.client() as boss, running.client() as admin:
        mark = await _sign_in(boss, "li")
        words = {"text": {"zh-CN": "四点半停号"}}
        await boss.post("/api/v1/notices", json=words, headers={"X-CSRF-Token": mark})
        await _sign_in(admin, "zhao")
        found = (await admin.get("/admin/journal?who=li&lang=zh-CN")).text
        assert "发布公告" in found
        assert "工作台 127.0.0.1" in found
        assert ">zhao</td>" not in found
        none = (await admin.get("/admin/journal?from=10.9.9.9")).text
        assert "127.0.0.1" not in none


async def test_s_27_no_secret_number_or_need_is_ever_in_the_journal(running: Running) -> None:
    await _users(running, zhao="admin")
    canaries = ("canary-password-1", "330106199001011237", "wheelchair", "canary@example")
    await running.issue("unemployment", "wheelchair")
    async with running.client() as browser:
        data = {"name": "zhao", "password": canaries[0]}
        await browser.post("/staff/sign-in", data=data)
        await browser.post("/staff/sign-in", data={"name": canaries[1], "password": PASSWORD})
    async with running.client("kiosk") as kiosk:
        body = {"kind": "complaint", "text": canaries[1], "contact": canaries[3]}
        told = await kiosk.post("/api/v1/feedback", json=body, headers={"Idempotency-Key": "f1"})
        assert told.status_code == 201, told.text
    async with running.client("admin") as admin:
        made = {"name": "wu", "role": "staff", "password": canaries[0]}
        assert (await admin.post("/api/v1/accounts", json=made)).is_success
    token = await running.token("admin")
    rows = running.server.hall.showing.read_rows(0, 5000)
    text = "\n".join(row.data for row in rows)
    for canary in (*canaries, token, PASSWORD):
        assert canary not in text
