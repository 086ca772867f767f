"""The packages that run neural voices, each behind one function; loaded only when asked for."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from hall.errors import SpeechError
from voice.synths.neural import HOW_TO_GET_ONE, ModelFolder, NeuralModel

_VOLUME = 0.6


class PiperModel:
    """A voice run by the package piper-tts (GPL-3.0, in a process of its own)."""

    def __init__(self, found: ModelFolder) -> None:
        try:
            import piper
        except ImportError as error:
            raise SpeechError(
                f"the package piper-tts is not installed; {HOW_TO_GET_ONE}"
            ) from error
        self._voice = piper.PiperVoice.load(min(found.folder.glob("*.onnx")))
        self._piper = piper
        self._speaker = found.note.speaker
        self.sample_rate = int(self._voice.config.sample_rate)

    def speak(self, words: str, speed: float, sink: Callable[[bytes], bool]) -> bool:
        told = self._piper.SynthesisConfig(
            speaker_id=self._speaker, length_scale=1 / speed, volume=_VOLUME
        )
        return all(sink(chunk.audio_int16_bytes) for chunk in self._voice.synthesize(words, told))


class SherpaModel:
    """A voice run by the package sherpa-onnx: VITS with a lexicon, Matcha or Kokoro."""

    def __init__(self, found: ModelFolder) -> None:
        try:
            import numpy
            import sherpa_onnx
        except ImportError as error:
            raise SpeechError(
                f"the package sherpa-onnx is not installed; {HOW_TO_GET_ONE}"
            ) from error
        config = sherpa_onnx.OfflineTtsConfig(
            model=_sherpa_model(sherpa_onnx, found.folder, found.note.threads),
            rule_fsts=",".join(str(file) for file in sorted(found.folder.glob("*.fst"))),
        )
        if not config.validate():
            raise SpeechError(f"{found.folder} lacks files of its model; sherpa-onnx says which")
        self._voice = sherpa_onnx.OfflineTts(config)
        self._numpy = numpy
        self._speaker = found.note.speaker
        self.sample_rate = int(self._voice.sample_rate)

    def speak(self, words: str, speed: float, sink: Callable[[bytes], bool]) -> bool:
        whole = True

        def sentence(samples: Any, _progress: float) -> int:
            nonlocal whole
            whole = whole and sink(self._pcm(samples))
            return int(whole)

        self._voice.generate(words, sid=self._speaker, speed=speed, callback=sentence)
        return whole

    def _pcm(self, samples: Any) -> bytes:
        scaled = self._numpy.clip(samples, -1.0, 1.0) * (_VOLUME * 32767)
        return bytes(scaled.astype("<i2").tobytes())


def _sherpa_model(sherpa: Any, folder: Path, threads: int) -> Any:
    """Return the configuration for the kind of model whose files lie in the folder."""
    models = sorted(folder.glob("*.onnx"))
    vocoders = [file for file in models if "voco" in file.name or "hifigan" in file.name]
    acoustic = next((str(file) for file in models if file not in vocoders), "")
    common = {
        "tokens": str(folder / "tokens.txt"),
        "lexicon": _there(folder / "lexicon.txt"),
        "data_dir": _there(folder / "espeak-ng-data"),
        "dict_dir": _there(folder / "dict"),
    }
    if (folder / "voices.bin").is_file():
        kokoro = sherpa.OfflineTtsKokoroModelConfig(
            model=acoustic, voices=str(folder / "voices.bin"), **common
        )
        return sherpa.OfflineTtsModelConfig(kokoro=kokoro, num_threads=threads)
    if vocoders:
        matcha = sherpa.OfflineTtsMatchaModelConfig(
            acoustic_model=acoustic, vocoder=str(vocoders[0]), **common
        )
        return sherpa.OfflineTtsModelConfig(matcha=matcha, num_threads=threads)
    vits = sherpa.OfflineTtsVitsModelConfig(model=acoustic, **common)
    return sherpa.OfflineTtsModelConfig(vits=vits, num_threads=threads)


def _there(path: Path) -> str:
    return str(path) if path.exists() else ""


LOADERS: Mapping[str, Callable[[ModelFolder], NeuralModel]] = {
    "piper": PiperModel,
    "sherpa-onnx": SherpaModel,
}
