"""Tickets, windows, days, deliveries and assistance (contract §2)."""

from typing import Annotated

from litestar import Response, get, post
from litestar.params import FromPath, HeaderParameter, JSONBody, QueryParameter

from hall.errors import RuleError
from queue_server import wire
from queue_server.domain.errors import refused
from queue_server.web.actors import Hall, Who, require_known

_Key = Annotated[str | None, HeaderParameter(name="Idempotency-Key", max_length=200)]
_Short = Annotated[str | None, QueryParameter(max_length=64)]


def _needed(key: str | None) -> str:
    if not key:
        raise RuleError("key_missing", "An Idempotency-Key header is needed: any unique text")
    return key


@get("/services", summary="Services: open or not, people waiting, wait range")
async def list_services(hall: Hall) -> wire.ServiceList:
    """Answer every service as visitors see it now."""
    return await hall.services()


@get("/windows", summary="Windows and what they are doing")
async def list_windows(hall: Hall) -> wire.WindowList:
    """Answer every window."""
    return await hall.windows()


@get("/site", summary="The hall as devices need it")
async def get_site(hall: Hall, who: Who) -> wire.SiteInfo:
    """Answer zones, windows, signs, boards, kiosks, languages."""
    return await hall.site(who)


@post("/tickets", summary="Take a ticket")
async def issue_ticket(
    hall: Hall, who: Who, data: JSONBody[wire.TicketRequest], key: _Key = None
) -> Response[wire.Ticket]:
    """Answer 201 with a new ticket, or 200 with the one this key made before."""
    issued = await hall.issue(require_known(who), data, _needed(key))
    return Response(issued.ticket, status_code=201 if issued.created else 200)


@get("/tickets", summary="Tickets of the service day")
async def list_tickets(
    hall: Hall,
    who: Who,
    states: Annotated[list[wire.State] | None, QueryParameter(name="state", max_items=9)] = None,
    number: _Short = None,
    service: _Short = None,
    window: _Short = None,
    limit: Annotated[int, QueryParameter(ge=1, le=500)] = 200,
    cursor: Annotated[str | None, QueryParameter(max_length=500)] = None,
) -> wire.TicketList:
    """Answer a page in calling order; kiosks ask by number and see state, ahead and wait."""
    return await hall.tickets(
        require_known(who),
        states=tuple(states or ()),
        number=number,
        service=service,
        window=window,
        limit=limit,
        cursor=cursor,
    )


@get("/tickets/{ticket_id:str}", summary="One ticket")
async def get_ticket(hall: Hall, who: Who, ticket_id: FromPath[str]) -> wire.Ticket:
    """Answer one ticket."""
    return await hall.ticket(require_known(who), ticket_id)


@post("/tickets/{ticket_id:str}/{event:str}", status_code=200, summary="One step of a ticket")
async def act_on_ticket(
    hall: Hall,
    who: Who,
    ticket_id: FromPath[str],
    event: FromPath[str],
    data: JSONBody[wire.ActionRequest | None] = None,
) -> wire.Ticket:
    """Do one event of the state machine; a refusal is 409 with the present state."""
    return await hall.act(require_known(who), ticket_id, event, data or wire.ActionRequest())


@post("/windows/{window:str}/call-next", status_code=200, summary="Call the next visitor")
async def call_next(
    hall: Hall, who: Who, window: FromPath[str], key: _Key = None
) -> Response[wire.Ticket | None]:
    """Answer the called ticket, or 204 when nobody waits."""
    ticket = await hall.call_next(require_known(who), window, _needed(key))
    return Response(ticket, status_code=200 if ticket else 204)


@post("/windows/{window:str}/open", status_code=200, summary="Open a window")
async def open_window(hall: Hall, who: Who, window: FromPath[str]) -> wire.WindowInfo:
    """Let a window call."""
    return await hall.window_open(require_known(who), window)


@post("/windows/{window:str}/pause", status_code=200, summary="Pause a window")
async def pause_window(
    hall: Hall, who: Who, window: FromPath[str], data: JSONBody[wire.ReasonRequest | None] = None
) -> wire.WindowInfo:
    """Stop calling for a while."""
    return await hall.window_pause(require_known(who), window, data.reason if data else None)


@post("/windows/{window:str}/close", status_code=200, summary="Close a window")
async def close_window(
    hall: Hall, who: Who, window: FromPath[str], data: JSONBody[wire.ReasonRequest | None] = None
) -> wire.WindowInfo:
    """Close a window; a ticket it called goes back to the line."""
    return await hall.window_close(require_known(who), window, data.reason if data else None)


@post("/day/open", status_code=200, summary="Open the service day")
async def open_day(hall: Hall, who: Who) -> wire.DayInfo:
    """Open today's record; numbers begin anew."""
    return await hall.day_open(require_known(who))


@post("/day/close", status_code=200, summary="Close the service day")
async def close_day(hall: Hall, who: Who) -> wire.DayInfo:
    """Close the day; what is left ends by rule."""
    return await hall.day_close(require_known(who))


@post("/offline", status_code=200, summary="Tickets a kiosk issued alone")
async def replay_offline(
    hall: Hall, who: Who, data: JSONBody[wire.OfflineReplay]
) -> wire.OfflineAnswers:
    """Answer what became of each, in order; harmless when repeated."""
    if require_known(who).role != "kiosk":
        raise refused("forbidden", "only a kiosk issues tickets alone")
    return await hall.replay_offline(who, data)


@post("/deliveries", status_code=204, summary="What became of a call at one sink")
async def tell_delivery(hall: Hall, who: Who, data: JSONBody[wire.Delivery]) -> None:
    """Note it in the journal; staff pages show failures at once."""
    await hall.deliver(require_known(who), data)


@post("/devices/status", status_code=204, summary="What a device says of itself")
async def report_device(hall: Hall, who: Who, data: JSONBody[wire.DeviceStatus]) -> None:
    """Keep it; a change is told to the consoles at once."""
    await hall.report_device(require_known(who), data)


@post("/assistance", summary="Ask a person to come")
async def ask_assistance(
    hall: Hall, who: Who, data: JSONBody[wire.AssistanceRequest]
) -> wire.Assistance:
    """Show and sound it on staff pages until somebody takes it."""
    return await hall.assistance_ask(require_known(who), data)


@get("/assistance", summary="Requests for a person, not yet done")
async def list_assistance(hall: Hall, who: Who) -> wire.AssistanceList:
    """Answer them, oldest first."""
    return await hall.assistance(require_known(who))


@post("/assistance/{assistance_id:str}/take", status_code=200, summary="I am coming")
async def take_assistance(hall: Hall, who: Who, assistance_id: FromPath[str]) -> wire.Assistance:
    """Tell the visitor who is coming."""
    return await hall.assistance_take(require_known(who), assistance_id)


@post("/assistance/{assistance_id:str}/done", status_code=200, summary="The visitor was helped")
async def end_assistance(hall: Hall, who: Who, assistance_id: FromPath[str]) -> wire.Assistance:
    """End the request."""
    return await hall.assistance_done(require_known(who), assistance_id)


HANDLERS = [
    list_services,
    list_windows,
    get_site,
    issue_ticket,
    list_tickets,
    get_ticket,
    act_on_ticket,
    call_next,
    open_window,
    pause_window,
    close_window,
    open_day,
    close_day,
    replay_offline,
    tell_delivery,
    report_device,
    ask_assistance,
    list_assistance,
    take_assistance,
    end_assistance,
]
