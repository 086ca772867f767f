"""The hall's emblem decoded and made small with cairo, once a picture and size."""

import logging
from functools import lru_cache
from io import BytesIO
from typing import Any

import cairocffi

_LOG = logging.getLogger(__name__)


@lru_cache(maxsize=4)
def drawn_emblem(png: bytes, width: int, height: int, *, swapped: bool) -> Any | None:
    """Return a PNG as a surface of this size, or None, logged, where it cannot be decoded.

    ``swapped`` exchanges red and blue, as ``paint_item`` does.
    """
    try:
        whole = cairocffi.ImageSurface.create_from_png(BytesIO(png))
    except (OSError, MemoryError, cairocffi.CairoError) as error:
        _LOG.warning("the hall's emblem cannot be drawn", extra={"why": str(error)})
        return None
    small = cairocffi.ImageSurface(cairocffi.FORMAT_ARGB32, width, height)
    context = cairocffi.Context(small)
    context.scale(width / whole.get_width(), height / whole.get_height())
    pattern = cairocffi.SurfacePattern(whole)
    pattern.set_filter(cairocffi.FILTER_BEST)
    pattern.set_extend(cairocffi.EXTEND_PAD)
    context.set_source(pattern)
    context.paint()
    small.flush()
    if not swapped:
        return small
    pixels = bytearray(small.get_data())
    pixels[0::4], pixels[2::4] = pixels[2::4], pixels[0::4]
    return cairocffi.ImageSurface.create_for_data(
        pixels, cairocffi.FORMAT_ARGB32, width, height, small.get_stride()
    )
