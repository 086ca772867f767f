"""Fingers on the glass, by the rules of touch exploration; no screen, no waiting."""

import pytest

from kiosk.access.exploration import Exploration, Gesture, Kind
from kiosk.flow.model import Placed


def glass() -> Exploration:
    made = Exploration(px_per_mm=2.0)
    made.placed({"a": Placed(0, 0, 100, 50), "b": Placed(0, 60, 100, 110)})
    return made


def kinds(gestures: list[Gesture]) -> list[tuple[Kind, str | None]]:
    return [(one.kind, one.node) for one in gestures]


def tap(on: Exploration, x: float, y: float, at: float) -> list[Gesture]:
    return [*on.down(1, x, y, at), *on.up(1, at + 0.1)]


def test_a_finger_that_lands_or_enters_reads_the_node() -> None:
    finger = glass()
    assert kinds(finger.down(1, 50, 20, 0.0)) == [(Kind.EXPLORE, "a")]
    assert kinds(finger.move(1, 50, 90, 0.5)) == [(Kind.EXPLORE, "b")]


def test_entering_again_within_300_ms_is_silent_and_later_it_is_not() -> None:
    finger = glass()
    finger.down(1, 50, 20, 0.0)
    finger.move(1, 50, 300, 0.05)
    assert finger.move(1, 50, 20, 0.2) == []
    finger.move(1, 50, 300, 1.0)
    assert kinds(finger.move(1, 50, 20, 2.0)) == [(Kind.EXPLORE, "a")]


def test_touching_the_same_node_later_reads_it_again() -> None:
    finger = glass()
    tap(finger, 50, 20, 0.0)
    assert kinds(finger.down(1, 50, 20, 2.0)) == [(Kind.EXPLORE, "a")]


def test_a_node_holds_on_three_millimetres_beyond_its_edge() -> None:
    finger = glass()
    finger.placed({"a": Placed(0, 0, 100, 50), "b": Placed(0, 52, 100, 110)})
    finger.down(1, 50, 48, 0.0)
    assert finger.move(1, 50, 55, 0.2) == []
    assert kinds(finger.move(1, 50, 58, 0.4)) == [(Kind.EXPLORE, "b")]


def test_an_empty_place_ticks_after_100_ms_and_tells_the_way_after_a_second() -> None:
    finger = glass()
    finger.down(1, 50, 300, 0.0)
    assert finger.tick(0.05) == []
    assert kinds(finger.tick(0.12)) == [(Kind.EMPTY_TICK, None)]
    assert finger.tick(0.9) == []
    told = finger.tick(1.1)
    assert told[0].kind is Kind.EMPTY_WORDS
    assert told[0].direction == "up"
    assert finger.tick(3.0) == []


@pytest.mark.parametrize("lifted_at", [0.05, 0.2, 0.34, 3.0])
def test_a_50_lifting_never_activates_however_short_the_touch(lifted_at: float) -> None:
    finger = glass()
    finger.down(1, 50, 20, 0.0)
    assert finger.up(1, lifted_at) == []


def test_two_taps_within_600_ms_activate_what_was_read_wherever_they_fall() -> None:
    finger = glass()
    finger.down(1, 50, 20, 0.0)
    finger.up(1, 1.0)
    assert tap(finger, 300, 300, 2.0) == []
    assert kinds(tap(finger, 310, 300, 2.4)) == [(Kind.ACTIVATE, "a")]


def test_the_second_tap_does_not_move_to_what_lies_under_it() -> None:
    finger = glass()
    assert kinds(tap(finger, 50, 20, 0.0)) == [(Kind.EXPLORE, "a")]
    assert kinds(tap(finger, 50, 90, 0.4)) == [(Kind.ACTIVATE, "a")]


def test_a_50_two_slow_taps_only_read() -> None:
    finger = glass()
    tap(finger, 50, 20, 0.0)
    assert kinds(tap(finger, 50, 90, 1.0)) == [(Kind.EXPLORE, "b")]


def test_a_finger_that_stays_after_a_tap_explores() -> None:
    finger = glass()
    tap(finger, 50, 20, 0.0)
    assert finger.down(1, 50, 90, 0.3) == []
    assert kinds(finger.tick(0.8)) == [(Kind.EXPLORE, "b")]
    assert finger.up(1, 1.0) == []


def test_a_third_tap_does_not_activate_again() -> None:
    finger = glass()
    tap(finger, 50, 20, 0.0)
    tap(finger, 50, 20, 0.3)
    assert Kind.ACTIVATE not in [one.kind for one in tap(finger, 50, 20, 0.6)]


def test_a_second_finger_tapping_beside_a_resting_one_activates() -> None:
    finger = glass()
    finger.down(1, 50, 20, 0.0)
    assert finger.down(2, 500, 500, 1.0) == []
    assert kinds(finger.up(2, 1.1)) == [(Kind.ACTIVATE, "a")]
    assert finger.up(1, 2.0) == []


def test_a_palm_beside_a_resting_finger_activates_nothing() -> None:
    finger = glass()
    finger.down(1, 50, 20, 0.0)
    finger.down(2, 500, 500, 1.0)
    assert finger.up(2, 3.0) == []


def test_two_fingers_tapping_together_silence_in_either_order() -> None:
    for first, second in ((1, 2), (2, 1)):
        finger = glass()
        finger.down(1, 50, 20, 0.0)
        finger.down(2, 80, 20, 0.05)
        assert finger.up(first, 0.15) == []
        assert kinds(finger.up(second, 0.2)) == [(Kind.SILENCE, None)]


def test_two_fingers_held_repeat_the_screen_once() -> None:
    finger = glass()
    finger.down(1, 50, 20, 0.0)
    finger.down(2, 80, 20, 0.05)
    assert finger.tick(1.0) == []
    assert kinds(finger.tick(2.1)) == [(Kind.REPEAT_SCREEN, None)]
    assert finger.tick(2.5) == []
    finger.up(1, 3.0)
    assert finger.up(2, 3.1) == []


def test_a_29_a_resting_finger_is_told_once_after_two_seconds() -> None:
    finger = glass()
    finger.down(1, 50, 20, 0.0)
    assert not finger.rested(1.9)
    assert finger.under == "a"
    assert finger.rested(2.0)
    assert not finger.rested(2.5)


def test_a_new_screen_forgets_fingers_and_taps() -> None:
    finger = glass()
    tap(finger, 50, 20, 0.0)
    finger.forget()
    assert kinds(tap(finger, 50, 20, 0.3)) == [(Kind.EXPLORE, "a")]
    assert finger.up(7, 1.0) == []
