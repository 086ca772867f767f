"""Mandarin words as tone-numbered pinyin, one group of syllables a word: what espeak reads right.

Loading the dictionary takes a third of a second: a voice process does it at its start.
"""

import re
from functools import cache, lru_cache
from typing import Any

#: Words the dictionary reads wrong, and words of the hall and its region whose reading must not
#: depend on a dictionary's edition. Checked against the golden list of the tests.
HALL_WORDS: dict[str, str] = {
    "诶": "ei1",
    "调休": "tiao2 xiu1",
    "数一数": "shu3 yi4 shu3",
    "还款": "huan2 kuan3",
    "还贷": "huan2 dai4",
    "行当": "hang2 dang5",
    "同行": "tong2 hang2",
    "银行": "yin2 hang2",
    "行业": "hang2 ye4",
    "店长": "dian4 zhang3",
    "厂长": "chang3 zhang3",
    "会计": "kuai4 ji4",
    "出纳": "chu1 na4",
    "角色": "jue2 se4",
    "便宜": "pian2 yi5",
    "看见": "kan4 jian4",
    "看护": "kan1 hu4",
    "看门": "kan1 men2",
    "供给": "gong1 ji3",
    "给予": "ji3 yu3",
    "应届": "ying1 jie4",
    "应聘": "ying4 pin4",
    "重庆": "chong2 qing4",
    "喀什": "ka1 shi2",
    "巴音郭楞": "ba1 yin1 guo1 leng2",
    "博尔塔拉": "bo2 er3 ta3 la1",
    "乌鲁木齐": "wu1 lu3 mu4 qi2",
    "克孜勒苏": "ke4 zi1 le4 su1",
    "尉犁": "yu4 li2",
    "若羌": "ruo4 qiang1",
    "且末": "qie3 mo4",
    "焉耆": "yan1 qi2",
    "和硕": "he2 shuo4",
    "和静": "he2 jing4",
    "轮台": "lun2 tai2",
    "库尔勒": "ku4 er3 le4",
    "阿克苏": "a1 ke4 su1",
    "阿勒泰": "a1 le4 tai4",
    "温宿": "wen1 su4",
    "叶城": "ye4 cheng2",
    "莎车": "sha1 che1",
    "伽师": "jia1 shi1",
    "皮山": "pi2 shan1",
    "于田": "yu2 tian2",
    "策勒": "ce4 le4",
    "察布查尔": "cha2 bu4 cha2 er3",
    "巩留": "gong3 liu2",
    "特克斯": "te4 ke4 si1",
    "生僻字": "sheng1 pi4 zi4",
}

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
_UNKNOWN = "sheng1pi4zi4"


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
            errors=lambda unknown: [_UNKNOWN] * len(unknown),
        )
        after = segments[index + 1][:1] if index + 1 < len(segments) else ""
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


def _yi_before(after: str) -> str:
    """Return how 一 is said before a measure word or a power of ten; else its own tone."""
    if after in _FALLING_MEASURES:
        return "yi2"
    return "yi4" if after in _OTHER_MEASURES else "yi1"


def _for_engine(reading: str) -> str:
    if reading == _UNKNOWN:
        return reading
    reading = reading.replace("ü", "v").replace("ê", "ei")
    return reading if _SYLLABLE.fullmatch(reading) else _UNKNOWN


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
        for word, reading in HALL_WORDS.items()
    }
    pypinyin.load_phrases_dict({word: value for word, value in phrases.items() if len(word) > 1})
    pypinyin.load_single_dict({ord("诶"): _marked(pypinyin, "ei1")})
    mmseg.retrain(mmseg.seg)
    return pypinyin, mmseg.seg.cut


def _marked(pypinyin: Any, syllable: str) -> str:
    """Return a tone-numbered syllable with its tone mark, as the dictionary holds it."""
    return str(pypinyin.contrib.tone_convert.to_tone(syllable))
