"""The word index in the hall's PostgreSQL: in step with the file, or FTS5 answers in its place."""

import logging
import os
import signal
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

import psycopg
import pytest
from sqlalchemy import select

from config.site import Site
from config.visiting import Search
from hall.clock import ManualClock
from queue_server.choosing import ENVIRONMENT
from queue_server.content.choosing import Choice
from queue_server.content.database import entry
from queue_server.content.examining import examine_words
from queue_server.content.gin import GinIndex
from queue_server.content.model import ContentQuery, Record
from queue_server.content.service import ContentService
from queue_server.content.sources.examining import examine_site
from queue_server.store.throwaway import Throwaway, installed, running

Open = Callable[[Path], ContentService]
Engine = Literal["fts5", "postgresql"]


@pytest.fixture
def open_hall(postgres: str) -> Iterator[Open]:
    services: list[ContentService] = []

    def make(folder: Path) -> ContentService:
        services.append(ContentService(folder, ManualClock(), _choice(postgres)))
        return services[-1]

    yield make
    for service in services:
        service.close()


def test_every_page_applied_is_followed_and_until_then_fts5_answers(
    tmp_path: Path, open_hall: Open, postgres: str
) -> None:
    service = open_hall(tmp_path)
    service.import_items([_row(1, "保洁员"), _row(2, "修电工")], source="t")
    assert service.follow_words() == "postgresql"
    with closing(_Asked(postgres, service)) as asked:
        assert asked.rows("保洁员") == ["t:1"]
        service.import_items([_row(2, "保洁员组长"), _row(3, "保洁员主管")], source="t")
        service.withdraw_items([("job", "t:1", "withdrawn")], source="t")
        assert asked.rows("保洁员", follow=False) is None
        assert _ids(service, "保洁") == {"t:2", "t:3"}
        assert service.follow_words() == "postgresql"
        assert asked.rows("保洁员") == ["t:2", "t:3"]
        assert asked.rows("员") == ["t:2", "t:3"]
        assert asked.rows("修电") == []
        assert _ids(service, "保洁") == {"t:2", "t:3"}


def test_a_restart_goes_on_where_the_index_stood(
    tmp_path: Path, open_hall: Open, postgres: str
) -> None:
    service = open_hall(tmp_path)
    service.import_items([_row(1, "保洁员")], source="t")
    service.follow_words()
    service.close()
    _spoil(postgres, "delete from {table} where n = 1")  # had it been made anew, 1 were back
    again = open_hall(tmp_path)
    again.import_items([_row(2, "保洁员")], source="t")
    assert again.follow_words() == "postgresql"
    with closing(_Asked(postgres, again)) as asked:
        assert asked.rows("保洁员") == ["t:2"]


@pytest.mark.parametrize(
    "damage",
    [
        "drop schema {schema} cascade",
        "update {schema}.stand set version = 0",
        "update {schema}.stand set seq = seq + 100",
        "delete from {schema}.stand",
    ],
)
def test_an_index_lost_of_another_version_or_ahead_is_made_anew(
    tmp_path: Path, open_hall: Open, postgres: str, damage: str
) -> None:
    service = open_hall(tmp_path)
    service.import_items([_row(n, f"保洁员{n}") for n in range(20)], source="t")
    service.follow_words()
    _spoil(postgres, damage)
    assert _ids(service, "保洁员19") == {"t:19"}
    assert service.follow_words() == "postgresql"
    with closing(_Asked(postgres, service)) as asked:
        rows = asked.rows("保洁员")
    assert rows is not None
    assert len(rows) == 20


def test_two_servers_of_a_hall_number_their_own_rows(
    tmp_path: Path, open_hall: Open, postgres: str
) -> None:
    one, two = open_hall(tmp_path / "one"), open_hall(tmp_path / "two")
    one.import_items([_row(1, "保洁员"), _row(2, "电工")], source="t")
    two.import_items([_row(2, "电工"), _row(1, "保洁员")], source="t")
    assert [each.follow_words() for each in (one, two)] == ["postgresql"] * 2
    for each in (one, two):
        assert _ids(each, "保洁员") == {"t:1"}
        with closing(_Asked(postgres, each)) as asked:
            assert asked.rows("保洁员") == ["t:1"]


def test_another_file_in_its_place_is_not_answered_from_the_old_index(
    tmp_path: Path, open_hall: Open
) -> None:
    with closing(ContentService(tmp_path / "b", ManualClock())) as other:
        other.import_items([_row(1, "电工")], source="t")
    service = open_hall(tmp_path / "a")
    service.import_items([_row(1, "保洁员")], source="t")
    service.follow_words()
    service.replace_from(tmp_path / "b" / "content.db")
    assert _ids(service, "保洁") == set()
    assert service.follow_words() == "postgresql"
    assert _ids(service, "保洁") == set()
    assert _ids(service, "电工") == {"t:1"}


def test_what_no_server_followed_for_days_is_dropped(
    tmp_path: Path, open_hall: Open, postgres: str
) -> None:
    gone = open_hall(tmp_path / "gone")
    gone.import_items([_row(1, "保洁员")], source="t")
    gone.follow_words()
    gone.close()
    _spoil(postgres, "update {schema}.stand set at = now() - interval '8 days'")
    stays = open_hall(tmp_path / "stays")
    stays.import_items([_row(1, "保洁员")], source="t")
    stays.follow_words()
    assert len(_tables(postgres)) == 1


def test_where_the_database_dies_fts5_answers_it_is_said_once_and_it_is_taken_up_again(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.WARNING)
    with running(installed()["package"]) as server:
        service = ContentService(tmp_path, ManualClock(), _choice(server.url()))
        with closing(service):
            service.import_items([_row(1, "保洁员")], source="t")
            assert service.follow_words() == "postgresql"
            _end_sessions(server)
            assert _ids(service, "保洁员") == {"t:1"}
            assert service.follow_words() == "postgresql"
            os.kill(server.process.pid, signal.SIGINT)
            server.process.wait()
            assert _ids(service, "保洁员") == {"t:1"}
            service.import_items([_row(2, "保洁员")], source="t")
            assert service.follow_words() == "fts5"
            assert service.follow_words() == "fts5"
            assert _ids(service, "保洁员") == {"t:1", "t:2"}
    told = [each for each in caplog.records if "does not answer" in each.message]
    assert len(told) == 2  # once for the sessions ended, once for the server


def test_a_hall_in_sqlite_that_asks_for_it_is_told_and_searched_by_fts5(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    choice = Choice(engine="postgresql", hall="demo")
    with closing(ContentService(tmp_path, ManualClock(), choice)) as service:
        service.import_items([_row(1, "保洁员")], source="t")
        assert service.follow_words() == "fts5"
        assert _ids(service, "保洁员") == {"t:1"}
    assert "the hall is in SQLite" in caplog.text


@pytest.mark.parametrize(
    ("engine", "database", "told"),
    [
        ("postgresql", None, "--database"),
        ("postgresql", "postgresql://hall@db.example/hall", ""),
        ("fts5", None, ""),
    ],
)
def test_config_check_says_what_keeps_the_choice_from_being_used(
    site: Site, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, engine: Engine,
    database: str | None, told: str,
) -> None:  # fmt: skip
    monkeypatch.setenv("HALL90_DATA_DIR", str(tmp_path))
    monkeypatch.delenv(ENVIRONMENT, raising=False)
    if database:
        monkeypatch.setenv(ENVIRONMENT, database)
    found = examine_site(replace(site, search=Search(engine=engine)))
    assert told in "".join(each.remedy for each in found)
    assert len(found) == bool(told)


def test_the_doctor_says_whether_the_words_are_in_step(
    tmp_path: Path, open_hall: Open, postgres: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HALL90_DATA_DIR", str(tmp_path))
    monkeypatch.setenv(ENVIRONMENT, postgres)
    service = open_hall(tmp_path)
    service.import_items([_row(1, "保洁员")], source="t")
    assert examine_words() == []
    service.follow_words()
    assert [each.severity for each in examine_words()] == ["good"]
    service.import_items([_row(2, "保洁员")], source="t")
    assert "1 pages behind" in examine_words()[0].what
    monkeypatch.setenv(ENVIRONMENT, "postgresql://hall:s3cret@127.0.0.1:1/hall")
    (down,) = examine_words()
    assert "FTS5 finds words meanwhile" in down.what
    assert "s3cret" not in down.what


class _Asked:
    """An index of the same file, asked directly."""

    def __init__(self, url: str, service: ContentService) -> None:
        self._index = GinIndex(url, "demo")
        self._service = service
        self._index.follow(service.engine)

    def rows(self, word: str, *, follow: bool = True) -> list[str] | None:
        if follow:
            self._index.follow(self._service.engine)
        with self._service.reading() as connection:
            found = self._index.rows_with(connection, [(word,)])
            if found is None:
                return None
            named = {row.n: row.id for row in connection.execute(select(entry.c.n, entry.c.id))}
            return [named[number] for number in found.tolist()]

    def close(self) -> None:
        self._index.stop()


def _choice(url: str) -> Choice:
    return Choice(engine="postgresql", database=url, hall="demo")


def _row(number: int, title: str) -> Record:
    at = datetime(2026, 11, 1, tzinfo=UTC)
    return Record(kind="job", id=f"t:{number}", source="t", title=title, published_at=at)


def _ids(service: ContentService, question: str) -> set[str]:
    return {item.id for item in service.search(ContentQuery(q=question, exact=True)).items}


def _tables(url: str) -> list[str]:
    told = "select relname from pg_class where relname like 'rows%' and relkind = 'r'"
    with psycopg.connect(url) as connection:
        return [name for (name,) in connection.execute(told)]


def _spoil(url: str, statement: str) -> None:
    table = _tables(url)[0]
    with psycopg.connect(url) as connection:
        told = statement.format(schema="words_hall_demo", table=f"words_hall_demo.{table}")
        connection.execute(told.encode())


def _end_sessions(server: Throwaway) -> None:
    """End every other session: what a restart of the database looks like to us."""
    with psycopg.connect(server.url(), autocommit=True) as connection:
        connection.execute(
            "select pg_terminate_backend(pid) from pg_stat_activity "
            "where pid <> pg_backend_pid() and application_name = 'hall90 words'"
        )
