"""Decisions about single items of content among the changes: their difference, and the way back."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING

from queue_server.content.model import ContentQuery, Record

if TYPE_CHECKING:
    from tests.queue_server.web.conftest import Running

_FORM = re.compile(
    r'action="/admin/settings/decided/undo">(.*?)</form>',
    re.DOTALL,
)
_FIELD = re.compile(r'name="(\w+)" value="([^"]*)"')


def _titles(running: Running) -> list[str]:
    found = running.server.content.search(ContentQuery(limit=50)).items
    return sorted(each.title for each in found)


def _forms(page: str) -> list[dict[str, str]]:
    return [
        {name: unescape(value) for name, value in _FIELD.findall(form)}
        for form in _FORM.findall(page)
    ]


async def test_each_decision_about_an_item_is_told_with_its_difference_and_taken_back(
    running: Running,
) -> None:
    jobs = [
        Record(kind="job", id=f"t:{number}", source="t", title=f"岗位{number}", employer="晴天")
        for number in (1, 2, 3)
    ]
    running.server.content.import_items(jobs, source="t")
    async with running.client("admin") as admin, running.signed_in("supervisor") as browser:
        for item, act, patch in (
            ("t:1", "correct", {"title": "保洁员<b>", "pay_min": 3000}),
            ("t:2", "withdraw", {}),
            ("t:3", "pin", {}),
        ):
            body = {"kind": "job", "id": item, "act": act, "patch": patch, "why": "核实过"}
            answer = await admin.post("/api/v1/sync/items", json=body)
            assert answer.is_success, answer.text
        assert _titles(running) == ["保洁员<b>", "岗位3"]
        page = (await browser.get("/admin/settings")).text
        told = unescape(page)
        assert "岗位1 → 保洁员<b>" in told
        assert "保洁员&lt;b&gt;" in page
        assert "– → 3000" in told
        assert told.count("是 → 否") == 2, "withdrawn, and kept as it is"
        forms = {form["act"]: form for form in _forms(page)}
        assert set(forms) == {"correct", "withdraw", "pin"}

        async def undo(form: dict[str, str]) -> str:
            answer = await browser.post("/admin/settings/decided/undo", data=form)
            return answer.headers["location"]

        stale = await undo({**forms["correct"], "mark": "1"})
        strange = await undo({**forms["correct"], "act": "steal"})
        assert {stale, strange} == {"/admin/settings?kept=1#decided"}
        assert "没能撤回" in (await browser.get(stale)).text
        for act in ("correct", "withdraw", "pin"):
            assert await undo(forms[act]) == "/admin/settings?back=1#decided"
        assert _titles(running) == ["岗位1", "岗位2", "岗位3"]
        assert await undo(forms["pin"]) == stale, "there is nothing any more to take back"
        foreign = {**forms["pin"], "csrf": "another"}
        refused = await browser.post("/admin/settings/decided/undo", data=foreign)
        assert refused.status_code == 403
        assert _forms((await browser.get("/admin/settings")).text) == []
    rows = running.server.hall.showing.read_rows(0, 500)
    assert [row.kind for row in rows].count("content_decided") == 6
