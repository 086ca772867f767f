"""Text as the rules want it: compatibility forms folded, ASCII digits, nothing invisible."""

import re
import unicodedata

#: A Roman numeral that names a grade: Ⅲ级 is 三级, where Ⅲ alone begins an item.
_ROMAN_GRADE = re.compile(r"([\u2160-\u217f])(?=\s*[级类型期度等档])")
_LONG_DIGITS = re.compile(r"\d{25,}")
_SQUARE = {"²": "平方", "³": "立方"}
#: Parts of characters that PDF files put for whole ones, and NFKC leaves as they are.
_RADICALS = str.maketrans(
    dict(
        zip(
            "⺁⺇⺈⺊⺌⺎⺗⺝⺟⺠⺢⺮⺶⺻⻁⻄⻅⻆⻉⻋⻌⻓⻔⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻨⻩⻬⻮⻰",
            "厂几刀卜小兀心月母民水竹羊聿虎西见角贝车辶长门青韦页风飞食马骨鬼鱼鸟麦黄齐齿龙",
            strict=True,
        )
    )
)
_SQUARED_UNITS = str.maketrans(
    {"㎡": "平方米", "㎝": "厘米", "㎏": "公斤", "㎞": "公里", "㎜": "毫米", "㏄": "毫升"}
)
#: 1️⃣ is the number of an item.
_KEYCAP = re.compile(r"(\d)\ufe0f?\u20e3\s*")
#: Variation selectors, joiners between emoji, colours of skin.
_LOOKS = re.compile(r"[\ufe0e\ufe0f]|(?<=[^\x00-\u1fff])\u200d|[\U0001f3fb-\U0001f3ff](?<!^.)")
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−－﹣", "-") | dict.fromkeys("～〜∼﹏", "~"))
_THOUSANDS = re.compile(r"(?<![\d.])(\d{1,3}(?:,\d{3})+)(?![\d])")


def clean(text: str, *, mandarin: bool) -> str:
    """Return text in NFKC without control characters; numerals of any script are ASCII."""
    text = without_joiners(_KEYCAP.sub(r" \1、" if mandarin else r" \1, ", text))
    if mandarin:
        text = text.translate(_SQUARED_UNITS)
        text = _ROMAN_GRADE.sub(lambda match: str(int(unicodedata.numeric(match[1]))), text)
    folded = "".join(_fold(character, mandarin) for character in text)
    folded = unicodedata.normalize("NFKC", folded).translate(_DASHES).replace("⁄", "/")
    plain = "".join(_plain(character) for character in folded)
    plain = _THOUSANDS.sub(lambda match: match[0].replace(",", ""), plain)
    # A run nobody follows as a number; cut here, so that no rule meets a very long one.
    plain = _LONG_DIGITS.sub(lambda match: " ".join(match[0]), plain)
    return re.sub(r"\s+", " ", plain).strip()


def without_joiners(text: str) -> str:
    """Return text without what only changes the look of an emoji, and with whole characters."""
    return _LOOKS.sub("", text).translate(_RADICALS)


def _fold(character: str, mandarin: bool) -> str:
    if character in _SQUARE and not mandarin:
        return " squared " if character == "²" else " cubed "
    category = unicodedata.category(character)
    if (category == "No" and character not in _SQUARE) or (category == "Nl" and character != "〇"):
        number = unicodedata.numeric(character, None)
        if number is None:
            return " "
        if number == int(number):
            return f" {int(number)}、" if mandarin else f" {int(number)}, "
        return " " + unicodedata.normalize("NFKC", character) + " "
    if character == "…":
        return "，" if mandarin else ", "
    return character


def _plain(character: str) -> str:
    if character.isascii():
        return character if character.isprintable() else " "
    category = unicodedata.category(character)
    if category == "Nd":
        return str(unicodedata.digit(character))
    if category in {"Zs", "Zl", "Zp", "Cc"}:
        return " "
    if category in {"Cf", "Mn", "Me"} and not unicodedata.category(character).startswith("L"):
        return "" if category == "Cf" else character
    return character
