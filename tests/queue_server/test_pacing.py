"""A copy made a step at a time is the file of one moment, and nobody who writes waits for it."""

from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from pysqlite3 import dbapi2

from hall.clock import SystemClock
from queue_server.pacing import copy_paced, resting


def _open(path: Path) -> Any:
    return dbapi2.connect(str(path), isolation_level=None, timeout=0)


def _made(path: Path, rows: int) -> Path:
    with closing(_open(path)) as connection:
        connection.execute("pragma journal_mode=wal").fetchone()
        connection.execute("create table t (n integer primary key, data blob)")
        connection.execute("begin")
        many = ((bytes(1000),) for _ in range(rows))
        connection.executemany("insert into t (data) values (?)", many)
        connection.execute("commit")
    return path


def test_who_writes_between_the_steps_neither_waits_nor_makes_it_begin_anew(tmp_path: Path) -> None:
    source, copy, left = _made(tmp_path / "hall", 3000), tmp_path / "copy", list[int]()
    with closing(_open(source)) as writer:

        def write(remaining: int) -> None:
            left.append(remaining)
            # The connection waits for no lock: held back, it would raise.
            writer.execute("insert into t (data) values (?)", (bytes(5000),))

        copy_paced(source, copy, write)
        written = writer.execute("select count(*) from t").fetchone()
    assert len(left) > 3
    assert left == sorted(left, reverse=True)
    assert left[-1] == 0
    assert written == (3000 + len(left),)
    with closing(_open(copy)) as copied:
        assert copied.execute("select count(*), max(n) from t").fetchone() == (3000, 3000)
        assert copied.execute("pragma integrity_check").fetchone() == ("ok",)
        assert copied.execute("pragma journal_mode").fetchone() == ("delete",)
    assert sorted(each.name for each in tmp_path.glob("copy*")) == ["copy"]
    assert copy.stat().st_mode & 0o777 == 0o600


def test_a_file_that_is_there_is_left_as_it_is(tmp_path: Path) -> None:
    source, copy = _made(tmp_path / "hall", 1), tmp_path / "copy"
    copy.write_text("mine", "utf-8")
    with pytest.raises(FileExistsError):
        copy_paced(source, copy)
    assert copy.read_text("utf-8") == "mine"


def test_long_work_rests_between_its_pieces_as_long_as_the_piece_before_took() -> None:
    monotonic = SystemClock().monotonic
    rest, began = resting(), monotonic()
    while monotonic() - began < 0.06:
        pass
    ended = monotonic()
    rest()
    assert monotonic() - ended >= 0.06
