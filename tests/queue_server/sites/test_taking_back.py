"""A change is undone key by key, unless something of it was changed again."""

from datetime import UTC, datetime, timedelta
from typing import Any

from queue_server.sites.taking_back import may_be_taken_back, undoing
from queue_server.wire.settings import SettingChange, SettingStep

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)


def change(*steps: tuple[str, Any, Any], **more: Any) -> SettingChange:
    made = tuple(SettingStep(key=key, before=old, after=new) for key, old, new in steps)
    return SettingChange(**{"id": "1", "at": NOW, "by": "zhao", "steps": made, **more})


def test_the_steps_go_back_in_reverse_order() -> None:
    first = change(("a", 1, 2), ("b", None, 3))

    undo = undoing(first, {"a": 2, "b": 3}.get, ())

    assert [(each.key, each.before, each.after) for each in undo.steps] == [
        ("b", 3, None), ("a", 2, 1),
    ]  # fmt: skip
    assert not undo.conflicts


def test_a_later_change_of_the_same_key_or_within_it_is_named() -> None:
    first = change(("service[x]", None, {"id": "x", "minutes": 5}))
    later = change(("service[x].minutes", 5, 9), id="2", by="li")
    other = change(("service[xy].minutes", 5, 9), id="3", by="wang")

    undo = undoing(first, {"service[x]": {"id": "x", "minutes": 9}}.get, (other, later))

    assert [each.by for each in undo.conflicts] == [later]


def test_what_changed_without_a_trace_is_a_conflict_too() -> None:
    undo = undoing(change(("a", 1, 2)), {"a": 7}.get, ())

    assert [(each.now, each.by) for each in undo.conflicts] == [(7, None)]


def test_thirty_days_and_once_but_never_the_first_steps() -> None:
    one = ("a", 1, 2)
    assert may_be_taken_back(change(one), NOW + timedelta(days=30))
    assert not may_be_taken_back(change(one), NOW + timedelta(days=30, seconds=1))
    assert not may_be_taken_back(change(one, taken_back="9"), NOW)
    assert not may_be_taken_back(change(), NOW)
