"""A notice is seen exactly when its schedule says, in the hall's time."""

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from queue_server.notices import is_for, is_on, is_over
from queue_server.wire import Notice

SHANGHAI = ZoneInfo("Asia/Shanghai")


def notice(**settings: Any) -> Notice:
    return Notice(id="n1", text={"zh-CN": "停电通知"}, **settings)


def at(text: str) -> datetime:
    """Return an instant written as the hall's clock shows it."""
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI).astimezone(UTC)


@pytest.mark.parametrize(
    ("settings", "when", "seen"),
    [
        ({}, "2026-11-23T08:00", True),
        ({"from_time": "09:00", "until_time": "17:00"}, "2026-11-23T08:59", False),
        ({"from_time": "09:00", "until_time": "17:00"}, "2026-11-23T09:00", True),
        ({"from_time": "09:00", "until_time": "17:00"}, "2026-11-23T17:00", False),
        ({"from_time": "22:00", "until_time": "06:00"}, "2026-11-23T23:00", True),
        ({"from_time": "22:00", "until_time": "06:00"}, "2026-11-23T12:00", False),
        ({"weekdays": (1, 2)}, "2026-11-23T12:00", True),
        ({"weekdays": (3,)}, "2026-11-23T12:00", False),
        ({"dates": ("2026-11-23",)}, "2026-11-23T12:00", True),
        ({"dates": ("2026-11-23",)}, "2026-11-24T12:00", False),
        ({"except_dates": ("2026-11-23",)}, "2026-11-23T12:00", False),
        ({"from_time": "nine"}, "2026-11-23T03:00", True),
    ],
)
def test_it_is_seen_when_its_schedule_says(settings: dict[str, Any], when: str, seen: bool) -> None:
    assert is_on(notice(**settings), at(when), SHANGHAI) is seen


def test_a_night_belongs_to_the_day_it_began_on() -> None:
    monday_night = notice(from_time="22:00", until_time="06:00", weekdays=(1,))
    assert is_on(monday_night, at("2026-11-24T05:00"), SHANGHAI)
    assert not is_on(monday_night, at("2026-11-23T05:00"), SHANGHAI)


def test_it_begins_and_ends_at_its_instants() -> None:
    start = at("2026-11-23T10:00")
    short = notice(starts_at=start, expires_at=start + timedelta(hours=1))
    assert not is_on(short, start - timedelta(seconds=1), SHANGHAI)
    assert is_on(short, start, SHANGHAI)
    assert not is_on(short, start + timedelta(hours=1), SHANGHAI)
    assert is_over(short, start + timedelta(hours=1))
    assert not is_over(short, start)


def test_targets_and_audience_choose_the_sinks() -> None:
    assert is_for(notice(), "sign", "s1", "a")
    assert is_for(notice(targets=("zone:a",)), "sign", "s1", "a")
    assert is_for(notice(targets=("sign:s1", "board:b")), "sign", "s1", "b")
    assert not is_for(notice(targets=("sign:s2",)), "sign", "s1", "a")
    assert not is_for(notice(audience=("board",)), "sign", "s1", "a")
