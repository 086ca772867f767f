"""Devices let in by six digits: over the API, by the command, on the page."""

from __future__ import annotations

import asyncio
import base64
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx
import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import expect

from hall.clock import SystemClock
from hall.errors import HallError
from queue_server.domain.actors import SYSTEM
from queue_server.pairing.agreeing import Side, commitment, new_salt
from queue_server.pairing.cli import ask, keep

if TYPE_CHECKING:
    from playwright.async_api import Browser

    from hall.clock import ManualClock
    from tests.queue_server.web.conftest import Running

PASSWORD = "correct horse"


def _text(value: bytes) -> str:
    return base64.b64encode(value).decode()


async def _begun(client: httpx.AsyncClient, **other: Any) -> tuple[dict[str, Any], dict[str, str]]:
    side, salt = Side.fresh(), new_salt()
    body = {"role": "kiosk", "name": "k1", "commitment": _text(commitment(side.public, salt))}
    begun = await client.post("/api/v1/pairings", json={**body, **other})
    return begun.json(), {"public": _text(side.public), "salt": _text(salt)}


async def _waiting(admin: httpx.AsyncClient) -> dict[str, Any]:
    async with asyncio.timeout(30):
        while True:
            items = (await admin.get("/api/v1/pairings")).json()["items"]
            if items:
                found: dict[str, Any] = items[0]
                return found
            await asyncio.sleep(0.05)


async def _shown(shown: list[str]) -> str:
    async with asyncio.timeout(30):
        while True:
            if shown:
                return shown[0]
            await asyncio.sleep(0.05)


async def test_a_machine_is_let_in_by_the_digits_it_shows(running: Running) -> None:
    shown: list[str] = []
    asking = asyncio.create_task(ask(running.url, "kiosk", "k1", shown.append, SystemClock()))
    async with running.client("admin") as admin, running.client() as kiosk:
        one = await _waiting(admin)
        code = await _shown(shown)
        assert one["code"] == code
        typed = f"{code[:3]} {code[3:]}"
        done = await admin.post(f"/api/v1/pairings/{one['id']}/let-in", json={"code": typed})
        assert done.status_code == 204, done.text
        token = (await asyncio.wait_for(asking, 30)).token
        site = await kiosk.get("/api/v1/site", headers={"Authorization": f"Bearer {token}"})
        assert site.status_code == 200
        # Whoever listened to all that was sent has not read the token.
        told = (await kiosk.get(f"/api/v1/pairings/{one['id']}")).text
        assert token not in told
        assert token.encode() not in base64.b64decode(
            (await kiosk.get(f"/api/v1/pairings/{one['id']}")).json()["sealed"]
        )


async def test_other_digits_let_nobody_in_and_end_it(running: Running) -> None:
    shown: list[str] = []
    asking = asyncio.create_task(ask(running.url, "display", "signs", shown.append, SystemClock()))
    async with running.client("admin") as admin:
        one = await _waiting(admin)
        wrong = f"{(int(one['code']) + 1) % 1_000_000:06d}"
        path = f"/api/v1/pairings/{one['id']}/let-in"
        first = await admin.post(path, json={"code": wrong})
        assert first.json()["code"] == "pairing_differs"
        again = await admin.post(path, json={"code": one["code"]})
        assert again.json()["code"] == "pairing_broken"
    with pytest.raises(HallError, match="compare the digits"):
        await asyncio.wait_for(asking, 30)


async def test_a_key_other_than_the_one_it_was_bound_to_is_refused(running: Running) -> None:
    async with running.client() as device:
        begun, _ = await _begun(device)
        _, other = await _begun(device)
        answer = await device.post(f"/api/v1/pairings/{begun['id']}/reveal", json=other)
        assert answer.json()["code"] == "pairing_broken"
        assert (await device.get(f"/api/v1/pairings/{begun['id']}")).status_code == 404


async def test_only_admins_see_and_decide_and_others_wait_their_turn(
    running: Running, clock: ManualClock
) -> None:
    async with running.client("supervisor") as lead, running.client() as device:
        begun, own = await _begun(device)
        await device.post(f"/api/v1/pairings/{begun['id']}/reveal", json=own)
        assert (await lead.get("/api/v1/pairings")).status_code == 403
        path = f"/api/v1/pairings/{begun['id']}"
        assert (await lead.post(f"{path}/let-in", json={"code": "1"})).status_code == 403
        assert (await lead.post(f"{path}/turn-away")).status_code == 403
        for _ in range(19):
            await _begun(device)
        full, _ = await _begun(device)
        assert full["code"] == "too_many_pairings"
        await clock.advance(601)
        assert (await device.get(path)).status_code == 404
        again, _ = await _begun(device)
        assert "public" in again


@pytest.mark.parametrize("other", [{"role": "admin"}, {"commitment": "x"}, {"commitment": "AA=="}])
async def test_what_is_no_device_is_refused(running: Running, other: dict[str, str]) -> None:
    async with running.client() as device:
        answer, _ = await _begun(device, **other)
        assert answer["code"] == "value_missing"


def test_a_token_is_kept_for_its_own_user_only(tmp_path: Path) -> None:
    file = tmp_path / "new" / "token"
    keep("h90_x", file)
    keep("h90_y", file)
    assert file.read_text("utf-8") == "h90_y\n"
    assert file.stat().st_mode & 0o077 == 0


@pytest.mark.e2e
async def test_an_admin_lets_a_device_in_on_the_page(
    running_now: Running, browser: Browser
) -> None:
    await running_now.server.hall.create_user(SYSTEM, name="zhao", role="admin", password=PASSWORD)
    context = await browser.new_context(viewport={"width": 1366, "height": 900}, locale="zh-CN")
    page = await context.new_page()
    await page.goto(running_now.url + "/staff/sign-in")
    await page.fill("#name", "zhao")
    await page.fill("#password", PASSWORD)
    await page.keyboard.press("Enter")
    await page.wait_for_url("**/staff/")
    await page.goto(running_now.url + "/admin/accounts")
    shown: list[str] = []
    asking = asyncio.create_task(ask(running_now.url, "kiosk", "k1", shown.append, SystemClock()))
    field = page.get_by_label("设备上的六位数字")
    await expect(field).to_be_visible(timeout=20_000)
    # The page does not show them: they are read where the device stands.
    assert await _shown(shown) not in await page.content()
    results = await Axe().run(page)
    assert results.violations_count == 0, results.generate_report()
    await field.fill(shown[0])
    await page.keyboard.press("Enter")
    token = await asyncio.wait_for(asking, 30)
    assert token.token.startswith("h90_")
    await expect(page.locator("#devices")).to_contain_text("k1")
