"""From text to index tokens and back: every substring of one character or more can be found.

A haystack is an item's searched fields, each normalised, one a line. Its tokens are, for each run
of letters, digits, + and # (``c++``), all pairs of neighbours and the run's last character alone;
a query word becomes the pairs it is made of, or a prefix for a single character. Pairs over-select
words of three characters or more and words with punctuation, so those are checked against the
haystack itself: recall and precision are those of a substring scan. ``VERSION`` changes whenever
a token could, and the index is remade.
"""

import re
import unicodedata
from collections.abc import Iterable
from operator import add

VERSION = 4
MAX_QUERY = 200

# What NFKC makes of the punctuation that Chinese text is full of; a text without any other such
# character is then normal as it stands, which NFKC finds out far sooner than it folds.
_PUNCTUATION = tuple(zip("，：；（）！？", ",:;()!?", strict=True))
runs = re.compile(r"(?:[^\W_]|[+#])+").findall
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
    parts = list(fields)
    joined = "\n".join(parts)
    # Folding is the same for all at once, but for a field of several lines or with the invisible.
    if joined.count("\n") == len(parts) - 1 and joined.replace("\n", "").isprintable():
        for wide, narrow in _PUNCTUATION:
            joined = joined.replace(wide, narrow)
        folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", joined).casefold())
        lines = folded.split("\n")
        if len(lines) == len(parts) and "".join(lines).isprintable():
            folded = folded.lower()
            if not _is_loose(folded):
                return folded
            return "\n".join([" ".join(each.split()) for each in folded.split("\n")])
    return "\n".join([normalise(field) for field in parts])


def index_tokens(text: str) -> str:
    """Return a haystack's tokens for the index, each once, with blanks between."""
    return " ".join(tokens_of(text))


def tokens_of(text: str) -> set[str]:
    """Return a haystack's tokens for the index."""
    found: set[str] = set()
    for run in runs(text):
        found.update(map(add, run, run[1:]))
        found.add(run[-1])
    return found


def words(query: str) -> tuple[str, ...]:
    """Return the words a query asks for, all to be found; a word within another is left out."""
    asked = sorted(set(normalise(query).split()), key=lambda word: (-len(word), word))
    kept: list[str] = []
    for word in asked:
        if not any(word in longer for longer in kept):
            kept.append(word)
    return tuple(kept)


def parts(word: str) -> tuple[str, ...]:
    """Return the tokens a row with this word certainly has; one character stands for a prefix.

    Empty for a word of punctuation only, which no index can find.
    """
    found: list[str] = []
    for run in runs(word):
        found += map(add, run, run[1:]) if len(run) > 1 else [run]
    return tuple(dict.fromkeys(found))


def needs_check(word: str) -> bool:
    """Tell whether the tokens alone may find too much for a word."""
    return len(word) > 2 or runs(word) != [word]


def _is_loose(text: str) -> bool:
    """Tell whether a blank is too many: one beside another, or at an end of a line."""
    inside = "  " in text or "\n " in text or " \n" in text
    return inside or text.startswith(" ") or text.endswith(" ")


def _visible(text: str) -> str:
    if text.isprintable():
        return text
    return "".join(
        " " if letter.isspace() else letter
        for letter in text
        if letter.isspace() or unicodedata.category(letter) not in _DROPPED
    )
