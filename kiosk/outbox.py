"""What visitors told while the hall was silent: on this machine's disk until the hall has it.

Each is sent under the key its receipt was made from, so that telling the hall twice changes
nothing. What is sent is erased here at once; what no hall takes is erased after a week (A-82).
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from pathlib import Path

import msgspec

from hall.clock import Clock
from hall.errors import RuleError, SyncError
from kiosk.durable import Disk, DurableLines, StorageError
from queue_server import wire
from queue_server.wire.versions import read_from_any

_LOG = logging.getLogger(__name__)
_KEPT = timedelta(days=7)
_AGAIN_S = 5.0
_AFTER_REFUSAL_S = 60.0
_KNOWN_ALREADY = "key_reused"

Send = Callable[[wire.FeedbackRequest, str], Awaitable[object]]


class Letter(msgspec.Struct, frozen=True, kw_only=True):
    """One thing told, under its key, since when it waits."""

    key: str
    at: datetime
    request: wire.FeedbackRequest


class Outbox:
    """One kiosk's letters. Only one process keeps the file."""

    def __init__(self, path: Path, clock: Clock, *, disk: Disk | None = None) -> None:
        self._path = path
        self._clock = clock
        self._disk = disk
        self._file: DurableLines | None = None
        self._letters: dict[str, Letter] = {}
        self._turn = asyncio.Lock()
        self._found = asyncio.Event()

    @property
    def keeps(self) -> bool:
        """Whether anything can be kept here."""
        return self._file is not None

    @property
    def waiting(self) -> tuple[Letter, ...]:
        """What the hall has yet to be told, oldest first."""
        return tuple(self._letters.values())

    async def open(self) -> None:
        """Read what was kept; without a disk nothing is taken down alone."""
        async with self._turn:
            await asyncio.to_thread(self._open)

    async def keep(self, request: wire.FeedbackRequest, key: str) -> None:
        """Keep a letter; on disk when this returns. Raises StorageError where it cannot be."""
        if self._file is None:
            raise StorageError("this machine keeps nothing")
        letter = Letter(key=key, at=self._clock.now(), request=request)
        async with self._turn:
            if key not in self._letters:
                await asyncio.to_thread(self._file.append, msgspec.json.encode(letter))
                self._letters[key] = letter
        self._found.set()

    def found(self) -> None:
        """The hall was found: send at once."""
        self._found.set()

    async def run(self, send: Send) -> None:
        """Send for ever, each letter until the hall has it."""
        while True:
            wait = _AGAIN_S
            try:
                if self._letters:
                    wait = _AGAIN_S if await self.send_all(send) else _AFTER_REFUSAL_S
            except SyncError as error:
                _LOG.debug("letters are kept", extra={"why": str(error)})
            except StorageError as error:
                _LOG.error("letters that were sent cannot be erased", extra={"why": str(error)})
            self._found.clear()
            await self._until_found(wait)

    async def send_all(self, send: Send) -> bool:
        """Send what waits and erase what the hall has; False where it refused one."""
        done: set[str] = set()
        refused = False
        try:
            for letter in self.waiting:
                try:
                    await send(letter.request, letter.key)
                    done.add(letter.key)
                except RuleError as error:
                    _LOG.error("the hall refuses a letter", extra={"code": error.code})
                    refused = True
                    if error.code == _KNOWN_ALREADY or self._clock.now() - letter.at > _KEPT:
                        done.add(letter.key)
        finally:
            if done:
                await self._erase(done)
        return not refused

    async def aclose(self) -> None:
        """Let others have the file."""
        async with self._turn:
            if self._file is not None:
                self._file.close()
                self._file = None

    async def _erase(self, done: set[str]) -> None:
        async with self._turn:
            self._letters = {k: one for k, one in self._letters.items() if k not in done}
            if self._file is not None:
                lines = tuple(msgspec.json.encode(one) for one in self._letters.values())
                await asyncio.to_thread(self._file.rewrite, lines)
        _LOG.info("letters sent", extra={"count": len(done)})

    def _open(self) -> None:
        try:
            self._file = DurableLines(self._path, self._disk)
        except StorageError as error:
            _LOG.error("nothing told is kept here", extra={"why": str(error)})
            return
        for line in self._file.found.lines:
            try:
                letter = read_from_any(line, Letter)
            except msgspec.MsgspecError:
                _LOG.error("a letter of another version is left out")
                continue
            self._letters[letter.key] = letter

    async def _until_found(self, seconds: float) -> None:
        works = (
            asyncio.ensure_future(self._clock.sleep(seconds)),
            asyncio.ensure_future(self._found.wait()),
        )
        try:
            await asyncio.wait(works, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for work in works:
                work.cancel()
