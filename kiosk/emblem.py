"""The hall's emblem as this kiosk has it: fetched in the background, kept for when it is alone.

A visitor never waits for it. One file holds its name and the picture, so an older one is forgotten
by keeping the next.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from pathlib import Path

from hall.errors import HallError
from hall.pictures import is_whole_png
from kiosk.durable import StorageError, put_whole
from kiosk.folder import EMBLEM
from printer.document import Emblem
from queue_server import wire

_LOG = logging.getLogger(__name__)

Fetch = Callable[[], Awaitable[bytes]]
"""Brings the hall's picture; raises HallError."""


class HallEmblem:
    """``name``, ``png`` and ``printed`` (what of it stands on paper) are empty for none."""

    def __init__(self, folder: Path, fetch: Fetch) -> None:
        self._path = folder / EMBLEM
        self._fetch = fetch
        self._wanted: str | None = None
        self._told = ""
        self._changed = asyncio.Event()
        self.name = ""
        self.png = b""
        self.printed: Emblem | None = None

    async def open(self) -> None:
        """Take up what was kept; what cannot be read is as good as none."""
        kept = await asyncio.to_thread(self._read)
        name, _, png = kept.partition(b"\n")
        if is_whole_png(png):
            self.name, self.png = name.decode("utf-8", "replace"), png
        elif kept:
            _LOG.warning("the kept emblem is damaged")

    def learned(self, site: wire.SiteInfo | None) -> None:
        """Take what the hall names now; another one is shown when it is here, none at once."""
        if site is None:
            return
        self._wanted = site.emblem
        if self.name != site.emblem:
            self._changed.set()
        if not site.emblem:
            self.name, self.png, self.printed = "", b"", None

    async def run(self) -> None:
        """Fetch what the hall names, for ever; what fails is tried again at the next site."""
        self.printed = await asyncio.to_thread(_printed, self.png)
        while True:
            await self._changed.wait()
            self._changed.clear()
            wanted = self._wanted
            if not wanted:
                await asyncio.to_thread(self._forget)
            elif wanted != self.name:
                await self._bring(wanted)

    async def _bring(self, wanted: str) -> None:
        try:
            png = await self._fetch()
            if not is_whole_png(png):
                raise HallError("the picture is damaged or too large")
        except HallError as error:
            if wanted != self._told:
                self._told = wanted
                _LOG.warning(
                    "the hall's emblem is left out", extra={"emblem": wanted, "why": str(error)}
                )
            return
        printed = await asyncio.to_thread(_printed, png)
        if wanted != self._wanted:
            return  # meanwhile the hall has another one
        self.name, self.png, self.printed, self._told = wanted, png, printed, ""
        try:
            await asyncio.to_thread(put_whole, self._path, wanted.encode() + b"\n" + png)
        except StorageError as error:
            _LOG.warning("the hall's emblem is not kept", extra={"why": str(error)})

    def _read(self) -> bytes:
        try:
            return self._path.read_bytes()
        except FileNotFoundError:
            return b""
        except OSError as error:
            _LOG.warning("the kept emblem cannot be read", extra={"why": str(error)})
            return b""

    def _forget(self) -> None:
        try:
            self._path.unlink(missing_ok=True)
        except OSError as error:
            _LOG.warning("the kept emblem stays", extra={"why": str(error)})


def _printed(png: bytes) -> Emblem | None:
    """Return an emblem as it is printed; drawing libraries load here, in a thread."""
    if not png:
        return None
    from printer.emblem import printed_emblem

    return printed_emblem(png)
