"""Playlists over HTTP: what screens and signs are told, what is refused, what they say back."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from PIL import Image

from queue_server.domain.actors import ANONYMOUS

if TYPE_CHECKING:
    import httpx

    from hall.clock import ManualClock
    from tests.queue_server.web.conftest import Running

_WORDS = {"kind": "words", "seconds": 20, "text": {"zh-CN": "周三有招聘会", "en": "Job fair"}}
_CALLS = {"kind": "calls", "seconds": 15}
_CAPTIONS = b"WEBVTT\n\n00:00.000 --> 00:02.000\n\xe6\x82\xa8\xe5\xa5\xbd\n"


def _picture() -> bytes:
    drawn = io.BytesIO()
    Image.new("RGB", (3000, 1000), "#083b40").save(drawn, "JPEG", comment=b"where it was taken")
    return drawn.getvalue()


async def _publish(admin: httpx.AsyncClient, *items: Any, **fields: Any) -> dict[str, Any]:
    body = {"name": "大厅", "items": items or (_WORDS, _CALLS), **fields}
    answer = await admin.post("/api/v1/playlists", json=body)
    assert answer.status_code == 201, answer.text
    told: dict[str, Any] = answer.json()
    return told


async def _board(running: Running, **asked: Any) -> dict[str, Any]:
    async with running.client() as anybody:
        answer = await anybody.get("/api/v1/boards/hall", params=asked)
    assert answer.status_code == 200, answer.text
    told: dict[str, Any] = answer.json()
    return told


async def _on_signs(running: Running) -> list[dict[str, Any]]:
    (row,) = await running.server.hall.rows_after(ANONYMOUS, None)
    return [each for each in row.data["notices"] if each["playlist"]]


async def test_a_screen_gets_its_playlist_with_the_times_it_is_on(
    running: Running, clock: ManualClock
) -> None:
    async with running.client("admin") as admin:
        made = await _publish(admin, from_time="09:00", until_time="12:00")
    (played,) = (await _board(running))["playlists"]
    assert (played["id"], played["seq"]) == (made["id"], made["seq"])
    assert [each["kind"] for each in played["items"]] == ["words", "calls"]
    # Two days ahead, so that a screen whose server is gone keeps to its hours.
    hours = [(begin[11:16], end[11:16]) for begin, end in played["spans"]]
    assert ("01:00", "04:00") in hours
    assert 2 <= len(hours) <= 3


async def test_of_several_playlists_the_one_of_higher_priority_comes_first(
    running: Running,
) -> None:
    async with running.client("admin") as admin:
        high = await _publish(admin, priority=5)
        low = await _publish(admin)
        other = await _publish(admin, targets=["zone:b"])
    shown = [each["id"] for each in (await _board(running))["playlists"]]
    assert shown == [high["id"], low["id"]]
    assert other["id"] not in shown


async def test_signs_show_the_words_of_a_playlist_and_follow_its_notices(running: Running) -> None:
    async with running.client("admin") as admin:
        notice = (
            await admin.post("/api/v1/notices", json={"text": {"zh-CN": "四点半停号"}})
        ).json()
        named = {"kind": "notice", "seconds": 12, "notice": notice["id"]}
        made = await _publish(admin, _WORDS, named, _CALLS)
        place = f"/api/v1/playlists/{made['id']}"
        shown = await _on_signs(running)
        assert [each["text"]["zh-CN"] for each in shown] == ["周三有招聘会", "四点半停号"]
        assert [each["dwell_s"] for each in shown] == [20, 12]
        # They are no notices of their own on the notices page, nor changed there.
        listed = (await admin.get("/api/v1/notices")).json()["items"]
        assert [each["notice"]["id"] for each in listed] == [notice["id"]]
        gone = await admin.delete(f"/api/v1/notices/{shown[0]['id']}")
        assert gone.json()["code"] == "unknown_notice"
        await admin.put(f"/api/v1/notices/{notice['id']}", json={"text": {"zh-CN": "五点停号"}})
        assert (await _on_signs(running))[1]["text"]["zh-CN"] == "五点停号"
        await admin.put(place, json={"name": "大厅", "items": [_CALLS]})
        assert await _on_signs(running) == []
        assert (await admin.post(f"{place}/versions/1")).json()["revision"] == 3
        assert len(await _on_signs(running)) == 2
        await admin.delete(place)
        assert await _on_signs(running) == []
        assert (await admin.get("/api/v1/playlists/withdrawn")).json()["items"]


async def test_shown_on_how_many_is_what_screens_and_signs_say_themselves(
    running: Running, clock: ManualClock
) -> None:
    async with running.client("admin") as admin:
        made = await _publish(admin, _WORDS)
        listed = "/api/v1/playlists"
        (state,) = (await admin.get(listed)).json()["items"]
        assert (state["showing"]["shown"], state["showing"]["of"]) == (0, 3)
        await _board(running, drawn=made["seq"])
        since = clock.now()
        parts = [each["seq"] for each in await _on_signs(running)]
        async with running.client("display") as agent:
            for sign in ("sign-w1", "sign-w3"):
                told = {"seq": parts[0], "sink": f"sign:{sign}", "outcome": "shown"}
                assert (await agent.post("/api/v1/deliveries", json=told)).is_success
        (state,) = (await admin.get(listed)).json()["items"]
        assert (state["showing"]["shown"], state["showing"]["of"]) == (3, 3)
        assert state["showing"]["since"] == f"{since:%Y-%m-%dT%H:%M:%S}Z"
        # A screen that is not heard any more shows nothing, whatever it was sent.
        await clock.advance(30)
        (state,) = (await admin.get(listed)).json()["items"]
        silent = [each["sink"] for each in state["showing"]["sinks"] if each["state"] == "silent"]
        assert (state["showing"]["shown"], silent) == (2, ["board:hall"])
        (row,) = await running.server.hall.rows_after(ANONYMOUS, None)
        assert row.kind == "snapshot"


async def test_pictures_are_drawn_anew_and_films_need_captions(running: Running) -> None:
    async with running.client("admin") as admin:
        told = await admin.post("/api/v1/media/pictures?title=门口", content=_picture())
        picture = told.json()
        assert (picture["width"], picture["height"]) == (1920, 640)
        async with running.client() as anybody:
            served = await anybody.get(f"/media/{picture['name']}")
        assert served.headers["content-type"] == "image/jpeg"
        assert b"where it was taken" not in served.content
        film = (
            await admin.post(
                "/api/v1/media/films?title=手语", content=b"\x1a\x45\xdf\xa3" + b"0" * 64
            )
        ).json()
        item = {"kind": "video", "seconds": 30, "media": film["name"], "text": {"zh-CN": "欢迎"}}
        body = {"name": "影片", "items": [item]}
        early = await admin.post("/api/v1/playlists", json=body)
        assert (early.json()["code"], early.json()["field"]) == (
            "captions_missing",
            "items.0.media",
        )
        captions = f"/api/v1/media/{film['name']}/captions"
        assert (await admin.post(captions, content=b"no")).json()["code"] == "media_unreadable"
        assert (await admin.post(captions, content=_CAPTIONS)).is_success
        shown = {"kind": "picture", "seconds": 10, "media": picture["name"]}
        bare = await admin.post("/api/v1/playlists", json={"name": "图", "items": [shown]})
        assert (bare.json()["code"], bare.json()["field"]) == ("value_missing", "items.0.text")
        await _publish(admin, item, {**shown, "text": {"zh-CN": "大厅门口"}})
        (played,) = (await _board(running))["playlists"]
        assert played["items"][0]["captions"].endswith(".vtt")
        used = await admin.delete(f"/api/v1/media/{film['name']}")
        assert (used.status_code, used.json()["code"]) == (409, "media_in_use")


async def test_what_is_no_picture_and_who_may_not_is_refused(running: Running) -> None:
    async with running.client("admin") as admin:
        for content in (b"<svg onload=alert(1)>", b"\x89PNG\r\n\x1a\nbroken", b"GIF89a"):
            told = await admin.post("/api/v1/media/pictures?title=x", content=content)
            assert (told.status_code, told.json()["code"]) == (422, "media_unreadable")
        large = await admin.post(
            "/api/v1/media/pictures?title=x", content=b"0" * (21 * 1024 * 1024)
        )
        assert large.status_code == 413
    async with running.client("reader") as reader:
        told = await reader.post("/api/v1/playlists", json={"name": "x", "items": [_CALLS]})
        assert told.status_code == 403
    async with running.client() as anybody:
        for path in ("..%2Fhall.db", "hall.db", ".x"):
            assert (await anybody.get(f"/media/{path}")).status_code == 404


async def test_a_playlist_that_is_over_is_refused_and_one_that_ends_is_gone(
    running: Running, clock: ManualClock
) -> None:
    async with running.client("admin") as admin:
        end = (clock.now() + timedelta(hours=1)).isoformat()
        await _publish(admin, expires_at=end)
        assert (await _board(running))["playlists"]
        await clock.advance(3700)
        assert (await _board(running))["playlists"] == []
        late = {"name": "x", "items": [_CALLS], "expires_at": end}
        assert (await admin.post("/api/v1/playlists", json=late)).json()["code"] == "time_past"
