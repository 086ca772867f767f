"""Today's words, kept on this kiosk: found by their text, pinyin, initials or telephone keys."""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import msgspec

from queue_server import wire

_KEYS = str.maketrans("abcdefghijklmnopqrstuvwxyz", "22233344455566677778889999")
_LONGEST = 24
# Fewer letters or digits are mostly the beginning of something.
_TELLS_WHOLE = 3


class Word(msgspec.Struct, frozen=True, array_like=True):
    """A word of today's content: how many items have it, and the syllables it is read with."""

    text: str
    count: int
    syllables: tuple[str, ...] = ()


class _Entry(NamedTuple):
    key: str
    place: int


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Words, the most frequent first, and everything they are found by, in order."""

    words: tuple[Word, ...] = ()
    entries: tuple[_Entry, ...] = ()

    def completing(self, typed: str, most: int) -> tuple[wire.Suggestion, ...]:
        """Return the words that complete what was typed.

        Those it spells whole come first, then the most frequent, as the hall itself tells them.
        """
        key = typed.lower().replace(" ", "").replace("'", "")[:_LONGEST]
        if not key:
            return ()
        found, spelled = set[int](), set[int]()
        for at in range(bisect_left(self.entries, (key, -1)), len(self.entries)):
            entry = self.entries[at]
            if not entry.key.startswith(key):
                break
            found.add(entry.place)
            if entry.key == key:
                spelled.add(entry.place)
        best = sorted(found)
        if len(key) >= _TELLS_WHOLE:
            whole = {place for place in spelled if key in _keys_from(self.words[place], 0)}
            best = sorted(whole) + [place for place in best if place not in whole]
        words = [self.words[place] for place in best[:most]]
        return tuple(wire.Suggestion(text=word.text, count=word.count) for word in words)

    def holding(self, character: str) -> str:
        """Return the most frequent short word with a character in it, or nothing."""
        told = (
            word.text
            for word in self.words
            if character in word.text and 2 <= len(word.text) <= 4 and len(set(word.text)) > 1
        )
        return next(told, "")


def lexicon_of(words: Iterable[Word]) -> Lexicon:
    """Return words with everything they are found by."""
    ordered = tuple(sorted(words, key=lambda word: -word.count))
    entries = {_Entry(key, place) for place, word in enumerate(ordered) for key in _keys(word)}
    return Lexicon(ordered, tuple(sorted(entries)))


def read_aloud(terms: Sequence[wire.Suggestion], known: Iterable[Word] = ()) -> list[Word]:
    """Return terms with their syllables; loads the pinyin tables where a word is new (slow)."""
    before = {word.text: word.syllables for word in known}
    return [
        Word(term.text, term.count, before.get(term.text) or _syllables(term.text))
        for term in terms
    ]


def tones_of(text: str) -> str:
    """Return how a text is read, tones included: what sounds alike has the same."""
    from pypinyin import Style, lazy_pinyin

    return " ".join(lazy_pinyin(text, style=Style.TONE3))


def _syllables(text: str) -> tuple[str, ...]:
    from pypinyin import Style, lazy_pinyin

    return tuple(part for part in lazy_pinyin(text.lower(), style=Style.NORMAL) if part)


def _keys(word: Word) -> set[str]:
    longest = max(len(word.text), len(word.syllables))
    return {key for start in range(longest) for key in _keys_from(word, start)}


def _keys_from(word: Word, start: int) -> set[str]:
    """Return what spells a word from one of its characters on."""
    syllables = word.syllables[start:]
    keys = {
        word.text.lower()[start:],
        "".join(syllables),
        "".join(part[0] for part in syllables),
    }
    keys |= {key.translate(_KEYS) for key in keys if key.isascii() and key.isalnum()}
    return {key[:_LONGEST] for key in keys if key}
