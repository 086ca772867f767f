"""The drop folder: when a file is taken, where it goes, what its report says."""

import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from config.sources import Source
from hall.clock import ManualClock
from hall.errors import HallError
from queue_server.content.service import ContentService
from queue_server.content.sources.dropping import DropFolder, Place, take_ready
from queue_server.content.sources.runs import Run, refusals_of

PLACE = Place(region="150204", language="zh-CN", time_zone="Asia/Shanghai")
ROWS = "编号,岗位名称,单位,人数\n1,保洁,甲,3\n2,,乙,1\n3,保安,丙,很多\n"


class Dropped:
    """A folder watched for a hall."""

    def __init__(self, folder: Path, *, whole: bool = False) -> None:
        self.clock = ManualClock()
        self.content = ContentService(folder / "hall", self.clock)
        source = Source(
            id="drop", format="sheets", names={}, folder=str(folder / "drop"), whole=whole
        )
        self.drop = DropFolder(source)
        self.drop.folder.mkdir()

    def put(self, name: str, text: str = ROWS) -> Path:
        path = self.drop.folder / name
        path.write_bytes(text.encode("gb18030"))
        return path

    def look(self) -> list[Run]:
        return take_ready(self.content, self.clock, self.drop, PLACE, threading.Event())

    def take(self) -> list[Run]:
        self.look()
        self.clock.pass_time(11)
        return self.look()

    def names(self, part: str) -> list[str]:
        folder = self.drop.folder / part
        return sorted(path.name for path in folder.iterdir()) if folder.is_dir() else []


@pytest.fixture
def dropped(tmp_path: Path) -> Iterator[Dropped]:
    dropped = Dropped(tmp_path)
    yield dropped
    dropped.content.close()


def test_a_file_still_growing_is_left_until_it_stands_still(dropped: Dropped) -> None:
    path = dropped.put("a.csv", ROWS[:20])
    assert dropped.look() == []
    dropped.clock.pass_time(9)
    path.write_bytes(ROWS.encode("gb18030"))
    assert dropped.look() == []
    dropped.clock.pass_time(9)
    assert dropped.look() == []
    dropped.clock.pass_time(2)

    (run,) = dropped.look()
    assert (run.what, run.outcome, run.new, run.rejected) == ("a.csv", "whole", 2, 1)


def test_the_report_tells_every_line_in_chinese(dropped: Dropped) -> None:
    dropped.put("岗位.csv")

    dropped.take()

    file, report = dropped.names("done")
    assert file == "2026-11-23 090011 岗位.csv"
    assert report == "2026-11-23 090011 岗位.csv.报告.txt"
    raw = (dropped.drop.folder / "done" / report).read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    assert b"\r\n" in raw
    told = raw.decode("utf-8-sig")
    assert "共 3 行：新收 2 条，更新 0 条，没有变化 0 条，没收 1 条" in told
    assert "第 3 行：没有岗位名称" in told
    assert "第 4 行：人数“很多”认不出" in told
    assert "文字编码：gb18030" in told
    assert "岗位名称 → 名称" in told


def test_a_file_of_no_use_goes_to_bad_with_the_remedy(dropped: Dropped) -> None:
    path = dropped.put("旧.xls")
    path.write_bytes(b"\xd0\xcf\x11\xe0" + b"x" * 600)

    (run,) = dropped.take()

    assert run.outcome == "failed"
    # The pages tell it in the hall's language too.
    assert "另存为" in run.failures[0]
    assert dropped.names("done") == []
    told = (dropped.drop.folder / "bad" / dropped.names("bad")[1]).read_text("utf-8-sig")
    assert "另存为" in told


def test_files_being_written_by_office_are_left_alone(dropped: Dropped) -> None:
    for name in ("~$a.xlsx", ".hidden.csv", "b.csv.part", "c.tmp"):
        dropped.put(name)

    assert dropped.take() == []


def test_the_same_name_dropped_twice_overwrites_nothing(dropped: Dropped) -> None:
    for _ in range(2):
        dropped.put("a.csv")
        dropped.look()
        dropped.clock._monotonic += 11  # no second passes on the wall
        dropped.look()

    assert len(dropped.names("done")) == 4


def test_refused_rows_can_be_asked_for_later_in_both_languages(dropped: Dropped) -> None:
    dropped.put("a.csv")
    dropped.take()

    with dropped.content.reading() as connection:
        refused, remarked = refusals_of(connection, "drop")

    assert (refused.row, refused.taken, refused.code) == (3, False, "no-title")
    assert refused.words["en"].startswith("no title")
    assert (remarked.row, remarked.taken, remarked.code) == (4, True, "openings")


def test_a_folder_that_cannot_be_made_says_what_to_do(dropped: Dropped, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    source = replace(dropped.drop.source, folder=str(tmp_path / "file" / "drop"))

    with pytest.raises(HallError, match="give the server's user the right"):
        DropFolder(source).ready(dropped.clock)


def test_files_that_list_everything_take_away_what_two_in_a_row_leave_out(tmp_path: Path) -> None:
    dropped = Dropped(tmp_path, whole=True)
    first, without = "编号,岗位名称\n1,甲\n2,乙\n", "编号,岗位名称\n1,甲\n"
    gone = []
    for text in (first, without, without + "3,\n", without):
        dropped.put("a.csv", text)
        gone.append(dropped.take()[0].gone)

    # The third has a row that cannot be read: it may be the missing one, so it says nothing.
    assert gone == [0, 0, 0, 1]
    dropped.content.close()
