"""What a sign shows at a moment: window signs their call, zone signs all calls in turn."""

from dataclasses import replace
from datetime import UTC, datetime

from displays.catalogue import catalogues
from displays.hall_state import Call, HallView, WindowView
from displays.sign_plan import CallKey, Moment, SignSetup, key_of, plan_sign
from displays.signs.commands import Area
from displays.signs.registry import family
from displays.turns import LEAST_S, TURN_S, Turns
from queue_server.wire import Handling


def call(number: str, window: int, seq: int) -> Call:
    return Call(
        ticket=number,
        number=number,
        window=f"w{window}",
        window_number=window,
        zone="a",
        call_no=1,
        languages=(),
        handling=Handling(grace_s=60, repeats=2, hold_s=30),
        seq=seq,
        at=datetime(2026, 11, 23, tzinfo=UTC),
    )


FIRST, SECOND = call("A017", 1, 1), call("A018", 3, 2)


def sign(window: str | None = None, family_name: str = "bx-k") -> SignSetup:
    found = family(family_name)
    able = found.capabilities(found.profile(None))
    return SignSetup(id="s", zone="a", window=window, area=Area(), able=able)


def moment(now: float, *calls: Call, held: float = 30.0) -> Moment:
    windows = {
        each.window: WindowView(id=each.window, number=each.window_number, zone="a", call=each)
        for each in calls
    }
    return Moment(
        view=HallView(epoch="e", seq=9, windows=windows),
        held_until={key_of(each): held for each in calls},
        shown_since={key_of(each): 0.0 for each in calls},
        now=now,
    )


def shown(setup: SignSetup, at: Moment, turns: Turns[CallKey] | None = None) -> str | None:
    page = plan_sign(setup, at, catalogues(), "zh-CN", turns).page
    return page.text.replace(" ", "") if page else None


def test_a_flat_zone_sign_shows_the_newest_call_first_and_then_each_in_turn() -> None:
    flat = replace(sign(), area=Area(width=128, height=16))
    turns: Turns[CallKey] = Turns()
    assert shown(flat, moment(0.0, FIRST), turns) == "A017→1号窗口"
    seconds = [LEAST_S + turn * TURN_S for turn in range(3)]
    texts = [shown(flat, moment(at, FIRST, SECOND), turns) for at in seconds]
    assert texts == ["A018→3号窗口", "A017→1号窗口", "A018→3号窗口"]


def test_a_zone_sign_with_rows_shows_several_calls_at_once_the_newest_on_top() -> None:
    plan = plan_sign(sign(), moment(1.0, FIRST, SECOND), catalogues(), "zh-CN")
    assert plan.page is not None
    assert plan.page.text.replace(" ", "") == "A018→3号窗口\nA017→1号窗口"
    assert plan.shows == (SECOND, FIRST)


def test_a_zone_sign_is_dark_when_nobody_is_called() -> None:
    assert shown(sign(), moment(31.0, FIRST)) is None


def test_a_window_sign_shows_its_own_call_only() -> None:
    assert shown(sign("w1"), moment(1.0, FIRST, SECOND)) == "请A017号\n到1号窗口"


def test_a_sign_without_chinese_letters_speaks_english() -> None:
    assert shown(sign("w1", "alpha"), moment(1.0, FIRST)) == "A017→\nWindow1"


def test_no_call_moves_on_any_sign_it_fits() -> None:
    for name in ("bx-k", "alpha", "ddp", "f001d0"):
        beaten = plan_sign(sign("w1", name), moment(1.0, FIRST), catalogues(), "zh-CN").page
        assert beaten is not None
        assert beaten.effect == ("flash" if name == "ddp" else "static")
        plan = plan_sign(sign("w1", name), moment(4.0, FIRST), catalogues(), "zh-CN")
        assert plan.page is not None
        assert plan.page.effect == "static"
        assert plan.call == FIRST
