"""The kiosk on its own: tickets from its own range of numbers while the hall does not answer.

Every kiosk owns a range of numbers for each prefix and day, so nothing has to be agreed with
anybody. A ticket is on this machine's disk before its number is shown. Opening hours hold here
too; how many wait is not known and not guessed.
"""

import asyncio
import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import msgspec

from config.hours import serves
from config.site import Hours
from hall.clock import Clock
from hall.errors import RuleError
from kiosk.durable import Disk, StorageError
from kiosk.flow.visit import ALONE
from kiosk.folder import HALL, JOURNAL, PRINTED
from kiosk.journal import Issued, Kept, Outcome, TicketJournal, Told
from kiosk.remembering import Remembered, remember, remembered, without_visitors
from queue_server import wire

_LOG = logging.getLogger(__name__)
_HANDLING = wire.Handling(grace_s=0, repeats=1, hold_s=10)
_REMEMBER_EVERY_S = 60.0


@dataclass(frozen=True, slots=True)
class _Anchor:
    """An instant of the hall's time, and when this process knew it."""

    hall: datetime
    monotonic: float


class Alone:
    """One kiosk's numbers. ``kiosk_id`` says which kiosk this is, where the hall should not."""

    def __init__(
        self, folder: Path, clock: Clock, *, kiosk_id: str = "", disk: Disk | None = None
    ) -> None:
        self._folder = folder
        self._clock = clock
        self._kiosk_id = kiosk_id
        self._disk = disk
        self._journal: TicketJournal | None = None
        self._printed: TicketJournal | None = None
        self._turn = asyncio.Lock()
        self._known: Remembered | None = None
        self._remembered_at: float | None = None
        self._anchor = _Anchor(clock.now(), clock.monotonic())
        self._contact: datetime | None = None

    @property
    def folder(self) -> Path:
        """Where this kiosk keeps things."""
        return self._folder

    async def open(self) -> None:
        """Read what this machine kept; without a disk the kiosk issues nothing alone."""
        async with self._turn:
            await asyncio.to_thread(self._open)

    @property
    def known(self) -> Remembered | None:
        """The hall as it last was, or None before it was ever found."""
        return self._known

    @property
    def keeps(self) -> bool:
        """Whether tickets can be kept on this machine's disk."""
        return self._journal is not None

    @property
    def unsent(self) -> bool:
        """Whether there are tickets no hall has heard of."""
        return self._journal is not None and self._journal.unsent

    def now(self) -> datetime:
        """Return the hall's time as well as this machine knows it.

        In one run it follows the machine's steady clock, so a stepped wall clock changes nothing.
        """
        passed = self._clock.monotonic() - self._anchor.monotonic
        return self._anchor.hall + timedelta(seconds=passed)

    def kept(self) -> tuple[Kept, ...]:
        """Return the tickets issued alone of the last days."""
        return self._journal.kept() if self._journal is not None else ()

    # --- while the hall answers

    def own(self, site: wire.SiteInfo) -> wire.SiteInfo:
        """Return the site with ``you`` as this machine was told, else as the hall says."""
        return msgspec.structs.replace(site, you=self._kiosk_id or site.you)

    def heard(self, ahead: timedelta) -> None:
        """Note that the hall answered just now, its clock that far ahead of this machine's."""
        self._contact = self._clock.now() + ahead
        self._anchor = _Anchor(self._contact, self._clock.monotonic())

    async def learned(self, site: wire.SiteInfo, services: tuple[wire.ServiceInfo, ...]) -> None:
        """Keep what the hall is, on disk too where that is a minute old or the hall changed."""
        site = self.own(site)
        before, now = self._known, self._clock.monotonic()
        self._known = known = Remembered(
            at=self.now(),
            ahead_s=(self.now() - self._clock.now()).total_seconds(),
            site=without_visitors(site),
            services=services,
        )
        fresh = before is None or before.site.kiosks != site.kiosks or before.site.you != site.you
        due = self._remembered_at is None or now - self._remembered_at >= _REMEMBER_EVERY_S
        if self._journal is None or not (fresh or due):
            return
        self._remembered_at = now
        async with self._turn:
            try:
                await asyncio.to_thread(remember, self._folder / HALL, known)
            except StorageError as error:
                _LOG.warning("the hall is not remembered", extra={"why": str(error)})

    async def note_given(self, request: wire.TicketRequest, key: str, ticket: wire.Ticket) -> None:
        """Keep a number the hall gave, before it is printed: a restored hall may not know it."""
        async with self._turn:
            await asyncio.to_thread(self._note_given, request, key, ticket)

    def _note_given(self, request: wire.TicketRequest, key: str, ticket: wire.Ticket) -> None:
        known, printed = self._known, self._printed
        if known is None or printed is None or known.site.you is None or printed.find(key):
            return
        entry = wire.OfflineEntry(
            key=key,
            number=ticket.number,
            day=ticket.day or _here(known.site, ticket.issued_at).date().isoformat(),
            at=ticket.issued_at,
            service=ticket.service,
            languages=request.languages,
            by_hall=True,
        )
        issued = Issued(hall=known.site.id, kiosk=known.site.you, last_contact=None, entry=entry)
        try:
            printed.add(issued)
        except StorageError as error:
            _LOG.warning("a number given is not kept here", extra={"why": str(error)})

    # --- while it does not

    def find(self, key: str) -> wire.Ticket | None:
        """Return the ticket already issued alone under a key."""
        issued = self._journal.find(key) if self._journal is not None else None
        return ticket_of(issued.entry) if issued is not None else None

    def is_own(self, ticket_id: str) -> bool:
        """Tell whether an id is that of a ticket only this kiosk knows."""
        return ticket_id.startswith(ALONE)

    async def issue(self, request: wire.TicketRequest, key: str) -> wire.Ticket:
        """Issue a ticket; on disk when this returns.

        Raises RuleError: ``not_alone`` where this kiosk owns no numbers, ``alone_used_up``,
        ``service_closed``, or ``disk_full`` where the ticket cannot be kept.
        """
        async with self._turn:
            return await asyncio.to_thread(self._issue, request, key)

    def _issue(self, request: wire.TicketRequest, key: str) -> wire.Ticket:
        known, journal = self._known, self._journal
        if known is None or journal is None:
            raise RuleError("not_alone", "this kiosk does not know its hall")
        kiosk = next((each for each in known.site.kiosks if each.id == known.site.you), None)
        if kiosk is None:
            raise RuleError("not_alone", "this kiosk owns no numbers of the hall")
        if (before := journal.find(key)) is not None:
            return ticket_of(before.entry)
        at = self.now()
        service = _served(known, request.service, at)
        day = _here(known.site, at).date().isoformat()
        number = _following(journal, kiosk, service.prefix, day)
        entry = wire.OfflineEntry(
            key=key, number=number, day=day, at=at, service=service.id,
            needs=request.needs, languages=request.languages,
        )  # fmt: skip
        issued = Issued(
            hall=known.site.id, kiosk=kiosk.id, last_contact=self._contact or known.at, entry=entry
        )
        try:
            journal.add(issued)
        except StorageError as error:
            _LOG.error("no ticket: nothing can be kept", extra={"why": str(error)})
            raise RuleError("disk_full", str(error)) from error
        _LOG.info("ticket issued alone", extra={"number": number, "day": day})
        return ticket_of(entry)

    # --- when it answers again

    async def take_back(self, site: wire.SiteInfo) -> None:
        """Put tickets of a day the hall has not reached into its today; it has just answered.

        This machine's clock was ahead while it was cut off, but its visitors stand here now. A
        number that was given today as well keeps the day printed on it.
        """
        async with self._turn:
            await asyncio.to_thread(self._take_back, site)

    def _take_back(self, site: wire.SiteInfo) -> None:
        journal, now = self._journal, self.now()
        if journal is None:
            return
        today = _here(site, now).date().isoformat()
        waiting = journal.waiting(site.id, site.epoch)
        for issued in (each for each in waiting if each.entry.day > today):
            entry = issued.entry
            if journal.given(issued.kiosk, entry.number, today):
                continue
            _LOG.warning(
                "ticket of a wrong clock", extra={"number": entry.number, "day": entry.day}
            )
            moved = msgspec.structs.replace(entry, day=today, at=min(entry.at, now))
            journal.add(msgspec.structs.replace(issued, entry=moved))

    def waiting(self, site: wire.SiteInfo) -> tuple[Issued, ...]:
        """Return the tickets this hall has yet to be told, oldest first; then those it gave."""
        files = (self._journal, self._printed)
        return tuple(
            issued
            for file in files
            if file is not None
            for issued in file.waiting(site.id, site.epoch)
        )

    async def told(self, epoch: str, answers: dict[str, tuple[Outcome, str | None]]) -> None:
        """Note what the hall made of tickets, and forget what need not be kept."""
        async with self._turn:
            await asyncio.to_thread(self._told, epoch, answers)

    def _told(self, epoch: str, answers: dict[str, tuple[Outcome, str | None]]) -> None:
        if self._journal is None:
            return
        for key, (outcome, code) in answers.items():
            given = self._printed is not None and self._printed.find(key) is not None
            file = self._printed if given and not self._journal.find(key) else self._journal
            if file is not None:
                file.add(Told(key=key, outcome=outcome, epoch=epoch, code=code))
        if self._known is not None:
            today = _here(self._known.site, self.now()).date().isoformat()
            for each in (self._journal, self._printed):
                if each is not None:
                    each.tidy(today)

    async def aclose(self) -> None:
        """Let others have the files."""
        async with self._turn:
            for file in (self._journal, self._printed):
                if file is not None:
                    file.close()
            self._journal = self._printed = None

    def _open(self) -> None:
        try:
            self._journal = TicketJournal(self._folder / JOURNAL, self._disk)
            self._printed = TicketJournal(self._folder / PRINTED, self._disk)
        except StorageError as error:
            _LOG.error("this kiosk cannot issue alone", extra={"why": str(error)})
            return
        self._known = remembered(self._folder / HALL)
        if self._known is None:
            return
        # A clock that was set back, or whose battery is dead, must not undo the hall's last word.
        here = self._clock.now() + timedelta(seconds=self._known.ahead_s)
        last = max((each.issued.entry.at for each in self.kept() if not each.told), default=here)
        self._anchor = _Anchor(max(here, self._known.at, last), self._clock.monotonic())


def ticket_of(entry: wire.OfflineEntry) -> wire.Ticket:
    """Return a ticket issued alone as the conversation shows it; place and wait nobody knows."""
    return wire.Ticket(
        id=f"{ALONE}{entry.key}",
        number=entry.number,
        service=entry.service,
        state="WAITING",
        version=0,
        issued_at=entry.at,
        called_at=None,
        window=None,
        call_no=0,
        ahead=None,
        wait=None,
        handling=_HANDLING,
        phone_url="",
        languages=entry.languages,
        day=entry.day,
    )


def _served(known: Remembered, wanted: str, at: datetime) -> wire.ServiceInfo:
    service = next((each for each in known.services if each.id == wanted), None)
    if service is None or service.closed_because == "service_closed":
        raise RuleError("service_closed", f"{wanted} is not offered")
    here, site = _here(known.site, at), known.site
    told = site.hours
    if told is not None:
        hours = Hours(always=told.always, week=told.week, holidays=told.holidays)  # type: ignore[arg-type]  # the hall's own week
        if not serves(hours, here):
            raise RuleError("service_closed", "outside the hall's hours")
    closed = site.day is not None and site.day.closed_at is not None
    if closed and site.day is not None and site.day.id == here.date().isoformat():
        raise RuleError("day_closed", "the service day is closed")
    return service


def _following(journal: TicketJournal, kiosk: wire.KioskInfo, prefix: str, day: str) -> str:
    last = journal.highest(kiosk.id, prefix, day)
    number = (kiosk.offline_first if last is None else last + 1) + journal.unreadable(day)
    if number > kiosk.offline_last:
        raise RuleError("alone_used_up", f"{kiosk.id} has no number of {prefix} left today")
    return f"{prefix}{number:03d}"


def _here(site: wire.SiteInfo, at: datetime) -> datetime:
    return at.astimezone(ZoneInfo(site.time_zone))
