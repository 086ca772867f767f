"""The top of a ticket for fingers, and pictures that hold no command."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from hall.errors import ConfigError
from printer.escpos.bitmap import raster_bands
from printer.escpos.encoder import encode_document
from printer.profile import load_profile
from printer.simulator.interpreter import Interpreter
from printer.simulator.paper import Paper
from printer.slip import TicketSlip
from printer.ticket_layout import layout_ticket

DOTS_PER_MM = 8


def torn_pieces(data: bytes) -> tuple[list[Image.Image], list[int]]:
    interpreter = Interpreter(Paper(576), cutter=True)
    interpreter.feed(data)
    pieces = []
    while (step := interpreter.next()) is not None:
        if step[0].piece is not None:
            pieces.append(step[0].piece)
    return pieces, interpreter.slits


@pytest.mark.parametrize("variant", ["standard", "easy_read", "large_print"])
@pytest.mark.parametrize("reprint", [False, True])
def test_the_top_edge_can_be_felt_and_nothing_printed_is_cut(
    slip: TicketSlip, variant: Any, reprint: bool
) -> None:
    profile = load_profile("80mm-notch")
    document = layout_ticket(replace(slip, variant=variant, reprint=reprint), profile)
    pieces, slits = torn_pieces(encode_document(document, profile).data)
    whole, none = torn_pieces(encode_document(document, replace(profile, notch="none")).data)

    assert (len(pieces), len(slits), none) == (1, 1, [])
    # Far enough from the edge to leave a flap, and above the first printed dot.
    assert 4 * DOTS_PER_MM <= slits[0] <= 14 * DOTS_PER_MM
    first_dot = whole[0].convert("L").point(lambda dot: 255 - dot).getbbox()
    assert first_dot is not None
    assert slits[0] < first_dot[1]
    below = (0, first_dot[1], 576, whole[0].height)
    assert pieces[0].crop(below).tobytes() == whole[0].crop(below).tobytes()


def test_without_such_a_cutter_no_slit_is_asked_for(tmp_path: Any, slip: TicketSlip) -> None:
    for name in ("58mm", "80mm", "80mm-raster"):
        profile = load_profile(name)
        assert b"\x1dV\x01" not in encode_document(layout_ticket(slip, profile), profile).data
    file = tmp_path / "mine.toml"
    file.write_text('width_dots = 384\ncutter = false\nnotch = "slit"', "utf-8")
    with pytest.raises(ConfigError, match="needs a cutter"):
        load_profile(str(file))


def test_a_partial_cut_at_the_end_is_a_ticket_that_is_torn_off() -> None:
    ticket = b"\x1b@A012\n\x1bd\x06\x1dV\x01"
    pieces, slits = torn_pieces(ticket + ticket + b"\x1dr\x01")

    assert (len(pieces), slits) == (2, [])


REAL_TIME = [b"\x10\x04", b"\x10\x05", b"\x10\x14"]


@settings(max_examples=100)
@given(
    st.lists(
        st.sampled_from([b"\x10", b"\x14", b"\x04", b"\x05", b"\x00", b"\x01", b"\x90", b"\xff"]),
        min_size=12,
        max_size=240,
    ),
    st.integers(8, 32),
)
def test_no_picture_holds_a_real_time_command_and_no_dot_is_lost(
    dots: list[bytes], band: int
) -> None:
    width = 4
    data = b"".join(dots)[: len(dots) // width * width]
    height = len(data) // width
    picture = Image.frombytes("1", (width * 8, height), bytes(255 - byte for byte in data))
    made = raster_bands(picture.convert("L"), band)

    for command in REAL_TIME:
        assert command not in made
    paper = Paper(576)
    interpreter = Interpreter(paper, cutter=True)
    interpreter.feed(b"\x1b@" + made)
    while interpreter.next() is not None:
        pass
    printed = paper.cut(feed_to_cutter=True).crop((0, 120, width * 8, 120 + height))
    shown = bytes(255 - byte for byte in printed.tobytes())
    for wanted, got in zip(data, shown.ljust(len(data), b"\x00"), strict=True):
        assert got in (wanted, wanted | 0x08)
        assert got == wanted or wanted == 0x10
