"""Visits leave nothing behind that grows: the same number of objects lives after every one."""

from bench.kiosk_parts.visits import measured

_VISITS = 16
_MORE = 2 * _VISITS
"""Counters and caches of bounded size may still fill; a leak grows by some with each visit."""


def test_sixteen_visits_leave_no_more_objects_than_the_first_eight_did() -> None:
    told = measured(_VISITS, warm=8)
    assert told["objects_more"] < _MORE, told
