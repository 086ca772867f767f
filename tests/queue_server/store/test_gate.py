"""Which SQLite may hold a hall's tickets, and what is said of one that may not."""

from pathlib import Path

import pytest

from hall.errors import ConfigError
from queue_server.store.database import FILE_NAME, Database
from queue_server.store.gate import is_safe, require_safe


@pytest.mark.parametrize(
    ("version", "safe"),
    [
        ("3.51.3", True), ("3.53.4", True), ("4.0.0", True), ("3.44.6", True), ("3.50.7", True),
        ("3.51.2", False), ("3.51.1", False), ("3.40.1", False), ("3.44.5", False),
        ("3.50.6", False), ("3.45.9", False),
    ],
)  # fmt: skip
def test_only_a_sqlite_without_the_wal_reset_bug_may_hold_tickets(version: str, safe: bool) -> None:
    assert is_safe(version) is safe
    if not safe:
        with pytest.raises(ConfigError, match="WAL-reset"):
            require_safe(version)


def test_the_loaded_library_passes_the_gate(tmp_path: Path) -> None:
    database = Database(tmp_path / FILE_NAME)
    with database.writer.connect() as connection:
        version = connection.exec_driver_sql("SELECT sqlite_version()").scalar_one()
        assert connection.exec_driver_sql("PRAGMA synchronous").scalar_one() == 2
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar_one() == "wal"
    assert is_safe(version)
    database.close()
