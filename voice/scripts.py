"""Text cut into runs of one script, each with the language whose voice can read it."""

import unicodedata
from dataclasses import dataclass

#: How the Unicode name of a letter begins, and the language that reads it.
_SCRIPTS = {
    "CJK": "zh",
    "LATIN": "en",
    "ARABIC": "ug",
    "CYRILLIC": "ru",
    "HIRAGANA": "ja",
    "KATAKANA": "ja",
    "HANGUL": "ko",
    "GREEK": "el",
    "DEVANAGARI": "hi",
    "MONGOLIAN": "mn",
    "TIBETAN": "bo",
}
_SAME = {"ug": ("ar", "fa", "ur", "kk"), "ru": ("kk", "ky", "uz", "mn", "tg"), "en": ()}
_LATIN_LANGUAGES = frozenset({"en", "de", "fr", "es", "it", "pt", "tr", "uz", "vi", "id"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """Text that one voice reads."""

    text: str
    lang: str


def runs(text: str, lang: str) -> list[Run]:
    """Return the runs of a text; digits, spaces and marks stay with what stands before them."""
    base = lang.split("-")[0]
    found: list[Run] = []
    for character in text:
        language = _language(character, base)
        if found and language in (None, found[-1].lang):
            found[-1] = Run(text=found[-1].text + character, lang=found[-1].lang)
        else:
            found.append(Run(text=character, lang=language or base))
    return _joined(found)


def _joined(found: list[Run]) -> list[Run]:
    """Give leading marks to the run after them."""
    if len(found) > 1 and not any(letter.isalnum() for letter in found[0].text):
        first, second, *rest = found
        return [Run(text=first.text + second.text, lang=second.lang), *rest]
    return found


def _language(character: str, base: str) -> str | None:
    if not character.isalpha() and character != "〇":
        return None
    if character.isascii():
        return base if base in _LATIN_LANGUAGES else "en"
    if "\u3400" <= character <= "\u9fff" or character == "〇":
        return "zh"
    name = unicodedata.name(character, "")
    language = _SCRIPTS.get(name.split(" ")[0].split("-")[0])
    if language is None:
        return base
    if base in _SAME.get(language, ()):
        return base
    return base if language == "en" and base in _LATIN_LANGUAGES else language
