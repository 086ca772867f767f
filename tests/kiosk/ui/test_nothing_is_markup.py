"""What a feed says is drawn as it is written: no markup, and no address is followed (S-19)."""

import ctypes
import html
import os
import re
import socket
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import cairocffi
import msgspec
import pytest

import kiosk
from config.geometry import PANEL_32
from kiosk.layout.drawing import Box, Item, Scene, Words
from kiosk.layout.measures import Measures
from kiosk.layout.placing import place
from kiosk.layout.tokens import themes
from kiosk.ui.painting import colour_of, paint_item
from kiosk.ui.text.pango import make_layout, shared_measure
from queue_server import wire
from tests.kiosk.conftest import Room
from tests.kiosk.hall_in_hand import Hall

DEFAULT = themes()["default"]
MEASURES = Measures(width=1080, height=1920, geometry=PANEL_32, size="M")
EM = 40
IN_OPEN = 0x20
MARKED = (
    "[color=ff0000]红字[/color]",
    "[ref=x][b]点这里[/b][/ref]",
    "[size=90]大[/size][anchor=a]",
    "<b>粗</b><i>斜</i>",
    "<span foreground='red' size='90000'>红字</span>",
    "甲 &amp; 乙 &lt; &#65; & <",
    "<script>alert(1)</script>",
    "javascript:alert(1)",
)
KIVY = {
    "kivy.app", "kivy.config", "kivy.core.window", "kivy.eventmanager", "kivy.graphics",
    "kivy.graphics.opengl", "kivy.graphics.texture", "kivy.uix.widget",
}  # fmt: skip
"""What of Kivy the kiosk uses: no label, no picture by address, no language of widgets."""


class Trap:
    """A file and an address on this machine that tell whether anything asked for them."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / "trap.png"
        self._file.touch()
        self._door = socket.create_server(("127.0.0.1", 0))
        self._door.setblocking(False)
        system = ctypes.CDLL(None)
        self._watch = system.inotify_init1(os.O_NONBLOCK | os.O_CLOEXEC)
        assert system.inotify_add_watch(self._watch, os.fsencode(self._file), IN_OPEN) > 0
        self.file = self._file.as_uri()
        self.web = f"http://127.0.0.1:{self._door.getsockname()[1]}/trap.png"

    def asked(self) -> list[str]:
        """Return what was asked for since the last time."""
        told = []
        try:
            os.read(self._watch, 4096)
            told.append("the file")
        except BlockingIOError:
            pass
        try:
            self._door.accept()[0].close()
            told.append("the address")
        except BlockingIOError:
            pass
        return told

    def spring(self) -> None:
        """Ask for both, as whoever follows an address would."""
        self._file.read_bytes()
        socket.create_connection(self._door.getsockname()).close()

    def close(self) -> None:
        os.close(self._watch)
        self._door.close()


@pytest.fixture
def trap(tmp_path: Path) -> Iterator[Trap]:
    made = Trap(tmp_path)
    yield made
    made.close()


@dataclass
class HostileHall(Hall):
    """A hall whose content is all tricks."""

    tricks: tuple[str, ...] = field(default=())

    async def content(self, **query: str | int) -> wire.ContentPage:
        """A page of them."""
        page = await super().content(**query)
        return msgspec.structs.replace(page, items=tuple(map(self._trick, page.items)))

    async def content_item(self, kind: str, item_id: str, **stated: str) -> wire.ContentItem:
        """One of them whole."""
        return self._trick(await super().content_item(kind, item_id, **stated))

    def _trick(self, item: wire.ContentItem) -> wire.ContentItem:
        named = dict(zip(("title", "employer", "place", "hours"), self.tricks, strict=False))
        return msgspec.structs.replace(item, **named, description=self.tricks)


def ink(layout: Any) -> tuple[tuple[int, int], bytes]:
    """Return how large a layout is, and its picture."""
    import pangocairocffi  # after the kiosk's own import, which knows how to load it

    surface = cairocffi.ImageSurface(cairocffi.FORMAT_A8, 1200, 120)
    pangocairocffi.show_layout(cairocffi.Context(surface), layout)
    surface.flush()
    return layout.get_size(), bytes(surface.get_data())


def marked_up(markup: str) -> Any:
    """Return a layout of what Pango makes of markup, otherwise as the kiosk's."""
    layout = make_layout("", EM, bold=False, lang="zh-CN")
    layout.apply_markup(f'<span font_features="tnum=1">{markup}</span>')
    return layout


@pytest.mark.parametrize("text", MARKED)
def test_s_19_markup_is_drawn_as_it_is_written(text: str) -> None:
    literal = ink(make_layout(text, EM, bold=False, lang="zh-CN"))
    assert literal == ink(marked_up(html.escape(text)))
    width = shared_measure().width(text, EM, bold=False, lang="zh-CN")
    assert width == -(-literal[0][0] // 1024)


def test_s_19_markup_that_was_taken_for_such_would_be_seen() -> None:
    text = "<span foreground='red' size='90000'>红字</span>"
    assert ink(make_layout(text, EM, bold=False, lang="zh-CN")) != ink(marked_up(text))


def test_s_19_no_text_brings_a_colour_of_its_own() -> None:
    box = Box(0, 0, 1200, 60 * len(MARKED))
    words = Words(box, MARKED, EM, 60, "ink")
    _, pixels = paint_item(Item(node="x", box=box, draws=(words,)), DEFAULT, swapped=True)
    dark, light = (colour_of(DEFAULT, each) for each in ("ink", "bg"))
    shares = [
        [(light[part] - value) / (light[part] - dark[part]) for value in pixels[part::4]]
        for part in range(3)
    ]
    assert max(shares[0]) > 0.9, "something is written"
    assert max(max(each) - min(each) for each in zip(*shares, strict=True)) < 0.02


def test_s_19_turned_text_turns_nothing() -> None:
    plain = ink(make_layout("ABC 123 保洁", EM, bold=False, lang="zh-CN"))
    for turner in "\u202d\u202e":
        turned = make_layout(f"{turner}ABC 123 保洁", EM, bold=False, lang="zh-CN")
        assert ink(turned) == plain, ascii(turner)


def _written(scene: Scene) -> str:
    draws = (draw for item in scene.items for draw in item.draws)
    return "\n".join("".join(draw.lines) for draw in draws if isinstance(draw, Words))


@pytest.mark.usefixtures("offscreen")
async def test_s_19_a_hostile_feed_on_the_real_glass_is_words_and_asks_for_nothing(
    trap: Trap,
) -> None:
    from kiosk.ui.window import Inputs, KioskWindow

    def ignore(*_: object) -> None:
        return None

    glass = KioskWindow(Inputs(touch=ignore, key_down=ignore, key_up=ignore))
    room = Room()
    tricks = (*MARKED, f'<img src="{trap.web}">', f"[img]{trap.file}[/img]", trap.web, trap.file)
    room.begin_with(HostileHall(tricks=tricks))
    await room.begin()
    seen = ""
    for node in ("start", "home-work", "strip", "row-job-0", *4 * ("page-next",)):
        await room.touch(node)
        scene = place(room.core.model, MEASURES, shared_measure())
        glass.show(scene, DEFAULT)
        seen += _written(scene)
    await room.core.aclose()
    for trick in tricks:
        assert "".join(trick.split()) in "".join(seen.split()), trick
    assert trap.asked() == []
    trap.spring()
    assert trap.asked() == ["the file", "the address"]


def test_s_19_of_kivy_nothing_is_used_that_reads_texts_or_addresses() -> None:
    texts = [file.read_text("utf-8") for file in Path(next(iter(kiosk.__path__))).rglob("*.py")]
    used = {
        name for text in texts for name in re.findall(r"(?m)^ *(?:from|import) (kivy\S*)", text)
    }
    assert "kivy.graphics" in used
    assert used <= KIVY
    assert not [text for text in texts if re.search("apply_markup|set_markup|markup *=", text)]
