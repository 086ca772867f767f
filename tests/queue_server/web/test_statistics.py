"""Statistics over HTTP: who may, what comes, files that harm no spreadsheet, open pages."""

from __future__ import annotations

import csv
import io
import itertools
import re
from typing import TYPE_CHECKING

import httpx
import pytest
from axe_playwright_python.async_playwright import Axe
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from hall.clock import ManualClock
from hall.texts import catalogue_source
from queue_server import wire
from queue_server.domain.actors import SYSTEM, Actor, TokenRole
from queue_server.statistics.exporting import clean, safe, to_csv
from queue_server.statistics.sheets import Sheet
from queue_server.statistics.workbooks import to_xlsx

if TYPE_CHECKING:
    from playwright.async_api import Browser

    from tests.queue_server.web.conftest import Running

PASSWORD = "correct horse"
DAY = "2026-11-23"
ANNA = Actor(role="staff", name="anna", token_id="anna", window="w1")
BOSS = Actor(role="supervisor", name="boss", token_id="boss")
_KEY = re.compile(r"^([a-z][\w-]*) =", re.MULTILINE)
_KEYS = itertools.count()


async def a_day(running: Running, clock: ManualClock, *, closed: bool = True) -> None:
    """Three come, two are served, one is left at closing."""
    hall = running.server.hall
    await hall.window_open(ANNA, "w1")
    for _ in range(3):
        await running.issue()
        clock.pass_time(60)
    for _ in range(2):
        called = await hall.call_next(ANNA, "w1", f"c{next(_KEYS)}")
        assert called is not None
        await hall.act(ANNA, called.id, "arrive", wire.ActionRequest())
        clock.pass_time(480)
        await hall.act(ANNA, called.id, "finish", wire.ActionRequest())
    await hall.keep_promises()
    if closed:
        await hall.day_close(BOSS)
        await running.server.statistics.make_due()


async def signed_in(running: Running) -> httpx.AsyncClient:
    """A supervisor's browser, without the browser."""
    hall = running.server.hall
    await hall.create_user(SYSTEM, name="boss", role="supervisor", password=PASSWORD)
    client = httpx.AsyncClient(base_url=running.url, trust_env=False, timeout=20)
    await client.post("/staff/sign-in", data={"name": "boss", "password": PASSWORD})
    return client


async def test_a_program_gets_the_days_in_numbers(running: Running, clock: ManualClock) -> None:
    await a_day(running, clock)
    async with running.client("reader") as reader:
        stats = (await reader.get(f"/api/v1/stats?from={DAY}&to={DAY}")).json()
        reports = (await reader.get("/api/v1/reports")).json()
        report = (await reader.get(f"/api/v1/reports/days/{DAY}")).json()
        missing = await reader.get("/api/v1/reports/days/2020-01-01")

    assert stats["tables"]["total"]["issued"] == 3
    assert stats["tables"]["total"]["done"] == 2
    assert stats["tables"]["total"]["left_at_closing"] == 1
    assert stats["tables"]["total"]["waits"]["longest"] == pytest.approx(10)
    assert stats["weeks"] == []
    assert [each["id"] for each in reports["items"]] == [DAY]
    assert report["left"] == [
        {"number": "A003", "service": "unemployment", "was": "WAITING", "now": "EXPIRED"}
    ]
    assert (missing.status_code, missing.json()["code"]) == (404, "unknown_report")


ASKERS: tuple[tuple[TokenRole | None, int], ...] = (
    (None, 401), ("kiosk", 403), ("display", 403), ("staff", 403), ("supervisor", 200),
    ("admin", 200), ("reader", 200),
)  # fmt: skip


async def test_statistics_are_for_those_who_run_the_hall(running: Running) -> None:
    for role, status in ASKERS:
        async with running.client(role) as client:
            for path in ("/stats", "/reports", "/reports/services.csv", "/reports/all.xlsx"):
                assert (await client.get(f"/api/v1{path}")).status_code == status, (role, path)


REFUSED = (
    ("/stats?from=2026-11-24&to=2026-11-23", 422, "wrong_days"),
    ("/stats?from=2020-01-01&to=2026-11-23", 422, "wrong_days"),
    ("/reports/visits.csv?from=2026-09-01&to=2026-11-23", 422, "wrong_days"),
    ("/stats?from=yesterday", 422, None),
    ("/reports/nothing.csv", 404, None),
    ("/reports/services.pdf", 404, None),
    ("/reports/all.csv", 404, None),
    ("/reports/day-2020-01-01.xlsx", 404, "unknown_report"),
    ("/reports/..%2F..%2Fetc.csv", 404, None),
)


async def test_what_cannot_be_told_is_refused_plainly(running: Running) -> None:
    async with running.client("admin") as admin:
        for path, status, code in REFUSED:
            answer = await admin.get(f"/api/v1{path}")
            assert answer.status_code == status, (path, answer.text)
            assert code is None or answer.json()["code"] == code, path


async def test_tables_come_as_files_that_a_spreadsheet_reads(
    running: Running, clock: ManualClock
) -> None:
    await a_day(running, clock)
    async with running.client("admin") as admin:
        services = await admin.get(f"/api/v1/reports/services.csv?from={DAY}&to={DAY}&lang=en")
        visits = await admin.get(f"/api/v1/reports/visits.csv?from={DAY}&to={DAY}&lang=zh-CN")
        book = await admin.get(f"/api/v1/reports/all.xlsx?from={DAY}&to={DAY}&lang=zh-CN")
        report = await admin.get(f"/api/v1/reports/day-{DAY}.xlsx?lang=en")

    assert services.headers["content-disposition"] == 'attachment; filename="services.csv"'
    assert services.content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(services.content.decode("utf-8-sig"))))
    assert rows[0][:4] == ["Service", "Numbers taken", "Called", "Done"]
    assert rows[1][:4] == ["Unemployment registration", "3", "2", "2"]
    told = list(csv.reader(io.StringIO(visits.content.decode("utf-8-sig"))))
    assert told[1][:5] == [DAY, "A001", "失业登记", "办结", "09:00:00"]
    assert told[3][3] == "作废"
    sheets = load_workbook(io.BytesIO(book.content))
    assert sheets.sheetnames[:2] == ["按业务", "按窗口"]
    assert sheets["按业务"]["B2"].value == 3
    assert "Left at closing" in load_workbook(io.BytesIO(report.content)).sheetnames


@given(st.text(max_size=20))
def test_no_text_becomes_a_formula(text: str) -> None:
    sheet = Sheet(name="services", title="t", columns=("a",), rows=((text,),))
    (_, written) = csv.reader(io.StringIO(to_csv(sheet).decode("utf-8-sig"), newline=""))

    assert written == [safe(text)]
    assert not safe(text).startswith(("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r"))
    assert clean(text) in safe(text)


def test_a_workbook_calculates_nothing_and_takes_any_text() -> None:
    rows = (("=1+1", 2.25), ("\x00\x0b控制", None), ("+1", -3))
    sheet = Sheet(name="services", title="t/[x]*", columns=("a", "=b"), rows=rows, note="=n")
    cells = load_workbook(io.BytesIO(to_xlsx([sheet]))).worksheets[0]

    assert [cells["A2"].value, cells["A3"].value, cells["A4"].value] == ["=1+1", "控制", "+1"]
    assert {cells[name].data_type for name in ("A2", "A4", "B1", "A6")} == {"s"}
    assert [cells["B2"].value, cells["B4"].value] == [2.25, -3]


@pytest.mark.parametrize(
    "text", ["=cmd|' /C calc'!A0", " =1", "＝1", "+1", "-1", "@SUM(A1)", "\t=1"]
)
def test_what_a_spreadsheet_would_calculate_is_written_as_text(text: str) -> None:
    assert safe(text).startswith("'")


async def test_pages_ask_for_a_sign_in_and_for_the_right_role(running: Running) -> None:
    async with httpx.AsyncClient(base_url=running.url, trust_env=False) as stranger:
        back = {"/admin/statistics": "?next=/admin/statistics", f"/admin/reports/{DAY}": ""}
        for path, after in back.items():
            answer = await stranger.get(path)
            led = (answer.status_code, answer.headers["location"])
            assert led == (302, f"/staff/sign-in{after}")
    await running.clerk()
    async with httpx.AsyncClient(base_url=running.url, trust_env=False) as clerk:
        await clerk.post("/staff/sign-in", data={"name": "wang", "password": PASSWORD})
        assert (await clerk.get("/admin/statistics")).status_code == 403


async def test_a_supervisor_reads_the_page_and_the_report(
    running: Running, clock: ManualClock
) -> None:
    client = await signed_in(running)
    empty = await client.get("/admin/statistics?lang=en")
    none_yet = await client.get(f"/admin/reports/{DAY}?lang=en")
    await a_day(running, clock)
    page = await client.get(f"/admin/statistics?from={DAY}&to={DAY}&lang=en")
    wrong = await client.get(f"/admin/statistics?from=2026-11-30&to={DAY}&lang=en")
    report = await client.get(f"/admin/reports/{DAY}?lang=zh-CN")
    await client.aclose()

    assert "Nobody took a number on these days." in empty.text
    assert none_yet.status_code == 404
    assert "There is no report" in none_yet.text
    assert page.status_code == 200
    assert "Numbers taken, by hour" in page.text
    assert "<desc>Numbers taken, by hour: 09:00 3." in page.text
    assert "Unemployment registration" in page.text
    assert (wrong.status_code, "not days in order" in wrong.text) == (422, True)
    assert f"{DAY} 日报" in report.text
    assert "日终时还有 1 个号没有办完" in report.text


def test_both_languages_say_the_same_things() -> None:
    chinese, english = (
        _KEY.findall(catalogue_source("queue_server.statistics", language))
        for language in ("zh-CN", "en")
    )
    assert chinese == english


@pytest.mark.e2e
async def test_the_pages_are_open_to_everybody(
    running: Running, clock: ManualClock, browser: Browser
) -> None:
    client = await signed_in(running)
    await a_day(running, clock)
    cookie = next(each for each in client.cookies.jar if each.name == "hall90_session")
    await client.aclose()
    context = await browser.new_context(locale="zh-CN", viewport={"width": 1366, "height": 768})
    await context.add_cookies(
        [{"name": cookie.name, "value": cookie.value or "", "url": running.url}]
    )
    page = await context.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    for path in (f"/admin/statistics?from={DAY}&to={DAY}", f"/admin/reports/{DAY}"):
        await page.goto(running.url + path)
        found = await Axe().run(page)
        assert found.violations_count == 0, found.generate_report()
    await page.goto(f"{running.url}/admin/statistics?from={DAY}&to={DAY}")
    await page.keyboard.press("Tab")
    assert await page.evaluate("document.activeElement.className") == "skip"
    await page.get_by_role("link", name=f"{DAY} 日报").press("Enter")
    await page.wait_for_url(f"**/admin/reports/{DAY}")
    await context.close()
    assert faults == []
