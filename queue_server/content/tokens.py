"""From text to index tokens and back: every substring of one character or more can be found.

A haystack is an item's searched fields, each normalised, one a line. Its tokens are all pairs of
neighbouring characters within a run without blanks, and each run's last character alone; a query
word becomes the pairs it is made of, or a prefix for a single character. Pairs over-select words
of three characters or more, so those are checked against the haystack itself: recall and precision
are those of a substring scan. ``VERSION`` changes whenever a token could, and the index is remade.
"""

import unicodedata
from collections.abc import Iterable

VERSION = 1
MAX_QUERY = 200

# The index splits at blanks only: ASCII punctuation, which its tokenizer would split at, is moved
# to the private use area. A text using that area itself only over-selects, and is then checked.
_PUNCTUATION = {code: chr(0xE000 + code) for code in range(0x21, 0x7F) if not chr(code).isalnum()}
_DROPPED = frozenset({"Cc", "Cf", "Cs"})


def normalise(text: str) -> str:
    """Return text as it is compared: NFKC, case folded, invisible characters gone, single blanks.

    NFKC folds full-width letters and digits.
    """
    if not text.isascii():
        text = unicodedata.normalize("NFKC", _visible(text)).casefold()
        text = unicodedata.normalize("NFKC", text)
    return " ".join(_visible(text.lower()).split())


def haystack(fields: Iterable[str]) -> str:
    """Return what an item's words are compared with: its fields, one a line."""
    return "\n".join(normalise(field) for field in fields)


def index_tokens(text: str) -> str:
    """Return a haystack's tokens for the index, each once, with blanks between."""
    found: set[str] = set()
    for run in text.split():
        found.update(run[at : at + 2] for at in range(len(run)))
    return " ".join(found).translate(_PUNCTUATION)


def words(query: str) -> tuple[str, ...]:
    """Return the words a query asks for, all to be found; a word within another is left out."""
    asked = sorted(set(normalise(query).split()), key=lambda word: (-len(word), word))
    kept: list[str] = []
    for word in asked:
        if not any(word in longer for longer in kept):
            kept.append(word)
    return tuple(kept)


def match_expression(asked: Iterable[str]) -> str:
    """Return the index query for words; it finds no row too few, but perhaps some too many."""
    return " ".join(dict.fromkeys(part for word in asked for part in _word_parts(word)))


def needs_check(word: str) -> bool:
    """Tell whether the index alone may find too much for a word."""
    return len(word) > 2 or not word.isalnum()


def _word_parts(word: str) -> list[str]:
    safe = word.translate(_PUNCTUATION)
    if len(word) == 1:
        return [f'"{safe}"*']
    return [f'"{safe[at : at + 2]}"' for at in range(len(safe) - 1)]


def _visible(text: str) -> str:
    if text.isprintable():
        return text
    return "".join(
        " " if letter.isspace() else letter
        for letter in text
        if letter.isspace() or unicodedata.category(letter) not in _DROPPED
    )
