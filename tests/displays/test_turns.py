"""Calls share a sign fairly, however fast they come."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from hypothesis import given
from hypothesis import strategies as st

from displays.turns import LEAST_S, TURN_S, Turns

STEP_S = 0.5
GAPS = st.lists(st.integers(0, 20), min_size=1, max_size=12)


def seconds(
    gaps: Sequence[int], rows: int, long_s: float
) -> Iterator[tuple[float, list[int], Sequence[int]]]:
    """Yield each half second with the calls there are, newest first, and what the rows show."""
    turns: Turns[int] = Turns()
    begins = [STEP_S * sum(gaps[: at + 1]) for at in range(len(gaps))]
    for step in range(int((begins[-1] + long_s) / STEP_S)):
        now = step * STEP_S
        calls = [number for number, begin in enumerate(begins) if begin <= now][::-1]
        yield now, calls, turns.look(calls, rows, now)


@given(GAPS, st.integers(1, 4))
def test_everyone_is_seen_as_long_as_everyone_else(gaps: list[int], rows: int) -> None:
    seen: dict[int, float] = defaultdict(float)
    for _, calls, shown in seconds(gaps, rows, 40.0 * len(gaps)):
        assert len(shown) == min(rows, len(calls))
        for each in shown:
            seen[each] += STEP_S
    if len(gaps) > rows:
        to_itself = sum(gaps) * STEP_S if len(gaps) <= 3 * rows else 0.0
        assert max(seen.values()) - min(seen.values()) <= max(2 * TURN_S, to_itself)


@given(GAPS, st.integers(1, 4))
def test_nothing_is_taken_off_before_it_could_be_read(gaps: list[int], rows: int) -> None:
    on: dict[int, float] = {}
    for now, _, shown in seconds(gaps, rows, 60.0):
        for gone in set(on) - set(shown):
            assert now - on.pop(gone) >= LEAST_S
        for each in shown:
            on.setdefault(each, now)


@given(GAPS, st.integers(1, 4))
def test_a_new_call_is_seen_before_any_other_is_seen_again(gaps: list[int], rows: int) -> None:
    first: dict[int, float] = {}
    came: dict[int, float] = {}
    for now, calls, shown in seconds(gaps, rows, 60.0):
        for each in calls:
            came.setdefault(each, now)
        for each in shown:
            first.setdefault(each, now)
    assert set(first) == set(came)
    for each, at in came.items():
        ahead = sum(came[other] <= at < first[other] for other in came if other < each)
        assert first[each] - at <= LEAST_S * (1 + ahead / rows) + STEP_S


def test_one_call_every_four_seconds_on_one_row_leaves_no_call_seen_only_once() -> None:
    times: dict[int, int] = defaultdict(int)
    before: Sequence[int] = ()
    for _, _, shown in seconds([8] * 10, 1, 30.0):
        for each in set(shown) - set(before):
            times[each] += 1
        before = shown
    assert min(times.values()) >= 2


def test_a_sign_with_room_shows_a_new_call_at_once() -> None:
    turns: Turns[str] = Turns()
    assert turns.look(["a"], 2, 0.0) == ["a"]
    assert turns.look(["b", "a"], 2, 0.1) == ["b", "a"]


def test_what_is_called_no_more_gives_its_row_up_at_once() -> None:
    turns: Turns[str] = Turns()
    assert turns.look(["b", "a"], 1, 0.0) == ["a"]
    assert turns.look(["b"], 1, 0.1) == ["b"]
