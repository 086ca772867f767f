"""Sources, holds, quality, exports and history for those who run the hall."""

from __future__ import annotations

import json
from contextlib import AbstractAsyncContextManager
from dataclasses import replace
from html import unescape
from typing import TYPE_CHECKING, Any

import pytest
from axe_playwright_python.async_playwright import Axe

from config.sources import Source
from hall.texts import catalogue_source
from queue_server.content.failing import words_of_fault
from queue_server.content.fetching import FetchError
from queue_server.content.model import Record
from queue_server.content.sources.runs import Run, keep_run
from queue_server.content.sweeping.deciding import Scan
from queue_server.content.sweeping.sweep import sweep
from queue_server.domain.actors import SYSTEM

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.async_api import Browser

    from config.site import Site
    from hall.clock import ManualClock
    from tests.queue_server.web.conftest import Running

PASSWORD = "correct horse"


def _source() -> Source:
    return Source(
        id="cd", format="cdpee", names={"zh-CN": "残联平台", "en": "Federation"},
        url="http://127.0.0.1:1/", on=False,
    )  # fmt: skip


def _fill(running: Running) -> None:
    """A hundred jobs, thirty of which their source no longer shows; a run that refused a row."""
    content, clock = running.server.content, running.server.clock
    jobs = [Record(kind="job", id=f"cd:{n}", source="cd", title=f"保洁员{n}") for n in range(100)]
    content.import_items(jobs, source="cd")
    content.import_items([replace(jobs[0], title="保洁班长")], source="cd")
    seen = frozenset(("job", f"cd:{n}") for n in range(70))
    for _ in range(2):
        told = Scan(seen=seen, refused=frozenset(), rows=70, announced=70, failures=0)
        sweep(content, clock, "cd", told)
    keep_run(
        content,
        Run(source="cd", what="x", began=clock.now(), ended=clock.now(), outcome="failed",
            failures=("<b>no answer</b>",), rejected=1),
    )  # fmt: skip


async def _signed_in(running: Running, role: Any = "admin") -> None:
    await running.server.hall.create_user(SYSTEM, name="boss", role=role, password=PASSWORD)


@pytest.fixture
def with_source(site: Site) -> Site:
    return replace(site, sources=(_source(),))


async def test_who_may_see_and_who_may_decide(running: Running) -> None:
    async with running.client() as nobody, running.client("kiosk") as kiosk:
        for path in ("sources", "holds", "quality", "exports"):
            assert (await nobody.get(f"/api/v1/content-{path}")).status_code == 401
            assert (await kiosk.get(f"/api/v1/content-{path}")).status_code == 403
    async with running.client("reader") as reader:
        assert (await reader.get("/api/v1/content-quality")).status_code == 200
        assert (await reader.post("/api/v1/content-holds/1/release")).status_code == 403
    async with running.client("admin") as admin:
        told = await admin.post("/api/v1/content-holds/99/release")
        assert (told.status_code, told.json()["code"]) == (404, "unknown_hold")
        assert (await admin.post("/api/v1/content-sources/none/run")).status_code == 404


async def test_a_dropped_file_that_was_not_taken_is_named_with_what_to_do(
    running: Running, clock: ManualClock
) -> None:
    keep_run(
        running.server.content,
        Run(source="d", what="坏.csv", began=clock.now(), ended=clock.now(), outcome="failed",
            failures=("没有找到表头",)),
    )  # fmt: skip
    async with running.signed_in("admin") as admin:
        page = (await admin.get("/admin/content")).text
    for words in ("“坏.csv”没有收", "没有找到表头", "再放进来一次"):
        assert words in page
    assert "网络是否通" not in page


async def test_why_a_source_failed_is_told_in_the_pages_language_with_what_to_do(
    serve: Callable[..., AbstractAsyncContextManager[Running]],
    with_source: Site,
    clock: ManualClock,
    tmp_path: Path,
) -> None:
    fault = FetchError("x: [Errno 111] Connection refused", fault="refused", server="jy.gov.cn")
    run = Run(
        source="cd", what="x", began=clock.now(), ended=clock.now(), outcome="failed",
        failures=(str(fault),), reasons=(words_of_fault(fault),),
    )  # fmt: skip
    async with serve(with_source, tmp_path, clock) as running:
        keep_run(running.server.content, run)
        async with running.signed_in("admin") as admin:
            page = unescape((await admin.get("/admin/content")).text)
            (told,) = (await admin.get("/api/v1/content-sources")).json()["items"]
    assert "服务器“jy.gov.cn”没有接受连接" in page
    assert "<small>原话：x: [Errno 111] Connection refused</small>" in page
    assert "请看网络是否通" not in page  # the general advice gives way to the one that fits
    assert "took no connection" in told["reasons"][0]["en"]


async def test_a_hold_is_released_and_the_source_told_over_the_api(
    serve: Callable[..., AbstractAsyncContextManager[Running]],
    with_source: Site,
    clock: ManualClock,
    tmp_path: Path,
) -> None:
    async with serve(with_source, tmp_path, clock) as running:
        _fill(running)
        async with running.client("admin") as admin:
            (source,) = (await admin.get("/api/v1/content-sources")).json()["items"]
            assert (source["id"], source["outcome"]) == ("cd", "failed")
            (hold,) = (await admin.get("/api/v1/content-holds")).json()["items"]
            assert (hold["count"], hold["of"]) == (30, 100)
            kept = await admin.post(f"/api/v1/content-holds/{hold['id']}/release")
            assert kept.json() == {"count": 30}
            quality = (await admin.get("/api/v1/content-quality")).json()
            assert quality["items"][0]["items"] == 70
            past = (await admin.get("/api/v1/content-history/job/cd:0")).json()
            assert [each["title"] for each in past["items"]] == ["保洁员0"]
            gone = (await admin.get("/api/v1/content-history/job/cd:99")).json()
            assert (gone["rev"], gone["items"][0]["why"]) == ("", "withdrawn")
            assert (await admin.get("/api/v1/content-history/job/cd:x")).status_code == 404


@pytest.mark.parametrize(
    ("form", "start"),
    [
        ("csv", b"\xef\xbb\xbf\xe7\xbc"),
        ("xlsx", b"PK"),
        ("jsonl", b'{"kind"'),
        ("schema-org", b'{"@'),
    ],
)
async def test_exports_are_downloads(running: Running, form: str, start: bytes) -> None:
    running.server.content.import_items(
        [Record(kind="job", id="t:1", source="t", title="=1+1")], source="t"
    )
    async with running.client("reader") as reader:
        told = await reader.get("/api/v1/content-exports", params={"format": form, "kind": "job"})
        wrong = await reader.get("/api/v1/content-exports", params={"format": "exe"})

    assert told.content.startswith(start)
    assert told.headers["content-disposition"].startswith('attachment; filename="content-job-')
    assert wrong.status_code in {400, 422}
    if form == "jsonl":
        assert json.loads(told.content)["id"] == "t:1"


def test_both_languages_of_the_page_say_the_same() -> None:
    import re

    chinese, english = (
        re.findall(r"^([\w-]+) =", catalogue_source(package, language), re.MULTILINE)
        for package in ("queue_server.content.quality",)
        for language in ("zh-CN", "en")
    )
    assert chinese == english
    keys = [
        re.findall(r"(?m)^([\w-]+) =", catalogue_source("queue_server.content.formats", each))
        for each in ("zh-CN", "en")
    ]
    assert keys[0] == keys[1]


async def test_an_admin_decides_by_keyboard_and_hears_what_came_of_it(
    serve: Callable[..., AbstractAsyncContextManager[Running]],
    with_source: Site,
    clock: ManualClock,
    tmp_path: Path,
    browser: Browser,
) -> None:
    async with serve(with_source, tmp_path, clock) as running:
        _fill(running)
        await _signed_in(running)
        page = await browser.new_page(locale="zh-CN")
        await page.goto(f"{running.url}/staff/sign-in")
        await page.fill("input[name=name]", "boss")
        await page.fill("input[name=password]", PASSWORD)
        await page.press("input[name=password]", "Enter")
        await page.goto(f"{running.url}/admin/content")

        assert await page.inner_text("h1") == "内容"
        text = await page.inner_text("main")
        assert "100 条里有 30 条" in text
        assert "<b>no answer</b>" in text
        for language in ("zh-CN", "en"):
            await page.goto(f"{running.url}/admin/content?lang={language}")
            found = await Axe().run(page)
            assert found.response["violations"] == [], found.generate_report()
        await page.goto(f"{running.url}/admin/content?lang=zh-CN")
        release = page.get_by_role("button", name="撤下这 30 条")
        await release.focus()
        await page.keyboard.press("Enter")
        await page.wait_for_selector(".done[role=status]")
        assert await page.inner_text(".done") == "已经撤下 30 条。"
        await page.fill("#item", "job cd:0")
        await page.press("#item", "Enter")
        await page.wait_for_selector("#history ~ ul")
        assert "保洁员0" in await page.inner_text("main")
        await page.screenshot(path=str(tmp_path / "content.png"), full_page=True)
        await page.set_viewport_size({"width": 320, "height": 640})
        width = await page.evaluate("document.documentElement.scrollWidth")
        assert width <= 320
        await page.close()


async def test_a_forged_form_and_another_role_change_nothing(
    serve: Callable[..., AbstractAsyncContextManager[Running]],
    with_source: Site,
    clock: ManualClock,
    tmp_path: Path,
) -> None:
    async with serve(with_source, tmp_path, clock) as running:
        _fill(running)
        await _signed_in(running, "supervisor")
        async with running.client() as client:
            form = {"name": "boss", "password": PASSWORD}
            await client.post("/staff/sign-in", data=form)
            page = (await client.get("/admin/content")).text
            assert "撤下这" not in page  # a supervisor sees, an admin decides
            told = await client.post("/admin/content/release", data={"id": "1", "csrf": "x"})
            assert told.status_code == 403
            assert running.server.content.counts()["job"] == 100
