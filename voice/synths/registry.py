"""Which engines there are, best first, and how each is opened."""

import logging
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import platformdirs

from hall.errors import SpeechError
from voice.port import Synth
from voice.synths.standby import EnginePlan

VOICES_VARIABLE = "HALL90_VOICES"
ENGINES_VARIABLE = "HALL90_ENGINES"
NEURAL = "neural"
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class EngineChoice:
    """Which engines, best first, and where recordings and models lie.

    No names: those of ``HALL90_ENGINES``, separated by spaces; else recordings and a neural voice
    where the voices folder holds them, then espeak-ng, with pyttsx3 as a spare. ``reads_screen``:
    engines too slow for a screen reader are refused.
    """

    names: tuple[str, ...] = ()
    voices: Path | None = None
    reads_screen: bool = True

    @property
    def folder(self) -> Path:
        """The voices folder: clip packs and model folders, one folder each."""
        return self.voices or voices_folder()


def voices_folder() -> Path:
    """Return this machine's voices folder; ``HALL90_VOICES`` names another."""
    chosen = os.environ.get(VOICES_VARIABLE)
    return Path(chosen) if chosen else Path(platformdirs.user_data_dir("hall90")) / "voices"


def _espeak(_model: Path | None) -> Synth:
    from voice.synths.espeak import EspeakSynth

    return EspeakSynth()


def _neural(model: Path | None) -> Synth:
    from voice.synths.neural import NeuralSynth, model_folder
    from voice.synths.neural_models import LOADERS

    folder = model or Path()
    found = model_folder(folder)
    return NeuralSynth(folder, LOADERS[found.kind if found else "piper"])


#: Engines with code of others inside: they run in a child of the voice process.
NATIVE: Mapping[str, Callable[[Path | None], Synth]] = {"espeak-ng": _espeak, NEURAL: _neural}
NAMES = ("clips", NEURAL, "espeak-ng", "speech-dispatcher", "pyttsx3")


def plans(choice: EngineChoice, *, children: bool = True, every: bool = False) -> list[EnginePlan]:
    """Return the engines of a choice, best first; without ``children`` espeak-ng in this process.

    ``every`` adds the known ones that are not chosen.
    """
    chosen = choice.names or tuple(os.environ.get(ENGINES_VARIABLE, "").split())
    names = chosen or _default_names(choice)
    if every:
        names = tuple(dict.fromkeys([*names, *NAMES]))
    return [
        EnginePlan(
            name=name,
            open=_opener(name, choice, children=children),
            spare=not chosen and name == "pyttsx3",
        )
        for name in names
    ]


def open_synths(choice: EngineChoice | None = None) -> list[Synth]:
    """Open engines in this process, for files and measurements: best first.

    A spare one is opened only when no other works: it would cost a second's start.
    """
    opened: list[Synth] = []
    for plan in plans(choice or EngineChoice(), children=False):
        if plan.spare and opened:
            continue
        try:
            opened.append(plan.open())
        except SpeechError as error:
            _log.warning("engine not usable", extra={"engine": plan.name, "cause": str(error)})
    return opened


def _default_names(choice: EngineChoice) -> tuple[str, ...]:
    from voice.clips.pack import packs_in

    clips = ("clips",) if packs_in((choice.folder,)) else ()
    neural = (NEURAL,) if _model_in(choice.folder) else ()
    return (*clips, *neural, "espeak-ng", "pyttsx3")


def _opener(name: str, choice: EngineChoice, *, children: bool) -> Callable[[], Synth]:
    known: Mapping[str, Callable[[], Synth]] = {
        "clips": partial(_clips, choice.folder),
        NEURAL: partial(_open_neural, choice),
        "espeak-ng": partial(_native, "espeak-ng", None, children=children),
        "speech-dispatcher": _speech_dispatcher,
        "pyttsx3": _pyttsx3,
    }
    return known.get(name, partial(_unknown, name))


def _native(name: str, model: Path | None, *, children: bool) -> Synth:
    if not children:
        return NATIVE[name](model)
    from voice.synths.child import ChildSynth

    return ChildSynth([name] if model is None else [name, "--model", str(model)])


def _open_neural(choice: EngineChoice) -> Synth:
    from voice.synths.neural import HOW_TO_GET_ONE, refuse_slow

    model = _model_in(choice.folder)
    if model is None:
        raise SpeechError(f"there is no neural voice in {choice.folder}; {HOW_TO_GET_ONE}")
    synth = _native(NEURAL, model, children=True)
    if choice.reads_screen:
        try:
            refuse_slow(synth.capabilities)
        except SpeechError:
            synth.close()
            raise
    return synth


def _model_in(folder: Path) -> Path | None:
    """Return the first folder with a model, the folder itself or one below it."""
    if not folder.is_dir():
        return None
    candidates = [folder, *sorted(one for one in folder.iterdir() if one.is_dir())]
    return next((one for one in candidates if any(one.glob("*.onnx"))), None)


def _clips(folder: Path) -> Synth:
    from voice.synths.clips import ClipSynth

    return ClipSynth([folder])


def _pyttsx3() -> Synth:
    from voice.synths.portable import Pyttsx3Synth

    return Pyttsx3Synth()


def _speech_dispatcher() -> Synth:
    from voice.synths.speech_dispatcher import SpeechDispatcherSynth

    return SpeechDispatcherSynth()


def _unknown(name: str) -> Synth:
    raise SpeechError(f"there is no engine {name}; known are {', '.join(NAMES)}")
