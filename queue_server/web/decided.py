"""Decisions about single items of content among the changes of the hall, and the way back."""

import asyncio
from dataclasses import dataclass
from datetime import datetime

from hall.texts import Texts
from queue_server import wire
from queue_server.content.curating import Curating, Decision
from queue_server.domain.actors import Actor
from queue_server.domain.errors import refused
from queue_server.service.remembering import TAKEN_BACK_WITHIN
from queue_server.sites.naming import Said
from queue_server.web.published import shown
from queue_server.web.sync_door import SyncDoor


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """One decision in force, what it changed, and a mark that tells it from a later one."""

    decision: Decision
    said: tuple[Said, ...]
    mark: str


@dataclass(frozen=True, slots=True)
class Decisions:
    """They over one server; ``door`` takes them back, and tells the journal."""

    curating: Curating
    door: SyncDoor

    async def recent(self, texts: Texts, now: datetime) -> list[Decided]:
        """Return those of the last thirty days, the newest first."""
        found = await asyncio.to_thread(self.curating.decisions)
        return [
            Decided(decision=each, said=_said(each, texts), mark=_mark(each))
            for each in found
            if now - each.at <= TAKEN_BACK_WITHIN
        ]

    async def take_back(self, actor: Actor, asked: wire.SyncItemDecision, mark: str) -> None:
        """Undo one, if it is still the one that was seen; else ``stale_version``."""
        found = await asyncio.to_thread(self.curating.decisions)
        same = (each for each in found if (each.kind, each.id, each.act) == _key(asked))
        if mark not in {_mark(each) for each in same}:
            raise refused("stale_version", "somebody changed this meanwhile", state=asked.id)
        await self.door.decide(actor, asked)


def _key(asked: wire.SyncItemDecision) -> tuple[str, str, str]:
    return asked.kind, asked.id, asked.act


def _mark(decision: Decision) -> str:
    return str(int(decision.at.timestamp()))


def _said(decision: Decision, texts: Texts) -> tuple[Said, ...]:
    if decision.act != "correct":
        yes, no = texts.written("history-yes"), texts.written("history-no")
        return (Said(what=texts.written(f"history-is-{decision.act}"), before=yes, after=no),)
    lines = []
    for name, (before, after) in decision.changed.items():
        key = f"history-item-{name}"
        what = texts.written(key) if key in texts else name
        old, new = shown({name: before}, (name,)), shown({name: after}, (name,))
        lines.append(Said(what=what, before=old, after=new))
    return tuple(lines)
