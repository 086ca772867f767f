"""Hall screens: what they are told, and how they look and heal in a real browser."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from queue_server.domain.actors import SYSTEM

if TYPE_CHECKING:
    from hall.clock import ManualClock
    from tests.queue_server.web.conftest import Running


async def _view(running: Running, name: str = "hall") -> dict[str, Any]:
    async with running.client() as anybody:
        answer = await anybody.get(f"/api/v1/boards/{name}")
    assert answer.status_code == 200, answer.text
    told: dict[str, Any] = answer.json()
    return told


async def _call(running: Running, window: str) -> dict[str, Any]:
    async with running.client("staff", window) as clerk:
        await clerk.post(f"/api/v1/windows/{window}/open")
        headers = {"Idempotency-Key": f"call-{window}-{next(running.keys)}"}
        answer = await clerk.post(f"/api/v1/windows/{window}/call-next", headers=headers)
    assert answer.status_code == 200, answer.text
    told: dict[str, Any] = answer.json()
    return told


async def test_a_60_the_latest_call_comes_first_and_stays_fresh_for_its_hold(
    running: Running, clock: ManualClock
) -> None:
    await running.issue()
    await running.issue()
    first = await _call(running, "w1")
    await clock.advance(5)
    second = await _call(running, "w2")
    shown = (await _view(running))["calls"]
    assert [each["number"] for each in shown] == [second["number"], first["number"]]
    assert [each["fresh"] for each in shown] == [True, True]
    await clock.advance(26)
    assert [each["fresh"] for each in (await _view(running))["calls"]] == [True, False]


async def test_a_recall_beats_again_and_comes_to_the_top(
    running: Running, clock: ManualClock
) -> None:
    await running.issue()
    await running.issue()
    first = await _call(running, "w1")
    await _call(running, "w2")
    before = {each["number"]: each["beat"] for each in (await _view(running))["calls"]}
    await clock.advance(40)
    async with running.client("staff", "w1") as clerk:
        answer = await clerk.post(f"/api/v1/tickets/{first['id']}/recall", json={})
        assert answer.status_code == 200
    top = (await _view(running))["calls"][0]
    assert top["number"] == first["number"]
    assert top["beat"] > before[first["number"]]
    assert top["fresh"] is True


async def test_who_came_stays_below_the_called_for_ten_minutes(
    running: Running, clock: ManualClock
) -> None:
    await running.issue()
    await running.issue()
    came, called = await _call(running, "w1"), await _call(running, "w2")
    async with running.client("staff", "w1") as clerk:
        await clerk.post(f"/api/v1/tickets/{came['id']}/arrive", json={})
    shown = (await _view(running))["calls"]
    assert [(each["number"], each["fresh"]) for each in shown] == [
        (called["number"], True),
        (came["number"], False),
    ]
    await clock.advance(601)
    assert [each["number"] for each in (await _view(running))["calls"]] == [called["number"]]


async def test_a_screen_tells_nobodys_needs(running: Running) -> None:
    await running.issue("unemployment", "blind", "escort")
    await _call(running, "w3")
    text = str(await _view(running))
    for word in ("blind", "escort", "needs", "handling", "languages': []", "phone"):
        assert word not in text


async def test_notices_and_emergencies_reach_the_screens_they_are_for(running: Running) -> None:
    async with running.client("admin") as admin:
        for targets in (["zone:a"], ["zone:b"], ["board:hall"], []):
            body = {"text": {"zh-CN": f"给{targets or '大家'}"}, "targets": targets}
            assert (await admin.post("/api/v1/notices", json=body)).status_code == 201
        later = {"text": {"zh-CN": "以后"}, "starts_at": "2099-01-01T00:00:00Z"}
        await admin.post("/api/v1/notices", json=later)
        signs = {"text": {"zh-CN": "只给条屏"}, "audience": ["sign"]}
        await admin.post("/api/v1/notices", json=signs)
        shown = [each["text"]["zh-CN"] for each in (await _view(running))["notices"]]
        assert sorted(shown) == ["给['board:hall']", "给['zone:a']", "给大家"]
        await admin.post("/api/v1/emergency", json={"kind": "fire", "text": {"en": "Out!"}})
    emergency = (await _view(running))["emergency"]
    assert emergency["text"]["en"] == "Out!"
    assert emergency["spoken"] == {}


async def test_an_unknown_screen_is_told_which_there_are(running: Running) -> None:
    async with running.client() as anybody:
        for path in ("/api/v1/boards/none", "/board/none"):
            answer = await anybody.get(path)
            assert answer.status_code == 404
            assert "hall" in answer.json()["detail"]


@pytest.mark.parametrize("name", ["welcome.webm", "..%2F..%2Fsessions.json", "sessions.json"])
async def test_no_file_is_answered_but_the_films_of_the_site(running: Running, name: str) -> None:
    media = Path(running.server.settings.data) / "media"
    media.mkdir()
    (media / "welcome.webm").write_bytes(b"film")
    async with running.client() as anybody:
        assert (await anybody.get(f"/media/{name}")).status_code == 404


async def test_waiting_is_told_by_service(running: Running, clock: ManualClock) -> None:
    for _ in range(3):
        await running.issue("policy")
    await clock.advance(timedelta(seconds=1).total_seconds())
    lines = {each["service"]: each["waiting"] for each in (await _view(running))["lines"]}
    assert lines["policy"] == 3
    assert lines["unemployment"] == 0


async def test_a_screen_that_has_drawn_a_call_is_receipted_once(running: Running) -> None:
    await running.issue()
    await _call(running, "w1")
    beat = (await _view(running))["calls"][0]["beat"]
    view = running.server.hall.showing.view
    async with running.client() as screen:
        for shown in ((beat,), (beat, -1), (beat + 1000, beat)):
            answer = await screen.get("/api/v1/boards/hall", params={"shown": shown})
            assert answer.status_code == 200
    rows = await running.server.hall.rows_after(SYSTEM, f"{view.epoch}:{view.seq}")
    told = [(row.data["sink"], row.data["seq"], row.data["outcome"]) for row in rows]
    assert told == [("board:hall", beat, "shown")]


async def test_a_phone_that_shows_the_call_is_receipted_once(running: Running) -> None:
    ticket = await running.issue()
    await _call(running, "w1")
    view = running.server.hall.showing.view
    path = ticket["phone_url"].partition("/t/")[2]
    async with running.client() as phone:
        for _ in range(3):
            assert (await phone.get(f"/t/{path}")).status_code == 200
    rows = await running.server.hall.rows_after(SYSTEM, f"{view.epoch}:{view.seq}")
    assert [(row.kind, row.data["sink"]) for row in rows] == [("delivery", "phone")]
