"""An utterance as the pieces a player plays one after another: pure, shared by all players."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from voice import captions
from voice.phrasing import normalise, spell
from voice.utterance import Earcon, Mark, Pause, Say, Spell, Utterance, join_clauses

LONGEST_TEXT = 20_000
_LONGEST_PIECE = 40
_PIECE = re.compile(r"[^。！？!?；;，,：:]*[。！？!?；;，,：:]*")
_SENTENCE_END = re.compile(r"[。！？!?.]\s*$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """Normalised words of one language, short enough to be interrupted and taken up again.

    ``at`` is their place in all the utterance's words (`spoken`).
    """

    words: str
    lang: str
    ends_sentence: bool = False
    at: int = 0

    def after(self, characters: int) -> "Words":
        """Return what is left behind that many characters."""
        return replace(self, words=self.words[characters:], at=self.at + characters)


@dataclass(frozen=True, slots=True, kw_only=True)
class Silence:
    """Nothing, for so many seconds."""

    seconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Sound:
    """An earcon."""

    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A mark to be told when reached."""

    name: str


Step = Words | Silence | Sound | Place


@lru_cache(maxsize=32)
def plan(utterance: Utterance) -> tuple[Step, ...]:
    """Return the steps of an utterance; the last words always end a sentence."""
    steps: list[Step] = []
    for part in utterance.parts:
        match part:
            case Pause(seconds):
                steps.append(Silence(seconds=max(0.0, min(seconds, 10.0))))
            case Earcon(name):
                steps.append(Sound(name=name))
            case Mark(name):
                steps.append(Place(name=name))
            case Say() | Spell():
                steps.extend(pieces(spoken_part(part), part.lang))
    return tuple(_with_last_sentence(_placed(steps, utterance)))


def forget() -> None:
    """Keep no utterance that was planned or put into words: it may be a visitor's."""
    plan.cache_clear()
    spoken.cache_clear()
    captions.forget()


@lru_cache(maxsize=256)
def spoken(utterance: Utterance) -> str:
    """Return all the words of an utterance as they are said."""
    return join_clauses([(spoken_part(part), part.lang) for part in utterance.words()])


def spoken_part(part: Say | Spell) -> str:
    """Return the words of a part: its own spoken form or its text normalised, or spelled."""
    if isinstance(part, Spell):
        return spell(part.text, part.lang)
    return normalise(part.text if part.spoken is None else part.spoken, part.lang)


def too_long(utterance: Utterance) -> bool:
    """Tell whether an utterance holds more text than anyone would listen to."""
    return sum(len(part.text) for part in utterance.words()) > LONGEST_TEXT


def pieces(words: str, lang: str) -> list[Words]:
    """Cut words at their punctuation, so that a piece is at most about forty characters."""
    found: list[Words] = []
    for match in _PIECE.finditer(words):
        for piece in _cut_long(match.group().strip(), lang):
            ends = bool(_SENTENCE_END.search(piece))
            found.append(Words(words=piece, lang=lang, ends_sentence=ends))
    return found


def _cut_long(piece: str, lang: str) -> list[str]:
    if not piece:
        return []
    longest = _LONGEST_PIECE if lang.startswith("zh") else 4 * _LONGEST_PIECE
    cut: list[str] = []
    while len(piece) > longest:
        space = piece.rfind(" ", longest // 2, longest)
        at = space if space > 0 else longest
        cut.append(piece[:at].strip())
        piece = piece[at:].strip()
    return [part for part in [*cut, piece] if part]


def _with_last_sentence(steps: list[Step]) -> list[Step]:
    for index in range(len(steps) - 1, -1, -1):
        step = steps[index]
        if isinstance(step, Words):
            steps[index] = replace(step, ends_sentence=True)
            break
    return steps


def _placed(steps: list[Step], utterance: Utterance) -> list[Step]:
    whole, at = spoken(utterance), 0
    placed: list[Step] = []
    for step in steps:
        if isinstance(step, Words):
            at = max(at, whole.find(step.words, at))
            placed.append(replace(step, at=at))
            at += len(step.words)
        else:
            placed.append(step)
    return placed


def sentence_from(steps: Sequence[Step], now: int, sentences: int) -> int | None:
    """Return the step at which the sentence begins that is so many after the one of step ``now``.

    Before the first sentence there is the first; None beyond the last.
    """
    starts = [0]
    starts += [
        index + 1
        for index, step in enumerate(steps)
        if isinstance(step, Words) and step.ends_sentence and _says_more(steps, index + 1)
    ]
    here = max(index for index, start in enumerate(starts) if start <= max(now, 0))
    wanted = here + sentences
    return starts[max(0, wanted)] if wanted < len(starts) else None


def _says_more(steps: Sequence[Step], start: int) -> bool:
    return any(isinstance(step, Words) for step in steps[start:])
