"""Signing the journal's head every hour and at the end of each service day."""

import asyncio
import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import msgspec

from hall.clock import Clock
from hall.errors import HallError
from queue_server.domain.errors import UnavailableError
from queue_server.domain.ticket import Moment
from queue_server.sealing.head import HEAD, KEY, Head, journal_signer, sign
from queue_server.sealing.ledger import FILE, add_to, carry, heads_kept
from queue_server.service.running import RunningHall
from queue_server.service.telling import encode
from queue_server.store.image import Image
from queue_server.store.loading import rows_before
from queue_server.store.records import Document, JournalRow
from queue_server.sync.signing import Signer

_EVERY = timedelta(hours=1)
_LOOK_S = 60.0

_LOG = logging.getLogger(__name__)


class Sealing:
    """Signs what the hall has committed; ``above`` is told each head to send it up."""

    def __init__(
        self,
        hall: RunningHall,
        clock: Clock,
        folder: Path,
        above: Callable[[dict[str, Any]], None] = lambda _: None,
    ) -> None:
        """``folder`` is the server's data folder: the key lies in it, heads beside its backups."""
        self._hall = hall
        self._clock = clock
        self._folder = folder
        self._above = above
        self._last: Head | None = None

    async def run(self) -> None:
        """Look every minute, for ever."""
        while True:
            await self._clock.sleep(_LOOK_S)
            try:
                await self.look()
            except UnavailableError:
                continue  # another server writes for this hall, and signs
            except (HallError, OSError) as fault:
                _LOG.error("journal not signed; tried again", extra={"fault": str(fault)})
            except Exception:  # noqa: BLE001  a task's root
                _LOG.exception("journal not signed; tried again")

    async def look(self) -> Head | None:
        """Sign the head where that is due; return it. Raises HallError and OSError."""
        if not self._hall.writer.leading or not await self._is_due():
            return None
        return await self.seal()

    async def seal(self) -> Head:
        """Sign the head as it is now, and keep it everywhere."""
        settings = self._hall.settings
        signer = await asyncio.to_thread(journal_signer, self._folder, str(settings.hall.id))
        if (KEY, signer.name) not in self._hall.showing.view.documents:
            await self._hall.writer.submit(partial(_announce, signer=signer))
        row = await asyncio.to_thread(self._newest)
        epoch, hall = self._hall.epoch, str(settings.hall.id)
        head = sign(signer, hall=hall, epoch=epoch, row=row, at=self._hall.now())
        await self._hall.writer.submit(partial(_keep, head=head))
        self._last = head
        await asyncio.to_thread(self._write, head, settings.backup.copy_to)
        return head

    async def _is_due(self) -> bool:
        view, last = self._hall.showing.view, self._last
        if last is None or last.epoch != view.epoch:
            last = await asyncio.to_thread(self._remembered)
        if last is None or last.epoch != view.epoch:
            return True
        if last.seq == view.seq:
            return False
        at = datetime.fromisoformat(last.at)
        closed = None if view.day is None else view.day.closed_at
        # A clock set back must not put the next signature off.
        return abs(self._hall.now() - at) >= _EVERY or (closed is not None and closed >= at)

    def _remembered(self) -> Head | None:
        with self._hall.database.reading() as connection:
            return next(iter(heads_kept(connection, 1)), None)

    def _newest(self) -> JournalRow:
        with self._hall.database.reading() as connection:
            return rows_before(connection, None, 1)[0]

    def _write(self, head: Head, copy_to: str) -> None:
        file = self._folder / "backups" / FILE
        file.parent.mkdir(mode=0o700, exist_ok=True)
        add_to(file, head)
        self._above(head.told())
        if copy_to and Path(copy_to).is_dir():
            carry(file, Path(copy_to))


def _announce(image: Image, moment: Moment, *, signer: Signer) -> None:
    data = encode({"key": signer.name, "public": signer.public})
    image.put_document(Document(kind=KEY, id=signer.name, at=moment.wall, data=data))
    image.tell(moment.wall, "journal_key", data, public=False)


def _keep(image: Image, moment: Moment, *, head: Head) -> None:
    data = msgspec.json.encode(head).decode()
    image.put_document(
        Document(kind=HEAD, id=f"{head.seq:012d}", at=moment.wall, data=data, live=False)
    )
