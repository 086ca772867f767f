"""A content file that an earlier program made serves the present one, and is brought up to it."""

from contextlib import closing
from pathlib import Path

import pytest
from pysqlite3 import dbapi2

from hall.clock import ManualClock
from queue_server.content.model import Record
from queue_server.content.service import ContentService
from queue_server.sync.digests import keep_digests, own_digests

_INDEXES = "select name from sqlite_schema where type = 'index' and name like 'entry_%'"
_BEFORE = {
    "the first": 'create index entry_bucket on entry ("bucket", "kind", "id", "rev")',
    "the second": "create index entry_of_bucket on entry (bucket)",
}


def brought(folder: Path, clock: ManualClock) -> bytes:
    """Return the digests of a hall with 300 rows, left in its folder."""
    with closing(ContentService(folder, clock)) as content:
        rows = [Record(kind="job", id=f"s:{n}", source="s", title="保洁员") for n in range(300)]
        content.import_items(rows, source="s")
        with content.engine.connect() as connection:
            return own_digests(connection)


@pytest.mark.parametrize("former", _BEFORE)
def test_a_former_index_of_buckets_gives_way_to_the_present_one_and_nothing_is_lost(
    tmp_path: Path, clock: ManualClock, former: str
) -> None:
    digests = brought(tmp_path, clock)
    with closing(dbapi2.connect(tmp_path / "content.db")) as file:
        file.execute("drop index entry_block_bucket")
        file.execute(_BEFORE[former])
    for _ in range(2):  # and at the second start there is nothing left to do
        with closing(ContentService(tmp_path, clock)) as content:
            with content.engine.begin() as connection:
                while keep_digests(connection, 7):
                    pass
                assert own_digests(connection) == digests
                indexes = connection.exec_driver_sql(_INDEXES).scalars().all()
            assert content.counts() == {"job": 300}
        assert indexes == ["entry_block_bucket"]
