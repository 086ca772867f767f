"""Bringing files and sources in, in a process of its own beside the running server."""

from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import msgspec

from config.sources import Source
from hall.clock import SystemClock
from hall.errors import HallError
from queue_server.content.beside import (
    GoneParentError,
    give_way,
    lines_of,
    read_task,
    require_parent,
    say,
)
from queue_server.content.bringing import Wanted, bring
from queue_server.content.service import ContentService
from queue_server.content.sources.dropping import Place, take_and_put_away
from queue_server.content.sources.harvest import run_source
from queue_server.content.sources.runs import summary

_MODULE = "queue_server.content.apart"
# A file of so many bytes is brought in before a program of its own would have begun.
SMALL = 32 << 10
Tell = Callable[[Any], None]


class Task(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What the child is to do: an import, a dropped ``file`` of a ``source``, or to ask one."""

    folder: str
    parent: int
    wanted: Wanted | None = None
    source: Source | None = None
    file: str = ""
    place: Place | None = None
    home: str = ""


class Told(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A line of the child's: how far it is, what came of it, or why nothing did."""

    line: str = ""
    done: bool = False
    answer: Any = None
    fault: str = ""


def do_apart(task: Task, tell: Tell, stopped: Callable[[], bool] = lambda: False) -> Any:
    """Have a child do a task; return its answer as JSON values, raise HallError as it did."""
    for line in lines_of(_MODULE, msgspec.json.encode(task), stopped):
        told = msgspec.json.decode(line, type=Told)
        if told.fault:
            raise HallError(told.fault)
        if told.done:
            return told.answer
        tell(told.line)
    raise HallError(
        "the program that brings content in ended before it was done; what it brought stays, and "
        "the same again completes it"
    )


def main() -> None:
    """Do the task that stands on the standard input."""
    task, clock = msgspec.json.decode(read_task(), type=Task), SystemClock()

    def tell(line: Any) -> None:
        require_parent(task.parent)
        say(msgspec.json.encode(Told(line=str(line))))

    with closing(ContentService(Path(task.folder), clock, give_way=give_way)) as content:
        try:
            answer = _done(task, content, clock, tell)
        except GoneParentError:
            return
        except HallError as fault:
            say(msgspec.json.encode(Told(fault=str(fault))))
            return
    say(msgspec.json.encode(Told(done=True, answer=answer)))


def _done(task: Task, content: ContentService, clock: SystemClock, tell: Tell) -> Any:
    def go_on() -> None:
        require_parent(task.parent)

    if task.wanted is not None:
        return msgspec.to_builtins(bring(content, clock, task.wanted, tell, go_on))
    if task.source is None:
        raise HallError("the program that brings content in was asked for nothing")
    if task.file and task.place is not None:
        path = Path(task.file)
        run = take_and_put_away(content, clock, task.source, path, task.place, tell=tell)
    else:
        run = run_source(content, clock, task.source, home=task.home, tell=tell)
    return summary(run)


if __name__ == "__main__":
    main()
