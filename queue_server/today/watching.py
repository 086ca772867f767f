"""Hall today over a running hall: watched all the time, told to whoever asks."""

import asyncio
import shutil
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

import msgspec

from hall.clock import Clock
from hall.errors import HallError
from hall.texts import Texts, load_texts
from queue_server import wire
from queue_server.content.damage import laid_aside
from queue_server.content.service import FILE as CONTENT
from queue_server.domain.actors import Actor
from queue_server.domain.ticket import Moment
from queue_server.sealing.head import KEY
from queue_server.sealing.standing import glance
from queue_server.service.asking import DESK, require_role
from queue_server.service.backups import ELSEWHERE
from queue_server.service.healing import RECOVERED, Recovered
from queue_server.service.machine import BACKUP
from queue_server.service.notices import EMERGENCY
from queue_server.service.running import RunningHall
from queue_server.service.telling import encode
from queue_server.store.image import Image, View
from queue_server.store.records import Document
from queue_server.today.looking import Seen, look
from queue_server.today.telling import Standing, told

DISMISSED = "dismissed_finding"
READERS = DESK | {"reader", "system"}
_MANAGERS = frozenset({"supervisor", "admin"})
_EVERY_S = 5.0
_GRACE = timedelta(seconds=15)
_DISMISSED_FOR = timedelta(days=7)
_PROGRAMS = ("kiosk", "display")


class Today:
    """Knows since when each kiosk and display agent is away; tells what is wrong in words."""

    def __init__(self, hall: RunningHall, clock: Clock, folder: Path) -> None:
        self._hall = hall
        self._clock = clock
        self._folder = folder
        self._missing: dict[str, datetime] = {}
        self._texts: dict[str, Texts] = {}

    async def watch(self) -> None:
        """Keep track of who follows the hall, for ever."""
        while True:
            await self.note_programs()
            await self._clock.sleep(_EVERY_S)

    async def note_programs(self) -> None:
        """Note which kiosks and display agents follow the hall now."""
        now, here = self._hall.now(), (await self._hall.health()).edges
        known = _programs(self._hall.showing.view)
        self._missing = {
            name: self._missing.get(name, now) for name in sorted(known) if name not in here
        }

    async def standing(self, actor: Actor, language: str) -> Standing:
        """Return everything that is wrong, in words. Refuses ``forbidden`` to visitors."""
        require_role(actor, READERS)
        seen = await self._seen()
        hidden = frozenset(key[1] for key in seen.view.documents if key[0] == DISMISSED)
        asked = len(_programs(seen.view)) + len(seen.devices)
        texts = self._texts.get(language)
        if texts is None:
            texts = self._texts[language] = load_texts(language, "queue_server.today")
        return told(look(seen), texts, seen.site, seen.now, hidden, asked)

    async def dismiss(self, actor: Actor, mark: str) -> None:
        """Leave a finding out for a week, or until it begins anew."""
        require_role(actor, _MANAGERS)
        await self._hall.writer.submit(partial(_dismiss, actor=actor, mark=mark))

    async def recall(self, actor: Actor) -> None:
        """Show everything that was dismissed again."""
        require_role(actor, _MANAGERS)
        await self._hall.writer.submit(partial(_recall, actor=actor))

    async def _seen(self) -> Seen:
        health, view = await self._hall.health(), self._hall.showing.view
        now = self._hall.now()
        usage = await asyncio.to_thread(shutil.disk_usage, self._folder)
        return Seen(
            view=view,
            site=self._hall.settings,
            now=now,
            reasons=health.reasons,
            devices=self._hall.devices(),
            away={name: since for name, since in self._missing.items() if now - since >= _GRACE},
            room=usage.free,
            backup=_last(view, BACKUP),
            elsewhere=_last(view, ELSEWHERE),
            content_aside=await asyncio.to_thread(laid_aside, self._folder, CONTENT),
            recovered=_recovered(view),
            journal_cut=await asyncio.to_thread(self._journal_cut, view.epoch),
            journal_keys={key[1]: each.at for key, each in view.documents.items() if key[0] == KEY},
            emergency=_emergency(view),
        )

    def _journal_cut(self, epoch: str) -> int | None:
        """Return a signed row that the journal has no longer; 0 where the heads are unreadable."""
        try:
            cut = glance(self._hall.database, self._folder, epoch).cut
        except HallError:
            return 0
        return None if cut is None else cut.seq


def _dismiss(image: Image, moment: Moment, *, actor: Actor, mark: str) -> None:
    until = moment.wall + _DISMISSED_FOR
    data = encode({"mark": mark, "by": actor.name})
    image.put_document(Document(kind=DISMISSED, id=mark, at=moment.wall, data=data, until=until))
    image.tell(moment.wall, "finding_dismissed", data, public=False)


def _recall(image: Image, moment: Moment, *, actor: Actor) -> None:
    marks = [each.id for each in image.documents.values() if each.kind == DISMISSED]
    for mark in marks:
        image.documents.drop((DISMISSED, mark))
    if marks:
        data = encode({"count": len(marks), "by": actor.name})
        image.tell(moment.wall, "findings_recalled", data, public=False)


def _programs(view: View) -> set[str]:
    return {each.name for each in view.tokens.values() if each.role in _PROGRAMS}


def _last(view: View, kind: str) -> datetime | None:
    found = view.documents.get((kind, "latest"))
    return None if found is None else found.at


def _recovered(view: View) -> Recovered | None:
    found = view.documents.get((RECOVERED, "latest"))
    return None if found is None else msgspec.json.decode(found.data, type=Recovered)


def _emergency(view: View) -> datetime | None:
    found = next((each for each in view.documents.values() if each.kind == EMERGENCY), None)
    return None if found is None else msgspec.json.decode(found.data, type=wire.Emergency).since
