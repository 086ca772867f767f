"""Words by Pango: Chinese line breaking, fallback and right-to-left scripts; no window needed.

``measure`` and ``paint`` lay words out alike, so what was measured is what is drawn.
"""

import gc
import warnings
from dataclasses import dataclass
from functools import lru_cache

from kiosk.layout.marks import Style

with warnings.catch_warnings():
    # pangocairocffi 0.7.1 leaves its definition files open when it is imported.
    warnings.simplefilter("ignore", ResourceWarning)
    import cairocffi
    import pangocairocffi
    import pangocffi

    gc.collect()

_UNITS = 1024
_FAMILIES = "Noto Sans CJK SC,Noto Sans,Noto Naskh Arabic,Noto Sans Mongolian,HanaMinA,HanaMinB"
_LANGUAGES = {"zh-CN": "zh-cn"}
_TO_LEFT = frozenset({"ug", "kk"})


@dataclass(frozen=True, slots=True)
class Mask:
    """Painted words as coverage, one byte a pixel, rows from the top without padding."""

    width: int
    height: int
    coverage: bytes
    clipped: bool


class _Laid:
    """Words laid out on a scratch surface."""

    def __init__(
        self, context: cairocffi.Context, text: str, style: Style, width: int, lang: str, lines: int
    ) -> None:
        pango_context = pangocairocffi.create_context(context)
        language = pangocffi.pango.pango_language_from_string(
            _LANGUAGES.get(lang, lang).encode("ascii")
        )
        pangocffi.pango.pango_context_set_language(pango_context.pointer, language)
        layout = pangocffi.Layout(pango_context)
        layout.font_description = _font(style)
        layout.text = text
        layout.wrap = pangocffi.WrapMode.WORD_CHAR
        layout.width = max(width, 1) * _UNITS
        to_left = lang in _TO_LEFT
        left, right = pangocffi.Alignment.LEFT, pangocffi.Alignment.RIGHT
        layout.alignment = {
            "left": right if to_left else left,
            "centre": pangocffi.Alignment.CENTER,
            "right": left if to_left else right,
        }[style.align]
        if lines:
            layout.height = -lines
            layout.ellipsize = pangocffi.EllipsizeMode.END
        natural = _natural_line(style.em, style.bold)
        layout.spacing = (style.line - natural) * _UNITS
        self.layout = layout
        self.rise = (style.line - natural) // 2
        wide, high = layout.get_size()
        self.wide = -(-wide // _UNITS)
        self.high = max(-(-high // _UNITS) + style.line - natural, style.line)


def _font(style: Style) -> pangocffi.FontDescription:
    font = pangocffi.FontDescription()
    font.family = _FAMILIES
    font.weight = pangocffi.Weight.BOLD if style.bold else pangocffi.Weight.NORMAL
    font.set_absolute_size(style.em * _UNITS)
    return font


def _scratch() -> cairocffi.Context:
    return cairocffi.Context(cairocffi.ImageSurface(cairocffi.FORMAT_A8, 1, 1))


@lru_cache(maxsize=64)
def _natural_line(em: int, bold: bool) -> int:
    layout = pangocffi.Layout(pangocairocffi.create_context(_scratch()))
    layout.font_description = _font(Style(em=em, bold=bold))
    layout.text = "国g"
    return int(-(-layout.get_size()[1] // _UNITS))


@lru_cache(maxsize=4096)
def measure(text: str, style: Style, width: int, lang: str) -> tuple[int, int]:
    """Return width and height in px of words broken at ``width``."""
    laid = _Laid(_scratch(), text, style, width, lang, 0)
    return laid.wide, laid.high


def paint(text: str, style: Style, width: int, height: int, lang: str, lines: int) -> Mask:
    """Paint words into a box, centred up and down."""
    width, height = max(width, 1), max(height, 1)
    surface = cairocffi.ImageSurface(cairocffi.FORMAT_A8, width, height)
    context = cairocffi.Context(surface)
    laid = _Laid(context, text, style, width, lang, lines)
    context.set_source_rgba(1, 1, 1, 1)
    context.move_to(0, (height - laid.high) // 2 + laid.rise)
    pangocairocffi.show_layout(context, laid.layout)
    surface.flush()
    return Mask(width, height, packed(surface), laid.wide > width or laid.high > height)


def packed(surface: cairocffi.ImageSurface) -> bytes:
    """Return a surface's rows without padding."""
    width, height, stride = surface.get_width(), surface.get_height(), surface.get_stride()
    data = bytes(surface.get_data())
    if stride == width:
        return data
    return b"".join(data[row * stride : row * stride + width] for row in range(height))
