"""The hall, running: the façade of ``service.hall`` over a writer, its views and the hub."""

import asyncio
import contextlib
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import Any, Literal, TypeVar

import msgspec

from config.site import Site
from hall.clock import Clock
from hall.errors import RuleError
from queue_server import wire
from queue_server.domain.actors import ANONYMOUS, Actor
from queue_server.domain.errors import UnavailableError, refused
from queue_server.domain.ticket import Moment
from queue_server.service import days, equipment, issuing, offline, people, tickets, windows
from queue_server.service.asking import Asked, require_role
from queue_server.service.hall import Health, Issued
from queue_server.service.hub import Hub, HubSubscription
from queue_server.service.pace import Pace
from queue_server.service.presenting import in_order
from queue_server.service.promising import Promises, keep
from queue_server.service.settling import Settled, forecaster_of
from queue_server.service.showing import Showing
from queue_server.service.telling import decode, encode
from queue_server.store.image import Image, View
from queue_server.store.port import Store
from queue_server.store.records import JournalRow, Request
from queue_server.store.writer import Writer

T = TypeVar("T")
_LOOKUP = frozenset({"kiosk", "staff", "supervisor", "reception", "admin", "reader", "phone"})
_SINKS = frozenset({"display", "kiosk", "staff", "supervisor", "admin"})
_NUMBERS_AT_ONCE = 5
_PUBLISHERS = frozenset({"admin", "system"})


class RunningHall(Settled):
    """One hall on one database; ``open`` it once, ``aclose`` it at the end."""

    def __init__(self, site: Site, database: Store, clock: Clock) -> None:
        super().__init__(site)
        self._database = database
        self._clock = clock
        self._writer = Writer(database, site, clock)
        self._promises = Promises()
        self._kiosks = Pace(clock, 0.0, _NUMBERS_AT_ONCE)
        self._showing: Showing
        self._hub: Hub

    def open(self) -> None:
        """Read the hall and start its writer; raises ConfigError where it cannot be used."""
        view = self._writer.open()
        forecaster = forecaster_of(self._site, self._database, self._clock)
        self._showing = Showing(self._site, self._database, self._clock, view, forecaster)
        showing = self._showing
        self._hub = Hub(view.epoch, view.seq, showing.read_rows, showing.snapshot)
        self._writer.on_published(self._publish)

    def end_streams(self) -> None:
        """End every reader's stream; they come back to the next server."""
        self._hub.close()

    async def aclose(self) -> None:
        """Answer what was taken, end every stream, close the database."""
        self._hub.close()
        with contextlib.suppress(UnavailableError):
            await self.keep_promises()
        await self._writer.aclose()

    @property
    def writer(self) -> Writer:
        """The writer, for the machine room (backup, restore, upkeep)."""
        return self._writer

    @property
    def database(self) -> Store:
        """The database, for the machine room."""
        return self._database

    @property
    def showing(self) -> Showing:
        """What was committed last, for the machine room."""
        return self._showing

    @property
    def clock(self) -> Clock:
        """The clock this hall goes by."""
        return self._clock

    @property
    def epoch(self) -> str:
        """Which life of the journal this is; a restored database has another."""
        return self._showing.view.epoch

    def now(self) -> datetime:
        """Return the hall's wall clock."""
        return self._clock.now()

    # --- tickets

    async def issue(self, actor: Actor, request: wire.TicketRequest, key: str) -> Issued:
        if actor.role == "kiosk":
            self._kiosks.per_second = self._site.issuing.kiosk_a_minute / 60
            self._kiosks.step(actor.token_id)
        asked = Asked(
            actor=actor, site=self._site, key=_key(key), expected=self._expected(request.service)
        )
        ticket_id, created = await self._submit(
            lambda image, moment: issuing.issue(image, moment, asked, request),
            (actor.token_id, key),
        )
        ticket = await self._showing.ticket(ticket_id, actor)
        if created:
            self._promise(ticket)
        return Issued(ticket=ticket, created=created)

    async def keep_promises(self) -> None:
        """Write down the waits shown since the last time, to be compared with what comes."""
        documents = self._promises.take()
        if documents:
            await self._submit(lambda image, moment: keep(image, documents))

    async def call_next(self, actor: Actor, window: str, key: str) -> wire.Ticket | None:
        asked = Asked(actor=actor, site=self._site, key=_key(key))
        ticket_id = await self._submit(
            lambda image, moment: tickets.call_next(image, moment, asked, window),
            (actor.token_id, key),
        )
        return None if ticket_id is None else await self._showing.ticket(ticket_id, actor)

    async def act(
        self, actor: Actor, ticket_id: str, event: str, params: wire.ActionRequest
    ) -> wire.Ticket:
        asked = Asked(actor=actor, site=self._site)
        if ticket_id not in self._showing.view.tickets:
            await self._refuse_old(ticket_id)
        await self._submit(
            lambda image, moment: tickets.act(image, moment, asked, ticket_id, event, params)
        )
        return await self._showing.ticket(ticket_id, actor)

    async def ticket(self, actor: Actor, ticket_id: str) -> wire.Ticket:
        require_role(actor, _LOOKUP)
        if actor.role == "phone" and actor.ticket != ticket_id:
            raise refused("forbidden", "another visitor's ticket")
        return await self._showing.ticket(ticket_id, actor)

    async def ticket_by_phone(self, secret: str) -> tuple[Actor, wire.Ticket] | None:
        ticket_id = self._showing.view.phones.get(secret)
        if ticket_id is None:
            return None
        visitor = Actor(role="phone", name="phone", token_id=f"t:{ticket_id}", ticket=ticket_id)
        return visitor, await self._showing.ticket(ticket_id, visitor)

    async def tickets(
        self,
        actor: Actor,
        *,
        states: tuple[str, ...] = (),
        number: str | None = None,
        service: str | None = None,
        window: str | None = None,
        limit: int = 200,
        cursor: str | None = None,
    ) -> wire.TicketList:
        require_role(actor, _LOOKUP - {"phone"})
        if actor.role == "kiosk" and number is None:
            raise refused("forbidden", "a kiosk asks by number")
        wanted = [
            each
            for each in in_order(self._showing.view.tickets.values())
            if (not states or each.state.value in states)
            and number in {None, each.number}
            and service in {None, each.service}
            and window in {None, each.window}
        ]
        start = int(cursor) if cursor is not None and cursor.isdecimal() else 0
        page, presenter = wanted[start : start + limit], self._showing.present()
        return wire.TicketList(
            items=tuple(presenter.ticket(each, actor) for each in page),
            next=str(start + limit) if start + limit < len(wanted) else None,
        )

    async def replay_offline(self, actor: Actor, replay: wire.OfflineReplay) -> wire.OfflineAnswers:
        answers = [await self._take_in(actor, replay, entry) for entry in replay.entries]
        return wire.OfflineAnswers(items=tuple(answers))

    # --- windows and days

    async def window_open(self, actor: Actor, window: str) -> wire.WindowInfo:
        return await self._set_window(actor, window, "open", None)

    async def window_pause(
        self, actor: Actor, window: str, reason: str | None = None
    ) -> wire.WindowInfo:
        return await self._set_window(actor, window, "paused", reason)

    async def window_close(
        self, actor: Actor, window: str, reason: str | None = None
    ) -> wire.WindowInfo:
        return await self._set_window(actor, window, "closed", reason)

    async def day_open(self, actor: Actor) -> wire.DayInfo:
        day = await self._submit(
            lambda image, moment: days.open_day(image, moment, self._site, actor)
        )
        return wire.DayInfo(id=day.id, opened_at=day.opened_at, closed_at=day.closed_at)

    async def day_close(self, actor: Actor) -> wire.DayInfo:
        day = await self._submit(
            lambda image, moment: days.close_day(image, moment, self._site, actor)
        )
        return wire.DayInfo(id=day.id, opened_at=day.opened_at, closed_at=day.closed_at)

    # --- the hall now

    async def services(self) -> wire.ServiceList:
        return wire.ServiceList(items=self._showing.present().services())

    async def windows(self) -> wire.WindowList:
        return wire.WindowList(items=self._showing.present().windows())

    async def site(self, asker: Actor = ANONYMOUS) -> wire.SiteInfo:
        tokens = self._showing.view.tokens.values()
        you = people.kiosk_of(tokens, self._site, asker)
        return msgspec.structs.replace(self._showing.present().site(), you=you)

    # --- the journal

    def subscribe(self, reader: Actor, after: str | None = None) -> HubSubscription:
        return self._hub.join(reader, after)

    async def rows_after(
        self, reader: Actor, after: str | None, limit: int = 500
    ) -> tuple[wire.Row, ...]:
        return await self._showing.rows_after(reader, after, limit)

    async def publish(
        self, actor: Actor, kind: str, data: Mapping[str, Any], *, public: bool
    ) -> int:
        require_role(actor, _PUBLISHERS)
        text = encode(dict(data))
        return await self._submit(
            lambda image, moment: image.tell(moment.wall, kind, text, public=public)
        )

    async def deliver(self, actor: Actor, delivery: wire.Delivery) -> None:
        require_role(actor, _SINKS)
        rows = await asyncio.to_thread(self._showing.read_rows, delivery.seq - 1, 1)
        if not rows or rows[0].seq != delivery.seq:
            raise refused("unknown_row", f"the journal has no row {delivery.seq}", field="seq")
        told = decode(rows[0].data)
        await self._submit(partial(tickets.deliver, actor=actor, delivery=delivery, told=told))

    def devices(self) -> tuple[wire.DeviceState, ...]:
        return equipment.states(self._showing.view.documents.values())

    async def report_device(self, actor: Actor, status: wire.DeviceStatus) -> None:
        await self._submit(partial(equipment.report, actor=actor, status=status))

    # --- assistance

    async def assistance_ask(
        self, actor: Actor, request: wire.AssistanceRequest
    ) -> wire.Assistance:
        return await self._assist(
            lambda image, moment: people.ask(image, moment, self._site, actor, request)
        )

    async def assistance_take(self, actor: Actor, assistance_id: str) -> wire.Assistance:
        return await self._assist(
            lambda image, moment: people.take(image, moment, self._site, actor, assistance_id)
        )

    async def assistance_done(self, actor: Actor, assistance_id: str) -> wire.Assistance:
        return await self._assist(
            lambda image, moment: people.done(image, moment, self._site, actor, assistance_id)
        )

    async def assistance(self, actor: Actor) -> wire.AssistanceList:
        require_role(actor, people.HELPERS)
        return wire.AssistanceList(items=self._showing.present().assistance())

    # --- the machine

    async def health(self) -> Health:
        reasons = []
        if not self._writer.healthy:
            reasons.append("the last commit failed")
        if not self._writer.leading:
            reasons.append("stands by: another server writes for this hall")
        if self._site.hall.hours.always and (
            self._showing.view.day is None or self._showing.view.day.closed_at is not None
        ):
            reasons.append("no service day is open")
        return Health(
            ready=not reasons,
            reasons=tuple(reasons),
            epoch=self._showing.view.epoch,
            seq=self._showing.view.seq,
            readers=len(self._hub),
            edges=self._hub.edges(),
        )

    # --- inside

    def _seen(self) -> View:
        return self._showing.view

    async def _submit(
        self, decide: Callable[[Image, Moment], T], key: tuple[str, str] | None = None
    ) -> T:
        return await self._writer.submit(decide, key)

    async def _take_in(
        self, actor: Actor, replay: wire.OfflineReplay, entry: wire.OfflineEntry
    ) -> wire.OfflineAnswer:
        asked = Asked(actor=actor, site=self._site, key=entry.key)
        day = self._showing.view.day
        past = offline.Past()
        if day is None or entry.day != day.id:
            past = await self._showing.past(entry.day, entry.number)
        try:
            outcome, ticket_id = await self._submit(
                lambda image, moment: offline.take_in(
                    image, moment, asked, replay.kiosk, entry, replay.last_contact, past
                ),
                (actor.token_id, entry.key),
            )
        except RuleError as refusal:
            if refusal.code in {"forbidden", "unknown_kiosk"}:
                raise
            return offline.answer_of(refusal, entry.key)
        shown = await self._showing.ticket(ticket_id, actor)
        return wire.OfflineAnswer(key=entry.key, outcome=outcome, ticket=shown)

    async def _set_window(
        self,
        actor: Actor,
        window: str,
        state: Literal["open", "paused", "closed"],
        reason: str | None,
    ) -> wire.WindowInfo:
        await self._submit(
            lambda image, moment: windows.set_window(
                image, moment, self._site, actor, window, state, reason
            )
        )
        return self._showing.present().window(window)

    async def _assist(self, decide: Callable[[Image, Moment], Request]) -> wire.Assistance:
        request = await self._submit(decide)
        ticket = self._showing.view.tickets.get(request.ticket or "")
        return people.shown(request, self._site, ticket.number if ticket else None)

    async def _refuse_old(self, ticket_id: str) -> None:
        ticket = await self._showing.old_ticket(ticket_id)
        raise refused(
            "wrong_state", f"{ticket.number} is of {ticket.day}", state=ticket.state.value
        )

    def _expected(self, service: str) -> float | None:
        """Return the wait to expect, where the day's end makes a difference."""
        if self._site.hall.hours.always:
            return None
        view = self._showing.view
        waits = self._showing.forecaster.waits(view, about=True)
        wait = waits.for_new(service, len(view.lines.line(service)))
        return wait.middle if wait else None

    def _promise(self, ticket: wire.Ticket) -> None:
        known = self._showing.view.tickets.get(ticket.id)
        wait = self._showing.present().place(known)[1] if known else None
        if wait is not None and ticket.wait is not None:
            self._promises.note(ticket.id, ticket.issued_at, wait, ticket.wait, ticket.ahead or 0)
            self._showing.forecaster.told(ticket.id, wait)

    def _publish(self, view: View, rows: Sequence[JournalRow]) -> None:
        self._showing.view = view
        self._showing.forecaster.learn(view, rows)
        self._hub.publish(view.epoch, view.seq, rows)


def _key(key: str) -> str:
    if not key:
        raise refused("key_missing", "send an Idempotency-Key")
    return key
