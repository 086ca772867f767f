"""A scene on the window's canvas: one texture an item; a change touches only what changed."""

from collections import OrderedDict

from kivy.graphics import Color, Line, Rectangle
from kivy.graphics.texture import Texture
from kivy.uix.widget import Widget

from kiosk.layout.drawing import Item, Scene
from kiosk.layout.tokens import Colours, Rgb
from kiosk.ui.painting import paint_item
from kiosk.ui.writing import Points

_STORE_BYTES = 48 * 1024 * 1024


class Textures:
    """Painted items, the ones used last kept within a bound."""

    def __init__(self, most_bytes: int = _STORE_BYTES) -> None:
        self._most = most_bytes
        self._held = 0
        self._kept: OrderedDict[tuple[str, Item], Texture] = OrderedDict()

    def get(self, item: Item, colours: Colours) -> Texture:
        """Return an item's texture, painted now or earlier."""
        key = (colours.name, item)
        texture = self._kept.get(key)
        if texture is not None:
            self._kept.move_to_end(key)
            return texture
        box, pixels = paint_item(item, colours, swapped=True)
        texture = Texture.create(size=(max(1, box.width), max(1, box.height)), colorfmt="rgba")
        texture.blit_buffer(pixels, colorfmt="rgba", bufferfmt="ubyte")
        texture.flip_vertical()
        self._kept[key] = texture
        self._held += len(pixels)
        while self._held > self._most and len(self._kept) > 1:
            _, old = self._kept.popitem(last=False)
            self._held -= old.width * old.height * 4
        return texture

    def forget(self) -> None:
        """Let go of every picture that is not on the glass: it may show a visitor's words."""
        self._kept.clear()
        self._held = 0


class SceneView(Widget):
    """Draws scenes; nothing in it reacts to anything."""

    def __init__(self) -> None:
        super().__init__()
        self.textures = Textures()
        self._drawn: list[tuple[Item, Rectangle]] = []
        self._theme = ""
        self._ground: Color | None = None
        self._size = (0, 0)

    def show(self, scene: Scene, colours: Colours) -> int:
        """Draw a scene; return how many items had to be drawn anew."""
        items = (*scene.decoration, *scene.items)
        size = (scene.width, scene.height)
        same = [one.box.inset(-one.bleed) for one, _ in self._drawn] == [
            one.box.inset(-one.bleed) for one in items
        ]
        if same and self._theme == colours.name and self._size == size:
            return self._change(items, scene.height, colours)
        self._theme, self._size = colours.name, size
        return self._rebuild(items, scene, colours)

    def ink(self, points: Points, width: int, colour: Rgb) -> None:
        """Draw a line over everything while a finger writes; no points take it away."""
        self.canvas.after.clear()
        if not points:
            return
        flat = [part for x, y in points for part in (x, self._size[1] - y)]
        with self.canvas.after:
            Color(*(part / 255 for part in colour), 1)
            Line(points=flat * 2 if len(points) == 1 else flat, width=width / 2, cap="round",
                 joint="round")  # fmt: skip

    def _change(self, items: tuple[Item, ...], height: int, colours: Colours) -> int:
        changed = 0
        for place, item in enumerate(items):
            old, rectangle = self._drawn[place]
            if old != item:
                rectangle.texture = self.textures.get(item, colours)
                self._drawn[place] = (item, rectangle)
                changed += 1
        return changed

    def _rebuild(self, items: tuple[Item, ...], scene: Scene, colours: Colours) -> int:
        red, green, blue = (part / 255 for part in colours["bg"])
        self._drawn = []
        self.canvas.clear()
        with self.canvas:
            Color(red, green, blue, 1)
            Rectangle(pos=(0, 0), size=(scene.width, scene.height))
            Color(1, 1, 1, 1)
            for item in items:
                box = item.box.inset(-item.bleed)
                rectangle = Rectangle(
                    pos=(box.left, scene.height - box.bottom),
                    size=(box.width, box.height),
                    texture=self.textures.get(item, colours),
                )
                self._drawn.append((item, rectangle))
        return len(items)
