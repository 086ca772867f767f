"""One import as it was asked for, wherever it runs: in the command, or in the running server.

In the server imports take turns, each in a program of its own, and end when the hall closes; each
page applied before stays, and the same import again completes it.
"""

import asyncio
import logging
import os
import shutil
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import msgspec
from sqlalchemy.exc import SQLAlchemyError

from hall.clock import Clock
from hall.errors import HallError
from queue_server.content.demo import bring_demo_content, ensure_demo_content
from queue_server.content.formats.reading import FORMATS, ContentFile
from queue_server.content.importing import Totals
from queue_server.content.room import Usage, require_room
from queue_server.content.service import ContentService

_LOG = logging.getLogger(__name__)
DEMO = "demo:"
_ROWS_TOLD = 2000
_WAIT_TOLD_S = 20.0
Tell = Callable[[Any], None]


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """An import: ``path`` is a whole path, or ``demo:``; ``source`` is part of every id.

    ``kind`` and ``region`` are what a spreadsheet holds, and the hall's own code, to which places
    without a city belong.
    """

    path: str
    source: str
    format: str | None = None
    kind: str = "job"
    region: str = ""


def bring(
    service: ContentService,
    clock: Clock,
    wanted: Wanted,
    tell: Tell,
    go_on: Callable[[], None] = lambda: None,
    usage: Usage = shutil.disk_usage,
) -> Totals:
    """Bring in what is wanted, telling lines of progress; HallError where the disk grows full.

    ``go_on`` is called before each page; what it or ``tell`` raises ends the import there.
    """
    go_on = _with_room(service.folder, go_on, usage)
    go_on()
    if wanted.path == DEMO:
        tell("the demo hall's content")
        return bring_demo_content(service, clock)
    # What reads spreadsheets and the web takes long to load, and few servers ever need it.
    from queue_server.content.sources.single import SHEETS, is_sheet

    path = Path(wanted.path)
    if not path.is_file():
        raise HallError(f"{path} is not a file that can be read here")
    if wanted.format not in {None, SHEETS, *FORMATS}:
        raise HallError(f"formats are {', '.join((*FORMATS, SHEETS))}")
    if wanted.format == SHEETS or (wanted.format is None and is_sheet(path)):
        return _bring_sheet(service, clock, wanted, tell, go_on)
    file = ContentFile(path, source=wanted.source, format_name=wanted.format)

    last = 0

    def told(totals: Totals) -> None:
        nonlocal last
        go_on()
        if totals.rows - last >= _ROWS_TOLD or file.fraction == 1.0:
            last = totals.rows
            tell(f"{path.name}: {totals.rows} rows, {file.fraction:.0%}")

    try:
        return service.import_items(file.rows(), source=wanted.source, progress=told)
    except SQLAlchemyError as fault:
        raise HallError(
            f"the content could not be written: {getattr(fault, 'orig', fault)}. See that the disk "
            "has room and `hall90 server check` finds nothing; the same import again completes it."
        ) from fault


def _with_room(folder: Path, go_on: Callable[[], None], usage: Usage) -> Callable[[], None]:
    def checked() -> None:
        go_on()
        require_room(folder, usage)

    return checked


def _bring_sheet(
    service: ContentService, clock: Clock, wanted: Wanted, tell: Tell, go_on: Callable[[], None]
) -> Totals:
    from queue_server.content.sources.single import bring_sheet

    def told(line: str) -> None:
        go_on()
        tell(line)

    return bring_sheet(
        service,
        clock,
        Path(wanted.path),
        source=wanted.source,
        kind=wanted.kind,
        region=wanted.region,
        tell=told,
    )


class Imports:
    """The running server's imports, one at a time; ``apart`` each in a program of its own."""

    def __init__(self, service: ContentService, clock: Clock, *, apart: bool = False) -> None:
        self.apart = apart
        self._service = service
        self._clock = clock
        self._turn = asyncio.Lock()
        self._closing = False
        self._demo: asyncio.Task[None] | None = None

    async def job(self, params: Mapping[str, Any], tell: Tell) -> Any:
        """Do the import a command hands over, when it is its turn."""
        wanted = msgspec.convert(params, Wanted)
        async with self.turn(tell):
            return await asyncio.to_thread(self._bring, wanted, tell)

    @asynccontextmanager
    async def turn(self, tell: Tell) -> AsyncIterator[None]:
        """Wait for the turn to bring content in, and have it; raises HallError at the end."""
        await self._wait(tell)
        try:
            self._require_open()
            yield
        finally:
            self._turn.release()

    def start_demo(self) -> None:
        """Begin to bring the demo content where the hall has none, in the background."""
        self._demo = asyncio.create_task(self._ensure_demo(), name="demo content")

    async def _ensure_demo(self) -> None:
        async with self._turn:
            if self._closing:
                return
            try:
                await asyncio.to_thread(ensure_demo_content, self._service, self._clock)
            except Exception:  # noqa: BLE001  a task's root: the hall works without
                _LOG.exception("the demo content was not brought in")

    async def aclose(self) -> None:
        """Let a running import end its page, and begin none."""
        self._closing = True
        if self._demo is not None:
            await self._demo
        await self._turn.acquire()

    async def _wait(self, tell: Tell) -> None:
        while True:
            if self._turn.locked():
                tell("another import is running; this one waits for it")
            try:
                async with asyncio.timeout(_WAIT_TOLD_S):
                    await self._turn.acquire()
                    return
            except TimeoutError:
                continue

    def _bring(self, wanted: Wanted, tell: Tell) -> Any:
        self._require_open()
        if self.apart:
            from queue_server.content.apart import Task, do_apart

            task = Task(folder=str(self._service.folder), parent=os.getpid(), wanted=wanted)
            try:
                return do_apart(task, tell, lambda: self._closing)
            finally:
                self._require_open()
        return msgspec.to_builtins(
            bring(self._service, self._clock, wanted, tell, self._require_open)
        )

    def _require_open(self) -> None:
        if self._closing:
            raise HallError("the server is ending; the same import again completes it")
