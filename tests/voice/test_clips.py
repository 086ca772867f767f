"""Recorded voices: what they can say, what must be recorded, what is wrong with a recording."""

import json
import math
import queue
import random
import threading
import wave
from array import array
from collections.abc import Sequence
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from hall.errors import SpeechError
from voice.cli import voice
from voice.clips.checking import check_pack
from voice.clips.cutting import by_first, canonical, cut, unknown
from voice.clips.joining import loudness
from voice.clips.lines import installed_lines
from voice.clips.pack import call_sentences
from voice.clips.script import HallNumbers, Recording, recordings, sentences
from voice.port import SpeechEvent
from voice.process import VoiceOptions, start_voice
from voice.synths.clips import ClipSynth
from voice.synths.espeak import EspeakSynth
from voice.utterance import Say, Utterance

HALL = HallNumbers(prefixes=("A", "WX"), windows=(1, 2, 11, 12))
RATE = 44100


def tone(seconds: float, level: float = 0.14, frequency: float = 220.0) -> "array[int]":
    count = int(seconds * RATE)
    step = 2 * math.pi * frequency / RATE
    return array("h", (int(32767 * level * math.sin(step * at)) for at in range(count)))


def write(file: Path, samples: "array[int]", rate: int = RATE) -> None:
    with wave.open(str(file), "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(rate)
        out.writeframes(samples.tobytes())


def make_pack(folder: Path, says: Sequence[str], language: str = "zh-CN") -> Path:
    """Write a pack in which the nth recording sounds for 0.2 s + n hundredths."""
    folder.mkdir(parents=True, exist_ok=True)
    rows = [f'name = "test"\nlanguage = "{language}"\nspeaker = "s"\nlicence = "l"']
    for index, one in enumerate(says):
        write(folder / f"{index}.wav", tone(0.2 + index / 100))
        quoted = json.dumps(one, ensure_ascii=False)
        rows.append(f'[[clip]]\nsays = {quoted}\nfile = "{index}.wav"')
    (folder / "clips.toml").write_text("\n".join(rows), "utf-8")
    return folder


def said(synth: ClipSynth, words: str, lang: str = "zh-CN") -> "array[int]":
    samples = array("h")

    def keep(pcm: bytes) -> bool:
        samples.frombytes(pcm)
        return True

    assert synth.speak(words, lang, 100, keep)
    return samples


@pytest.mark.parametrize(
    ("text", "clips", "names"),
    [
        ("请诶零号，", ("请", "诶", "零", "号"), ("请", "诶", "零", "号")),
        ("到十一号窗口", ("到一号窗口", "到十一号窗口", "到", "十"), ("到十一号窗口",)),
        ("Number A, please", ("number", "a", "please"), ("number", "a", "please")),
        ("one two", ("on", "one two", "e"), ("one two",)),
        ("another", ("an", "other"), None),
        ("A120", ("a", "12", "1", "2", "0"), ("a", "1", "2", "0")),
        ("12 дугаар", ("12", "1", "2", "дугаар"), ("12", "дугаар")),
        ("请 到", ("请",), None),
        ("。！", ("请",), ()),
    ],
)
def test_words_are_cut_into_the_fewest_recordings(
    text: str, clips: tuple[str, ...], names: tuple[str, ...] | None
) -> None:
    assert cut(text, by_first(canonical(clip) for clip in clips)) == names


@given(st.lists(st.sampled_from("诶必零幺二三号"), min_size=1, max_size=40), st.text(max_size=30))
def test_what_is_put_together_of_recordings_can_be_cut_again(parts: list[str], other: str) -> None:
    clips = by_first(["诶", "必", "零", "幺", "二", "三", "号", "三号"])
    text = "".join(parts)
    found = cut(text, clips)
    assert found is not None
    assert "".join(found) == text
    assert unknown(text, clips) == ""
    assert bool(unknown(other, clips)) == (cut(other, clips) is None)


@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_what_is_to_be_recorded_says_every_call_and_nothing_is_left_over(language: str) -> None:
    lines = [line for line in installed_lines(language, "幺") if line.varies]
    found = recordings(lines, HALL, language)
    clips = by_first(canonical(one.says) for one in found)
    used: set[str] = set()
    for number in ("A012", "WX999", "A345", "WX678"):
        for window in HALL.windows:
            for line in lines:
                said = line.words(number, window)
                names = cut(said, clips)
                assert names is not None, unknown(said, clips)
                used.update(names)
    assert used == {canonical(one.says) for one in found}
    assert len(found) <= 10 + 3 + len(HALL.windows) + 3
    assert all(canonical(one.says) in canonical(one.carrier) for one in found)


def test_a_language_without_a_catalogue_takes_the_halls_own_sentence() -> None:
    runner = CliRunner()
    missing = runner.invoke(voice, ["clips", "script", "--lang", "mn"])
    assert isinstance(missing.exception, SpeechError)
    sentence = "{number} дугаартай хүн {window} дугаар цонхонд очно уу."
    told = runner.invoke(voice, ["clips", "script", "--lang", "mn", "--sentence", sentence])
    assert told.exit_code == 0
    rows = [row.split("\t") for row in told.output.splitlines() if row[:3].isdigit()]
    says = [row[1] for row in rows]
    assert "дугаартай хүн 3 дугаар цонхонд очно уу" in says
    assert set("0123456789") <= set(says)


def test_a_pack_made_by_the_script_passes_the_check_once_it_is_recorded(tmp_path: Path) -> None:
    runner = CliRunner()
    folder = tmp_path / "pack"
    made = runner.invoke(voice, ["clips", "script", "--lang", "zh-CN", "--out", str(folder)])
    assert made.exit_code == 0
    before = runner.invoke(voice, ["clips", "check", str(folder)])
    assert "001.wav: is missing; record '请'" in before.output
    assert "things to mend" in str(before.exception)
    record_with_espeak(folder)
    after = runner.invoke(voice, ["clips", "check", str(folder)])
    assert after.output.startswith("50 recordings say every call of demo"), after.output
    again = runner.invoke(voice, ["clips", "script", "--lang", "zh-CN", "--out", str(folder)])
    assert "already there" in str(again.exception)


def record_with_espeak(folder: Path) -> None:
    """Let a machine be the speaker of a sheet."""
    synth = EspeakSynth()
    for row in (folder / "script.txt").read_text("utf-8").splitlines():
        file, _, rest = row.partition("\t")
        if not rest:
            continue
        samples = array("h")

        def keep(pcm: bytes, samples: "array[int]" = samples) -> bool:
            samples.frombytes(pcm)
            return True

        synth.speak(rest.partition("\t")[0], "zh-CN", 100, keep)
        write(folder / file, array("h", (int(one * 0.4) for one in samples)), 22050)
    synth.close()


def test_recordings_are_joined_at_one_level_with_a_breath_between(tmp_path: Path) -> None:
    folder = make_pack(tmp_path / "p", ["请", "诶"])
    quiet = array("h", (one // 3 for one in tone(0.3)))
    write(folder / "0.wav", array("h", [0] * RATE) + quiet + array("h", [0] * RATE))
    synth = ClipSynth([folder])
    first, second, both = said(synth, "请"), said(synth, "诶"), said(synth, "请诶。")
    assert len(first) / 22050 == pytest.approx(0.32, abs=0.03)
    assert 20 * math.log10(loudness(first) / 32768) == pytest.approx(-20, abs=1)
    assert 20 * math.log10(loudness(second) / 32768) == pytest.approx(-20, abs=1)
    assert len(both) == len(first) + len(second) + int(0.02 * 22050)
    assert both[0] == 0
    assert abs(both[len(first) - 1]) < 200


def test_what_was_not_recorded_is_left_to_other_engines_and_told(tmp_path: Path) -> None:
    synth = ClipSynth([make_pack(tmp_path / "p", ["请", "诶"])])
    assert synth.covers("请诶", "zh-CN")
    assert not synth.covers("请必", "zh-CN")
    assert not synth.covers("please", "en")
    with pytest.raises(SpeechError, match="no recording says"):
        said(synth, "请必")


def test_several_packs_speak_several_languages(tmp_path: Path) -> None:
    make_pack(tmp_path / "a", ["请"])
    make_pack(tmp_path / "b", ["A", "0", "дугаар"], language="mn")
    synth = ClipSynth([tmp_path])
    assert synth.capabilities.languages == ("zh-CN", "mn")
    assert said(synth, "A00 дугаар", "mn")


def test_packs_bring_the_sentence_of_a_call_where_they_have_one(tmp_path: Path) -> None:
    make_pack(tmp_path / "a", ["请"])
    folder = make_pack(tmp_path / "b", ["A"], language="mn")
    manifest = folder / "clips.toml"
    manifest.write_text('call = "{number} {window}"\n' + manifest.read_text("utf-8"), "utf-8")
    (make_pack(tmp_path / "c", ["B"]) / "clips.toml").write_text("broken", "utf-8")
    assert call_sentences(tmp_path) == {"mn": "{number} {window}"}
    assert call_sentences(tmp_path / "none") == {}


def test_a_missing_file_is_told_when_it_is_wanted(tmp_path: Path) -> None:
    folder = make_pack(tmp_path / "p", ["请"])
    (folder / "0.wav").unlink()
    with pytest.raises(SpeechError, match=r"0\.wav"):
        said(ClipSynth([folder]), "请")


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("name = 3", "Expected `str`"),
        ("x", "clips.toml"),
        ('name="a"\nlanguage="zh"\nspeaker=""\nlicence=""\nvoise=1', "voise"),
        (
            'name="a"\nlanguage="zh"\nspeaker=""\nlicence=""\n[[clip]]\nsays="。"\nfile="1.wav"',
            "says nothing",
        ),
    ],
)
def test_a_manifest_that_makes_no_sense_says_where(tmp_path: Path, content: str, told: str) -> None:
    (tmp_path / "clips.toml").write_text(content, "utf-8")
    with pytest.raises(SpeechError, match=told):
        ClipSynth([tmp_path])


def test_each_fault_of_a_recording_is_told_with_what_to_do(tmp_path: Path) -> None:
    says = ["一", "二", "三", "四", "五", "六", "七", "八", "九", "一"]
    folder = make_pack(tmp_path / "p", says)
    write(folder / "1.wav", array("h", [0] * RATE))
    write(
        folder / "2.wav", array("h", (max(-32768, min(32767, 9 * one)) for one in tone(0.3, 0.9)))
    )
    write(folder / "3.wav", tone(0.3, level=0.015))
    write(folder / "4.wav", array("h", [0] * RATE) + tone(0.3))
    write(folder / "5.wav", tone(4.0))
    write(folder / "6.wav", tone(0.3), rate=8000)
    (folder / "7.wav").write_bytes(b"RIFFnothing")
    (folder / "8.wav").unlink()
    write(folder / "stray.wav", tone(0.3))
    faults = check_pack(folder, ["一零", "二三"])
    told = {fault.where: "" for fault in faults}
    for fault in faults:
        told[fault.where] += fault.problem
    parts = {
        "1.wav": "silent",
        "2.wav": "overdriven",
        "3.wav": "level of",
        "4.wav": "silence; cut",
        "5.wav": "sounds for 4.0 s",
        "6.wav": "8000 samples",
        "7.wav": "cannot be read",
        "8.wav": "missing; record '九'",
        "stray.wav": "not named",
        "一": "twice",
        "零": "not recorded",
    }
    for where, part in parts.items():
        assert part in told[where], told
    assert "0.wav" not in told


def test_any_text_is_said_or_refused(tmp_path: Path) -> None:
    synth = ClipSynth([make_pack(tmp_path / "p", ["请", "a", "0"])])
    chance = random.Random(5)  # noqa: S311  not a secret
    for length in (1, 10, 1000, 20000):
        text = "".join(chance.choice("请a0 ，\u202e😀\ud800é") for _ in range(length))
        assert isinstance(synth.covers(text, "zh-CN"), bool)


def test_sentences_to_check_need_every_digit_prefix_and_window() -> None:
    lines = [line for line in installed_lines("zh-CN", "幺") if line.varies]
    needed = "".join(sentences(lines, HALL, "zh-CN"))
    for part in ("零幺二三四五六七八九", "达不溜埃克斯", "十二号窗口"):
        assert part in needed


def test_a_piece_is_listed_once() -> None:
    lines = installed_lines("zh-CN", "一")
    found = recordings(lines, HALL, "zh-CN", "一")
    assert len({canonical(one.says) for one in found}) == len(found)
    assert Recording(says="请", carrier="请诶零号，到一号窗口。") in found


def test_a_voice_finds_its_recordings_and_leaves_the_rest_to_the_next(tmp_path: Path) -> None:
    make_pack(tmp_path / "voices" / "mine", ["请", "诶"])
    told: queue.SimpleQueue[SpeechEvent] = queue.SimpleQueue()
    heard = tmp_path / "heard.wav"
    options = VoiceOptions(voices=tmp_path / "voices", devices={"headphones": f"file:{heard}"})
    speech = start_voice(options=options, events=told.put)
    while set(speech.status.engines) != {"clips", "espeak-ng"}:
        threading.Event().wait(0.01)
        assert speech.wait_ready(30)
    assert speech.status.languages["zh"] == "clips"
    assert speech.status.languages["en"] == "espeak-ng"
    for words in ("请诶", "请坐"):
        speech.say(Utterance(id=words, parts=(Say(words, "zh-CN"),), priority=1))
        while told.get(timeout=30).kind != "end":
            continue
    speech.close()
    with wave.open(str(heard)) as source:
        samples = array("h", source.readframes(source.getnframes()))
    # Two tones of 0.2 s, then a synthetic voice: the recording's level is even, speech is not.
    assert 0.8 < len(samples) / 22050 < 3.0
