"""The kiosk's window: shows what the conversation says, passes on touches and keys."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any, Protocol

from kivy.app import App
from kivy.core.window import Window
from kivy.graphics.opengl import GL_RGBA, GL_UNSIGNED_BYTE, glReadPixels

from config.geometry import Geometry
from kiosk.flow.model import Capacity, Placed
from kiosk.flow.stage import Shown
from kiosk.layout.drawing import Scene
from kiosk.layout.frame import Head
from kiosk.layout.looks import Attention
from kiosk.layout.measures import Measures
from kiosk.layout.placing import bounds, capacity, place
from kiosk.ui.canvas import Canvas
from kiosk.ui.environment import title
from kiosk.ui.keys import key_name
from kiosk.ui.text.pango import PangoMeasure, cairocffi
from kiosk.ui.touch import Kind, Presses, Touchable, TouchManager

_SHIFT = "shift"


class Conversation(Touchable, Protocol):
    """What the window needs of the conversation."""

    def key_down(self, key: str, *, shift: bool = False) -> bool: ...

    def key_up(self, key: str) -> None: ...

    def capacity(self, capacity: Capacity) -> None: ...

    def placed(self, nodes: dict[str, Placed], px_per_mm: float = 2.7) -> None: ...


class KioskWindow(App):  # type: ignore[misc]  # Kivy ships no types
    """The window. ``drawn`` is called once, when the first screen is on the glass."""

    def __init__(
        self,
        conversation: Conversation,
        geometry: Geometry,
        *,
        drawn: Callable[[], None],
        placed: Callable[[Shown, dict[str, Placed]], None],
    ) -> None:
        super().__init__()
        self.title = title()
        self._conversation = conversation
        self._geometry = geometry
        self._drawn: Callable[[], None] | None = drawn
        self._placed = placed
        self._measure = PangoMeasure()
        self._canvas = Canvas()
        self._presses = Presses(conversation, self._under, self._press)
        self._touches = TouchManager(self._presses.feed)
        self._head = Head()
        self._shown: Shown | None = None
        self._pressed: str | None = None
        self._scene: Scene | None = None
        self._capacity: Capacity | None = None

    # --- Kivy

    def build(self) -> Any:
        """Return the one widget."""
        Window.bind(on_key_down=self._key_down, on_key_up=self._key_up, on_flip=self._flipped)
        Window.register_event_manager(self._touches)
        Window.set_title(title())
        return self._canvas

    def open_settings(self, *_: object) -> bool:
        """Kivy's own settings panel has no place on a kiosk."""
        return True

    def on_stop(self) -> None:
        """Let go of the window's events."""
        Window.unregister_event_manager(self._touches)
        Window.unbind(on_key_down=self._key_down, on_key_up=self._key_up, on_flip=self._flipped)

    # --- what is shown

    @property
    def touching(self) -> bool:
        """Whether a finger is on the glass."""
        return self._presses.busy

    @property
    def paintings(self) -> int:
        """How many items have been painted since the start."""
        return self._canvas.paintings

    def show(self, shown: Shown) -> None:
        """Show a screen."""
        self._shown = shown
        if self._pressed and shown.model.node(self._pressed) is None:
            self._pressed = None
        self._draw()

    def head(self, hall: str, date: str, time: str) -> None:
        """Show the hall's name, the date and the time at the top."""
        fresh = replace(self._head, hall=hall, date=date, time=time)
        if fresh != self._head:
            self._head = fresh
            self._draw()

    def _draw(self) -> None:
        shown = self._shown
        if shown is None:
            return
        width, height = (int(side) for side in Window.size)
        modes = shown.model.modes
        measures = Measures(width=width, height=height, geometry=self._geometry, size=modes.size)
        room = capacity(modes, measures, self._measure)
        if room != self._capacity:
            self._capacity = room
            self._conversation.capacity(room)
            if self._shown is not shown:
                return  # the conversation has shown the screen anew
        scene = place(
            shown.model,
            measures,
            self._measure,
            head=replace(self._head, caption=shown.caption),
            attention=Attention(
                focused=shown.focus if shown.mark_focus else None, pressed=self._pressed
            ),
        )
        self._scene = scene
        self._canvas.show(scene, modes.theme)
        nodes = bounds(scene)
        self._conversation.placed(nodes, measures.px_per_mm)
        self._placed(shown, nodes)

    def _flipped(self, *_: object) -> None:
        if self._drawn is not None and self._shown is not None:
            drawn, self._drawn = self._drawn, None
            drawn()

    # --- what is done

    def _under(self, x: float, y: float) -> str | None:
        return self._scene.touched(x, y) if self._scene else None

    def _press(self, node: str | None) -> None:
        if node != self._pressed:
            self._pressed = node
            self._draw()

    def _key_down(
        self, _window: object, key: int, scancode: int, _text: object, modifiers: list[str]
    ) -> bool:
        name = key_name(key, scancode)
        if name:
            self._conversation.key_down(name, shift=_SHIFT in modifiers)
        return True

    def _key_up(self, _window: object, key: int, scancode: int, *_: object) -> bool:
        name = key_name(key, scancode)
        if name:
            self._conversation.key_up(name)
        return True

    # --- for observers

    def finger(self, kind: Kind, finger: int, x: float, y: float) -> None:
        """Feed a finger as the glass would (tests, latency probes)."""
        self._presses.feed(kind, finger, x, y)

    def save(self, path: Path) -> None:
        """Write what is on the glass as a PNG."""
        width, height = (int(side) for side in Window.size)
        Window.dispatch("on_draw")
        pixels = glReadPixels(0, 0, width, height, GL_RGBA, GL_UNSIGNED_BYTE)
        rows = bytearray(pixels)
        rows[0::4], rows[2::4] = rows[2::4], rows[0::4]  # cairo wants blue first
        stride = width * 4
        upright = b"".join(bytes(rows[y * stride : (y + 1) * stride]) for y in range(height)[::-1])
        surface = cairocffi.ImageSurface(
            cairocffi.FORMAT_RGB24, width, height, bytearray(upright), stride
        )
        surface.write_to_png(str(path))
        surface.finish()
