"""Free text as words: cleaned, numbers read, letters and symbols named; never silent."""

import re
import unicodedata

from voice.phrasing import english_rules, mandarin_rules, turkic
from voice.phrasing.cleaning import clean, without_joiners
from voice.phrasing.letters import MANDARIN_LETTERS, SYMBOLS, name_of
from voice.phrasing.mandarin import character_name

_STOPS = {
    ",": "，",
    ";": "；",
    ":": "：",
    "!": "！",
    "?": "？",
    "、": "、",
    "，": "，",
    "。": "。",
    "；": "；",
    "：": "：",
    "！": "！",
    "？": "？",
}
_DROPPED = frozenset("\"'“”‘’「」『』`《》〈〉_*")
_NAMED = frozenset("@#&+=<>≤≥≠≈±×÷%‰°$¥€£§→←↑↓√✓✔✅✗✘❌☑☐♿☎⚠")
_NUMBER_END = "零一二三四五六七八九十百千万亿两幺元日月年号点分时级届岁度"
_NUMBER_BEGIN = "零一二三四五六七八九十百千两幺凌早上中下晚次明当"
_ENGLISH_WORDS = frozenset({"APP", "OK", "WORD", "EXCEL", "OFFICE", "PPT", "VIP", "WIFI"})
_SPELLED_WORDS = frozenset({"PPT", "VIP"})


def normalise(text: str, lang: str) -> str:
    """Return the words of a text in its language (Mandarin, English; others are cleaned).

    Words of other scripts stay as they are: an engine reads each in its own voice. Never empty
    for text that is not blank, never longer than a few times the text, never raises.
    """
    if not text.strip():
        return ""
    if lang.startswith("zh"):
        words = _mandarin(clean(text, mandarin=True))
    elif lang.startswith("en"):
        words = _english(clean(text, mandarin=False))
    else:
        return _other(clean(text, mandarin=False), lang) or text.strip()
    return words if _speakable(words) else spell(text.strip(), lang)


def _other(text: str, lang: str) -> str:
    """Return text of another language: its numbers said where we know how."""
    return turkic.read_numbers(text, lang) if lang.split("-")[0] in turkic.LANGUAGES else text


def spell(text: str, lang: str) -> str:
    """Return every character by name, with a pause after each."""
    mandarin = lang.startswith("zh")
    names = [_spelled(character, mandarin) for character in without_joiners(text) or text]
    return ("，" if mandarin else ", ").join(name for name in names if name)


def _spelled(character: str, mandarin: bool) -> str:
    folded = unicodedata.normalize("NFKC", character) if character not in SYMBOLS else character
    if len(folded) == 1 and unicodedata.category(folded) == "Nd":
        folded = str(unicodedata.digit(folded))
    elif unicodedata.category(character) in {"No", "Nl"} and character != "〇":
        return (
            normalise(folded, "zh" if mandarin else "en")
            if folded.isascii()
            else _number(character, mandarin)
        )
    if len(folded) != 1:
        folded = character
    if mandarin:
        return character_name(folded, one="幺")
    if folded.isascii() and folded.isalnum():
        return english_rules.character_name(folded)
    return folded if folded.isalpha() else name_of(folded, mandarin=False)


def _number(character: str, mandarin: bool) -> str:
    value = unicodedata.numeric(character, None)
    if value is None or value != int(value):
        return name_of(character, mandarin=mandarin)
    return normalise(str(int(value)), "zh" if mandarin else "en")


def _speakable(words: str) -> bool:
    return any(character.isalpha() for character in words)


def _mandarin(text: str) -> str:
    text = mandarin_rules.read_numbers(text)
    text = re.sub(rf"(?<=[{_NUMBER_END}])\s*[-~]\s*(?=[{_NUMBER_BEGIN}])", "到", text)
    text = re.sub(
        r"(?<=[\u4e00-\u9fff])/(?=个?(?:月|天|年|周|人|次|日|小时|件|平方米|斤))", "每", text
    )
    text = re.sub(r"(?<=[A-Za-z])\.(?=[A-Za-z])", "点", text)
    text = re.sub(r"[A-Za-z]+(?:'[a-z]+)?", _latin_in_mandarin, text)
    words = "".join(_in_mandarin(text, index) for index in range(len(text)))
    return _tidy_mandarin(words)


def _latin_in_mandarin(match: re.Match[str]) -> str:
    word = match[0]
    if word in _ENGLISH_WORDS - _SPELLED_WORDS:
        return f" {word.capitalize()} "
    if len(word) == 1 or (word.isupper() and len(word) <= 4) or word in _SPELLED_WORDS:
        return "".join(MANDARIN_LETTERS[letter.upper()] for letter in word)
    return f" {word.capitalize() if word.isupper() else word} "


def _in_mandarin(text: str, index: int) -> str:
    character = text[index]
    if character.isalnum() or character == " ":
        return character if _kept(character) else name_of(character, mandarin=True)
    if character == ".":
        inside = index + 1 < len(text) and text[index + 1].isalnum() and index > 0
        return "点" if inside and text[index - 1].isalnum() else "。"
    if character in _STOPS:
        return _STOPS[character]
    if character in _DROPPED:
        return ""
    return _symbol(character, mandarin=True)


def _symbol(character: str, *, mandarin: bool) -> str:
    """Return what a symbol inside a sentence becomes: its name, or a pause."""
    category = unicodedata.category(character)
    if category in {"Mn", "Mc", "Me"}:
        return character
    named = character in _NAMED or (category == "So" and not _bullet(character))
    if named or category[0] == "C":
        name = name_of(character, mandarin=mandarin)
        return (
            name if mandarin and character in _NAMED else f"，{name}，" if mandarin else f" {name} "
        )
    return "，" if mandarin else ", "


def _bullet(character: str) -> bool:
    return "\u2500" <= character <= "\u25ff" or character in "★☆※♦❖➢➤"


def _kept(character: str) -> bool:
    return character in " 〇" or unicodedata.category(character)[0] != "N"


def _tidy_mandarin(words: str) -> str:
    words = re.sub(r"\s*([，。；：！？、])\s*", r"\1", words)
    # Each run of marks is looked at once, from its beginning: a row of 20,000 dashes ends up here.
    words = re.sub(r"(?<![，、；：])[，、；：]*+([。！？])[，。、；：！？]*", r"\1", words)
    words = re.sub(r"(?<![，、])[，、]*+([；：])[，、；：]*", r"\1", words)
    words = re.sub(r"[，、]{2,}", "，", words)
    words = re.sub(r"(?<=[\u4e00-\u9fff]) (?=[\u4e00-\u9fff])", "，", words)
    return re.sub(r" {2,}", " ", words).strip(" ，、；：")


def _english(text: str) -> str:
    text = english_rules.read_numbers(text)
    text = re.sub(r"(?<=[AP]M)\s*[-~]\s*(?=[a-z])", " to ", text)
    words = "".join(_in_english(text, index) for index in range(len(text)))
    words = re.sub(r"\s*([,;:.!?])[\s,;:]*", r"\1 ", words)
    return re.sub(r" {2,}", " ", words).strip(" ,;:")


def _in_english(text: str, index: int) -> str:
    character = text[index]
    if character.isalnum() or character in " ,;:.!?":
        return character if _kept(character) else f" {name_of(character, mandarin=False)} "
    if character in "'-" and 0 < index < len(text) - 1:
        inside = text[index - 1].isalpha() and text[index + 1].isalpha()
        return character if inside else ", "
    if character in _STOPS:
        return ", " if character in "，、；：" else ". "
    if character in _DROPPED:
        return ""
    if character in _NAMED:
        return f" {name_of(character, mandarin=False)} "
    return _symbol(character, mandarin=False)
