"""One identity on every page: name, emblem, colour, and never at the cost of reading."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from importlib import resources
from typing import TYPE_CHECKING, Any

import pytest
from axe_playwright_python.async_playwright import Axe
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from config.identity import contrast
from queue_server.web.identity import _DARK, _LIGHT, LEAST_EDGE, rules_of, seen_on

if TYPE_CHECKING:
    from playwright.async_api import Browser

    from config.site import Site
    from tests.queue_server.web.conftest import Running

COLOUR, EMBLEM = "#8a0f12", "emblem-1.png"


@pytest.fixture
def site(site: Site) -> Site:
    return replace(site, hall=replace(site.hall, colour=COLOUR, emblem=EMBLEM))


@given(parts=st.tuples(*[st.integers(0, 255)] * 3))
def test_a_colour_is_mixed_until_its_edge_is_seen(parts: tuple[int, int, int]) -> None:
    colour = "#" + "".join(f"{each:02x}" for each in parts)
    for ground in (_LIGHT, _DARK):
        assert contrast(seen_on(colour, ground), ground) >= LEAST_EDGE
        if contrast(colour, ground) >= LEAST_EDGE:
            assert seen_on(colour, ground) == colour


def test_the_grounds_are_those_of_the_themes() -> None:
    tokens = (resources.files("queue_server.web") / "static" / "tokens.css").read_text("utf-8")
    for theme, ground in (("light", _LIGHT), ("dark", _DARK)):
        block = tokens[tokens.index(f'data-theme="{theme}"') :]
        found = re.search(r"--surface: (#\w+);", block)
        assert found is not None
        assert found[1] == ground


def test_a_name_stays_a_string_of_the_style_sheet(site: Site) -> None:
    hall = replace(site.hall, name={"zh-CN": 'a"; } body { display: none } \\ \n b'})
    assert 'content: "a\\22 ; } body { display: none } \\5c  b";' in rules_of(hall)


async def test_every_kind_of_page_is_named_by_the_style_sheet_it_loads(running: Running) -> None:
    rules = rules_of(running.server.site.hall)
    for place in (".card,", ".console > .top,", ".caption-screen {", ".screen > header {"):
        assert place in rules
    for place in (
        ".card > .hall::before",
        ".console > .top::before",
        ".screen > header h1::before",
    ):
        assert place in rules
    async with running.client() as nobody, running.signed_in("admin") as admin:
        pages = {path: await nobody.get(path) for path in ("/staff/sign-in", "/t")}
        pages |= {path: await admin.get(path) for path in ("/admin/statistics", "/captions/screen")}
        for path, page in ((path, answer.text) for path, answer in pages.items()):
            assert '<link rel="stylesheet" href="/identity/identity.css">' in page, path
            assert running.server.site.hall.name["zh-CN"] in page, path


@pytest.mark.deep
@pytest.mark.e2e
async def test_every_kind_of_page_bears_the_halls_identity(
    running_now: Running, browser: Browser
) -> None:
    media = running_now.server.settings.data / "media"
    media.mkdir(parents=True, exist_ok=True)
    picture = io.BytesIO()
    Image.new("RGBA", (64, 64), "red").save(picture, "PNG")
    (media / EMBLEM).write_bytes(picture.getvalue())
    ticket = await running_now.issue()
    phone = "/t/" + ticket["phone_url"].rsplit("/", 1)[1]
    context = await browser.new_context(locale="zh-CN")
    page = await context.new_page()
    for path in (phone, "/staff/sign-in"):
        await page.goto(running_now.url + path)
        assert await _edge(page, ".card") == "rgb(138, 15, 18)", path
        assert EMBLEM in await _before(page, ".card > .hall"), path
    await page.emulate_media(color_scheme="dark")
    lighter = await _edge(page, ".card")
    assert lighter not in {"rgb(138, 15, 18)", await _primary(page)}
    await page.emulate_media(color_scheme="light", contrast="more")
    assert await _edge(page, ".card") == await _primary(page)
    page, name = (
        await running_now.signed_in_page(browser, "admin"),
        running_now.server.site.hall.name["zh-CN"],
    )
    for path in ("/admin/statistics",):
        await page.goto(running_now.url + path)
        assert await _edge(page, ".top") == "rgb(138, 15, 18)", path
        assert EMBLEM in await _before(page, ".top"), path
        assert name in await page.locator(".top").inner_text()
    await page.emulate_media(media="print")
    assert name in await _before(page, "main", "content")
    await page.emulate_media(media="screen")
    await page.goto(running_now.url + "/captions/screen")
    assert await _edge(page, ".caption-screen") == "rgb(138, 15, 18)"
    results = await Axe().run(page)
    assert results.violations_count == 0, results.generate_report()


async def _edge(page: Any, found: str) -> str:
    return str(await page.locator(found).first.evaluate("e => getComputedStyle(e).borderTopColor"))


async def _before(page: Any, found: str, what: str = "backgroundImage") -> str:
    asked = f"e => getComputedStyle(e, '::before').{what}"
    return str(await page.locator(found).first.evaluate(asked))


async def _primary(page: Any) -> str:
    hexed = await page.evaluate(
        "getComputedStyle(document.documentElement).getPropertyValue('--primary').trim()"
    )
    red, green, blue = (int(hexed[at : at + 2], 16) for at in (1, 3, 5))
    return f"rgb({red}, {green}, {blue})"
