"""Numbers as Uyghur and Kazakh words (both in Arabic script): cardinals, and digits one by one.

Nothing here has been heard by a native speaker yet; the words are those of any school book.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

LONGEST_CARDINAL = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class _Words:
    """A language's number words; ``ones`` begin with zero, ``tens`` with ten."""

    ones: Sequence[str]
    tens: Sequence[str]
    hundred: str
    powers: Sequence[str]
    point: str
    percent: str
    yuan: str


_UYGHUR = _Words(
    ones=("نۆل", "بىر", "ئىككى", "ئۈچ", "تۆت", "بەش", "ئالتە", "يەتتە", "سەككىز", "توققۇز"),
    tens=(
        *("ئون", "يىگىرمە", "ئوتتۇز", "قىرىق", "ئەللىك"),
        *("ئاتمىش", "يەتمىش", "سەكسەن", "توقسان"),
    ),
    hundred="يۈز",
    powers=("", "مىڭ", "مىليون", "مىليارد"),
    point="نۇقتا",
    percent="پىرسەنت",
    yuan="يۈەن",
)
_KAZAKH = _Words(
    ones=("نول", "ٴبىر", "ەكى", "ٴۇش", "ٴتورت", "بەس", "التى", "جەتى", "سەگىز", "توعىز"),
    tens=(
        *("ون", "جيىرما", "وتىز", "قىرىق", "ەلۋ"),
        *("الپىس", "جەتپىس", "سەكسەن", "توقسان"),
    ),
    hundred="ٴجۇز",
    powers=("", "مىڭ", "ميلليون", "ميلليارد"),
    point="نۇكتە",
    percent="پايىز",
    yuan="يۋان",
)
_LANGUAGES: Mapping[str, _Words] = {"ug": _UYGHUR, "kk": _KAZAKH}
LANGUAGES = tuple(_LANGUAGES)

_RANGE = re.compile(r"(?<=\d)\s*[-~]\s*(?=\d)")
_TIME = re.compile(r"(?<!\d)(\d{1,2}):(\d{2})(?!\d)")
_CODE = re.compile(r"(?<![\w.])([A-Za-z]{1,3})-?(\d{2,8})(?![\w.])")
_NUMBER = re.compile(r"([¥$]\s*)?(?<![\d.])(\d+)(?:\.(\d+))?\s*(%|元)?")


def cardinal(number: int, lang: str) -> str:
    """Return 3005 as "three thousand five" in the language; very long ones digit by digit."""
    words = _words(lang)
    if number == 0:
        return words.ones[0]
    if number >= 10**LONGEST_CARDINAL:
        return digits(str(number), lang)
    groups: list[str] = []
    for power in words.powers:
        number, group = divmod(number, 1000)
        if group:
            # A thousand is "thousand", not "one thousand"; a million is "one million".
            said = "" if group == 1 and power == words.powers[1] else _below_thousand(group, words)
            groups.insert(0, f"{said} {power}".strip())
    return " ".join(groups)


def digits(text: str, lang: str) -> str:
    """Return ASCII digits one by one."""
    return " ".join(_words(lang).ones[int(digit)] for digit in text)


def code(text: str, lang: str) -> str:
    """Return a ticket, telephone or card number: letters as they are, digits one by one."""
    said = (digits(each, lang) if each.isdigit() else each for each in text if each.isalnum())
    return " ".join(said)


def read_numbers(text: str, lang: str) -> str:
    """Return text with every ASCII digit said; codes digit by digit, other numbers as cardinals."""
    text = _CODE.sub(lambda match: f"{match[1]} {digits(match[2], lang)}", text)
    text = _TIME.sub(r"\1 \2", text)
    text = _RANGE.sub(" – ", text)
    return re.sub(r" {2,}", " ", _NUMBER.sub(lambda match: _number(match, lang), text)).strip()


def _number(match: re.Match[str], lang: str) -> str:
    mark, whole, fraction, unit = match.groups()
    words = _words(lang)
    is_code = (len(whole) > 1 and whole.startswith("0")) or len(whole) > 9
    said = digits(whole, lang) if is_code and not fraction else cardinal(int(whole), lang)
    if fraction:
        said += f" {words.point} {digits(fraction, lang)}"
    after = words.percent if unit == "%" else words.yuan if unit or mark else ""
    return f" {said} {after} "


def _below_thousand(number: int, words: _Words) -> str:
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10)
    said = []
    if hundreds:
        said.append(words.hundred if hundreds == 1 else f"{words.ones[hundreds]} {words.hundred}")
    if tens:
        said.append(words.tens[tens - 1])
    if ones:
        said.append(words.ones[ones])
    return " ".join(said)


def _words(lang: str) -> _Words:
    return _LANGUAGES[lang.split("-")[0]]
