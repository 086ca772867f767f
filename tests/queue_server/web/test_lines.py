"""Rows on the straight way: framed once, sent to whom is still let in and can take them."""

from collections.abc import Generator
from typing import Any, cast

import pytest
from websockets.frames import Frame, Opcode
from websockets.streams import StreamReader

from hall.clock import SystemClock
from queue_server import wire
from queue_server.web.lines import Line, Straight, Texts, frame


def read(data: bytes) -> list[Frame]:
    """What a client's library reads; nothing may be left over."""
    stream, found = StreamReader(), list[Frame]()
    stream.feed_data(data)
    stream.feed_eof()
    while True:
        ended = stream.at_eof()
        with pytest.raises(StopIteration) as stop:
            next(ended)
        if stop.value.value:
            return found
        parsing: Generator[None, None, Frame] = Frame.parse(stream.read_exact, mask=False)
        with pytest.raises(StopIteration) as done:
            next(parsing)
        found.append(done.value.value)


@pytest.mark.parametrize("size", [0, 1, 125, 126, 127, 65_535, 65_536, 70_000])
def test_a_text_of_any_length_is_one_whole_frame(size: int) -> None:
    text = b"x" * size
    (only,) = read(frame(text))
    assert (only.opcode, only.fin, bytes(only.data)) == (Opcode.TEXT, True, text)


class FakeLine:
    """Takes what it is given, while it is open."""

    def __init__(self) -> None:
        self.open = True
        self.written: list[bytes] = []

    def write_now(self, frames: bytes) -> bool:
        if self.open:
            self.written.append(frames)
        return self.open


def row(seq: int) -> wire.Row:
    return wire.Row(epoch="e", seq=seq, prev=seq - 1, at=SystemClock().now(), kind="tick", data={})


def test_readers_in_step_are_sent_the_very_same_bytes() -> None:
    texts, lines, rows = Texts(), [FakeLine(), FakeLine()], (row(1), row(2))
    for line in lines:
        assert Straight(cast(Line, line), texts, lambda: 1).take(rows)
    assert lines[0].written[0] is lines[1].written[0]
    told = [bytes(each.data) for each in read(lines[0].written[0])]
    assert told == [texts.of(each) for each in rows]


def test_nothing_is_sent_straight_once_somebody_may_have_been_shut_out() -> None:
    now: list[Any] = [object()]
    line = FakeLine()
    way = Straight(cast(Line, line), Texts(), lambda: now[0])
    assert way.take((row(1),))
    now[0] = object()
    assert not way.take((row(2),))
    way.admit()
    assert way.take((row(2),))
    line.open = False
    assert not way.take((row(3),))
    assert not way.send(row(3))
    assert len(line.written) == 2
