"""Recordings made alike and joined: trimmed, brought to one level, faded into each other."""

from array import array
from collections.abc import Sequence

#: Softer than −50 dBFS at the ends of a recording is silence.
_QUIET = 104
_LEVEL = 10 ** (-20 / 20) * 32768
_PEAK = 10 ** (-1 / 20) * 32768
_FADE_S = 0.008
_GAP_S = 0.02
_MARGIN_S = 0.01


def prepared(pcm: bytes, sample_rate: int) -> bytes:
    """Return a recording without silence at its ends, at −20 dBFS, faded in and out."""
    samples = array("h")
    samples.frombytes(pcm)
    first = next((at for at, value in enumerate(samples) if abs(value) > _QUIET), None)
    if first is None:
        return b""
    last = next(at for at in range(len(samples) - 1, -1, -1) if abs(samples[at]) > _QUIET)
    margin = int(_MARGIN_S * sample_rate)
    samples = samples[max(0, first - margin) : last + 1 + margin]
    factor = min(_LEVEL / max(1.0, loudness(samples)), _PEAK / max(abs(one) for one in samples))
    return _faded(array("h", (int(one * factor) for one in samples)), sample_rate).tobytes()


def joined(recordings: Sequence[bytes], sample_rate: int) -> bytes:
    """Return prepared recordings one after another, with the pause of a breath between them."""
    return bytes(2 * int(_GAP_S * sample_rate)).join(recordings)


def loudness(samples: "array[int]") -> float:
    """Return the root mean square of the sounding part, between 0 and 32768."""
    sounding = [one for one in samples if abs(one) > _QUIET] or [0]
    return float((sum(one * one for one in sounding) / len(sounding)) ** 0.5)


def _faded(samples: "array[int]", sample_rate: int) -> "array[int]":
    fade = min(int(_FADE_S * sample_rate), len(samples) // 2)
    for at in range(fade):
        samples[at] = samples[at] * at // fade
        samples[-1 - at] = samples[-1 - at] * at // fade
    return samples
