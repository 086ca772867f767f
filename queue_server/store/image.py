"""The open hall in memory: what the writer decides on, and the views readers get.

Only the writer thread touches an image. Commands change it freely; the writer takes a command's
changes back when it is refused, and a whole batch's when its commit fails. After a commit a
:class:`View` of it is published: immutable, so that every reader sees one consistent hall.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from types import MappingProxyType
from typing import TypeVar

from config.site import Need
from queue_server.domain.circumstances import Window
from queue_server.domain.ticket import AT_WINDOW, State, Ticket
from queue_server.domain.waiting import Lines, Turn, place_of, turns_given
from queue_server.store.acting import said_from
from queue_server.store.journal import GENESIS
from queue_server.store.records import Day, Document, JournalRow, Key, Request, Token, User
from queue_server.store.tracking import Tracked, UndoLog

_LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)
K = TypeVar("K")
V = TypeVar("V")


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """The hall as of one journal row."""

    epoch: str
    seq: int
    day: Day | None
    tickets: Mapping[str, Ticket]
    lines: Lines
    windows: Mapping[str, Window]
    needs: Mapping[str, tuple[Need, ...]]
    assistance: Mapping[str, Request]
    tokens: Mapping[str, Token]
    users: Mapping[str, User]
    phones: Mapping[str, str]
    calls: Mapping[str, int]
    documents: Mapping[tuple[str, str], Document]
    counters: Mapping[tuple[str, str], int] = field(default_factory=dict)


@dataclass(kw_only=True)
class Loaded:
    """What an image starts from, as read from the database."""

    epoch: str
    head: JournalRow | None = None
    days: dict[str, Day] = field(default_factory=dict)
    counters: dict[tuple[str, str], int] = field(default_factory=dict)
    tickets: dict[str, Ticket] = field(default_factory=dict)
    windows: dict[str, Window] = field(default_factory=dict)
    needs: dict[str, tuple[Need, ...]] = field(default_factory=dict)
    assistance: dict[str, Request] = field(default_factory=dict)
    tokens: dict[str, Token] = field(default_factory=dict)
    users: dict[str, User] = field(default_factory=dict)
    calls: dict[str, int] = field(default_factory=dict)
    documents: dict[tuple[str, str], Document] = field(default_factory=dict)


class Image:
    """The writer's hall: tickets of the latest service day, windows, accounts, journal head.

    ``latest`` is the latest instant a ticket was issued: ranks never go back behind it, whatever
    the wall clock does. ``purge_at`` asks the next flush to erase needs, keys and documents that
    are over. ``calls`` holds the journal row that called a ticket last, as the journal tells it.
    ``place`` is from where the present command was asked; its rows say it.
    """

    def __init__(self, loaded: Loaded) -> None:
        self.log = UndoLog()
        self.epoch = loaded.epoch
        self.seq = loaded.head.seq if loaded.head else 0
        self.hash = loaded.head.hash if loaded.head else GENESIS
        self.days = Tracked(self.log, loaded.days)
        self.counters = Tracked(self.log, loaded.counters)
        self.tickets = Tracked(self.log, loaded.tickets)
        self.windows = Tracked(self.log, loaded.windows)
        self.needs = Tracked(self.log, loaded.needs)
        self.assistance = Tracked(self.log, loaded.assistance)
        self.tokens = Tracked(self.log, loaded.tokens)
        self.users = Tracked(self.log, loaded.users)
        self.calls = Tracked(self.log, loaded.calls)
        self.documents = Tracked(self.log, loaded.documents)
        self.keys: Tracked[tuple[str, str], Key] = Tracked(self.log, {})
        self.rows: list[tuple[datetime, str, bool, str]] = []
        self.purge_at: datetime | None = None
        self.place = ""
        self._strangers = False
        self.latest = max((each.issued_at for each in loaded.tickets.values()), default=_LONG_AGO)
        self.lines = Lines()
        for ticket in loaded.tickets.values():
            if ticket.state is State.WAITING:
                self.lines.add(place_of(ticket))
        self.lines.turns = turns_given(loaded.tickets.values())
        self._view: View | None = None
        self._phones: dict[str, str] = {}

    @property
    def day(self) -> Day | None:
        """The latest service day, open or closed."""
        if len(self.days) == 1:  # asked for with every command
            return next(self.days.values())
        return max(self.days.values(), key=lambda day: day.id, default=None)

    def put_document(self, document: Document) -> None:
        """Set a document; one of the same kind and id is replaced."""
        self.documents.put((document.kind, document.id), document)

    def put_ticket(self, ticket: Ticket) -> None:
        """Set a ticket, and with it the lines and what its windows hold."""
        before = self.tickets.get(ticket.id)
        if self.day is None or ticket.day != self.day.id:
            self._strangers = True
        self.tickets.put(ticket.id, ticket)
        if before is not None and before.state is State.WAITING:
            self._stand(before, adding=False)
        if ticket.state is State.WAITING:
            self._stand(ticket, adding=True)
        if before is not None and before.state in AT_WINDOW:
            self._occupy(before.window, None)
        if ticket.state in AT_WINDOW:
            self._occupy(ticket.window, ticket.id)

    def take_turn(self, service: str, favoured: bool, turn: Turn) -> None:
        """Note the turn given to the latest arrival of a class."""
        turns, key = self.lines.turns, (service, favoured)
        before = turns.get(key, Turn(0, 0))
        turns[key] = turn
        self.log.push(lambda: turns.__setitem__(key, before))

    def tell(self, at: datetime, kind: str, data: str, *, public: bool) -> int:
        """Append a journal row to this transaction and return its seq."""
        self.rows.append((at, kind, public, said_from(data, self.place)))
        self.log.push(self._untell)
        return self.seq + len(self.rows)

    @property
    def next_seq(self) -> int:
        """The seq the next journal row will get."""
        return self.seq + len(self.rows) + 1

    def settle(self, head: JournalRow | None) -> None:
        """Take everything for written, ``head`` being the last journal row."""
        if head is not None:
            self.seq, self.hash = head.seq, head.hash
        self.rows.clear()
        self._leave_documents()
        self.log.clear()
        if self.days.changed or self._strangers:
            self._leave_other_days()
        self._strangers = False
        self._view = self._next_view()
        for tracked in (
            self.days,
            self.counters,
            self.tickets,
            self.windows,
            self.needs,
            self.assistance,
            self.tokens,
            self.users,
            self.calls,
            self.documents,
            self.keys,
        ):
            tracked.settle()
        self.keys.forget()
        self.purge_at = None

    def view(self) -> View:
        """Return the hall as last committed."""
        if self._view is None:
            self._view = self._next_view()
        return self._view

    def _next_view(self) -> View:
        last = self._view
        return View(
            epoch=self.epoch,
            seq=self.seq,
            day=self.day,
            tickets=_shared(last.tickets if last else None, self.tickets),
            lines=self.lines.copy(),
            windows=_shared(last.windows if last else None, self.windows),
            needs=_shared(last.needs if last else None, self.needs),
            assistance=_shared(last.assistance if last else None, self.assistance),
            tokens=last.tokens if last and not self.tokens.changed else self._by_hash(),
            users=_shared(last.users if last else None, self.users),
            phones=self._by_phone(),
            calls=_shared(last.calls if last else None, self.calls),
            counters=_shared(last.counters if last else None, self.counters),
            documents=_shared(last.documents if last else None, self.documents),
        )

    def _by_phone(self) -> Mapping[str, str]:
        """Return the tickets' ids by the secrets of their pages.

        Views share one index, as a copy for each would cost every commit the whole day's tickets:
        it only grows, with what is committed, and a day of its own has a new one.
        """
        if self._view is None or self.days.changed:
            self._phones = {each.phone_secret: each.id for each in self.tickets.values()}
        else:
            for key, before, after in self.tickets.changes():
                if before is None and after is not None and self.tickets.get(key) is after:
                    self._phones[after.phone_secret] = key
        return MappingProxyType(self._phones)

    def _by_hash(self) -> Mapping[str, Token]:
        live = (token for token in self.tokens.values() if token.revoked_at is None)
        return MappingProxyType({token.hash: token for token in live})

    def _leave_other_days(self) -> None:
        day = self.day
        for ticket in list(self.tickets.values()):
            if day is None or ticket.day != day.id:
                self.tickets.evict(ticket.id)
                self.needs.evict(ticket.id)
                self.calls.evict(ticket.id)

    def _leave_documents(self) -> None:
        """Keep in memory what is live and not over."""
        over = self.purge_at
        for change in self.documents.changes():
            if change.after is not None and not change.after.live:
                self.documents.evict(change.key)
        if over is not None:
            for kept in list(self.documents.values()):
                if kept.until is not None and kept.until < over:
                    self.documents.drop((kept.kind, kept.id))

    def _untell(self) -> None:
        self.rows.pop()

    def _stand(self, ticket: Ticket, *, adding: bool) -> None:
        place = place_of(ticket)
        if adding:
            self.lines.add(place)
            self.log.push(lambda: self.lines.remove(place))
        else:
            self.lines.remove(place)
            self.log.push(lambda: self.lines.add(place))

    def _occupy(self, window_id: str | None, ticket: str | None) -> None:
        window = self.windows.get(window_id or "")
        if window is not None:
            self.windows.put(window.id, replace(window, ticket=ticket))


def _shared(last: Mapping[K, V] | None, now: Tracked[K, V]) -> Mapping[K, V]:
    """Return the mapping of the view before where nothing changed, else a copy."""
    return last if last is not None and not now.changed else MappingProxyType(now.copy())
