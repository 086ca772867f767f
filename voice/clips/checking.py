"""Whether a clip pack can be used: every recording there, sound, level, and complete."""

import wave
from array import array
from collections.abc import Iterable
from dataclasses import dataclass
from math import log10
from pathlib import Path

from hall.errors import SpeechError
from voice.clips.cutting import by_first, canonical, unknown
from voice.clips.joining import loudness
from voice.clips.pack import MANIFEST, Pack, load_pack
from voice.synths.wav_reading import read_samples

_RATE = 22050
_LOWEST_RATE = 16000
_QUIETEST_DB, _LOUDEST_DB = -32.0, -9.0
_AT_LIMIT = 32700
_MOST_AT_LIMIT = 0.001
_LONGEST_SILENCE_S = 0.6
_SHORTEST_S = 0.08
_SECONDS_A_CHARACTER = 0.6
_SILENT = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class ClipFault:
    """One thing wrong with a pack; ``where`` is a file or the words concerned."""

    where: str
    problem: str


def check_pack(folder: Path, sentences: Iterable[str] = ()) -> list[ClipFault]:
    """Return everything wrong with a pack; ``sentences`` are words it must be able to say."""
    try:
        pack = load_pack(folder)
    except SpeechError as error:
        return [ClipFault(where=MANIFEST, problem=str(error))]
    faults = [*_manifest(pack)]
    for clip in pack.manifest.clip:
        problems = recording_problems(folder / clip.file, clip.says)
        faults += [ClipFault(where=clip.file, problem=problem) for problem in problems]
    clips = by_first(pack.files)
    missing = dict.fromkeys(unknown(sentence, clips) for sentence in sentences)
    faults += [
        ClipFault(where=words, problem="not recorded, and the hall needs it")
        for words in missing
        if words
    ]
    return faults


def _manifest(pack: Pack) -> Iterable[ClipFault]:
    says = [canonical(clip.says) for clip in pack.manifest.clip]
    for twice in sorted({one for one in says if says.count(one) > 1}):
        yield ClipFault(where=twice, problem="is recorded twice; only the first is used")
    listed = {clip.file for clip in pack.manifest.clip}
    for file in sorted(pack.folder.glob("*.wav")):
        if file.name not in listed:
            yield ClipFault(where=file.name, problem=f"is not named in {MANIFEST}")
    if not says:
        yield ClipFault(where=MANIFEST, problem="names no clip")


def recording_problems(file: Path, says: str) -> list[str]:
    """Return what is wrong with one recording, in words a speaker can act on."""
    if not file.exists():
        return [f"is missing; record {says!r}"]
    try:
        with wave.open(str(file)) as source:
            rate = source.getframerate()
        samples = array("h")
        samples.frombytes(read_samples(file, _RATE))
    except (SpeechError, wave.Error, OSError, EOFError) as error:
        return [f"cannot be read ({error}); save it as WAV, 16 bit"]
    problems = []
    if rate < _LOWEST_RATE:
        problems.append(f"has {rate} samples a second; record with 44100 or 48000")
    return problems + _sound(samples, says)


def _sound(samples: "array[int]", says: str) -> list[str]:
    loud = [at for at, value in enumerate(samples) if abs(value) > _SILENT]
    if not loud:
        return [f"is silent; record {says!r} again"]
    problems = []
    if sum(abs(value) >= _AT_LIMIT for value in samples) > _MOST_AT_LIMIT * len(samples):
        problems.append("is overdriven; record it again further from the microphone")
    level = 20 * log10(loudness(samples) / 32768)
    if not _QUIETEST_DB <= level <= _LOUDEST_DB:
        problems.append(f"has a level of {level:.0f} dB; aim at -20 dB")
    before, after = loud[0] / _RATE, (len(samples) - loud[-1]) / _RATE
    if max(before, after) > _LONGEST_SILENCE_S:
        problems.append(
            f"begins with {before:.1f} s and ends with {after:.1f} s of silence; cut it"
        )
    seconds = (loud[-1] - loud[0]) / _RATE
    longest = 1.0 + _SECONDS_A_CHARACTER * len(canonical(says))
    if not _SHORTEST_S <= seconds <= longest:
        problems.append(f"sounds for {seconds:.1f} s; {says!r} takes up to {longest:.1f} s")
    return problems
