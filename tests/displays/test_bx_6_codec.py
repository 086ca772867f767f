"""The BX-6 codec: the vendor's frames, and promises for any bytes at all."""

import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from displays.signs.bx_6.bitmap import FULL, MONO, RED_GREEN, RGB, decode_pixels, encode_pixels
from displays.signs.bx_6.codec import DYNAMIC, GENERAL, Decoder, Frame, encode
from displays.signs.bx_6.dynamic import PixelArea, PixelPage, decode_area
from displays.signs.bx_6.requests import frame_of
from displays.signs.bx_6.simulator import Bx6StandIn
from displays.signs.commands import Area, Page, Picture, Show
from displays.signs.port import Faults, Wiring
from hall.errors import FrameError

VECTORS = tomllib.loads((Path(__file__).parents[1] / "vectors/bx_6/vectors.toml").read_text())
frames = st.builds(
    Frame,
    body=st.binary(min_size=5, max_size=60),
    destination=st.integers(0, 0xFFFF),
    version=st.just(GENERAL),
    sequence=st.integers(0, 0xFFFF),
) | st.builds(Frame, body=st.binary(min_size=5, max_size=60), version=st.just(DYNAMIC))


@pytest.mark.parametrize("vector", VECTORS["decode"], ids=lambda vector: vector["name"])
def test_the_vendors_frame_is_understood(vector: dict[str, Any]) -> None:
    raw = bytes.fromhex(vector["frame"])

    [frame] = Decoder().feed(raw)

    assert (frame.body, frame.version) == (bytes.fromhex(vector["body"]), vector["version"])
    if frame.version == DYNAMIC:  # general ones carry a random byte that is not kept
        assert encode(frame) == raw


def test_the_vendors_pixels_and_area_are_ours() -> None:
    pixels = bytearray(3 * 16 * 8)
    pixels[0:3], pixels[3:6], pixels[6:9] = b"\xff\0\0", b"\0\xff\0", b"\xff\xff\0"
    pixels[-3:] = b"\xff\0\0"
    picture = Picture(width=16, height=8, rgb=bytes(pixels))
    page = PixelPage(
        data=encode_pixels(picture, RED_GREEN), valid_width=16, effect=3, speed=4, stay=50
    )
    area = PixelArea(area=Area(width=16, height=8), pages=(page,), timeout=60)
    assert area.encode() == bytes.fromhex(VECTORS["decode"][4]["body"])
    assert decode_area(area.encode()) == area
    assert decode_pixels(page.data, 16, 8, RED_GREEN) == picture


def test_forty_pixels_take_two_words_a_row() -> None:
    lit = bytes(255 if x in (0, 2, 3, 32) else 0 for x in range(40) for _ in range(3))
    picture = Picture(width=40, height=1, rgb=lit)
    assert encode_pixels(picture, MONO).hex() == "ffffff4fffffff7f"


@given(st.integers(1, 70), st.integers(1, 9), st.sampled_from([RED_GREEN, RGB, FULL]), st.randoms())
def test_pixels_survive(width: int, height: int, colour: int, random: Any) -> None:
    top = 2 if colour == RED_GREEN else 3
    rgb = bytes(
        random.choice((0, 255)) if plane < top else 0
        for _ in range(width * height)
        for plane in range(3)
    )
    picture = Picture(width=width, height=height, rgb=rgb)
    assert decode_pixels(encode_pixels(picture, colour), width, height, colour) == picture


@given(frames, st.integers(0, 200))
def test_decoding_gives_back_what_was_encoded_however_chunked(frame: Frame, cut: int) -> None:
    raw, decoder = encode(frame), Decoder()
    assert [*decoder.feed(raw[:cut]), *decoder.feed(raw[cut:])] == [frame]


@given(st.binary(max_size=150))
def test_the_stand_in_survives_anything(data: bytes) -> None:
    stand_in = Bx6StandIn(Wiring(profile="dual"))
    stand_in.receive(b"\xa5" + data + b"\x5a", Faults())
    stand_in.receive(encode(Frame(body=b"\x01\xa7\x00" + data, version=DYNAMIC)), Faults())
    stand_in.receive(encode(Frame(body=b"\x01\xa2" + data + b"\0")), Faults())
    stand_in.seen()


def test_a_flipped_bit_is_noticed() -> None:
    for version in (GENERAL, DYNAMIC):
        raw = bytearray(encode(Frame(body=b"\x01\xa2\x05\x01\x00\x01", version=version)))
        raw[-4] ^= 1
        with pytest.raises(FrameError):
            Decoder().feed(bytes(raw))


def test_a_text_too_wide_moves_past_whole() -> None:
    wide = Page(text="A" * 20, area=Area(width=64, height=16))
    area = decode_area(frame_of(Show(page=wide), Wiring(profile="mono")).body)
    assert [page.valid_width for page in area.pages] == [64, 64, 32]
    assert {page.effect for page in area.pages} == {4}
