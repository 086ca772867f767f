"""A long-running command: its main task ends in order on SIGTERM and SIGINT."""

import asyncio
import contextlib
import signal
from collections.abc import Coroutine


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
