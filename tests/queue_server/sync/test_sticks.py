"""Sticks that were altered, cut or come late; and what admins decide against the level above."""

import itertools
import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from hall.clock import ManualClock
from hall.errors import SyncError
from queue_server.content.curating import Curating
from queue_server.content.model import ContentQuery, Record
from queue_server.content.room import RoomError
from queue_server.sync import usb
from queue_server.sync.following import Above

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


def test_r_6_a_stick_stops_when_the_disk_grows_full_and_goes_on_where_it_stopped(
    above: Any, below: Any, jobs: Callable[[int], Sequence[Record]], tmp_path: Path
) -> None:
    above.bring(*jobs(2010))
    usb.export(above.publishing, tmp_path / "stick")
    told = Above(own_feed=below.feed, key=above.signer.public)
    looks = itertools.count()

    def filling(_folder: Path) -> tuple[int, int, int]:
        return 100 << 30, 0, (50 << 30) if next(looks) < 1 else 10 << 20

    with pytest.raises(RoomError, match="only 10 MiB"):
        usb.bring(below.content, tmp_path / "stick", above=told, clock=below.clock, usage=filling)
    came = len(below.ids())
    assert 0 < came < 2010
    assert bring(below, tmp_path / "stick", above).new == 2010 - came
