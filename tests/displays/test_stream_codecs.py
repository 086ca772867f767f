"""What every codec of a byte stream promises: chunks do not matter, errors are FrameErrors."""

import itertools
from collections.abc import Callable, Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from displays.signs.alpha import codec as alpha
from displays.signs.am03127 import codec as am03127
from displays.signs.bx_6 import codec as bx_6
from displays.signs.bx_k import codec as bx_k
from displays.signs.commands import Area, Page, Show
from displays.signs.f001d0 import codec as f001d0
from displays.signs.huidu import codec as huidu
from displays.signs.port import Wiring
from displays.signs.registry import family, family_names
from hall.errors import FrameError

PAGE = Show(page=Page(text="A017", area=Area(width=64, height=16)))
DECODERS: dict[str, Callable[[], Any]] = {
    "alpha": alpha.Decoder,
    "am03127": am03127.Decoder,
    "bx-6": bx_6.Decoder,
    "bx-k": bx_k.Decoder,
    "f001d0": f001d0.Decoder,
    "huidu": huidu.Decoder,
}
DATAGRAMS = {"artnet", "ddp", "flaschen-taschen", "sacn"}
every = pytest.mark.parametrize("name", DECODERS)


def genuine(name: str) -> Sequence[bytes]:
    """Return the frames of a page as that family sends them."""
    found = family(name)
    return found.encode(PAGE, Wiring(profile=found.profiles[0])).frames


def outcomes(name: str, chunks: Sequence[bytes]) -> list[object]:
    """Return frames and errors in the order they came."""
    decoder, found = DECODERS[name](), list[object]()
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


def test_every_family_is_held_to_these_promises() -> None:
    assert {*DECODERS, *DATAGRAMS} == set(family_names())


@every
@given(
    noise=st.lists(st.binary(max_size=24), max_size=4),
    order=st.lists(st.integers(0, 7), max_size=6),
    data=st.data(),
)
def test_a_stream_means_the_same_however_it_is_cut(
    name: str, noise: list[bytes], order: list[int], data: st.DataObject
) -> None:
    parts = [*genuine(name), *noise]
    stream = b"".join(parts[each % len(parts)] for each in order)
    cuts = sorted(data.draw(st.lists(st.integers(0, len(stream)), max_size=8)))
    edges = [0, *cuts, len(stream)]
    chunks = [stream[a:b] for a, b in itertools.pairwise(edges)]
    assert outcomes(name, chunks) == outcomes(name, [stream])


@every
@given(data=st.binary(max_size=200), place=st.integers(0, 60), bit=st.integers(0, 7))
def test_any_bytes_give_frames_or_frame_errors(
    name: str, data: bytes, place: int, bit: int
) -> None:
    outcomes(name, [data])
    for frame in genuine(name):
        spoilt = bytearray(frame)
        spoilt[place % len(spoilt)] ^= 1 << bit
        outcomes(name, [bytes(spoilt) + data])


@every
def test_two_frames_in_one_read_are_two(name: str) -> None:
    frames = genuine(name)
    once = outcomes(name, [b"".join(frames)])
    assert len(once) >= 1
    assert not any(isinstance(each, str) for each in once)
    assert outcomes(name, [b"".join(frames) * 2]) == once * 2


@every
def test_byte_by_byte_is_the_same(name: str) -> None:
    stream = b"".join(genuine(name))
    single = [stream[at : at + 1] for at in range(len(stream))]
    assert outcomes(name, single) == outcomes(name, [stream])
