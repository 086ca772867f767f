"""The words of the display side: zh-CN and en; other languages see the English form."""

from collections.abc import Callable
from functools import lru_cache
from typing import Literal

from hall.texts import Texts, load_texts
from voice.phrasing import Manner, phrase_functions

LANGUAGES = ("zh-CN", "en")


def known_language(language: str) -> str | None:
    """Return the catalogue that speaks a language tag, or None."""
    main = language.split("-")[0].lower()
    return next((known for known in LANGUAGES if known.split("-")[0] == main), None)


def catalogues(ticket_one: Literal["幺", "一"] = "幺") -> Callable[[str], Texts]:
    """Return what gives a language's catalogue, numbers spoken in the hall's manner."""
    manner = Manner(ticket_one=ticket_one)

    @lru_cache(maxsize=len(LANGUAGES))
    def load(language: str) -> Texts:
        return load_texts(language, "displays", functions=phrase_functions(language, manner))

    return lambda language: load(known_language(language) or "en")
