"""espeak-ng 1.52 in this process: Mandarin by tone-numbered pinyin, each script in its voice."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable
from ctypes.util import find_library
from pathlib import Path

from hall.errors import SpeechError
from voice.kazakh import in_cyrillic
from voice.pinyin import han_words, mandarin_pinyin, preload
from voice.port import PcmSink, Span, SynthCapabilities, WordReached, ignore_words
from voice.scripts import runs
from voice.synths.espeak_library import EspeakLibrary
from voice.synths.trimming import LeadTrimmer

SELF_TEST = "X'Au214"
MANDARIN_VOICES = ("cmn", "cmn-latn-pinyin")
_SYLLABLES_AT_ORDINARY_RATE = 187
#: espeak's rate parameter → Mandarin syllables a minute, measured with 1.52.
_RATES = (80, 100, 120, 140, 160, 175, 200, 220, 250, 300, 350, 450)
_SYLLABLES = (99, 119, 144, 172, 200, 220, 258, 286, 331, 416, 474, 555)
_LETTER_A = re.compile(
    r"\bA\b(?=[ ,]*(?:zero|one|two|three|four|five|six|seven|eight|nine|[A-Z]\b|$|[,.;:!?]))"
)
_LETTER_A_SAID = "eigh"
_LONGER_A = len(_LETTER_A_SAID) - 1
_GROUP = re.compile(r"[a-z0-9]+")
CAPABILITIES = SynthCapabilities(
    name="espeak-ng",
    languages=("zh", "en", "ug", "kk", "ru", "ko", "ar", "tr", "de", "fr", "es"),
    sample_rate=22050,
    streams=True,
    stops=True,
)


def rate_parameter(percent: int) -> int:
    """Return the engine's rate parameter for a rate in percent of the ordinary one."""
    wanted = _SYLLABLES_AT_ORDINARY_RATE * percent / 100
    above = bisect_left(_SYLLABLES, wanted)
    if above == 0:
        return _RATES[0]
    if above == len(_SYLLABLES):
        return _RATES[-1]
    low, high = _SYLLABLES[above - 1], _SYLLABLES[above]
    share = (wanted - low) / (high - low)
    return round(_RATES[above - 1] + share * (_RATES[above] - _RATES[above - 1]))


class EspeakSynth:
    """The default engine. Opens the library of `espeakng_loader`, else the system's.

    Preloads Mandarin and English. Raises SpeechError when there is no library, or none of its
    Mandarin voices reads pinyin as Mandarin.
    """

    def __init__(self, library: EspeakLibrary | None = None) -> None:
        self._library = library or _library_here()
        self._closed = False
        preload()
        if not self._library.set_voice("en"):
            raise SpeechError("libespeak-ng has no voice en")
        self._mandarin = self._mandarin_voice()

    def _mandarin_voice(self) -> str:
        """Return the first Mandarin voice that reads Mandarin: in 1.51 `cmn` reads English."""
        heard = "nothing"
        for voice in MANDARIN_VOICES:
            if self._library.set_voice(voice):
                heard = self._library.phonemes("hao3")
                if SELF_TEST in heard and "(en)" not in heard:
                    return voice
        raise SpeechError(f"libespeak-ng {self._library.version} reads hao3 as {heard}")

    @property
    def capabilities(self) -> SynthCapabilities:
        return CAPABILITIES

    def covers(self, words: str, lang: str) -> bool:
        return CAPABILITIES.speaks(lang)

    def speak(self, words: str, lang: str, rate: int, sink: PcmSink) -> bool:
        return self.speak_marked(words, lang, rate, sink, ignore_words)

    def speak_marked(
        self, words: str, lang: str, rate: int, sink: PcmSink, reached: WordReached
    ) -> bool:
        self._library.set_rate(rate_parameter(rate))
        trimmer = LeadTrimmer(sink)
        at = 0
        for run in runs(words, lang):
            if not self._speak_run(run.text, run.lang, trimmer, _shifted(reached, at)):
                return False
            at += len(run.text)
        if trimmer.heard or not any(letter.isalnum() for letter in words):
            return True
        # A script no voice knows: said so, rather than silence.
        fallback = ("无法朗读的文字", "zh") if not lang.startswith("en") else ("unreadable", "en")
        return self._speak_run(*fallback, trimmer)

    def phonemes(self, words: str, lang: str) -> str:
        """Return what will be sounded, for golden tests."""
        found = []
        for run in runs(words, lang):
            voice, text = self._prepared(run.text, run.lang)
            self._library.set_voice(voice)
            found.append(self._library.phonemes(text))
        return " ".join(found)

    def close(self) -> None:
        if not self._closed:
            self._closed = True
            self._library.close()

    def _speak_run(
        self, text: str, lang: str, sink: PcmSink, reached: WordReached = ignore_words
    ) -> bool:
        voice, prepared = self._prepared(text, lang)
        if not prepared.strip() or not self._library.set_voice(voice):
            return True
        places = word_places(text, prepared, lang)

        def told(word: Span) -> None:
            place = places(word)
            if place is not None:
                reached(place)

        return self._library.synthesise(prepared, sink, told)

    def _prepared(self, text: str, lang: str) -> tuple[str, str]:
        base = lang.split("-")[0]
        if base == "zh":
            return self._mandarin, mandarin_pinyin(text)
        if base == "kk":
            text = in_cyrillic(text)
        if base == "en":
            text = _LETTER_A.sub(_LETTER_A_SAID, text)
        return base, text


def word_places(text: str, prepared: str, lang: str) -> Callable[[Span], Span | None]:
    """Return what finds the word of ``text`` that a place in the engine's text stands for.

    Mandarin reaches the engine as pinyin, one group of syllables a word, in the same order.
    """
    if lang.split("-")[0] == "zh":
        groups = [match.start() for match in _GROUP.finditer(prepared)]
        words = han_words(text)

        def mandarin(word: Span) -> Span | None:
            index = bisect_right(groups, word[0]) - 1
            return words[index] if 0 <= index < len(words) else None

        return mandarin

    letters = [
        match.start() + _LONGER_A * index for index, match in enumerate(_LETTER_A.finditer(text))
    ]

    def before(place: int) -> int:
        """Return the place in the text of one in what the engine got, where A is "eigh"."""
        longer = sum(max(0, min(_LONGER_A, place - letter - 1)) for letter in letters)
        return min(len(text), place - longer)

    def as_written(word: Span) -> Span | None:
        start, end = before(word[0]), before(word[1])
        return (start, end) if 0 <= start < end else None

    return as_written


def _shifted(reached: WordReached, by: int) -> WordReached:
    return lambda word: reached((word[0] + by, word[1] + by))


def _library_here() -> EspeakLibrary:
    """Return the library that comes with us; where there is none for this processor, Debian's."""
    try:
        import espeakng_loader
    except ImportError:
        return system_library()
    return EspeakLibrary(
        Path(espeakng_loader.get_library_path()), Path(espeakng_loader.get_data_path())
    )


def system_library() -> EspeakLibrary:
    """Return the system's own libespeak-ng. Raises SpeechError where there is none."""
    name = find_library("espeak-ng")
    if name is None:
        raise SpeechError(
            "neither the package espeakng-loader nor the system's libespeak-ng1 is installed"
        )
    return EspeakLibrary(Path(name), None)
