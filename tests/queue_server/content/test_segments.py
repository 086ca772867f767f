"""Many small pages: FTS5 takes 2,000 segments at most, so they are merged as they come."""

from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from sqlalchemy import Connection, text

from hall.clock import ManualClock
from queue_server.content.applying import apply_page, prepare
from queue_server.content.database import lock_of
from queue_server.content.learning import renew_phrases
from queue_server.content.model import Record
from queue_server.content.service import FILE, ContentService

Job = Callable[..., Record]


def test_pages_of_one_item_do_not_pile_up(tmp_path: Path, job: Job) -> None:
    clock = ManualClock()
    with closing(ContentService(tmp_path, clock)) as service:
        for number in range(100):
            with service.writing() as connection:
                apply_page(connection, [prepare(job(number))], "t", clock.now())
        with service.reading() as connection:
            assert _segments(connection, "words") < 50
            assert _segments(connection, "titles") < 50


def test_phrases_learned_slice_by_slice_end_in_one_piece(tmp_path: Path, job: Job) -> None:
    rows = [job(number, title=f"保洁员{number}", employer="安平有限公司") for number in range(300)]
    with closing(ContentService(tmp_path, ManualClock())) as service:
        service.import_items(rows, source="t")
        renew_phrases(service.engine, lock_of(tmp_path / FILE), fewest=100)
        with service.reading() as connection:
            assert _segments(connection, "phrases") == 1


def _segments(connection: Connection, table: str) -> int:
    told = text(f"select count(distinct segid) from {table}_idx")  # noqa: S608  our own names
    return int(connection.execute(told).scalar_one())
