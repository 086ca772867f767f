"""Who may come in: accounts, one-time codes, tokens; over the API and on the pages."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import httpx
import pyotp
import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import expect

from queue_server.domain.actors import SYSTEM, TokenRole
from queue_server.service.keeping import step_of
from queue_server.web.sessions import COOKIE

if TYPE_CHECKING:
    from playwright.async_api import Browser, Page

    from hall.clock import ManualClock
    from queue_server.domain.actors import UserRole
    from tests.queue_server.web.conftest import Running

PASSWORD = "correct horse"


async def _account(running: Running, name: str = "zhao", role: UserRole = "admin") -> None:
    await running.server.hall.create_user(SYSTEM, name=name, role=role, password=PASSWORD)


async def _sign_in(browser: httpx.AsyncClient, name: str, **fields: str) -> httpx.Response:
    data = {"name": name, "password": PASSWORD, **fields}
    return await browser.post("/staff/sign-in", data=data)


async def _csrf(browser: httpx.AsyncClient) -> dict[str, str]:
    page = (await browser.get("/admin/me")).text
    return {"X-CSRF-Token": page.partition('name="csrf" value="')[2].partition('"')[0]}


async def test_an_admin_makes_changes_and_shuts_an_account(running: Running) -> None:
    await _account(running)
    async with running.client("admin") as admin, running.client() as browser:
        body = {"name": "li", "role": "staff", "password": PASSWORD, "window": "w3"}
        made = await admin.post("/api/v1/accounts", json=body)
        assert made.status_code == 201, made.text
        assert "password" not in made.json()
        assert (await _sign_in(browser, "li")).status_code == 303
        changed = await admin.patch("/api/v1/accounts/li", json={"role": "supervisor"})
        assert (changed.json()["role"], changed.json()["window"]) == ("supervisor", "w3")
        free = await admin.patch("/api/v1/accounts/li", json={"window": None})
        assert free.json()["window"] is None
        # Whoever was signed in by the account as it was is signed out.
        assert (await browser.get("/staff/")).headers["location"] == "/staff/sign-in"
        assert (await _sign_in(browser, "li")).status_code == 303
        assert (await admin.patch("/api/v1/accounts/li", json={"disabled": True})).is_success
        assert (await browser.get("/staff/")).headers["location"] == "/staff/sign-in"
        assert (await _sign_in(browser, "li")).status_code == 401
        again = await admin.patch("/api/v1/accounts/li", json={"disabled": False})
        assert again.json()["disabled"] is False
        assert (await _sign_in(browser, "li")).status_code == 303


async def test_what_changed_stands_in_the_journal_with_before_and_after(running: Running) -> None:
    await _account(running)
    await _account(running, "li", "staff")
    async with running.client("admin") as admin, running.client("supervisor") as supervisor:
        after = f"{running.server.hall.epoch}:0"
        await admin.patch("/api/v1/accounts/li", json={"role": "reception"})
        rows = await running.server.hall.rows_after(SYSTEM, after)
        (row,) = [each for each in rows if each.kind == "user_changed"]
        assert row.data["by"] == "admin"
        assert row.data["before"]["role"] == "staff"
        assert row.data["after"]["role"] == "reception"
        listed = await supervisor.get("/api/v1/accounts")
        assert [each["name"] for each in listed.json()["items"]] == ["li", "zhao"]


async def test_a_hall_keeps_one_admin(running: Running) -> None:
    await _account(running)
    async with running.client("admin") as admin:
        for change in ({"disabled": True}, {"role": "staff"}):
            answer = await admin.patch("/api/v1/accounts/zhao", json=change)
            assert (answer.status_code, answer.json()["code"]) == (409, "last_admin")
        await _account(running, "qian")
        assert (await admin.patch("/api/v1/accounts/zhao", json={"role": "staff"})).is_success


async def test_nobody_but_an_admin_changes_accounts_and_devices(running: Running) -> None:
    await _account(running, "li", "staff")
    body = {"name": "wu", "role": "admin", "password": PASSWORD}
    token = {"role": "kiosk", "name": "k9"}
    others: tuple[TokenRole | None, ...] = (
        *("staff", "supervisor", "reception", "reader", "kiosk"),
        None,
    )
    for role in others:
        async with running.client(role) as asker:
            for answer in (
                await asker.post("/api/v1/accounts", json=body),
                await asker.patch("/api/v1/accounts/li", json={"role": "admin"}),
                await asker.post("/api/v1/accounts/li/password", json={"password": "a new one"}),
                await asker.post("/api/v1/accounts/li/codes/end", json={}),
                await asker.post("/api/v1/tokens", json=token),
                await asker.delete("/api/v1/tokens/nothing"),
            ):
                assert answer.status_code in (401, 403), (role, answer.text)


MISFITS = (
    ({"name": "li", "role": "king", "password": PASSWORD}, "value_missing"),
    ({"name": "li", "role": "staff", "password": "short"}, "weak_password"),
    ({"name": "zhao", "role": "staff", "password": PASSWORD}, "user_exists"),
    ({"name": " li", "role": "staff", "password": PASSWORD}, "does_not_fit"),
    ({"name": "li", "role": "staff", "password": PASSWORD, "window": "w99"}, "unknown_window"),
)


async def test_an_account_that_does_not_fit_is_refused(running: Running) -> None:
    await _account(running)
    async with running.client("admin") as admin:
        for body, code in MISFITS:
            answer = await admin.post("/api/v1/accounts", json=body)
            assert answer.json()["code"] == code, body
            assert len((await admin.get("/api/v1/accounts")).json()["items"]) == 1, body


async def test_a_password_of_one_s_own_needs_the_old_one(running: Running) -> None:
    await _account(running, "li", "staff")
    async with running.client() as here, running.client() as elsewhere:
        await _sign_in(here, "li")
        await _sign_in(elsewhere, "li")
        headers = await _csrf(here)
        path = "/api/v1/accounts/li/password"
        body = {"password": "a better one", "old": "a guess"}
        wrong = await here.post(path, json=body, headers=headers)
        assert (wrong.status_code, wrong.json()["field"]) == (403, "old")
        body["old"] = PASSWORD
        assert (await here.post(path, json=body, headers=headers)).status_code == 204
        # This browser stays signed in, the other one does not.
        assert (await here.get("/admin/me")).status_code == 200
        away = (await elsewhere.get("/admin/me")).headers["location"]
        assert away.startswith("/staff/sign-in")
        assert (await _sign_in(elsewhere, "li")).status_code == 401


async def test_a_one_time_code_is_asked_for_and_taken_once(
    running: Running, clock: ManualClock
) -> None:
    await _account(running)
    async with running.client() as browser, running.client() as thief:
        await _sign_in(browser, "zhao")
        headers = await _csrf(browser)
        begun = await browser.post("/api/v1/accounts/me/codes", headers=headers)
        totp = pyotp.TOTP(begun.json()["secret"])
        assert totp.secret in begun.json()["uri"]
        wrong = await browser.post(
            "/api/v1/accounts/me/codes/confirm", json={"code": "000000"}, headers=headers
        )
        assert wrong.json()["code"] == "wrong_code"
        code = totp.at(clock.now())
        told = await browser.post(
            "/api/v1/accounts/me/codes/confirm", json={"code": code}, headers=headers
        )
        assert told.json()["codes"] is True
        assert "secret" not in told.json()
        assert (await _sign_in(thief, "zhao")).status_code == 401
        # The code that began it was used up.
        assert (await _sign_in(thief, "zhao", code=code)).status_code == 401
        await clock.advance(60)
        fresh = totp.at(clock.now())
        assert (await _sign_in(browser, "zhao", code=f"{fresh[:3]} {fresh[3:]}")).status_code == 303
        assert (await _sign_in(thief, "zhao", code=fresh)).status_code == 401
        assert COOKIE not in thief.cookies
    async with running.client("admin") as admin, running.client() as browser:
        ended = await admin.post("/api/v1/accounts/zhao/codes/end", json={})
        assert ended.json()["codes"] is False
        assert (await _sign_in(browser, "zhao")).status_code == 303


def test_codes_of_the_step_before_and_after_are_taken_but_none_older(clock: ManualClock) -> None:
    secret, now = pyotp.random_base32(), clock.now()
    totp = pyotp.TOTP(secret)
    present = int(now.timestamp()) // 30
    for steps, taken in ((-2, False), (-1, True), (0, True), (1, True), (2, False)):
        code = totp.at(now + timedelta(seconds=30 * steps))
        assert (step_of(secret, code, now, after=0) == present + steps) is taken
    assert step_of(secret, totp.at(now), now, after=present) is None


async def test_a_revoked_token_lets_nobody_in(running: Running) -> None:
    async with running.client("admin") as admin:
        made = await admin.post("/api/v1/tokens", json={"role": "kiosk", "name": "k1"})
        token = made.json()["token"]
        headers = {"Authorization": f"Bearer {token}"}
        async with running.client() as kiosk:
            assert (await kiosk.get("/api/v1/site", headers=headers)).status_code == 200
            listed = (await admin.get("/api/v1/tokens")).json()["items"]
            assert token not in str(listed)
            (known,) = [each for each in listed if each["name"] == "k1"]
            assert (await admin.delete(f"/api/v1/tokens/{known['id']}")).status_code == 204
            assert (await kiosk.get("/api/v1/site", headers=headers)).status_code == 401
            gone = await admin.delete(f"/api/v1/tokens/{known['id']}")
            assert gone.json()["code"] == "unknown_token"


async def test_a_reader_signs_in_to_what_there_is_to_read(running: Running) -> None:
    await _account(running, "du", "reader")
    async with running.client() as browser:
        assert (await _sign_in(browser, "du")).status_code == 303
        assert (await browser.get("/staff/")).headers["location"] == "/admin/"
        assert (await browser.get("/admin/")).status_code == 200
        assert (await browser.get("/admin/accounts")).status_code == 403


async def _signed_in(browser: Browser, running: Running, path: str) -> tuple[Page, list[str]]:
    context = await browser.new_context(viewport={"width": 1366, "height": 900}, locale="zh-CN")
    page = await context.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    await page.goto(running.url + "/staff/sign-in")
    await page.fill("#name", "zhao")
    await page.fill("#password", PASSWORD)
    await page.keyboard.press("Enter")
    await page.wait_for_url("**/staff/")
    await page.goto(running.url + path)
    return page, faults


async def _axe(page: Page) -> None:
    for width in (1366, 390):
        await page.set_viewport_size({"width": width, "height": 900})
        results = await Axe().run(page)
        assert results.violations_count == 0, results.generate_report()
        assert await page.evaluate("document.documentElement.scrollWidth") <= width
    await page.set_viewport_size({"width": 1366, "height": 900})


@pytest.mark.e2e
async def test_people_and_devices_are_kept_by_keyboard(
    running_now: Running, browser: Browser
) -> None:
    await _account(running_now)
    page, faults = await _signed_in(browser, running_now, "/admin/accounts")
    await page.focus("details.new summary")
    await page.keyboard.press("Enter")
    await page.focus("#name")
    await page.keyboard.type("li")
    await page.select_option("#role", "reception")
    await page.focus("#password")
    await page.keyboard.type("short")
    await page.keyboard.press("Enter")
    await expect(page.locator("#fault")).to_contain_text("8到128个字符")
    await expect(page.locator("#password")).to_be_focused()
    await page.fill("#password", PASSWORD)
    await page.keyboard.press("Enter")
    row = page.locator("#people tr", has_text="li")
    await expect(row).to_contain_text("咨询台")
    await page.get_by_role("button", name="停用 · li").press("Enter")
    await expect(page.locator("#dialog")).to_contain_text("马上退出")
    await page.locator("#dialog-go").press("Enter")
    await expect(row).to_contain_text("已停用")
    await page.locator("details.new summary").nth(1).press("Enter")
    await page.fill("#device-name", "k1")
    await page.keyboard.press("Enter")
    await expect(page.locator("#token-text")).to_contain_text("h90_")
    await _axe(page)
    assert faults == []


@pytest.mark.e2e
async def test_one_time_codes_are_set_up_on_one_s_own_page(
    running_now: Running, browser: Browser
) -> None:
    await _account(running_now)
    page, faults = await _signed_in(browser, running_now, "/admin/me")
    await page.locator("#begin").press("Enter")
    secret = (await page.locator("#secret").inner_text()).replace(" ", "")
    picture = page.locator("#codes img")
    await expect(picture).to_be_visible()
    assert await picture.evaluate("image => image.decode().then(() => image.naturalWidth > 0)")
    await _axe(page)
    await page.fill("#code", pyotp.TOTP(secret).now())
    await page.keyboard.press("Enter")
    await expect(page.locator("#codes-state")).to_contain_text("已启用")
    await page.goto(running_now.url + "/staff/")
    assert faults == []
