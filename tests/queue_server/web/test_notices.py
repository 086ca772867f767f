"""Notices and the emergency: who may, what is refused, what everybody hears of it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from queue_server.domain.actors import ANONYMOUS, TokenRole

if TYPE_CHECKING:
    from hall.clock import ManualClock
    from tests.queue_server.web.conftest import Running

_TEXT = {"zh-CN": "周三 14:00 招聘会", "en": "Job fair on Wednesday, 14:00"}


async def _publish(running: Running, **fields: Any) -> dict[str, Any]:
    async with running.client("admin") as admin:
        answer = await admin.post("/api/v1/notices", json={"text": _TEXT, **fields})
    assert answer.status_code == 201, answer.text
    told: dict[str, Any] = answer.json()
    return told


async def _snapshot(running: Running) -> dict[str, Any]:
    (row,) = await running.server.hall.rows_after(ANONYMOUS, None)
    assert row.kind == "snapshot"
    return row.data


async def test_a_notice_reaches_every_reader_and_every_later_snapshot(running: Running) -> None:
    head = (await _snapshot(running), running.server.hall.showing.view)[1]
    notice = await _publish(running, targets=["zone:a"], level="important")
    after = f"{head.epoch}:{head.seq}"
    (row,) = await running.server.hall.rows_after(ANONYMOUS, after)
    assert row.kind == "notice_published"
    assert row.data["id"] == notice["id"]
    assert row.data["text"] == _TEXT
    assert "by" not in row.data
    (kept,) = (await _snapshot(running))["notices"]
    assert (kept["id"], kept["seq"]) == (notice["id"], row.seq)


async def test_a_notice_is_changed_withdrawn_and_put_back(running: Running) -> None:
    notice = await _publish(running)
    place = f"/api/v1/notices/{notice['id']}"
    async with running.client("admin") as admin:
        words = {"text": {"zh-CN": "改到周四"}, "revision": 1}
        changed = await admin.put(place, json=words)
        assert changed.json()["revision"] == 2
        stale = await admin.put(place, json=words)
        assert (stale.status_code, stale.json()["code"]) == (409, "stale_version")
        assert (await admin.delete(place)).status_code == 204
        assert (await admin.get("/api/v1/notices")).json()["items"] == []
        assert (await admin.delete(place)).status_code == 404
        versions = (await admin.get(f"{place}/versions")).json()["items"]
        assert [(each["notice"]["revision"], each["withdrawn"]) for each in versions] == [
            (2, True), (2, False), (1, False),
        ]  # fmt: skip
        back = await admin.post(f"{place}/versions/1")
        assert back.json()["text"] == _TEXT
        (listed,) = (await admin.get("/api/v1/notices")).json()["items"]
        assert listed["notice"]["text"] == _TEXT


async def test_a_version_is_kept_for_thirty_days(running: Running) -> None:
    notice = await _publish(running)
    async with running.client("admin") as admin:
        await admin.delete(f"/api/v1/notices/{notice['id']}")
        versions = f"/api/v1/notices/{notice['id']}/versions"
        assert len((await admin.get(versions)).json()["items"]) == 2
        await running.server.hall.writer.submit(
            lambda image, moment: setattr(image, "purge_at", moment.wall + timedelta(days=31))
        )
        assert (await admin.get(versions)).json()["items"] == []


MISFITS: tuple[tuple[dict[str, Any], str, str], ...] = (
    ({"text": {}}, "does_not_fit", "text"),
    ({"text": {"en": "only English"}}, "value_missing", "text"),
    ({"text": {"zh-CN": "\u202e\x07"}}, "value_missing", "text"),
    ({"text": {"zh-CN": "长" * 201}}, "does_not_fit", "text"),
    ({"targets": ["sign:none"]}, "unknown_target", "targets"),
    ({"from_time": "25:00"}, "does_not_fit", "from_time"),
    ({"weekdays": [8]}, "does_not_fit", "weekdays"),
    ({"dwell_s": 0}, "does_not_fit", "dwell_s"),
    ({"expires_at": "2020-01-01T00:00:00Z"}, "time_past", "expires_at"),
    ({"blink": True}, "does_not_fit", "blink"),
)


async def test_a_notice_that_does_not_fit_is_refused_by_field(running: Running) -> None:
    async with running.client("admin") as admin:
        for fields, code, field in MISFITS:
            answer = await admin.post("/api/v1/notices", json={"text": _TEXT, **fields})
            assert (answer.status_code, answer.json()["code"]) == (422, code), fields
            assert field in (answer.json()["field"] or answer.json()["detail"]), fields
            assert (await _snapshot(running))["notices"] == [], fields


async def test_tricks_in_the_words_are_taken_out(running: Running) -> None:
    notice = await _publish(running, text={"zh-CN": "  红\u202e字\x1b[31m\n<b>粗</b> "})
    assert notice["text"]["zh-CN"] == "红字[31m 粗"


async def test_a_notice_that_is_over_is_in_no_snapshot(
    running: Running, clock: ManualClock
) -> None:
    soon = clock.now() + timedelta(minutes=10)
    await _publish(running, expires_at=soon.isoformat())
    assert len((await _snapshot(running))["notices"]) == 1
    await clock.advance(601)
    await running.issue()
    assert (await _snapshot(running))["notices"] == []


async def test_the_list_tells_what_each_sink_made_of_a_notice(running: Running) -> None:
    await _publish(running)
    (kept,) = (await _snapshot(running))["notices"]
    async with running.client("display") as agent, running.client("admin") as admin:
        for outcome in ("failed", "shown"):
            delivery = {"seq": kept["seq"], "sink": "sign:sign-w1", "outcome": outcome}
            assert (await agent.post("/api/v1/deliveries", json=delivery)).status_code == 204
        (listed,) = (await admin.get("/api/v1/notices")).json()["items"]
    assert listed["on"] is True
    assert listed["deliveries"] == {"sign:sign-w1": "shown"}


async def test_only_supervisors_and_admins_publish(running: Running) -> None:
    others: tuple[TokenRole, ...] = ("staff", "kiosk", "display", "reader", "reception")
    for role in others:
        async with running.client(role) as other:
            answer = await other.post("/api/v1/notices", json={"text": _TEXT})
            assert answer.status_code == 403, role
    async with running.client() as nobody:
        assert (await nobody.post("/api/v1/notices", json={"text": _TEXT})).status_code == 401
    assert (await _snapshot(running))["notices"] == []


async def test_an_emergency_is_told_to_all_until_it_is_ended(running: Running) -> None:
    before = running.server.hall.showing.view
    async with running.client("staff", "w3") as clerk, running.client() as anybody:
        fire = await clerk.post("/api/v1/emergency", json={"kind": "fire"})
        assert fire.status_code == 201
        again = await clerk.post("/api/v1/emergency", json={"kind": "evacuation", "zones": ["a"]})
        assert again.json()["id"] == fire.json()["id"]
        told = (await anybody.get("/api/v1/emergency")).json()["emergency"]
        assert (told["kind"], told["zones"]) == ("evacuation", ["a"])
        assert (await _snapshot(running))["emergency"]["kind"] == "evacuation"
        assert (await clerk.delete("/api/v1/emergency")).status_code == 204
        assert (await clerk.delete("/api/v1/emergency")).json()["code"] == "no_emergency"
        assert (await anybody.get("/api/v1/emergency")).json()["emergency"] is None
    rows = await running.server.hall.rows_after(ANONYMOUS, f"{before.epoch}:{before.seq}")
    assert [row.kind for row in rows] == [
        "emergency_declared", "emergency_declared", "emergency_ended",
    ]  # fmt: skip


async def test_no_device_declares_an_emergency(running: Running) -> None:
    devices: tuple[TokenRole, ...] = ("kiosk", "display", "reader")
    for role in devices:
        async with running.client(role) as device:
            answer = await device.post("/api/v1/emergency", json={"kind": "fire"})
        assert answer.status_code == 403, role
        assert (await _snapshot(running))["emergency"] is None, role


async def test_an_emergency_outlives_the_server(running: Running, clock: ManualClock) -> None:
    async with running.client("supervisor") as supervisor:
        await supervisor.post("/api/v1/emergency", json={"kind": "medical"})
    await running.server.hall.writer.alone(list)  # the hall is read again from its database
    assert (await _snapshot(running))["emergency"]["kind"] == "medical"
