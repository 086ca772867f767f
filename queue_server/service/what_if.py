"""One question to the twin at a time: begun, followed, stopped, and its answer kept.

The twin plays in a process of its own with the lowest rank, so that no number waits for it.
"""

import asyncio
import logging
import sys
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Literal

import msgspec

from queue_server.domain.actors import Actor
from queue_server.domain.errors import UnavailableError, refused
from queue_server.service.asking import require_role
from queue_server.service.notices import PUBLISHERS
from queue_server.service.statistics import READERS, Statistics
from queue_server.statistics.visits import NeedClass
from queue_server.twin.asking import Change, Person, Question, Said, changed, one_more
from queue_server.twin.outcomes import Outcome
from queue_server.twin.own_days import by_day, need_shares, people_of, site_of

_LOG = logging.getLogger(__name__)
_COMMAND = (sys.executable, "-m", "queue_server.twin.asking")
_LOOKED_BACK = timedelta(days=30)
_LIMIT_S = 15 * 60.0
_LONGEST_LINE = 1 << 20
MOST_DAYS = 5
Standing = Literal["idle", "running", "done", "failed", "stopped"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """A question and how it stands; ``days`` are the hall's own that are played, none: drawn."""

    standing: Standing = "idle"
    done: float = 0.0
    change: Change | None = None
    days: tuple[str, ...] = ()
    came: int = 0
    windows: tuple[int, ...] = ()
    hours: tuple[str, ...] = ()
    began: datetime | None = None
    by: str = ""
    outcomes: tuple[Outcome, ...] = ()


@dataclass
class WhatIf:
    """The hall's questions to the twin, one after the other."""

    statistics: Statistics
    run: Run = field(default_factory=Run)
    _task: "asyncio.Task[None] | None" = None

    def state(self, actor: Actor) -> Run:
        """Return how the present question stands, or the last one."""
        require_role(actor, READERS)
        return self.run

    async def ask(self, actor: Actor, change: Change, days: int) -> Run:
        """Begin to play; refuses while another question is played."""
        require_role(actor, PUBLISHERS)
        if self.run.standing == "running":
            raise refused("twin_busy", "another question is being played", state="running")
        if change.is_nothing:
            raise refused("value_missing", "choose what would be changed", field="change")
        site = self.statistics.site
        if change.window_like is not None and all(
            each.id != change.window_like for each in site.windows
        ):
            raise refused("unknown_window", f"no window {change.window_like!r}")
        today = self.statistics.today()
        visits = await self.statistics.visits(actor, today - _LOOKED_BACK, today)
        own = by_day(visits, days, today.isoformat())
        base = site_of(own, site)
        more = one_more(site, change.window_like) if change.window_like else None
        try:
            changed(base, change, more)
        except ValueError as wrong:
            raise refused(
                "does_not_fit", f"the hall would close before it opens: {wrong}", field="closes"
            ) from wrong
        shares = need_shares(await self._classes(actor))
        people = [people_of(day, base, shares, seed) for seed, day in enumerate(own)]
        question = Question(
            site=base,
            change=change,
            more=more,
            days=len(own) or days,
            people=tuple(
                tuple(msgspec.convert(each, Person, from_attributes=True) for each in day)
                for day in people
            ),
        )
        self.run = Run(
            standing="running", change=change, days=tuple(day[0].day for day in own),
            came=sum(map(len, people)), windows=tuple(each.number for each in base.windows),
            hours=tuple(base.hall.hours.week.get("mon", ())), began=self.statistics.hall.now(),
            by=actor.name,
        )  # fmt: skip
        self._task = asyncio.create_task(self._play(question), name="what-if")
        return self.run

    async def stop(self, actor: Actor) -> Run:
        """Stop playing."""
        require_role(actor, PUBLISHERS)
        await self.aclose()
        return self.run

    async def aclose(self) -> None:
        """End the child, if there is one."""
        if self._task is not None and not self._task.done():
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
            self._note(standing="stopped")

    async def _play(self, question: Question) -> None:
        """Play in a child; whatever happens, what the page tells is how it ended."""
        try:
            async with asyncio.timeout(_LIMIT_S):
                outcomes = await self._answer(msgspec.json.encode(question))
        except (TimeoutError, UnavailableError, OSError, msgspec.MsgspecError) as fault:
            _LOG.warning("the twin did not answer: %s", fault)
            self._note(standing="failed")
        else:
            self._note(standing="done", done=1.0, outcomes=outcomes)

    async def _answer(self, question: bytes) -> tuple[Outcome, ...]:
        child = await asyncio.create_subprocess_exec(
            *_COMMAND, stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL, limit=_LONGEST_LINE,
        )  # fmt: skip
        try:
            if child.stdin is None or child.stdout is None:
                raise UnavailableError("the twin has no ear")
            child.stdin.write(question)
            await child.stdin.drain()
            child.stdin.close()
            async for line in child.stdout:
                said = msgspec.json.decode(line, type=Said)
                if said.outcomes:
                    return said.outcomes
                self._note(done=said.done)
        finally:
            with suppress(ProcessLookupError):
                child.kill()
            await child.wait()
        raise UnavailableError("the twin ended without an answer")

    async def _classes(self, actor: Actor) -> Mapping[NeedClass, int]:
        today = self.statistics.today()
        stats = await self.statistics.of(actor, today - timedelta(weeks=12), today)
        counts: dict[NeedClass, int] = {}
        for week in stats.weeks:
            for each in week.classes:
                if each.visits:
                    counts[each.id] = counts.get(each.id, 0) + each.visits
        return counts

    def _note(self, **fields: object) -> None:
        self.run = replace(self.run, **fields)  # type: ignore[arg-type]  # names are the fields'
