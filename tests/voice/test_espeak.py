import re
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from hall.errors import SpeechError
from voice.kazakh import in_cyrillic
from voice.synths.espeak import EspeakSynth, rate_parameter
from voice.synths.espeak_library import EspeakLibrary

GOLDEN = [
    line.split("\t")
    for line in (Path(__file__).parent / "phonemes.tsv").read_text("utf-8").splitlines()
]


@pytest.fixture(scope="module")
def synth() -> EspeakSynth:
    return EspeakSynth()


@pytest.mark.parametrize(("lang", "words", "phonemes"), GOLDEN)
def test_words_are_sounded_as_agreed(
    synth: EspeakSynth, lang: str, words: str, phonemes: str
) -> None:
    assert synth.phonemes(words, lang) == phonemes


def test_mandarin_is_never_read_in_english() -> None:
    assert not [words for lang, words, phonemes in GOLDEN if lang == "zh-CN" and "(en)" in phonemes]


def test_no_mandarin_of_the_phrasing_table_is_read_in_english(synth: EspeakSynth) -> None:
    table = (Path(__file__).parent / "phrasing.tsv").read_text("utf-8").splitlines()
    rows = (line.split("\t") for line in table)
    said = {words for lang, _, _, words in rows if lang == "zh-CN"}
    mandarin = sorted(words for words in said if not re.search("[A-Za-z]", words))
    assert len(mandarin) > 300
    assert [words for words in mandarin if "(en)" in synth.phonemes(words, "zh-CN")] == []


@pytest.mark.parametrize(
    ("words", "lang"),
    [
        ("请到三号窗口，办理登记。", "zh-CN"),
        ("take A one, then wait", "en"),
        ("请看 Word 文件", "zh-CN"),
    ],
)
def test_each_word_is_told_once_before_its_own_samples(
    synth: EspeakSynth, words: str, lang: str
) -> None:
    made: list[str] = []

    def keep(pcm: bytes) -> bool:
        made.append("pcm" if pcm else "")
        return True

    synth.speak_marked(words, lang, 100, keep, lambda span: made.append(words[slice(*span)]))
    told = [what for what in made if what not in ("pcm", "")]
    assert "".join(told) == "".join(letter for letter in words if letter.isalpha())
    assert len(told) >= 4
    last = max(index for index, what in enumerate(made) if what == told[-1])
    assert "pcm" in made[last:]
    assert made.index(told[0]) < made.index("pcm")


def test_a_33_rates_follow_the_measured_syllables() -> None:
    assert rate_parameter(100) == pytest.approx(150, abs=2)
    assert rate_parameter(300) == 450
    assert rate_parameter(10) == 80
    rates = [rate_parameter(percent) for percent in range(50, 301, 10)]
    assert rates == sorted(rates)


@pytest.mark.parametrize(
    "words", ["ᠮᠣᠩᠭᠣᠯ", "བོད", "𠮷", "ئۇيغۇرچە", "こんにちは", "Қазақ", "ÿ", "x̂"]
)
@pytest.mark.parametrize("lang", ["zh-CN", "en", "mn"])
def test_no_script_is_silent(synth: EspeakSynth, words: str, lang: str) -> None:
    made = bytearray()

    def keep(pcm: bytes) -> bool:
        made.extend(pcm)
        return True

    synth.speak(words, lang, 100, keep)
    assert len(made) > 2000
    assert any(made)


def test_a_library_that_is_missing_or_has_no_data_is_told(tmp_path: Path) -> None:
    with pytest.raises(SpeechError, match="cannot be loaded"):
        EspeakLibrary(tmp_path / "none.so", None)


def test_a_sink_that_breaks_is_heard_of(synth: EspeakSynth) -> None:
    def broken(_pcm: bytes) -> bool:
        raise RuntimeError("sink broke")

    with pytest.raises(RuntimeError, match="sink broke"):
        synth.speak("好", "zh-CN", 100, broken)


def test_aborting_takes_less_than_a_fiftieth_of_a_second_of_synthesis(synth: EspeakSynth) -> None:
    calls: list[int] = []

    def refuse(pcm: bytes) -> bool:
        calls.append(len(pcm))
        return False

    assert not synth.speak("这一句话很长，" * 30, "zh-CN", 100, refuse)
    assert len(calls) == 1


def test_it_works_in_another_thread_than_it_was_made_in(synth: EspeakSynth) -> None:
    made = bytearray()

    def keep(pcm: bytes) -> bool:
        made.extend(pcm)
        return True

    thread = threading.Thread(target=lambda: synth.speak("好", "zh-CN", 100, keep))
    thread.start()
    thread.join(10)
    assert made


@pytest.mark.parametrize(
    ("arabic", "cyrillic"),
    [
        ("قازاقستان", "қазақстан"),
        ("ءبىر", "бір"),
        ("ەكى", "екі"),
        ("ءۇش", "үш"),
        ("كوپ", "көп"),
        ("ءان", "ән"),
        ("سالەم", "сәлем"),
        ("كىتاپ", "кітап"),
        ("قىزمەت", "қызмет"),
        ("جۇمىس", "жұмыс"),
        ("ورىن", "орын"),
        ("تەرەزە", "терезе"),
        ("مەكتەپ", "мектеп"),
        ("ادەبيەت", "әдебиет"),
        ("ءۇي", "үй"),
        ("نومىر A017، 3 تەرەزە؟", "номыр A017, 3 терезе?"),
        ("жұмыс", "жұмыс"),
    ],
)
def test_kazakh_in_arabic_letters_is_read_as_its_cyrillic(arabic: str, cyrillic: str) -> None:
    assert in_cyrillic(arabic) == cyrillic


def test_a_48_kazakh_is_never_spelled_letter_by_letter(synth: EspeakSynth) -> None:
    assert synth.phonemes("قىزمەت", "kk") == synth.phonemes("қызмет", "kk")


def test_debians_own_library_reads_mandarin_by_its_pinyin_voice() -> None:
    # One library a process: another would share its state with the one the tests above use.
    check = """
from hall.errors import SpeechError
from voice.synths.espeak import EspeakSynth, system_library
try:
    library = system_library()
except SpeechError as error:
    print("none", error)
else:
    synth = EspeakSynth(library)
    print(library.version, synth.phonemes("好", "zh-CN"))
"""
    told = subprocess.run(
        [sys.executable, "-c", check], capture_output=True, text=True, check=True
    ).stdout
    assert "X'Au214" in told or told.startswith("none neither")
    assert "(en)" not in told
