"""The rows of a repair bucket are found block by block, whatever numbers items have."""

from pathlib import Path

import pytest
from sqlalchemy import select, update

from hall.clock import ManualClock
from queue_server.content.buckets import in_buckets
from queue_server.content.database import body, entry
from queue_server.content.model import Record
from queue_server.content.service import ContentService

_BLOCK = 4096
_PLACES = (1, 2, _BLOCK - 1, _BLOCK, 7 * _BLOCK, 7 * _BLOCK + 5, 900 * _BLOCK, 901 * _BLOCK - 1)


@pytest.fixture
def content(tmp_path: Path, clock: ManualClock) -> ContentService:
    """Rows whose numbers lie in a few far blocks, at their ends too."""
    service = ContentService(tmp_path, clock)
    rows = [Record(kind="job", id=f"s:{n}", source="s", title="保洁员") for n in range(8)]
    service.import_items(rows, source="s")
    with service.writing() as connection:
        numbers = connection.execute(select(entry.c.n).order_by(entry.c.n)).scalars().all()
        for before, place in sorted(zip(numbers, _PLACES, strict=True), reverse=True):
            connection.execute(update(entry).where(entry.c.n == before).values(n=place))
    return service


def test_every_row_is_in_its_bucket_and_in_no_other(content: ContentService) -> None:
    with content.reading() as connection:
        asked = select(entry.c.n, entry.c.bucket)
        told = {
            n: number
            for number in range(256)
            for n, bucket in connection.execute(asked.where(in_buckets(connection, [number])))
            if bucket == number
        }
        assert told == dict(connection.execute(asked).all())
        assert sorted(told) == list(_PLACES)
    content.close()


def test_several_buckets_at_once_are_all_of_theirs(content: ContentService) -> None:
    with content.reading() as connection:
        buckets = connection.execute(select(entry.c.bucket)).scalars().all()
        wanted = sorted(set(buckets))[:3]
        found = connection.execute(select(entry.c.bucket).where(in_buckets(connection, wanted)))
        assert sorted(found.scalars()) == sorted(each for each in buckets if each in wanted)
    content.close()


def test_an_empty_hall_has_no_row_of_any_bucket(tmp_path: Path, clock: ManualClock) -> None:
    service = ContentService(tmp_path, clock)
    with service.reading() as connection:
        asked = select(entry.c.n).where(in_buckets(connection, range(256)))
        assert connection.execute(asked).all() == []
    service.close()


def test_one_bucket_is_read_without_reading_the_others(content: ContentService) -> None:
    with content.reading() as connection:
        asked = select(entry.c.rev, body.c.record).join(body, body.c.n == entry.c.n)
        asked = asked.where(in_buckets(connection, [7]))
        written = str(asked.compile(connection, compile_kwargs={"literal_binds": True}))
        steps = [how for *_, how in connection.exec_driver_sql(f"explain query plan {written}")]
    assert steps[0].endswith("entry USING INDEX entry_block_bucket (<expr>=? AND bucket=?)")
    content.close()
