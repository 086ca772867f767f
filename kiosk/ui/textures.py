"""Coverage masks as textures: words, pictograms, dashed edges, codes; a bounded store."""

from collections import OrderedDict
from collections.abc import Hashable

import cairocffi
import segno
from kivy.graphics.texture import Texture

from kiosk.layout.marks import Style
from kiosk.ui.pictogram import paint_icon
from kiosk.ui.text.laying import Mask, packed, paint

_STORE_BYTES = 48 * 1024 * 1024
_QUIET_MODULES = 4


class Textures:
    """Makes textures and keeps the ones used last."""

    def __init__(self, most_bytes: int = _STORE_BYTES) -> None:
        self._most = most_bytes
        self._held = 0
        self._by_key: OrderedDict[Hashable, Texture] = OrderedDict()

    @property
    def held_bytes(self) -> int:
        """How much is kept."""
        return self._held

    def words(
        self, text: str, style: Style, width: int, height: int, lang: str, lines: int
    ) -> Texture:
        """Return words of a box."""
        key = ("words", text, style, width, height, lang, lines)
        return self._get(key) or self._keep(key, paint(text, style, width, height, lang, lines))

    def icon(self, icon: str, side: int) -> Texture:
        """Return a pictogram."""
        key = ("icon", icon, side)
        return self._get(key) or self._keep(key, paint_icon(icon, side))

    def dashed(self, width: int, height: int, stroke: int, radius: int) -> Texture:
        """Return a dashed edge of a box."""
        key = ("dashed", width, height, stroke, radius)
        return self._get(key) or self._keep(key, _dashed(width, height, stroke))

    def code(self, text: str, side: int) -> Texture:
        """Return the dark modules of a QR code with its quiet margin."""
        key = ("code", text, side)
        return self._get(key) or self._keep(key, _code(text, side))

    def _get(self, key: Hashable) -> Texture | None:
        texture = self._by_key.get(key)
        if texture is not None:
            self._by_key.move_to_end(key)
        return texture

    def _keep(self, key: Hashable, mask: Mask) -> Texture:
        texture = Texture.create(size=(mask.width, mask.height), colorfmt="rgba")
        pixels = bytearray(b"\xff\xff\xff\x00") * (mask.width * mask.height)
        pixels[3::4] = mask.coverage
        texture.blit_buffer(bytes(pixels), colorfmt="rgba", bufferfmt="ubyte")
        texture.flip_vertical()
        self._by_key[key] = texture
        self._held += len(pixels)
        while self._held > self._most and len(self._by_key) > 1:
            _, old = self._by_key.popitem(last=False)
            self._held -= old.width * old.height * 4
        return texture


def _dashed(width: int, height: int, stroke: int) -> Mask:
    surface = cairocffi.ImageSurface(cairocffi.FORMAT_A8, max(width, 1), max(height, 1))
    context = cairocffi.Context(surface)
    context.set_source_rgba(1, 1, 1, 1)
    context.set_line_width(stroke)
    context.set_dash([stroke * 3.0, stroke * 2.0])
    half = stroke / 2
    context.rectangle(half, half, width - stroke, height - stroke)
    context.stroke()
    surface.flush()
    return Mask(max(width, 1), max(height, 1), packed(surface), False)


def _code(text: str, side: int) -> Mask:
    rows = [bytes(row) for row in segno.make(text, error="m", micro=False).matrix]
    modules = len(rows) + 2 * _QUIET_MODULES
    scale = max(side // modules, 1)
    margin = (side - scale * len(rows)) // 2
    empty = bytes(side)
    painted = [empty] * max(margin, 0)
    for row in rows:
        line = bytes(margin) + b"".join((b"\xff" if dark else b"\x00") * scale for dark in row)
        painted += [line[:side].ljust(side, b"\x00")] * scale
    painted += [empty] * (side - len(painted))
    return Mask(side, side, b"".join(painted[:side]), False)
