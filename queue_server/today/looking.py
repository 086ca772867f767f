"""Looking at the hall: pure functions from what is known to what is wrong."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from config.site import Site
from queue_server import wire
from queue_server.domain.circumstances import offered
from queue_server.domain.ticket import State
from queue_server.service.feedback.rules import KIND as FEEDBACK
from queue_server.service.feedback.rules import read
from queue_server.service.healing import Recovered
from queue_server.store.image import View
from queue_server.today.kinds import KINDS, WELL, Kind, of_device

_ASSISTANCE_WAITS = timedelta(minutes=2)
_NOBODY_CALLS = timedelta(minutes=5)
_BACKUP_AGE = timedelta(days=2)
_LEAST_ROOM = 1 << 30
_KEY_IS_NEW = timedelta(days=7)
_ORDER = ("stops", "soon", "information")


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What is known of the hall at one moment.

    ``away`` maps kiosks and display agents that do not follow the hall to since when; ``room`` is
    the bytes free where the hall's data lie; ``backup`` is when the last copy was made, and
    ``elsewhere`` when one went to another disk. ``content_aside``: a damaged content file was
    laid aside and waits for somebody. ``recovered``: a damaged hall was put back from a copy by
    itself. ``journal_cut`` is a row that was signed and is no longer
    in the journal as it was; ``journal_keys`` maps the keys that sign it to since when.
    """

    view: View
    site: Site
    now: datetime
    reasons: tuple[str, ...] = ()
    devices: tuple[wire.DeviceState, ...] = ()
    away: Mapping[str, datetime] = field(default_factory=dict)
    room: int | None = None
    backup: datetime | None = None
    elsewhere: datetime | None = None
    content_aside: bool = False
    recovered: Recovered | None = None
    journal_cut: int | None = None
    journal_keys: Mapping[str, datetime] = field(default_factory=dict)
    emergency: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """One thing found: which kind, of what, since when; ``values`` fill its words."""

    id: str
    about: str
    since: datetime | None = None
    values: Mapping[str, object] = field(default_factory=dict)
    detail: str = ""

    @property
    def kind(self) -> Kind:
        """How bad it is, and who mends it."""
        return KINDS[self.id]

    @property
    def mark(self) -> str:
        """What makes it the same finding when it is looked at again."""
        since = self.since.isoformat() if self.since else ""
        return f"{self.id}/{self.about}/{since}"


def look(seen: Seen) -> tuple[Found, ...]:
    """Return what is wrong: what stops visitors first, causes before what follows from them."""
    found = [
        *_machine(seen),
        *_recovered(seen),
        *_kept(seen),
        *_floor(seen),
        *_owed(seen),
        *_away(seen),
        *_devices(seen),
    ]
    return tuple(sorted(found, key=lambda each: _ORDER.index(each.kind.severity)))


def _machine(seen: Seen) -> Iterator[Found]:
    told = {
        "the last commit failed": "hall-write_failed",
        "stands by: another server writes for this hall": "hall-standing_by",
        "no service day is open": "hall-no_day",
    }
    for reason in seen.reasons:
        if reason in told:
            yield Found(id=told[reason], about="hall", detail=reason)
    if seen.room is not None and seen.room < _LEAST_ROOM:
        free = max(0, seen.room >> 20)
        yield Found(id="hall-disk_low", about="hall", values={"free": free})
    if seen.emergency is not None:
        yield Found(id="hall-emergency", about="hall", since=seen.emergency)


def _kept(seen: Seen) -> Iterator[Found]:
    if seen.backup is None:
        yield Found(id="hall-backup_none", about="hall")
    elif _too_old(seen.backup, seen.now):
        days = (seen.now - seen.backup).days
        yield Found(id="hall-backup_old", about="hall", since=seen.backup, values={"days": days})
    if seen.site.backup.copy_to and _too_old(seen.elsewhere, seen.now):
        place = seen.site.backup.copy_to
        yield Found(
            id="hall-backup_elsewhere", about="hall", since=seen.elsewhere, values={"place": place}
        )
    if seen.content_aside:
        yield Found(id="hall-content_damaged", about="hall")
    if seen.journal_cut is not None:
        yield Found(id="hall-journal_cut", about="hall", values={"row": seen.journal_cut})
    if len(seen.journal_keys) > 1:
        name, since = max(seen.journal_keys.items(), key=lambda each: each[1])
        if seen.now - since < _KEY_IS_NEW:
            yield Found(id="hall-journal_key", about="hall", since=since, values={"key": name})


def _recovered(seen: Seen) -> Iterator[Found]:
    told, zone = seen.recovered, ZoneInfo(seen.site.hall.time_zone)
    if told is None:
        return
    known = "no" if told.rows is None else "part" if told.at_least else "yes"
    values = {
        "state": told.state,
        "from": f"{told.since.astimezone(zone):%Y-%m-%d %H:%M}",
        "until": "none" if told.until is None else f"{told.until.astimezone(zone):%Y-%m-%d %H:%M}",
        "known": known,
        "numbers": told.numbers or 0,
        "rows": told.rows or 0,
        "times": told.times,
        "aside": told.aside or "none",
    }
    yield Found(id="hall-recovered", about="hall", since=told.at, values=values)


def _too_old(at: datetime | None, now: datetime) -> bool:
    return at is None or now - at > _BACKUP_AGE


def _floor(seen: Seen) -> Iterator[Found]:
    served = {
        service
        for window in seen.view.windows.values()
        if window.state != "closed"
        for service in offered(window, seen.site)
    }
    for service in seen.site.services:
        waiting = [
            each.issued_at
            for each in seen.view.tickets.values()
            if each.state is State.WAITING and each.service == service.id
        ]
        if not waiting or service.id in served or seen.now - min(waiting) < _NOBODY_CALLS:
            continue
        yield Found(
            id="hall-no_window",
            about=f"service:{service.id}",
            since=min(waiting),
            values={"count": len(waiting)},
        )
    for request in seen.view.assistance.values():
        if request.state == "asked" and seen.now - request.asked_at > _ASSISTANCE_WAITS:
            where = request.kiosk or request.zone or ""
            yield Found(
                id="hall-assistance",
                about=f"assistance:{request.id}",
                since=request.asked_at,
                values={"place": where},
            )


def _owed(seen: Seen) -> Iterator[Found]:
    told = [
        read(each) for each in seen.view.documents.values() if each.kind == FEEDBACK and each.live
    ]
    late = [each for each in told if each.late and each.state != "closed"]
    if late:
        first = min(each.first_by or each.at for each in late)
        yield Found(id="hall-feedback_late", about="hall", since=first, values={"count": len(late)})


def _away(seen: Seen) -> Iterator[Found]:
    role = {each.name: each.role for each in seen.view.tokens.values()}
    for name, since in sorted(seen.away.items()):
        kind = "hall-away-display" if role.get(name) == "display" else "hall-away-kiosk"
        yield Found(id=kind, about=f"program:{name}", since=since, values={"name": name})


def _devices(seen: Seen) -> Iterator[Found]:
    for state in seen.devices:
        # Where a whole program is away, that is told once and not again for each of its devices.
        if state.state in WELL or state.by in seen.away:
            continue
        kind = of_device(state.device, state.cause)
        yield Found(id=kind, about=state.device, since=state.since, detail=state.detail)
