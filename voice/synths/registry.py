"""Which engines there are, best first, and how each is opened."""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from hall.errors import SpeechError
from voice.port import Synth
from voice.synths.standby import EnginePlan

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class EngineChoice:
    """What the site says of its voices: engines by name, best first; folders of clips and models.

    No names: recordings and models where folders are given, then espeak-ng; pyttsx3 as a spare.
    """

    names: tuple[str, ...] = ()
    clips: tuple[Path, ...] = ()
    model: Path | None = None


def _espeak(_model: Path | None) -> Synth:
    from voice.synths.espeak import EspeakSynth

    return EspeakSynth()


#: Engines with code of others inside: they run in a child of the voice process.
NATIVE: Mapping[str, Callable[[Path | None], Synth]] = {"espeak-ng": _espeak}


def _pyttsx3() -> Synth:
    from voice.synths.portable import Pyttsx3Synth

    return Pyttsx3Synth()


def _in_child(name: str, model: Path | None) -> Synth:
    from voice.synths.child import ChildSynth

    return ChildSynth([name] if model is None else [name, "--model", str(model)])


NAMES = (*NATIVE, "pyttsx3")


def plans(choice: EngineChoice, *, children: bool = True, every: bool = False) -> list[EnginePlan]:
    """Return the engines of a choice, best first; without ``children`` all in this process.

    ``every`` adds the known ones that are not chosen.
    """
    names = choice.names or _default_names(choice)
    if every:
        names = tuple(dict.fromkeys([*names, *NAMES]))
    return [
        EnginePlan(
            name=name,
            open=_opener(name, choice, children=children),
            spare=not choice.names and name == "pyttsx3",
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
    return ("espeak-ng", "pyttsx3")


def _opener(name: str, choice: EngineChoice, *, children: bool) -> Callable[[], Synth]:
    if name in NATIVE:
        return partial(_in_child if children else _in_process, name, choice.model)
    if name == "pyttsx3":
        return _pyttsx3
    return partial(_unknown, name)


def _in_process(name: str, model: Path | None) -> Synth:
    return NATIVE[name](model)


def _unknown(name: str) -> Synth:
    raise SpeechError(f"there is no engine {name}; known are {', '.join(NAMES)}")
