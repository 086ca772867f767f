"""Bytes nobody can guess, drawn from the system a few kilobytes at a time.

Each draw is a call of the kernel that lets other threads run; a hall at its busiest makes two for
every number. What is drawn ahead belongs to one thread of one process and is given once.
"""

import os
import threading

_AHEAD = 4096


class _Pool(threading.local):
    def __init__(self) -> None:
        self.drawn = b""
        self.given = 0


_POOL = _Pool()


def random_bytes(count: int) -> bytes:
    """Return bytes from the system's own generator, fit for secrets."""
    start = _POOL.given
    if start + count > len(_POOL.drawn):
        _POOL.drawn, start = os.urandom(max(_AHEAD, count)), 0
    _POOL.given = start + count
    return _POOL.drawn[start : start + count]


def _forget() -> None:
    _POOL.drawn, _POOL.given = b"", 0


# A child begins as a copy: what its parent drew ahead must not be given a second time.
os.register_at_fork(after_in_child=_forget)
