"""R-6: content stops coming in while tickets still have room."""

import itertools
import json
import threading
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from config.sources import Source
from hall.clock import ManualClock
from hall.errors import HallError
from queue_server.content.bringing import Wanted, bring
from queue_server.content.room import RoomError, require_room
from queue_server.content.service import ContentService
from queue_server.content.simulating.serving import StandIn
from queue_server.content.simulating.upstream import Upstream
from queue_server.content.sources.dropping import DropFolder, Place, take_ready
from queue_server.content.sources.harvest import run_source

_MIB = 1 << 20


@pytest.mark.parametrize(
    ("total", "free", "fits"),
    [(100_000, 5_000, True), (100_000, 4_999, False), (1_000, 200, True), (1_000, 199, False)],
)
def test_r_6_five_percent_and_200_mib_stay_for_tickets(
    total: int, free: int, fits: bool, tmp_path: Path
) -> None:
    def usage(_folder: Path) -> tuple[int, int, int]:
        return total * _MIB, 0, free * _MIB

    if fits:
        require_room(tmp_path, usage)
        return
    with pytest.raises(HallError, match=f"only {free} MiB"):
        require_room(tmp_path, usage)


def test_r_6_an_import_stops_when_the_disk_grows_full_and_keeps_what_came(
    tmp_path: Path, clock: ManualClock
) -> None:
    file = tmp_path / "jobs.jsonl"
    rows = ({"kind": "job", "id": str(n), "title": f"保洁员 {n}"} for n in range(3000))
    file.write_text("\n".join(json.dumps(row) for row in rows) + "\n", "utf-8")
    asked = 0

    def filling(_folder: Path) -> tuple[int, int, int]:
        nonlocal asked
        asked += 1
        return 100_000 * _MIB, 0, (5_000 if asked < 3 else 10) * _MIB

    with closing(ContentService(tmp_path, clock)) as service:
        wanted = Wanted(path=str(file), source="t", format="hall90")
        with pytest.raises(HallError, match="no content is brought in"):
            bring(service, clock, wanted, lambda _: None, usage=filling)
        came = sum(service.counts().values())
        assert 0 < came < 3000
        bring(service, clock, wanted, lambda _: None)
        assert sum(service.counts().values()) == 3000


def full_at_the(time: int) -> Callable[[Path], tuple[int, int, int]]:
    """A disk that has no room any more from so many looks on."""
    looks = itertools.count(1)
    return lambda _folder: (100_000 * _MIB, 0, (5_000 if next(looks) < time else 10) * _MIB)


def test_r_6_a_source_stops_when_the_disk_grows_full_and_goes_on_later(
    tmp_path: Path, clock: ManualClock
) -> None:
    standin = StandIn(Upstream.made(12))
    standin.start()
    with closing(standin), closing(ContentService(tmp_path, clock)) as service:
        source = Source(
            id="nl", format="jobtech", names={"en": "s"}, url=f"{standin.address}/jobtech/",
            pause_s=0.0, kind="job",
        )  # fmt: skip
        for time in (1, 2):
            run = run_source(service, clock, source, home="150204", usage=full_at_the(time))
            assert run.outcome == "failed"
            assert "10 MB" in run.reasons[0]["zh-CN"]
        kept = service.counts()
        run = run_source(service, clock, source, home="150204")
        assert run.outcome == "whole"
        assert sum(service.counts().values()) >= sum(kept.values()) > 0


def test_r_6_a_dropped_file_waits_for_room(tmp_path: Path, clock: ManualClock) -> None:
    folder = tmp_path / "drop"
    folder.mkdir()
    rows = "编号,岗位名称,单位,人数\n1,保洁,甲,3\n"
    (folder / "jobs.csv").write_bytes(rows.encode("gb18030"))
    drop = DropFolder(
        Source(id="files", format="sheets", names={"en": "f"}, folder=str(folder), kind="job")
    )
    place = Place(region="150204", language="en", time_zone="Asia/Shanghai")
    stop = threading.Event()
    with closing(ContentService(tmp_path, clock)) as service:
        drop.ready(clock)
        clock.pass_time(11)
        with pytest.raises(RoomError):
            take_ready(service, clock, drop, place, stop, usage=full_at_the(1))
        assert (folder / "jobs.csv").exists()
        assert len(take_ready(service, clock, drop, place, stop)) == 1
        assert not (folder / "jobs.csv").exists()
