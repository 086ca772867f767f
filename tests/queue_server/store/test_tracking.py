"""What is taken back is as it was, and what is written is what changed."""

from collections.abc import Callable

from hypothesis import given
from hypothesis import strategies as st

from queue_server.store.tracking import Change, Tracked, UndoLog

KEYS = st.sampled_from(["a", "b", "c"])
STEPS = st.lists(st.tuples(st.sampled_from(["put", "drop"]), KEYS, st.integers(0, 3)), max_size=8)


def box(value: int) -> tuple[int, ...]:
    """A value of its own: what was put is known by what it is, not by what it equals."""
    return tuple([value])  # noqa: C409  a literal would be one and the same


def tracked(values: dict[str, int]) -> tuple[UndoLog, Tracked[str, tuple[int, ...]]]:
    log = UndoLog()
    return log, Tracked(log, {key: box(value) for key, value in values.items()})


def do(values: Tracked[str, tuple[int, ...]], steps: list[tuple[str, str, int]]) -> None:
    for what, key, value in steps:
        if what == "put":
            values.put(key, box(value))
        elif values.get(key) is not None:
            values.drop(key)


@given(st.dictionaries(KEYS, st.integers(0, 3)), STEPS, STEPS)
def test_a_command_taken_back_leaves_what_the_one_before_it_did(
    start: dict[str, int],
    kept: list[tuple[str, str, int]],
    undone: list[tuple[str, str, int]],
) -> None:
    log, values = tracked(start)
    do(values, kept)
    before, changes, mark = values.copy(), values.changes(), log.mark()
    do(values, undone)
    log.undo_to(mark)
    assert values.copy() == before
    assert values.changes() == changes
    log.undo_to(0)
    assert values.copy() == {key: box(value) for key, value in start.items()}
    assert values.changes() == []
    assert not values.changed


@given(st.dictionaries(KEYS, st.integers(0, 3)), STEPS)
def test_changes_applied_to_what_was_give_what_is(
    start: dict[str, int], steps: list[tuple[str, str, int]]
) -> None:
    _, values = tracked(start)
    written = values.copy()
    do(values, steps)
    for key, before, after in values.changes():
        assert written.get(key) is before
        if after is None:
            del written[key]
        else:
            written[key] = after
    assert written == values.copy()
    assert len(values) == len(written)
    assert sorted(values.values()) == sorted(written.values())


def test_what_is_put_and_dropped_again_was_never_a_change() -> None:
    _, values = tracked({})
    values.put("a", box(1))
    assert values.changed
    values.drop("a")
    assert values.changes() == []


def test_what_is_written_is_no_change_any_more() -> None:
    log, values = tracked({"a": 1})
    values.put("b", box(2))
    assert values.changes() == [Change("b", None, box(2))]
    values.settle()
    log.clear()
    assert (values.changes(), values.changed, log.mark()) == ([], False, 0)
    log.undo_to(0)
    assert values.get("b") == box(2)


def test_what_the_database_holds_is_learned_without_changing_what_is_known() -> None:
    _, values = tracked({"a": 1})
    values.learn({"a": box(9), "b": box(2)})
    assert values.copy() == {"a": box(1), "b": box(2)}
    assert (values.changes(), values.changed) == ([], False)


def test_what_leaves_memory_only_is_no_change_but_a_new_view() -> None:
    _, values = tracked({"a": 1, "b": 2})
    values.evict("a")
    values.evict("nothing")
    assert (values.changes(), values.changed, values.get("a")) == ([], True, None)
    values.settle()
    assert not values.changed
    values.forget()
    assert (len(values), values.changes(), values.changed) == (0, [], False)


def test_a_copy_is_independent() -> None:
    _, values = tracked({"a": 1})
    copy = values.copy()
    values.put("a", box(2))
    assert copy == {"a": box(1)}


def test_steps_are_taken_back_newest_first() -> None:
    log, told = UndoLog(), list[int]()

    def step(number: int) -> Callable[[], None]:
        return lambda: told.append(number)

    for number in (1, 2, 3):
        log.push(step(number))
    log.undo_to(1)
    assert told == [3, 2]
    log.undo_to(0)
    assert told == [3, 2, 1]
