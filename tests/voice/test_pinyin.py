from pathlib import Path

import pytest

from voice.pinyin import hall_words, mandarin_pinyin

GOLDEN = [
    line.split("\t")
    for line in (Path(__file__).parent / "pinyin.tsv").read_text("utf-8").splitlines()
]


@pytest.mark.parametrize(("words", "reading"), GOLDEN)
def test_words_are_read_as_agreed(words: str, reading: str) -> None:
    assert mandarin_pinyin(words) == reading


@pytest.mark.parametrize("word", sorted(hall_words()))
def test_a_hall_word_has_its_own_reading(word: str) -> None:
    def folded(reading: str) -> str:
        # The dictionary says the first of two third tones as a second; that is its business.
        return reading.replace(" ", "").replace("3", "2")

    assert folded(mandarin_pinyin(word)) == folded(hall_words()[word])


def test_punctuation_becomes_the_engines_own() -> None:
    assert mandarin_pinyin("你好，请坐。") == "ni2hao3, qing3 zuo4."


def test_a_rare_character_is_told_to_be_one() -> None:
    assert mandarin_pinyin("𠮷") == "sheng1pi4zi4"
