"""Long-running commands and tasks: an orderly end on signals, a new start after a mishap."""

import asyncio
import contextlib
import logging
import signal
from collections.abc import Awaitable, Callable, Coroutine

from hall.clock import Clock
from hall.retry import backoff

_log = logging.getLogger(__name__)
_LONGEST_WAIT_S = 10.0


def run_until_told(main: Coroutine[None, None, None]) -> None:
    """Run a coroutine until it returns or the process is asked to end; then let it clean up."""
    asyncio.run(_watch(main))


async def _watch(main: Coroutine[None, None, None]) -> None:
    task = asyncio.ensure_future(main)
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, task.cancel)
    with contextlib.suppress(asyncio.CancelledError):
        await task


async def keep_running(name: str, work: Callable[[], Awaitable[None]], clock: Clock) -> None:
    """Run a task that never ends; where it breaks, log why and start it again within 10 s."""
    for wait in backoff(0.5, _LONGEST_WAIT_S):
        try:
            await work()
        except Exception:  # noqa: BLE001  a task's root: the other sinks must go on
            _log.exception("task broke and starts again", extra={"task_name": name})
        await clock.sleep(wait)
