"""Many small pages: FTS5 takes 2,000 segments at most, so they are merged as they come."""

from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

from sqlalchemy import Connection, text

from hall.clock import ManualClock
from queue_server.content.applying import apply_page, prepare
from queue_server.content.blocks import KINDS, segments_in, structures
from queue_server.content.database import lock_of
from queue_server.content.learning import renew_phrases
from queue_server.content.model import Record
from queue_server.content.paging import Pages
from queue_server.content.service import FILE, ContentService

Job = Callable[..., Record]
_BETWEEN = 35
"""More pages than are ever written between two mergings."""


def test_pages_of_one_item_do_not_pile_up(tmp_path: Path, job: Job) -> None:
    clock = ManualClock()
    with closing(ContentService(tmp_path, clock)) as service:
        for number in range(100):
            with service.writing() as connection:
                apply_page(connection, [prepare(job(number))], "t", clock.now())
        with service.reading() as connection:
            assert _segments(connection, "words_0") < 50
            assert _segments(connection, "titles_0") < 50


def test_phrases_learned_slice_by_slice_and_all_words_end_in_one_piece(
    tmp_path: Path, job: Job
) -> None:
    rows = [job(number, title=f"保洁员{number}", employer="安平有限公司") for number in range(300)]
    with closing(ContentService(tmp_path, ManualClock())) as service:
        service.import_items(rows, source="t")
        renew_phrases(service.engine, lock_of(tmp_path / FILE), fewest=100)
        with service.reading() as connection:
            told = {kind: _segments(connection, f"{kind}_0") for kind in KINDS}
        assert told == {"words": 1, "titles": 1, "phrases": 1}


def test_a_source_that_brings_one_item_at_a_time_leaves_few_segments(
    tmp_path: Path, job: Job
) -> None:
    clock = ManualClock()
    with closing(ContentService(tmp_path, clock)) as service:
        for number in range(100):
            Pages(service.engine, service.lock, clock).apply([prepare(job(number))], "t")
        with service.reading() as connection:
            assert _segments(connection, "words_0") < 50


def test_pages_on_a_machine_too_busy_to_merge_much_do_not_pile_up(
    tmp_path: Path, job: Job, slow_clock: Any
) -> None:
    clock, draw = slow_clock, Random(5)  # noqa: S311  texts, no secrets
    with closing(ContentService(tmp_path, clock)) as service:
        clock.takes_s = 0.2  # so that each merging may take the least there is
        pages = Pages(service.engine, service.lock, clock, most_segments=12)
        most = 0
        for first in range(0, 2000, 20):
            told = [job(n, title=_drawn(draw, 10), address=_drawn(draw, 60)) for n in range(20)]
            named = [replace(each, id=f"t:{first + n}") for n, each in enumerate(told)]
            pages.apply([prepare(each) for each in named], "t")
            with service.reading() as connection:
                most = max(most, _segments(connection, "words_0"))
                record = structures(connection, "words")["words_0"]
                assert segments_in(record) == _segments(connection, "words_0")
        assert most < 12 + _BETWEEN


def test_phrases_learned_on_such_a_machine_do_not_pile_up(
    tmp_path: Path, job: Job, slow_clock: Any
) -> None:
    clock, most = slow_clock, 0
    always = _drawn(Random(5), 150)  # noqa: S311  many phrases that every row has
    rows = [job(n, title=f"保洁员{n}", employer=always) for n in range(1200)]

    def count() -> None:
        nonlocal most
        with service.reading() as connection:
            most = max(most, _segments(connection, "phrases_0"))

    with closing(ContentService(tmp_path, clock)) as service:
        service.import_items(rows, source="t")
    with closing(ContentService(tmp_path, clock, give_way=lambda: count())) as service:
        clock.takes_s = 0.2
        renew_phrases(service.engine, service.lock, fewest=100, most_segments=4)
    assert 1 < most <= 4 + 16  # it merges after every sixteenth page


def _drawn(draw: Random, many: int) -> str:
    return "".join(chr(draw.randrange(0x4E00, 0x9FA5)) for _ in range(many))


def _segments(connection: Connection, table: str) -> int:
    told = text(f"select count(distinct segid) from {table}_idx")  # noqa: S608  our own names
    return int(connection.execute(told).scalar_one())
