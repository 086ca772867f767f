"""Which engines work on this machine, best first."""

import logging
from collections.abc import Callable, Sequence

from hall.errors import SpeechError
from voice.port import Synth

_log = logging.getLogger(__name__)

Opener = Callable[[], Synth]


def _espeak() -> Synth:
    from voice.synths.espeak import EspeakSynth

    return EspeakSynth()


def _pyttsx3() -> Synth:
    from voice.synths.portable import Pyttsx3Synth

    return Pyttsx3Synth()


#: Best first: espeak-ng streams and stops at once; pyttsx3 is what other systems have.
OPENERS: dict[str, Opener] = {"espeak-ng": _espeak, "pyttsx3": _pyttsx3}


def open_synths(names: Sequence[str] = ()) -> list[Synth]:
    """Open the engines that work, best first; with ``names`` only those.

    An engine after a working one is opened only when named: it would cost a second's start.
    """
    opened: list[Synth] = []
    for name, opener in OPENERS.items():
        if names and name not in names:
            continue
        try:
            opened.append(opener())
        except SpeechError as error:
            _log.warning("engine not usable", extra={"engine": name, "cause": str(error)})
            continue
        if not names:
            break
    return opened
