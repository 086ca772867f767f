"""Priorities and interruption, as the accessibility rules (c)4 say, in virtual time."""

import pytest

from tests.voice.saying import cancelled, words
from voice.manager import SpeechManager
from voice.plan import Words, plan
from voice.synths.recorder import RecorderSpeech
from voice.utterance import Earcon, Mark, Pause, Say, Spell, Utterance


@pytest.fixture
def speech() -> RecorderSpeech:
    return RecorderSpeech()


LONG = "这一句话很长很长很长很长很长很长"


def test_an_action_replaces_everything_but_alerts_at_once(speech: RecorderSpeech) -> None:
    speech.say(words(LONG, 2))
    speech.say(words("提示", 3))
    speech.say(words("变了", 4))
    speech.advance(0.5)
    speech.say(words("已选中", 1))
    assert speech.begun == [LONG, "已选中"]
    assert cancelled(speech) == {LONG: "replaced", "提示": "replaced", "变了": "replaced"}
    assert speech.heard[-1].at == speech.clock.monotonic()


def test_a_screen_waits_for_the_result_of_the_action_that_made_it(speech: RecorderSpeech) -> None:
    speech.say(words(LONG, 1))
    speech.say(words("首页，六项", 2))
    speech.advance(20)
    assert speech.finished == [LONG, "首页，六项"]


def test_a_new_screen_replaces_the_words_of_the_old_one(speech: RecorderSpeech) -> None:
    speech.say(words(LONG, 2))
    speech.advance(1)
    speech.say(words("下一屏", 2))
    assert speech.begun == [LONG, "下一屏"]


def test_what_waited_longer_than_three_seconds_is_never_spoken(speech: RecorderSpeech) -> None:
    speech.say(words(LONG, 1))
    speech.advance(0.5)
    speech.say(words("还剩十项", 4))
    speech.advance(30)
    assert speech.finished == [LONG]
    assert cancelled(speech) == {"还剩十项": "stale"}
    dropped = next(event for event in speech.heard if event.kind == "cancel")
    assert dropped.at == pytest.approx(3.5)


def test_of_live_changes_only_the_latest_is_said_after_the_phrase(speech: RecorderSpeech) -> None:
    speech.say(words("薪资", 1))
    speech.say(words("十二项", 4))
    speech.say(words("十项", 4))
    speech.advance(10)
    assert speech.finished == ["薪资", "十项"]


def test_a_hint_comes_after_four_tenths_of_silence(speech: RecorderSpeech) -> None:
    speech.say(words(LONG, 1))
    speech.say(words("双击打开", 3))
    speech.advance(20)
    end = next(event.at for event in speech.heard if event.kind == "end")
    start = next(
        event.at for event in speech.heard if event.spoken == "双击打开" and event.kind == "start"
    )
    assert start == pytest.approx(end + 0.4)


def test_an_action_drops_the_hint_that_waits(speech: RecorderSpeech) -> None:
    speech.say(words("文员", 1))
    speech.say(words("双击打开", 3))
    speech.advance(0.1)
    speech.stop()
    speech.advance(10)
    assert speech.finished == []
    assert cancelled(speech) == {"文员": "stopped", "双击打开": "stopped"}


def test_an_alert_replaces_all(speech: RecorderSpeech) -> None:
    speech.say(words(LONG, 1))
    speech.say(words("还有四十五秒", 0))
    assert speech.begun == [LONG, "还有四十五秒"]


def test_a_protected_alert_is_heard_to_the_end_of_its_first_sentence(
    speech: RecorderSpeech,
) -> None:
    speech.say(words("打印机没有纸了。您的号码有效，不用重新取号。", 0, id="paper", protected=True))
    speech.advance(0.5)
    speech.stop()
    speech.say(words("文员", 1))
    assert speech.begun[-1].startswith("打印机")
    speech.advance(2.5)
    assert speech.begun[-1] == "文员"
    assert cancelled(speech)["paper"] == "stopped"
    cut = next(event.at for event in speech.heard if event.kind == "cancel")
    assert cut == pytest.approx(7 * 0.32 + 0.25)


def test_an_alert_that_is_not_protected_may_be_interrupted_at_once(speech: RecorderSpeech) -> None:
    speech.say(words(LONG, 0))
    speech.say(words("文员", 1))
    assert speech.begun == [LONG, "文员"]


def test_alerts_wait_for_a_protected_alert_and_both_are_heard(speech: RecorderSpeech) -> None:
    speech.say(words(LONG + "。", 0, id="first", protected=True))
    speech.say(words("第二个", 0, id="second"))
    speech.advance(30)
    starts = [event.utterance.id for event in speech.heard if event.kind == "start"]
    assert starts == ["first", "second"]


def test_pausing_freezes_and_resuming_goes_on_at_the_same_place(speech: RecorderSpeech) -> None:
    speech.say(words(LONG, 1))
    speech.advance(1)
    speech.pause()
    speech.advance(100)
    assert speech.finished == []
    speech.resume()
    speech.advance(len(LONG) * 0.32 - 1 - 0.01)
    assert speech.finished == []
    speech.advance(0.02)
    assert speech.finished == [LONG]


def test_a_new_action_leaves_the_pause(speech: RecorderSpeech) -> None:
    speech.say(words(LONG, 1))
    speech.pause()
    speech.say(words("文员", 1))
    speech.advance(5)
    assert speech.finished == ["文员"]


def test_what_waits_does_not_age_in_a_pause(speech: RecorderSpeech) -> None:
    speech.say(words("薪资薪资", 1))
    speech.say(words("十项", 4))
    speech.pause()
    speech.advance(60)
    speech.resume()
    speech.advance(10)
    assert speech.finished == ["薪资薪资", "十项"]


def test_repeat_says_the_last_words_again_but_not_the_hint(speech: RecorderSpeech) -> None:
    speech.say(words("文员", 1, id="a"))
    speech.say(words("双击打开", 3, id="h"))
    speech.advance(10)
    speech.repeat()
    speech.advance(10)
    speech.repeat()
    speech.advance(10)
    assert speech.finished == ["文员", "双击打开", "文员", "文员"]
    ids = [event.utterance.id for event in speech.heard if event.kind == "request"]
    assert len(set(ids)) == 4


def test_each_request_has_exactly_one_outcome(speech: RecorderSpeech) -> None:
    for index in range(200):
        speech.say(words(f"第{index}项", index * 7 % 5, id=str(index), protected=index % 10 == 0))
        if index % 13 == 0:
            speech.stop()
        if index % 17 == 0:
            speech.pause()
        speech.advance(index % 6 / 3)
    speech.resume()
    speech.advance(200)
    requests = [event.utterance.id for event in speech.heard if event.kind == "request"]
    outcomes = [event.utterance.id for event in speech.heard if event.kind in ("end", "cancel")]
    assert sorted(outcomes) == sorted(requests)


def test_marks_are_told_where_they_stand(speech: RecorderSpeech) -> None:
    parts = (Earcon("chime"), Say("一", "zh-CN"), Mark("half"), Pause(1.0), Spell("A1", "zh-CN"))
    speech.say(Utterance(id="u", parts=parts, priority=1))
    speech.advance(10)
    mark = next(event for event in speech.heard if event.kind == "mark")
    assert mark.mark == "half"
    assert [event.kind for event in speech.heard] == ["request", "start", "mark", "end"]
    assert speech.finished == ["一，诶，幺"]


def test_more_text_than_anyone_listens_to_is_refused(speech: RecorderSpeech) -> None:
    speech.say(words("字" * 100_000, 1, id="book"))
    assert cancelled(speech) == {"book": "refused"}


def test_a_faster_rate_takes_less_time(speech: RecorderSpeech) -> None:
    speech.set_rate(99)
    speech.say(words(LONG, 1))
    speech.advance(len(LONG) * 0.32 / 3 + 0.01)
    assert speech.finished == [LONG]


def test_an_unknown_priority_is_refused() -> None:
    with pytest.raises(ValueError, match="priority"):
        words("文员", 5)


def test_each_rank_of_the_table_replaces_and_yields_as_it_says() -> None:
    """(new, old) → whether the new one, asked for half a second later, cuts the old one."""
    cuts = {
        (0, 0): True,  # the newer of two unprotected alerts is the one that is true now
        (0, 1): True,
        (0, 2): True,
        (0, 3): True,
        (0, 4): True,
        (1, 0): True,
        (1, 1): True,
        (1, 2): True,
        (1, 3): True,
        (1, 4): True,
        (2, 0): False,
        (2, 1): False,
        (2, 2): True,
        (2, 3): True,
        (2, 4): True,
        (3, 0): False,
        (3, 1): False,
        (3, 2): False,
        (3, 3): False,
        (3, 4): False,
        (4, 0): False,
        (4, 1): False,
        (4, 2): False,
        (4, 3): False,
        (4, 4): False,
    }
    found = {}
    for new, old in cuts:
        speech = RecorderSpeech()
        speech.say(words("先说的话", old, id="old"))
        speech.advance(0.5)
        speech.say(words("后说的话", new, id="new"))
        found[new, old] = cancelled(speech).get("old") == "replaced"
    assert found == cuts


def test_a_change_of_rate_keeps_the_place_and_shortens_what_is_left(
    speech: RecorderSpeech,
) -> None:
    speech.say(words(LONG, 1))
    speech.advance(len(LONG) * 0.32 / 2)
    speech.set_rate(7)
    speech.advance(len(LONG) * 0.32 / 4 - 0.01)
    assert speech.finished == []
    speech.advance(0.02)
    assert speech.finished == [LONG]


def test_a_change_of_volume_changes_nothing_else(speech: RecorderSpeech) -> None:
    speech.say(words(LONG, 1))
    speech.advance(1)
    speech.set_volume(0)
    speech.advance(len(LONG) * 0.32 - 1 + 0.01)
    assert speech.finished == [LONG]
    assert len(speech.begun) == 1


def test_a_48_each_language_of_an_utterance_is_a_piece_of_its_own() -> None:
    mixed = Utterance(
        id="u",
        parts=(Say("请取号", "zh-CN"), Say("Take a ticket", "en"), Spell("A1", "zh-CN")),
    )
    spoken_by = [(step.lang, step.words) for step in plan(mixed) if isinstance(step, Words)]
    assert spoken_by == [
        ("zh-CN", "请取号"),
        ("en", "Take a ticket"),
        ("zh-CN", "诶，"),
        ("zh-CN", "幺"),
    ]


def test_words_are_told_where_they_stand_in_what_is_said_and_written() -> None:
    speech = RecorderSpeech(words=True)
    speech.say(words("月薪3500元，包吃住", 1))
    speech.advance(20)
    told = [event for event in speech.heard if event.kind == "word"]
    assert [event.spoken[slice(*event.word)] for event in told if event.word] == [
        "月薪三千五百元，",
        "包吃住",
    ]
    assert [event.utterance.text[slice(*event.written)] for event in told if event.written] == [
        "月薪3500元，",
        "包吃住",
    ]


def test_a_thousand_rapid_focus_changes_leave_exactly_the_last(speech: RecorderSpeech) -> None:
    for index in range(1000):
        speech.say(words(f"第{index}项，按钮", 1, id=str(index)))
        speech.say(words("双击打开", 3, id=f"hint {index}"))
        speech.advance(0.004)
    speech.advance(30)
    assert [event.utterance.id for event in speech.heard if event.kind == "end"] == [
        "999",
        "hint 999",
    ]
    assert set(cancelled(speech).values()) == {"replaced"}
    assert len(cancelled(speech)) == 2 * 999


def test_a_hint_never_begins_while_the_visitor_keeps_moving(speech: RecorderSpeech) -> None:
    for index in range(20):
        speech.say(words("文员", 1, id=str(index)))
        speech.say(words("双击打开", 3, id=f"hint {index}"))
        speech.advance(0.9)
    assert "双击打开" not in speech.begun


def test_what_reaches_the_voice_late_is_never_spoken(speech: RecorderSpeech) -> None:
    """As when the voice process was started again: what waited for it is old by then."""
    told: list[tuple[str, str | None]] = []

    class Nobody:
        def begin(self, utterance: Utterance) -> None:
            told.append(("begin", utterance.id))

        def silence(self) -> None: ...
        def freeze(self) -> None: ...
        def thaw(self) -> None: ...
        def skip(self, sentences: int) -> bool:
            return sentences > 0

    manager = SpeechManager(
        Nobody(), lambda kind, _utterance, reason: told.append((kind, reason)), lambda: 100.0
    )
    manager.say(words("旧的"), 96.9)
    manager.say(words("新的"), 97.1)
    assert told == [("cancel", "stale"), ("begin", "新的")]
