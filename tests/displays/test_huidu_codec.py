"""The Huidu codec: foreign packets, bytes not characters, and promises for any bytes at all."""

import tomllib
from pathlib import Path
from typing import Any
from xml.sax.saxutils import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from displays.signs.commands import Page, SetBrightness, Show
from displays.signs.huidu.codec import Decoder, Packet, Reassembler, encode, packets_of
from displays.signs.huidu.requests import document, encode_command, method_of
from displays.signs.huidu.simulator import SESSION, HuiduStandIn
from displays.signs.port import Faults, Wiring
from hall.errors import FrameError

VECTORS = tomllib.loads((Path(__file__).parents[1] / "vectors/huidu/vectors.toml").read_text())
WIRING = Wiring(profile="sdk2")
packets = st.builds(Packet, command=st.integers(0, 0xFFFF), payload=st.binary(max_size=60))


@pytest.mark.parametrize("vector", VECTORS["decode"], ids=lambda vector: vector["name"])
def test_a_foreign_packet_is_understood_and_written_again_alike(vector: dict[str, Any]) -> None:
    raw = bytes.fromhex(vector["frame"])
    [packet] = Decoder().feed(raw)
    assert (packet.command, packet.payload.hex()) == (vector["command"], vector["payload"])
    assert encode(packet) == raw


@given(st.lists(packets, max_size=4), st.integers(0, 200))
def test_decoding_gives_back_what_was_encoded_however_chunked(some: list[Packet], cut: int) -> None:
    raw, decoder = b"".join(map(encode, some)), Decoder()
    assert [*decoder.feed(raw[:cut]), *decoder.feed(raw[cut:])] == some


@given(st.binary(max_size=100))
def test_the_stand_in_survives_anything(data: bytes) -> None:
    stand_in = HuiduStandIn(WIRING)
    stand_in.receive(data, Faults())
    for packet in packets_of(b'<sdk guid="5d2b"><in method="AddProgram">' + data):
        HuiduStandIn(WIRING).receive(encode(packet), Faults())


def test_long_chinese_text_is_cut_by_bytes_and_arrives_whole() -> None:
    text = "请到窗口" * 99
    xml = document(method_of(Show(page=Page(text=text * 10)), WIRING), SESSION)
    assert len(xml) > 9000
    stand_in = HuiduStandIn(WIRING)
    for packet in packets_of(xml):
        for answer in stand_in.receive(encode(packet), Faults()):
            assert b"kSuccess" in answer
    assert stand_in.text == text * 10


def test_marks_of_xml_in_a_text_stay_text() -> None:
    text = '</string><in method="CloseScreen"/> & "A"'
    method = method_of(Show(page=Page(text=text)), WIRING)
    assert method.count("<string>") == 1
    inside = method.partition("<string>")[2].partition("</string>")[0]
    assert unescape(inside) == text


def test_a_part_out_of_place_is_refused() -> None:
    whole = Reassembler()
    first, second = packets_of(b"x" * 9000)
    assert whole.take(first) is None
    with pytest.raises(FrameError, match="do not fit"):
        whole.take(Packet(command=0x2003, payload=second.payload[:4] + b"\0\0\1\0" + b"x"))


def test_an_impossible_length_is_a_frame_error() -> None:
    with pytest.raises(FrameError):
        Decoder().feed(b"\x03\x00\x01\x20")


def test_brightness_is_never_dark() -> None:
    [frame] = encode_command(SetBrightness(percent=0), WIRING).frames
    assert b'<default value="1"/>' in frame
    assert int.from_bytes(frame[:2], "little") == len(frame)
