"""Readings worth a native's ear: where nothing but a character's commonest reading decides.

A character of several readings that stands inside a known word is read by the word. Alone it is
read by its first entry in the dictionary, which is a guess: 弓长岭 as "gōng zhǎng lǐng". Such
guesses are listed, unless somebody has looked at this character and this reading already
(`readings_reviewed.tsv`). Right ones go into that list, wrong ones into `readings.tsv`.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from voice.pinyin import UNKNOWN, han_words, is_in_town, mandarin_pinyin

_REVIEWED = Path(__file__).with_name("readings_reviewed.tsv")
#: A second reading counts where at least this share of the dictionary's words has it.
_SHARE = 0.08
_FEWEST_WORDS = 8
_AROUND = 3
_MOST_EXAMPLES = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Suspect:
    """A character read by guess: how, how else it could be, how often, and where."""

    character: str
    reading: str
    others: tuple[str, ...]
    count: int
    examples: tuple[str, ...]


def suspects(texts: Iterable[str]) -> list[Suspect]:
    """Return the guessed readings in some texts, the most frequent first."""
    places: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for text in texts:
        for start, end in han_words(text):
            if end - start == 1 and _is_guess(text[start]) and not is_in_town(text, start):
                around = text[max(0, start - _AROUND) : end + _AROUND]
                places[text[start]][around] += 1
    found = [
        Suspect(
            character=character,
            reading=mandarin_pinyin(character),
            others=_readings().get(character, ()),
            count=examples.total(),
            examples=tuple(example for example, _ in examples.most_common(_MOST_EXAMPLES)),
        )
        for character, examples in places.items()
    ]
    return sorted(found, key=lambda one: (-one.count, one.character))


def _is_guess(character: str) -> bool:
    reading = mandarin_pinyin(character)
    if reading == UNKNOWN:
        return True
    return character in _readings() and reviewed().get(character) != reading


@cache
def reviewed() -> Mapping[str, str]:
    """Return the characters somebody has looked at, with the reading found right."""
    lines = (line.split("\t") for line in _REVIEWED.read_text("utf-8").splitlines())
    return {line[0]: line[1] for line in lines if len(line) == 2}


@cache
def _readings() -> Mapping[str, tuple[str, ...]]:
    """Return the characters that the dictionary's words read in more than one way."""
    from pypinyin.phrases_dict import phrases_dict

    counted: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for word, readings in phrases_dict.items():
        for character, reading in zip(word, readings, strict=False):
            counted[character][reading[0]] += 1
    return {
        character: tuple(reading for reading, _ in counts.most_common())
        for character, counts in counted.items()
        if _is_divided(counts)
    }


def _is_divided(counts: Counter[str]) -> bool:
    total, ranked = counts.total(), counts.most_common(2)
    return total >= _FEWEST_WORDS and len(ranked) > 1 and ranked[1][1] / total >= _SHARE
