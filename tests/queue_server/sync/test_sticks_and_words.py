"""Sticks that were altered, cut or come late; and how the hall stands, in words."""

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from config.site import Site
from config.site import Sync as SyncSettings
from hall.clock import ManualClock
from hall.errors import SyncError
from queue_server.content.curating import Curating
from queue_server.content.model import ContentQuery, Record
from queue_server.sync import usb
from queue_server.sync.doctor import examine_sync
from queue_server.sync.following import Above
from queue_server.sync.service import Sync
from queue_server.sync.standing import standing_of

Job = Callable[..., Record]


def bring(level: Any, stick: Path, above: Any) -> Any:
    told = Above(own_feed=level.feed, key=above.signer.public)
    return usb.bring(level.content, stick, above=told, clock=level.clock)


@pytest.mark.parametrize("file", ["page-000001.ndjson.gz", "parts.json", "head.json"])
def test_a_stick_with_one_byte_altered_or_a_file_missing_is_refused_before_a_row_is_used(
    above: Any, below: Any, jobs: Callable[[int], Sequence[Record]], tmp_path: Path, file: str
) -> None:
    above.bring(*jobs(30))
    usb.export(above.publishing, tmp_path / "stick")
    path = tmp_path / "stick" / file
    whole = path.read_bytes()
    for broken in (whole[:40] + bytes([whole[40] ^ 1]) + whole[41:], whole[:-9]):
        path.write_bytes(broken)
        with pytest.raises(SyncError):
            bring(below, tmp_path / "stick", above)
    path.unlink()
    with pytest.raises(SyncError):
        bring(below, tmp_path / "stick", above)
    assert below.ids() == []
    path.write_bytes(whole)
    assert bring(below, tmp_path / "stick", above).new == 30


def test_a_later_stick_brings_only_what_changed_and_an_older_one_is_refused(
    above: Any, below: Any, jobs: Callable[[int], Sequence[Record]], job: Job, tmp_path: Path
) -> None:
    above.bring(*jobs(30))
    usb.export(above.publishing, tmp_path / "first")
    bring(below, tmp_path / "first", above)
    above.bring(job(1, title="改"), job(99))
    above.withdraw("t:2")
    assert usb.export(above.publishing, tmp_path / "later", after=30) == 3
    taken = bring(below, tmp_path / "later", above)
    assert (taken.new, taken.changed, taken.gone) == (1, 1, 1)
    assert below.root() == above.root()
    with pytest.raises(SyncError, match="went back"):
        bring(below, tmp_path / "first", above)
    fresh = Path(tmp_path / "later")
    assert json.loads((fresh / "head.json").read_text())["after"] == 30


def test_the_standing_says_how_old_why_and_what_next(
    above: Any, below: Any, wire: Any, job: Job, site: Site, clock: ManualClock
) -> None:
    url = f"http://127.0.0.1:{wire.port}"
    named = replace(site, sync=SyncSettings(feed="150204", upstream=url))
    sync = Sync(below.content, named, below.folder, clock)

    def told() -> Any:
        return standing_of(sync, below.content, clock.now())

    assert told().state == "first-copy"
    above.bring(job(1))
    sync.round()
    assert (told().state, told().good, told().items) == ("in-step", True, {"job": 1})
    wire.status = 500
    clock.pass_time(timedelta(days=3).total_seconds())
    with pytest.raises(SyncError):
        sync.round()
    assert told().state == "unreachable"
    chinese = "".join(told().told["zh-CN"])
    assert all(each in chinese for each in ("联系不上上级", "3 天前", "U 盘"))
    sync.change(lambda state: setattr(state, "paused", True))
    assert told().state == "paused"


def test_the_doctor_tells_the_standing(
    below: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("HALL90_DATA_DIR", str(tmp_path / "nowhere"))
    assert examine_sync().severity == "information"
    monkeypatch.setenv("HALL90_DATA_DIR", str(below.folder))
    assert examine_sync().severity == "good"


def test_decisions_hold_against_the_level_above_until_they_are_taken_back(
    above: Any, below: Any, wire: Any, job: Job, clock: ManualClock
) -> None:
    above.bring(job(1), job(2), job(3))
    below.follow(wire.caller)
    desk = Curating(below.content, clock)
    desk.pin("job", "t:1", by="z", why="")
    desk.correct("job", "t:2", {"title": "更正了"}, by="z", why="")
    desk.withdraw("job", "t:3", by="z", why="")
    above.bring(job(1, title="新1"), job(2, pay_min=4000), job(3, title="新3"))
    below.follow(wire.caller)

    def shown() -> dict[str, str]:
        items = below.content.search(ContentQuery(kind="job")).items
        return {each.id: each.title for each in items}

    assert shown() == {"t:1": "岗位1", "t:2": "更正了"}
    assert len(desk.decisions()) == 3
    for item, act in (("t:1", "pin"), ("t:2", "correct"), ("t:3", "withdraw")):
        desk.undo("job", item, act)  # type: ignore[arg-type]
    below.follow(wire.caller, afresh=True)
    assert shown() == {"t:1": "新1", "t:2": "岗位2", "t:3": "新3"}
    assert below.root() == above.root()
