"""A program beside the server for long work on content, spoken with in lines of JSON.

Reading, cleaning and indexing keep a processor busy for minutes; in the server they would take
turns with every call. The child is nicer than the server, writes the same file under the same lock,
and ends by itself when the server is gone.
"""

import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from select import select

from hall.errors import HallError
from hall.logs import set_up_logging

_NICER = 10
_PAUSE_S = 0.003
_LOOKED_S = 0.5
_CHUNK = 64 << 10


class GoneParentError(HallError):
    """Who asked for the work has ended."""


def lines_of(
    module: str, task: bytes, stopped: Callable[[], bool] = lambda: False
) -> Iterator[bytes]:
    """Have a module's program do a task, and yield the lines it tells.

    It is ended where nobody asks for more lines, or soon after ``stopped`` tells so.
    """
    command = [sys.executable, "-m", module]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0
    ) as child:
        if child.stdin is None or child.stdout is None:
            raise HallError("the program that brings content in could not be started")
        try:
            child.stdin.write(task)
            child.stdin.close()
            yield from _lines(child.stdout.fileno(), stopped)
        finally:
            if child.poll() is None:
                child.terminate()


def _lines(told: int, stopped: Callable[[], bool]) -> Iterator[bytes]:
    rest = b""
    while not stopped():
        ready, _, _ = select([told], [], [], _LOOKED_S)
        if not ready:
            continue
        chunk = os.read(told, _CHUNK)
        if not chunk:
            return
        *lines, rest = (rest + chunk).split(b"\n")
        yield from lines


def read_task() -> bytes:
    """Become the child: nicer than the server, telling it nothing but answers; return its task.

    The idle class would let calls through still sooner, but on a machine that is busy all the time
    nothing more came in: three levels of halls on two full processors did not agree in two minutes.
    """
    os.nice(_NICER)
    set_up_logging(human=False)
    return sys.stdin.buffer.read()


def give_way() -> None:
    """Pause before taking the lock of the file.

    Who rested is seldom put off by the system in the middle of a transaction, where others wait for
    the lock; and the disk and the processor are free for calls meanwhile.
    """
    threading.Event().wait(_PAUSE_S)


def require_parent(parent: int) -> None:
    """Raise GoneParentError where the server that asked has ended."""
    if os.getppid() != parent:
        raise GoneParentError("the server has ended")


def say(line: bytes) -> None:
    """Tell the server a line."""
    sys.stdout.buffer.write(line + b"\n")
    sys.stdout.buffer.flush()
