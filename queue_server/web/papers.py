"""The hall on paper: the procedure and slips to print, and the form that enters them."""

from dataclasses import dataclass
from datetime import datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from litestar import Request, Response, Router, get, post
from litestar.params import JSONBody

from config.site import Service, name_in
from hall.errors import RuleError
from hall.texts import Texts, load_texts
from queue_server import wire
from queue_server.papers.taking import Papers
from queue_server.service.asking import DESK
from queue_server.web.actors import Who, require_known
from queue_server.web.pages import LANGUAGES, language_of
from queue_server.web.rooms import Rooms

_Asked = Request[Any, Any, Any]
_MOST_SLIPS = 60
_USUAL_SLIPS = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class _Slip:
    number: str
    service: str


def paper_routers(rooms: Rooms) -> tuple[Router, Router]:
    """Return the page ``/reception/paper`` and ``POST /api/v1/papers``."""
    papers = Papers(rooms.server.hall)
    words = {each: load_texts(each, "queue_server.papers") for each in LANGUAGES}

    def shown(request: _Asked, texts: Texts, *, told: str = "", wrong: str = "") -> Response[Any]:
        session = rooms.enter(request, DESK, "Paper is for those at the desk")
        site, language = rooms.server.hall.settings, language_of(request)
        first, last = site.issuing.paper_first, site.issuing.paper_last
        begin = _whole(request.query_params.get("from"), first, first, last)
        count = _whole(request.query_params.get("count"), _USUAL_SLIPS, 1, _MOST_SLIPS)
        slips = [
            _Slip(number=f"{service.prefix}{number}", service=name_in(service.names, language))
            for service in _unlike(site.services)
            for number in range(begin, min(begin + count, last + 1))
        ]
        return rooms.show(
            request, session, "paper", status=422 if wrong else 200, s=texts.written,
            hall=name_in(site.hall.name, language), hotline=site.hall.hotline, slips=slips,
            first=first, last=last, begin=begin, count=count, most=_MOST_SLIPS, told=told,
            wrong=wrong, steps=range(1, 8),
        )  # fmt: skip

    @get("/paper", include_in_schema=False)
    async def page(request: _Asked) -> Response[Any]:
        return shown(request, words[language_of(request)])

    @post("/paper", status_code=200, include_in_schema=False)
    async def enter(request: _Asked) -> Response[Any]:
        session, fields = await rooms.own_form(request)
        texts = words[language_of(request)]
        site = rooms.server.hall.settings
        number = str(fields.get("number", "")).strip().upper()[:16]
        at = _at(str(fields.get("at", "")), rooms.server.clock.now(), site.hall.time_zone)
        service = papers.service_of(number)
        example = f"{site.services[0].prefix}{site.issuing.paper_first}"
        if service is None:
            return shown(request, texts, wrong=texts.written("paper-wrong-number", example=example))
        if at is None:
            return shown(request, texts, wrong=texts.written("paper-wrong-time"))
        entry = wire.PaperEntry(
            number=number, service=service, at=at, served=bool(fields.get("served"))
        )
        try:
            ticket = await papers.take(session.actor, entry)
        except RuleError as refusal:
            keys = {"day_closed": "paper-closed", "number_taken": "paper-other"}
            key = keys.get(refusal.code, "paper-wrong-number")
            return shown(request, texts, wrong=texts.written(key, example=example))
        told = texts.written(
            "paper-entered", number=ticket.number, state=ticket.state, ahead=ticket.ahead or 0
        )
        return shown(request, texts, told=told)

    @post("/", status_code=201, summary="Enter a slip given by hand")
    async def take(data: JSONBody[wire.PaperEntry], who: Who) -> wire.Ticket:
        """Enter it; one entered before is answered as it is now."""
        return await papers.take(require_known(who), data)

    return (
        Router(path="/reception", route_handlers=[page, enter]),
        Router(path="/api/v1/papers", route_handlers=[take], tags=["tickets"]),
    )


def _unlike(services: tuple[Service, ...]) -> list[Service]:
    """Return one service of each prefix: a slip's number alone must say what it is for."""
    prefixes = [each.prefix for each in services]
    return [each for each in services if prefixes.count(each.prefix) == 1]


def _whole(text: str | None, usual: int, least: int, most: int) -> int:
    if text is None or not (text.isascii() and text.isdigit() and len(text) < 8):
        return usual
    return min(max(int(text), least), most)


def _at(text: str, now: datetime, zone: str) -> datetime | None:
    """Return the moment of today a slip's time means."""
    try:
        written = time.fromisoformat(text.strip())
    except ValueError:
        return None
    return datetime.combine(now.astimezone(ZoneInfo(zone)).date(), written, ZoneInfo(zone))
