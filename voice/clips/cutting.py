"""Which recordings, one after another, say a text: pure."""

import unicodedata
from collections.abc import Iterable, Mapping

Clips = Mapping[str, tuple[str, ...]]
"""What the recordings say, in canonical form, by their first character."""


def canonical(text: str) -> str:
    """Return a text as recordings are compared: one form of each letter, no punctuation."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    plain = "".join(
        character if character.isalnum() or _mark(character) else " " for character in folded
    )
    return " ".join(plain.split())


def by_first(texts: Iterable[str]) -> Clips:
    """Sort canonical texts by their first character, longest first."""
    found: dict[str, list[str]] = {}
    for text in texts:
        found.setdefault(text[0], []).append(text)
    return {first: tuple(sorted(some, key=len, reverse=True)) for first, some in found.items()}


def cut(text: str, clips: Clips) -> tuple[str, ...] | None:
    """Return the fewest recordings that say a text; None where something was not recorded."""
    whole = canonical(text)
    best: list[tuple[str, ...] | None] = [None] * (len(whole) + 1)
    best[len(whole)] = ()
    for at in range(len(whole) - 1, -1, -1):
        if whole[at] == " ":
            best[at] = best[at + 1]
            continue
        for clip in clips.get(whole[at], ()):
            rest = best[at + len(clip)] if _fits(whole, at, clip) else None
            here = best[at]
            if rest is not None and (here is None or len(rest) + 1 < len(here)):
                best[at] = (clip, *rest)
    return best[0]


def unknown(text: str, clips: Clips) -> str:
    """Return the part of a text at which the recordings end; empty where they say it all."""
    whole = canonical(text)
    reached = 0
    while reached < len(whole) and cut(whole[reached:], clips) is None:
        ends = [
            reached + len(clip)
            for clip in clips.get(whole[reached], ())
            if _fits(whole, reached, clip)
        ]
        if whole[reached] == " ":
            ends.append(reached + 1)
        if not ends:
            return whole[reached:]
        reached = max(ends)
    return ""


def _fits(whole: str, at: int, clip: str) -> bool:
    """Tell whether a recording may stand here: words and numbers are not cut into."""
    end = at + len(clip)
    if not whole.startswith(clip, at):
        return False
    return not (_inside(whole, at, clip) or _inside(whole, end, clip))


def _inside(whole: str, place: int, clip: str) -> bool:
    """Tell whether a place is within a word of letters, or a number read as a whole."""
    if not 0 < place < len(whole):
        return False
    before, after = whole[place - 1], whole[place]
    if before.isdigit() and after.isdigit():
        return len(clip) > 1
    return before.isalpha() and after.isalpha() and not (_han(before) or _han(after))


def _han(character: str) -> bool:
    return "\u3400" <= character <= "\u9fff" or character == "〇" or character >= "\U00020000"


def _mark(character: str) -> bool:
    return unicodedata.category(character) in ("Mn", "Mc")
