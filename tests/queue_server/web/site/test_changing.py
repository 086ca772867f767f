"""The site on pages: seen before it is saved, written to its file, held at once."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.async_playwright import Axe
from PIL import Image

from queue_server.domain.actors import SYSTEM
from tests.queue_server.web.site.conftest import (
    DEMO,
    PASSWORD,
    Admin,
    fields_of,
    site_file,
    words,
)

if TYPE_CHECKING:
    from playwright.async_api import Browser

    from tests.queue_server.web.conftest import Running


async def test_a_change_is_seen_then_held_and_its_file_keeps_every_comment(
    running: Running, admin: Admin
) -> None:
    first = await running.issue("policy")

    told = await admin.change("/admin/site/services/policy", **{
        "service[policy].names.en": "Policy desk", "service[policy].prefix": "Z",
    })  # fmt: skip
    second = await running.issue("policy")

    assert "Service “Policy advice”: Letter of its numbers M Z" in told.replace(
        "Policy desk”: L", "Policy advice”: L"
    )
    assert (
        "The one number “Policy desk” gave today keeps its M; the next one begins with Z." in told
    )
    assert (first["number"][0], second["number"][0]) == ("M", "Z")
    text = site_file(running).read_text("utf-8")
    changed = set(text.splitlines()) - set(DEMO.splitlines())
    assert changed == {
        'prefix = "Z"', 'names = { zh-CN = "政策咨询", en = "Policy desk" }',
    }  # fmt: skip
    rows = running.server.hall.showing.read_rows(0, 500)

    assert [row.public for row in rows if row.kind == "site_changed"] == [True]
    changes = [row.data for row in rows if row.kind == "settings_changed"]
    assert '"service[policy].prefix":"M"' in changes[0]
    async with running.client() as anybody:
        services = (await anybody.get("/api/v1/services")).json()["items"]
    assert {each["names"]["en"] for each in services if each["id"] == "policy"} == {"Policy desk"}


async def test_nothing_is_written_before_somebody_says_yes(running: Running, admin: Admin) -> None:
    page = await admin.fill("/admin/site/services/policy", **{"service[policy].prefix": "Z"})

    assert page.status_code == 200
    assert not site_file(running).exists()
    assert running.server.site.service("policy").prefix == "M"
    back = await admin.fill("/admin/site/services/policy", page.text, back="yes", confirm=None)
    assert fields_of(back.text)["service[policy].prefix"] == ["Z"]


@pytest.mark.deep
async def test_a_service_added_with_its_window_gives_numbers(
    running: Running, admin: Admin
) -> None:
    page = await admin.page("/admin/site/services/new")
    wanted = next(name for name in fields_of(page) if name.endswith(".prefix"))
    key = wanted.removesuffix(".prefix")
    told = await admin.change("/admin/site/services/new", **{
        f"{key}.names.zh-CN": "残疾证办理", f"{key}.names.en": "Disability card",
        f"{key}.prefix": "Z", f"{key}.minutes": "10",
    })  # fmt: skip
    new = key[8:-1]
    before = fields_of(await admin.page("/admin/site/windows/w2"))["window[w2].services"]
    await admin.change("/admin/site/windows/w2", **{"window[w2].services": [*before, new]})

    assert "No window offers “Disability card” yet" in told
    assert (await running.issue(new))["number"].startswith("Z")
    assert running.server.site.windows_for(new)[0].id == "w2"


async def test_a_technicians_edit_is_shown_and_taken_over_and_a_broken_one_told(
    running: Running, admin: Admin
) -> None:
    await admin.change("/admin/site/services/policy", **{"service[policy].minutes": "11"})
    file = site_file(running)
    file.write_text(
        "# my own note\n" + file.read_text("utf-8").replace('hotline = "12385"', 'hotline = "110"')
    )

    page = await admin.page("/admin/site")
    assert "Telephone for help 12385 110" in words(page)
    assert running.server.site.hall.hotline == "12385"
    done = await admin.client.post("/admin/site/file", data=fields_of(page))

    assert done.status_code == 303
    assert running.server.site.hall.hotline == "110"
    await admin.change("/admin/site/services/policy", **{"service[policy].minutes": "12"})
    assert file.read_text("utf-8").startswith("# my own note\n")
    site_file(running).write_text("[hall\n")

    told = words(await admin.page("/admin/site"))

    assert "the hall goes on as before" in told
    assert "is not TOML" in told
    assert (await running.issue("policy"))["number"]


async def test_an_emblem_is_drawn_anew_and_shown(running: Running, admin: Admin) -> None:
    picture = io.BytesIO()
    Image.new("RGB", (1200, 600), "red").save(picture, "JPEG", comment=b"<script>")
    fields = fields_of(await admin.page("/admin/site/hall"))
    sent = {"emblem-file": ("seal.jpg", picture.getvalue(), "image/jpeg")}
    seen = await admin.client.post("/admin/site/hall", data=fields, files=sent)
    assert seen.status_code == 200, words(seen.text)
    await admin.fill("/admin/site/hall", seen.text, confirm="yes", back=None)

    shown = await admin.client.get("/identity/emblem.png")
    kept = Image.open(io.BytesIO(shown.content))
    assert (kept.format, kept.size) == ("PNG", (512, 256))
    assert b"script" not in shown.content
    bad = await admin.client.post(
        "/admin/site/hall", data=fields_of(await admin.page("/admin/site/hall")),
        files={"emblem-file": ("x.png", b"<svg onload=alert(1)>", "image/png")},
    )  # fmt: skip
    assert bad.status_code == 422


async def test_a_new_language_asks_for_every_name_in_it(running: Running, admin: Admin) -> None:
    path = "/admin/site/languages"
    asked = await admin.fill(path, **{"hall.languages": ["zh-CN", "en", "mn"]})
    assert asked.status_code == 422
    names = [name for name in fields_of(asked.text) if name.startswith(("text:", "lines:"))]
    assert "text:service[policy].names.mn" in names
    assert "text:question[found].choices[yes].names.mn" in names
    assert "lines:page[promise].text.mn" in names

    seen = await admin.fill(path, asked.text, **dict.fromkeys(names, "ᠮᠣᠩᠭᠣᠯ"))
    assert seen.status_code == 200, words(seen.text)
    done = await admin.fill(path, seen.text, confirm="yes", back=None)

    assert done.status_code == 303, words(seen.text)
    assert running.server.site.service("policy").names["mn"] == "ᠮᠣᠩᠭᠣᠯ"


async def test_an_admin_changes_the_hall_by_keyboard_and_axe_finds_nothing(
    running_now: Running, browser: Browser
) -> None:
    hall = running_now.server.hall
    await hall.create_user(SYSTEM, name="zhao", role="admin", password=PASSWORD)
    context = await browser.new_context(locale="zh-CN", viewport={"width": 1024, "height": 768})
    page = await context.new_page()

    async def look(path: str) -> None:
        await page.wait_for_url(f"**{path}*")
        found = await Axe().run(page)
        assert found.violations_count == 0, (path, found.generate_report())
        assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth + 1"), path

    await page.goto(f"{running_now.url}/staff/sign-in")
    await page.fill("[name=name]", "zhao")
    await page.fill("[name=password]", PASSWORD)
    await page.press("[name=password]", "Enter")
    await page.wait_for_url("**/staff/")
    for path in ("/admin/site", "/admin/site/services", "/admin/site/hours", "/admin/site/hall"):
        await page.goto(running_now.url + path)
        await look(path)
    await page.goto(f"{running_now.url}/admin/site/services/policy")
    prefix = page.get_by_label("号码字头")
    await prefix.press("Control+A")
    await prefix.type("I")
    await prefix.press("Enter")
    await page.wait_for_selector("[aria-invalid=true]")
    await look("/admin/site/services/policy")
    assert "看起来像数字" in await page.inner_text(".why")
    jump = await page.get_attribute("#faults a", "href")
    assert await page.locator(f"{jump} [aria-invalid=true]").count() == 1
    await prefix.fill("Z")
    await prefix.press("Enter")
    await page.wait_for_selector("text=保存前请看")
    await look("/admin/site/services/policy")
    await page.set_viewport_size({"width": 360, "height": 700})
    await look("/admin/site/services/policy")
    await page.get_by_role("button", name="保存并生效").press("Enter")
    await look("/admin/settings")
    assert running_now.server.site.service("policy").prefix == "Z"
    await page.get_by_role("link", name="改回来…").press("Enter")
    await page.get_by_role("button", name="改回来").press("Enter")
    await page.wait_for_selector("text=已经改回来了")
    assert running_now.server.site.service("policy").prefix == "M"
