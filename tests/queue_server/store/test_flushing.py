"""What is written is what stood in memory: read again, the hall is the same."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, select

from config.site import Site
from hall.clock import ManualClock
from queue_server.domain.ticket import Handling, Leg, Moment, State, Ticket
from queue_server.store import tables
from queue_server.store.database import FILE_NAME, Database
from queue_server.store.flushing import DivergedError, flush
from queue_server.store.founding import prepare
from queue_server.store.image import Image
from queue_server.store.journal import broken_at
from queue_server.store.loading import all_rows, document_by_id, known_keys, load
from queue_server.store.records import Day, Document, Key, Request, Token, User
from queue_server.store.schema import bring_up_to_date

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
AT = Moment(NOW, 0.0)
DAY = "2026-11-23"
LEG = Leg(service="unemployment", window="w1", called_at=NOW)


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("empty") / FILE_NAME
    store = Database(file)
    bring_up_to_date(store)
    store.close()
    return file


@pytest.fixture
def connection(empty: Path, tmp_path: Path, site: Site) -> Iterator[Connection]:
    """One transaction on a new database; nothing of it is committed."""
    shutil.copy(empty, tmp_path / FILE_NAME)
    store = Database(tmp_path / FILE_NAME)
    with store.writer.connect() as opened:
        prepare(opened, site, ManualClock(NOW))
        yield opened
        opened.rollback()
    store.close()


class Hall:
    """An image, and the same one as it is read again."""

    def __init__(self, connection: Connection, site: Site) -> None:
        self._connection = connection
        self._site = site
        self.image = self.read()

    def read(self) -> Image:
        return Image(load(self._connection, self._site, AT))

    def flush(self) -> None:
        """Write what changed, take it for written, and see that it is read again alike."""
        rows = flush(self._connection, self.image)
        self.image.settle(rows[-1] if rows else None)
        again = self.read()
        for part in ("days", "counters", "tickets", "windows", "needs", "assistance", "tokens",
                     "users", "documents"):  # fmt: skip
            assert getattr(self.image, part).copy() == getattr(again, part).copy(), part
        assert (again.seq, again.hash, again.epoch) == (
            self.image.seq, self.image.hash, self.image.epoch,
        )  # fmt: skip
        assert broken_at(all_rows(self._connection)) is None

    def count(self, table: Any) -> int:
        return len(self._connection.execute(select(table)).all())


@pytest.fixture
def hall(connection: Connection, site: Site) -> Hall:
    made = Hall(connection, site)
    made.image.days.put(DAY, Day(id=DAY, opened_at=NOW))
    made.flush()
    return made


def ticket(seq: int, state: State = State.WAITING, **values: Any) -> Ticket:
    plain = Handling(grace_s=60, repeats=2, hold_s=20, channels=("sign",))
    return replace(
        Ticket(
            id=f"t{seq}", day=DAY, prefix="A", seq=seq, service="unemployment", state=state,
            version=1, issued_at=NOW, rank_at=NOW, born=seq, handling=plain,
            languages=("zh-CN",), channel="kiosk", issued_by="k1", phone_secret=f"s{seq}",
        ),
        **values,
    )  # fmt: skip


def after(old: Ticket, state: State, **values: Any) -> Ticket:
    return replace(old, state=state, version=old.version + 1, **values)


def test_rows_days_and_counters_are_chained_and_counted(hall: Hall) -> None:
    image = hall.image
    image.tell(NOW, "one", '{"a":1}', public=True)
    image.tell(NOW, "two", "{}", public=False)
    image.counters.put((DAY, "A"), 1)
    image.counters.put((DAY, "B"), 4)
    hall.flush()
    image.counters.put((DAY, "A"), 2)
    image.days.put(DAY, Day(id=DAY, opened_at=NOW, closed_at=NOW + timedelta(hours=8)))
    image.tell(NOW, "three", "{}", public=True)
    hall.flush()
    assert image.seq == 3
    assert (hall.count(tables.days), hall.count(tables.counters)) == (1, 2)


def test_two_visitors_change_places_in_one_batch(hall: Hall) -> None:
    first, second = (
        ticket(seq, State.CALLED, window=window, called_at=NOW, call_no=1,
               legs=(replace(LEG, window=window),))
        for seq, window in ((1, "w1"), (2, "w2"))
    )  # fmt: skip
    for each in (first, second):
        hall.image.put_ticket(each)
    hall.flush()
    for each in (first, second):
        hall.image.put_ticket(after(each, State.HELD, until=NOW))
    hall.image.put_ticket(after(first, State.SERVING, window="w2"))
    hall.image.put_ticket(after(second, State.SERVING, window="w1"))
    hall.flush()
    assert {each.ticket for each in hall.image.windows.values() if each.ticket} == {"t1", "t2"}


def test_one_leaves_a_window_and_the_next_comes_in_one_batch(hall: Hall) -> None:
    first = ticket(1, State.SERVING, window="w1", called_at=NOW, legs=(LEG,))
    second = ticket(2)
    for each in (first, second):
        hall.image.put_ticket(each)
    hall.flush()
    ended = replace(LEG, ended_at=NOW, outcome="finished")
    hall.image.put_ticket(
        after(first, State.DONE, ended_at=NOW, previous=State.SERVING, legs=(ended,))
    )
    hall.image.put_ticket(after(second, State.CALLED, window="w1", called_at=NOW, legs=(LEG,)))
    hall.flush()
    assert hall.count(tables.legs) == 2


def test_legs_are_written_anew_where_they_changed_and_only_there(hall: Hall) -> None:
    one, other = (
        ticket(
            seq, State.SERVING, window=window, called_at=NOW, legs=(replace(LEG, window=window),)
        )
        for seq, window in ((1, "w1"), (2, "w2"))
    )
    for each in (one, other):
        hall.image.put_ticket(each)
    hall.flush()
    more = (replace(one.legs[0], ended_at=NOW, outcome="transferred"), replace(LEG, window="w3"))
    hall.image.put_ticket(after(one, State.CALLED, window="w3", legs=more))
    hall.flush()
    hall.image.put_ticket(
        after(hall.image.tickets.copy()["t1"], State.WAITING, window=None, legs=())
    )
    hall.flush()
    assert hall.count(tables.legs) == 1


def test_a_ticket_that_changed_behind_the_writers_back_stops_the_batch(
    hall: Hall, connection: Connection
) -> None:
    hall.image.put_ticket(ticket(1))
    hall.flush()
    connection.execute(tables.tickets.update().values(version=7))
    hall.image.put_ticket(after(ticket(1), State.AWAY, until=NOW))
    with pytest.raises(DivergedError):
        flush(connection, hall.image)


def test_windows_accounts_tokens_and_calls_for_help_are_made_and_changed(hall: Hall) -> None:
    image = hall.image
    token = Token(id="a", hash="h", role="kiosk", name="k1", window=None, created_at=NOW)
    user = User(name="li", role="staff", window="w1", password="x", created_at=NOW)
    request = Request(id="r", kind="help", state="asked", asked_at=NOW, kiosk="k1")
    window = image.windows.get("w1")
    assert window is not None
    image.tokens.put(token.id, token)
    image.users.put(user.name, user)
    image.assistance.put(request.id, request)
    image.windows.put("w1", replace(window, state="open", auto_call=True, offers=("placement",)))
    hall.flush()
    image.tokens.put(token.id, replace(token, name="k2"))
    image.users.put(user.name, replace(user, failures=3, locked_until=NOW, totp="s", totp_step=4))
    image.assistance.put(request.id, replace(request, state="taken", taken_by="li", window="w1"))
    image.windows.put("w1", replace(window, state="paused", reason="tea"))
    hall.flush()
    assert hall.count(tables.users) == hall.count(tables.tokens) == 1


def test_a_visitor_who_comes_to_a_window_changes_no_row_of_the_window(hall: Hall) -> None:
    hall.image.put_ticket(ticket(1, State.CALLED, window="w1", called_at=NOW, legs=(LEG,)))
    hall.flush()
    window = hall.image.windows.get("w1")
    assert window is not None
    assert window.ticket == "t1"


def test_a_window_that_changed_is_written_beside_one_that_only_has_a_visitor(hall: Hall) -> None:
    hall.image.put_ticket(ticket(1, State.CALLED, window="w1", called_at=NOW, legs=(LEG,)))
    window = hall.image.windows.get("w2")
    assert window is not None
    hall.image.windows.put("w2", replace(window, state="open"))
    hall.flush()


def test_needs_are_put_changed_and_dropped(hall: Hall) -> None:
    hall.image.put_ticket(ticket(1))
    hall.image.put_ticket(ticket(2))
    hall.image.needs.put("t1", ("blind",))
    hall.image.needs.put("t2", ("deaf",))
    hall.flush()
    hall.image.needs.put("t1", ("blind", "wheelchair"))
    hall.image.needs.drop("t2")
    hall.flush()
    assert hall.count(tables.needs) == 1


def document(name: str, **values: Any) -> Document:
    return replace(Document(kind="notice", id=name, at=NOW, data='{"a":1}'), **values)


def test_documents_are_put_replaced_and_dropped_live_or_not(
    hall: Hall, connection: Connection
) -> None:
    for name in ("one", "two"):
        hall.image.put_document(document(name))
    hall.image.put_document(document("stored", live=False))
    hall.flush()
    hall.image.put_document(document("one", data="{}"))
    hall.image.documents.drop(("notice", "two"))
    hall.image.put_document(document("stored", live=False, data='{"b":2}'))
    hall.flush()
    assert hall.count(tables.documents) == 2
    stored = document_by_id(connection, "notice", "stored")
    assert stored == document("stored", live=False, data='{"b":2}')


def test_a_changed_document_leaves_its_neighbours_alone(hall: Hall, connection: Connection) -> None:
    for name in ("one", "two"):
        hall.image.put_document(document(name))
        hall.image.put_document(document(name, kind="playlist"))
    hall.flush()
    hall.image.put_document(document("one", data="{}"))
    hall.flush()
    assert hall.count(tables.documents) == 4
    assert document_by_id(connection, "playlist", "one") == document("one", kind="playlist")


def test_keys_are_found_by_scope_and_key_and_renewed(hall: Hall, connection: Connection) -> None:
    key = Key(scope="k1", key="one", digest="d", ticket="t1", at=NOW)
    wanted = [("k1", "one"), ("k2", "one"), ("k1", "two")]
    hall.image.keys.put(("k1", "one"), key)
    hall.flush()
    assert known_keys(connection, wanted) == {("k1", "one"): key}
    hall.image.keys.learn(known_keys(connection, wanted))
    newer = replace(key, digest="e", ticket="t2")
    hall.image.keys.put(("k1", "one"), newer)
    hall.flush()
    assert known_keys(connection, wanted) == {("k1", "one"): newer}


def test_what_is_over_is_erased_when_it_is_asked_for(hall: Hall, connection: Connection) -> None:
    late, later = NOW - timedelta(hours=24), NOW - timedelta(hours=24, seconds=1)
    for seq, ended in ((1, None), (2, late), (3, later)):
        state = State.WAITING if ended is None else State.CANCELLED
        made = ticket(seq, state, ended_at=ended, suits=("w1",), suits_until=NOW)
        hall.image.put_ticket(made)
        hall.image.needs.put(made.id, ("blind",))
    for name, age in (("kept", 48), ("gone", 49)):
        old = Key(scope="k", key=name, digest="d", ticket="t1", at=NOW - timedelta(hours=age))
        hall.image.keys.put(("k", name), old)
    hall.image.put_document(document("kept", until=NOW))
    hall.image.put_document(document("over", until=NOW - timedelta(seconds=1)))
    hall.image.put_document(document("hidden", until=NOW - timedelta(days=1), live=False))
    rows = flush(connection, hall.image)
    hall.image.settle(rows[-1] if rows else None)
    assert (hall.count(tables.needs), hall.count(tables.documents)) == (3, 3)
    hall.image.purge_at = NOW
    flush(connection, hall.image)
    hall.image.settle(None)
    needs = connection.execute(select(tables.needs.c.ticket)).scalars().all()
    assert sorted(needs) == ["t1", "t2"]
    kept = connection.execute(select(tables.documents.c.id)).scalars().all()
    assert kept == ["kept"]
    assert set(known_keys(connection, [("k", "kept"), ("k", "gone")])) == {("k", "kept")}
    told = connection.execute(
        select(tables.tickets.c.id).where(tables.tickets.c.suits_until.is_not(None))
    )
    assert sorted(told.scalars()) == ["t1", "t2"]


def test_a_counter_goes_on_without_touching_that_of_another_day(
    hall: Hall, connection: Connection
) -> None:
    old = {"id": "2026-11-22", "opened_at": NOW, "closed_at": NOW}
    connection.execute(tables.days.insert().values(**old))
    connection.execute(tables.counters.insert().values(day=old["id"], prefix="A", last=77))
    hall.image.counters.put((DAY, "A"), 1)
    hall.flush()
    hall.image.counters.put((DAY, "A"), 2)
    hall.flush()
    kept = connection.execute(select(tables.counters.c.last).order_by(tables.counters.c.day))
    assert kept.scalars().all() == [77, 2]
