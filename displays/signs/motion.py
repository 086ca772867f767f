"""A page that moves or flashes, frame by frame, for panels that are streamed to. Pure.

Texts move at most one character every quarter of a second; a flash beats once a second for three
seconds and then stays lit (three a second is where flashing harms people).
"""

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from displays.signs.commands import Area, Page, Picture
from displays.signs.drawing import draw_page, inner, length

if TYPE_CHECKING:
    from PIL import Image

FRAME_S = 0.04
BEAT_S = 1.0
_BEATS = 3
_FASTEST = 64.0
_UNITS = 128.0
_GAP = 16


def moves(page: Page) -> bool:
    """Tell whether a page needs a steady stream of frames."""
    return page.effect in ("left", "right", "up", "down", "flash")


def frames_of(page: Page) -> Callable[[float], Picture]:
    """Return what gives a page's picture at so many seconds after it began."""
    if page.effect == "flash":
        return _flashing(page)
    if page.effect in ("left", "right", "up", "down"):
        return _moving(page)
    still = draw_page(page)
    return lambda _: still


def pixels_a_second(page: Page) -> float:
    """Return how fast a page moves: the larger its ``speed``, the slower, as cards have it."""
    return min(_FASTEST, _UNITS / max(1, page.speed))


def seconds_once(page: Page) -> float:
    """Return how long a page needs to have passed once."""
    sideways = page.effect in ("left", "right")
    way = length(page.text, inner(page).height) + page.area.width if sideways else 0
    return (way or 2 * page.area.height) / pixels_a_second(page)


def _flashing(page: Page) -> Callable[[float], Picture]:
    lit = draw_page(replace(page, effect="static"))
    dark = Picture(width=lit.width, height=lit.height, rgb=bytes(len(lit.rgb)))

    def at(seconds: float) -> Picture:
        is_dark = seconds < _BEATS * BEAT_S and seconds % BEAT_S >= BEAT_S / 2
        return dark if is_dark else lit

    return at


def _moving(page: Page) -> Callable[[float], Picture]:
    """Return frames cut from a ring: the words, some darkness, and the words' beginning again."""
    from PIL import Image

    box = inner(page)
    sideways = page.effect in ("left", "right")
    turn = max(length(page.text, box.height), box.width) + _GAP if sideways else 2 * box.height
    words = Area(width=turn if sideways else box.width, height=box.height)
    drawn = _image(draw_page(replace(page, area=words, effect="static", frame=None)))
    size = (turn + box.width, box.height) if sideways else (box.width, turn + box.height)
    ring = Image.new("RGB", size)
    ring.paste(drawn, (0, 0))
    ring.paste(drawn, (turn, 0) if sideways else (0, turn))
    ground = draw_page(replace(page, text="", effect="static"))
    is_bare = (box.x, box.y, box.width, box.height) == (0, 0, ground.width, ground.height)
    speed = pixels_a_second(page)

    def at(seconds: float) -> Picture:
        shift = int(seconds * speed) % turn
        if page.effect in ("right", "down"):
            shift = turn - shift
        left, top = (shift, 0) if sideways else (0, shift)
        seen = ring.crop((left, top, left + box.width, top + box.height))
        if is_bare:
            return Picture(width=box.width, height=box.height, rgb=seen.tobytes())
        whole = _image(ground)
        whole.paste(seen, (box.x, box.y))
        return Picture(width=ground.width, height=ground.height, rgb=whole.tobytes())

    return at


def _image(picture: Picture) -> "Image.Image":
    from PIL import Image

    return Image.frombytes("RGB", (picture.width, picture.height), picture.rgb)
