"""speech-dispatcher as an engine: it sounds by itself, we hand on silence of the same length.

It plays on an output of its own, so headphones cannot be kept private: it is used only when a
site names it. Debian 12's Mandarin voice reads hanzi in English (espeak-ng 1.51), so Mandarin goes
as pinyin to its pinyin voice where there is one.
"""

import getpass
import queue

from hall.clock import SystemClock
from hall.errors import SpeechError
from voice.pinyin import mandarin_pinyin
from voice.port import PcmSink, SynthCapabilities
from voice.synths.child import SynthLostError
from voice.synths.ssip import Reply, SsipConnection

SAMPLE_RATE = 22050
_PINYIN = "cmn-latn-pinyin"
_WANTED = {
    "zh": (_PINYIN, "cmn", "zh"),
    "en": ("en-us", "en-gb", "en"),
    "ug": ("ug",),
    "kk": ("kk",),
    "ru": ("ru",),
}
_BEGIN, _END, _CANCELLED = 701, 702, 703
_TICK = 0.02
_BEGINS_WITHIN = 10.0
_SAID_WITHIN = 120.0


class SpeechDispatcherSynth:
    """One client of speech-dispatcher. Raises SpeechError when it does not run here."""

    def __init__(self, address: str | None = None) -> None:
        self._events: queue.SimpleQueue[Reply] = queue.SimpleQueue()
        self._clock = SystemClock()
        self._connection = SsipConnection(address, self._events.put)
        self._set: dict[str, str] = {}
        self._volume = 0
        try:
            self._tell("CLIENT_NAME", f"{getpass.getuser()}:hall90:voice")
            self._tell("NOTIFICATION", "ALL on")
            self._tell("PRIORITY", "TEXT")
            self._voices = self._chosen()
        except SpeechError:
            self.close()
            raise
        self.capabilities = SynthCapabilities(
            name="speech-dispatcher",
            languages=tuple(self._voices),
            sample_rate=SAMPLE_RATE,
            streams=True,
            stops=True,
            sounds_itself=True,
        )

    def covers(self, words: str, lang: str) -> bool:
        return self.capabilities.speaks(lang)

    def speak(self, words: str, lang: str, rate: int, sink: PcmSink) -> bool:
        base = lang.split("-")[0]
        if base not in self._voices:
            raise SpeechError(f"speech-dispatcher has no voice for {lang}")
        name, language = self._voices[base]
        text = mandarin_pinyin(words) if language == _PINYIN else words
        if not any(letter.isalnum() for letter in text):
            return sink(b"")
        self._tell("LANGUAGE", language)
        self._tell("SYNTHESIS_VOICE", name)
        self._tell("RATE", str(rate_of(rate)))
        self._tell("VOLUME", str(self._volume))
        return self._follow(self._connection.speak(text), sink)

    def set_level(self, decibels: float) -> None:
        self._volume = volume_of(decibels)

    def close(self) -> None:
        self._connection.close()

    def _follow(self, message: str, sink: PcmSink) -> bool:
        """Hand on silence while the message sounds; a refusal cancels it."""
        asked = self._clock.monotonic()
        began: float | None = None
        handed = 0
        while True:
            event = self._next(message)
            now = self._clock.monotonic()
            if event is not None and event.code == _BEGIN:
                began = now
            elif event is not None and event.code in (_END, _CANCELLED):
                return True
            if self._connection.lost.is_set():
                raise SynthLostError("speech-dispatcher hung up")
            if began is None and now - asked > _BEGINS_WITHIN:
                raise SynthLostError(f"did not begin within {_BEGINS_WITHIN:.0f} s")
            if now - asked > _SAID_WITHIN:
                raise SynthLostError(f"did not end within {_SAID_WITHIN:.0f} s")
            due = 0 if began is None else round((now - began) * SAMPLE_RATE) - handed
            handed += due
            if not sink(bytes(2 * due)):
                self._connection.ask("CANCEL SELF")
                return False

    def _next(self, message: str) -> Reply | None:
        """Return the next event of a message, or None after a moment without one."""
        try:
            event = self._events.get(timeout=_TICK)
        except queue.Empty:
            return None
        return event if event.lines[:1] == (message,) else None

    def _tell(self, what: str, value: str) -> None:
        """Set a parameter where it is not set to this already."""
        if self._set.get(what) != value:
            self._connection.ask(f"SET SELF {what} {value}")
            self._set[what] = value

    def _chosen(self) -> dict[str, tuple[str, str]]:
        """Return a voice's name and language for each language we know, where there is one."""
        rows = [line.split("\t") for line in self._connection.ask("LIST SYNTHESIS_VOICES").lines]
        plain = [row for row in rows if len(row) == 3 and row[2].lower() == "none"] or [
            row for row in rows if len(row) == 3
        ]
        found: dict[str, tuple[str, str]] = {}
        for base, wanted in _WANTED.items():
            for tag in wanted:
                known = next((row for row in plain if row[1].lower() == tag), None)
                if known is not None:
                    found[base] = (known[0], known[1].lower())
                    break
        if not found:
            raise SpeechError("speech-dispatcher has no voice for any language of the hall")
        return found


def rate_of(percent: int) -> int:
    """Return the protocol's rate, -100 to 100, for a rate in percent of the ordinary one."""
    return max(-100, min(100, percent - 100 if percent < 100 else (percent - 100) // 2))


def volume_of(decibels: float) -> int:
    """Return the protocol's volume, -100 to 100, for a level from -36 to 0 dB."""
    return max(-100, min(100, round(100 + decibels * 200 / 36)))
