"""An utterance as samples, without any output: for files, caches and tests."""

from collections.abc import Sequence

from hall.errors import SpeechError
from voice.earcons import earcon
from voice.plan import Place, Silence, Sound, Words, plan
from voice.player import pause_after, silence, speak, whole_of
from voice.port import Synth
from voice.utterance import Utterance


def render(utterance: Utterance, synths: Sequence[Synth], *, rate: int = 100) -> bytes:
    """Return the 16-bit mono samples of an utterance at a rate in percent.

    Raises SpeechError when no engine can say it.
    """
    if not synths:
        raise SpeechError("no speech engine works on this machine; `hall90 doctor` tells why")
    sample_rate = synths[0].capabilities.sample_rate
    samples: list[bytes] = []

    def keep(pcm: bytes) -> bool:
        samples.append(pcm)
        return True

    steps = plan(utterance)
    for step in steps:
        match step:
            case Words(words=words, lang=lang):
                speak(words, lang, rate, synths, keep, whole_of(steps, lang))
                keep(silence(pause_after(step) * 100 / rate, sample_rate))
            case Silence(seconds=seconds):
                keep(silence(seconds, sample_rate))
            case Sound(name=name):
                keep(earcon(name, sample_rate))
            case Place():
                pass
    return b"".join(samples)
