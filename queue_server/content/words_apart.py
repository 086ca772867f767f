"""Bringing the large halls' word index up to the file, in a process of its own.

Cutting hundreds of thousands of texts into pairs keeps a processor busy for minutes; in the server
it would take turns with every call. The index is the child's while it works, and read by the server
afterwards.
"""

import os
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import msgspec

from hall.clock import SystemClock
from hall.errors import HallError
from queue_server.content.beside import (
    GoneParentError,
    lines_of,
    read_task,
    require_parent,
    say,
)
from queue_server.content.service import ContentService
from queue_server.content.swift import FOLDER, SwiftIndex

_MODULE = "queue_server.content.words_apart"


class Task(msgspec.Struct, frozen=True, kw_only=True):
    """The data folder whose index is followed, and who asks."""

    folder: str
    parent: int


def follow_apart(folder: Path, stopped: Callable[[], bool]) -> None:
    """Have a child bring a folder's index up to its content; raises HallError where it ended."""
    task = Task(folder=str(folder), parent=os.getpid())
    if b"done" not in list(lines_of(_MODULE, msgspec.json.encode(task), stopped)):
        raise HallError("the program that follows the word index ended before it was done")


def main() -> None:
    """Follow the index of the folder that stands on the standard input."""
    task = msgspec.json.decode(read_task(), type=Task)
    folder = Path(task.folder)
    index = SwiftIndex(folder / FOLDER, go_on=lambda: require_parent(task.parent))
    with closing(ContentService(folder, SystemClock())) as content:
        try:
            index.follow(content.engine)
        except GoneParentError:
            return
    say(b"done")


if __name__ == "__main__":
    main()
