"""Notices at the kiosk: on time, meant for here, the important ones on the idle screen too."""

from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING

from queue_server import wire
from tests.kiosk.hall_in_hand import AT

if TYPE_CHECKING:
    from tests.kiosk.conftest import Room

MakeRow = Callable[[str, dict[str, object]], wire.Row]
USUAL: dict[str, object] = {
    "id": "n1",
    "text": {"zh-CN": "周五上午有招聘会。", "en": "Job fair on Friday."},
}


def shown(room: "Room") -> list[str]:
    return [one.id for one in room.core.known.notices]


async def test_a_notice_is_read_and_goes_when_it_is_withdrawn(
    room: "Room", make_row: MakeRow
) -> None:
    room.core.row(make_row("notice_published", USUAL))
    for key in ("down", "6", "4"):
        await room.press(key)
    await room.wait(8)
    assert room.screen == "notices"
    assert "周五上午有招聘会" in room.heard
    room.core.row(make_row("notice_withdrawn", {"id": "n1"}))
    assert room.node("none").name == "现在没有通知"


async def test_only_an_important_one_stands_on_the_idle_screen(
    room: "Room", make_row: MakeRow
) -> None:
    room.core.row(make_row("notice_published", USUAL))
    assert room.core.model.node("notice") is None
    told = "今天下午停电，三点以后不办业务，请明天再来，给您带来不便请原谅。" * 2
    important: dict[str, object] = {"id": "n2", "text": {"zh-CN": told}, "level": "important"}
    room.core.row(make_row("notice_published", important))
    line = room.node("notice")
    assert line.name.endswith("…")
    assert line.spoken == told
    for node in ("start", "home-hall", "hall-notices"):
        await room.touch(node)
    assert room.node("notice").name == told, "the important one comes first, and whole"
    await room.touch("page-next")
    assert room.node("notice").name == "周五上午有招聘会。"


async def test_it_begins_and_ends_by_itself_also_without_the_hall(
    room: "Room", make_row: MakeRow
) -> None:
    begins, ends = AT + timedelta(minutes=2), AT + timedelta(minutes=4)
    timed = {**USUAL, "starts_at": begins.isoformat(), "expires_at": ends.isoformat()}
    room.core.row(make_row("notice_published", timed))
    room.hall.gone = True
    assert shown(room) == []
    await room.clock.advance(150)
    room.core.tick()
    assert shown(room) == ["n1"]
    await room.clock.advance(150)
    room.core.tick()
    assert shown(room) == []


async def test_what_is_for_another_sink_is_not_shown(room: "Room", make_row: MakeRow) -> None:
    elsewhere: tuple[dict[str, object], ...] = ({"targets": ["sign:s1"]}, {"audience": ["board"]})
    for place, more in enumerate(elsewhere):
        room.core.row(make_row("notice_published", {**USUAL, "id": f"n{place}", **more}))
    assert shown(room) == []
    room.core.row(make_row("notice_published", {**USUAL, "id": "z", "targets": ["zone:a"]}))
    assert shown(room) == ["z"]


async def test_a_snapshot_brings_all_there_is(room: "Room", make_row: MakeRow) -> None:
    room.core.row(make_row("notice_published", USUAL))
    room.core.row(make_row("snapshot", {"notices": [{**USUAL, "id": "n9"}], "calls": []}))
    assert shown(room) == ["n9"]
