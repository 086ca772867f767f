"""Admins say on a page how each kiosk begins; the kiosk itself is told."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from queue_server.domain.actors import SYSTEM

if TYPE_CHECKING:
    import httpx

    from queue_server.domain.actors import UserRole
    from tests.queue_server.web.conftest import Running

PASSWORD = "correct horse"
WANTED = {
    "language": "en", "theme": "yellow_on_black", "size": "XL", "hand": "left", "rate": "5",
    "volume": "7", "steady": "2", "calm": "on",
}  # fmt: skip


async def _come_in(running: Running, browser: httpx.AsyncClient, role: UserRole) -> str:
    await running.server.hall.create_user(SYSTEM, name="zhao", role=role, password=PASSWORD)
    await browser.post("/staff/sign-in", data={"name": "zhao", "password": PASSWORD})
    page = (await browser.get("/admin/me")).text
    return page.partition('name="csrf" value="')[2].partition('"')[0]


async def _begins(running: Running) -> dict[str, object]:
    async with running.client("admin") as admin:
        told = (await admin.get("/api/v1/site")).json()["kiosks"]
    modes: dict[str, object] = next(each["modes"] for each in told if each["id"] == "k1")
    return modes


async def test_what_an_admin_chooses_is_how_the_kiosk_begins_until_it_is_put_back(
    running: Running,
) -> None:
    async with running.client() as browser:
        csrf = await _come_in(running, browser, "admin")
        before = await _begins(running)
        done = await browser.post("/admin/kiosks/k1", data={"csrf": csrf, **WANTED})
        assert (done.status_code, done.headers["location"]) == (
            303, "/admin/kiosks?done=k1#kiosk-k1",
        )  # fmt: skip
        modes = await _begins(running)
        assert {name: str(modes[name]) for name in WANTED if name != "calm"} == {
            name: value for name, value in WANTED.items() if name != "calm"
        }
        assert (modes["calm"], modes["easy"], modes["reach"]) == (True, False, False)
        page = (await browser.get("/admin/kiosks?done=k1", follow_redirects=True)).text
        assert '<option value="yellow_on_black" selected>' in page
        assert 'name="calm" checked' in page
        assert 'role="status"' in page
        await browser.post("/admin/kiosks/k1", data={"csrf": csrf, "reset": "1"})
        assert await _begins(running) == before
        assert "checked" not in (await browser.get("/admin/kiosks", follow_redirects=True)).text


@pytest.mark.parametrize(
    "wrong", [{"theme": "pink"}, {"rate": "9"}, {"rate": ""}, {"language": "ug"}]
)
async def test_what_cannot_be_is_not_noted_and_the_page_says_so(
    running: Running, wrong: dict[str, str]
) -> None:
    async with running.client() as browser:
        csrf = await _come_in(running, browser, "admin")
        before = await _begins(running)
        answer = await browser.post("/admin/kiosks/k1", data={"csrf": csrf, **WANTED, **wrong})
        assert answer.headers["location"] == "/admin/kiosks?fault=1"
        page = await browser.get("/admin/kiosks?fault=1", follow_redirects=True)
        assert 'role="alert"' in page.text
        assert await _begins(running) == before


async def test_only_admins_set_kiosks_and_only_from_our_own_page(running: Running) -> None:
    async with running.client() as browser:
        csrf = await _come_in(running, browser, "supervisor")
        assert (await browser.get("/admin/kiosks", follow_redirects=True)).status_code == 403
        sent = {"csrf": csrf, **WANTED}
        assert (await browser.post("/admin/kiosks/k1", data=sent)).status_code == 403
        assert (await browser.post("/admin/kiosks/k1", data=WANTED)).status_code == 403
