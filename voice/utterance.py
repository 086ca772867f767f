"""One thing to be said: its parts, how urgent it is, and where on the screen it comes from."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

Cause = Literal["focus", "action", "screen", "hint", "live", "alert", "call"]
Channel = Literal["headphones", "speaker", "hall"]

CHINESE_SENTENCE_END = "。！？；，、：…"
SENTENCE_END = ".!?;,:" + CHINESE_SENTENCE_END


@dataclass(frozen=True, slots=True)
class Say:
    """Text in one language; ``spoken`` replaces it for the ear where the two differ."""

    text: str
    lang: str
    spoken: str | None = None


@dataclass(frozen=True, slots=True)
class Spell:
    """Text said character by character (a code, a password echo, a search text)."""

    text: str
    lang: str


@dataclass(frozen=True, slots=True)
class Pause:
    """Silence, in seconds."""

    seconds: float


@dataclass(frozen=True, slots=True)
class Earcon:
    """A sound with a meaning, by its name in `voice.earcons`."""

    name: str


@dataclass(frozen=True, slots=True)
class Mark:
    """A place in the utterance; reaching it is told as an event."""

    name: str


Part = Say | Spell | Pause | Earcon | Mark


@dataclass(frozen=True, slots=True, kw_only=True)
class Utterance:
    """Parts spoken as one thing.

    ``priority`` is 0 (alert) to 4 (live change); a ``protected`` utterance may not be
    interrupted before the end of its first sentence (timeout, print failure, a call).
    """

    id: str
    parts: tuple[Part, ...]
    priority: int = 2
    cause: Cause = "focus"
    node: str | None = None
    screen: str | None = None
    channel: Channel = "headphones"
    protected: bool = False

    def __post_init__(self) -> None:
        if not 0 <= self.priority <= 4:
            raise ValueError(f"priority {self.priority} is not within 0..4")

    @property
    def lang(self) -> str:
        """The language of the first words, or empty where there are none."""
        return next((part.lang for part in self.words()), "")

    @property
    def text(self) -> str:
        """The written form of the whole."""
        return join_clauses([(part.text, part.lang) for part in self.words()])

    @property
    def earcon(self) -> str | None:
        """The first earcon's name, if there is one."""
        return next((part.name for part in self.parts if isinstance(part, Earcon)), None)

    def words(self) -> Iterator[Say | Spell]:
        """Yield the parts that hold words."""
        for part in self.parts:
            if isinstance(part, Say | Spell):
                yield part


def join_clauses(clauses: list[tuple[str, str]]) -> str:
    """Join (text, language) pairs with a comma of their script where none stands already."""
    joined = ""
    for text, lang in clauses:
        clause = text.strip()
        if not clause:
            continue
        if joined and joined[-1] not in SENTENCE_END:
            joined += "，" if lang.startswith("zh") else ", "
        elif joined and joined[-1] not in CHINESE_SENTENCE_END:
            joined += " "
        joined += clause
    return joined
