"""Performing effects: asking the hall, and what each answer makes of the visit."""

from dataclasses import replace
from datetime import datetime

from config.site import Need
from hall.errors import RuleError, SyncError
from kiosk.flow.answers import refused, told
from kiosk.flow.beginning import first_modes
from kiosk.flow.effects import (
    Act,
    CallStaff,
    ChangeNeeds,
    CheckIn,
    FindContent,
    LookUp,
    OpenItem,
    Question,
    Recognise,
    Refresh,
    Spell,
    Suggest,
    TakeTicket,
    Told,
)
from kiosk.flow.going import back, go
from kiosk.flow.ports import HallPort, InputPort
from kiosk.flow.seeking import Settle, sought
from kiosk.flow.visit import Known, Place, Visit
from queue_server import wire

_KNOWN_REFUSALS = frozenset(
    {"quota_reached", "numbers_used_up", "no_time_left", "service_closed", "day_closed"}
)
_NOT_NOW = "acted-not-now"
_ACT_REFUSED = {"limit_reached": "acted-limit", "forbidden": "acted-forbidden"}


async def perform(
    effect: Question, visit: Visit, known: Known, hall: HallPort, inputs: InputPort
) -> Settle:
    """Ask the hall and return what its answer means; a hall that is gone has an answer too."""
    try:
        if isinstance(effect, FindContent | OpenItem | Suggest | Spell | Recognise):
            return await sought(effect, visit, known, hall, inputs)
        if isinstance(effect, Told):
            return await told(effect, visit, hall)
        return await _asked_for(effect, visit, hall)
    except SyncError:
        return _gone(effect)
    except RuleError as error:
        if isinstance(effect, Told):
            return refused(effect, error)
        return _refused(effect, error)


async def _asked_for(
    effect: TakeTicket | LookUp | CheckIn | Act | ChangeNeeds | CallStaff | Refresh,
    visit: Visit,
    hall: HallPort,
) -> Settle:
    match effect:
        case TakeTicket():
            return await _take_ticket(visit, hall)
        case LookUp() | CheckIn() | Act() | ChangeNeeds():
            return await _own_ticket(effect, visit, hall)
        case CallStaff():
            request = wire.AssistanceRequest(ticket=visit.ticket.id if visit.ticket else None)
            return _asked(await hall.ask_assistance(request))
        case Refresh():
            return await _refresh(hall)


async def _take_ticket(visit: Visit, hall: HallPort) -> Settle:
    request = wire.TicketRequest(
        service=visit.service or "",
        needs=_needs(visit),
        languages=(visit.modes.language,),
        channel="kiosk",
    )
    return _issued(await hall.issue(request, visit.key))


def _needs(visit: Visit) -> tuple[Need, ...]:
    return tuple(sorted(visit.needs))  # type: ignore[arg-type]  # the toggles are the needs


def _issued(ticket: wire.Ticket) -> Settle:
    def settle(now: Visit, known: Known) -> tuple[Visit, Known]:
        taken = replace(go(now, "issued"), ticket=ticket, key="", key_for=None)
        return replace(taken, paper="printing" if known.prints else "none"), known

    return settle


async def _own_ticket(
    effect: LookUp | CheckIn | Act | ChangeNeeds, visit: Visit, hall: HallPort
) -> Settle:
    if isinstance(effect, CheckIn):
        return _issued(await hall.check_in(effect.code))
    if isinstance(effect, LookUp):
        return _found((await hall.tickets(number=effect.number)).items)
    if visit.found is None:
        return lambda now, known: (replace(now, busy=False), known)
    if isinstance(effect, ChangeNeeds):
        request = wire.NeedsRequest(needs=_needs(visit))
        return _acted("needs", await hall.change_needs(visit.found.id, request))
    return _acted(effect.event, await hall.act(visit.found.id, effect.event))


def _acted(event: str, ticket: wire.Ticket) -> Settle:
    """Show the ticket as it is now; of one given up nothing is left to show."""

    def settle(now: Visit, known: Known) -> tuple[Visit, Known]:
        own = now.ticket is not None and now.ticket.id == ticket.id
        after = replace(
            now,
            step="found",
            history=(Place("home"),),
            found=ticket,
            acted=f"acted-{event}",
            busy=False,
            ticket=None if own and ticket.state == "CANCELLED" else now.ticket,
        )
        return after, known

    return settle


def _found(tickets: tuple[wire.Ticket, ...]) -> Settle:
    ticket = tickets[-1] if tickets else None
    return lambda now, known: (
        replace(go(now, "found"), found=ticket, acted="", busy=False),
        known,
    )


def _asked(asked: wire.Assistance) -> Settle:
    return lambda now, known: (
        replace(now, assistance=asked, assistance_failed=False, busy=False),
        known,
    )


async def _refresh(hall: HallPort) -> Settle:
    services, site = await hall.services(), await hall.site()
    jobs = (await hall.content(kind="job", limit=1)).total

    def settle(now: Visit, known: Known) -> tuple[Visit, Known]:
        fresh = replace(
            known,
            services=services.items,
            site=site,
            hall_names=site.name,
            jobs=jobs,
            connected=True,
            lost=False,
        )
        if now.step == "idle":
            return replace(now, modes=first_modes(fresh)), fresh
        return (back(now, known).visit if now.step == "offline" else now), fresh

    return settle


def _gone(effect: Question) -> Settle:
    def settle(now: Visit, known: Known) -> tuple[Visit, Known]:
        lost = replace(known, connected=False, lost=True)
        match effect:
            case CallStaff():
                return replace(now, assistance_failed=True, busy=False), lost
            case Suggest() | Spell() | Recognise() | Refresh():
                return replace(now, busy=False), lost
            case _:
                idle = replace(now, busy=False, search=replace(now.search, busy=False))
                return replace(go(idle, "offline"), failed=effect), lost

    return settle


def _possible_at(error: RuleError) -> datetime | None:
    """Return from when the hall would take the same request, where it says so."""
    told = error.fields.get("possible_at")
    try:
        return datetime.fromisoformat(told) if isinstance(told, str) else None
    except ValueError:
        return None


def _refused(effect: Question, error: RuleError) -> Settle:
    def settle(now: Visit, known: Known) -> tuple[Visit, Known]:
        match effect:
            case TakeTicket():
                return replace(go(now, "refused"), refusal=error.code), known
            case CheckIn():
                why = error.code if error.code in _KNOWN_REFUSALS else f"booking_{error.code}"
                at = _possible_at(error)
                return replace(go(now, "refused"), refusal=why, refusal_at=at), known
            case LookUp():
                return replace(go(now, "found"), found=None, acted="", busy=False), known
            case Act() | ChangeNeeds():
                asking = now.step in ("cancel", "my-needs")
                shown = back(now, known).visit if asking else now
                told = _ACT_REFUSED.get(error.code, _NOT_NOW)
                return replace(shown, acted=told, busy=False), known
            case CallStaff():
                return replace(now, assistance_failed=True, busy=False), known
            case OpenItem():
                return replace(back(now, known).visit, item=None), known
            case _:
                return replace(now, busy=False, search=replace(now.search, busy=False)), known

    return settle
