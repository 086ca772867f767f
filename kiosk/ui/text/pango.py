"""Text by the system's Pango through cairo: measured without a window, drawn where it is told."""

import gc
import os
import warnings
from functools import lru_cache
from typing import Any

from kiosk.layout.drawing import Words
from kiosk.ui.text.definitions import kept_in, use_kept

# The bindings try these first; otherwise each starts programs to find its library.
for _variable, _library in (
    ("PANGO_LOCATION", "libpango-1.0.so.0"),
    ("GOBJECT_LOCATION", "libgobject-2.0.so.0"),
    ("GLIB_LOCATION", "libglib-2.0.so.0"),
    ("PANGOCAIRO_LOCATION", "libpangocairo-1.0.so.0"),
):
    os.environ.setdefault(_variable, _library)

PARSED = not use_kept(kept_in())
"""Whether this process had to parse the bindings' definitions."""

with warnings.catch_warnings():
    # pangocairocffi 0.7.1 leaves its definition files open when imported.
    warnings.simplefilter("ignore", ResourceWarning)
    import cairocffi
    import pangocairocffi
    import pangocffi

    if PARSED:
        gc.collect()

_FAMILIES = "Noto Sans CJK SC, Noto Naskh Arabic, Noto Sans Mongolian, Noto Sans, HanaMinA"
_UNITS = 1024
_LANGUAGES = {"zh-CN": "zh-cn"}
_UNTURNED = str.maketrans("\u202d\u202e", "\u2060\u2060")
"""Overrides of direction become word joiners: nothing is seen of them, and bytes stay counted."""


class PangoMeasure:
    """Measures and breaks text; answers are remembered, the oldest forgotten."""

    def __init__(self) -> None:
        self.width = lru_cache(maxsize=8192)(self._width)
        self.lines = lru_cache(maxsize=2048)(self._lines)

    def forget(self) -> None:
        """Remember no text that was measured."""
        self.width.cache_clear()
        self.lines.cache_clear()

    def _width(self, text: str, em: int, *, bold: bool, lang: str) -> int:
        layout = make_layout(text, em, bold=bold, lang=lang)
        return int(-(-layout.get_size()[0] // _UNITS))

    def _lines(self, text: str, em: int, *, bold: bool, lang: str, within: int) -> tuple[str, ...]:
        layout = make_layout(text, em, bold=bold, lang=lang)
        layout.width = max(1, within) * _UNITS
        layout.wrap = pangocffi.WrapMode.WORD_CHAR
        if layout.get_line_count() == 1:
            return (text.strip("\n"),)
        encoded = text.encode()
        starts = []
        lines = layout.get_iter()
        while True:
            starts.append(lines.get_index())
            if not lines.next_line():
                break
        pangocffi.pango.pango_layout_iter_free(lines.pointer)  # pangocffi 0.13 never does
        ends = [*starts[1:], len(encoded)]
        return tuple(
            encoded[start:end].decode().strip("\n") for start, end in zip(starts, ends, strict=True)
        )


def make_layout(text: str, em: int, *, bold: bool, lang: str) -> Any:
    """Return a Pango layout of one text: tabular digits, the language's own glyphs.

    The text is never read as markup, and nothing in it turns what follows around (S-19).
    """
    layout = pangocffi.Layout(_context(lang))
    layout.font_description = _font(em, bold)
    layout.attributes = _tabular_digits()
    layout.text = text.translate(_UNTURNED)
    return layout


@lru_cache(maxsize=256)
def _font(em: int, bold: bool) -> Any:
    """Return how a font is asked for; layouts take their own copy."""
    font = pangocffi.FontDescription()
    font.family = _FAMILIES
    font.weight = pangocffi.Weight.BOLD if bold else pangocffi.Weight.NORMAL
    font.set_absolute_size(em * _UNITS)
    return font


@lru_cache(maxsize=8)
def _context(lang: str) -> Any:
    """Return the context all layouts of a language share: one for each would not all be freed."""
    surface = cairocffi.ImageSurface(cairocffi.FORMAT_ARGB32, 1, 1)
    context = pangocairocffi.create_context(cairocffi.Context(surface))
    context.language = pangocffi.Language.from_string(_LANGUAGES.get(lang, lang.lower()))
    return context


@lru_cache(maxsize=1)
def _tabular_digits() -> Any:
    """Return the one list every layout shares: pangocffi 0.13 never lets go of a filled one."""
    features = pangocffi.AttrList()
    features.insert(pangocffi.Attribute.from_font_features("tnum=1"))
    return features


def draw_line(
    context: Any, text: str, em: int, *, bold: bool, lang: str, left: float, middle: float
) -> None:
    """Draw one line in the context's colour; ``middle`` is where its em square is centred."""
    layout = make_layout(text, em, bold=bold, lang=lang)
    # The em square of Han glyphs reaches from 0.88 em above to 0.12 em below the baseline.
    baseline = layout.get_baseline() / _UNITS
    context.move_to(left, round(middle + 0.38 * em - baseline))
    pangocairocffi.show_layout(context, layout)


@lru_cache(maxsize=1)
def shared_measure() -> PangoMeasure:
    """Return this process's measure, so that its memory of widths is shared."""
    return PangoMeasure()


def line_width(words: Words, text: str) -> int:
    """Return how wide one line of placed words is."""
    return shared_measure().width(text, words.em, bold=words.bold, lang=words.lang)
