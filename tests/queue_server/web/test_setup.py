"""The first run: five screens on the machine itself, resumed where left, closed afterwards."""

from __future__ import annotations

import base64
import re
from typing import TYPE_CHECKING

import httpx
import msgspec
from axe_playwright_python.async_playwright import Axe

from config.loader import load_site
from config.site import Site
from hall.clock import SystemClock
from queue_server import wire
from queue_server.pairing.agreeing import Side, commitment, digits, new_salt, transcript

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractAsyncContextManager
    from pathlib import Path

    from playwright.async_api import Browser, Page

    from tests.queue_server.web.conftest import Running

HALL = {
    "zh": "某旗残疾人就业服务大厅", "en": "", "region": "150421", "hotline": "0476-12385",
    "public_url": "http://10.0.0.5:8090",
}  # fmt: skip
PASSWORD = "correct horse"


def text(value: bytes) -> str:
    return base64.b64encode(value).decode()


async def send(client: httpx.AsyncClient, screen: str, **fields: object) -> httpx.Response:
    return await client.post(f"/setup/{screen}", data=fields)


async def test_five_screens_by_keyboard_make_a_hall_and_axe_finds_nothing(
    running_now: Running, browser: Browser
) -> None:
    page = await (await browser.new_context(locale="zh-CN")).new_page()

    async def screen(name: str) -> None:
        await page.wait_for_url(f"**/setup/{name}")
        found = await Axe().run(page)
        assert found.violations_count == 0, (name, found.generate_report())
        assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth + 1")

    await page.set_viewport_size({"width": 360, "height": 700})
    await page.goto(f"{running_now.url}/setup")
    await screen("hall")
    await typed(page, "zh", HALL["zh"])
    await typed(page, "region", "1504", enter=True)
    await page.wait_for_selector("#region[aria-invalid][aria-describedby=region-wrong]")
    await screen("hall")
    await typed(page, "region", "150421")
    await typed(page, "hotline", "0476-12385", enter=True)
    await screen("services")
    await page.focus("[value=policy]")
    await page.keyboard.press("Space")
    await typed(page, "own1", "残疾证办理", enter=True)
    await screen("hours")
    await page.focus("button.main")
    await page.keyboard.press("Enter")
    await screen("devices")
    await page.focus("form.wide button.main")
    await page.keyboard.press("Enter")
    await screen("admin")
    await typed(page, "name", "zhao")
    await typed(page, "password", PASSWORD)
    await typed(page, "again", PASSWORD, enter=True)
    await screen("done")

    assert "大厅开好了" in await page.inner_text("h1")
    await page.goto(f"{running_now.url}/admin/site")
    assert await page.inner_text("h1") == "大厅设置"
    found = await Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


async def typed(page: Page, field: str, text: str, *, enter: bool = False) -> None:
    await page.focus(f"#{field}")
    await page.keyboard.press("Control+A")
    await page.keyboard.type(text)
    if enter:
        await page.keyboard.press("Enter")


async def test_who_stops_goes_on_after_a_restart_and_the_hall_is_the_one_described(
    tmp_path: Path, site: Site, serve: Callable[..., AbstractAsyncContextManager[Running]]
) -> None:
    async with serve(site, tmp_path, SystemClock()) as first, first.client() as client:
        assert (await send(client, "hall", **HALL)).status_code == 303
    async with serve(site, tmp_path, SystemClock()) as again, again.client() as client:
        assert (await client.get("/setup")).headers["location"] == "/setup/services"
        bad = await send(client, "services", windows="2")
        assert bad.status_code == 422
        await send(client, "services", service=["policy", "labour"], windows="2")
        wrong = await send(client, "hours", mon="17:00-9")
        assert wrong.status_code == 422
        await send(client, "hours", mon="09：00 — 12：00，13:30-17:00")
        running = again.server.site
        assert running.hall.name["zh-CN"] == HALL["zh"]
        assert running.hall.hours.week == {"mon": ("09:00-12:00", "13:30-17:00")}
        assert [each.id for each in running.windows] == ["w1", "w2"]
        assert load_site(again.server.settings.own_site).hall == running.hall
        early = await send(client, "admin", name="zhao", password="short", again="short")
        assert early.status_code == 422
        done = await send(client, "admin", name="zhao", password=PASSWORD, again=PASSWORD)
        assert done.headers["location"] == "/setup/done"
        assert "hall90_session" in done.headers["set-cookie"]
        for path in ("/setup", "/setup/hall", "/setup/admin"):
            assert (await client.get(path)).status_code == 404
        late = await send(client, "admin", name="eve", password=PASSWORD, again=PASSWORD)
        assert late.status_code == 404
        assert "eve" not in again.server.hall.showing.view.users


async def test_nobody_but_this_machine_is_let_in(running: Running) -> None:
    async with running.client() as client:
        for headers in (
            {"X-Forwarded-For": "192.168.1.7"},
            {"Host": "evil.example"},
            {"Origin": "http://evil.example"},
        ):
            answer = await client.get("/setup/hall", headers=headers)
            assert answer.status_code == 403, headers
            sent = await client.post("/setup/hall", data=HALL, headers=headers)
            assert sent.status_code == 403, headers
        assert (await client.get("/setup/hall")).status_code == 200
    assert not running.server.settings.own_site.exists()


async def test_a_device_that_asks_is_let_in_by_its_digits_alone(running: Running) -> None:
    side, salt = Side.fresh(), new_salt()
    async with running.client() as device, running.client() as client:
        request = wire.PairingRequest(
            name="k1", role="kiosk", commitment=text(commitment(side.public, salt))
        )
        begun = (await device.post("/api/v1/pairings", json=msgspec.to_builtins(request))).json()
        reveal = {"public": text(side.public), "salt": text(salt)}
        await device.post(f"/api/v1/pairings/{begun['id']}/reveal", json=reveal)
        page = (await client.get("/setup/devices")).text
        asking = re.search(r'name="asking" value="([^"]+)"', page)
        assert asking is not None
        told = transcript("k1", "kiosk", side.public, salt, base64.b64decode(begun["public"]))
        code = digits(told)
        assert code not in page
        let = await send(client, "devices", asking=asking[1], code=code)
        assert let.status_code == 303
        state = (await device.get(f"/api/v1/pairings/{begun['id']}")).json()
    assert state["state"] == "let_in"
