"""The kiosk's ways of putting words in, behind one door; opened when first needed."""

import asyncio
import logging
from collections.abc import Callable, Sequence
from functools import partial
from itertools import groupby

from kiosk.input_method.candidates import Candidate, Stroke
from kiosk.input_method.glosses import decent, gloss
from kiosk.input_method.handwriting import Handwriting, open_handwriting
from kiosk.input_method.lexicon import Lexicon, tones_of
from kiosk.input_method.pinyin import PinyinDecoder, open_decoder
from queue_server import wire

_LOG = logging.getLogger(__name__)
_FROM_CONTENT = 4
_SPELLED = 40
_WRITTEN = 8
_FOLLOWING = 8


class InputMethods:
    """Words for keys, letters and strokes. Nothing of what is put in is kept.

    ``lexicon`` is today's words as this kiosk remembers them. Libraries are opened and asked in a
    thread: the screen never waits for them.
    """

    def __init__(
        self,
        *,
        pinyin: Callable[[], PinyinDecoder | None] = open_decoder,
        handwriting: Callable[[], Handwriting | None] = open_handwriting,
    ) -> None:
        self.lexicon = Lexicon()
        self._open_pinyin = pinyin
        self._open_handwriting = handwriting
        self._opened = False
        self._pinyin: PinyinDecoder | None = None
        self._handwriting: Handwriting | None = None
        self._turn = asyncio.Lock()

    async def open(self) -> None:
        """Open what is installed; what is not is told to whoever keeps the machine."""
        async with self._turn:
            if not self._opened:
                self._opened = True
                await asyncio.to_thread(self._open)

    @property
    def writes(self) -> bool:
        """Whether handwriting can be read here."""
        return self._handwriting is not None

    def remembered(self, typed: str, most: int) -> tuple[wire.Suggestion, ...]:
        """Return what this kiosk's own copy of today's words completes."""
        return self.lexicon.completing(typed, most)

    async def spelled(self, letters: str, ours: Sequence[wire.Suggestion]) -> tuple[Candidate, ...]:
        """Return words for pinyin letters: today's own first, then the dictionary's."""
        await self.open()
        return await asyncio.to_thread(self._spelled, letters, tuple(ours))

    async def written(self, strokes: Sequence[Stroke]) -> tuple[Candidate, ...]:
        """Return characters for strokes, the likeliest first."""
        await self.open()
        return await asyncio.to_thread(self._written, tuple(strokes))

    def close(self) -> None:
        """Let go of dictionaries and models."""
        for one in (self._pinyin, self._handwriting):
            if one is not None:
                one.close()
        self._pinyin = self._handwriting = None

    # --- in a thread

    def _open(self) -> None:
        self._pinyin = self._open_pinyin()
        self._handwriting = self._open_handwriting()
        tones_of("字")  # loads the tables of readings, before anybody waits for them
        if self._pinyin is None:
            _LOG.warning("no pinyin dictionary: only words of today's content are offered")
        if self._handwriting is None:
            _LOG.warning("no handwriting model: writing by hand is not offered")

    def _spelled(self, letters: str, ours: tuple[wire.Suggestion, ...]) -> tuple[Candidate, ...]:
        typed = len(letters)
        found = [
            Candidate(text=one.text, takes=typed, count=one.count) for one in ours[:_FROM_CONTENT]
        ]
        known = {one.text for one in found}
        if self._pinyin is not None:
            words = self._pinyin.words(letters, _SPELLED)
            found += [
                Candidate(text=text, takes=takes, gloss=self._gloss(text))
                for text, takes in words
                if text not in known and (len(text) == 1 or decent(text))
            ]
        return _apart(found, self._gloss)

    def _written(self, strokes: tuple[Stroke, ...]) -> tuple[Candidate, ...]:
        if self._handwriting is None:
            return ()
        characters = self._handwriting.characters(strokes, _WRITTEN)
        return tuple(Candidate(text=one, gloss=self._gloss(one)) for one in characters)

    def _gloss(self, text: str) -> str:
        if len(text) != 1:
            return ""
        own = self.lexicon.holding(text)
        return own or gloss(text, self._following)

    def _following(self, text: str) -> list[str]:
        return self._pinyin.following(text, _FOLLOWING) if self._pinyin is not None else []


def _apart(found: list[Candidate], gloss_of: Callable[[str], str]) -> tuple[Candidate, ...]:
    """Tell words of several characters that sound the same apart by the character they differ in.

    Only those offered first are compared: nobody listens to forty.
    """
    first = [one for one in found[:_WRITTEN] if len(one.text) > 1]
    if len(first) < 2:
        return tuple(found)
    told: dict[str, str] = {}
    for _, group in groupby(sorted(first, key=_sound), key=_sound):
        alike = list(group)
        for one in alike[1:]:
            told[one.text] = _difference(alike[0].text, one.text, gloss_of)
        for one in alike[:1] if len(alike) > 1 else ():
            told[one.text] = _difference(alike[1].text, one.text, gloss_of)
    return tuple(_with_gloss(one, told.get(one.text, "")) for one in found)


def _sound(candidate: Candidate) -> str:
    return tones_of(candidate.text)


def _difference(other: str, text: str, gloss_of: Callable[[str], str]) -> str:
    differing = next((b for a, b in zip(other, text, strict=False) if a != b), "")
    return gloss_of(differing) if differing else ""


def _with_gloss(candidate: Candidate, told: str) -> Candidate:
    make = partial(Candidate, text=candidate.text, takes=candidate.takes, count=candidate.count)
    return make(gloss=told) if told else candidate
