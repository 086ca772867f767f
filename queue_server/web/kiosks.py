"""How kiosks begin, over HTTP and on a page for admins."""

from collections.abc import Mapping
from typing import Any

import msgspec
from litestar import Request, Response, Router, delete, get, post, put
from litestar.exceptions import PermissionDeniedException
from litestar.params import FromPath, JSONBody
from litestar.response import Redirect

from config.site import Kiosk, Site, name_in
from hall.errors import RuleError
from queue_server import wire
from queue_server.service import kiosks
from queue_server.service.running import RunningHall
from queue_server.web.actors import Who, require_known
from queue_server.web.pages import language_of
from queue_server.web.rooms import Rooms

_PAGE = "/admin/kiosks"
_SETTERS = ("admin",)
_SWITCHES = ("reach", "easy", "calm")
_NAMED = {
    "theme": ("default", "black_on_white", "white_on_black", "yellow_on_black", "low_contrast"),
    "size": ("S", "M", "L", "XL"),
    "hand": ("right", "left"),
    "steady": ("0", "1", "2", "3"),
}
_STEPS = {"rate": 7, "volume": 8}
_Asked = Request[Any, Any, Any]
_Option = tuple[str, str, int]
"""A value, the message that names it, and the number in that."""


def kiosks_router(hall: RunningHall) -> Router:
    """Return ``/api/v1/kiosks``."""

    @put("/{kiosk:str}/modes", status_code=204, summary="How a kiosk looks to the next visitor")
    async def set_modes(who: Who, kiosk: FromPath[str], data: JSONBody[wire.KioskModes]) -> None:
        """Set colours, size, reach, hand, language, rate and more; admins only."""
        actor, site = require_known(who), hall.settings
        await hall.writer.submit(
            lambda image, moment: kiosks.set_modes(image, moment, site, actor, kiosk, data)
        )

    @delete("/{kiosk:str}/modes", status_code=204, summary="Let a kiosk begin as the file says")
    async def reset_modes(who: Who, kiosk: FromPath[str]) -> None:
        """Forget what was set."""
        actor, site = require_known(who), hall.settings
        await hall.writer.submit(
            lambda image, moment: kiosks.reset_modes(image, moment, site, actor, kiosk)
        )

    return Router(path="/api/v1/kiosks", route_handlers=[set_modes, reset_modes], tags=["kiosks"])


def kiosks_page(rooms: Rooms) -> Router:
    """Return the page where admins say how each kiosk begins."""

    @get("/", include_in_schema=False)
    async def page(request: _Asked) -> Response[Any]:
        session = rooms.enter(request, _SETTERS, "Kiosks are set by admins")
        hall, language, asked = rooms.server.hall, language_of(request), request.query_params
        documents = hall.showing.view.documents
        shown = [
            {
                "id": each.id,
                "zone": _zone(hall.settings, each, language),
                "set": (kiosks.KIND, each.id) in documents,
                **_fields(kiosks.modes_of(documents, each), hall.settings),
            }
            for each in hall.settings.kiosks
        ]
        return rooms.show(
            request, session, "kiosks", kiosks=shown, done=asked.get("done", ""),
            fault="fault" in asked,
        )  # fmt: skip

    @post("/{kiosk:str}", include_in_schema=False)
    async def change(request: _Asked, kiosk: FromPath[str]) -> Response[Any]:
        session, fields = await rooms.own_form(request)
        if session.actor.role not in _SETTERS:
            raise PermissionDeniedException("Kiosks are set by admins")
        hall, actor = rooms.server.hall, session.actor
        site = hall.settings
        try:
            if fields.get("reset"):
                await hall.writer.submit(
                    lambda image, moment: kiosks.reset_modes(image, moment, site, actor, kiosk)
                )
            else:
                modes = _modes(fields)
                await hall.writer.submit(
                    lambda image, moment: kiosks.set_modes(image, moment, site, actor, kiosk, modes)
                )
        except (RuleError, msgspec.ValidationError):
            return Redirect(f"{_PAGE}?fault=1", status_code=303)
        return Redirect(f"{_PAGE}?done={kiosk}#kiosk-{kiosk}", status_code=303)

    return Router(path=_PAGE, route_handlers=[page, change])


def _zone(site: Site, kiosk: Kiosk, language: str) -> str:
    names = next((each.names for each in site.zones if each.id == kiosk.zone), None)
    return name_in(names, language) if names else ""


def _fields(modes: wire.KioskModes, site: Site) -> dict[str, Any]:
    """Return what may be chosen, and what is."""
    languages: list[_Option] = [("", "kiosks-first-language", 0)]
    languages += [(each, f"language-{each}", 0) for each in site.hall.languages]
    options = {"language": languages}
    for name, values in _NAMED.items():
        options[name] = [(each, f"kiosks-{name}-{each}", 0) for each in values]
    for name, count in _STEPS.items():
        options[name] = [(str(step), "kiosks-step", step + 1) for step in range(count)]
    return {
        "choices": [
            {"name": name, "options": each, "now": str(getattr(modes, name))}
            for name, each in options.items()
        ],
        "switches": [(name, getattr(modes, name)) for name in _SWITCHES],
    }


def _modes(fields: Mapping[str, Any]) -> wire.KioskModes:
    """Return what a form says; raises ValidationError for what no browser of ours sends."""
    told: dict[str, Any] = {name: fields.get(name) for name in ("language", *_NAMED, *_STEPS)}
    told |= {name: name in fields for name in _SWITCHES}
    return msgspec.convert(told, wire.KioskModes, strict=False)
