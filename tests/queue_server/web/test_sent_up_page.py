"""Who writes a notice can ask the level above to publish it, and sees what became of that."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import replace
from pathlib import Path

from config.site import Site
from config.site import Sync as SyncSettings
from hall.clock import ManualClock
from queue_server.domain.actors import SYSTEM
from tests.queue_server.web.conftest import Running

PASSWORD = "correct horse"
Serve = Callable[..., AbstractAsyncContextManager[Running]]


async def _page(running: Running) -> str:
    await running.server.hall.create_user(SYSTEM, name="zhao", role="admin", password=PASSWORD)
    async with running.client() as admin:
        await admin.post("/staff/sign-in", data={"name": "zhao", "password": PASSWORD})
        return (await admin.get("/admin/notices")).text


async def test_a_notice_can_be_sent_up_where_a_level_above_is_named_and_its_state_is_told(
    serve: Serve, site: Site, clock: ManualClock, tmp_path: Path
) -> None:
    above = SyncSettings(feed="150204", upstream="http://127.0.0.1:1")
    async with serve(replace(site, sync=above), tmp_path, clock) as running:
        page = await _page(running)
        assert 'id="send-up"' in page
        assert 'id="sent"' in page
        async with running.client("admin") as admin:
            own = {"kind": "notice", "title": "周五停电", "send_up": True}
            assert (await admin.post("/api/v1/sync/own", json=own)).status_code == 201
            (sent,) = (await admin.get("/api/v1/sync/desk")).json()["sent"]
    assert (sent["title"], sent["state"], sent["why"]) == ("周五停电", "waiting", "")


async def test_where_nobody_is_above_there_is_nothing_to_tick(running: Running) -> None:
    assert 'id="send-up"' not in await _page(running)


async def test_a_request_whose_answer_was_lost_sends_one_item_up(
    serve: Serve, site: Site, clock: ManualClock, tmp_path: Path
) -> None:
    above = SyncSettings(feed="150204", upstream="http://127.0.0.1:1")
    own = {"kind": "notice", "title": "周五停电", "send_up": True}
    headers = {"Idempotency-Key": "lost"}
    async with (
        serve(replace(site, sync=above), tmp_path, clock) as running,
        running.client("admin") as admin,
    ):
        first = await admin.post("/api/v1/sync/own", json=own, headers=headers)
    async with serve(replace(site, sync=above), tmp_path, clock) as running:
        async with running.client("supervisor") as other:
            assert (await other.post("/api/v1/sync/own", json=own, headers=headers)).is_success
        async with running.client("admin") as admin:
            admin.headers["Authorization"] = first.request.headers["Authorization"]
            again = await admin.post("/api/v1/sync/own", json=own, headers=headers)
            assert again.json() == first.json(), again.text
            reused = await admin.post(
                "/api/v1/sync/own", json={**own, "title": "周六停电"}, headers=headers
            )
            assert reused.json()["code"] == "key_reused", reused.text
            sent = (await admin.get("/api/v1/sync/desk")).json()["sent"]
        rows = running.server.hall.showing.read_rows(0, 200)
    assert len(sent) == 2, "one of the admin, one of the supervisor"
    assert [row.kind for row in rows].count("content_published") == 2
