"""What is asked of the writer's thread, and how it is answered on the loop that asked."""

import asyncio
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from queue_server.domain.ticket import Moment
from queue_server.store.image import Image

_LOG = logging.getLogger(__name__)
T = TypeVar("T")

Decide = Callable[[Image, Moment], T]


@dataclass(slots=True, kw_only=True)
class Command:
    """A change to decide; ``key`` is looked up for it, ``place`` is from where it was asked."""

    decide: Decide[Any]
    key: tuple[str, str] | None
    answer: "asyncio.Future[Any]"
    loop: asyncio.AbstractEventLoop
    place: str
    value: Any = None
    error: BaseException | None = None


@dataclass(slots=True, kw_only=True)
class Alone:
    """A job that needs the database for itself, between two batches."""

    job: Callable[[], Any]
    answer: "asyncio.Future[Any]"
    loop: asyncio.AbstractEventLoop


def call(loop: asyncio.AbstractEventLoop, callback: Callable[[], object]) -> None:
    """Run a callback on a loop, from another thread; a loop that has ended is told nothing."""
    try:
        loop.call_soon_threadsafe(callback)
    except RuntimeError:
        _LOG.warning("nobody is left to be told")


def answer_all(batch: Sequence[Command]) -> None:
    """Answer every command of a batch."""
    for command in batch:
        answer(command.answer, command.value, command.error)


def answer(future: "asyncio.Future[Any]", value: object, error: BaseException | None) -> None:
    """Answer who still waits: with the error where there is one."""
    if future.done():
        return
    if error is None:
        future.set_result(value)
    else:
        future.set_exception(error)
