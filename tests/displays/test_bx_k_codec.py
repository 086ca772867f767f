"""The BX-K codec: vectors of foreign implementations, and promises for any bytes at all."""

import contextlib
import itertools
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from displays.signs.bx_k.codec import Decoder, Frame, decode, encode
from displays.signs.bx_k.dynamic import DynamicArea, UpdateAreas, decode_update
from displays.signs.onbon import Unwrapper, crc16, unescape, wrap
from hall.errors import FrameError

VECTORS = Path(__file__).parents[1] / "vectors/bx_k/vectors.toml"
bytes_of = bytes.fromhex
ACK = bytes_of("A5A5A5A5A5A5A5A500800100000000000000FE020500A00000000064DC5A")


def decode_vectors() -> list[Any]:
    found = tomllib.loads(VECTORS.read_text("utf-8"))["decode"]
    return [pytest.param(each, id=each["name"]) for each in found]


def outcomes(chunks: list[bytes]) -> list[Frame | str]:
    """Feed chunks; return frames and broken frames in order."""
    decoder = Decoder()
    found: list[Frame | str] = []
    for chunk in chunks:
        data = chunk
        while True:
            try:
                frames = decoder.feed(data)
            except FrameError as error:
                found.append(str(error))
            else:
                if not frames:
                    break
                found.extend(frames)
            data = b""
    return found


frames = st.builds(
    Frame,
    destination=st.integers(0, 0xFFFF),
    source=st.integers(0, 0xFFFF),
    data=st.binary(min_size=5, max_size=300),
    display_mode=st.integers(0, 1),
    device_type=st.integers(0, 255),
)
byte = st.integers(0, 255)
areas = st.builds(
    DynamicArea,
    x=st.integers(0, 0xFFFF),
    y=st.integers(0, 0xFFFF),
    width=st.integers(0, 0xFFFF),
    height=st.integers(0, 0xFFFF),
    text=st.binary(max_size=60),
    id=byte,
    line_spacing=byte,
    run_mode=byte,
    timeout=st.integers(0, 0xFFFF),
    alignment=byte,
    lines=byte,
    line_break=byte,
    effect=byte,
    leave=byte,
    speed=byte,
    stay=byte,
)


@pytest.mark.parametrize("vector", decode_vectors())
def test_a_foreign_frame_is_understood_and_written_again_alike(vector: dict[str, Any]) -> None:
    raw = bytes_of(vector["frame"])

    [frame] = Decoder().feed(raw)

    assert frame.destination == vector["destination"]
    assert frame.source == vector["source_address"]
    assert frame.data == bytes_of(vector["data"])
    assert encode(frame) == raw


def test_the_checksum_has_its_published_check_value() -> None:
    assert crc16(b"123456789") == 0xBB3D


@given(st.lists(st.binary(max_size=90) | st.sampled_from([bytes(100), b"\xff" * 130]), max_size=12))
@example([bytes(range(256)) * 49, b"\x5a"])
def test_the_quick_checksum_of_long_data_is_the_slow_one(parts: list[bytes]) -> None:
    data = b"".join(parts)
    crc = 0
    for byte in data:
        crc ^= byte
        for _ in range(8):
            crc = (crc >> 1) ^ (0xA001 if crc & 1 else 0)
    assert crc16(data) == crc


def test_the_copied_web_example_with_a_wrong_checksum_is_refused() -> None:
    body = bytes_of("01000080000000000000FE020500A200010000") + b"\xa8\x7d"
    with pytest.raises(FrameError, match="checksum"):
        decode(body)


@given(frames)
@example(Frame(destination=0xA55A, source=0xA65B, data=bytes_of("A5A65A5BA5A5")))
def test_decoding_gives_back_what_was_encoded(frame: Frame) -> None:
    assert list(Decoder().feed(encode(frame))) == [frame]


@given(st.lists(areas, max_size=4), st.none() | st.lists(byte, max_size=4), st.booleans())
def test_dynamic_areas_survive_the_wire(
    some: list[DynamicArea], delete: list[int] | None, clear: bool
) -> None:
    update = UpdateAreas(
        delete=None if delete is None else tuple(delete), areas=tuple(some), clear_first=clear
    )
    assert decode_update(update.encode(1)) == update


@given(st.binary(max_size=200))
def test_escaping_hides_start_and_end_and_is_undone(body: bytes) -> None:
    inside = wrap(body)[8:-1]
    assert 0xA5 not in inside
    assert 0x5A not in inside
    assert unescape(inside) == body


@given(st.lists(st.binary(max_size=40) | frames.map(encode), max_size=6), st.data())
def test_chunking_does_not_matter(parts: list[bytes], data: st.DataObject) -> None:
    stream = b"".join(parts)
    cuts = sorted(data.draw(st.lists(st.integers(0, len(stream)), max_size=8)))
    edges = [0, *cuts, len(stream)]
    chunks = [stream[a:b] for a, b in itertools.pairwise(edges)]
    assert outcomes(chunks) == outcomes([stream])


@given(st.binary(max_size=400))
def test_any_bytes_give_frames_or_frame_errors(data: bytes) -> None:
    outcomes([b"\xa5" + data + b"\x5a"])


@given(st.binary(max_size=120))
def test_any_dynamic_area_command_is_understood_or_a_frame_error(data: bytes) -> None:
    with contextlib.suppress(FrameError):
        decode_update(b"\xa3\x06\x01\x00\x00" + data)


def test_two_replies_in_one_read_noise_and_a_doubled_end_byte_are_taken_in_stride() -> None:
    found = outcomes([b"\x00\xff\x12" + ACK + b"\x5a" + ACK])
    assert [isinstance(each, Frame) for each in found] == [True, True]


def test_a_frame_cut_short_costs_only_itself() -> None:
    found = outcomes([ACK[:20] + ACK])
    assert [isinstance(each, Frame) for each in found] == [False, True]


def test_an_escape_that_does_not_exist_is_refused() -> None:
    with pytest.raises(FrameError, match="no escape"):
        unescape(b"\xa6\x03")


def test_a_frame_longer_than_the_cards_buffer_is_not_sent() -> None:
    with pytest.raises(FrameError, match="1024"):
        encode(Frame(destination=1, source=0x8000, data=bytes(1100)))


def test_a_stream_without_an_end_does_not_grow_for_ever() -> None:
    unwrapper = Unwrapper(longest=16)
    for value in b"\xa5" + bytes(32):
        unwrapper.push(value)
    with pytest.raises(FrameError, match="longer"):
        unwrapper.push(0)
