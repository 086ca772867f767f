"""Frequent phrases decide words alone, exactly as the check of every text would."""

from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from hall.clock import ManualClock
from queue_server.content import looking
from queue_server.content.database import lock_of, open_engine
from queue_server.content.learning import renew_phrases
from queue_server.content.model import Record
from queue_server.content.phrases import Known, forget, known_phrases, phrases_in, within
from queue_server.content.service import FILE, ContentService

Job = Callable[..., Record]
_ASKED = ("有限公司", "有限公", "五险一金", "保洁员", "限公司五", "java开发", "c++", "公司")


@pytest.fixture
def filled(tmp_path: Path, job: Job) -> Path:
    """A file whose phrases are learned from a few hundred rows."""
    service = ContentService(tmp_path, ManualClock())
    service.import_items(
        [
            job(
                n,
                title=("保洁员", "java开发", "c++工程师")[n % 3],
                employer=f"{n}号有限公司",
                paragraphs=("五险一金",) if n % 2 else ("有限的公司",),
            )
            for n in range(300)
        ],
        source="t",
    )
    service.close()
    engine = open_engine(tmp_path / FILE)
    renew_phrases(engine, lock_of(tmp_path / FILE), fewest=100)
    engine.dispose()
    return tmp_path / FILE


def test_frequent_phrases_decide_and_agree_with_the_texts(filled: Path) -> None:
    engine = open_engine(filled)
    with engine.connect() as connection:
        sure = {word for word in _ASKED if word in within(connection, [word])}
        assert sure >= {"有限公司", "有限公", "五险一金", "c++"}
        for word in _ASKED:
            got = looking.rows_with(connection, [(word,)]).tolist()
            scan = text("select n from straw where instr(text, :word) > 0 order by n")
            assert got == list(connection.execute(scan, {"word": word}).scalars()), word
        both = looking.rows_with(connection, [("有限公司",), ("保洁",)]).tolist()
        assert len(both) == 100
    engine.dispose()


def test_rows_changed_and_gone_leave_no_ghosts(filled: Path, job: Job) -> None:
    service = ContentService(filled.parent, ManualClock())
    service.import_items([job(1, title="门卫", employer="安平合作社")], source="t")
    service.withdraw_items([("job", "t:3", "withdrawn")], source="t")
    service.close()
    engine = open_engine(filled)
    with engine.connect() as connection:
        assert "有限公司" in within(connection, ["有限公司"])
        assert len(looking.rows_with(connection, [("有限公司",)])) == 298
    engine.dispose()


def checked_until_learned(engine: Engine, file: Path) -> None:
    """Find a word by the texts while no phrase decides it, then go on learning."""
    with engine.connect() as connection:
        assert within(connection, ["有限公司"]) == []
        assert len(looking.rows_with(connection, [("有限公司",)])) == 300
    renew_phrases(engine, lock_of(file), fewest=100)


def test_learning_cut_off_goes_on_and_words_are_checked_until_then(filled: Path) -> None:
    engine = open_engine(filled)
    with engine.begin() as connection:
        connection.execute(text("update phrase_state set ready = 0, upto = 50"))
        connection.execute(text("delete from phrases_0 where rowid > 50"))
    checked_until_learned(engine, filled)
    with engine.connect() as connection:
        assert within(connection, ["有限公司"])
        assert known_phrases(connection)[1] > 1 << 40
        assert len(looking.rows_with(connection, [("有限公司",)])) == 300
    engine.dispose()


def test_other_phrases_cut_off_before_they_are_known_are_learned_anew(filled: Path) -> None:
    engine = open_engine(filled)
    with engine.begin() as connection:
        forget(connection)
        left = text("insert into phrases_0 (rowid, tok) values (9999, '有限公司')")
        connection.execute(left)  # of the phrases before; it must not be found
    checked_until_learned(engine, filled)
    with engine.connect() as connection:
        assert within(connection, ["有限公司"])
        assert len(looking.rows_with(connection, [("有限公司",)])) == 300
        told = text("select count(*) from phrases_0_docsize")
        assert connection.execute(told).scalar_one() == 300, "some rows are there twice"
    engine.dispose()


def test_a_longer_word_is_narrowed_by_the_phrases_in_it(filled: Path) -> None:
    engine = open_engine(filled)
    with engine.connect() as connection:
        assert within(connection, ["甲有限公司乙"]) == ["有限公司"]
        for word in ("安平有限公司", "有限公司安平", "有限公司有限公司"):
            got = looking.rows_with(connection, [(word,)]).tolist()
            scan = text("select n from straw where instr(text, :word) > 0 order by n")
            assert got == list(connection.execute(scan, {"word": word}).scalars()), word
    engine.dispose()


def test_a_text_holds_its_known_phrases_only() -> None:
    known = Known.of({"有限公", "限公司", "有限公司", "保洁员"})
    assert set(phrases_in("安平有限公司", known).split()) == {"有限公", "限公司", "有限公司"}
    assert phrases_in("有限", known) == ""
