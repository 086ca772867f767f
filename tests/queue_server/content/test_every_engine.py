"""One golden list of questions, asked of each word index: each finds what a scan of texts does."""

import json
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Literal

import pytest
from sqlalchemy import Connection, text

from hall.clock import ManualClock
from queue_server.content import looking, swift
from queue_server.content.answering import Answers
from queue_server.content.choosing import Choice
from queue_server.content.demo import demo_records
from queue_server.content.deriving import deriving
from queue_server.content.engines import Words
from queue_server.content.gin import GinIndex
from queue_server.content.looking import Numbers
from queue_server.content.model import ContentQuery, Record
from queue_server.content.service import ContentService
from queue_server.content.swift import SwiftIndex
from queue_server.content.tokens import needs_check, normalise, parts, runs, words
from queue_server.store.throwaway import Throwaway

_GOLDEN: list[str] = json.loads(
    Path(__file__).with_name("golden_questions.json").read_text("utf-8")
)
_Rows = Callable[[Connection, Sequence[Sequence[str]]], Numbers | None]


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ContentService]:
    service = ContentService(
        tmp_path_factory.mktemp("rows"), ManualClock(), Choice(engine="tantivy")
    )
    service.import_items(demo_records(date(2026, 11, 23)), source="demo")
    odd = ("甲 乙丙", "甲乙，丙", "丙甲-乙", "甲乙丙", "A-B é 🙂 8:30", "C++ 工程师 北京", "3.5级")
    service.import_items(map(_row, range(len(odd)), odd), source="t")
    assert service.follow_words() == "tantivy"
    yield service
    service.close()


@pytest.fixture(scope="module")
def gin(filled: ContentService, servers: Callable[[str], Throwaway]) -> Iterator[GinIndex]:
    server = servers("package")
    index = GinIndex(server.make("engines"), "demo")
    assert index.follow(filled.engine)
    yield index
    index.stop()
    server.drop("engines")


@pytest.fixture(params=["fts5", "tantivy", "postgresql"])
def rows_with(request: pytest.FixtureRequest, filled: ContentService) -> _Rows:
    """One engine after the other."""
    if request.param == "fts5":
        return looking.rows_with
    if request.param == "postgresql":
        index: GinIndex = request.getfixturevalue("gin")
        return index.rows_with
    swift_index = SwiftIndex(filled.folder / swift.FOLDER)
    swift_index.follow(filled.engine)
    return swift_index.rows_with


@pytest.mark.parametrize("question", _GOLDEN)
def test_every_engine_finds_what_a_scan_finds(
    filled: ContentService, rows_with: _Rows, question: str
) -> None:
    groups = [(word,) for word in words(question)]
    with filled.reading() as connection:
        got = rows_with(connection, groups)
        wanted = _scanned(connection, question)
    if got is None and isinstance(getattr(rows_with, "__self__", None), GinIndex):
        assert not all(map(parts, words(question))), "only what has no token is left to FTS5"
    elif got is None:
        left = all(len(word) < 3 for word in words(question))
        assert left or len(wanted) > swift.MOST_ROWS or any(map(_mixed, words(question)))
    else:
        assert got.tolist() == wanted


@pytest.mark.parametrize("kind", [None, "job"])
def test_the_newest_few_and_their_number_are_told_without_naming_all(
    filled: ContentService, kind: Literal["job"] | None
) -> None:
    """Page by page the same items, totals and places to go on from as by FTS5."""
    swift_index = SwiftIndex(filled.folder / swift.FOLDER)
    swift_index.follow(filled.engine)
    clock = ManualClock()
    soon, plain = Answers(clock, Words(swift_index)), Answers(clock, Words())
    told = 0
    with filled.reading() as connection:
        for question in _GOLDEN:
            for exact in (True, False):
                query = ContentQuery(
                    q=question, kind=kind, sort="newest", limit=7, facets=False, exact=exact
                )
                mine, other = soon.page(connection, query), plain.page(connection, query)
                assert mine == other, question
                if mine.next:
                    query = replace(query, cursor=mine.next)
                    assert soon.page(connection, query) == plain.page(connection, query)
                few = swift_index.newest(connection, words(question), kind or "", 0, 7)
                told += few is not None and few.total > 20
    assert told > 5  # not all of them were left to FTS5


def test_what_is_over_is_not_among_the_newest(tmp_path: Path) -> None:
    clock = ManualClock()
    over = clock.now() - timedelta(days=1)
    with closing(ContentService(tmp_path, clock, Choice(engine="tantivy"))) as service:
        rows = [_row(n, f"保洁员{n}") for n in range(30)]
        rows += [replace(_row(n, f"保洁员{n}"), expires_at=over) for n in range(30, 40)]
        service.import_items(rows, source="t")
        service.follow_words()
        query = ContentQuery(q="保洁员", sort="newest", facets=False, limit=3)
        found = service.search(query)
        assert found.total == 30
        assert [each.id for each in found.items] == ["t:29", "t:28", "t:27"]
        service.withdraw_items([("job", "t:29", "withdrawn")], source="t")
        service.follow_words()
        assert [each.id for each in service.search(query).items] == ["t:28", "t:27", "t:26"]


def test_words_of_like_meaning_are_one_group(filled: ContentService) -> None:
    index = SwiftIndex(filled.folder / swift.FOLDER)
    index.follow(filled.engine)
    groups = [("保洁员", "清洁工"), ("安平",)]
    with filled.reading() as connection:
        got = index.rows_with(connection, groups)
        assert got is not None
        assert got.tolist() == looking.rows_with(connection, groups).tolist()
        assert len(got)


def test_every_page_applied_is_followed_and_until_then_the_other_engine_answers(
    tmp_path: Path,
) -> None:
    with closing(ContentService(tmp_path, ManualClock(), Choice(engine="tantivy"))) as service:
        service.import_items([_row(1, "保洁员"), _row(2, "修电工")], source="t")
        service.follow_words()
        asked = SwiftIndex(tmp_path / swift.FOLDER)
        asked.follow(service.engine)
        service.import_items([_row(2, "保洁员组长"), _row(3, "保洁员主管")], source="t")
        service.withdraw_items([("job", "t:1", "withdrawn")], source="t")
        with service.reading() as connection:
            assert asked.rows_with(connection, [("保洁员",)]) is None
        assert _ids(service, "保洁") == {"t:2", "t:3"}
        assert service.follow_words() == "tantivy"
        assert asked.follow(service.engine)
        with service.reading() as connection:
            got = asked.rows_with(connection, [("保洁员",)])
            assert got is not None
            assert got.tolist() == _scanned(connection, "保洁员")
            assert asked.rows_with(connection, [("修电工",)]) is not None
        assert _ids(service, "保洁") == {"t:2", "t:3"}
        assert _ids(service, "电工") == set()


def test_a_server_leaves_long_work_on_the_index_to_a_program_of_its_own_once_all_is_still(
    tmp_path: Path,
) -> None:
    choice = Choice(engine="tantivy")
    with closing(ContentService(tmp_path, ManualClock(), choice)) as service:
        many = [_row(n, f"保洁员{n}") for n in range(swift.AT_ONCE + 9)]
        service.import_items(many, source="t")
        assert service.follow_words(apart=True) == "fts5", "it may still be changing"
        with deriving(service.lock):
            assert service.follow_words(apart=True) == "fts5", "phrases are being learned"
        assert not (tmp_path / swift.FOLDER / "stand.json").exists()
        assert service.follow_words(apart=True) == "tantivy"
        index = SwiftIndex(tmp_path / swift.FOLDER)
        assert not index.is_far(service.engine)
        index.follow(service.engine)
        with service.reading() as connection:
            got = index.rows_with(connection, [("保洁员",)])
            assert got is not None
            assert len(got) == len(many)
        service.import_items([_row(1, "保洁组长")], source="t")
        assert service.follow_words(apart=True) == "tantivy", "one row is a moment's work"
        assert _ids(service, "保洁组长") == {"t:1"}


def test_a_damaged_or_missing_index_is_made_anew(tmp_path: Path) -> None:
    with closing(ContentService(tmp_path, ManualClock(), Choice(engine="tantivy"))) as service:
        service.import_items([_row(n, f"保洁员{n}") for n in range(20)], source="t")
        service.follow_words()
    for damage in (_cut_short, shutil.rmtree):
        damage(tmp_path / swift.FOLDER)
        with closing(ContentService(tmp_path, ManualClock(), Choice(engine="tantivy"))) as service:
            service.follow_words()  # finds the damage
            assert _ids(service, "保洁员19") == {"t:19"}
            service.follow_words()  # and makes it anew
            index = SwiftIndex(tmp_path / swift.FOLDER)
            index.follow(service.engine)
            with service.reading() as connection:
                got = index.rows_with(connection, [("保洁员",)])
            assert got is not None
            assert len(got) == 20


def test_another_file_in_its_place_is_not_answered_from_the_old_index(tmp_path: Path) -> None:
    with closing(ContentService(tmp_path / "b", ManualClock())) as other:
        other.import_items([_row(1, "电工")], source="t")
    with closing(
        ContentService(tmp_path / "a", ManualClock(), Choice(engine="tantivy"))
    ) as service:
        service.import_items([_row(1, "保洁员")], source="t")
        service.follow_words()
        service.replace_from(tmp_path / "b" / "content.db")
        assert _ids(service, "保洁") == set()
        service.follow_words()
        assert _ids(service, "保洁") == set()
        assert _ids(service, "电工") == {"t:1"}


def test_a_small_hall_and_one_that_says_so_keep_the_index_in_the_file(tmp_path: Path) -> None:
    for chosen in ("auto", "fts5"):
        with closing(ContentService(tmp_path, ManualClock(), Choice(engine="tantivy"))) as before:
            before.import_items([_row(1, "保洁员")], source="t")
            before.follow_words()
            assert (tmp_path / swift.FOLDER).is_dir()
        with closing(ContentService(tmp_path, ManualClock(), Choice(engine=chosen))) as service:
            assert service.follow_words() == "fts5"
            assert not (tmp_path / swift.FOLDER).exists()
            assert _ids(service, "保洁") == {"t:1"}


def test_the_questions_need_every_way_of_looking() -> None:
    asked = [word for question in _GOLDEN for word in words(question)]
    assert {len(word) for word in asked} >= {1, 2, 3, 4, 6}
    assert any(needs_check(word) for word in asked)
    assert any(not runs(word) for word in asked)


def _row(number: int, title: str) -> Record:
    at = datetime(2026, 11, 1, tzinfo=UTC)
    return Record(kind="job", id=f"t:{number}", source="t", title=title, published_at=at)


def _mixed(word: str) -> bool:
    return runs(word) != [word]


def _ids(service: ContentService, question: str) -> set[str]:
    return {item.id for item in service.search(ContentQuery(q=question, exact=True)).items}


def _scanned(connection: Connection, question: str) -> list[int]:
    asked = normalise(question).split()
    rows = connection.execute(text("select n, text from straw order by n"))
    return [row.n for row in rows if all(word in row.text for word in asked)]


def _cut_short(folder: Path) -> None:
    for file in folder.glob("*"):
        file.write_bytes(file.read_bytes()[:7])
