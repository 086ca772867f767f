"""What people see, compared with pictures somebody has looked at.

The pictures in ``golden/`` have one pixel a dot. Another version of a font may light a few dots
otherwise; letters that are unjoined, turned round, cut off or missing are far more than that.
``HALL90_WRITE_GOLDEN=1`` writes them anew: look at each before committing.
"""

import os
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PIL import Image

from displays.alarm import alarm_items
from displays.catalogue import catalogues
from displays.fitting import fit
from displays.hall_state import Posted
from displays.playlist import playlist
from displays.preview import preview_notice
from displays.sign_plan import CALL_FORMS
from displays.signs.commands import Area, Colour, Page, Picture
from displays.signs.drawing import draw_page
from displays.signs.motion import frames_of
from displays.signs.registry import family
from queue_server.wire import Emergency, Notice, SignInfo

GOLDEN = Path(__file__).parent / "golden"
LEAST_ALIKE = 0.9
DDP = family("ddp").capabilities("rgb")


def call(width: int, height: int, language: str = "zh-CN", colour: Colour | None = None) -> Picture:
    texts = catalogues()(language)
    forms = [texts.written(key, number="A017", window="3") for key in CALL_FORMS]
    return draw_page(fit(forms, Area(width=width, height=height), DDP, colour).page)


def words(text: str, width: int, height: int, colour: Colour = "green") -> Picture:
    posted = Posted(notice=Notice(id="n", text={"zh-CN": text}), seq=None)
    items = playlist(None, (posted,), Area(width=width, height=height), DDP, colour, ["zh-CN"])
    return draw_page(items[0].page)


def alarm(width: int, height: int, place: int) -> Picture:
    fire = Emergency(id="e", kind="fire", since=datetime(2026, 11, 23, tzinfo=UTC))
    items = alarm_items(
        fire, Area(width=width, height=height), DDP, None, catalogues(), ["zh-CN", "en"]
    )
    return draw_page(items[place].page)


def card(name: str, profile: str, width: int = 128, height: int = 32) -> Picture:
    """Return what a card of that family makes of a notice it is sent, through its own bytes."""
    info = SignInfo(
        id="s", family=name, profile=profile, link="mem:x", zone="a",
        area=(0, 0, width, height), window=None, address=None, colour=None,
    )  # fmt: skip
    notice = Notice(id="n", text={"zh-CN": "请A017号\n到3号窗口", "en": "A017 to 3"})
    language = "en" if name == "am03127" or profile == "two-way" else "zh-CN"
    return preview_notice(info, notice, (language,)).frames[0][0]


PICTURES: dict[str, Callable[[], Picture]] = {
    "call-128x32": lambda: call(128, 32),
    "call-128x16": lambda: call(128, 16),
    "call-64x16": lambda: call(64, 16),
    "call-192x64": lambda: call(192, 64),
    "call-english-128x32": lambda: call(128, 32, "en"),
    "uyghur-192x32": lambda: words("تىزىملىتىش كۆزنىكى 3", 192, 32),
    "kazakh-192x24": lambda: words("جۇمىس ىزدەۋ ورتالىعى", 192, 24),
    "mongolian-strip-192x32": lambda: words("ᠮᠣᠩᠭᠣᠯ ᠬᠡᠯᠡ ᠪᠢᠴᠢᠭ", 192, 32),
    "mongolian-columns-64x96": lambda: words("ᠮᠣᠩᠭᠣᠯ\nᠬᠡᠯᠡ ᠪᠢᠴᠢᠭ", 64, 96),
    "chinese-24-160x24": lambda: words("残疾人专场", 160, 24, "yellow"),
    "alarm-headline-192x64": lambda: alarm(192, 64, 0),
    "alarm-words-192x64": lambda: alarm(192, 64, 1),
    "alarm-128x32": lambda: alarm(128, 32, 1),
    "moving-after-two-seconds": lambda: frames_of(
        Page(text="今天下午三点有招聘会", area=Area(width=96, height=32), effect="left")
    )(2.0),
    "bx-k-5k": lambda: card("bx-k", "5k"),
    "bx-k-6k": lambda: card("bx-k", "6k"),
    "bx-6-dual": lambda: card("bx-6", "dual"),
    "huidu": lambda: card("huidu", "sdk2"),
    "f001d0": lambda: card("f001d0", "strip"),
    "am03127": lambda: card("am03127", "sign"),
    "alpha-text": lambda: card("alpha", "two-way"),
    "alpha-dots": lambda: card("alpha", "dots"),
}


def image_of(picture: Picture) -> Image.Image:
    return Image.frombytes("RGB", (picture.width, picture.height), picture.rgb)


def alike(one: Image.Image, other: Image.Image) -> float:
    """Return how much of the lit dots both have, each dot allowed to lie one beside."""
    if one.size != other.size:
        return 0.0
    masks = [image.convert("L").point(lambda value: 255 if value else 0) for image in (one, other)]
    dots = [set(_lit(mask)) for mask in masks]
    if not any(dots):
        return 1.0
    near = [
        {(x + dx, y + dy) for x, y in each for dx in (-1, 0, 1) for dy in (-1, 0, 1)}
        for each in dots
    ]
    found = len(dots[0] & near[1]) + len(dots[1] & near[0])
    return found / (len(dots[0]) + len(dots[1]))


def _lit(mask: Image.Image) -> list[tuple[int, int]]:
    data = mask.tobytes()
    return [(at % mask.width, at // mask.width) for at, value in enumerate(data) if value]


@pytest.mark.parametrize("name", PICTURES)
def test_people_see_what_was_looked_at(name: str) -> None:
    seen = image_of(PICTURES[name]())
    file = GOLDEN / f"{name}.png"
    if os.environ.get("HALL90_WRITE_GOLDEN"):
        seen.save(file, optimize=True)
    with Image.open(file) as looked_at:
        assert alike(seen, looked_at.convert("RGB")) >= LEAST_ALIKE


def test_the_comparison_sees_a_broken_picture() -> None:
    good = image_of(words("تىزىملىتىش كۆزنىكى", 192, 32))
    turned = image_of(words("ىكىنزۆك شىتىلمىزىت", 192, 32))
    shifted = Image.new("RGB", good.size)
    shifted.paste(good, (6, 0))
    assert alike(good, good) == 1.0
    assert alike(good, turned) < LEAST_ALIKE
    assert alike(good, shifted) < LEAST_ALIKE
