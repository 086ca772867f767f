"""Asking every source when it is due, in the background, one at a time.

A source that fails is asked again after 1, 2, 4 … 15 minutes, at most at its own pace; nothing it
brought goes. Dropped files are looked for every ten seconds.
"""

import asyncio
import logging
import os
import random
import threading
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec

from config.site import Site
from config.sources import Source
from hall.clock import Clock, sleep_or_wanted
from hall.errors import HallError
from queue_server.content.bringing import Imports, Tell
from queue_server.content.failing import words_of_fault
from queue_server.content.service import ContentService
from queue_server.content.sources.dropping import (
    DropFolder,
    Place,
    take_and_put_away,
    take_ready,
)
from queue_server.content.sources.harvest import run_source
from queue_server.content.sources.runs import Run, keep_run, last_runs, named, summary

_LOG = logging.getLogger(__name__)
_LOOKED_S = 10.0
_FIRST_BACK_S, _MOST_BACK_S = 60.0, 900.0
_JITTER = 0.1


@dataclass(slots=True)
class _Due:
    at: datetime
    failed: int = 0


class Sources:
    """The site's sources, asked while the server runs."""

    def __init__(self, service: ContentService, site: Site, clock: Clock, imports: Imports) -> None:
        self._service = service
        self._clock = clock
        self._imports = imports
        self._home = site.hall.region
        self._place = place_of(site)
        self._sources = {each.id: each for each in site.sources}
        self._drops = {
            each.id: DropFolder(each)
            for each in site.sources
            if each.on and each.format == "sheets"
        }
        self._stop = threading.Event()
        self._due: dict[str, _Due] = {}
        self._told: dict[str, str] = {}
        self._asking: dict[str, datetime] = {}
        self._askers: Counter[str] = Counter()
        self._awaited: dict[str, list[asyncio.Future[None]]] = {}
        self._wanted = asyncio.Event()

    def asking_since(self, source: str) -> datetime | None:
        """Return since when a source is being asked; None where it is not."""
        return self._asking.get(source)

    def next_at(self, source: str) -> datetime | None:
        """Return when a source is asked next; None where it is not asked by itself."""
        due = self._due.get(source)
        return None if due is None else due.at

    def known(self) -> tuple[Source, ...]:
        """Return the sources the site names."""
        return tuple(self._sources.values())

    def ask_soon(self, source: str) -> None:
        """Have a source asked at once or after the present one; raises HallError if unknown."""
        found = self._sources.get(source)
        if found is None or found.format == "sheets":
            raise HallError(f"the site names no source {source!r} that can be asked")
        self._due.setdefault(source, _Due(at=self._clock.now())).at = self._clock.now()
        self._wanted.set()

    async def ask_now(self, source: str, *, within_s: float) -> None:
        """Have a source asked and wait for the end of that, or so long."""
        self.ask_soon(source)
        ended = asyncio.get_running_loop().create_future()
        self._awaited.setdefault(source, []).append(ended)
        await asyncio.wait({ended}, timeout=within_s)

    async def run(self) -> None:
        """Ask sources as they fall due, until cancelled."""
        await asyncio.to_thread(self._plan)
        while True:
            for source in self._waiting():
                await self._ask(source)
            for drop in self._drops.values():
                await self._look(drop)
            await sleep_or_wanted(self._clock, _LOOKED_S, self._wanted)

    async def fetch(self, source: str, tell: Tell) -> Mapping[str, Any]:
        """Ask a source now; raises HallError where the site names none of that id.

        Returns the ``summary`` of the run.
        """
        found = self._sources.get(source)
        if found is None:
            known = ", ".join(self._sources) or "none"
            raise HallError(f"the site names no source {source!r}; it has {known}")
        if found.format == "sheets":
            raise HallError(f"{source} takes files: put them into {found.folder}")
        # By its pace and by hand at once: the second waits its turn; asked until both have ended.
        self._asking.setdefault(source, self._clock.now())
        self._askers[source] += 1
        try:
            async with self._imports.turn(tell):
                told = await asyncio.to_thread(self._run, found, tell)
        finally:
            self._askers[source] -= 1
            if not self._askers[source]:
                del self._asking[source]
        self._plan_next(found, str(told["outcome"]))
        return told

    async def job(self, params: Mapping[str, Any], tell: Tell) -> Any:
        """Ask a source for a command."""
        return await self.fetch(str(params["source"]), tell)

    async def list_job(self, _params: Mapping[str, Any], _tell: Tell) -> Any:
        """Tell a command which sources the site names, and when each is asked next."""
        return [msgspec.to_builtins(named(each, self.next_at(each.id))) for each in self.known()]

    def _run(self, source: Source, tell: Tell) -> Mapping[str, Any]:
        if self._imports.apart:
            from queue_server.content.apart import Task, do_apart

            task = Task(
                folder=str(self._service.folder), parent=os.getpid(), source=source,
                home=self._home,
            )  # fmt: skip
            told: Mapping[str, Any] = do_apart(task, tell, self._stop.is_set)
            return told
        run = run_source(
            self._service, self._clock, source, home=self._home, stop=self._stop, tell=tell
        )
        return summary(run)

    def _take(self, drop: DropFolder) -> None:
        """Take the files that are ready: large ones in a program of its own."""
        if not self._imports.apart:
            take_ready(self._service, self._clock, drop, self._place, self._stop)
            return
        from queue_server.content.apart import SMALL, Task, do_apart

        for path in drop.ready(self._clock):
            if self._stop.is_set():
                return
            if path.stat().st_size <= SMALL:
                take_and_put_away(
                    self._service, self._clock, drop.source, path, self._place, stop=self._stop
                )
                continue
            task = Task(
                folder=str(self._service.folder), parent=os.getpid(), source=drop.source,
                file=str(path), place=self._place,
            )  # fmt: skip
            do_apart(task, lambda _line: None, self._stop.is_set)

    def stop(self) -> None:
        """Let a running walk end at its next question."""
        self._stop.set()

    def _plan(self) -> None:
        """Plan from the last runs, so that a restart does not ask everybody at once."""
        with self._service.reading() as connection:
            last = last_runs(connection)
        for source in self._sources.values():
            if not source.on or source.format == "sheets":
                continue
            run = last.get(source.id)
            due = self._clock.now()
            if run is not None:
                due = max(due, run.ended + timedelta(minutes=source.every_minutes))
            self._due[source.id] = _Due(at=due)

    def _waiting(self) -> list[Source]:
        now = self._clock.now()
        due = sorted((due.at, name) for name, due in self._due.items() if due.at <= now)
        return [self._sources[name] for _, name in due]

    async def _ask(self, source: Source) -> None:
        try:
            await self.fetch(source.id, lambda _line: None)
        except HallError as fault:
            _LOG.warning("source not asked", extra={"source": source.id, "reason": str(fault)})
            self._plan_next(source, "failed")
        except Exception:  # noqa: BLE001  a task's root: other sources are still asked
            _LOG.exception("a source could not be asked")
            self._plan_next(source, "failed")
        finally:
            for ended in self._awaited.pop(source.id, []):
                if not ended.done():
                    ended.set_result(None)

    async def _look(self, drop: DropFolder) -> None:
        try:
            if not await asyncio.to_thread(self._any_ready, drop):
                return
            async with self._imports.turn(lambda _line: None):
                await asyncio.to_thread(self._take, drop)
        except HallError as fault:
            await asyncio.to_thread(self._tell_once, drop.source, fault)
        except Exception:  # noqa: BLE001  a task's root: other folders are still looked at
            _LOG.exception("a dropped file could not be taken in")

    def _any_ready(self, drop: DropFolder) -> bool:
        return bool(drop.ready(self._clock))

    def _tell_once(self, source: Source, fault: HallError) -> None:
        """Keep a folder's fault as a run, once until it changes."""
        told, kind = str(fault), getattr(fault, "fault", str(fault))
        # How much room is left changes at every look.
        if self._told.get(source.id) == kind:
            return
        self._told[source.id] = kind
        now = self._clock.now()
        _LOG.warning("drop folder unusable", extra={"source": source.id, "reason": told})
        keep_run(
            self._service,
            Run(
                source=source.id,
                what=str(Path(source.folder)),
                began=now,
                ended=now,
                outcome="failed",
                failures=(told,),
                reasons=(words_of_fault(fault),),
            ),
        )

    def _plan_next(self, source: Source, outcome: str) -> None:
        due = self._due.setdefault(source.id, _Due(at=self._clock.now()))
        pace = source.every_minutes * 60.0
        due.failed = due.failed + 1 if outcome == "failed" else 0
        wait = pace
        if due.failed:
            wait = min(pace, _MOST_BACK_S, _FIRST_BACK_S * 2 ** (due.failed - 1))
        wait *= 1 + random.uniform(-_JITTER, _JITTER)  # noqa: S311  spreads load, no secret
        due.at = self._clock.now() + timedelta(seconds=wait)


def place_of(site: Site) -> Place:
    """Return what reports need of a hall."""
    return Place(
        region=site.hall.region,
        language=site.hall.languages[0],
        time_zone=site.hall.time_zone,
    )
