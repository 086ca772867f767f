"""The pixel codecs: every frame survives the wire, and any datagram is pixels or a FrameError."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from displays.signs.artnet import codec as artnet
from displays.signs.commands import Picture, ShowPicture
from displays.signs.ddp import codec as ddp
from displays.signs.flaschen_taschen import codec as flaschen_taschen
from displays.signs.pixels import dimming, snaked
from displays.signs.port import Wiring
from displays.signs.registry import family
from displays.signs.sacn import codec as sacn
from hall.errors import FrameError

CODECS: dict[str, tuple[Any, Callable[[int, int], Any]]] = {
    "ddp": (ddp, lambda width, height: ddp.Assembler(3 * width * height)),
    "sacn": (sacn, lambda width, height: sacn.Assembler(3 * width * height)),
    "artnet": (artnet, lambda width, height: artnet.Assembler(3 * width * height)),
    "flaschen-taschen": (flaschen_taschen, flaschen_taschen.Assembler),
}
every_codec = pytest.mark.parametrize("name", CODECS)


@every_codec
@given(width=st.integers(1, 70), height=st.integers(1, 20), seed=st.randoms(use_true_random=False))
def test_a_frame_survives_the_wire(name: str, width: int, height: int, seed: Any) -> None:
    codec, assembler = CODECS[name]
    picture = Picture(width=width, height=height, rgb=seed.randbytes(3 * width * height))
    receiver = assembler(width, height)

    frames = [receiver.take(packet) for packet in codec.packets(picture, 1)]

    assert frames[-1] == picture.rgb
    assert frames[:-1] == [None] * (len(frames) - 1)


@every_codec
@given(data=st.binary(max_size=200))
def test_any_datagram_is_pixels_or_a_frame_error(name: str, data: bytes) -> None:
    codec, assembler = CODECS[name]
    genuine = codec.packets(Picture(width=2, height=1, rgb=b"abcdef"), 1)[0]
    for raw in (data, genuine[: len(data)] + data, genuine[:12] + data):
        try:
            assembler(4, 4).take(raw)
        except FrameError:
            continue


@pytest.mark.parametrize(
    ("pixels", "sizes"), [(480, [1440]), (481, [1440, 3]), (2048, [1440] * 4 + [384])]
)
def test_ddp_cuts_after_480_pixels_and_pushes_the_last_only(pixels: int, sizes: list[int]) -> None:
    picture = Picture(width=pixels, height=1, rgb=bytes(3 * pixels))
    found = [ddp.decode(packet) for packet in ddp.packets(picture, 1)]
    assert [len(packet.data) for packet in found] == sizes
    assert [packet.push for packet in found] == [False] * (len(sizes) - 1) + [True]


@pytest.mark.parametrize("kind", [0x0B, 0x0D, 0x0A, 0x01])
def test_ddp_takes_any_type_byte(kind: int) -> None:
    raw = bytes((0x41, 1, kind, 1)) + bytes(4) + b"\x00\x03abc"
    assert ddp.decode(raw).data == b"abc"


def test_a_full_sacn_universe_is_638_bytes() -> None:
    raw = sacn.encode(sacn.Packet(universe=1, data=bytes(512)))
    assert len(raw) == 638
    assert (raw[16:18], raw[38:40], raw[115:117]) == (b"\x72\x6e", b"\x72\x58", b"\x72\x0b")


def test_a_foreign_artnet_packet_is_understood() -> None:
    raw = bytes.fromhex("4172742D4E657400 0050 000E 00 00 0300 0006 010203040506")
    packet = artnet.decode(raw)
    assert (packet.universe, packet.data) == (3, bytes.fromhex("010203040506"))
    assert artnet.encode(packet) == raw


def test_a_picture_too_large_for_a_datagram_is_refused() -> None:
    with pytest.raises(FrameError, match="fits no datagram"):
        flaschen_taschen.encode(Picture(width=200, height=200, rgb=bytes(120_000)))


def test_a_serpentine_panel_gets_every_second_row_turned_round() -> None:
    picture = Picture(width=2, height=2, rgb=b"aaabbbcccddd")
    assert snaked(picture).rgb == b"aaabbbdddccc"
    assert snaked(snaked(picture)) == picture
    command, wiring = ShowPicture(picture=picture), Wiring(profile="serpentine")
    [frame] = family("ddp").encode(command, wiring).frames
    assert ddp.decode(frame).data == b"aaabbbdddccc"


def test_dimming_never_puts_out_what_was_lit() -> None:
    dim = dimming(10)
    assert dim[0] == 0
    assert dim[1] == 1
    assert dim[255] == 26
