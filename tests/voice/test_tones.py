"""Whether Mandarin tones are in the sound: the pitch of each syllable, measured.

A machine can hear that tones have the right shapes; whether they are good, only a native listener
can say (docs/voice.md).
"""

from array import array
from collections.abc import Iterator

import numpy as np
import numpy.typing as npt
import pytest

from voice.synths.espeak import EspeakSynth

RATE = 22050
SYLLABLES = ("妈麻马骂", "八拔把爸", "屋无五雾", "衣姨椅意", "科咳可课")
_FRAME, _HOP = int(0.04 * RATE), int(0.01 * RATE)
_LOWEST, _HIGHEST = 60.0, 400.0

Pitch = npt.NDArray[np.float64]


@pytest.fixture(scope="module")
def synth() -> Iterator[EspeakSynth]:
    synth = EspeakSynth()
    yield synth
    synth.close()


def sound(synth: EspeakSynth, words: str) -> Pitch:
    made = array("h")

    def keep(pcm: bytes) -> bool:
        made.frombytes(pcm)
        return True

    assert synth.speak(words, "zh-CN", 80, keep)
    return np.array(made, dtype=np.float64)


def pitch(samples: Pitch) -> Pitch:
    """Return the fundamental of each voiced frame, in semitones above 100 Hz."""
    found = []
    low, high = int(RATE / _HIGHEST), int(RATE / _LOWEST)
    loudest = np.sqrt(np.mean(samples**2))
    for start in range(0, len(samples) - _FRAME, _HOP):
        frame = samples[start : start + _FRAME]
        if np.sqrt(np.mean(frame**2)) < 0.3 * loudest:
            continue
        frame = frame - frame.mean()
        same = np.correlate(frame, frame, "full")[_FRAME - 1 :]
        lag = low + int(np.argmax(same[low:high]))
        if same[lag] > 0.5 * same[0]:
            found.append(12 * np.log2(RATE / lag / 100))
    return np.array(found)


def shape(contour: Pitch) -> tuple[float, float, float]:
    """Return the mean of the first, the middle and the last third."""
    third = max(1, len(contour) // 3)
    return (
        float(np.median(contour[:third])),
        float(np.median(contour[third : 2 * third])),
        float(np.median(contour[-third:])),
    )


def is_right(tone: int, contour: Pitch, usual: float) -> bool:
    """Tell whether a syllable's pitch moves as its tone must; ``usual`` is the speaker's middle."""
    begin, middle, end = shape(contour)
    match tone:
        case 1:
            return abs(end - begin) < 2.0 and middle > usual
        case 2:
            return end - min(begin, middle) > 1.0
        case 3:
            return min(begin, middle) < usual - 2.0 and end < usual - 0.5
        case _:
            return begin - end > 2.0


def test_syllables_have_the_shapes_of_their_tones(synth: EspeakSynth) -> None:
    contours = {word: pitch(sound(synth, word)) for four in SYLLABLES for word in four}
    assert all(len(contour) >= 5 for contour in contours.values())
    usual = float(np.median(np.concatenate(list(contours.values()))))
    right = {
        tone: sum(is_right(tone, contours[four[tone - 1]], usual) for four in SYLLABLES)
        for tone in (1, 2, 3, 4)
    }
    assert sum(right.values()) >= 16, right
    assert min(right.values()) >= 3, right


def test_the_same_syllable_differs_by_its_tone_alone(synth: EspeakSynth) -> None:
    for four in SYLLABLES:
        shapes = [shape(pitch(sound(synth, word))) for word in four]
        apart = [
            max(abs(one - two) for one, two in zip(first, second, strict=True))
            for index, first in enumerate(shapes)
            for second in shapes[index + 1 :]
        ]
        assert min(apart) > 0.8, (four, shapes)


def test_a_voice_without_tones_would_be_noticed() -> None:
    at = np.arange(RATE // 2) / RATE
    flat = pitch(9000 * np.sin(2 * np.pi * 130 * at))
    usual = float(np.median(flat))
    assert not is_right(2, flat, usual)
    assert not is_right(3, flat, usual)
    assert not is_right(4, flat, usual)
