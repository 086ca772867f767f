"""The sync commands' work, done in the running server or in the command itself."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import msgspec

from hall.clock import Clock
from hall.errors import HallError
from queue_server.content.service import ContentService
from queue_server.sync import usb
from queue_server.sync.following import Above
from queue_server.sync.service import Sync
from queue_server.sync.standing import standing_of
from queue_server.sync.taking import Taken

Tell = Callable[[Any], None]
_TOLD_EVERY = 2000


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """What a sync command asks for; empty means as the site file says."""

    url: str = ""
    token: str = ""
    key: str = ""
    scope: str = ""
    folder: str = ""
    afresh: bool = False
    after: int = 0


class SyncJobs:
    """Sync commands over one hall's content."""

    def __init__(self, sync: Sync, content: ContentService, clock: Clock) -> None:
        self._sync = sync
        self._content = content
        self._clock = clock

    async def job(self, name: str, params: Mapping[str, Any], tell: Tell) -> Any:
        """Do a job in a thread and return its answer as JSON values."""
        wanted = msgspec.convert(params, Wanted)
        return await asyncio.to_thread(self.do, name, wanted, tell)

    def do(self, name: str, wanted: Wanted, tell: Tell) -> Any:
        """Do a job here."""
        match name:
            case "sync_run":
                return self._run(wanted, tell)
            case "sync_export":
                return self._export(wanted, tell)
            case "sync_import":
                return self._import(wanted, tell)
            case _:
                raise HallError(f"there is no job {name!r}")

    def _run(self, wanted: Wanted, tell: Tell) -> Any:
        sync = self._sync
        if wanted.url:
            settings = replace(
                sync.settings, upstream=wanted.url, key=wanted.key, scope=wanted.scope
            )
            sync = sync.towards(settings, wanted.token)
        done = sync.round(afresh=wanted.afresh, tell=_telling(tell))
        return {**_told(done.taken), "sent": done.sent}

    def _export(self, wanted: Wanted, tell: Tell) -> Any:
        folder = Path(wanted.folder)
        items = usb.export(
            self._sync.publishing, folder, scope=wanted.scope, after=wanted.after,
            tell=lambda done, of: tell(f"{done} of {of}"),
        )  # fmt: skip
        return {"folder": str(folder), "items": items, "key": self._sync.publishing.signer.public}

    def _import(self, wanted: Wanted, tell: Tell) -> Any:
        settings = self._sync.settings
        above = Above(
            own_feed=self._sync.feed, key=wanted.key or settings.key, scope=settings.scope
        )
        folder = Path(wanted.folder)
        with self._sync.turn():
            taken = usb.bring(
                self._content, folder, above=above, clock=self._clock, tell=_telling(tell)
            )
        return _told(taken)

    def standing(self) -> Any:
        """Return how the hall stands."""
        return standing_of(self._sync, self._content, self._clock.now())


def _telling(tell: Tell) -> Callable[[Taken], None]:
    last = 0

    def told(taken: Taken) -> None:
        nonlocal last
        rows = taken.new + taken.changed + taken.unchanged + taken.gone
        if rows - last >= _TOLD_EVERY:
            last = rows
            tell(f"{rows} items")

    return told


def _told(taken: Taken) -> dict[str, Any]:
    return {
        "new": taken.new,
        "changed": taken.changed,
        "unchanged": taken.unchanged,
        "gone": taken.gone,
        "refused": taken.refused,
        "longest_lock_ms": round(taken.longest_s * 1000, 1),
        "lock_p99_ms": round(taken.p99_s * 1000, 1),
        "locks": taken.locks,
        "long_locks": taken.long_locks,
        "longest_lock_work_ms": round(taken.work_s * 1000, 1),
    }
