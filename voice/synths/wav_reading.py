"""A whole WAV file of an engine as our samples: mono, 16 bit, at our rate."""

import wave
from array import array
from pathlib import Path

from hall.errors import SpeechError


def read_samples(file: Path, sample_rate: int) -> bytes:
    """Return a file's samples. Raises SpeechError for what is not 16-bit PCM."""
    try:
        with wave.open(str(file), "rb") as source:
            width, channels, rate = (
                source.getsampwidth(),
                source.getnchannels(),
                source.getframerate(),
            )
            samples = array("h")
            if width != 2:
                raise SpeechError(f"{file.name} holds {8 * width}-bit samples")
            samples.frombytes(source.readframes(source.getnframes()))
    except (wave.Error, OSError, EOFError) as error:
        raise SpeechError(f"{file.name} is no WAV file: {error}") from error
    mono = samples[::channels]
    return (mono if rate == sample_rate else _resampled(mono, rate, sample_rate)).tobytes()


def _resampled(samples: "array[int]", rate: int, wanted: int) -> "array[int]":
    """Return samples at another rate, linearly between neighbours."""
    count = len(samples) * wanted // rate
    out = array("h")
    for index in range(count):
        whole, part = divmod(index * rate, wanted)
        left = samples[whole]
        right = samples[min(whole + 1, len(samples) - 1)]
        out.append(left + (right - left) * part // wanted)
    return out
