"""What an input method offers: words to choose from, and strokes of a finger."""

from dataclasses import dataclass

Stroke = tuple[tuple[float, float], ...]
"""One stroke of a finger: points across and down, in widths of the place written on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A word or character offered.

    ``takes`` is how many of the typed letters it uses up; ``gloss`` tells same-sounding ones apart
    for the ear (a word it stands in); ``count`` is how many items have it, None where it is not a
    word of today's content.
    """

    text: str
    takes: int = 0
    gloss: str = ""
    count: int | None = None
