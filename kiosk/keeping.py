"""Keeps the kiosk running: a crash or a hang is told with its cause and ends in a new idle screen.

`hall90 kiosk run --keep` starts the kiosk as a child of this small parent, which loads no window.
A visitor's data die with the child; tickets lie safe on disk. A spare child waits, loaded, so that
the next idle screen is there soon.
"""

import asyncio
import logging
import signal
import sys
from asyncio.subprocess import PIPE, Process
from collections import deque
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import partial

from hall.clock import Clock, SystemClock
from hall.errors import DeviceError
from hall.logs import set_up_logging
from hall.notifying import beat, tell_systemd
from hall.retry import backoff
from kiosk.control import ask
from kiosk.sparing import BEGIN

_LOG = logging.getLogger(__name__)
_READY = b"ready\n"
_SOONEST_S = 0.1
_LATEST_S = 5.0
_WELL_AFTER_S = 60.0
"""Whoever ran so long did not break at its start: the next start comes at once again."""

_ASK_EVERY_S = 5.0
_ANSWERS_WITHIN_S = 5.0
_SILENT_TIMES = 2
"""A picture that stands still is ended 15 to 20 s later; one slow answer ends nothing."""

_LAST_LINES = 12
_END_WITHIN_S = 10.0
_SPARE_AFTER_S = 5.0
"""The kiosk's own start, its voice's too, is not to be slowed by loading a spare."""

Ask = Callable[[str], None]
_asked: Ask = partial(ask, within=_ANSWERS_WITHIN_S)


class Keeper:
    """Runs one kiosk after another until it is told to end."""

    def __init__(
        self,
        command: Sequence[str],
        clock: Clock,
        *,
        answers: Ask = _asked,
        every_s: float = _ASK_EVERY_S,
        spare: Sequence[str] = (),
        spare_after_s: float = _SPARE_AFTER_S,
    ) -> None:
        """``spare`` starts a child that loads and waits for the word to begin; none if empty."""
        self._command = tuple(command)
        self._spare_command = tuple(spare)
        self._spare_after_s = spare_after_s
        self._spare: Process | None = None
        self._clock = clock
        self._answers = answers
        self._every_s = every_s
        self._child: Process | None = None
        self._asked = asyncio.Event()
        self._hung = False
        self._refused = 0
        self._fresh = True
        self._last: deque[str] = deque(maxlen=_LAST_LINES)

    async def run(self) -> None:
        """Start the kiosk, and again whenever it ends by itself.

        One that ends before its first picture, with a code of its own, is not started again.
        """
        try:
            await self._again_and_again()
        finally:
            await self._end_spare()

    async def _again_and_again(self) -> None:
        waits = backoff(_SOONEST_S, _LATEST_S)
        while not self._asked.is_set():
            began = self._clock.monotonic()
            why = await self._once()
            if self._asked.is_set():
                return
            if self._refused:
                raise SystemExit(self._refused)
            ran = self._clock.monotonic() - began
            _LOG.error(
                "kiosk ended and starts again",
                extra={"why": why, "ran_s": round(ran), "said": " | ".join(self._last)},
            )
            if ran >= _WELL_AFTER_S:
                waits = backoff(_SOONEST_S, _LATEST_S)
            await self._clock.sleep(next(waits))

    def end(self) -> None:
        """End the kiosk and this: it was asked for."""
        self._asked.set()
        if self._child is not None and self._child.returncode is None:
            with suppress(ProcessLookupError):
                self._child.terminate()

    async def _once(self) -> str:
        """Run one kiosk to its end; return why it ended."""
        self._hung = False
        self._refused = 0
        self._last.clear()
        child = await self._begin()
        self._child = child
        ready = asyncio.Event()
        readers = [
            asyncio.create_task(self._pass_on(child, ready)),
            asyncio.create_task(self._remember(child)),
        ]
        watch = asyncio.create_task(self._watch(child, ready))
        sparing = asyncio.create_task(self._have_a_spare(ready))
        try:
            code = await child.wait()
        except asyncio.CancelledError:
            child.kill()
            await child.wait()
            raise
        finally:
            watch.cancel()
            sparing.cancel()
            await asyncio.wait(readers, timeout=_END_WITHIN_S)
            await asyncio.gather(watch, sparing, return_exceptions=True)
        if code > 0 and self._fresh and not ready.is_set():
            self._refused = code  # its settings are wrong: told once, to whoever started it
        return self._why(code)

    async def _begin(self) -> Process:
        """Let the spare begin, or start a kiosk where none waits."""
        spare, self._spare = self._spare, None
        if spare is not None and spare.stdin is not None and spare.returncode is None:
            with suppress(ConnectionError):
                spare.stdin.write(BEGIN)
                await spare.stdin.drain()
                self._fresh = False
                return spare
        self._fresh = True
        return await asyncio.create_subprocess_exec(*self._command, stdout=PIPE, stderr=PIPE)

    async def _have_a_spare(self, ready: asyncio.Event) -> None:
        """Start one that waits, once the kiosk stands; one that ended waiting is not missed."""
        await ready.wait()
        if self._spare_command and self._spare is None:
            await self._clock.sleep(self._spare_after_s)
            self._spare = await asyncio.create_subprocess_exec(
                *self._spare_command, stdin=PIPE, stdout=PIPE, stderr=PIPE
            )

    async def _end_spare(self) -> None:
        spare, self._spare = self._spare, None
        if spare is not None and spare.returncode is None:
            with suppress(ProcessLookupError):
                spare.kill()
            await spare.wait()

    def _why(self, code: int) -> str:
        if self._hung:
            return "it answered no more"
        if code < 0:
            return f"signal {signal.Signals(-code).name}"
        return f"exit code {code}"

    async def _pass_on(self, child: Process, ready: asyncio.Event) -> None:
        if child.stdout is None:
            return
        async for line in child.stdout:
            if line == _READY:
                ready.set()
                tell_systemd("READY=1")
            sys.stdout.buffer.write(line)
            sys.stdout.buffer.flush()

    async def _remember(self, child: Process) -> None:
        """Pass on what it tells of itself, and keep the last lines for the reason."""
        if child.stderr is None:
            return
        async for line in child.stderr:
            self._last.append(line.decode("utf-8", "replace").strip())
            sys.stderr.buffer.write(line)
            sys.stderr.buffer.flush()

    async def _watch(self, child: Process, ready: asyncio.Event) -> None:
        """Ask now and then whether it still answers; end one that does not."""
        await ready.wait()
        silent = 0
        while silent < _SILENT_TIMES:
            await self._clock.sleep(self._every_s)
            try:
                await asyncio.to_thread(self._answers, "ping")
                silent = 0
            except DeviceError:
                silent += 1
        self._hung = True
        child.kill()


def keep(arguments: Sequence[str]) -> None:
    """Run `hall90 kiosk run` with these arguments until this process is told to end."""
    set_up_logging()

    async def main() -> None:
        command = [sys.executable, "-m", "hall.cli", "kiosk", "run", *arguments]
        clock = SystemClock()
        keeper = Keeper(command, clock, spare=[*command, "--spare"])
        for number in (signal.SIGTERM, signal.SIGINT):
            asyncio.get_running_loop().add_signal_handler(number, keeper.end)
        # The kiosk's own picture is watched by the keeper, the keeper's loop by systemd.
        beating = asyncio.create_task(beat(lambda: asyncio.sleep(0), clock))
        try:
            await keeper.run()
        finally:
            beating.cancel()

    asyncio.run(main())
