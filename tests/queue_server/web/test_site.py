"""The site on pages: seen before it is saved, written to its file, held at once, taken back."""

from __future__ import annotations

import io
import re
from datetime import timedelta
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx
import msgspec
import pytest
from axe_playwright_python.async_playwright import Axe
from PIL import Image

from config.loader import DEMO_SITE
from queue_server.domain.actors import SYSTEM, UserRole
from queue_server.service.remembering import KIND, changes_before
from queue_server.sites.taking_back import may_be_taken_back
from queue_server.store.records import Document

if TYPE_CHECKING:
    from playwright.async_api import Browser

    from tests.queue_server.web.conftest import Running

DEMO = DEMO_SITE.read_text("utf-8")
PASSWORD = "correct horse"


class Admin:
    """Somebody signed in who fills in forms as a browser would."""

    def __init__(self, client: httpx.AsyncClient) -> None:
        self.client = client

    async def page(self, path: str) -> str:
        answer = await self.client.get(path)
        assert answer.status_code == 200, answer.text
        return answer.text

    async def fill(self, path: str, page: Any = None, **typed: Any) -> httpx.Response:
        """Send a page's form with these fields changed; None leaves a field out."""
        fields = fields_of(page if page is not None else await self.page(path))
        for name, value in typed.items():
            fields.pop(name, None)
            if value is not None:
                fields[name] = value
        return await self.client.post(path, data=fields)

    async def change(self, path: str, **typed: Any) -> str:
        """Fill in a form, look at what it would do, and save it; return what was foreseen."""
        seen = await self.fill(path, **typed)
        assert seen.status_code == 200, seen.text
        done = await self.fill(path, seen.text, confirm="yes", back=None)
        assert done.status_code == 303, done.text
        return words(seen.text)


def fields_of(page: str) -> dict[str, Any]:
    """What a browser would send of the page's main form, untouched."""
    main = page[page.index('id="main"') :]
    form = main[main.index("<form") : main.index("</form>")]
    fields: dict[str, Any] = {}
    for tag in re.findall(r"<input[^>]*>", form):
        name, value = re.search(r'name="([^"]*)"', tag), re.search(r'value="([^"]*)"', tag)
        if name is None or 'type="file"' in tag:
            continue
        if 'type="checkbox"' in tag and " checked" not in tag:
            continue
        fields.setdefault(name[1], []).append(unescape(value[1] if value else ""))
    for name_, body in re.findall(
        r'<textarea[^>]*name="([^"]*)"[^>]*>(.*?)</textarea>', form, re.DOTALL
    ):
        fields[name_] = [unescape(body)]
    for name_, body in re.findall(
        r'<select[^>]*name="([^"]*)"[^>]*>(.*?)</select>', form, re.DOTALL
    ):
        fields[name_] = re.findall(r'value="([^"]*)" selected', body)
    return fields


def words(page: str) -> str:
    main = page[page.index('id="main"') :]
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", main)))


@pytest.fixture
async def admin(running: Running) -> Any:
    async with running.client() as client:
        yield Admin(await signed_in(running, client, "admin"))


async def signed_in(
    running: Running, client: httpx.AsyncClient, role: UserRole
) -> httpx.AsyncClient:
    name = f"{role}-zhao"
    await running.server.hall.create_user(SYSTEM, name=name, role=role, password=PASSWORD)
    await client.post("/staff/sign-in", data={"name": name, "password": PASSWORD})
    client.headers["Accept-Language"] = "en"
    return client


def site_file(running: Running) -> Path:
    return running.server.settings.own_site


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


WRONG = [
        ("services/policy", {"service[policy].prefix": "I"}, "prefix",
         "looks like a digit. Choose another letter than I and O."),
        ("services/policy", {"service[policy].prefix": "A"}, "prefix",
         "'A' is used by 2 services. Give each service its own letter."),
        ("services/policy", {"service[policy].minutes": "ten"}, "minutes",
         'does not fit: "ten" is not a whole number. Write a whole number.'),
        ("services/policy", {"service[policy].names.en": ""}, "names.en",
         'has no text for en. Add en = "…", or take it out of hall.languages.'),
        ("windows/w2", {"window[w2].number": "1"}, "number",
         "1 is on 2 windows. Give each window its own number."),
        ("hours", {"hall.hours.week.mon": "17:00-09:00"}, "week.mon",
         "'17:00-09:00' is not a span of time. Write \"09:00-12:00\", the earlier time first."),
        ("hall", {"hall.colour": "#f0c040"}, "colour",
         "Choose a darker colour; 4.5 is the least people can read."),
        ("priority", {"priority.credit_minutes.elder": "999"}, "credit_minutes.elder",
         "999 is no head start. Write 0 to 240 minutes."),
    ]  # fmt: skip


async def test_what_cannot_be_is_told_beside_its_field_in_the_words_of_the_check(
    running: Running, admin: Admin
) -> None:
    for path, typed, field, told in WRONG:
        answer = await admin.fill(f"/admin/site/{path}", **typed)

        assert answer.status_code == 422, path
        assert told in words(answer.text)
        wrong = re.findall(r'name="([^"]*)"[^>]*aria-invalid="true"', answer.text)
        assert [each for each in wrong if each.endswith(field)], path
        admin.client.headers["Accept-Language"] = "zh-CN"
        chinese = await admin.fill(f"/admin/site/{path}", **typed)
        admin.client.headers["Accept-Language"] = "en"
        assert told not in words(chinese.text)
        assert re.search("请|至少", words(chinese.text))
    assert not site_file(running).exists()


async def test_what_the_hall_as_it_is_forbids_cannot_be_saved(
    running: Running, admin: Admin
) -> None:
    await running.issue("policy")
    served = [each.id for each in running.server.site.windows_for("policy")]
    for window in served[1:]:
        offered = fields_of(await admin.page(f"/admin/site/windows/{window}"))
        kept = [each for each in offered[f"window[{window}].services"] if each != "policy"]
        await admin.change(f"/admin/site/windows/{window}", **{f"window[{window}].services": kept})
    path = f"/admin/site/windows/{served[0]}"
    key = f"window[{served[0]}].services"
    kept = [each for each in fields_of(await admin.page(path))[key] if each != "policy"]

    page = await admin.fill(path, **{key: kept})
    forced = await admin.fill(path, page.text, confirm="yes", back=None)

    assert "Not now: No window offers “Policy advice” any more, but one visitor waits" in words(
        page.text
    )
    assert 'name="confirm"' not in page.text
    assert forced.status_code == 409
    assert running.server.site.windows_for("policy")


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


async def test_two_admins_do_not_write_over_each_other(running: Running, admin: Admin) -> None:
    path = "/admin/site/services/policy"
    mine = await admin.fill(path, **{"service[policy].minutes": "11"})
    await admin.change("/admin/site/services/labour", **{"service[labour].minutes": "13"})

    late = await admin.fill(path, mine.text, confirm="yes", back=None)
    assert late.status_code == 409
    assert "The settings were changed since you opened this page" in words(late.text)
    again = await admin.fill(path, late.text)
    done = await admin.fill(path, again.text, confirm="yes", back=None)

    assert done.status_code == 303
    site = running.server.site
    assert (site.service("policy").minutes, site.service("labour").minutes) == (11, 13)


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


async def test_a_change_is_taken_back_unless_it_was_changed_again_since(
    running: Running, admin: Admin
) -> None:
    path = "/admin/site/services/policy"
    await admin.change(path, **{"service[policy].names.en": "Wrong name"})
    text = site_file(running).read_text("utf-8")
    assert "Wrong name" in text
    history = await admin.page("/admin/settings")
    assert "Service “Wrong name”: Name (English) Policy advice → Wrong name" in words(history)
    assert "from 127.0.0.1" in words(history)
    undo = re.findall(r'href="(/admin/settings/[^"?#]+)"', history)[-1]

    asked = await admin.page(undo)
    assert "Name (English) Wrong name Policy advice" in words(asked)
    done = await admin.client.post(undo, data=fields_of(asked))

    assert done.status_code == 303
    assert site_file(running).read_text("utf-8") == DEMO
    assert running.server.site.service("policy").names["en"] == "Policy advice"
    after = words(await admin.page("/admin/settings"))
    assert "Taken back." in after
    assert "This took an earlier change back." in after
    again = await admin.client.post(undo, data=fields_of(asked))
    assert again.status_code == 409
    await admin.change(path, **{"service[policy].minutes": "11"})
    first = re.findall(r'href="(/admin/settings/[^"?#]+)"', await admin.page("/admin/settings"))[0]
    await admin.change(path, **{"service[policy].minutes": "12"})

    told = words(await admin.page(first))
    refused = await admin.client.post(first, data=fields_of(await admin.page(path)))

    assert "Minutes of a visit is now 12 (changed by admin-zhao at" in told
    assert refused.status_code == 409
    assert running.server.site.service("policy").minutes == 12


async def test_a_role_given_by_mistake_is_taken_back(running: Running, admin: Admin) -> None:
    await running.clerk("wang", None)
    token = re.search(r'"csrf": "([^"]+)"', await admin.page("/admin/accounts"))
    assert token is not None
    headers = {"X-CSRF-Token": token[1]}
    body = {"role": "admin"}
    answer = await admin.client.patch("/api/v1/accounts/wang", json=body, headers=headers)
    assert answer.status_code == 200, answer.text

    history = await admin.page("/admin/settings")
    assert "Account wang" in words(history)
    undo = re.findall(r'href="(/admin/settings/[^"?#]+)"', history)[-1]
    done = await admin.client.post(undo, data=fields_of(await admin.page(undo)))

    assert done.status_code == 303
    assert running.server.hall.showing.view.users["wang"].role == "staff"


@pytest.mark.deep
async def test_thirty_days_later_a_change_stays(running: Running, admin: Admin) -> None:
    await admin.change("/admin/site/services/policy", **{"service[policy].minutes": "11"})
    now = running.server.hall.now()
    change = changes_before(running.server.hall.database, None, 1)[0]
    assert may_be_taken_back(change, now + timedelta(days=30))
    old = msgspec.structs.replace(change, at=now - timedelta(days=31))
    data = msgspec.json.encode(old).decode()
    kept = Document(kind=KIND, id=old.id, at=old.at, data=data, live=False)
    await running.server.hall.writer.submit(lambda image, _: image.put_document(kept))

    page = await admin.page("/admin/settings")

    assert "Older than 30 days" in words(page)
    assert "Take back…" not in page
    undo = f"/admin/settings/{old.id}"
    refused = await admin.client.post(undo, data=fields_of(await admin.page("/admin/site/hall")))
    assert refused.status_code == 409


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


async def test_only_admins_come_in(running: Running) -> None:
    roles: tuple[UserRole, ...] = ("supervisor", "staff", "reader", "reception")
    for role in roles:
        async with running.client() as client:
            await signed_in(running, client, role)
            assert (await client.get("/admin/site")).status_code == 403
            body = {"csrf": "x", "hall.hotline": "1"}
            answer = await client.post("/admin/site/hall", data=body)
            assert answer.status_code == 403
    assert not site_file(running).exists()


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
