"""The one widget: paints a layout with flat fields, and again only when something changed."""

from kivy.graphics import Color, Rectangle, RoundedRectangle
from kivy.uix.widget import Widget

from kiosk.flow.model import Theme
from kiosk.layout.marks import Box, Code, Fill, Frame, Layout, Mark, Picture, State, Words
from kiosk.layout.tokens import BLACK, WHITE, ColourRole, Colours, Rgb, themes
from kiosk.ui.textures import Textures

_GROUNDS = frozenset({"surface", "bg", "primary"})


def coloured(mark: Mark, role: ColourRole, state: State) -> ColourRole:
    """Return the role a mark's colour takes in its node's state.

    Focused: lamp yellow behind dark words, the plate inverted. Pressed: inverted; a filled
    control turns to the plain surface.
    """
    if state == "plain":
        return role
    field = isinstance(mark, Fill)
    if state == "focused":
        if field:
            return "on_focus" if role == "plate" else "focus_fill"
        return "focus_fill" if role == "on_plate" else "on_focus"
    if field:
        return "on_press" if role == "plate" else "press"
    return "press" if role == "on_plate" else "on_press"


class Face(Widget):
    """Paints layouts into the window."""

    def __init__(self) -> None:
        super().__init__()
        self._textures = Textures()
        self._layout: Layout | None = None
        self._colours: Colours = themes()["default"]
        self._focus: str | None = None
        self._pressed: str | None = None
        self.paintings = 0
        """How often it was painted: proves that idle costs nothing."""

    def show(self, layout: Layout, theme: Theme, focus: str | None, pressed: str | None) -> None:
        """Paint a layout; nothing happens when nothing differs from what is shown."""
        colours = themes()[theme]
        if (layout, colours, focus, pressed) == (
            self._layout, self._colours, self._focus, self._pressed,
        ):  # fmt: skip
            return
        self._layout, self._colours = layout, colours
        self._focus, self._pressed = focus, pressed
        self._paint()

    def _state(self, node: str | None) -> State:
        if node is None:
            return "plain"
        if node == self._pressed:
            return "pressed"
        return "focused" if node == self._focus else "plain"

    def _paint(self) -> None:
        layout = self._layout
        if layout is None:
            return
        self.paintings += 1
        self.canvas.clear()
        with self.canvas:
            self._colour(self._colours["bg"])
            Rectangle(pos=(0, 0), size=self.size)
            ringed = layout.boxes.get(self._focus or "")
            if ringed is not None:
                self._ring(ringed, layout)
            for mark in layout.marks:
                self._mark(mark, self._state(mark.node))

    def _colour(self, rgb: Rgb) -> None:
        red, green, blue = (part / 255 for part in rgb)
        Color(red, green, blue, 1)

    def _rectangle(self, box: Box, radius: int = 0) -> None:
        pos, size = (box.left, self.height - box.bottom), (box.width, box.height)
        if radius > 0:
            RoundedRectangle(pos=pos, size=size, radius=[radius], segments=6)
        else:
            Rectangle(pos=pos, size=size)

    def _ring(self, box: Box, layout: Layout) -> None:
        ring = layout.ring
        outer = ring.thick + ring.gap
        self._colour(self._colours["focus_ring"])
        self._rectangle(box.inset(-outer), outer)
        self._colour(self._colours["bg"])
        self._rectangle(box.inset(-ring.gap), ring.gap)

    def _mark(self, mark: Mark, state: State) -> None:
        if isinstance(mark, Code):
            self._colour(WHITE)
            self._rectangle(mark.box)
            self._colour(BLACK)
            self._textured(mark.box, self._textures.code(mark.text, mark.box.width))
            return
        self._colour(self._colours[coloured(mark, mark.colour, state)])
        if isinstance(mark, Fill):
            self._rectangle(mark.box, mark.radius)
        elif isinstance(mark, Frame):
            self._edge(mark)
        elif isinstance(mark, Picture):
            self._textured(mark.box, self._textures.icon(mark.icon, mark.box.width))
        else:
            self._words(mark)

    def _textured(self, box: Box, texture: object) -> None:
        pos = (box.left, self.height - box.bottom)
        Rectangle(pos=pos, size=(box.width, box.height), texture=texture)

    def _edge(self, mark: Frame) -> None:
        box, stroke = mark.box, mark.stroke
        if mark.dashed:
            texture = self._textures.dashed(box.width, box.height, stroke, mark.radius)
            self._textured(box, texture)
            return
        for side in (
            Box(box.left, box.top, box.width, stroke),
            Box(box.left, box.bottom - stroke, box.width, stroke),
            Box(box.left, box.top + stroke, stroke, box.height - 2 * stroke),
            Box(box.right - stroke, box.top + stroke, stroke, box.height - 2 * stroke),
        ):
            self._rectangle(side)

    def _words(self, mark: Words) -> None:
        if not mark.text:
            return
        box = mark.box
        texture = self._textures.words(
            mark.text, mark.style, box.width, box.height, mark.lang, mark.lines
        )
        self._textured(box, texture)
