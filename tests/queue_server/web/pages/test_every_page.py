"""Every page and state: axe, contrast, targets and zoom; and no page is forgotten."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING

import pytest
from litestar import Litestar
from litestar.routes import HTTPRoute

from hall.clock import SystemClock
from queue_server.app import ServerSettings, build_server
from queue_server.web.app import build_web
from queue_server.web.setup import SCREENS
from tests.queue_server.web.pages.looking import looks, whole, zooms
from tests.queue_server.web.pages.visiting import FIRST_RUN, NOT_PAGES, VISITS, Filled, filled

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.async_api import Browser

    from config.site import Site
    from tests.queue_server.web.conftest import Running

_PROGRAMS = ("/api/", "/feed/", "/uplink/")
_BY_HEART = {
    "/reception/code/{secret:str}": "/reception/code/none.svg",
    "/media/{name:str}": "/media/none.webm", "/static/{name:str}": "/static/staff.js",
}  # fmt: skip


def pages_of(app: Litestar) -> set[str]:
    """Return every path that a browser may open."""
    return {
        route.path
        for route in app.routes
        if isinstance(route, HTTPRoute)
        and "GET" in route.methods
        and not route.path.startswith(_PROGRAMS)
    }


@pytest.mark.e2e
async def test_a_page_that_is_added_is_visited_too(
    running_now: Running, site: Site, tmp_path: Path
) -> None:
    """A route that answers a page and stands in no visit fails here."""
    hall = await filled(running_now)
    visited = [visit.where(hall).partition("?")[0].rstrip("/") or "/" for visit in VISITS]
    settings = ServerSettings(data=tmp_path / "other", port=0, announce=False)
    settings.data.mkdir()
    async with build_server(site, settings, SystemClock()) as server:
        known = pages_of(build_web(server))
    assert len(known) > 20
    forgotten = set()
    for path in known - NOT_PAGES - FIRST_RUN:
        pattern = re.compile(re.sub(r"\\\{\w+:(?:str|int)\\\}", "[^/]+", re.escape(path)))
        if not any(pattern.fullmatch(each) for each in visited):
            forgotten.add(path)
    assert forgotten == set()
    assert known >= NOT_PAGES | FIRST_RUN
    async with running_now.client("admin") as program:
        for path in sorted(NOT_PAGES):
            answer = await program.get(_BY_HEART.get(path, path))
            assert "text/html" not in answer.headers.get("content-type", ""), path


def _noted(faults: list[str], where: str, error: object) -> None:
    faults.append(f"{where}: {error}")


async def wrong_on(
    hall: Filled, browser: Browser, *, thoroughly: bool
) -> tuple[dict[str, list[str]], list[str]]:
    """Return what is wrong with each page, and the faults of scripts."""
    wrong: dict[str, list[str]] = {}
    faults: list[str] = []
    # States that somebody must first bring about, and the many forms of the site that are drawn by
    # one template, are left to the deep run.
    for visit in VISITS:
        if not thoroughly and (visit.act is not None or visit.name.startswith("site-")):
            continue
        page = await hall.page(browser, visit.who)
        page.on("pageerror", partial(_noted, faults, visit.name))
        await visit.make(page, hall)
        found = await whole(page)
        if thoroughly:
            found += [*await zooms(page), *await looks(page)]
        else:
            found += await zooms(page, ("400 %",))
        if found:
            wrong[visit.name] = found
        await page.close()
    return wrong, faults


@pytest.mark.e2e
@pytest.mark.long
@pytest.mark.timeout(600)
async def test_axe_targets_and_zoom_find_nothing_on_any_page(
    running_now: Running, browser: Browser
) -> None:
    wrong, faults = await wrong_on(await filled(running_now), browser, thoroughly=False)
    assert faults == []
    assert wrong == {}


@pytest.mark.e2e
@pytest.mark.deep
@pytest.mark.timeout(900)
@pytest.mark.parametrize("language", ["zh-CN", "en-GB"])
async def test_every_page_is_readable_dark_with_more_contrast_forced_and_on_paper(
    running_now: Running, browser: Browser, language: str
) -> None:
    hall = await filled(running_now)
    hall.locale = language
    wrong, faults = await wrong_on(hall, browser, thoroughly=True)
    assert faults == []
    assert wrong == {}


@pytest.mark.e2e
@pytest.mark.timeout(300)
async def test_the_screens_of_the_first_run_have_no_fault_either(
    running_now: Running, browser: Browser
) -> None:
    page = await (await browser.new_context(locale="zh-CN")).new_page()
    wrong = {}
    for screen in SCREENS:
        await page.goto(f"{running_now.url}/setup/{screen}")
        if found := [*await whole(page), *await zooms(page)]:
            wrong[screen] = found
    assert wrong == {}
