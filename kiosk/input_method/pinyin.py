"""Pinyin letters become words: a binding of the system's libgooglepinyin.

The library knows one decoder a process. It is never told which word was chosen and its own
dictionary of the user lies in a folder that is gone again, so it learns nothing of a visitor.
"""

import ctypes
import tempfile
from ctypes import POINTER, byref, c_bool, c_char_p, c_size_t, c_uint16, c_void_p
from pathlib import Path
from threading import Lock

_LIBRARY = "libgooglepinyin.so.0"
_DICTIONARIES = (Path("/usr/lib"), Path("/usr/share"))
_PATTERNS = ("*/googlepinyin/data/dict_pinyin.dat", "googlepinyin/data/dict_pinyin.dat")
_LONGEST = 30
_MOST_CHARACTERS = 31
_PREDICTED = 8
"""Characters a predicted continuation takes in the library's answer, its end included."""


def dictionary(folders: tuple[Path, ...] = _DICTIONARIES) -> Path | None:
    """Return the system dictionary, or None where it is not installed."""
    found = (path for folder in folders for pattern in _PATTERNS for path in folder.glob(pattern))
    return next(found, None)


class PinyinDecoder:
    """Words for letters; make it with ``open_decoder``, use it from any one thread at a time."""

    def __init__(self, library: ctypes.CDLL) -> None:
        self._library = library
        self._turn = Lock()
        self._buffer = ctypes.create_string_buffer(2 * (_MOST_CHARACTERS + 1))

    def words(self, letters: str, most: int) -> list[tuple[str, int]]:
        """Return words for typed letters, best first, each with how many letters it uses up."""
        typed = letters.encode("ascii", "ignore")[:_LONGEST]
        if not typed:
            return []
        with self._turn:
            self._library.im_reset_search()
            count = min(int(self._library.im_search(typed, len(typed))), most)
            starts = self._starts()
            texts = [self._candidate(place) for place in range(count)]
        return [(text, _used(text, starts, len(typed))) for text in texts if text]

    def following(self, text: str, most: int) -> list[str]:
        """Return what is commonly written after a text, the most usual first."""
        history = ctypes.create_string_buffer(text.encode("utf-16-le") + b"\0\0")
        answer = c_void_p()
        with self._turn:
            count = int(self._library.im_get_predicts(history, byref(answer)))
            if not count or answer.value is None:
                return []
            raw = ctypes.string_at(answer.value, 2 * _PREDICTED * min(count, most))
        step = 2 * _PREDICTED
        return [_text(raw[at : at + step]) for at in range(0, len(raw), step)]

    def close(self) -> None:
        """Let go of the dictionary."""
        with self._turn:
            self._library.im_close_decoder()

    def _starts(self) -> list[int]:
        positions = POINTER(c_uint16)()
        count = int(self._library.im_get_spl_start_pos(byref(positions)))
        return [positions[place] for place in range(count + 1)]

    def _candidate(self, place: int) -> str:
        found = self._library.im_get_candidate(place, self._buffer, _MOST_CHARACTERS)
        return _text(self._buffer.raw) if found else ""


def open_decoder(path: Path | None = None) -> PinyinDecoder | None:
    """Return a decoder, or None where the library or its dictionary is not installed."""
    file = path or dictionary()
    if file is None:
        return None
    try:
        library = ctypes.CDLL(_LIBRARY)
    except OSError:
        return None
    library.im_open_decoder.restype = c_bool
    library.im_open_decoder.argtypes = [c_char_p, c_char_p]
    library.im_search.restype = c_size_t
    library.im_search.argtypes = [c_char_p, c_size_t]
    library.im_get_candidate.restype = c_void_p
    library.im_get_candidate.argtypes = [c_size_t, c_void_p, c_size_t]
    library.im_get_spl_start_pos.restype = c_size_t
    library.im_get_spl_start_pos.argtypes = [POINTER(POINTER(c_uint16))]
    library.im_get_predicts.restype = c_size_t
    library.im_get_predicts.argtypes = [c_void_p, POINTER(c_void_p)]
    with tempfile.TemporaryDirectory(prefix="hall90-") as folder:
        opened = library.im_open_decoder(bytes(file), bytes(Path(folder) / "user"))
    return PinyinDecoder(library) if opened else None


def _used(text: str, starts: list[int], typed: int) -> int:
    """Return how many letters a word uses up: those of as many syllables as it has characters."""
    if len(text) >= len(starts) - 1:
        return typed
    return starts[len(text)]


def _text(raw: bytes) -> str:
    return raw.decode("utf-16-le", "ignore").split("\0", 1)[0]
