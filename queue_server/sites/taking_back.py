"""Which steps undo a change, and what stands in the way: what was changed again since."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from queue_server.service.remembering import TAKEN_BACK_WITHIN
from queue_server.wire.settings import SettingChange, SettingStep


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """A key that is no longer as the change left it; ``by`` the later change, if it is known."""

    key: str
    now: Any
    by: SettingChange | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Undoing:
    """The steps that take a change back, and the conflicts that forbid it."""

    steps: tuple[SettingStep, ...]
    conflicts: tuple[Conflict, ...]


def undoing(
    change: SettingChange, value_of: Callable[[str], Any], later: Sequence[SettingChange]
) -> Undoing:
    """Return how a change is undone; ``value_of`` tells a key's value now, ``later`` came since."""
    conflicts = tuple(
        Conflict(key=step.key, now=value_of(step.key), by=_last(step.key, later))
        for step in change.steps
        if value_of(step.key) != step.after
    )
    steps = tuple(
        SettingStep(key=step.key, before=step.after, after=step.before, place=step.place)
        for step in reversed(change.steps)
    )
    return Undoing(steps=steps, conflicts=conflicts)


def may_be_taken_back(change: SettingChange, now: datetime) -> bool:
    """Tell whether a change is young enough and still holds; a hall's first steps stay."""
    young = now - change.at <= TAKEN_BACK_WITHIN
    return bool(change.steps) and change.taken_back is None and young


def _last(key: str, later: Sequence[SettingChange]) -> SettingChange | None:
    """Return the newest change that touched a key or something in it."""
    for change in later:
        for step in change.steps:
            if _touches(step.key, key):
                return change
    return None


def _touches(one: str, other: str) -> bool:
    short, long = sorted((one, other), key=len)
    return long == short or (long.startswith(short) and long[len(short)] in ".[")
