"""The password profile of protection level 2 (S-9): off unless the hall turns it on."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from config.loader import DEMO_SITE, site_from_text
from config.rules import PasswordRules, Stations
from hall.errors import ConfigError
from queue_server.domain.actors import SYSTEM
from queue_server.web.sessions import COOKIE

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from contextlib import AbstractAsyncContextManager
    from pathlib import Path

    import httpx

    from config.site import Site
    from hall.clock import ManualClock
    from tests.queue_server.web.conftest import Running

GIVEN = "Given by zhao 1"
OWN = ("Stork on 2 roofs", "Nine + 3 lanterns", "Rain, 4 umbrellas")
RULES = PasswordRules(profile="level2", shortest=10, classes=3, days=90, remembered=2)


@pytest.fixture
async def strict(
    site: Site, tmp_path: Path, clock: ManualClock,
    serve: Callable[..., AbstractAsyncContextManager[Running]],
) -> AsyncIterator[Running]:  # fmt: skip
    """A hall whose admin turned the profile on."""
    async with serve(replace(site, passwords=RULES), tmp_path, clock) as running:
        yield running


async def _sign_in(browser: httpx.AsyncClient, password: str) -> httpx.Response:
    return await browser.post("/staff/sign-in", data={"name": "li", "password": password})


async def _renew(
    browser: httpx.AsyncClient, page: httpx.Response, fresh: str, again: str | None = None
) -> httpx.Response:
    found = re.search(r'name="ticket" value="([^"]+)"', page.text)
    assert found is not None, page.text
    form = {"ticket": found[1], "fresh": fresh, "again": fresh if again is None else again}
    return await browser.post("/staff/new-password", data=form)


async def _li(running: Running, password: str = GIVEN) -> httpx.Response:
    async with running.client("admin") as admin:
        body = {"name": "li", "role": "staff", "password": password, "window": "w3"}
        return await admin.post("/api/v1/accounts", json=body)


async def test_s_09_a_password_from_an_admin_opens_nothing_but_the_choice_of_another(
    strict: Running,
) -> None:
    assert (await _li(strict)).status_code == 201
    async with strict.client() as browser:
        browser.headers["Accept-Language"] = "en"
        page = await _sign_in(browser, GIVEN)
        assert (page.status_code, COOKIE in browser.cookies) == (200, False)
        # What is wanted stands there before anything is typed.
        assert "at least 10 characters; 3 of these four" in page.text
        assert (await browser.get("/staff/")).headers["location"] == "/staff/sign-in"
        for fresh, told in (
            ("two classes only", "does not meet the hall"),
            ("Short 1", "8 to 128 characters"),
            ("Lis 3 lanterns of li".replace("Lis", "LILI"), "Set it and sign in"),
            (GIVEN, "was used lately"),
        ):
            page = await _renew(browser, page, fresh)
            if page.status_code == 303:
                break
            assert told in page.text, fresh
        else:
            page = await _renew(browser, page, OWN[0], again=OWN[1])
            assert "not the same" in page.text
            page = await _renew(browser, page, OWN[0])
        assert page.status_code == 303
        assert (await browser.get("/staff/")).status_code == 200


async def test_s_09_one_form_sets_one_password_from_its_own_browser(
    strict: Running, clock: ManualClock
) -> None:
    await _li(strict)
    async with strict.client() as browser, strict.client() as other:
        other.headers["User-Agent"] = "Mozilla/5.0 (another)"
        page = await _sign_in(browser, GIVEN)
        assert (await _renew(other, page, OWN[0])).status_code == 403
        page = await _sign_in(browser, GIVEN)
        await clock.advance(601)
        assert (await _renew(browser, page, OWN[0])).status_code == 403
        page = await _sign_in(browser, GIVEN)
        assert (await _renew(browser, page, OWN[0])).status_code == 303
        assert (await _renew(browser, page, OWN[1])).status_code == 403


async def test_s_09_after_its_days_a_password_is_changed_and_the_last_ones_are_not_taken(
    strict: Running, clock: ManualClock
) -> None:
    await _li(strict)
    async with strict.client() as browser:
        browser.headers["Accept-Language"] = "en"
        await _renew(browser, await _sign_in(browser, GIVEN), OWN[0])
        assert "this password is good until" in (await browser.get("/admin/me")).text.casefold()
        clock.step(timedelta(days=89).total_seconds())
        assert (await _sign_in(browser, OWN[0])).status_code == 303
        clock.step(timedelta(days=1, seconds=1).total_seconds())
        page = await _sign_in(browser, OWN[0])
        assert "90 days old" in page.text
        page = await _renew(browser, page, OWN[0])
        assert page.status_code == 422
        assert (await _renew(browser, page, OWN[1])).status_code == 303
        # Two are remembered: the present one and the one before it.
        clock.step(timedelta(days=90, seconds=1).total_seconds())
        page = await _renew(browser, await _sign_in(browser, OWN[1]), OWN[0])
        assert page.status_code == 422
        assert (await _renew(browser, page, OWN[2])).status_code == 303
        clock.step(timedelta(days=90, seconds=1).total_seconds())
        page = await _sign_in(browser, OWN[2])
        assert (await _renew(browser, page, OWN[0])).status_code == 303


async def test_s_09_over_the_api_the_same_is_asked_of_everybody(strict: Running) -> None:
    weak = await _li(strict, "only small letters")
    assert (weak.status_code, weak.json()["code"]) == (422, "plain_password")
    assert (await _li(strict, "Has its name Li li 1")).status_code == 201  # two letters are no name
    async with strict.client("admin") as admin:
        reset = await admin.post("/api/v1/accounts/li/password", json={"password": "plain words"})
        assert reset.json()["code"] == "plain_password"
        body = {"password": "Reset by 2 admins"}
        assert (await admin.post("/api/v1/accounts/li/password", json=body)).status_code == 204
    async with strict.client() as browser:
        page = await _sign_in(browser, "Reset by 2 admins")
        assert (page.status_code, "管理员给的" in page.text) == (200, True)


async def test_s_09_turned_on_later_everybody_is_asked_once_and_the_page_says_how_many(
    running: Running,
) -> None:
    await running.server.hall.create_user(SYSTEM, name="li", role="staff", password=GIVEN)
    async with running.signed_in("admin", "en") as admin, running.client() as browser:
        assert "This hall also asks" not in (await admin.get("/admin/me")).text
        assert (await _sign_in(browser, GIVEN)).status_code == 303
        form = await admin.get("/admin/site/passwords")
        fields = dict(re.findall(r'name="(csrf|mark)" value="([^"]*)"', form.text))
        fields |= {"passwords.profile": "level2", "passwords.shortest": "12"}
        fields |= {"passwords.classes": "3", "passwords.days": "90", "passwords.remembered": "5"}
        seen = await admin.post("/admin/site/passwords", data=fields)
        assert "2 accounts must choose" in seen.text
        done = await admin.post("/admin/site/passwords", data={**fields, "confirm": "yes"})
        assert done.status_code == 303, done.text
        assert "at least 12 characters" in (await admin.get("/admin/accounts")).text
        page = await _sign_in(browser, GIVEN)
        assert page.status_code == 200
        assert (await _renew(browser, page, OWN[0])).status_code == 303


def test_s_09_demands_that_cannot_be_are_named() -> None:
    text = DEMO_SITE.read_text("utf-8") + '\n[passwords]\nprofile = "level2"\nclasses = 5\n'
    with pytest.raises(ConfigError) as told:
        site_from_text(text, "site.toml")
    (fault,) = told.value.faults
    assert (fault.key, fault.code) == ("passwords.classes", "bounds")


async def test_s_08_where_workstations_are_wanted_nobody_works_from_elsewhere(
    site: Site, tmp_path: Path, clock: ManualClock,
    serve: Callable[..., AbstractAsyncContextManager[Running]],
) -> None:  # fmt: skip
    wanted = replace(site, stations=Stations(required=True))
    async with serve(wanted, tmp_path, clock) as running, running.client() as browser:
        await running.server.hall.create_user(SYSTEM, name="li", role="staff", password=GIVEN)
        for elsewhere in ({"X-Forwarded-For": "10.0.0.9"}, {"Host": "hall.example.org"}):
            refused = await browser.post(
                "/staff/sign-in", data={"name": "li", "password": GIVEN}, headers=elsewhere
            )
            assert (refused.status_code, "没有本厅的证书" in refused.text) == (403, True)
        # The server's own browser always may: nobody is shut out of his own hall.
        assert (await _sign_in(browser, GIVEN)).status_code == 303
        assert (await browser.get("/staff/")).status_code == 200
        away = await browser.get("/staff/", headers={"Host": "hall.example.org"})
        assert away.headers["location"] == "/staff/sign-in"
