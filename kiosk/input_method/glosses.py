"""Which word tells a character apart from others of the same sound (保，保护的保)."""

from collections.abc import Callable
from functools import lru_cache
from importlib import resources

Following = Callable[[str], list[str]]
"""What is commonly written after a character, the most usual first."""

_INDECENT = frozenset("妓淫嫖奸娼")
_UNFIT = _INDECENT | frozenset("尸鬼贱蠢骂屎尿屁奴囚毒赌杀死")


@lru_cache(maxsize=1)
def told_apart() -> dict[str, str]:
    """Return the word each character of our own table is told apart by."""
    table: dict[str, str] = {}
    text = (resources.files("kiosk.input_method") / "glosses.txt").read_text("utf-8")
    words = [
        word for line in text.splitlines() if not line.startswith("#") for word in line.split()
    ]
    for word in words:
        table.setdefault(word[0], word)
    for word in words:
        for character in word[1:]:
            table.setdefault(character, word)
    return {character: word for character, word in table.items() if len(word) > 1}


def gloss(character: str, following: Following) -> str:
    """Return a word with the character that tells it apart; empty where none is known."""
    own = told_apart().get(character)
    if own is not None:
        return own
    for rest in following(character):
        word = character + rest
        if len(word) <= 3 and not _UNFIT & set(word):
            return word
    return ""


def decent(text: str) -> bool:
    """Tell whether a word may be offered to anybody unasked."""
    return not _INDECENT & set(text)
