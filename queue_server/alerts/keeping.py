"""Watches Hall today and tells those the site names; remembers what each was told."""

import asyncio
import logging
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from functools import partial
from zoneinfo import ZoneInfo

import msgspec

from config.alerting import Alert
from config.site import name_in
from hall.clock import Clock
from hall.errors import RuleError
from hall.retry import backoff
from hall.texts import Texts, load_texts
from queue_server.alerts.carriers import Carrier, NotToldError, carrier
from queue_server.alerts.digest import Message, digest, trial
from queue_server.alerts.edges import Open, Settling, after, edges
from queue_server.domain.actors import SYSTEM, Actor
from queue_server.domain.ticket import Moment
from queue_server.service.asking import require_role
from queue_server.service.running import RunningHall
from queue_server.service.telling import encode
from queue_server.store.image import Image
from queue_server.store.records import Document
from queue_server.today.watching import Today

TOLD = "alert_told"
"""The kind of the document that remembers what one way of telling was told."""
_EVERY_S = 15.0
_APART = timedelta(minutes=1)
_FIRST_WAIT_S, _LONGEST_WAIT_S = 60.0, 900.0
_READERS = frozenset({"supervisor", "admin"})
_ADMINS = frozenset({"admin"})

_LOG = logging.getLogger(__name__)


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """What one way of telling was told: what is open, when a message went last."""

    open: dict[str, Open] = {}
    sent_at: datetime | None = None


class AlertState(msgspec.Struct, frozen=True, kw_only=True):
    """One way of telling, for those who look after it. ``fault`` is why the last try failed."""

    id: str
    family: str
    level: str
    open: int
    sent_at: datetime | None = None
    failed_at: datetime | None = None
    fault: str = ""


class _Way:
    """One way of telling, and how its last tries went."""

    def __init__(self, alert: Alert) -> None:
        self.alert = alert
        self.settling = Settling()
        self.not_before: datetime | None = None
        self.waits: Iterator[float] = iter(())
        self.failed_at: datetime | None = None
        self.fault = ""

    def went(self, now: datetime) -> None:
        self.not_before, self.waits = now + _APART, iter(())
        self.failed_at, self.fault = None, ""

    def failed(self, now: datetime, why: str) -> None:
        wait = next(self.waits, None)
        if wait is None:
            self.waits = backoff(_FIRST_WAIT_S, _LONGEST_WAIT_S)
            wait = next(self.waits)
        self.not_before = now + timedelta(seconds=wait)
        self.failed_at, self.fault = now, why


class Alerts:
    """Tells each edge once: what broke, and what works again with how long it did not."""

    def __init__(
        self,
        today: Today,
        hall: RunningHall,
        clock: Clock,
        carry: Callable[[Alert, Clock], Carrier] = carrier,
    ) -> None:
        self._today = today
        self._hall = hall
        self._clock = clock
        self._carry = carry
        self._ways: dict[str, _Way] = {}
        self._texts: dict[str, Texts] = {}

    async def run(self) -> None:
        """Look and tell, for ever."""
        while True:
            await self._clock.sleep(_EVERY_S)
            try:
                await self.look()
            except Exception:  # noqa: BLE001  a task's root
                _LOG.exception("alerts not looked at; tried again")

    async def look(self) -> None:
        """Tell every way what it has not been told; a way that fails holds up no other."""
        ways = self._known()
        await asyncio.gather(*(self._tell(way) for way in ways))

    async def states(self, actor: Actor) -> tuple[AlertState, ...]:
        """Return every way of telling. Refuses ``forbidden`` to others than those who run it."""
        require_role(actor, _READERS)
        return tuple(self._state(way) for way in self._known())

    async def test(self, actor: Actor, alert_id: str) -> AlertState:
        """Send the test message now; the answer's ``fault`` says why where it did not go."""
        require_role(actor, _ADMINS)
        way = next((each for each in self._known() if each.alert.id == alert_id), None)
        if way is None:
            raise RuleError("not_found", f"no alert {alert_id!r} stands in the site file")
        now, message = self._clock.now(), trial(*self._words(way.alert))
        try:
            await self._send(way, lambda _limit: message)
        except NotToldError as error:
            way.failed_at, way.fault = now, str(error)
        else:
            way.failed_at, way.fault = None, ""
        data = encode({"alert": alert_id, "by": actor.name, "fault": way.fault})
        await self._hall.writer.submit(partial(_note_test, data=data))
        return self._state(way)

    def _state(self, way: _Way) -> AlertState:
        told = self._told(way.alert.id)
        return AlertState(
            id=way.alert.id,
            family=way.alert.family,
            level=way.alert.level,
            open=len(told.open),
            sent_at=told.sent_at,
            failed_at=way.failed_at,
            fault=way.fault,
        )

    async def _tell(self, way: _Way) -> None:
        now, told = self._clock.now(), self._told(way.alert.id)
        standing = await self._today.standing(SYSTEM, way.alert.language)
        settled = way.settling.look(standing.findings, told.open, now)
        news = edges(told.open, settled, way.alert.level, now)
        if not news or (way.not_before is not None and now < way.not_before):
            return
        texts, hall, at, page = self._words(way.alert)
        try:
            await self._send(way, lambda limit: digest(news, texts, hall, at, page, limit))
        except NotToldError as error:
            way.failed(now, str(error))
            _LOG.warning("alert not sent", extra={"alert": way.alert.id, "fault": str(error)})
            return
        way.went(now)
        held = Told(open=after(told.open, news, now), sent_at=now)
        await self._hall.writer.submit(partial(_keep, alert_id=way.alert.id, told=held))

    async def _send(self, way: _Way, make: Callable[[int | None], Message]) -> None:
        carried = await asyncio.to_thread(self._carry, way.alert, self._clock)
        await asyncio.to_thread(carried.send, make(carried.limit))

    def _words(self, alert: Alert) -> tuple[Texts, str, datetime, str]:
        site = self._hall.settings
        texts = self._texts.get(alert.language)
        if texts is None:
            texts = self._texts[alert.language] = load_texts(alert.language, "queue_server.alerts")
        at = self._clock.now().astimezone(ZoneInfo(site.hall.time_zone))
        page = f"{site.hall.public_url.rstrip('/')}/admin/"
        return texts, name_in(site.hall.name, alert.language), at, page

    def _known(self) -> list[_Way]:
        alerts = {each.id: each for each in self._hall.settings.alerts}
        self._ways = {
            name: way
            if (way := self._ways.get(name)) is not None and way.alert == alert
            else _Way(alert)
            for name, alert in alerts.items()
        }
        return list(self._ways.values())

    def _told(self, alert_id: str) -> Told:
        found = self._hall.showing.view.documents.get((TOLD, alert_id))
        return Told() if found is None else msgspec.json.decode(found.data, type=Told)


def _keep(image: Image, moment: Moment, *, alert_id: str, told: Told) -> None:
    data = encode(told)
    image.put_document(Document(kind=TOLD, id=alert_id, at=moment.wall, data=data))


def _note_test(image: Image, moment: Moment, *, data: str) -> None:
    image.tell(moment.wall, "alert_tested", data, public=False)
