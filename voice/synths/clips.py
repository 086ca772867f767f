"""Recorded voices: words that were recorded, joined; everything else is left to other engines."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from hall.errors import SpeechError
from voice.clips.cutting import Clips, by_first, cut, unknown
from voice.clips.joining import joined, prepared
from voice.clips.pack import Pack, load_pack, packs_in
from voice.port import PcmSink, SynthCapabilities
from voice.synths.wav_reading import read_samples

SAMPLE_RATE = 22050
_CHUNK = 2048
_TOLD_ABOUT = 200
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Voice:
    pack: Pack
    clips: Clips
    known: dict[str, bytes] = field(default_factory=dict)


class ClipSynth:
    """Says by recordings what its packs hold, at the speed it was spoken.

    Raises SpeechError when no folder holds a pack, or one cannot be read.
    """

    def __init__(self, folders: Sequence[Path]) -> None:
        packs = [load_pack(folder) for folder in packs_in(tuple(folders))]
        if not packs:
            raise SpeechError(
                "there is no clip pack here; `hall90 voice clips script` says what to record"
            )
        self._voices = [_Voice(pack=pack, clips=by_first(pack.files)) for pack in packs]
        self._cut = lru_cache(maxsize=512)(self._cut_now)
        self._told: set[str] = set()
        self.capabilities = SynthCapabilities(
            name="clips",
            languages=tuple(dict.fromkeys(pack.manifest.language for pack in packs)),
            sample_rate=SAMPLE_RATE,
            streams=True,
            stops=True,
            rates=(100, 100),
        )

    def covers(self, words: str, lang: str) -> bool:
        return self.capabilities.speaks(lang) and self._cut(words, lang) is not None

    def speak(self, words: str, lang: str, rate: int, sink: PcmSink) -> bool:
        found = self._cut(words, lang)
        if found is None:
            raise SpeechError(f"no recording says {words!r} in {lang}")
        voice, names = found
        pcm = joined([self._recording(voice, name) for name in names], SAMPLE_RATE)
        return all(
            sink(pcm[start : start + 2 * _CHUNK]) for start in range(0, len(pcm), 2 * _CHUNK)
        )

    def close(self) -> None:
        """Do nothing: files are read when they are needed."""

    def _cut_now(self, words: str, lang: str) -> tuple[_Voice, tuple[str, ...]] | None:
        base = lang.split("-")[0]
        voices = [
            voice for voice in self._voices if voice.pack.manifest.language.split("-")[0] == base
        ]
        for voice in voices:
            names = cut(words, voice.clips)
            if names is not None:
                return voice, names
        for voice in voices:
            self._tell_missing(voice, words)
        return None

    def _tell_missing(self, voice: _Voice, words: str) -> None:
        """Log once what a pack has no recording of."""
        missing = unknown(words, voice.clips)
        if missing in self._told or len(self._told) >= _TOLD_ABOUT:
            return
        self._told.add(missing)
        _log.info("not recorded", extra={"pack": voice.pack.manifest.name, "words": missing})

    @staticmethod
    def _recording(voice: _Voice, name: str) -> bytes:
        known = voice.known.get(name)
        if known is None:
            known = prepared(read_samples(voice.pack.files[name], SAMPLE_RATE), SAMPLE_RATE)
            if not known:
                raise SpeechError(f"{voice.pack.files[name]} is silent")
            voice.known[name] = known
        return known
