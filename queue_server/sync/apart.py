"""A long look at the level above, in a process of its own.

Cleaning and indexing a province's content keeps a processor busy for minutes; in the server it
would take turns with every call. The child is nicer than the server, writes the same file under
the same lock, and ends by itself when the server is gone.
"""

from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import msgspec

from hall.clock import SystemClock
from hall.errors import SyncError
from queue_server.content.beside import (
    GoneParentError,
    give_way,
    lines_of,
    read_task,
    require_parent,
    say,
)
from queue_server.content.service import ContentService
from queue_server.sync.calling import (
    BusyError,
    Caller,
    NoFeedError,
    NotLetInError,
    RestartError,
    UnreachableError,
)
from queue_server.sync.following import Above, Following, OwnError
from queue_server.sync.heads import RollbackError, UntrustedError
from queue_server.sync.pages import BrokenPageError
from queue_server.sync.taking import Taken
from queue_server.sync.vanishing import HeldError

_MODULE = "queue_server.sync.apart"
_KINDS: dict[str, type[SyncError]] = {
    each.__name__: each
    for each in (
        UnreachableError, NotLetInError, NoFeedError, HeldError, RollbackError, UntrustedError,
        BrokenPageError, OwnError,
    )
}  # fmt: skip


class EndedError(OwnError):
    """The program ended before it was done, without a word."""


class Task(msgspec.Struct, frozen=True, kw_only=True):
    """What the child is to do."""

    folder: str
    upstream: str
    token: str
    own_feed: str
    scope: str
    key: str
    afresh: bool
    parent: int


class Told(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A line of the child's: how far it is, or how it ended."""

    taken: Taken | None = None
    done: bool = False
    fault: str = ""
    detail: str = ""
    retry_after: float = 0.0


def look_apart(task: Task, tell: Callable[[Taken], None]) -> Taken:
    """Have a child do a task; raises the SyncError it ended with."""
    for line in lines_of(_MODULE, msgspec.json.encode(task)):
        told = msgspec.json.decode(line, type=Told)
        if told.fault:
            raise _fault(told)
        if told.taken is not None:
            tell(told.taken)
            if told.done:
                return told.taken
    raise EndedError("the program that applies content ended before it was done; it is tried again")


def main() -> None:
    """Do the task that stands on the standard input."""
    task = msgspec.json.decode(read_task(), type=Task)
    above = Above(own_feed=task.own_feed, scope=task.scope, key=task.key)
    clock, caller = SystemClock(), Caller(task.upstream, task.token)

    def go_on(taken: Taken) -> None:
        require_parent(task.parent)
        _say(Told(taken=taken))

    with (
        closing(ContentService(Path(task.folder), clock, give_way=give_way)) as content,
        closing(caller),
    ):
        following = Following(
            content.engine, content.lock, clock, above, trust=content.trusted.note, go_on=go_on
        )
        try:
            _say(Told(taken=following.look(caller, afresh=task.afresh), done=True))
        except GoneParentError:
            return
        except SyncError as fault:
            wait = fault.retry_after if isinstance(fault, BusyError) else 0.0
            _say(Told(fault=type(fault).__name__, detail=str(fault), retry_after=wait))


def _fault(told: Told) -> SyncError:
    if told.fault == BusyError.__name__:
        return BusyError(told.retry_after)
    if told.fault == RestartError.__name__:
        return RestartError(told.detail)
    return _KINDS.get(told.fault, SyncError)(told.detail)


def _say(told: Told) -> None:
    say(msgspec.json.encode(told))


if __name__ == "__main__":
    main()
