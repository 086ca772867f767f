"""What is said, in which order of words, how urgently."""

import io
import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from config.geometry import PANEL_32
from hall.clock import ManualClock
from kiosk.access.invitation import Invitation
from kiosk.access.narration import Narrator, node_parts
from kiosk.access.speaking import Speaker, following
from kiosk.access.tree import TreeWriter
from kiosk.flow.model import Modes, Node, Placed, ScreenModel
from kiosk.flow.wording import Words
from voice.port import SpeechEvent
from voice.synths.recorder import RecorderSpeech
from voice.utterance import Say, Utterance

if TYPE_CHECKING:
    from collections.abc import Callable

    from queue_server import wire
    from tests.kiosk.conftest import Room


def told(node: Node) -> list[str]:
    parts = node_parts(node, Words("zh-CN"))
    return [part.spoken or part.text for part in parts if isinstance(part, Say)]


def test_a_44_a_node_is_said_as_name_value_role_state_position() -> None:
    node = Node(
        id="r", role="row", name="文字客服", value="3500–5000 元／月",
        value_spoken="每月三千五百到五千元", position=(2, 8),
    )  # fmt: skip
    assert told(node) == ["文字客服", "每月三千五百到五千元", "选项", "第二项，共八项"]


def test_a_disabled_node_says_that_it_is_and_why() -> None:
    node = Node(id="r", role="button", name="上一页", enabled=False, why="这是第一页")
    assert told(node)[-1] == "现在不能用，这是第一页"


def test_an_address_for_the_phone_is_not_read_out() -> None:
    node = Node(id="qr", role="qr", name="手机扫码", value="http://127.0.0.1/t/abc")
    assert told(node) == ["手机扫码"]


def a_screen(**changes: object) -> ScreenModel:
    title = Node(id="title", role="title", name="您好", zone="title")
    strip = Node(id="strip", role="button", name="确认取号", zone="action")
    values: dict[str, object] = {
        "id": "s", "layout": "list", "nodes": (title, strip), "modes": Modes(), "summary": "共两项",
    }  # fmt: skip
    return ScreenModel(**(values | changes))  # type: ignore[arg-type]


def test_priorities_follow_the_table() -> None:
    narrator, words, screen = Narrator(), Words("zh-CN"), a_screen()
    title, strip = screen.nodes
    assert narrator.alert(screen, "a", "a", words).priority == 0
    assert narrator.result(screen, "a", "a", words).priority == 1
    assert narrator.focus(screen, title, words).priority == 1
    assert narrator.screen(screen, words).priority == 2
    assert (hint := narrator.hint(screen, strip, words, explore=False)) is not None
    assert hint.priority == 3
    assert narrator.live(screen, "a", "a", words).priority == 4


def test_a_41_only_alerts_are_protected_even_on_screens_of_trouble() -> None:
    narrator, words, screen = Narrator(), Words("zh-CN"), a_screen(alert=True)
    told = narrator.screen(screen, words)
    assert not told.protected
    assert told.earcon == "error"
    assert narrator.alert(screen, "a", "a", words).protected
    title, strip = screen.nodes
    others = (
        narrator.focus(screen, title, words), narrator.whole(screen, words),
        narrator.result(screen, "a", "a", words), narrator.edge(screen, None, "a", words),
        narrator.hint(screen, strip, words, explore=True), narrator.main_action(screen, words),
        narrator.place(screen, title, words), narrator.live(screen, "a", "a", words),
    )  # fmt: skip
    assert not any(one is None or one.protected for one in others)
    assert narrator.alert(screen, "a", "a", words, cause="call").earcon == "chime"


async def test_a_41_of_a_whole_visit_only_warning_paper_and_call_are_protected(
    room: "Room",
    make_row: "Callable[[str, dict[str, object]], wire.Row]",
) -> None:
    room.paper.outcome = "out"
    for key in ("down", "1", "1", "#", "#"):
        await room.press(key)
        await room.wait(6)
    called: dict[str, object] = {
        "ticket": "t-A017", "number": "A017", "window": "w3", "window_number": 3,
    }  # fmt: skip
    room.core.row(make_row("ticket_called", called))
    await room.wait(400, step=1.0)
    told = {one.utterance.id: one.utterance for one in room.speech.heard}.values()
    kept = [one for one in told if one.protected]
    assert {one.cause for one in kept} <= {"alert", "call"}
    said = [one.text for one in kept]
    for words in ("打印机没有纸了", "请到 3 号窗口", "还有 45 秒"):
        assert any(words in text for text in said), (words, said)
    assert len(kept) <= 6, said


def test_every_utterance_has_an_id_of_its_own() -> None:
    narrator, words, screen = Narrator(), Words("zh-CN"), a_screen()
    ids = [narrator.screen(screen, words).id for _ in range(100)]
    assert len(set(ids)) == 100


async def test_the_main_action_is_told_with_its_key_after_a_pause(room: "Room") -> None:
    for key in ("down", "1", "1"):
        await room.press(key)
    await room.wait(8)
    assert room.speech.begun[-1] == "按井号键，下一步，核对"


async def test_experienced_listeners_get_no_hints(room: "Room") -> None:
    await room.press("down")
    for _ in range(4):
        await room.press("]")
    await room.wait(8)
    said = len(room.speech.heard)
    await room.press("1")
    await room.wait(8)
    assert all(one.utterance.priority != 3 for one in room.speech.heard[said:])


async def test_a_45_a_live_change_is_said_once_after_the_phrase(room: "Room") -> None:
    for key in ("down", "1", "1", "#", "#"):
        await room.press(key)
    await room.wait(30)
    assert room.speech.begun.count("小票已打印，请取走") == 1
    number = next(place for place, said in enumerate(room.speech.begun) if "您的号码" in said)
    assert room.speech.begun.index("小票已打印，请取走") > number


@pytest.mark.parametrize("spoken", ["zh-CN", "en"])
def test_a_30_other_languages_offer_themselves_twice_five_seconds_apart(spoken: str) -> None:
    invitation = Invitation()
    invitation.begin(("zh-CN", "en", "ug"), spoken)
    said: list[tuple[float, str]] = []
    speaking_until = 8.0
    for tenth in range(600):
        at = tenth / 10
        language = invitation.due(at, speaking=at < speaking_until)
        if language is not None:
            said.append((at, language))
            speaking_until = at + 2
    assert [language for _, language in said] == [
        one for one in ("zh-CN", "en", "ug") if one != spoken
    ] * 2
    assert said[0][0] == pytest.approx(13, abs=0.2)
    assert said[1][0] - said[0][0] == pytest.approx(7, abs=0.2)


def test_an_act_ends_the_offers() -> None:
    invitation = Invitation()
    invitation.begin(("zh-CN", "en"), "zh-CN")
    invitation.due(0.0, speaking=False)
    invitation.end()
    assert invitation.due(9.0, speaking=False) is None


def test_the_tree_line_holds_what_the_contract_names_and_millimetres_from_the_floor() -> None:
    stream = io.StringIO()
    writer = TreeWriter(stream, start=10.0, geometry=PANEL_32, height_px=1920)
    screen = a_screen()
    placed = {"strip": Placed(0, 1800, 1080, 1920)}
    writer.write(12.5, screen, "strip", placed)
    writer.write(13.0, screen, "strip", placed)
    lines = stream.getvalue().splitlines()
    assert len(lines) == 1, "nothing changed, nothing is told"
    line = json.loads(lines[0])
    assert (line["t"], line["screen"], line["focus"]) == (2.5, "s", "strip")
    assert line["modes"]["reach"] is False
    node = line["nodes"][1]
    assert {
        "id", "role", "name", "value", "state", "hint", "lang", "actions", "order", "bounds_px",
        "bounds_mm",
    } <= node.keys()  # fmt: skip
    assert node["actions"] == ["activate"]
    assert node["bounds_mm"]["bottom"] == pytest.approx(650)
    assert node["bounds_mm"]["top"] == pytest.approx(650 + 120 * 708 / 1920, abs=0.1)
    assert line["nodes"][0]["bounds_mm"] is None


async def test_a_56_what_is_shown_of_speech_is_written_as_people_write(room: "Room") -> None:
    for key in ("down", "1", "1", "#", "#"):
        await room.press(key)
    await room.wait(1)
    caption = room.shown[-1].caption
    assert "A017" in caption
    assert "诶零幺七" not in caption
    assert "15–25 分钟" in caption


async def test_switching_the_low_controls_by_touch_says_what_now_holds(room: "Room") -> None:
    await room.begin()
    await room.press("down")

    mark = len(room.speech.begun)
    await room.touch("reach")
    room.speech.advance(0.3)
    assert "低位操作已打开" in " ".join(room.speech.begun[mark:])

    mark = len(room.speech.begun)
    await room.touch("reach")
    room.speech.advance(0.3)
    assert "已恢复高位" in " ".join(room.speech.begun[mark:])


async def test_a_37_an_arrow_to_the_side_skips_sentences_and_presses_nothing(
    room: "Room",
) -> None:
    for key in ("down", "1", "1", "#", "#"):
        await room.press(key)
    await room.wait(2)
    long = next(one for one in reversed(room.speech.heard) if one.kind == "start")
    for _ in range(30):
        room.core.key_down("right")
        room.core.key_up("right")
        room.speech.advance(0.1)
    assert room.screen == "issued"
    over = [one for one in room.speech.heard if one.utterance.id == long.utterance.id]
    assert over[-1].kind in ("end", "cancel"), "half a minute of words is left within three seconds"
    assert over[-1].reason in (None, "skipped")


def test_a_56_the_caption_moves_on_with_the_sentences_that_are_said() -> None:
    text = "取号成功，您的号码，A017。前面还有五个人。请到一楼 A 区等候。进门右手边，沿盲道走十步"
    assert following(text, 0) == text
    assert following(text, text.index("前面") + 3).startswith("前面还有五个人。请到")
    assert following(text, len(text) - 1) == "进门右手边，沿盲道走十步"
    assert following("短的一句。就这样", 7) == "短的一句。就这样", "what fits stays"
    english = "Your number is A 0 1 7. Five people are ahead of you. Please wait in area A."
    assert following(english, english.index("wait")).startswith("Please wait")
    assert following("Pay is 3.5 thousand yuan a month, paid by the 10th day", 30).startswith("Pay")


async def test_a_56_words_that_are_said_move_the_caption_on_the_glass(room: "Room") -> None:
    for key in ("down", "1", "1", "#", "#"):
        await room.press(key)
    await room.wait(1)
    said = next(one for one in reversed(room.speech.heard) if one.kind == "start")
    text = said.utterance.text
    at = text.index("。", 10) + 1
    room.core.heard(replace(said, kind="word", written=(at, at + 2)))
    assert room.shown[-1].caption == text[at:].lstrip()
    count = len(room.shown)
    room.core.heard(replace(said, kind="word", written=(at, at + 2)))
    assert len(room.shown) == count, "the same word draws nothing anew"
    room.core.heard(replace(said, kind="word", written=(at + 2, at + 3)))
    assert room.shown[-1].sounding == (2, 3)


def test_a_56_the_caption_tells_which_word_is_sounding() -> None:
    clock = ManualClock(datetime(2026, 11, 23, tzinfo=UTC))
    speech = RecorderSpeech(clock, channel="speaker")
    speaker = Speaker(speech)
    said = Utterance(
        id="u",
        priority=1,
        cause="screen",
        screen="s",
        channel="speaker",
        parts=(Say("先登记，再领表。" * 5, "zh-CN"),),
    )

    def word(start: int, end: int) -> None:
        speaker.heard(
            SpeechEvent(
                kind="word",
                at=0.0,
                utterance=said,
                spoken="",
                word=(start, end),
                written=(start, end),
            )
        )

    speaker.heard(SpeechEvent(kind="start", at=0.0, utterance=said, spoken=""))
    assert speaker.sounding == (0, 0)
    word(1, 3)
    start, end = speaker.sounding
    assert speaker.caption[start:end] == "登记"
    word(17, 19)
    start, end = speaker.sounding
    assert speaker.caption.startswith("先登记"), "it moved on to the sentence that sounds"
    assert speaker.caption[start:end] == "登记"
