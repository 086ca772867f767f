"""Our binding to libespeak-ng: only what the engine needs, one thread, nothing at import.

Option 0x8000 keeps the library from ending the whole process when its data are missing; the
callback is kept referenced, since the library holds only its address.
"""

import ctypes
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from hall.errors import SpeechError
from voice.port import PcmSink, WordReached, ignore_words

SYNCHRONOUS = 2
DONT_EXIT = 0x8000
CHARS_UTF8 = 1
_RATE, _VOLUME, _PITCH, _RANGE = 1, 2, 3, 4

#: Volume above 70 clips, a narrower range flattens the tones (measured).
_VOLUME_VALUE = 70
_PITCH_VALUE = 50
_RANGE_VALUE = 90

_WORD = 1


class _Event(ctypes.Structure):
    """One of the events that come with samples; the list ends with type 0."""

    _fields_ = (
        ("type", ctypes.c_int),
        ("unique_identifier", ctypes.c_uint),
        ("text_position", ctypes.c_int),
        ("length", ctypes.c_int),
        ("audio_position", ctypes.c_int),
        ("sample", ctypes.c_int),
        ("user_data", ctypes.c_void_p),
        ("id", ctypes.c_char * 8),
    )


_Callback = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_int, ctypes.POINTER(_Event))


class EspeakLibrary:
    """One libespeak-ng, which is one global state of the process: used by one thread only."""

    def __init__(self, library: Path, data: Path | None) -> None:
        try:
            self._lib = ctypes.CDLL(str(library))
        except OSError as error:
            raise SpeechError(f"libespeak-ng cannot be loaded: {error}") from error
        self._sink: Callable[[bytes], bool] | None = None
        self._reached: WordReached = ignore_words
        self._made = 0
        self._failure: BaseException | None = None
        self._aborted = False
        self._declare()
        folder = None if data is None else str(data).encode()
        self.sample_rate = int(self._lib.espeak_Initialize(SYNCHRONOUS, 0, folder, DONT_EXIT))
        if self.sample_rate <= 0:
            raise SpeechError(f"libespeak-ng finds no voice data in {data}")
        self._callback = _Callback(self._samples)
        self._lib.espeak_SetSynthCallback(self._callback)
        for parameter, value in (
            (_VOLUME, _VOLUME_VALUE),
            (_PITCH, _PITCH_VALUE),
            (_RANGE, _RANGE_VALUE),
        ):
            self._lib.espeak_SetParameter(parameter, value, 0)
        self._voice = ""

    @property
    def version(self) -> str:
        """The library's version, like "1.52.0"."""
        return str(self._lib.espeak_Info(None).decode())

    def set_voice(self, name: str) -> bool:
        """Switch the voice; False where the library has none of that name."""
        if name == self._voice:
            return True
        if self._lib.espeak_SetVoiceByName(name.encode()) != 0:
            return False
        self._voice = name
        return True

    def set_rate(self, value: int) -> None:
        """Set the library's rate parameter (80 to 450)."""
        self._lib.espeak_SetParameter(_RATE, value, 0)

    def synthesise(self, text: str, sink: PcmSink, reached: WordReached = ignore_words) -> bool:
        """Hand samples to ``sink`` as they are made; False when the sink aborted.

        ``reached`` is told each word's place in ``text`` just before its samples.
        """
        encoded = text.replace("\0", " ").encode("utf-8", "replace")
        self._sink, self._aborted, self._failure = sink, False, None
        self._reached, self._made = reached, 0
        try:
            code = self._lib.espeak_Synth(
                encoded, len(encoded) + 1, 0, 1, 0, CHARS_UTF8, None, None
            )
        finally:
            self._sink = None
        if self._failure is not None:
            raise self._failure
        if code != 0 and not self._aborted:
            raise SpeechError(f"libespeak-ng answered {code}")
        return not self._aborted

    def phonemes(self, text: str) -> str:
        """Return espeak's own phoneme names of a text in the present voice."""
        buffer = ctypes.create_string_buffer(text.replace("\0", " ").encode("utf-8", "replace"))
        place = ctypes.c_void_p(ctypes.addressof(buffer))
        found: list[str] = []
        while place.value:
            part = self._lib.espeak_TextToPhonemes(ctypes.byref(place), CHARS_UTF8, 0)
            found.append(part.decode("utf-8", "replace") if part else "")
        return " ".join(part for part in found if part)

    def close(self) -> None:
        """Let the library free its state."""
        self._lib.espeak_Terminate()

    def _samples(self, wave: int | None, count: int, events: Any) -> int:
        # An exception would be swallowed by ctypes and count as "go on": keep it, and abort.
        if self._sink is None:
            return 1
        if wave is None or count <= 0:
            return 0
        try:
            goes_on = self._hand_over(self._sink, ctypes.string_at(wave, 2 * count), events)
        except BaseException as error:  # noqa: BLE001  raised again after the call
            self._failure = error
            goes_on = False
        self._aborted = not goes_on
        return 0 if goes_on else 1

    def _hand_over(self, sink: PcmSink, pcm: bytes, events: Any) -> bool:
        """Hand over samples, telling each word before its own."""
        first, at = self._made, 0
        self._made += len(pcm) // 2
        for event in _words(events):
            begins = min(max(2 * (event.sample - first), at), len(pcm))
            if begins > at and not sink(pcm[at:begins]):
                return False
            at = begins
            place = event.text_position - 1
            self._reached((place, place + event.length))
        return sink(pcm[at:])

    def _declare(self) -> None:
        lib = self._lib
        lib.espeak_Initialize.argtypes = [
            ctypes.c_int,
            ctypes.c_int,
            ctypes.c_char_p,
            ctypes.c_int,
        ]
        lib.espeak_Info.argtypes = [ctypes.c_void_p]
        lib.espeak_Info.restype = ctypes.c_char_p
        lib.espeak_SetVoiceByName.argtypes = [ctypes.c_char_p]
        lib.espeak_SetParameter.argtypes = [ctypes.c_int, ctypes.c_int, ctypes.c_int]
        lib.espeak_SetSynthCallback.argtypes = [_Callback]
        lib.espeak_SetSynthCallback.restype = None
        lib.espeak_TextToPhonemes.argtypes = [
            ctypes.POINTER(ctypes.c_void_p),
            ctypes.c_int,
            ctypes.c_int,
        ]
        lib.espeak_TextToPhonemes.restype = ctypes.c_char_p
        lib.espeak_Synth.argtypes = [
            ctypes.c_char_p,
            ctypes.c_size_t,
            ctypes.c_uint,
            ctypes.c_int,
            ctypes.c_uint,
            ctypes.c_uint,
            ctypes.c_void_p,
            ctypes.c_void_p,
        ]


def _words(events: Any) -> Iterator[_Event]:
    """Yield the word events of a list that ends with type 0."""
    index = 0
    while events and events[index].type:
        if events[index].type == _WORD:
            yield events[index]
        index += 1
