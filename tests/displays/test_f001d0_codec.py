"""The F0 01 D0 codec: promises for any bytes at all (its vectors are in test_encode_vectors)."""

import itertools

from hypothesis import given
from hypothesis import strategies as st

from displays.signs.f001d0.codec import Decoder, Frame, encode
from hall.errors import FrameError

byte = st.integers(0, 255)
frames = st.builds(
    Frame, text=st.binary(max_size=60), row=byte, mode=byte, speed=byte, colour=byte, address=byte
)


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


@given(st.binary(max_size=120))
def test_any_bytes_give_frames_or_frame_errors(data: bytes) -> None:
    outcomes([b"\xf0\x01\xd0" + data])


def test_a_flipped_bit_is_noticed_and_the_next_frame_is_whole() -> None:
    good = encode(Frame(text=b"A017"))
    bad = bytes((*good[:9], good[9] ^ 1, *good[10:]))
    found = outcomes([b"\x00" + bad + good])
    assert [isinstance(each, Frame) for each in found] == [False, True]
