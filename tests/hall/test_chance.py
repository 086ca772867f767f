"""Bytes drawn ahead: each given once, whoever asks."""

import os
from concurrent.futures import ThreadPoolExecutor

from hall.chance import random_bytes


def test_every_piece_is_as_long_as_asked_and_given_once() -> None:
    pieces = [random_bytes(10) for _ in range(5000)]
    assert {len(each) for each in pieces} == {10}
    assert len(set(pieces)) == len(pieces)
    assert len(random_bytes(10_000)) == 10_000


def test_threads_never_share_what_was_drawn() -> None:
    with ThreadPoolExecutor(4) as threads:
        pieces = list(threads.map(lambda _: random_bytes(8), range(4000)))
    assert len(set(pieces)) == len(pieces)


def test_a_child_begins_with_bytes_of_its_own() -> None:
    random_bytes(1)
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.write(writing, random_bytes(16))
        os._exit(0)
    os.waitpid(child, 0)
    theirs = os.read(reading, 16)
    assert len(theirs) == 16
    assert theirs != random_bytes(16)
