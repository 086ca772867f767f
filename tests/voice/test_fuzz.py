"""Whatever text data hold, it is spoken or refused: no hang, no crash, no leak."""

import os
import queue
import random
import sys
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hall.errors import SpeechError
from voice.plan import LONGEST_TEXT, Words, plan, too_long
from voice.port import SpeechEvent
from voice.process import VoiceOptions, start_voice
from voice.synths.child import ChildSynth
from voice.synths.espeak import EspeakSynth
from voice.utterance import Say, Spell, Utterance

LONGEST_PIECE = 200
NASTY = {
    "control characters": "".join(map(chr, range(32))) + "\x7f\x80\x9f",
    "a right-to-left override": "号码 \u202eA017\u202c \u2066x\u2069 \u200f",
    "emoji joined and coloured": "👩🏽‍🦽👨‍👩‍👧‍👦🏳️‍🌈1️⃣🇨🇳",
    "lone surrogates": "\ud800\udfff a\udc00",
    "marks upon marks": "Z" + "\u0301\u0323" * 100,
    "phonemes and markup": "[[h@l'oU]] <speak><break time='9s'/></speak> &amp; \\ `rm`",
    "zero width": "\u200b\u200c\u200d\ufeff\u2060" * 20,
    "private use and rare": "\ue000\U000f0000\U00020bb7\U0003134a",
    "one word": "a" * 1000,
    "digits": "9" * 400,
    "stops": "。" * 200 + "!?" * 50,
    "scripts side by side": "文a文а文ا文あ文한文ก文ᠮ" * 30,
}


@pytest.fixture(scope="module")
def engine() -> Iterator[ChildSynth]:
    engine = ChildSynth(["espeak-ng"])
    yield engine
    engine.close()


def spoken_or_refused(engine: ChildSynth, text: str, lang: str, *, spell: bool = False) -> int:
    """Speak a text as a voice does; return how many samples it made."""
    part = Spell(text, lang) if spell else Say(text, lang)
    utterance = Utterance(id="u", parts=(part,))
    if too_long(utterance):
        return 0
    made = 0

    def count(pcm: bytes) -> bool:
        nonlocal made
        made += len(pcm) // 2
        return True

    for step in plan(utterance):
        if isinstance(step, Words):
            assert len(step.words) <= LONGEST_PIECE
            engine.speak(step.words, lang, 300, count)
    return made


@pytest.mark.parametrize("lang", ["zh-CN", "mn"])
@pytest.mark.parametrize("name", sorted(NASTY))
def test_nasty_text_is_spoken(engine: ChildSynth, name: str, lang: str) -> None:
    pid = engine.pid
    spoken_or_refused(engine, NASTY[name], lang)
    assert spoken_or_refused(engine, "好", "zh-CN") > 1000
    assert engine.pid == pid


@given(text=st.text(max_size=120), lang=st.sampled_from(["zh-CN", "en", "ug", "kk", "mn", "x"]))
def test_any_text_is_spoken(engine: ChildSynth, text: str, lang: str) -> None:
    made = spoken_or_refused(engine, text, lang)
    assert made > 0 or not any(letter.isalnum() for letter in text)


@given(text=st.text(max_size=30))
def test_any_text_can_be_spelled(engine: ChildSynth, text: str) -> None:
    assert spoken_or_refused(engine, text, "zh-CN", spell=True) >= 0


def blocks(count: int | None) -> list[str]:
    """Return every character Unicode has, in strings of 100; or so many of these by chance."""
    assigned = [
        chr(code)
        for code in range(sys.maxunicode + 1)
        if unicodedata.category(chr(code)) not in ("Cn", "Co")
    ]
    whole = ["".join(assigned[at : at + 100]) for at in range(0, len(assigned), 100)]
    return whole if count is None else random.Random(7).sample(whole, count)  # noqa: S311


def test_characters_of_all_scripts_are_spoken(engine: ChildSynth) -> None:
    for block in blocks(12):
        spoken_or_refused(engine, block, "zh-CN")


@pytest.mark.deep
@pytest.mark.timeout(3000)
def test_every_character_there_is_is_spoken(engine: ChildSynth) -> None:
    pid = engine.pid
    for block in blocks(None):
        spoken_or_refused(engine, block, "zh-CN")
        spoken_or_refused(engine, block, "en", spell=True)
    assert engine.pid == pid


def test_a_hundred_kilobytes_are_refused_as_an_utterance_and_survived_by_the_engine(
    engine: ChildSynth,
) -> None:
    text = "请到三号窗口办理失业登记。" * 3000
    assert len(text.encode()) > 100_000
    assert too_long(Utterance(id="u", parts=(Say(text, "zh-CN"),)))
    heard = 0

    def first_second(pcm: bytes) -> bool:
        nonlocal heard
        heard += len(pcm)
        return heard < 44100

    assert not engine.speak(text, "zh-CN", 100, first_second)
    assert spoken_or_refused(engine, "好", "zh-CN") > 1000


def test_the_longest_text_that_is_taken_comes_in_short_pieces() -> None:
    for text in ("好" * LONGEST_TEXT, "a " * (LONGEST_TEXT // 2), "9" * LONGEST_TEXT):
        utterance = Utterance(id="u", parts=(Say(text, "zh-CN"),))
        assert not too_long(utterance)
        words = [step.words for step in plan(utterance) if isinstance(step, Words)]
        assert words
        assert max(map(len, words)) <= LONGEST_PIECE


def soak(utterances: int) -> tuple[int, int]:
    """Speak that many in this process; return the memory in kB after a tenth and at the end."""
    engine = EspeakSynth()
    texts = ["请诶零幺七号，到三号窗口", "文员，按钮，第二项，共八项", "window three", "ئۇيغۇرچە"]
    early = 0
    for index in range(utterances):
        text = texts[index % len(texts)]
        lang = "en" if text.isascii() else "zh-CN"
        try:
            engine.speak(f"{text} {index}", lang, 300, lambda _pcm: True)
        except SpeechError as error:  # pragma: no cover
            raise AssertionError(text) from error
        if index == utterances // 10:
            early = resident_kb()
    late = resident_kb()
    engine.close()
    return early, late


def resident_kb(pid: int | None = None) -> int:
    statm = Path(f"/proc/{pid or 'self'}/statm").read_text("ascii")
    pages = int(statm.split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") // 1024


def test_many_utterances_leave_no_memory_behind() -> None:
    early, late = soak(300)
    assert late - early < 4000


@pytest.mark.deep
@pytest.mark.timeout(3000)
def test_ten_thousand_utterances_leave_no_memory_behind() -> None:
    early, late = soak(10_000)
    assert late - early < 6000


@pytest.mark.deep
@pytest.mark.timeout(3000)
def test_ten_thousand_requests_leave_no_memory_in_the_voice_process_or_its_engine() -> None:
    told: queue.SimpleQueue[SpeechEvent] = queue.SimpleQueue()
    voice = start_voice(options=VoiceOptions(devices={"headphones": "null"}), events=told.put)
    assert voice.wait_ready(60)

    def heard_out(name: str) -> None:
        voice.say(Utterance(id=name, parts=(Say("好", "zh-CN"),), priority=1))
        while (event := told.get(timeout=60)).utterance.id != name or event.kind != "end":
            continue

    def memory() -> int:
        children = Path(f"/proc/{voice.pid}/task/{voice.pid}/children").read_text("ascii").split()
        threads = Path(f"/proc/{voice.pid}/task").iterdir()
        pids = {str(voice.pid), *children}
        pids |= {pid for one in threads for pid in (one / "children").read_text("ascii").split()}
        return sum(resident_kb(int(pid)) for pid in pids)

    early = 0
    for index in range(10_000):
        text = f"第 {index} 项，文员，按钮，共 8 项"
        voice.say(Utterance(id=str(index), parts=(Say(text, "zh-CN"),), priority=1))
        if index % 100 == 99:
            heard_out(f"pause {index}")
        if index == 2_000:
            early = memory()
    late = memory()
    voice.close()
    assert voice.starts == 1
    assert late - early < 8000
