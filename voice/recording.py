"""Utterances as WAV files: what was handed to the output, whether or not anybody could hear it."""

import re
import wave
from pathlib import Path


def write_wav(file: Path, pcm: bytes, sample_rate: int) -> None:
    """Write 16-bit mono samples, making the folder."""
    file.parent.mkdir(parents=True, exist_ok=True)
    with wave.open(str(file), "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(sample_rate)
        out.writeframes(pcm)


class WavFolder:
    """Names files in the order they were spoken: ``0001-<utterance>-<language>.wav``."""

    def __init__(self, folder: Path, sample_rate: int) -> None:
        self._folder = folder
        self._sample_rate = sample_rate
        self._count = 0

    def keep(self, pcm: bytes, utterance_id: str, lang: str) -> Path | None:
        """Write one utterance's samples; None where nothing sounded."""
        if not pcm:
            return None
        self._folder.mkdir(parents=True, exist_ok=True)
        self._count += 1
        safe = re.sub(r"[^\w.-]+", "_", utterance_id)[:60]
        file = self._folder / f"{self._count:04d}-{safe}-{lang or 'none'}.wav"
        write_wav(file, pcm, self._sample_rate)
        return file
