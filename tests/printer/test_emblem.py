"""The hall's emblem on paper: small, crisp, above the name, and where it can be printed at all."""

import io
from dataclasses import replace
from typing import Any

import pytest
from PIL import Image, ImageDraw

from printer.document import Emblem, Line
from printer.emblem import emblem_picture, printed_emblem
from printer.escpos.encoder import encode_document
from printer.profile import DOTS_PER_MM, load_profile
from printer.simulator.interpreter import Interpreter
from printer.simulator.paper import Paper
from printer.slip import TicketSlip
from printer.ticket_layout import layout_ticket

BLACK, WHITE = 0, 255


def png(picture: Image.Image) -> bytes:
    written = io.BytesIO()
    picture.save(written, "PNG")
    return written.getvalue()


def disc(colour: str = "#b01116", size: tuple[int, int] = (300, 300)) -> bytes:
    """A disc on nothing, a clear square in its middle."""
    picture = Image.new("RGBA", size, (0, 0, 0, 0))
    draw = ImageDraw.Draw(picture)
    draw.ellipse((0, 0, size[0] - 1, size[1] - 1), fill=colour)
    middle = (size[0] * 2 // 5, size[1] * 2 // 5, size[0] * 3 // 5, size[1] * 3 // 5)
    draw.rectangle(middle, fill=(0, 0, 0, 0))
    return png(picture)


def made(picture: bytes) -> Emblem:
    emblem = printed_emblem(picture)
    assert emblem is not None
    return emblem


def paper_of(slip: TicketSlip, name: str, **changes: Any) -> Image.Image:
    """What the simulated printer makes of a ticket, all of it one job."""
    profile = replace(load_profile(name), **changes)
    data = encode_document(layout_ticket(slip, profile), profile).data
    assert data.count(b"\x1b@") == 1, "one start: one ticket is one job"
    paper = Paper(profile.width_dots)
    interpreter = Interpreter(paper, cutter=profile.cutter)
    interpreter.feed(data)
    piece = None
    while (step := interpreter.next()) is not None:
        piece = step[0].piece or piece
    assert interpreter.problems == []
    return (piece or paper.cut(feed_to_cutter=False)).convert("L")


def place_of(emblem: Emblem, paper: Image.Image) -> tuple[int, int]:
    """Where exactly this picture stands on paper."""
    picture = emblem_picture(emblem)
    for top in range(paper.height // 2):
        left = (paper.width - picture.width) // 2
        for at in (left - 1, left, left + 1):
            cut = paper.crop((at, top, at + picture.width, top + picture.height))
            if cut.point([0] * 128 + [255] * 128).tobytes() == picture.tobytes():
                return at, top
    raise AssertionError("the emblem does not stand on the paper")


@pytest.mark.parametrize("colour", ["#b01116", "#ffd700", "#123456", "#b8c4d0"])
def test_an_emblem_of_any_colour_is_black_where_it_is_drawn(colour: str) -> None:
    picture = emblem_picture(made(disc(colour)))
    assert picture.height <= 12 * DOTS_PER_MM
    assert picture.width == picture.height
    middle = picture.width // 2
    assert picture.getpixel((middle, 8)) == BLACK
    assert picture.getpixel((middle, middle)) == WHITE
    assert picture.getpixel((1, 1)) == WHITE


def test_a_wide_emblem_leaves_room_on_the_narrowest_paper() -> None:
    emblem = made(disc(size=(512, 60)))
    assert emblem.width <= 384 - 2 * load_profile("58mm").margin_dots
    assert emblem_picture(emblem).height < 40


@pytest.mark.parametrize("profile", ["80mm", "80mm-raster", "80mm-notch", "58mm"])
def test_the_emblem_stands_between_the_top_mark_and_the_halls_name(
    slip: TicketSlip, profile: str
) -> None:
    emblem = made(disc())
    paper = paper_of(replace(slip, emblem=emblem), profile)
    left, top = place_of(emblem, paper)
    assert abs(left + emblem.width / 2 - paper.width / 2) <= 1
    below = top + emblem_picture(emblem).height
    assert paper.crop((0, 0, paper.width, top)).getextrema()[0] == BLACK, "the top mark"
    assert paper.crop((0, below, paper.width, below + 4)).getextrema() == (WHITE, WHITE)
    assert paper.height > paper_of(slip, profile).height


def test_large_print_bears_it_too_and_easy_reading_stays_plain(slip: TicketSlip) -> None:
    emblem = made(disc())
    large = replace(slip, variant="large_print", emblem=emblem)
    assert place_of(emblem, paper_of(large, "80mm"))
    easy = layout_ticket(replace(slip, variant="easy_read", emblem=emblem), load_profile("80mm"))
    assert emblem not in easy.blocks


def test_a_printer_poor_at_pictures_prints_the_ticket_as_ever(slip: TicketSlip) -> None:
    old = replace(load_profile("80mm"), emblem=False)
    with_emblem = layout_ticket(replace(slip, emblem=made(disc())), old)
    assert with_emblem == layout_ticket(slip, old)
    assert Line(text=slip.hall, size="lead", bold=True, align="centre") in with_emblem.blocks


@pytest.mark.parametrize(
    "picture",
    [
        b"",
        b"<svg>",
        disc()[:200],
        png(Image.new("RGB", (40, 40), "white")),
        png(Image.new("RGBA", (40, 40), (0, 0, 0, 0))),
        png(Image.new("RGB", (2000, 1), "red")),
    ],
)
def test_a_picture_of_which_nothing_would_be_seen_is_left_out(picture: bytes) -> None:
    assert printed_emblem(picture) is None
