"""The Alpha codec: vectors of a foreign encoder, and promises for any bytes at all."""

import contextlib
import itertools
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from displays.signs.alpha.codec import Decoder, Packet, check_sum, encode
from displays.signs.alpha.dots import Dots, decode_dots, dots_of
from displays.signs.alpha.requests import encode_command
from displays.signs.alpha.simulator import AlphaStandIn
from displays.signs.commands import Area, Page, Show
from displays.signs.port import Faults, Pace, Wiring
from displays.signs.registry import family
from hall.clock import ManualClock
from hall.errors import FrameError
from tests.displays.fake_line import FakeLine, on_clock

VECTORS = Path(__file__).parents[1] / "vectors/alpha/vectors.toml"


def decode_vectors() -> list[Any]:
    found = tomllib.loads(VECTORS.read_text("utf-8"))["decode"]
    return [pytest.param(each, id=each["name"]) for each in found]


def outcomes(chunks: list[bytes]) -> list[Packet | str]:
    decoder = Decoder()
    found: list[Packet | str] = []
    for chunk in chunks:
        data = chunk
        while True:
            try:
                packets = decoder.feed(data)
            except FrameError as error:
                found.append(str(error))
            else:
                if not packets:
                    break
                found.extend(packets)
            data = b""
    return found


commands = st.binary(min_size=1, max_size=40).map(
    lambda raw: bytes(byte & 0x7F for byte in raw if byte & 0x7F not in (1, 2, 3, 4)) or b"A"
)
packets = st.builds(
    Packet,
    commands=st.lists(commands, min_size=1, max_size=4).map(tuple),
    address=st.text("0123456789ABCDEF?", min_size=2, max_size=2),
    checksum=st.booleans(),
)


@pytest.mark.parametrize("vector", decode_vectors())
def test_a_foreign_packet_is_understood_and_written_again_alike(vector: dict[str, Any]) -> None:
    raw = bytes.fromhex(vector["frame"])

    [packet] = Decoder().feed(raw)

    assert packet.commands == tuple(bytes.fromhex(each) for each in vector["commands"])
    assert packet.checksum == vector["checksum"]
    assert encode(packet) == raw


@given(packets)
def test_decoding_gives_back_what_was_encoded(packet: Packet) -> None:
    assert list(Decoder().feed(encode(packet))) == [packet]


@given(st.lists(st.binary(max_size=30) | packets.map(encode), max_size=5), st.data())
def test_chunking_does_not_matter(parts: list[bytes], data: st.DataObject) -> None:
    stream = b"".join(parts)
    cuts = sorted(data.draw(st.lists(st.integers(0, len(stream)), max_size=6)))
    edges = [0, *cuts, len(stream)]
    chunks = [stream[a:b] for a, b in itertools.pairwise(edges)]
    assert outcomes(chunks) == outcomes([stream])


@given(st.binary(max_size=200))
def test_any_bytes_give_packets_or_frame_errors(data: bytes) -> None:
    outcomes([b"\x01" + data + b"\x04"])


@given(st.binary(max_size=200))
def test_the_stand_in_survives_anything(data: bytes) -> None:
    AlphaStandIn(Wiring(profile="two-way")).receive(b"\x01Z00\x02" + data + b"\x04", Faults())


def test_a_wrong_checksum_is_refused() -> None:
    raw = bytes.fromhex("0000000000 015A3030 02 41 30 03 30303737 04")
    with pytest.raises(FrameError, match="checksum"):
        Decoder().feed(raw)


def test_eight_bit_text_is_not_sent() -> None:
    with pytest.raises(FrameError, match="7-bit"):
        encode(Packet(commands=(b"A\xc7",)))


def test_a_foreign_picture_is_understood() -> None:
    dots = decode_dots(b"IP0203103\r020\r")
    assert dots.rows == (b"103", b"020")
    assert dots.encode() == b"IP0203103\r020\r"
    assert check_sum(dots.encode()) == b"02A3"


@given(
    st.integers(1, 31).flatmap(
        lambda height: st.integers(1, 255).flatmap(
            lambda width: st.lists(
                st.text("01238", min_size=width, max_size=width).map(str.encode),
                min_size=height,
                max_size=height,
            )
        )
    )
)
def test_a_picture_survives_the_wire(rows: list[bytes]) -> None:
    dots = Dots(label=b"P", rows=tuple(rows))
    assert decode_dots(dots.encode()) == dots


@given(st.binary(max_size=60))
def test_any_bytes_are_a_picture_or_a_frame_error(data: bytes) -> None:
    with contextlib.suppress(FrameError):
        decode_dots(b"IP" + data)


def test_chinese_is_drawn_as_a_picture_the_memory_has_room_for() -> None:
    area = Area(width=128, height=16)
    wiring = Wiring(profile="dots", panel=area)
    frames = encode_command(Show(page=Page(text="请A017号", area=area)), wiring).frames
    commands = [packet.commands[0] for frame in frames for packet in Decoder().feed(frame)]
    assert commands[0] == b"E$AAU0100FFFFPDL10802000QDL10802000"
    assert commands[1].startswith(b"IP1080")
    assert commands[2] == b"AA\x1b0b\x14P"
    stand_in = AlphaStandIn(wiring)
    for frame in frames:
        stand_in.receive(frame, Faults())
    assert stand_in.seen() == dots_of(Page(text="请A017号"), area, b"P").picture()


def test_a_picture_without_room_is_refused_and_ascii_needs_none() -> None:
    wiring = Wiring(profile="dots", panel=Area(width=128, height=16))
    stand_in = AlphaStandIn(wiring)
    frame = encode(Packet(commands=(dots_of(Page(text="号"), wiring.panel, b"P").encode(),)))
    stand_in.receive(frame, Faults())
    assert stand_in.pictures == {}
    plain = encode_command(Show(page=Page(text="A017")), wiring).frames
    assert len(plain) == 1


async def test_a_string_is_changed_without_writing_its_text_again() -> None:
    clock = ManualClock()
    wiring = Wiring(profile="strings", panel=Area(width=128, height=16))
    stand_in = AlphaStandIn(wiring)
    line = FakeLine(clock, [stand_in])
    sign = family("alpha").make_sign(line, wiring, Pace(), clock)
    await on_clock(clock, sign.do(Show(page=Page(text="A017\n-> 3"))))
    first, texts = line.written, stand_in.files[b"A"]
    assert stand_in.strings == {b"1": b"A017 -> 3"}
    await on_clock(clock, sign.do(Show(page=Page(text="A018\n-> 3"))))
    assert stand_in.strings == {b"1": b"A018 -> 3"}
    assert stand_in.files[b"A"] == texts
    assert line.written - first < first / 2
    shown = stand_in.seen()

    await on_clock(clock, sign.do(Show(page=Page(text="moving", effect="left"))))
    assert stand_in.files[b"A"] != texts
    await on_clock(clock, sign.do(Show(page=Page(text="A018\n-> 3"))))
    assert stand_in.seen() == shown


def test_a_string_for_which_there_is_no_room_is_refused() -> None:
    stand_in = AlphaStandIn(Wiring(profile="strings"))
    stand_in.receive(encode(Packet(commands=(b"G1A013",))), Faults())
    assert stand_in.strings == {}
