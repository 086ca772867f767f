"""How long a name waits after wrong passwords."""

from __future__ import annotations

from typing import TYPE_CHECKING

from queue_server.web.sessions import LockOut

if TYPE_CHECKING:
    from hall.clock import ManualClock


def test_guessing_waits_longer_each_time_up_to_a_quarter_of_an_hour(clock: ManualClock) -> None:
    locks = LockOut(clock)
    waits = []
    for _ in range(12):
        locks.note_wrong("wang")
        waits.append(locks.wait_s("wang"))
    assert waits == [0, 0, 0, 0, 30, 60, 120, 240, 480, 900, 900, 900]
    assert locks.wait_s("li") == 0
    clock.pass_time(899)
    assert locks.wait_s("wang") == 1
    clock.pass_time(2)
    assert locks.wait_s("wang") == 0
    locks.note_right("wang")
    locks.note_right("nobody")
    locks.note_wrong("wang")
    assert locks.wait_s("wang") == 0
    strict = LockOut(clock, longest_s=40, tries=1)
    strict.note_wrong("x")
    assert strict.wait_s("x") == 30
    strict.note_wrong("x")
    assert strict.wait_s("x") == 40


def test_a_wait_doubles_sixteen_times_at_most(clock: ManualClock) -> None:
    locks = LockOut(clock, longest_s=1e9, tries=1)
    for _ in range(20):
        locks.note_wrong("x")
    assert locks.wait_s("x") == 30 * 2**16


def test_s_10_thousands_of_other_names_free_no_account_that_waits(clock: ManualClock) -> None:
    locks = LockOut(clock)
    for _ in range(6):
        locks.note_wrong("wang", known=True)
    locks.note_wrong("li", known=True)
    for number in range(12_000):
        locks.note_wrong(f"n{number}")
    assert locks.wait_s("wang") == 60
    for _ in range(4):
        locks.note_wrong("li", known=True)
    assert locks.wait_s("li") == 30, "what was counted of it is counted still"


def test_s_10_of_other_names_those_that_wait_are_kept_longest(clock: ManualClock) -> None:
    locks = LockOut(clock, most=10)
    for _ in range(6):
        locks.note_wrong("waits longest")
    for _ in range(5):
        locks.note_wrong("waits")
    for number in range(1000):
        locks.note_wrong(f"n{number}")
    assert (locks.wait_s("waits longest"), locks.wait_s("waits")) == (60, 30)
    few = LockOut(clock, tries=1, most=10)
    few.note_wrong("waits longest")
    few.note_wrong("waits longest")
    for number in range(1000):
        few.note_wrong(f"n{number}")
        assert few.wait_s(f"n{number}") == 30, "whoever came last waits all the same"
    held = sum(few.wait_s(f"n{number}") > 0 for number in range(1000))
    assert held <= 10
    assert few.wait_s("waits longest") == 60


def test_s_10_a_name_as_long_as_a_book_is_counted_by_its_beginning(clock: ManualClock) -> None:
    locks = LockOut(clock, tries=1)
    locks.note_wrong("x" * 60_000)
    assert locks.wait_s("x" * 128) == 30
