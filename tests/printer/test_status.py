from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from printer.escpos.status import (
    AutoStatus,
    PaperAnswer,
    RealTime,
    StatusReader,
    real_time_status,
)

STREAM = bytes.fromhex("12 38000000 11 7e 00 13 10000300 03 ff 1a")
READ = [
    RealTime(0x12),
    AutoStatus(bytes.fromhex("38000000")),
    RealTime(0x7E),
    PaperAnswer(0x00),
    AutoStatus(bytes.fromhex("10000300")),
    PaperAnswer(0x03),
    RealTime(0x1A),
]


def test_answers_are_the_same_however_the_bytes_are_split() -> None:
    for cuts in product((False, True), repeat=len(STREAM) - 1):
        if sum(cuts) > 3 and not all(cuts):
            continue
        reader, answers, start = StatusReader(), [], 0
        edges = [place + 1 for place, cut in enumerate(cuts) if cut]
        for end in [*edges, len(STREAM)]:
            answers += reader.feed(STREAM[start:end])
            start = end
        assert answers == READ


def test_a_real_time_answer_in_the_middle_of_a_packet_is_read_as_both() -> None:
    reader = StatusReader()
    assert reader.feed(bytes.fromhex("38 00 12 00 00")) == [
        RealTime(0x12),
        AutoStatus(bytes.fromhex("38000000")),
    ]


def test_flow_control_and_garbage_are_counted_and_dropped() -> None:
    reader = StatusReader()
    assert reader.feed(b"\x11\x13\xff\x91") == []
    assert reader.strange == 4


@given(st.lists(st.binary(max_size=8)))
def test_any_bytes_give_answers_or_nothing(chunks: list[bytes]) -> None:
    reader = StatusReader()
    for chunk in chunks:
        for answer in reader.feed(chunk):
            assert isinstance(answer, RealTime | AutoStatus | PaperAnswer)


@given(st.dictionaries(st.sampled_from([1, 2, 3, 4]), st.sampled_from([0x12, 0x1E]), max_size=3))
def test_a_missing_answer_is_never_ready(answers: dict[int, int]) -> None:
    assert real_time_status(answers) not in ("ready", "low")
