"""S-20: of an answer that never ends no more is held than the longest one there is."""

import struct
from collections.abc import Callable, Sequence
from typing import Protocol

import pytest

from displays.signs.alpha import codec as alpha
from displays.signs.am03127 import codec as am03127
from displays.signs.bx_6 import codec as bx_6
from displays.signs.bx_k import codec as bx_k
from displays.signs.huidu import codec as huidu
from hall.errors import FrameError

MOST = 4096


class Feeds(Protocol):
    def feed(self, data: bytes) -> Sequence[object]: ...


@pytest.mark.parametrize(
    ("decoder", "begin"),
    [
        (lambda: bx_6.Decoder(bx_6.LONGEST_ANSWER), b"\xa5"),
        (bx_k.Decoder, b"\xa5"),
        (lambda: alpha.Decoder(alpha.LONGEST_ANSWER), b"\x01Z00\x02"),
        (am03127.Decoder, b"<ID01>"),
    ],
    ids=["bx-6", "bx-k", "alpha", "am03127"],
)
def test_s_20_an_answer_without_end_is_dropped(decoder: Callable[[], Feeds], begin: bytes) -> None:
    reader = decoder()
    assert list(reader.feed(begin + b"0" * 100)) == []
    with pytest.raises(FrameError):
        reader.feed(b"0" * MOST)
    assert list(reader.feed(b"0" * MOST)) == [], "and what follows is noise"


def test_s_20_a_huidu_card_tells_no_packet_and_no_text_beyond_its_longest() -> None:
    with pytest.raises(FrameError):
        huidu.Decoder().feed(struct.pack("<HH", huidu.LONGEST_PACKET + 1, huidu.SDK_ANSWER))
    whole = huidu.Reassembler(huidu.LONGEST_ANSWER)
    payload = struct.pack("<II", huidu.LONGEST_ANSWER + 1, 0) + b"<"
    with pytest.raises(FrameError):
        whole.take(huidu.Packet(command=huidu.SDK_ANSWER, payload=payload))
