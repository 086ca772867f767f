"""Visitors' pages in every language of the hall, from either side and in columns."""

from __future__ import annotations

import re
from dataclasses import replace
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.async_playwright import Axe
from markupsafe import Markup
from playwright.async_api import expect

from config.loader import DEMO_SITE
from hall.texts import catalogue_source
from queue_server.web.languages import Language, Languages, Wording, described

if TYPE_CHECKING:
    from playwright.async_api import Browser

    from config.site import Site
    from tests.queue_server.web.conftest import Running

STATIC = Path(str(resources.files("queue_server.web"))) / "static"
_KEY = re.compile(r"^([a-z][\w-]*) =(.*)", re.MULTILINE)
_PLACE = re.compile(r"\{ \$(\w+)")
_OWN = ("phone-", "code-", "visitor-")


def _messages(tag: str) -> dict[str, str]:
    return dict(_KEY.findall(catalogue_source("queue_server", tag)))


def _language(tag: str) -> Language:
    return described(tag, [catalogue_source("queue_server", tag)])


def _says(tag: str) -> Wording:
    return Wording(language=_language(tag), chinese=_language("zh-CN"))


@pytest.mark.parametrize("tag", ["ug", "kk", "mn"])
def test_a_language_says_what_chinese_says_with_the_same_values(tag: str) -> None:
    chinese, own = _messages("zh-CN"), _messages(tag)

    assert set(own) - {f"language-{tag}"} <= set(chinese)
    for key, text in own.items():
        if key in chinese:
            assert set(_PLACE.findall(text)) == set(_PLACE.findall(chinese[key])), key
    wanted = {key for key in chinese if key.startswith(_OWN)}
    if tag == "mn":  # no plain word was found for it
        wanted -= {"phone-need-veteran"}
    assert wanted <= set(own), wanted - set(own)


@pytest.mark.parametrize(
    ("tag", "lang", "direction", "columns"),
    [
        ("zh-CN", "zh-CN", "ltr", False),
        ("en", "en", "ltr", False),
        ("ug", "ug", "rtl", False),
        ("kk", "kk-Arab", "rtl", False),
        ("mn", "mn-Mong", "ltr", True),
    ],
)
def test_a_languages_own_name_tells_how_it_is_written(
    tag: str, lang: str, direction: str, columns: bool
) -> None:
    made = _language(tag)
    assert (made.lang, made.direction, made.columns) == (lang, direction, columns)


def test_kazakh_in_cyrillic_is_a_catalogue_like_any_other() -> None:
    made = described("kk", ["language-kk = Қазақша\n"])
    assert (made.name, made.lang, made.direction) == ("Қазақша", "kk", "ltr")


def test_what_is_missing_stands_there_in_chinese_and_is_marked() -> None:
    said = _says("mn")
    assert said("tell-send") == Markup('<span lang="zh-CN" dir="ltr">发送</span>')
    assert (said.plain("tell-send"), said.lang("tell-send")) == ("发送", "zh-CN")
    assert said.lang("code-title") == ""


def test_values_are_isolated_and_never_markup_where_one_reads_from_the_right() -> None:
    said = str(_says("ug")("phone-cancel-sure", number="A002<b>"))
    assert "<bdi>A002&lt;b&gt;</bdi>" in said
    assert "<bdi>" not in _says("zh-CN")("phone-ahead", count=3)


def test_people_are_counted_in_the_forms_of_each_language() -> None:
    english = _says("en")
    assert [english("phone-ahead", count=n) for n in (1, 2, 1200)] == [
        "1 person ahead", "2 people ahead", "1200 people ahead",
    ]  # fmt: skip
    for tag in ("ug", "kk", "mn"):
        assert "1200" in _says(tag)("phone-ahead", count=1200)


def test_a_hall_brings_a_language_and_better_words_beside_its_data(tmp_path: Path) -> None:
    languages = Languages(tmp_path)
    assert languages.known("bo") is None
    (tmp_path / "bo.ftl").write_text("language-bo = བོད་ཡིག\ncode-title = ཨང་\n", "utf-8")
    (tmp_path / "ug.ftl").write_text("code-title = ياخشىراق\n", "utf-8")

    tibetan, uyghur = languages.known("bo"), languages.known("ug")

    assert tibetan is not None
    assert uyghur is not None
    assert (tibetan.name, tibetan.texts.written("code-title")) == ("བོད་ཡིག", "ཨང་")
    assert uyghur.texts.written("code-title") == "ياخشىراق"
    assert uyghur.texts.written("phone-first") == _says("ug").plain("phone-first")


def test_a_halls_own_file_that_is_no_use_costs_nobody_the_page(tmp_path: Path) -> None:
    languages = Languages(tmp_path)
    (tmp_path / "ug.ftl").write_bytes(b"\xff\xfe\x00")
    broken = languages.known("ug")
    assert broken is not None
    assert broken.texts.written("code-title") == _says("ug").plain("code-title")
    asking = described("bo", ["phone-first = { $nobody } x\n"])
    said = Wording(language=asking, chinese=_language("zh-CN"))
    assert "这项业务前面没有人" in said("phone-first")


def test_styles_of_visitors_pages_hold_from_either_side_and_on_old_browsers() -> None:
    style = re.sub(r"/\*.*?\*/", "", (STATIC / "visitor.css").read_text("utf-8"), flags=re.DOTALL)
    newer = r"[:\s;](?:inset|aspect-ratio)[\w-]*: |:is\(|:where\(|:has\(|clamp\("
    assert not re.search(newer, style)
    assert not re.search(r"(?:margin|padding)-(?:inline|block): |border-inline: ", style)
    assert not re.search(r"(?:margin|padding|border)-(?:left|right)|[\s;](?:left|right): ", style)
    assert not re.search(r"text-align: (?:left|right)|float: ", style)
    for rule in re.findall(r"\{([^}]*)\}", style):
        assert not ("display: flex" in rule and " gap:" in rule)


@pytest.fixture
def site(site: Site) -> Site:
    """The same hall offering more languages, one of which nobody has a catalogue of."""
    return replace(site, hall=replace(site.hall, languages=("zh-CN", "ug", "kk", "mn", "xx")))


async def test_a_phone_page_is_read_in_the_languages_the_hall_offers(
    running: Running,
) -> None:
    ticket = await running.issue()
    path = "/t/" + ticket["phone_url"].rsplit("/", 1)[1]
    async with running.client() as phone:
        asked = await phone.get(path, headers={"Accept-Language": "ug-CN,zh;q=0.5"})
        assert '<html lang="ug" dir="rtl">' in asked.text
        assert '<bdi lang="zh-CN">失业登记</bdi>' in asked.text
        assert f'href="{path}?lang=zh-CN"' in asked.text
        assert "lang=xx" not in asked.text
        assert "set-cookie" not in asked.headers
        english = await phone.get(path + "?lang=en", headers={"Accept-Language": "ug"})
        assert '<html lang="ug"' in english.text, "what the hall does not offer"
        chosen = await phone.get(path + "?lang=zh-CN", headers={"Accept-Language": "ug"})
        assert f'action="{path}/assistance?lang=zh-CN"' in chosen.text
        assert (
            '<html lang="zh-CN">' in (await phone.get(path, headers={"Accept-Language": "ug"})).text
        )
        kept = chosen.headers["set-cookie"]
    assert kept.startswith("hall90_language=zh-CN;")


async def test_the_language_chosen_at_the_kiosk_opens_on_the_phone(
    running: Running,
) -> None:
    async with running.client("kiosk") as kiosk:
        body = {"service": "unemployment", "needs": [], "languages": ["ug"], "channel": "kiosk"}
        made = await kiosk.post("/api/v1/tickets", json=body, headers={"Idempotency-Key": "u"})
    async with running.client() as phone:
        path = "/t/" + made.json()["phone_url"].rsplit("/", 1)[1]
        page = await phone.get(path, headers={"Accept-Language": "zh-CN"})
    assert '<html lang="ug" dir="rtl">' in page.text


async def test_the_settings_show_a_language_of_the_halls_own_by_its_tag(running: Running) -> None:
    file = running.server.settings.own_site
    text = DEMO_SITE.read_text("utf-8")
    file.write_text(
        text.replace('languages = ["zh-CN", "en"]', 'languages = ["zh-CN", "bo"]'), "utf-8"
    )
    async with running.signed_in("admin") as admin:
        languages = (await admin.get("/admin/site/languages")).text
        hall = (await admin.get("/admin/site/hall")).text
        home = await admin.get("/admin/site")
    assert re.search(r'value="bo" checked> <span>bo</span>', languages)
    assert 'name="hall.name.bo"' in hall
    assert home.status_code == 200


@pytest.mark.e2e
async def test_every_language_fits_a_small_phone_and_has_no_fault(
    running_now: Running, browser: Browser
) -> None:
    await running_now.issue()
    ticket = await running_now.issue()
    path = running_now.url + "/t/" + ticket["phone_url"].rsplit("/", 1)[1]
    context = await browser.new_context(viewport={"width": 320, "height": 640}, locale="zh-CN")
    page = await context.new_page()
    await page.goto(path)
    for name, tag in (("ئۇيغۇرچە", "ug"), ("قازاقشا", "kk-Arab"), ("ᠮᠣᠩᠭᠣᠯ", "mn-Mong")):
        await page.get_by_role("link", name=name).press("Enter")
        await expect(page.locator("html")).to_have_attribute("lang", tag)
        for part in ("", "/needs", "/feedback"):
            await page.goto(path + part)
            wide = await page.evaluate("document.documentElement.scrollWidth")
            assert wide <= 320, (tag, part)
        await page.goto(f"{path}/needs")  # the longest of them: boxes, pictograms, words
        results = await Axe().run(page)
        assert results.violations_count == 0, f"{tag}: {results.generate_report()}"
    await page.goto(path)
    await expect(page.locator("html")).to_have_attribute("lang", "mn-Mong")
