"""Notices and playlists among the changes: what each changed, and taking the last one back."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from queue_server.domain.actors import SYSTEM

if TYPE_CHECKING:
    import httpx

    from tests.queue_server.web.conftest import Running

PASSWORD = "correct horse"
_WORDS = {"kind": "words", "seconds": 20, "text": {"zh-CN": "您好"}}
_FORM = re.compile(
    r'action="/admin/settings/published/([^"]+)".*?name="csrf" value="([^"]+)"'
    r'.*?name="revision" value="(\d+)".*?>([^<]+)</button>',
    re.DOTALL,
)


async def _last(browser: httpx.AsyncClient) -> tuple[str, dict[str, str], str]:
    """Return the first form that takes something back: its item, fields and button."""
    found = _FORM.search((await browser.get("/admin/settings")).text)
    assert found is not None
    return found[1], {"csrf": found[2], "revision": found[3]}, found[4]


async def test_each_change_of_a_notice_is_told_with_its_difference_and_taken_back(
    running: Running,
) -> None:
    await running.server.hall.create_user(SYSTEM, name="qian", role="supervisor", password=PASSWORD)
    async with running.client("admin") as admin, running.client() as browser:
        await browser.post("/staff/sign-in", data={"name": "qian", "password": PASSWORD})

        async def texts() -> list[str]:
            items = (await admin.get("/api/v1/notices")).json()["items"]
            return [each["notice"]["text"]["zh-CN"] for each in items]

        async def back(label: str) -> httpx.Response:
            item, fields, button = await _last(browser)
            assert button == label
            return await browser.post(f"/admin/settings/published/{item}", data=fields)

        made = (await admin.post("/api/v1/notices", json={"text": {"zh-CN": "周三停电"}})).json()
        changed = {"text": {"zh-CN": "周四停电"}, "targets": ["zone:a"]}
        answer = await admin.put(f"/api/v1/notices/{made['id']}", json=changed)
        assert answer.is_success, answer.text
        page = (await browser.get("/admin/settings")).text
        assert "周三停电 → 周四停电" in page
        assert "– → zone:a" in page
        assert "后面还有改动" in page, "the first version waits until the second is taken back"
        stale = await _last(browser)
        assert (await back("改回原来的")).headers["location"].endswith("?undone=1#published")
        assert await texts() == ["周三停电"]
        again = await browser.post(f"/admin/settings/published/{stale[0]}", data=stale[1])
        assert "fault=1" in again.headers["location"], "what it was taken from is not the last now"
        await admin.delete(f"/api/v1/notices/{made['id']}")
        await back("重新发布")
        assert await texts() == ["周三停电"]
        foreign = await browser.post(
            f"/admin/settings/published/{made['id']}", data={**stale[1], "csrf": "another"}
        )
        assert foreign.status_code == 403


async def test_a_notice_or_playlist_published_by_mistake_is_taken_down(running: Running) -> None:
    await running.server.hall.create_user(SYSTEM, name="zhao", role="admin", password=PASSWORD)
    async with running.client("admin") as admin, running.client() as browser:
        await browser.post("/staff/sign-in", data={"name": "zhao", "password": PASSWORD})
        playlist = {"name": "上午", "items": [_WORDS]}
        made = await admin.post("/api/v1/playlists", json=playlist)
        assert made.is_success, made.text
        item, fields, button = await _last(browser)
        assert (item, button) == (made.json()["id"], "撤下它")
        await browser.post(f"/admin/settings/published/{item}", data=fields)
        assert (await admin.get("/api/v1/playlists")).json()["items"] == []
        page = (await browser.get("/admin/settings")).text
        assert page.index("撤下播放单") < page.index("发布播放单")


async def test_a_request_whose_answer_was_lost_publishes_once(running: Running) -> None:
    async with running.client("admin") as admin:
        for path, body in (
            ("notices", {"text": {"zh-CN": "周三停电"}}),
            ("playlists", {"name": "上午", "items": [_WORDS]}),
        ):
            headers = {"Idempotency-Key": path}
            first = await admin.post(f"/api/v1/{path}", json=body, headers=headers)
            again = await admin.post(f"/api/v1/{path}", json=body, headers=headers)
            assert first.json()["id"] == again.json()["id"], first.text
            assert len((await admin.get(f"/api/v1/{path}")).json()["items"]) == 1
            other = {**body, "priority": 5}
            reused = await admin.post(f"/api/v1/{path}", json=other, headers=headers)
            assert reused.json()["code"] == "key_reused", reused.text
