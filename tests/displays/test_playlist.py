"""What signs show when nobody is called: notices on time, in order, in words they can draw."""

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from displays.alarm import alarm_colour, alarm_items, concerns
from displays.catalogue import catalogues
from displays.hall_state import Posted
from displays.lighting import brightness_at, is_dark
from displays.playlist import item_at, notices_for, playlist
from displays.signs.commands import Area, Page
from displays.signs.contrast import LEAST, contrast, readable
from displays.signs.panel import COLOURS
from displays.signs.registry import family
from queue_server.wire import DisplayRules, Emergency, Notice

AREA = Area(width=128, height=32)
BX_K = family("bx-k").capabilities("6k")
DDP = family("ddp").capabilities("rgb")
ALPHA = family("alpha").capabilities("two-way")
NOON = datetime(2026, 11, 23, 12, tzinfo=ZoneInfo("Asia/Shanghai"))


def posted(notice_id: str, text: str = "", **settings: Any) -> Posted:
    words = settings.pop("words", {"zh-CN": text or notice_id})
    return Posted(notice=Notice(id=notice_id, text=words, **settings), seq=7)


def words(items: Any) -> list[str]:
    return [item.page.text.strip() for item in items]


def test_the_more_urgent_notice_comes_first_and_each_has_its_turn() -> None:
    found = notices_for(
        [posted("b", priority=1), posted("a"), posted("c", priority=5)], "s1", "a", NOON
    )
    items = playlist(None, found, AREA, BX_K, None, ["zh-CN"])
    assert words(items) == ["c", "b", "a"]


def test_an_important_notice_comes_back_at_every_second_turn() -> None:
    found = notices_for(
        [posted("n1"), posted("n2"), posted("!", level="important")], "s1", "a", NOON
    )
    assert words(playlist(None, found, AREA, BX_K, None, ["zh-CN"])) == ["!", "n1", "!", "n2"]


def test_a_sign_shows_only_what_is_meant_for_it_and_on_now() -> None:
    notices = [
        posted("all"),
        posted("other zone", targets=("zone:b",)),
        posted("board only", audience=("board",)),
        posted("over", expires_at=NOON - timedelta(minutes=1)),
        posted("tomorrow", starts_at=NOON + timedelta(days=1)),
        posted("this sign", targets=("sign:s1",)),
    ]
    assert {each.notice.id for each in notices_for(notices, "s1", "a", NOON)} == {
        "all",
        "this sign",
    }


def test_a_window_sign_shows_its_number_again_before_every_notice() -> None:
    own = Page(text="3号窗口")
    found = [posted("!", level="important"), posted("停电通知"), posted("n")]
    items = playlist(own, found, AREA, BX_K, None, ["zh-CN"])
    assert words(items) == ["3号窗口", "!", "3号窗口", "停电通知", "3号窗口", "!", "3号窗口", "n"]
    assert words(playlist(own, [], AREA, BX_K, None, ["zh-CN"])) == ["3号窗口"]


def test_a_notice_is_shown_in_each_language_the_sign_can_draw() -> None:
    notice = posted("n", words={"zh-CN": "停电通知", "en": "Power cut", "ug": "توك ئۈزۈلىدۇ"})
    languages = ["zh-CN", "ug", "en"]
    assert words(playlist(None, [notice], AREA, DDP, None, languages)) == [
        "停电通知",
        "توك ئۈزۈلىدۇ",
        "Power cut",
    ]
    assert words(playlist(None, [notice], AREA, BX_K, None, languages)) == [
        "停电通知",
        "Power cut",
    ]
    assert words(playlist(None, [notice], AREA, ALPHA, None, languages)) == ["Power cut"]


def test_a_notice_no_sign_can_draw_is_still_shown_as_well_as_it_goes() -> None:
    notice = posted("n", words={"zh-CN": "停电通知"})
    assert words(playlist(None, [notice], AREA, ALPHA, None, ["zh-CN"])) == ["停电通知"]


def test_items_stand_one_after_another_and_come_round() -> None:
    items = playlist(
        None, [posted("a", dwell_s=10), posted("b", dwell_s=20)], AREA, BX_K, None, ["zh-CN"]
    )
    seen = [item_at(items, second)[0].page.text.strip() for second in (0, 9.9, 10, 29.9, 30)]
    assert seen == ["a", "a", "b", "b", "a"]


def test_a_colour_a_panel_lacks_or_people_cannot_read_becomes_one_they_can() -> None:
    page = playlist(None, [posted("a", colour="white")], AREA, BX_K, None, ["zh-CN"])[0].page
    assert page.colour is None
    page = playlist(None, [posted("a", colour="red")], AREA, DDP, None, ["zh-CN"])[0].page
    assert page.colour == "white"
    for asked in COLOURS:
        shown = readable(asked, DDP.colours)  # type: ignore[arg-type]  # the keys are the colours
        assert shown is not None
        assert contrast(shown) >= LEAST


def fire(**settings: Any) -> Emergency:
    return Emergency(id="e1", kind="fire", since=datetime(2026, 11, 23, tzinfo=UTC), **settings)


def test_an_alarm_is_shown_in_every_language_framed_in_red_and_never_flashing() -> None:
    items = alarm_items(fire(), AREA, DDP, "yellow", catalogues(), ["zh-CN", "en"])
    assert words(items) == [
        "着火了",
        "着火了 请离开\n走最近的安全出口",
        "FIRE",
        "FIRE. Leave now",
    ]
    assert items[0].page.frame == "red"
    assert {item.page.effect for item in items} == {"static"}
    assert {item.page.colour for item in items} == {"white"}


def test_an_alarm_on_every_family_fits_without_moving() -> None:
    for name in ("bx-k", "bx-6", "alpha", "ddp", "huidu", "f001d0", "am03127"):
        found = family(name)
        able = found.capabilities(found.profile(None))
        for kind in ("fire", "evacuation", "medical", "other", "drill"):
            emergency = Emergency(id="e", kind=kind, since=NOON)
            items = alarm_items(emergency, AREA, able, None, catalogues(), ["zh-CN", "en"])
            assert items
            assert {item.page.effect for item in items} == {"static"}, (name, kind)


def test_a_drill_says_first_that_it_is_one() -> None:
    drill = Emergency(id="e", kind="drill", since=NOON, text={"zh-CN": "请从南门离开"})
    items = alarm_items(drill, Area(width=256, height=32), BX_K, None, catalogues(), ["zh-CN"])
    assert words(items)[0].startswith("演习")


def test_an_alarm_looks_unlike_the_usual_text_and_concerns_its_zones() -> None:
    assert alarm_colour("yellow", BX_K) == "red"
    assert alarm_colour("red", BX_K) == "yellow"
    assert concerns(fire(), "a")
    assert not concerns(fire(zones=("b",)), "a")


def test_brightness_follows_the_day_and_danger_is_bright() -> None:
    rules = DisplayRules(
        brightness={"07:00": 100, "18:00": 40}, quiet=("21:00-06:30",), quiet_brightness=10
    )
    clock = [NOON.replace(hour=hour).time() for hour in (5, 6, 12, 18, 22)]
    levels = [brightness_at(rules, at, emergency=False) for at in clock]
    assert levels == [10, 10, 100, 40, 10]
    assert brightness_at(rules, clock[4], emergency=True) == 100
    assert not is_dark(rules, clock[4])
    assert is_dark(DisplayRules(quiet=("21:00-06:30",)), clock[4])
    assert brightness_at(DisplayRules(), clock[0], emergency=True) is None
