"""Performing effects: asking the hall, and what each answer makes of the visit."""

from collections.abc import Callable
from dataclasses import replace

from hall.errors import RuleError, SyncError
from kiosk.flow.effects import (
    Act,
    CallStaff,
    CheckIn,
    FindContent,
    LookUp,
    OpenItem,
    Question,
    Refresh,
    Suggest,
    TakeTicket,
)
from kiosk.flow.going import back, go
from kiosk.flow.ports import HallPort
from kiosk.flow.visit import Known, Place, Visit
from queue_server import wire

Settle = Callable[[Visit, Known], tuple[Visit, Known]]
"""What an answer makes of the visit and of what is known, applied when it arrives."""

_SUGGESTIONS = 9
_KNOWN_REFUSALS = frozenset(
    {"quota_reached", "numbers_used_up", "no_time_left", "service_closed", "day_closed"}
)
_NOT_NOW = "acted-not-now"
_ACT_REFUSED = {"limit_reached": "acted-limit", "forbidden": "acted-forbidden"}


async def perform(effect: Question, visit: Visit, known: Known, hall: HallPort) -> Settle:
    """Ask the hall and return what its answer means; a hall that is gone has an answer too."""
    try:
        return await _asked_for(effect, visit, known, hall)
    except SyncError:
        return _gone(effect)
    except RuleError as error:
        return _refused(effect, error)


async def _asked_for(effect: Question, visit: Visit, known: Known, hall: HallPort) -> Settle:
    match effect:
        case TakeTicket():
            return await _take_ticket(visit, hall)
        case LookUp() | CheckIn() | Act():
            return await _own_ticket(effect, visit, hall)
        case FindContent(after):
            return _content(await hall.content(**_query(visit, known, after)), after)
        case OpenItem(kind, item):
            return _item(await hall.content_item(kind, item))
        case Suggest(typed):
            return _suggested(typed, (await hall.suggest(typed, _SUGGESTIONS)).items)
        case CallStaff():
            request = wire.AssistanceRequest(ticket=visit.ticket.id if visit.ticket else None)
            return _asked(await hall.ask_assistance(request))
        case Refresh():
            return await _refresh(hall)


async def _take_ticket(visit: Visit, hall: HallPort) -> Settle:
    request = wire.TicketRequest(
        service=visit.service or "",
        needs=tuple(sorted(visit.needs)),  # type: ignore[arg-type]  # the toggles are the needs
        languages=(visit.modes.language,),
        channel="kiosk",
    )
    return _issued(await hall.issue(request, visit.key))


def _issued(ticket: wire.Ticket) -> Settle:
    def settle(now: Visit, known: Known) -> tuple[Visit, Known]:
        taken = replace(go(now, "issued"), ticket=ticket, key="", key_for=None)
        return replace(taken, paper="printing" if known.prints else "none"), known

    return settle


async def _own_ticket(effect: LookUp | CheckIn | Act, visit: Visit, hall: HallPort) -> Settle:
    if isinstance(effect, CheckIn):
        return _issued(await hall.check_in(effect.code))
    if isinstance(effect, LookUp):
        return _found((await hall.tickets(number=effect.number)).items)
    if visit.found is None:
        return lambda now, known: (replace(now, busy=False), known)
    return _acted(effect, await hall.act(visit.found.id, effect.event))


def _acted(effect: Act, ticket: wire.Ticket) -> Settle:
    """Show the ticket as it is now; of one given up nothing is left to show."""

    def settle(now: Visit, known: Known) -> tuple[Visit, Known]:
        own = now.ticket is not None and now.ticket.id == ticket.id
        after = replace(
            now,
            step="found",
            history=(Place("home"),),
            found=ticket,
            acted=f"acted-{effect.event}",
            busy=False,
            ticket=None if own and ticket.state == "CANCELLED" else now.ticket,
        )
        return after, known

    return settle


def _query(visit: Visit, known: Known, after: str) -> dict[str, str | int]:
    search = visit.search
    asked: dict[str, str | int] = {"kind": search.kind, "limit": known.capacity.rows}
    if search.text:
        asked["q"] = search.text
    if after:
        asked["cursor"] = after
    return asked | {facet: value for facet, value, _ in search.chosen}


def _found(tickets: tuple[wire.Ticket, ...]) -> Settle:
    ticket = tickets[-1] if tickets else None
    return lambda now, known: (
        replace(go(now, "found"), found=ticket, acted="", busy=False),
        known,
    )


def _content(page: wire.ContentPage, after: str) -> Settle:
    def settle(now: Visit, known: Known) -> tuple[Visit, Known]:
        search = replace(now.search, busy=False)
        if not after:
            search = replace(search, answer=page, items=page.items, first=0)
        elif search.answer is not None and search.answer.next == after:
            search = replace(search, answer=page, items=(*search.items, *page.items))
        return replace(now, search=search, busy=False), known

    return settle


def _item(item: wire.ContentItem) -> Settle:
    return lambda now, known: (replace(now, item=item, busy=False), known)


def _suggested(typed: str, found: tuple[wire.Suggestion, ...]) -> Settle:
    def settle(now: Visit, known: Known) -> tuple[Visit, Known]:
        if now.typed != typed:
            return now, known  # more was typed meanwhile
        return replace(now, suggestions=found, busy=False), known

    return settle


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
        return (back(now, known).visit if now.step == "offline" else now), fresh

    return settle


def _gone(effect: Question) -> Settle:
    def settle(now: Visit, known: Known) -> tuple[Visit, Known]:
        lost = replace(known, connected=False, lost=True)
        match effect:
            case CallStaff():
                return replace(now, assistance_failed=True, busy=False), lost
            case Suggest() | Refresh():
                return replace(now, busy=False), lost
            case _:
                idle = replace(now, busy=False, search=replace(now.search, busy=False))
                return replace(go(idle, "offline"), failed=effect), lost

    return settle


def _refused(effect: Question, error: RuleError) -> Settle:
    def settle(now: Visit, known: Known) -> tuple[Visit, Known]:
        match effect:
            case TakeTicket():
                return replace(go(now, "refused"), refusal=error.code), known
            case CheckIn():
                why = error.code if error.code in _KNOWN_REFUSALS else f"booking_{error.code}"
                return replace(go(now, "refused"), refusal=why), known
            case LookUp():
                return replace(go(now, "found"), found=None, acted="", busy=False), known
            case Act():
                return replace(now, acted=_ACT_REFUSED.get(error.code, _NOT_NOW), busy=False), known
            case CallStaff():
                return replace(now, assistance_failed=True, busy=False), known
            case OpenItem():
                return replace(back(now, known).visit, item=None), known
            case _:
                return replace(now, busy=False, search=replace(now.search, busy=False)), known

    return settle
