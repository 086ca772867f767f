"""Rows lie in blocks of the word index; wherever one lies, it is found as in one table."""

import logging
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pysqlite3 import dbapi2
from sqlalchemy import Connection, text

from hall.clock import ManualClock
from queue_server.content import index, looking
from queue_server.content.blocks import (
    BLOCK_ROWS,
    KINDS,
    firsts_of,
    merge_all,
    merge_some,
    segments_in,
    structures,
)
from queue_server.content.database import holds_of, lock_of, open_engine, writing
from queue_server.content.learning import renew_phrases
from queue_server.content.model import ContentQuery, Record
from queue_server.content.service import FILE, ContentService
from queue_server.content.tending import Tending

Job = Callable[..., Record]
_ASKED = ("员", "保洁", "保洁员", "有限公司", "安平县有限", "c++", "五险一金")
_TITLES = ("保洁员", "门卫", "c++工程师")


def fill_up(connection: Connection) -> None:
    """Have the newest block hold as many rows as it may, so that the next rows begin another."""
    connection.execute(text("update word_block set rows = rows + :full"), {"full": BLOCK_ROWS})


def bring(service: ContentService, job: Job, numbers: range) -> None:
    """Bring some jobs in that have words in common."""
    rows = [
        job(n, title=_TITLES[n % 3], employer=f"安平县{n}号有限公司", paragraphs=("五险一金",))
        for n in numbers
    ]
    service.import_items(rows, source="t")


@pytest.fixture
def blocks(tmp_path: Path, job: Job) -> Iterator[ContentService]:
    """Three blocks of a hundred rows each."""
    service = ContentService(tmp_path, ManualClock())
    bring(service, job, range(100))
    for start in (100, 200):
        with service.writing() as connection:
            fill_up(connection)
        bring(service, job, range(start, start + 100))
    with service.writing() as connection:
        connection.execute(text("update word_block set rows = 100"))
    yield service
    service.close()


def agrees(connection: Connection, *asked: str) -> int:
    """Compare what the index finds with a scan of every text; return how many rows it is."""
    checks = " and ".join(f"instr(text, :w{at}) > 0" for at in range(len(asked)))
    scan = text(f"select n from straw where {checks} order by n")  # noqa: S608  our own words
    told = {f"w{at}": word for at, word in enumerate(asked)}
    found = looking.rows_with(connection, [(word,) for word in asked]).tolist()
    assert found == list(connection.execute(scan, told).scalars()), asked
    return len(found)


@pytest.mark.parametrize("learned", [False, True])
def test_rows_are_found_in_every_block_as_a_scan_finds_them(
    blocks: ContentService, *, learned: bool
) -> None:
    if learned:
        renew_phrases(blocks.engine, blocks.lock, fewest=100)
    with blocks.reading() as connection:
        assert len(firsts_of(connection)) == 3
        assert [agrees(connection, word) for word in _ASKED] == [100, 100, 100, 300, 0, 100, 300]
        assert agrees(connection, "保洁", "有限公司") == 100
        assert agrees(connection, "7号有限公司") == 30
        titled = looking.titles_with(connection, ("保洁员",))
        assert len(titled) == 100
        assert titled.tolist() == sorted(titled.tolist())
    assert blocks.search(ContentQuery(q="保洁员", exact=True)).total == 100


def test_a_row_that_changes_stays_in_its_block_and_one_that_is_new_comes_into_the_newest(
    blocks: ContentService, job: Job
) -> None:
    blocks.import_items([job(5, title="按摩师"), job(300, title="按摩师")], source="t")
    with blocks.reading() as connection:
        first, second, third = firsts_of(connection)
        old, new = looking.rows_with(connection, [("按摩师",)]).tolist()
        assert first <= old < second < third < new
        assert agrees(connection, "c++") == 99


def test_a_block_whose_rows_are_gone_goes_and_the_newest_stays(
    blocks: ContentService, job: Job
) -> None:
    with blocks.reading() as before:  # who reads on sees what was there at the first question
        assert agrees(before, "保洁员") == 100
        blocks.withdraw_items([("job", f"t:{n}", "withdrawn") for n in range(100, 300)], source="t")
        assert agrees(before, "保洁员") == 100
    with blocks.reading() as connection:
        assert len(firsts_of(connection)) == 2
        assert tables(connection) == wanted_tables(connection)
        assert agrees(connection, "保洁员") == 34
    bring(blocks, job, range(300, 330))
    with blocks.reading() as connection:
        assert len(firsts_of(connection)) == 2
        assert agrees(connection, "保洁员") == 44


def test_a_hall_whose_rows_come_and_go_keeps_one_block(tmp_path: Path, job: Job) -> None:
    with closing(ContentService(tmp_path, ManualClock())) as service:
        with service.writing() as connection:
            for turn in range(5):
                numbers = range(turn * 40_000 + 1, turn * 40_000 + 40_001)
                index.put(connection, [(n, index.Straw("", "", "")) for n in numbers], fresh=True)
                if turn < 4:
                    index.remove(connection, numbers)
        with service.reading() as connection:
            assert firsts_of(connection) == [0]
            assert rows_told(connection) == {0: 40_000}


def test_the_page_that_fills_a_block_is_written_whole(tmp_path: Path) -> None:
    engine = open_engine(tmp_path / FILE)
    with writing(engine, lock_of(tmp_path / FILE)) as connection:
        for start, many in ((1, BLOCK_ROWS - 1), (BLOCK_ROWS, 10), (BLOCK_ROWS + 10, 10)):
            rows = [(n, index.Straw("", "", "")) for n in range(start, start + many)]
            index.put(connection, rows, fresh=True)
        assert rows_told(connection) == {0: BLOCK_ROWS + 9, BLOCK_ROWS + 10: 10}
    engine.dispose()


_words = st.sampled_from(["保洁", "门卫", "会计", "c++", "x", "有限公司"])
_steps = st.lists(
    st.one_of(
        st.tuples(st.just("new"), st.lists(_words, min_size=1, max_size=4)),
        st.tuples(st.just("change"), st.tuples(st.integers(0, 30), _words)),
        st.tuples(st.just("remove"), st.lists(st.integers(0, 30), max_size=8)),
        st.tuples(st.just("fill"), st.none()),
        st.tuples(st.just("merge"), st.none()),
    ),
    max_size=25,
)


class Rows:
    """What the index should hold, changed in step with it."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self.held: dict[int, str] = {}
        self.full: dict[int, int] = {}
        self.last = 0

    def new(self, told: list[str]) -> None:
        new = {self.last + 1 + 2 * at: word for at, word in enumerate(told)}
        index.put(self.connection, straws(new), fresh=True)
        self.held |= new
        self.last = max(new)

    def change(self, told: tuple[int, str]) -> None:
        if self.held:
            number = sorted(self.held)[told[0] % len(self.held)]
            self.held[number] = told[1]
            index.put(self.connection, straws({number: told[1]}), fresh=False)

    def remove(self, told: list[int]) -> None:
        numbers = sorted(self.held)
        chosen = sorted({numbers[at % len(numbers)] for at in told if numbers})
        index.remove(self.connection, chosen)
        for number in chosen:
            del self.held[number]

    def fill(self, _: None) -> None:
        if firsts := firsts_of(self.connection):
            self.full[firsts[-1]] = self.full.get(firsts[-1], 0) + BLOCK_ROWS
            grown = text("update word_block set rows = rows + :n where first = :first")
            self.connection.execute(grown, {"n": BLOCK_ROWS, "first": firsts[-1]})

    def merge(self, _: None) -> None:
        merge_all(self.connection)

    def by_block(self) -> dict[int, int]:
        """Return how many rows each block should say it holds."""
        counted = {first: self.full.get(first, 0) for first in firsts_of(self.connection)}
        for number in self.held:
            counted[max(first for first in counted if first <= number)] += 1
        return counted


@given(steps=_steps)
def test_whatever_comes_changes_and_goes_blocks_and_rows_agree(
    steps: list[tuple[str, Any]],
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        engine = open_engine(Path(folder) / FILE)
        with writing(engine, lock_of(Path(folder) / FILE)) as connection:
            rows = Rows(connection)
            for name, told in steps:
                getattr(rows, name)(told)
            assert tables(connection) == wanted_tables(connection)
            assert rows_told(connection) == rows.by_block()
            for asked in ("保洁", "门", "c++", "x", "有限公", "会计"):
                found = looking.rows_with(connection, [(asked,)]).tolist()
                assert found == sorted(n for n, word in rows.held.items() if asked in word), asked
        engine.dispose()


def test_an_index_of_one_table_is_made_anew_in_blocks_once(
    tmp_path: Path, job: Job, caplog: pytest.LogCaptureFixture
) -> None:
    with closing(ContentService(tmp_path, ManualClock())) as service:
        bring(service, job, range(120))
    with closing(dbapi2.connect(tmp_path / FILE)) as file:
        for kind in KINDS:
            file.execute(f"drop table {kind}_0")
            file.execute(f"create virtual table {kind} using fts5(tok, content='', detail=none)")
        file.execute("drop table word_block")
        file.execute("update meta set value = '4' where key = 'index_version'")
        file.commit()
    caplog.set_level(logging.WARNING)
    for _ in range(2):
        service = ContentService(tmp_path, ManualClock())
        with closing(service), service.reading() as connection:
            assert tables(connection) == wanted_tables(connection) == {f"{k}_0" for k in KINDS}
            assert agrees(connection, "保洁员") == 40
        assert [each.message for each in caplog.records] == ["content index made anew"]


def test_tending_leaves_what_is_merged_and_gathering_leaves_one_segment_a_table(
    blocks: ContentService, job: Job
) -> None:
    for number in range(300, 340):
        blocks.import_items([job(number, title="保洁员")], source="t")
    tending = Tending(blocks.engine, blocks.lock)
    while tending.tend():
        pass
    before = holds_of(blocks.engine).count
    assert not tending.tend()
    assert holds_of(blocks.engine).count == before, "the lock was taken for nothing"
    tending.gather()
    with blocks.reading() as connection:
        for kind in KINDS:
            assert all(segments_in(each) <= 1 for each in structures(connection, kind).values())
        assert agrees(connection, "保洁员") == 140


def test_rows_taken_out_of_a_merged_block_leave_its_segments_too(blocks: ContentService) -> None:
    tending = Tending(blocks.engine, blocks.lock)
    tending.gather()
    assert not tending.tend()
    with blocks.reading() as connection:
        whole = size(connection, "words_0")
    blocks.withdraw_items([("job", f"t:{n}", "withdrawn") for n in range(90)], source="t")
    assert tending.tend()
    while tending.tend():
        pass
    with blocks.reading() as connection:
        assert size(connection, "words_0") < whole / 2
        assert agrees(connection, "保洁员") == 70


def test_merging_passes_over_a_block_that_went_meanwhile(blocks: ContentService) -> None:
    blocks.withdraw_items([("job", f"t:{n}", "withdrawn") for n in range(100)], source="t")
    with blocks.writing() as connection:
        assert merge_some(connection, "words_0", 10) is None
        assert merge_some(connection, f"words_{firsts_of(connection)[-1]}", 10)


def straws(rows: dict[int, str]) -> list[tuple[int, index.Straw]]:
    """Return rows ready for the index."""
    return [(n, index.straw_of(word, ())) for n, word in rows.items()]


def tables(connection: Connection) -> set[str]:
    """Return the names of the tables of FTS5 there are."""
    named = "select name from sqlite_schema where sql like 'create virtual table%'"
    return set(connection.execute(text(named)).scalars())


def wanted_tables(connection: Connection) -> set[str]:
    """Return the names of the tables there should be."""
    return {f"{kind}_{first}" for kind in KINDS for first in firsts_of(connection)}


def rows_told(connection: Connection) -> dict[int, int]:
    """Return how many rows each block says it holds."""
    told = connection.execute(text("select first, rows from word_block"))
    return {row.first: row.rows for row in told}


def size(connection: Connection, table: str) -> int:
    """Return how much room a table's segments take, bytes."""
    asked = text(f"select sum(length(block)) from {table}_data where id > 10")  # noqa: S608  our own names
    return int(connection.execute(asked).scalar() or 0)
