"""The Alpha codec: vectors of a foreign encoder, and promises for any bytes at all."""

import itertools
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from displays.signs.alpha.codec import Decoder, Packet, encode
from displays.signs.alpha.simulator import AlphaStandIn
from displays.signs.port import Faults, Wiring
from hall.errors import FrameError

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
