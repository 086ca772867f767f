"""Sounds with a meaning, generated: short, and told apart by shape as well as pitch.

focus     a 30 ms tick, at each node entered
activate  two rising tones: done as asked
edge      one low thud: nothing further this way
error     two falling rough tones: not possible
progress  a soft high ping: still working
tick      a soft low tick: a finger on empty ground
chime     G5, E5, C5 within one second: the hall is about to speak
"""

import math
from array import array
from functools import lru_cache

_Tone = tuple[float, float, float, float]

#: Each tone: start second, length in seconds, frequency in hertz, level (1.0 is full scale).
_SOUNDS: dict[str, tuple[_Tone, ...]] = {
    "focus": ((0.0, 0.03, 1800.0, 0.22),),
    "activate": ((0.0, 0.06, 880.0, 0.25), (0.06, 0.09, 1320.0, 0.25)),
    "edge": ((0.0, 0.12, 160.0, 0.4),),
    "error": (
        *((0.0, 0.12, 330.0, 0.2), (0.0, 0.12, 349.0, 0.2)),
        *((0.14, 0.18, 247.0, 0.2), (0.14, 0.18, 262.0, 0.2)),
    ),
    "progress": ((0.0, 0.12, 1047.0, 0.12),),
    "tick": ((0.0, 0.025, 400.0, 0.12),),
    "chime": (
        *((0.0, 0.5, 784.0, 0.2), (0.0, 0.5, 1568.0, 0.05)),
        *((0.25, 0.5, 659.3, 0.2), (0.25, 0.5, 1318.5, 0.05)),
        *((0.5, 0.48, 523.3, 0.2), (0.5, 0.48, 1046.5, 0.05)),
    ),
}
NAMES: tuple[str, ...] = tuple(_SOUNDS)
_RISE = 0.004


def duration(name: str) -> float:
    """Return an earcon's length in seconds; an unknown name sounds as focus."""
    return max(start + length for start, length, _, _ in _SOUNDS.get(name, _SOUNDS["focus"]))


@lru_cache(maxsize=32)
def earcon(name: str, sample_rate: int) -> bytes:
    """Return 16-bit mono samples; an unknown name sounds as focus."""
    mixed = [0.0] * math.ceil(duration(name) * sample_rate)
    for start, length, frequency, level in _SOUNDS.get(name, _SOUNDS["focus"]):
        first = round(start * sample_rate)
        for index in range(min(round(length * sample_rate), len(mixed) - first)):
            at = index / sample_rate
            swell = min(1.0, at / _RISE) * (1 - at / length) ** 1.5
            mixed[first + index] += level * swell * math.sin(2 * math.pi * frequency * at)
    return array("h", (round(32767 * max(-1.0, min(1.0, value))) for value in mixed)).tobytes()
