"""What is worked out of all items (terms, phrases) is worked out by one program at a time.

It keeps a processor busy for minutes where there are very many; other work that can wait asks
first whether it is going on.
"""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def deriving(lock: Path) -> Iterator[None]:
    """Wait until nobody else works it out, and keep others out meanwhile.

    ``lock`` is the lock file of the content, which is not taken: others may write.
    """
    with _turn(lock).open("ab") as alone:
        fcntl.flock(alone, fcntl.LOCK_EX)
        yield


def is_deriving(lock: Path) -> bool:
    """Tell whether somebody works it out just now."""
    with _turn(lock).open("ab") as alone:
        try:
            fcntl.flock(alone, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False


def _turn(lock: Path) -> Path:
    return lock.with_suffix(".terms")
