"""Strokes of a finger become characters: a binding of the system's libzinnia and its model."""

import ctypes
from collections.abc import Sequence
from ctypes import c_char_p, c_int, c_size_t, c_void_p
from pathlib import Path
from threading import Lock
from typing import Any

from kiosk.input_method.candidates import Stroke

_LIBRARY = "libzinnia.so.0"
_MODELS = (
    Path("/usr/share/tegaki/models/zinnia/handwriting-zh_CN.model"),
    Path("/usr/local/share/tegaki/models/zinnia/handwriting-zh_CN.model"),
)
_SIDE = 300
_MARGIN = 0.1
_LEAST = 0.25
"""Writing smaller than this share of the area is not blown up further: a dot stays a dot."""


class Handwriting:
    """Characters for strokes; make it with ``open_handwriting``, use it from any thread."""

    def __init__(self, library: ctypes.CDLL, recogniser: int) -> None:
        self._library = library
        self._recogniser = recogniser
        self._turn = Lock()

    def characters(self, strokes: Sequence[Stroke], most: int) -> list[str]:
        """Return the characters the strokes look like, the likeliest first."""
        points = [(n, x, y) for n, stroke in enumerate(_spread(strokes)) for x, y in stroke]
        if not points:
            return []
        with self._turn:
            character = self._library.zinnia_character_new()
            try:
                self._library.zinnia_character_set_width(character, _SIDE)
                self._library.zinnia_character_set_height(character, _SIDE)
                for number, x, y in points:
                    self._library.zinnia_character_add(character, number, x, y)
                return self._classified(character, most)
            finally:
                self._library.zinnia_character_destroy(character)

    def close(self) -> None:
        """Let go of the model."""
        with self._turn:
            self._library.zinnia_recognizer_destroy(self._recogniser)

    def _classified(self, character: int, most: int) -> list[str]:
        library = self._library
        result = library.zinnia_recognizer_classify(self._recogniser, character, most)
        if not result:
            return []
        try:
            count = library.zinnia_result_size(result)
            return [library.zinnia_result_value(result, at).decode() for at in range(count)]
        finally:
            library.zinnia_result_destroy(result)


def open_handwriting(path: Path | None = None) -> Handwriting | None:
    """Return a recogniser, or None where the library or its model is not installed."""
    model = path or next((one for one in _MODELS if one.is_file()), None)
    if model is None:
        return None
    try:
        library = ctypes.CDLL(_LIBRARY)
    except OSError:
        return None
    _declare(library)
    recogniser = library.zinnia_recognizer_new()
    if not library.zinnia_recognizer_open(recogniser, bytes(model)):
        library.zinnia_recognizer_destroy(recogniser)
        return None
    return Handwriting(library, recogniser)


def _declare(library: Any) -> None:
    shapes: dict[str, tuple[Any, list[Any]]] = {
        "recognizer_new": (c_void_p, []),
        "recognizer_open": (c_int, [c_void_p, c_char_p]),
        "recognizer_classify": (c_void_p, [c_void_p, c_void_p, c_size_t]),
        "recognizer_destroy": (None, [c_void_p]),
        "character_new": (c_void_p, []),
        "character_destroy": (None, [c_void_p]),
        "character_set_width": (None, [c_void_p, c_size_t]),
        "character_set_height": (None, [c_void_p, c_size_t]),
        "character_add": (c_int, [c_void_p, c_size_t, c_int, c_int]),
        "result_size": (c_size_t, [c_void_p]),
        "result_value": (c_char_p, [c_void_p, c_size_t]),
        "result_destroy": (None, [c_void_p]),
    }
    for name, (answer, arguments) in shapes.items():
        function = getattr(library, f"zinnia_{name}")
        function.restype, function.argtypes = answer, arguments


def _spread(strokes: Sequence[Stroke]) -> list[list[tuple[int, int]]]:
    """Return the strokes at one size in the middle: large and small hands write the same."""
    across = [x for stroke in strokes for x, _ in stroke]
    down = [y for stroke in strokes for _, y in stroke]
    if not across:
        return []
    size = max(max(across) - min(across), max(down) - min(down), _LEAST)
    scale = (1 - 2 * _MARGIN) / size
    left = (max(across) + min(across)) / 2 - 0.5 / scale
    top = (max(down) + min(down)) / 2 - 0.5 / scale
    return [
        [(round((x - left) * scale * _SIDE), round((y - top) * scale * _SIDE)) for x, y in stroke]
        for stroke in strokes
    ]
