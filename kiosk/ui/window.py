"""The window: shows scenes, tells touches and keys, makes pictures. Import after ``prepare``."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from kivy.app import App
from kivy.core.window import Window
from kivy.eventmanager import EventManagerBase
from kivy.graphics.opengl import GL_RGBA, GL_UNSIGNED_BYTE, glReadPixels

from kiosk.layout.drawing import Scene
from kiosk.layout.tokens import Colours, Rgb
from kiosk.ui.canvas import SceneView
from kiosk.ui.environment import title
from kiosk.ui.keys import key_name
from kiosk.ui.writing import Points

TouchKind = Literal["down", "move", "up"]
_TOUCHES: dict[str, TouchKind] = {"begin": "down", "update": "move", "end": "up"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Inputs:
    """Who is told what people do; positions are pixels from the top left."""

    touch: Callable[[TouchKind, int, float, float], None]
    key_down: Callable[[str, bool], None]
    key_up: Callable[[str], None]


class _Touches(EventManagerBase):
    """Takes every touch before any widget could."""

    type_ids = ("touch",)

    def __init__(self, tell: Callable[[TouchKind, int, float, float], None]) -> None:
        super().__init__()
        self._tell = tell

    def start(self) -> None:
        pass

    def stop(self) -> None:
        pass

    def dispatch(self, etype: str, me: Any) -> bool:
        # A finger has no button; of a mouse only the left one is a finger.
        if me.button not in (None, "", "left"):
            return True
        me.push()
        self.window.transform_motion_event_2d(me)
        x, y = me.x, self.window.height - me.y
        me.pop()
        self._tell(_TOUCHES[etype], me.uid, x, y)
        return True


class _Program(App):
    """Kivy's App with its own ideas of keys and panels switched off."""

    def __init__(self, view: SceneView) -> None:
        super().__init__()
        self.title = title()
        self._view = view

    def build(self) -> SceneView:
        return self._view

    def open_settings(self, *_: object) -> bool:
        return True

    def load_config(self) -> None:
        return None


class KioskWindow:
    """One window; everything on the event loop's thread."""

    def __init__(self, inputs: Inputs) -> None:
        self._view = SceneView()
        self._program = _Program(self._view)
        self._touches = _Touches(inputs.touch)
        self._inputs = inputs
        self._drawn = asyncio.Event()
        self.frames = 0
        Window.clearcolor = (0, 0, 0, 1)
        Window.set_title(title())
        Window.register_event_manager(self._touches)
        Window.bind(on_key_down=self._key_down, on_key_up=self._key_up, on_flip=self._flipped)

    @property
    def size(self) -> tuple[int, int]:
        """Pixels across and down."""
        width, height = Window.size
        return int(width), int(height)

    def show(self, scene: Scene, colours: Colours) -> int:
        """Show a scene; return how many items were drawn anew."""
        return self._view.show(scene, colours)

    def ink(self, points: Points, width: int, colour: Rgb) -> None:
        """Show a line that is being drawn; no points take it away."""
        self._view.ink(points, width, colour)

    def forget(self) -> None:
        """Keep no picture of what was shown before."""
        self._view.textures.forget()

    def on_close(self, tell: Callable[[], None]) -> None:
        """Tell when somebody closes the window."""

        def closing(*_: object, **__: object) -> bool:
            tell()
            return True

        Window.bind(on_request_close=closing)

    async def run(self) -> None:
        """Draw until ``stop``."""
        await self._program.async_run(async_lib="asyncio")

    def stop(self) -> None:
        """End ``run``."""
        self._program.stop()

    async def drawn(self) -> None:
        """Return after the next frame has been drawn."""
        self._drawn.clear()
        self._view.canvas.ask_update()
        await self._drawn.wait()

    async def shot(self, path: Path) -> None:
        """Write what the window shows as a PNG."""
        from PIL import Image

        taken: asyncio.Future[bytes] = asyncio.get_running_loop().create_future()
        width, height = self.size

        def read(*_: object) -> None:
            # Before the flip the back buffer holds the whole picture.
            if not taken.done():
                pixels = glReadPixels(0, 0, width, height, GL_RGBA, GL_UNSIGNED_BYTE)
                taken.set_result(bytes(pixels))

        Window.bind(on_flip=read)
        self._view.canvas.ask_update()
        try:
            pixels = await taken
        finally:
            Window.unbind(on_flip=read)
        picture = Image.frombytes("RGBA", (width, height), pixels).convert("RGB")
        picture.transpose(Image.Transpose.FLIP_TOP_BOTTOM).save(path)

    def _flipped(self, *_: object) -> None:
        self.frames += 1
        self._drawn.set()

    def _key_down(
        self, _window: object, _key: int, scancode: int, written: str | None, modifiers: list[str]
    ) -> bool:
        name = key_name(scancode, written)
        if name is not None:
            self._inputs.key_down(name, "shift" in modifiers)
        return True

    def _key_up(self, _window: object, _key: int, scancode: int) -> bool:
        name = key_name(scancode, None)
        if name is not None:
            self._inputs.key_up(name)
        return True
