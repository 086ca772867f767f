"""Mandarin words as tone-numbered pinyin, one group of syllables a word: what espeak reads right.

Loading the dictionary takes a third of a second: a voice process does it at its start.
"""

import re
from collections.abc import Mapping
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

_READINGS = Path(__file__).with_name("readings.tsv")
_ALONE_LIST = "诶ei1 甸dian4 切qie1 脊ji3 勒le4 什shi2 葛ge3 泊bo2 卜bu3 肖xiao1 调tiao2 长chang2"
_IN_TOWNS_LIST = "都du1 曾zeng1 塞sai4 斗dou3 子zi3 仔zai3 楞leng2 撒sa1 行hang2 朝chao2"
#: Characters that the dictionary reads in their rarer way where they stand alone: 甸, 切配, 太长.
_ALONE = {one[0]: one[1:] for one in _ALONE_LIST.split()}
#: Characters that the name of a town or street reads otherwise than other text does.
_IN_TOWNS = {one[0]: one[1:] for one in _IN_TOWNS_LIST.split()}
_TOWN_END = re.compile(r"[\u4e00-\u9fff]{0,2}?(?:镇|乡(?!村)|街道|苏木)")
_STOPS = str.maketrans(
    {"，": ", ", "。": ". ", "！": "! ", "？": "? ", "；": "; ", "：": ", ", "、": ", ", "…": ", "}
)
_SYLLABLE = re.compile(r"[a-zêü]+[1-5]")
_FALLING_MEASURES = "个位件次岁块万亿项份部套句"
_OTHER_MEASURES = "百千天年家间名人条张台辆周组种元米公里步些双支枚盒瓶篇期"
#: Of two third tones the first is said as a second: 五百, 两点.
_THIRD_NUMERALS = {"五": "wu2", "九": "jiu2", "两": "liang2", "几": "ji2"}
_THIRD_MEASURES = "百点秒米里本把种口"
_NO_SANDHI_AFTER = tuple("零一二三四五六七八九十百千万亿两幺点第")
#: How a character is called that no dictionary knows.
UNKNOWN = "sheng1pi4zi4"


@cache
def hall_words() -> Mapping[str, str]:
    """Return our own list of readings: 长治 is "chang2 zhi4"."""
    lines = (line.split("\t") for line in _READINGS.read_text("utf-8").splitlines())
    return {line[0]: line[1] for line in lines if len(line) == 2}


def preload() -> None:
    """Load the dictionary now, so that the first words do not wait for it."""
    mandarin_pinyin("好")


@lru_cache(maxsize=4096)
def mandarin_pinyin(words: str) -> str:
    """Return 请到三号窗口 as "qing3 dao4 san1hao4 chuang1kou3"; a rare character is called so.

    Punctuation becomes ASCII; letters and digits are left out (they are not Mandarin).
    """
    pypinyin, cut = _dictionary()
    spoken: list[str] = []
    segments = list(cut(words))
    for index, word in enumerate(segments):
        if not _is_han(word):
            spoken.append(re.sub(r"[^,.!?; ]", "", word.translate(_STOPS)))
            continue
        readings = pypinyin.lazy_pinyin(
            word,
            style=pypinyin.Style.TONE3,
            neutral_tone_with_five=True,
            tone_sandhi=True,
            errors=lambda unknown: [UNKNOWN] * len(unknown),
        )
        rest = "".join(segments[index + 1 : index + 4])
        after = rest[:1]
        if word in _IN_TOWNS and is_in_town(word + rest, 0):
            readings = [_IN_TOWNS[word]]
        if word == "一" and after and not "".join(segments[:index]).endswith(_NO_SANDHI_AFTER):
            readings = [_yi_before(after)]
        if word in _THIRD_NUMERALS and after and after in _THIRD_MEASURES:
            readings = [_THIRD_NUMERALS[word]]
        spoken.append(" " + "".join(_for_engine(reading) for reading in readings))
    return re.sub(r"\s+", " ", re.sub(r"\s+([,.!?;])", r"\1", "".join(spoken))).strip()


def han_words(words: str) -> list[tuple[int, int]]:
    """Return the places of the Mandarin words, one for each group `mandarin_pinyin` makes."""
    _, cut = _dictionary()
    places: list[tuple[int, int]] = []
    at = 0
    for word in cut(words):
        if _is_han(word):
            places.append((at, at + len(word)))
        at += len(word)
    return places


def is_in_town(text: str, index: int) -> bool:
    """Tell whether a character is read as the name of a town or street reads it."""
    return text[index] in _IN_TOWNS and _TOWN_END.match(text, index + 1) is not None


def _yi_before(after: str) -> str:
    """Return how 一 is said before a measure word or a power of ten; else its own tone."""
    if after in _FALLING_MEASURES:
        return "yi2"
    return "yi4" if after in _OTHER_MEASURES else "yi1"


def _for_engine(reading: str) -> str:
    if reading == UNKNOWN:
        return reading
    reading = reading.replace("ü", "v").replace("ê", "ei")
    return reading if _SYLLABLE.fullmatch(reading) else UNKNOWN


def _is_han(word: str) -> bool:
    return any(
        "\u3400" <= letter <= "\u9fff" or letter >= "\U00020000" or letter == "〇"
        for letter in word
    )


@cache
def _dictionary() -> tuple[Any, Any]:
    import pypinyin
    import pypinyin.contrib.tone_convert
    from pypinyin.seg import mmseg

    phrases = {
        word: [[_marked(pypinyin, syllable)] for syllable in reading.split()]
        for word, reading in hall_words().items()
    }
    pypinyin.load_phrases_dict(phrases)
    pypinyin.load_single_dict(
        {ord(one): _marked(pypinyin, reading) for one, reading in _ALONE.items()}
    )
    mmseg.retrain(mmseg.seg)
    return pypinyin, mmseg.seg.cut


def _marked(pypinyin: Any, syllable: str) -> str:
    """Return a tone-numbered syllable with its tone mark, as the dictionary holds it."""
    return str(pypinyin.contrib.tone_convert.to_tone(syllable))
