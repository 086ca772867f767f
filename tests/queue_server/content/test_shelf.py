"""What is held in memory to count by: places, and columns read when they are asked for."""

from pathlib import Path

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from hall.clock import ManualClock
from queue_server.content.model import Record
from queue_server.content.service import ContentService
from queue_server.content.shelf import GONE, Codes, Shelf, places_of

_numbers = st.sets(st.integers(1, 400), max_size=60).map(sorted)


@given(known=_numbers, asked=_numbers)
def test_places_are_those_of_the_numbers_known(known: list[int], asked: list[int]) -> None:
    for spread in (1, 1000):  # close together, and far apart
        held, wanted = np.array(known, np.int64) * spread, np.array(asked, np.int64) * spread
        told = [known.index(number) for number in asked if number in known]
        assert places_of(held, wanted).tolist() == told


def test_values_keep_the_number_they_got_first() -> None:
    codes = Codes()
    assert codes.of([440100, 0, 440100]).tolist() == [0, 1, 0]
    assert codes.of([110000, 0]).tolist() == [2, 1]
    assert codes.values.tolist() == [440100, 0, 110000]


def test_a_reader_of_an_older_snapshot_takes_nothing_back(
    tmp_path: Path, clock: ManualClock
) -> None:
    content, shelf = ContentService(tmp_path, clock), Shelf()
    content.import_items([Record(kind="job", id="t:1", source="t", title="修伞工")], source="t")
    with content.engine.connect() as old:
        assert shelf.follow(old) > 0
        content.withdraw_items([("job", "t:1", "withdrawn")], source="t")
        with content.engine.connect() as new:
            shelf.follow(new)
        shelf.follow(old)
    assert shelf.look(lambda columns: [kind for kind in columns.kind if kind != GONE]) == []
    content.close()
