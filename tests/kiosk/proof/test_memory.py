"""Visits leave nothing behind that grows: the same number of objects lives after every one."""

from bench.kiosk_parts.visits import measured

_MORE = 150
"""Counters and caches of bounded size may still fill; a leak grows by some with each visit."""


def test_forty_visits_leave_no_more_objects_than_the_first_ten_did() -> None:
    told = measured(40, warm=10)
    assert told["objects_more"] < _MORE, told
