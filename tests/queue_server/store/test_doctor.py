"""What the doctor says of the database a hall is told to use."""

import pytest

from hall.findings import Finding
from queue_server.choosing import ENVIRONMENT
from queue_server.doctor import examine


def told() -> Finding:
    return next(each for each in examine() if each.id == "postgresql")


def test_a_hall_in_sqlite_is_told_how_to_get_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(ENVIRONMENT, raising=False)
    monkeypatch.setenv("HALL90_DATA_DIR", "/nonexistent")
    assert told().severity == "information"
    assert "--database" in told().remedy


def test_a_database_that_would_lose_tickets_is_no_good(
    monkeypatch: pytest.MonkeyPatch, postgres: str
) -> None:
    # The tests' own server syncs nothing, which is what a hall must not do.
    monkeypatch.setenv(ENVIRONMENT, postgres)
    assert told().severity == "stops"
    assert "fsync=off" in told().what


def test_a_database_out_of_reach_and_one_of_another_kind_are_named(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv(ENVIRONMENT, "postgresql://hall:s3cret@127.0.0.1:1/hall")
    assert told().severity == "stops"
    assert "127.0.0.1" in told().what
    assert "s3cret" not in told().what
    monkeypatch.setenv(ENVIRONMENT, "oracle://x")
    assert "postgresql://USER@HOST/NAME" in told().what
