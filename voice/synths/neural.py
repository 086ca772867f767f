"""Neural voices: a model folder a hall puts in, run by a package the hall installs; probed here.

Folders hold either a piper voice (`NAME.onnx` and `NAME.onnx.json`) or a sherpa-onnx voice
(`*.onnx`, `tokens.txt` and what the model brings). A `voice.toml` beside them may say what the
files do not: ``language``, ``speaker`` (a number), ``threads``.
"""

import re
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, Protocol

import msgspec

from hall.clock import SystemClock
from hall.errors import SpeechError
from voice.port import PcmSink, SynthCapabilities
from voice.synths.resampling import Resampler
from voice.synths.trimming import LeadTrimmer

SAMPLE_RATE = 22050
#: A screen reader that answers later than this feels broken.
SCREEN_READER_MS = 300.0
HOW_TO_GET_ONE = (
    "docs/operator/voices.md tells how to get one: put the voice's folder into the voices folder"
    " and start with HALL90_ROLES='all neural'"
)
_PROBE = {"zh": "请到三号窗口办理。", "en": "Please go to window three."}
_RATES = (50, 200)
_LANGUAGE_IN_NAME = re.compile(r"(?:^|[-_])(zh|en|ug|kk|mn|ru)(?:[-_.]|$)")


class NeuralModel(Protocol):
    """A loaded model."""

    @property
    def sample_rate(self) -> int: ...

    def speak(self, words: str, speed: float, sink: Callable[[bytes], bool]) -> bool:
        """Hand 16-bit mono samples of each sentence to the sink until it refuses."""
        ...


class VoiceNote(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a hall writes beside a model."""

    language: str = ""
    speaker: int = 0
    threads: int = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelFolder:
    """A folder that holds a voice, by which package it is run, and in which language."""

    folder: Path
    kind: Literal["piper", "sherpa-onnx"]
    language: str
    note: VoiceNote


def model_folder(folder: Path) -> ModelFolder | None:
    """Return what a folder holds; None where it is no voice. Raises SpeechError when unclear."""
    models = sorted(folder.glob("*.onnx"))
    if not models:
        return None
    note = _note(folder)
    config = Path(f"{models[0]}.json")
    if config.is_file():
        language = note.language or _piper_language(config)
        return ModelFolder(folder=folder, kind="piper", language=language, note=note)
    if not (folder / "tokens.txt").is_file():
        raise SpeechError(
            f"{folder} holds a model without {models[0].name}.json (piper) or tokens.txt (sherpa);"
            f" {HOW_TO_GET_ONE}"
        )
    named = _LANGUAGE_IN_NAME.search(folder.name.lower())
    language = note.language or (named.group(1) if named else "")
    if not language:
        raise SpeechError(f"{folder}: write voice.toml with the voice's language, such as zh-CN")
    return ModelFolder(folder=folder, kind="sherpa-onnx", language=language, note=note)


class NeuralSynth:
    """A model with its measured speed. Raises SpeechError when it cannot be run here."""

    def __init__(self, folder: Path, load: Callable[[ModelFolder], NeuralModel]) -> None:
        found = model_folder(folder)
        if found is None:
            raise SpeechError(f"{folder} holds no neural voice; {HOW_TO_GET_ONE}")
        self._model = load(found)
        self._clock = SystemClock()
        self.capabilities = SynthCapabilities(
            name=found.kind,
            languages=(found.language,),
            sample_rate=SAMPLE_RATE,
            streams=True,
            stops=False,
            rates=_RATES,
            first_audio_ms=self._probe(found.language),
        )

    def covers(self, words: str, lang: str) -> bool:
        return self.capabilities.speaks(lang)

    def speak(self, words: str, lang: str, rate: int, sink: PcmSink) -> bool:
        speed = max(_RATES[0], min(rate, _RATES[1])) / 100
        trimmer = LeadTrimmer(sink)
        resampled = Resampler(self._model.sample_rate, SAMPLE_RATE)
        # Double brackets would be read as phonemes by piper, and come from data here.
        plain = words.replace("[[", "[").replace("]]", "]")
        return self._model.speak(plain, speed, lambda pcm: trimmer(resampled(pcm)))

    def close(self) -> None:
        """Do nothing: the model goes with its process."""

    def _probe(self, language: str) -> float:
        """Return milliseconds to the first sound of a short sentence, once warm."""
        words = _PROBE.get(language.split("-")[0], _PROBE["en"])
        taken: list[float] = []
        for _ in range(2):
            began = self._clock.monotonic()
            made: list[float] = []

            def first(pcm: bytes, made: list[float] = made, began: float = began) -> bool:
                if pcm and not made:
                    made.append(1000 * (self._clock.monotonic() - began))
                return True

            self._model.speak(words, 1.0, first)
            if not made:
                raise SpeechError(f"the voice makes no sound of {words!r}")
            taken += made
        return round(taken[-1], 1)


def refuse_slow(capabilities: SynthCapabilities) -> None:
    """Raise SpeechError for an engine that answers too late for a screen reader."""
    first = capabilities.first_audio_ms
    if first is not None and first > SCREEN_READER_MS:
        raise SpeechError(
            f"too slow for reading the screen: first sound after {first:.0f} ms, at most"
            f" {SCREEN_READER_MS:.0f} ms; it is used for announcements in the hall"
        )


def _note(folder: Path) -> VoiceNote:
    file = folder / "voice.toml"
    if not file.is_file():
        return VoiceNote()
    try:
        return msgspec.convert(tomllib.loads(file.read_text("utf-8")), VoiceNote)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, msgspec.ValidationError) as error:
        raise SpeechError(f"{file}: {error}") from error


class _PiperLanguage(msgspec.Struct, frozen=True):
    code: str = ""


class _PiperEspeak(msgspec.Struct, frozen=True):
    voice: str = ""


class _PiperConfig(msgspec.Struct, frozen=True):
    language: _PiperLanguage = _PiperLanguage()
    espeak: _PiperEspeak = _PiperEspeak()


def _piper_language(config: Path) -> str:
    try:
        told = msgspec.json.decode(config.read_bytes(), type=_PiperConfig)
    except msgspec.MsgspecError as error:
        raise SpeechError(f"{config}: {error}") from error
    code = told.language.code.replace("_", "-") or told.espeak.voice
    return {"cmn": "zh"}.get(code, code) or "en"
