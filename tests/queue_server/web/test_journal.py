"""The journal as supervisors and admins read it."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING

import httpx
import pytest

import queue_server
from hall.texts import load_texts
from queue_server.audit.subjects import SUBJECTS
from queue_server.domain.actors import SYSTEM
from queue_server.domain.transitions import TABLE
from queue_server.sealing.keeping import Sealing
from queue_server.sealing.standing import heads_file
from queue_server.web.pages import LANGUAGES

if TYPE_CHECKING:
    from queue_server.domain.actors import UserRole
    from tests.queue_server.web.conftest import Running

PASSWORD = "correct horse"
_ROW = re.compile(
    r'\b(?:_?tell|_put|_note|_told|_do|publish)\((?:[^()"]|\([^()]*\))*"([a-z]+_[a-z_]+)"'
)


async def _reader(running: Running, browser: httpx.AsyncClient, role: UserRole = "admin") -> None:
    await running.server.hall.create_user(SYSTEM, name="zhao", role=role, password=PASSWORD)
    form = {"name": "zhao", "password": PASSWORD}
    assert (await browser.post("/staff/sign-in", data=form)).status_code == 303


def _texts(page: str) -> list[str]:
    rows = re.findall(r"<tr>(.*?)</tr>", page.partition("<tbody>")[2], re.DOTALL)
    return [re.sub(r"<[^>]+>", " ", row) for row in rows]


async def test_what_happened_stands_there_newest_first_with_before_and_after(
    running: Running,
) -> None:
    ticket = await running.issue()
    async with running.client() as browser, running.client("admin") as admin:
        await _reader(running, browser)
        await running.server.hall.create_user(SYSTEM, name="li", role="staff", password=PASSWORD)
        await admin.patch("/api/v1/accounts/li", json={"role": "reception", "window": "w3"})
        rows = _texts((await browser.get("/admin/journal")).text)
        assert "改了设置" in rows[0]
        assert "staff → reception" in rows[0]
        assert "（空） → w3" in rows[0]
        assert "admin" in rows[0]
        issued = next(row for row in rows if ticket["number"] in row)
        assert "取号" in issued
        tickets = _texts((await browser.get("/admin/journal?subject=ticket")).text)
        assert len(tickets) == 1


async def test_the_days_and_pages_of_a_long_journal(running: Running) -> None:
    for _ in range(110):
        await running.issue()
    async with running.client() as browser:
        await _reader(running, browser)
        first = (await browser.get("/admin/journal?subject=ticket")).text
        older = re.search(r'href="([^"]*before=\d+)"', first)
        assert older is not None
        rest = (await browser.get(older[1].replace("&amp;", "&"))).text
        assert (len(_texts(first)), len(_texts(rest))) == (100, 10)
        assert not set(_texts(first)) & set(_texts(rest))
        assert _texts((await browser.get("/admin/journal?day=2020-01-01")).text) == []
        wrong = await browser.get("/admin/journal?day=yesterday&before=abc&subject=x")
        assert wrong.status_code == 422
        assert "2026-11-23" in wrong.text


async def test_s_26_the_page_says_up_to_where_it_is_signed_and_shows_the_key(
    running: Running,
) -> None:
    server = running.server
    sealing = Sealing(server.hall, server.clock, server.settings.data)
    async with running.client() as browser:
        await _reader(running, browser)
        assert "还没有签名" in (await browser.get("/admin/journal")).text
        head = await sealing.seal()
        page = (await browser.get("/admin/journal")).text
        assert f"已签名到第 {head.seq} 行" in page
        assert f"<code>{head.public}</code>" in page
        assert 'role="alert"' not in page
        heads = heads_file(server.settings.data)
        missing = head.told() | {"seq": head.seq + 100}
        heads.write_text(heads.read_text() + json.dumps(missing) + "\n")
        page = (await browser.get("/admin/journal")).text
        assert f"第 {head.seq + 100} 行签过名，现在不在了" in page
        heads.write_text("{}\n{}\n")
        assert "所有备份保持原样" in (await browser.get("/admin/journal")).text


async def test_a_supervisor_reads_all_but_who_signed_in(running: Running) -> None:
    async with running.client() as browser:
        await _reader(running, browser, "supervisor")
        page = (await browser.get("/admin/journal")).text
        assert "登录" not in "".join(_texts(page))


@pytest.mark.parametrize("role", ["staff", "reception", "reader"])
async def test_nobody_else_reads_it(running: Running, role: UserRole) -> None:
    async with running.client() as browser:
        away = (await browser.get("/admin/journal")).headers["location"]
        assert away.startswith("/staff/sign-in")
        await _reader(running, browser, role)
        assert (await browser.get("/admin/journal")).status_code == 403


async def test_it_never_tells_what_helps_a_visitor(running: Running) -> None:
    await running.issue("unemployment", "blind", "wheelchair")
    async with running.client() as browser:
        await _reader(running, browser)
        page = "".join(_texts((await browser.get("/admin/journal")).text))
    assert "blind" not in page
    assert "wheelchair" not in page


def test_every_kind_of_row_has_words_and_a_subject() -> None:
    folder = Path(next(iter(queue_server.__path__)))
    kinds = {
        *(kind for file in folder.rglob("*.py") for kind in _ROW.findall(file.read_text("utf-8"))),
        *(each.kind for each in TABLE.values()),
    }
    assert len(kinds) > 25
    for language in LANGUAGES:
        texts = load_texts(language, "queue_server.audit")
        assert {kind for kind in kinds if f"journal-{kind}" not in texts} == set()
        assert all(f"journal-subject-{subject}" in texts for subject in SUBJECTS)
    beginnings = tuple(each for subject in SUBJECTS.values() for each in subject)
    assert {kind for kind in kinds if not kind.startswith(beginnings)} == set()
