"""Characters marked in words that are set: looked for, or just being said."""

from collections.abc import Iterable
from dataclasses import replace

from kiosk.layout.drawing import Mark, Words

_ELLIPSIS = "…"


def marked(words: Words, text: str, spans: Iterable[tuple[int, int]]) -> Words:
    """Return set words with characters of their text marked, wherever their lines were broken.

    ``spans`` are places in the whole text, from and to; what was cut off is not marked.
    """
    wanted = [(start, end) for start, end in spans if start < end]
    if not wanted:
        return words
    marks: list[Mark] = []
    at = 0
    for line, shown in enumerate(words.lines):
        own = shown.removesuffix(_ELLIPSIS) if words.shortened else shown
        found = text.find(own, at) if own else -1
        if found < 0:
            continue
        at = found + len(own)
        inside = ((max(start, found), min(end, at)) for start, end in wanted)
        marks += [(line, start - found, end - found) for start, end in inside if start < end]
    return replace(words, marks=tuple(marks))
