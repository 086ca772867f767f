"""Pages of content are as long as the lock allows, and how long it was held is known."""

import fcntl
import gc
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pysqlite3 import dbapi2

from hall.clock import ManualClock
from queue_server.content.applying import prepare
from queue_server.content.database import holds_of, writing
from queue_server.content.holding import BAR_S, Holds, Pace
from queue_server.content.model import Record
from queue_server.content.paging import Pages
from queue_server.content.service import ContentService


def settled(a_row_s: float, fixed_s: float) -> float:
    """Return how long the lock is held once the pace has found its length."""
    pace, held_s = Pace(), 0.0
    for _ in range(100):
        held_s = fixed_s + pace.rows * a_row_s
        pace.note(pace.rows, held_s)
    return held_s


@given(st.floats(1e-6, 8e-4), st.floats(0, 0.015))
def test_whatever_a_row_costs_no_page_holds_the_lock_beyond_the_bar(
    a_row_s: float, fixed_s: float
) -> None:
    assert settled(a_row_s, fixed_s) < BAR_S


def test_cheap_rows_are_written_many_at_once_and_dear_ones_few() -> None:
    cheap, dear = Pace(), Pace()
    for _ in range(100):
        cheap.note(cheap.rows, cheap.rows * 1e-6)
        dear.note(dear.rows, dear.rows * 1e-3)
    assert cheap.rows == 500
    assert dear.rows == 40


def test_one_page_held_too_long_halves_the_next() -> None:
    pace = Pace()
    pace.note(100, 0.3)
    assert pace.rows == 50


def test_a_short_last_page_says_nothing_about_longer_ones() -> None:
    pace = Pace()
    pace.note(3, 0.0001)
    assert pace.rows == 100


def test_the_distribution_tells_quantiles_the_longest_and_what_was_too_long() -> None:
    holds = Holds()
    for thousandth in range(1, 101):
        holds.note(thousandth / 1000)
    assert holds.count == 100
    assert holds.longest_s == pytest.approx(0.1)
    assert holds.over_bar == 50
    assert 0.05 <= holds.quantile(0.5) <= 0.06
    assert 0.099 <= holds.quantile(0.99) <= 0.1
    assert Holds().quantile(0.99) == 0


def test_every_transaction_is_measured_from_lock_to_commit_and_steers_the_next_page(
    tmp_path: Path, slow_clock: Any
) -> None:
    clock = slow_clock
    service = ContentService(tmp_path, clock)
    pages = Pages(service.engine, service.lock, clock)
    before = holds_of(service.engine).count
    clock.takes_s = 0.2
    pages.apply([prepare(Record(kind="job", id="s:1", source="s", title="保洁"))], "s")
    assert holds_of(service.engine).count == before + 1
    assert holds_of(service.engine).longest_s == pytest.approx(0.2)
    assert pages.rows < 100
    service.close()


def test_work_under_the_lock_is_told_apart_from_waiting_under_it(
    tmp_path: Path, clock: ManualClock
) -> None:
    service = ContentService(tmp_path, clock)
    before = holds_of(service.engine).longest_work_s
    with writing(service.engine, service.lock) as connection:
        connection.exec_driver_sql(
            "with recursive n(i) as (select 1 union all select i + 1 from n where i < 300000) "
            "select count(*) from n"
        ).scalar()
    assert holds_of(service.engine).longest_work_s > max(before, 0.001)
    assert holds_of(service.engine).longest_s == 0  # by the manual clock no time passed
    service.close()


def test_who_writes_beside_the_server_gives_way_before_each_of_many_pages(
    tmp_path: Path, clock: ManualClock
) -> None:
    paused: list[bool] = []

    def give_way() -> None:
        with (tmp_path / "content.lock").open("ab") as file:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)  # nobody holds it meanwhile
        paused.append(True)

    service = ContentService(tmp_path, clock, give_way=give_way)
    paused.clear()
    pages = Pages(service.engine, service.lock, clock)
    for n in range(3):
        pages.apply([prepare(Record(kind="job", id=f"s:{n}", source="s", title="保洁"))], "s")
    assert len(paused) == 3
    with writing(service.engine, service.lock):  # one alone, an admin's decision, waits for nothing
        assert len(paused) == 3
    service.close()


def test_what_fails_within_a_transaction_gives_the_lock_back(
    tmp_path: Path, clock: ManualClock
) -> None:
    service = ContentService(tmp_path, clock)
    with (
        pytest.raises(ZeroDivisionError),
        writing(service.engine, service.lock, bulk=True),
    ):
        raise ZeroDivisionError
    with writing(service.engine, service.lock) as connection:
        assert connection.exec_driver_sql("select 1").scalar() == 1
    service.close()


def test_nobody_brings_the_log_down_while_the_lock_is_held(
    tmp_path: Path, clock: ManualClock
) -> None:
    """A commit that did would hold the lock as long as the disk takes for the pages before it."""
    service = ContentService(tmp_path, clock)
    pages = Pages(service.engine, service.lock, clock)
    record = Record(kind="job", id="s:0", source="s", title="保洁")
    pages.apply([prepare(record)], "s")
    assert _left(tmp_path) > 0
    with writing(service.engine, service.lock) as connection:
        assert connection.exec_driver_sql("pragma wal_autocheckpoint").scalar() == 0
        assert _left(tmp_path) == 0, "brought down before the lock was taken"
        connection.exec_driver_sql(_NEWS)
    assert _left(tmp_path) > 0
    for _ in range(16):
        with writing(service.engine, service.lock) as connection:
            connection.exec_driver_sql(_NEWS)
    assert _left(tmp_path) <= 4, "and after every sixteenth single one"
    service.close()


_NEWS = "insert into meta (key, value) values (hex(randomblob(8)), '')"


def _left(folder: Path) -> int:
    """Return how many pages of the log are not in the file yet."""
    with closing(dbapi2.connect(str(folder / "content.db"))) as other:
        _, log, brought = other.execute("pragma wal_checkpoint(noop)").fetchone()
    return int(log - brought)


def test_garbage_is_not_looked_for_while_the_lock_is_held(tmp_path: Path) -> None:
    collected: list[str] = []

    def note(phase: str, _info: dict[str, int]) -> None:
        collected.append(phase)

    with closing(ContentService(tmp_path, ManualClock())) as service:
        gc.callbacks.append(note)
        try:
            with service.writing():
                kept = [[n] for n in range(100_000)]
                assert collected == []
            kept += [[n] for n in range(100_000)]
            assert collected
        finally:
            gc.callbacks.remove(note)
        assert len(kept) == 200_000


def test_who_put_the_looking_for_garbage_off_before_still_does(tmp_path: Path) -> None:
    with closing(ContentService(tmp_path, ManualClock())) as service:
        gc.disable()
        try:
            with service.writing():
                pass
            assert not gc.isenabled()
        finally:
            gc.enable()
