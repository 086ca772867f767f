"""The hall put back from one of its own copies, by an admin, on a page."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    import httpx

    from config.site import Site
    from hall.clock import ManualClock
    from tests.queue_server.web.conftest import Running

_PAGE = "/admin/upkeep/copies"


def _csrf(page: str) -> str:
    return page.partition('name="csrf" value="')[2].partition('"')[0]


async def _copied(running: Running) -> str:
    """Copy the hall as an admin's button does, and return the copy's name."""
    async with running.client("admin") as admin:
        made = await admin.post("/api/v1/today/backups")
    assert made.is_success, made.text
    return str(made.json()["file"])


async def _put_back(browser: httpx.AsyncClient, name: str) -> httpx.Response:
    page = (await browser.get(_PAGE, params={"copy": name})).text
    form = {"csrf": _csrf(page), "copy": name, "confirm": "yes"}
    return await browser.post(_PAGE, data=form, timeout=60)


async def test_an_admin_puts_a_copy_back_and_what_was_there_before_is_kept(
    running: Running, clock: ManualClock
) -> None:
    hall = running.server.hall
    async with running.signed_in("admin", "en") as browser, running.client("admin") as admin:
        kept = await running.issue()
        copy = await _copied(running)
        await clock.advance(5)
        lost = await running.issue()
        async with running.signed_in("supervisor") as newcomer:
            asked = (await browser.get(_PAGE, params={"copy": copy})).text
            assert "Numbers given: 1<" in asked
            assert "Changes of notices, settings, accounts and devices: 1<" in asked
            epoch = hall.epoch
            unsaid = await browser.post(_PAGE, data={"csrf": _csrf(asked), "copy": copy})
            assert (unsaid.status_code, hall.epoch) == (422, epoch), "nobody said yes"
            foreign = {"csrf": "another", "copy": copy, "confirm": "yes"}
            assert (await browser.post(_PAGE, data=foreign)).status_code == 403

            done = await _put_back(browser, copy)

            assert done.status_code == 200, done.text
            assert f"The hall was put back from {copy}." in done.text
            assert hall.epoch != epoch, "who follows the hall begins anew"
            known = [
                (await admin.get(f"/api/v1/tickets/{each['id']}")).status_code
                for each in (kept, lost)
            ]
            assert known == [200, 404]
            away = await newcomer.get("/admin/")
            assert away.headers["location"].startswith("/staff/sign-in")
        rows = [
            json.loads(row.data) for row in hall.showing.read_rows(0, 500) if row.kind == "restored"
        ]
        assert [(row["by"], row["file"]) for row in rows] == [("admin", copy)]
        before = done.text.partition("What was there before is in ")[2].partition(".sqlite3")[0]
        await clock.advance(5)
        again = await _put_back(browser, f"{before}.sqlite3")
        assert again.status_code == 200, again.text
        assert (await admin.get(f"/api/v1/tickets/{lost['id']}")).status_code == 200


async def test_a_broken_or_foreign_copy_is_refused_in_words_and_nothing_is_changed(
    running: Running,
    site: Site,
    clock: ManualClock,
    tmp_path: Path,
    serve: Callable[..., AbstractAsyncContextManager[Running]],
) -> None:
    folder, elsewhere = tmp_path / "backups", tmp_path / "elsewhere"
    elsewhere.mkdir()
    whole = folder / await _copied(running)
    await clock.advance(5)
    async with serve(site, elsewhere, clock) as other:
        foreign = await _copied(other)
    shutil.copyfile(elsewhere / "backups" / foreign, folder / foreign)
    torn, text = (folder / f"day-2026-11-{day}.sqlite3" for day in (20, 21))
    torn.write_bytes(whole.read_bytes()[: whole.stat().st_size // 2])
    text.write_text("no database at all")
    (tmp_path / "outside.sqlite3").write_bytes(whole.read_bytes())
    epoch = running.server.hall.epoch
    async with running.signed_in("admin", "en") as browser:
        for name, told in (
            (torn.name, "This copy is damaged"),
            (text.name, "This copy is damaged"),
            (foreign, "This copy is of another hall"),
            ("../outside.sqlite3", "There is no such copy"),
        ):
            looked = await browser.get(_PAGE, params={"copy": name})
            assert looked.status_code == 409
            assert told in looked.text
            form = {"csrf": _csrf((await browser.get("/admin/upkeep")).text), "copy": name}
            refused = await browser.post(_PAGE, data={**form, "confirm": "yes"})
            assert (refused.status_code, told in refused.text) == (409, True), refused.text
        assert 'href="/admin/upkeep/copies"' in (await browser.get("/admin/upkeep")).text
    async with running.signed_in("supervisor", "en") as browser:
        assert (await browser.get(_PAGE)).status_code == 403
        assert _PAGE not in (await browser.get("/admin/upkeep")).text
    assert running.server.hall.epoch == epoch
    assert not list(folder.glob("before-*")), "nothing was begun"
