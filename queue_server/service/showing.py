"""What is told of the hall as last committed: its present view, and journal rows read back."""

import asyncio
from collections.abc import Sequence

from config.site import Site
from hall.clock import Clock
from queue_server import wire
from queue_server.domain.actors import Actor
from queue_server.domain.errors import refused
from queue_server.domain.ticket import Moment, Ticket
from queue_server.service.forecasting import Forecaster
from queue_server.service.hub import resumable
from queue_server.service.offline import Past
from queue_server.service.presenting import Presenter
from queue_server.service.telling import decode, encode
from queue_server.service.visibility import seen
from queue_server.store.image import View
from queue_server.store.loading import (
    day_by_id,
    last_of_kind,
    rows_after,
    ticket_by_id,
    ticket_by_number,
)
from queue_server.store.port import Store
from queue_server.store.records import JournalRow


class Showing:
    """The published view and those who turn it into answers; lives on the event loop."""

    def __init__(
        self, site: Site, database: Store, clock: Clock, view: View, forecaster: Forecaster
    ) -> None:
        self.view = view
        self._site = site
        self._database = database
        self._clock = clock
        self._presenter: Presenter | None = None
        self.forecaster = forecaster

    def go_by(self, site: Site, forecaster: Forecaster) -> None:
        """Show the hall by another site from now on."""
        self._site, self.forecaster, self._presenter = site, forecaster, None

    def present(self) -> Presenter:
        """Return who shows the view as it is now."""
        now = self._clock.now()
        if self._presenter is None or self._presenter.view is not self.view:
            view = self.view
            self._presenter = Presenter(view, self._site, now, lambda: self.forecaster.waits(view))
        return self._presenter

    async def ticket(self, ticket_id: str, actor: Actor) -> wire.Ticket:
        """Return a ticket of any day as the actor may see it; refuses ``unknown_ticket``."""
        ticket = self.view.tickets.get(ticket_id) or await self.old_ticket(ticket_id)
        return self.present().ticket(ticket, actor)

    async def old_ticket(self, ticket_id: str) -> Ticket:
        """Return a ticket from the database; refuses ``unknown_ticket``."""
        found = await asyncio.to_thread(self._read_ticket, ticket_id)
        if found is None:
            raise refused("unknown_ticket")
        return found

    async def past(self, day: str, number: str) -> Past:
        """Return what the database holds of an earlier day and of a number given on it."""
        return await asyncio.to_thread(self._read_past, day, number)

    async def rows_after(
        self, reader: Actor, after: str | None, limit: int
    ) -> tuple[wire.Row, ...]:
        """Return the rows a reader may see after a place in the journal, or a snapshot."""
        start = resumable(after, self.view.epoch, self.view.seq)
        if start is None:
            return (self.snapshot(reader),)
        answer: list[wire.Row] = []
        prev = start
        for row in await asyncio.to_thread(self.read_rows, start, limit):
            data = seen(reader, row.kind, row.public, decode(row.data))
            if data is not None:
                epoch = self.view.epoch
                answer.append(
                    wire.Row(
                        epoch=epoch, seq=row.seq, prev=prev, at=row.at, kind=row.kind, data=data
                    )
                )
                prev = row.seq
        return tuple(answer)

    def snapshot(self, reader: Actor) -> wire.Row:
        """Return the row a reader starts from: everything it may see, as of one seq."""
        data = decode(encode(self.present().snapshot(reader)))
        data["calls"] = [seen(reader, "ticket_called", True, call) for call in data["calls"]]
        return wire.Row(
            epoch=self.view.epoch,
            seq=self.view.seq,
            prev=-1,
            at=self._clock.now(),
            kind="snapshot",
            data=data,
        )

    def read_rows(self, after: int, limit: int) -> Sequence[JournalRow]:
        """Return journal rows after a seq; blocks on the database."""
        with self._database.reading() as connection:
            return rows_after(connection, after, limit)

    def last_content_seq(self) -> int:
        """Return the content page the journal told last; blocks on the database."""
        with self._database.reading() as connection:
            told = last_of_kind(connection, "content_applied")
        return 0 if told is None else int(decode(told.data)["content_seq"])

    def _read_ticket(self, ticket_id: str) -> Ticket | None:
        moment = Moment(self._clock.now(), self._clock.monotonic())
        with self._database.reading() as connection:
            return ticket_by_id(connection, ticket_id, moment)

    def _read_past(self, day: str, number: str) -> Past:
        moment = Moment(self._clock.now(), self._clock.monotonic())
        with self._database.reading() as connection:
            known = day_by_id(connection, day)
            if known is None:
                return Past()
            return Past(day=known, ticket=ticket_by_number(connection, day, number, moment))
