"""A copy of a hall examined by another process says what a check here says."""

from contextlib import closing
from pathlib import Path

import pytest

from config.loader import load_site
from hall.clock import SystemClock
from hall.errors import HallError
from queue_server.app import open_hall
from queue_server.domain.numbering import last_ordinary
from queue_server.store.checking import check
from queue_server.store.database import FILE_NAME, Database
from queue_server.store.examining import examined

SITE = load_site()


async def test_another_process_reports_what_a_check_here_reports(tmp_path: Path) -> None:
    await open_hall(SITE, tmp_path, SystemClock()).aclose()
    file = tmp_path / FILE_NAME
    with closing(Database(file)) as database, database.writer.connect() as connection:
        connection.exec_driver_sql("insert into days (id, opened_at) values ('2026-11-22', 0)")
        connection.exec_driver_sql("insert into counters values ('2026-11-22', 'Z', 7)")
        connection.commit()
        here = check(database, SITE)
    assert here.problems
    assert examined(file, last_ordinary(SITE)) == here


def test_what_is_no_hall_is_told_by_name(tmp_path: Path) -> None:
    file = tmp_path / "letter.sqlite3"
    file.write_text("Dear hall,\n" * 400, "utf-8")
    with pytest.raises(HallError, match=r"letter\.sqlite3 could not be examined"):
        examined(file, 999)
