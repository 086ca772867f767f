"""The one widget: lays painted items into the window; only what changed is painted anew."""

from collections import OrderedDict

from kivy.graphics import Color, Rectangle
from kivy.graphics.texture import Texture
from kivy.uix.widget import Widget

from kiosk.flow.model import Theme
from kiosk.layout.drawing import Box, Item, Scene
from kiosk.layout.tokens import themes
from kiosk.ui.painting import colour_of, paint_item

_STORE_BYTES = 96 * 1024 * 1024
"""Painted items kept; more than two whole screens of 4K."""


class Canvas(Widget):
    """Shows scenes. ``paintings`` counts items painted: a test proves that idle paints none."""

    def __init__(self) -> None:
        super().__init__()
        self.paintings = 0
        self._shown: tuple[Scene, Theme] | None = None
        self._held = 0
        self._painted: OrderedDict[tuple[Item, Theme], tuple[Box, Texture]] = OrderedDict()

    def show(self, scene: Scene, theme: Theme) -> None:
        """Show a scene; the same scene again costs nothing."""
        if (scene, theme) == self._shown:
            return
        self._shown = scene, theme
        self.size = scene.width, scene.height
        red, green, blue = (part / 255 for part in colour_of(themes()[theme], "bg"))
        self.canvas.clear()
        with self.canvas:
            Color(red, green, blue, 1)
            Rectangle(pos=(0, 0), size=(scene.width, scene.height))
            Color(1, 1, 1, 1)
            for item in (*scene.decoration, *scene.items):
                box, texture = self._texture(item, theme)
                Rectangle(
                    pos=(box.left, scene.height - box.bottom),
                    size=(box.width, box.height),
                    texture=texture,
                )

    def _texture(self, item: Item, theme: Theme) -> tuple[Box, Texture]:
        key = item, theme
        known = self._painted.get(key)
        if known is not None:
            self._painted.move_to_end(key)
            return known
        box, pixels = paint_item(item, themes()[theme], swapped=True)
        self.paintings += 1
        opaque = bytearray(pixels)
        opaque[3::4] = b"\xff" * (len(opaque) // 4)
        texture = Texture.create(size=(max(box.width, 1), max(box.height, 1)), colorfmt="rgba")
        texture.blit_buffer(bytes(opaque), colorfmt="rgba", bufferfmt="ubyte")
        texture.flip_vertical()
        self._painted[key] = box, texture
        self._held += len(opaque)
        while self._held > _STORE_BYTES and len(self._painted) > 1:
            _, (_, old) = self._painted.popitem(last=False)
            self._held -= int(old.width * old.height * 4)
        return box, texture
