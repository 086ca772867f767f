"""The AM03127 codec: vectors of a foreign encoder, and promises for any bytes at all."""

import itertools
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from displays.signs.am03127.codec import Answers, Decoder, Frame, encode
from displays.signs.am03127.requests import data_of
from displays.signs.am03127.simulator import Am03127StandIn
from displays.signs.commands import Page, SetBrightness, Show
from displays.signs.port import Faults, Wiring
from hall.errors import FrameError

VECTORS = Path(__file__).parents[1] / "vectors/am03127/vectors.toml"


def decode_vectors() -> list[Any]:
    found = tomllib.loads(VECTORS.read_text("utf-8"))["decode"]
    return [pytest.param(each, id=each["name"]) for each in found]


def encodable(frame: Frame) -> bool:
    try:
        encode(frame)
    except FrameError:
        return False
    return True


printable = st.text(st.characters(min_codepoint=0x20, max_codepoint=0x7E), min_size=1, max_size=40)
frames = st.builds(
    Frame, data=printable.map(lambda text: text.encode("ascii")), address=st.integers(0, 255)
).filter(encodable)


def outcomes(chunks: list[bytes]) -> list[Frame | str]:
    decoder = Decoder()
    found: list[Frame | str] = []
    for chunk in chunks:
        data = chunk
        while True:
            try:
                some = decoder.feed(data)
            except FrameError as error:
                found.append(str(error))
            else:
                if not some:
                    break
                found.extend(some)
            data = b""
    return found


@pytest.mark.parametrize("vector", decode_vectors())
def test_a_foreign_frame_is_understood_and_written_again_alike(vector: dict[str, str]) -> None:
    raw = vector["frame"].encode()

    [frame] = Decoder().feed(raw)

    assert frame.data == vector["data"].encode()
    assert encode(frame) == raw


@given(frames)
def test_decoding_gives_back_what_was_encoded(frame: Frame) -> None:
    assert list(Decoder().feed(encode(frame))) == [frame]


@given(st.lists(st.binary(max_size=20) | frames.map(encode), max_size=5), st.data())
def test_chunking_does_not_matter(parts: list[bytes], data: st.DataObject) -> None:
    stream = b"".join(parts)
    cuts = sorted(data.draw(st.lists(st.integers(0, len(stream)), max_size=6)))
    edges = [0, *cuts, len(stream)]
    chunks = [stream[a:b] for a, b in itertools.pairwise(edges)]
    assert outcomes(chunks) == outcomes([stream])


@given(st.binary(max_size=200))
def test_any_bytes_give_frames_or_frame_errors(data: bytes) -> None:
    outcomes([b"<ID01>" + data + b"<E>"])


@given(st.binary(max_size=120))
def test_the_stand_in_survives_anything(data: bytes) -> None:
    stand_in = Am03127StandIn(Wiring(profile="sign"))
    stand_in.receive(b"<ID01>" + data + b"<E>", Faults())
    stand_in.receive(encode(Frame(data=b"<L1><PA><FA><MA><WA><FA>x<U01>")), Faults())
    stand_in.seen()


def test_a_frame_cut_short_is_told_and_the_next_is_whole() -> None:
    good = encode(Frame(data=b"<RPA>"))
    found = outcomes([good[:8] + good])
    assert [isinstance(each, Frame) for each in found] == [False, True]


@given(st.lists(st.sampled_from([b"ACK", b"NACK", b"noise", b"\x00"]), max_size=6), st.data())
def test_answers_are_found_however_chunked(parts: list[bytes], data: st.DataObject) -> None:
    stream = b"".join(parts)
    cut = data.draw(st.integers(0, len(stream)))
    answers = Answers()
    found = [*answers.feed(stream[:cut]), *answers.feed(stream[cut:])]
    assert found == [part == b"ACK" for part in parts if part.endswith(b"ACK")]


def test_text_cannot_become_a_command() -> None:
    [data], _ = data_of(Show(page=Page(text="<D*><E><ID02>")))
    assert data.endswith(b"<UBC>D*><UBC>E><UBC>ID02>")
    encode(Frame(data=data))


@pytest.mark.parametrize(
    ("percent", "level"), [(0, "D"), (25, "D"), (40, "C"), (60, "C"), (75, "B"), (100, "A")]
)
def test_brightness_is_the_nearest_quarter(percent: int, level: str) -> None:
    assert data_of(SetBrightness(percent=percent))[0] == (f"<B{level}>".encode(),)
