"""Where in the written text the words asked for stand, although comparing folds the text."""

import unicodedata
from collections.abc import Iterable, Sequence


def spans(text: str, asked: Iterable[str]) -> tuple[tuple[int, int], ...]:
    """Return (start, end) of each place a word matches, in characters of the text, merged.

    ``asked`` are normalised words. Folding goes letter by letter here: combining marks that only
    join when folded together with their neighbour are not marked.
    """
    folded, origin = _folded(text)
    found: list[tuple[int, int]] = []
    for word in asked:
        at = folded.find(word)
        while at >= 0:
            found.append((origin[at], origin[at + len(word) - 1] + 1))
            at = folded.find(word, at + len(word))
    return _merged(found)


def _folded(text: str) -> tuple[str, Sequence[int]]:
    if text.isascii():
        return text.lower(), range(len(text))
    lowered = text.lower()
    folded = text.casefold().lower()
    if folded == lowered and len(folded) == len(text) and unicodedata.is_normalized("NFKC", text):
        return folded, range(len(text))  # nothing but case to fold, a letter for a letter
    letters: list[str] = []
    origin: list[int] = []
    for place, letter in enumerate(text):
        folded = letter
        if letter > "\x7f":
            folded = unicodedata.normalize("NFKC", letter).casefold()
        for part in folded.lower():
            letters.append(part)
            origin.append(place)
    return "".join(letters), origin


def _merged(found: list[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    merged: list[tuple[int, int]] = []
    for start, end in sorted(found):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return tuple(merged)
