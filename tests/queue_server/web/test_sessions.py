from __future__ import annotations

import asyncio
import json
import re
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import httpx
import pytest
import websockets
from websockets.asyncio.client import connect

from config.site import Site
from hall.clock import ManualClock
from queue_server.domain.actors import SYSTEM, Actor
from queue_server.web.sessions import COOKIE, Sessions

if TYPE_CHECKING:
    from tests.queue_server.web.conftest import Running

PASSWORD = "correct horse"


async def sign_in(
    browser: httpx.AsyncClient, name: str = "wang", password: str = PASSWORD, **headers: str
) -> httpx.Response:
    return await browser.post(
        "/staff/sign-in", data={"name": name, "password": password}, headers=headers
    )


async def csrf(browser: httpx.AsyncClient) -> str:
    found = re.search(r'name="csrf" value="([^"]+)"', (await browser.get("/staff/")).text)
    assert found is not None
    return found[1]


async def test_signing_in_sets_a_cookie_scripts_cannot_read(running: Running) -> None:
    await running.clerk()
    async with running.client() as browser:
        first = await browser.get("/staff/")
        assert first.headers["location"] == "/staff/sign-in"
        answer = await sign_in(browser)
        assert answer.status_code == 303
        cookie = answer.headers["set-cookie"]
        assert "HttpOnly" in cookie
        assert "SameSite=strict" in cookie
        page = await browser.get("/staff/")
    assert "3 号窗口" in page.text
    assert page.headers["cache-control"] == "no-store"
    assert browser.cookies[COOKIE] not in page.text


async def test_nobody_can_sign_in_before_an_account_was_made(running: Running) -> None:
    async with running.client() as browser:
        for name, password in (("admin", "admin"), ("admin", ""), ("", "")):
            assert (await sign_in(browser, name, password)).status_code in (401, 429)
        assert COOKIE not in browser.cookies


async def test_five_wrong_passwords_lock_the_name_even_for_the_right_one(
    running: Running, clock: ManualClock
) -> None:
    await running.clerk()
    async with running.client() as browser:
        answers = [(await sign_in(browser, password="wrong one")).status_code for _ in range(5)]
        assert answers == [401, 401, 401, 401, 429]
        locked = await sign_in(browser)
        assert locked.status_code == 429
        assert int(locked.headers["retry-after"]) >= 1
        clock.pass_time(15 * 60 + 1)
        assert (await sign_in(browser)).status_code == 303


async def test_unknown_names_get_the_same_words_as_wrong_passwords(running: Running) -> None:
    await running.clerk()
    async with running.client() as browser:
        wrong = await sign_in(browser, "wang", "wrong one")
        unknown = await sign_in(browser, "nobo", "wrong one")
    assert wrong.status_code == unknown.status_code == 401
    assert wrong.text.replace("wang", "nobo") == unknown.text


async def test_changes_need_the_pages_own_token(running: Running) -> None:
    await running.clerk()
    async with running.client() as browser:
        await sign_in(browser)
        path = "/api/v1/windows/w3/open"
        assert (await browser.post(path)).status_code == 403
        assert (await browser.post(path, headers={"X-CSRF-Token": "guess"})).status_code == 403
        strange = {b"X-CSRF-Token": "é".encode("latin-1")}
        assert (await browser.post(path, headers=strange)).status_code == 403
        assert (await browser.post("/staff/sign-out", data={"csrf": "x"})).status_code == 403
        token = await csrf(browser)
        assert (await browser.post(path, headers={"X-CSRF-Token": token})).status_code == 200


async def test_a_foreign_page_cannot_sign_anybody_in(running: Running) -> None:
    await running.clerk()
    async with running.client() as browser:
        for origin in ("http://evil.example", "null", running.url + ".evil.example"):
            assert (await sign_in(browser, Origin=origin)).status_code == 403
        assert (await sign_in(browser, Origin=running.url)).status_code == 303


async def test_signing_out_ends_the_session_everywhere(running: Running) -> None:
    await running.clerk()
    async with running.client() as browser, running.client() as thief:
        await sign_in(browser)
        thief.cookies.set(COOKIE, browser.cookies[COOKIE], domain="127.0.0.1")
        assert (await thief.get("/api/v1/tickets")).status_code == 200
        await browser.post("/staff/sign-out", data={"csrf": await csrf(browser)})
        assert (await thief.get("/api/v1/tickets")).status_code == 401


async def test_a_stream_ends_with_the_sign_in_that_began_it(running: Running) -> None:
    await running.clerk()
    async with running.client() as browser, asyncio.timeout(20):
        await sign_in(browser)
        own = {"Cookie": f"{COOKIE}={browser.cookies[COOKIE]}"}
        address = running.url.replace("http", "ws", 1) + "/api/v1/live"
        async with connect(address, additional_headers=own, proxy=None) as stream:
            assert json.loads(await stream.recv())["kind"] == "snapshot"
            await browser.post("/staff/sign-out", data={"csrf": await csrf(browser)})
            await running.issue("unemployment", "blind")
            with pytest.raises(websockets.ConnectionClosed):
                await stream.recv()
            assert stream.close_code == 4401


async def test_signing_in_gives_a_new_session_each_time(running: Running) -> None:
    await running.clerk()
    async with running.client() as browser:
        browser.cookies.set(COOKIE, "planted", domain="127.0.0.1")
        await sign_in(browser)
        values = [cookie.value for cookie in browser.cookies.jar if cookie.name == COOKIE]
    assert "planted" not in values or len(values) > 1


def test_s_07_no_session_lives_longer_than_a_working_day(
    clock: ManualClock, tmp_path: Path
) -> None:
    sessions = Sessions(clock, tmp_path / "sessions.json")
    secret, _ = sessions.begin(Actor(role="staff", name="wang"))
    for _ in range(24):
        clock.pass_time(timedelta(minutes=29).total_seconds())
        assert sessions.find(secret) is not None
    for _ in range(2):
        clock.pass_time(timedelta(minutes=29).total_seconds())
    assert sessions.find(secret) is None


def test_sessions_outlive_a_restart_and_keep_no_secret(clock: ManualClock, tmp_path: Path) -> None:
    file = tmp_path / "sessions.json"
    secret, _ = Sessions(clock, file).begin(Actor(role="staff", name="wang", window="w3"))
    again = Sessions(clock, file).find(secret)
    assert again is not None
    assert again.actor == Actor(role="staff", name="wang", window="w3")
    assert secret not in file.read_text("utf-8")
    assert file.stat().st_mode & 0o077 == 0
    file.write_text("{damaged")
    assert Sessions(clock, file).find(secret) is None


async def test_a_clerk_of_no_window_chooses_one(running: Running) -> None:
    await running.clerk("chen", None)
    async with running.client() as browser:
        await sign_in(browser, "chen")
        choice = await browser.get("/staff/")
        assert "您今天在哪个窗口" in choice.text
        form = {"csrf": await csrf(browser), "window": "w4"}
        assert (await browser.post("/staff/window", data=form)).status_code == 303
        assert "4 号窗口" in (await browser.get("/staff/")).text
        away = await browser.post(
            "/api/v1/windows/w1/open", headers={"X-CSRF-Token": await csrf(browser)}
        )
        assert away.json()["code"] == "wrong_window"


async def test_an_account_of_one_window_cannot_move(running: Running) -> None:
    await running.clerk()
    async with running.client() as browser:
        await sign_in(browser)
        form = {"csrf": await csrf(browser), "window": "w1"}
        assert (await browser.post("/staff/window", data=form)).status_code == 403


async def test_names_are_never_read_as_markup(running: Running) -> None:
    name = "<script>alert(1)</script>"
    await running.server.hall.create_user(
        SYSTEM, name=name, role="staff", password=PASSWORD, window="w3"
    )
    async with running.client() as browser:
        wrong = await sign_in(browser, name, "wrong one")
        assert name not in wrong.text
        await sign_in(browser, name)
        page = await browser.get("/staff/")
    assert name not in page.text
    assert "&lt;script&gt;" in page.text


async def test_readers_have_no_console(running: Running) -> None:
    await running.server.hall.create_user(SYSTEM, name="eye", role="reader", password=PASSWORD)
    async with running.client() as browser:
        assert (await sign_in(browser, "eye")).status_code == 303
        assert (await browser.get("/staff/")).headers["location"] == "/admin/"


async def test_the_language_is_chosen_once_and_kept(running: Running, site: Site) -> None:
    async with running.client() as browser:
        assert '<html lang="zh-CN">' in (await browser.get("/staff/sign-in")).text
        await browser.get("/staff/language")
        page = await browser.get("/staff/sign-in")
    assert '<html lang="en">' in page.text
    assert site.hall.name["en"].replace("'", "&#39;") in page.text


async def test_an_address_or_the_browser_may_name_the_language(running: Running) -> None:
    async with running.client() as browser:
        wants = {"Accept-Language": "fr, en-GB;q=0.8, zh;q=0.5"}
        assert '<html lang="en">' in (await browser.get("/staff/sign-in", headers=wants)).text
        await browser.get("/staff/?lang=en")
        assert '<html lang="en">' in (await browser.get("/staff/sign-in")).text
        await browser.get("/staff/sign-in?lang=zh-CN")
        assert '<html lang="zh-CN">' in (await browser.get("/staff/sign-in", headers=wants)).text
        odd = await browser.get("/staff/sign-in", params={"lang": "<b>"})
        assert '<html lang="zh-CN">' in odd.text
