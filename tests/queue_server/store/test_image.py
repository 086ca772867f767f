"""The hall in memory: lines, windows and views follow the tickets, forwards and backwards."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from queue_server.domain.circumstances import Window
from queue_server.domain.ticket import Handling, State, Ticket
from queue_server.domain.waiting import Turn
from queue_server.store.image import Image, Loaded
from queue_server.store.journal import GENESIS
from queue_server.store.records import Day, Document, JournalRow, Key, Token

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
TODAY = Day(id="2026-11-23", opened_at=NOW)
BEFORE = Day(id="2026-11-22", opened_at=NOW - timedelta(days=1), closed_at=NOW)


def ticket(name: str, state: State = State.WAITING, **values: Any) -> Ticket:
    plain = Handling(grace_s=60, repeats=2, hold_s=20, channels=("sign",))
    return replace(
        Ticket(
            id=name, day=TODAY.id, prefix="A", seq=int(name[1:]), service="unemployment",
            state=state, version=1, issued_at=NOW, rank_at=NOW, born=int(name[1:]),
            handling=plain, languages=("zh-CN",), channel="kiosk", issued_by="k1",
            phone_secret=f"secret-{name}",
        ),
        **values,
    )  # fmt: skip


def token(name: str, **values: Any) -> Token:
    plain = Token(
        id=name, hash=f"hash-{name}", role="kiosk", name=name, window=None, created_at=NOW
    )
    return replace(plain, **values)


def image(*tickets: Ticket, days: tuple[Day, ...] = (TODAY,), **kept: Any) -> Image:
    windows = {name: Window(id=name, state="open") for name in ("w1", "w2")}
    return Image(
        Loaded(
            epoch="e", days={each.id: each for each in days},
            tickets={each.id: each for each in tickets}, **{"windows": windows, **kept},
        )
    )  # fmt: skip


def waiting(hall: Image) -> list[str]:
    return [place.ticket for place in hall.lines.line("unemployment")]


def holds(hall: Image) -> list[str | None]:
    return [window.ticket for window in hall.windows.values()]


def test_who_waits_stands_in_the_line_and_who_is_called_at_the_window() -> None:
    hall = image(ticket("t1"), ticket("t2"), ticket("t3", State.MISSED))
    assert waiting(hall) == ["t1", "t2"]
    mark = hall.log.mark()
    hall.put_ticket(ticket("t1", State.CALLED, window="w1"))
    assert (waiting(hall), holds(hall)) == (["t2"], ["t1", None])
    hall.put_ticket(ticket("t1", State.SERVING, window="w2"))
    assert (waiting(hall), holds(hall)) == (["t2"], [None, "t1"])
    hall.put_ticket(ticket("t1", State.HELD, window="w2"))
    assert holds(hall) == [None, None]
    hall.put_ticket(ticket("t1"))
    assert waiting(hall) == ["t1", "t2"]
    hall.log.undo_to(mark)
    assert (waiting(hall), holds(hall)) == (["t1", "t2"], [None, None])
    assert hall.tickets.get("t1") == ticket("t1")


def test_taking_back_a_call_frees_the_window_and_fills_the_line() -> None:
    hall = image(ticket("t1"))
    mark = hall.log.mark()
    hall.put_ticket(ticket("t1", State.CALLED, window="w1"))
    hall.put_ticket(ticket("t9"))
    hall.take_turn("unemployment", True, Turn(4, 2))
    hall.tell(NOW, "noted", "{}", public=True)
    hall.log.undo_to(mark)
    assert (waiting(hall), holds(hall), hall.rows) == (["t1"], [None, None], [])
    assert hall.lines.turns[("unemployment", True)] == Turn(0, 0)


def test_turns_go_on_from_what_the_tickets_of_the_day_say() -> None:
    hall = image(ticket("t1", turn=2, credit_minutes=5), ticket("t2", State.DONE, turn=3))
    assert hall.lines.turns[("unemployment", True)].number == 2
    assert hall.lines.turns[("unemployment", False)].number == 3


def test_rows_are_numbered_on_from_the_last_one_written() -> None:
    head = JournalRow(seq=41, at=NOW, kind="k", public=True, data="{}", hash="h41")
    hall = image(head=head)
    assert (hall.seq, hall.hash, hall.next_seq) == (41, "h41", 42)
    assert hall.tell(NOW, "one", "{}", public=True) == 42
    hall.place = "console 10.0.0.7"
    assert hall.tell(NOW, "two", '{"a":1}', public=False) == 43
    assert hall.next_seq == 44
    assert hall.rows == [
        (NOW, "one", True, "{}"),
        (NOW, "two", False, '{"a":1,"from":"console 10.0.0.7"}'),
    ]
    last = replace(head, seq=43, hash="h43")
    hall.settle(last)
    assert (hall.seq, hall.hash, hall.rows, hall.next_seq) == (43, "h43", [], 44)
    hall.settle(None)
    assert (hall.seq, hall.hash) == (43, "h43")
    assert (image().seq, image().hash) == (0, GENESIS)


def test_the_latest_day_is_the_halls_whether_open_or_closed() -> None:
    assert image(days=()).day is None
    assert image().day == TODAY
    assert image(days=(TODAY, BEFORE)).day == TODAY
    assert image(days=(BEFORE, TODAY)).day == TODAY


def test_newcomers_never_rank_before_what_was_issued_last() -> None:
    late = ticket("t2", issued_at=NOW + timedelta(minutes=3))
    assert image(late, ticket("t1")).latest == NOW + timedelta(minutes=3)
    assert image().latest < NOW - timedelta(days=10_000)


def test_a_view_shows_what_is_written_and_never_what_is_not() -> None:
    hall = image(ticket("t1"))
    first = hall.view()
    hall.put_ticket(ticket("t1", State.CALLED, window="w1"))
    assert hall.view() is first
    assert first.tickets["t1"].state is State.WAITING
    hall.settle(None)
    second = hall.view()
    assert second.tickets["t1"].state is State.CALLED
    assert second.windows["w1"].ticket == "t1"
    assert first.tickets["t1"].state is State.WAITING
    assert [place.ticket for place in first.lines.line("unemployment")] == ["t1"]
    assert second.needs is first.needs
    assert second.tickets is not first.tickets


def test_a_view_of_nothing_new_is_made_of_the_same_parts() -> None:
    hall = image(ticket("t1"), tokens={"k1": token("k1")})
    first = hall.view()
    hall.settle(None)
    second = hall.view()
    for part in ("tickets", "windows", "needs", "assistance", "tokens", "users", "calls",
                 "counters", "documents"):  # fmt: skip
        assert getattr(first, part) is getattr(second, part)


def test_every_part_of_a_view_follows_what_was_put() -> None:
    hall = image(ticket("t1"))
    hall.view()
    hall.needs.put("t1", ("blind",))
    hall.calls.put("t1", 7)
    hall.counters.put((TODAY.id, "A"), 1)
    hall.tokens.put("k1", token("k1"))
    hall.tokens.put("k2", token("k2", revoked_at=NOW))
    hall.put_document(Document(kind="notice", id="n1", at=NOW, data="{}"))
    hall.settle(None)
    view = hall.view()
    assert dict(view.needs) == {"t1": ("blind",)}
    assert dict(view.calls) == {"t1": 7}
    assert dict(view.counters) == {(TODAY.id, "A"): 1}
    assert dict(view.tokens) == {"hash-k1": token("k1")}
    assert view.documents["notice", "n1"].data == "{}"
    assert (view.epoch, view.day) == ("e", TODAY)


def test_a_phone_finds_its_ticket_from_when_it_is_written_until_the_day_is_over() -> None:
    hall = image(ticket("t1"))
    assert dict(hall.view().phones) == {"secret-t1": "t1"}
    mark = hall.log.mark()
    hall.put_ticket(ticket("t2"))
    hall.put_ticket(ticket("t3"))
    hall.log.undo_to(mark)
    hall.put_ticket(ticket("t4"))
    hall.settle(None)
    assert dict(hall.view().phones) == {"secret-t1": "t1", "secret-t4": "t4"}
    tomorrow = Day(id="2026-11-24", opened_at=NOW + timedelta(days=1))
    hall.days.put(tomorrow.id, tomorrow)
    hall.settle(None)
    assert dict(hall.view().phones) == {}


def test_a_new_day_leaves_the_old_ones_tickets_on_the_disk() -> None:
    hall = image(ticket("t1"), needs={"t1": ("blind",)}, calls={"t1": 3})
    tomorrow = Day(id="2026-11-24", opened_at=NOW + timedelta(days=1))
    hall.days.put(tomorrow.id, tomorrow)
    hall.put_ticket(ticket("t2", day=tomorrow.id))
    assert len(hall.tickets) == 2
    hall.settle(None)
    assert [each.id for each in hall.tickets.values()] == ["t2"]
    assert (len(hall.needs), len(hall.calls)) == (0, 0)
    assert list(hall.view().tickets) == ["t2"]


def test_a_ticket_of_another_day_leaves_once_it_is_written() -> None:
    hall = image(ticket("t1"))
    hall.put_ticket(ticket("t5", State.EXPIRED, day=BEFORE.id))
    hall.settle(None)
    assert [each.id for each in hall.tickets.values()] == ["t1"]
    nobody = image(days=())
    nobody.put_ticket(ticket("t6"))
    nobody.settle(None)
    assert len(nobody.tickets) == 0


def test_documents_leave_memory_when_they_are_not_live_or_over() -> None:
    hall = image()
    for name, values in (
        ("kept", {}), ("still", {"until": NOW}), ("stored", {"live": False}),
        ("over", {"until": NOW - timedelta(seconds=1)}),
    ):  # fmt: skip
        plain = Document(kind="notice", id=name, at=NOW, data="{}")
        hall.put_document(replace(plain, **values))
    hall.settle(None)
    assert {each.id for each in hall.documents.values()} == {"kept", "still", "over"}
    hall.purge_at = NOW
    hall.settle(None)
    assert {each.id for each in hall.documents.values()} == {"kept", "still"}
    assert hall.documents.changes() == []
    late = Document(kind="notice", id="late", at=NOW, data="{}", until=NOW - timedelta(days=1))
    hall.put_document(late)
    hall.settle(None)
    assert "late" in {each.id for each in hall.documents.values()}, "asked for once, done once"


def test_keys_are_forgotten_once_they_are_written() -> None:
    hall = image()
    hall.keys.put(("k1", "one"), Key(scope="k1", key="one", digest="d", ticket="t1", at=NOW))
    hall.settle(None)
    assert hall.keys.get(("k1", "one")) is None
    assert hall.keys.changes() == []


def test_what_is_written_cannot_be_taken_back() -> None:
    hall = image()
    hall.put_ticket(ticket("t1"))
    hall.settle(None)
    assert hall.log.mark() == 0
    hall.log.undo_to(0)
    assert waiting(hall) == ["t1"]
