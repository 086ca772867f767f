"""One named thread for a device whose calls may block; a call that hangs costs only its thread."""

import asyncio
import contextlib
import queue
import threading
from collections.abc import Callable
from typing import Any, TypeVar

from hall.errors import LinkTimeoutError

_Answer = TypeVar("_Answer")
_Job = tuple[Callable[[], Any], asyncio.AbstractEventLoop, "asyncio.Future[Any]"]


class Worker:
    """Runs blocking calls one after the other, off the loop.

    After a time-out the stuck thread is left behind (a daemon, so that the process can end) and
    the next call gets a new one.
    """

    def __init__(self, name: str) -> None:
        self._name = name
        self._jobs: queue.SimpleQueue[_Job | None] | None = None

    async def call(self, function: Callable[[], _Answer], *, within: float) -> _Answer:
        """Return the function's answer; raises LinkTimeoutError after ``within`` seconds."""
        if self._jobs is None:
            self._jobs = queue.SimpleQueue()
            threading.Thread(target=_work, args=(self._jobs,), name=self._name, daemon=True).start()
        loop = asyncio.get_running_loop()
        answer: asyncio.Future[Any] = loop.create_future()
        self._jobs.put((function, loop, answer))
        try:
            async with asyncio.timeout(within):
                result: _Answer = await answer
        except TimeoutError as error:
            self.close()
            raise LinkTimeoutError(f"{self._name} did not return within {within:g} s") from error
        except asyncio.CancelledError:
            self.close()
            raise
        return result

    def close(self) -> None:
        """Let the thread end after what it is doing now."""
        if self._jobs is not None:
            self._jobs.put(None)
            self._jobs = None


def _work(jobs: "queue.SimpleQueue[_Job | None]") -> None:
    while (job := jobs.get()) is not None:
        _do(job)
        del job  # it holds a visitor's paper, and the next one may be long in coming


def _do(job: _Job) -> None:
    function, loop, answer = job
    try:
        result, problem = function(), None
    except BaseException as error:  # noqa: BLE001  handed to the caller, who decides
        result, problem = None, error
    with contextlib.suppress(RuntimeError):  # the loop ended while the device was slow
        loop.call_soon_threadsafe(_settle, answer, result, problem)


def _settle(answer: "asyncio.Future[Any]", result: Any, problem: BaseException | None) -> None:
    if answer.done():
        return
    if problem is None:
        answer.set_result(result)
    else:
        answer.set_exception(problem)
