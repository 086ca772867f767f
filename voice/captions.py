"""Where a spoken word stands in the written text: 三千五百 in 3500元, for captions."""

from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache

from voice.port import Span

#: Longer texts are not aligned: nobody reads them as a caption, and it takes too long.
LONGEST_ALIGNED = 600


@dataclass(frozen=True, slots=True)
class _Block:
    """Characters of the spoken text and those of the written one they stand for."""

    spoken: Span
    written: Span
    same: bool


def written_span(text: str, spoken: str, word: Span) -> Span | None:
    """Return the place in ``text`` that the words at ``word`` of ``spoken`` stand for.

    What is written in digits is marked whole. None where nothing written stands for them, or
    where the text is too long to look.
    """
    if text == spoken:
        return word
    if max(len(text), len(spoken)) > LONGEST_ALIGNED:
        return None
    found = [_part(block, word) for block in _blocks(text, spoken) if _meets(block.spoken, word)]
    start = min((span[0] for span in found), default=0)
    end = max((span[1] for span in found), default=0)
    return (start, end) if end > start else None


def _part(block: _Block, word: Span) -> Span:
    if not block.same:
        return block.written
    shift = block.written[0] - block.spoken[0]
    return max(word[0], block.spoken[0]) + shift, min(word[1], block.spoken[1]) + shift


def _meets(one: Span, other: Span) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def forget() -> None:
    """Keep no text that was matched: it may be a visitor's."""
    _blocks.cache_clear()


@lru_cache(maxsize=64)
def _blocks(text: str, spoken: str) -> tuple[_Block, ...]:
    matcher = SequenceMatcher(None, spoken, text, autojunk=False)
    return tuple(
        _Block((at, to), (written_at, written_to), same=tag == "equal")
        for tag, at, to, written_at, written_to in matcher.get_opcodes()
    )
