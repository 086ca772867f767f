"""Asks every route of the web edge as every role, from the route table itself."""

from __future__ import annotations

import contextlib
import types
import typing
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import httpx
import msgspec
from litestar.routes import HTTPRoute

from hall.errors import RuleError
from queue_server import wire
from queue_server.domain.actors import SYSTEM, USER_ROLES, Actor
from queue_server.service.keeping import Keeper
from queue_server.web.app import build_web
from queue_server.web.sessions import COOKIE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hall.clock import ManualClock
    from queue_server.app import Server

DEVICES = ("kiosk", "display", "upstream", "downstream")
NOBODY = ("none", "revoked", "expired")
ROLES = (*USER_ROLES, *DEVICES, *NOBODY)
ENDLESS = "/api/v1/events"
"""A stream does not end; tests of streams ask it (``test_streams``)."""
HIDDEN = ("/health/ready", "/health/devices", "/metrics", "/setup")
"""Who may not see these is told that there are none."""
SIGN_IN = "POST /staff/sign-in"
"""It refuses whoever names no right password, whatever the role, and slows that down."""
_ADDRESS = "10.0.0.9"
_BROWSER = "Mozilla/5.0 (a robot of every role)"
_PLACES = {"window": "w3", "kiosk": "k1", "board": "b1", "area": "hall", "screen": "hall",
           "day": "2026-11-23", "kind": "job", "event": "cancel", "deed": "keep",
           "ticket_id": "{ticket}"}  # fmt: skip
_TEXTS = (
    "x",
    "2026-11-23",
    "12:00",
    "zh-CN",
    "w3",
    "k1",
    "a" * 64,
    "https://x.example/",
    "1",
    "1234567890",
)


@dataclass(frozen=True, kw_only=True)
class Route:
    """One route: its method, its path as declared, and what its body is made as."""

    method: str
    path: str
    body: Any

    def __str__(self) -> str:
        return f"{self.method} {self.path}"

    @property
    def address(self) -> str:
        """The path with something in each of its places."""
        parts = (self._filled(part) for part in self.path.split("/"))
        uploaded = "/media/" in self.path and self.method == "POST"
        return "/".join(parts) + ("?title=x" if uploaded else "")

    def _filled(self, part: str) -> str:
        if not part.startswith("{"):
            return part
        name, _, kind = part.strip("{}").partition(":")
        return _PLACES.get(name, "1" if kind == "int" else "nothing-of-the-kind")


def routes_of(app: Any) -> list[Route]:
    """Every route of HTTP, in the order of the table."""
    found: list[Route] = []
    for route in app.routes:
        if not isinstance(route, HTTPRoute):
            continue
        for handler in route.route_handlers:
            data = handler.parsed_fn_signature.parameters.get("data")
            body = None if data is None else data.annotation
            found += [
                Route(method=str(method), path=route.path, body=body)
                for method in sorted(handler.http_methods - {"OPTIONS", "HEAD"})
            ]
    # What ends the day for all the others comes last.
    return sorted(found, key=lambda each: each.path == "/api/v1/day/close")


def least(hint: Any) -> Any:
    """The least value a type takes, so that a request reaches what asks for rights."""
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if origin is typing.Annotated:
        fits = [each for each in _candidates(arguments[0]) if _takes(hint, each)]
        assert fits, f"nothing fits {hint}"
        return fits[0]
    if origin in (typing.Union, types.UnionType):
        return None if type(None) in arguments else least(arguments[0])
    if origin is typing.Literal:
        return arguments[0]
    if isinstance(hint, type) and issubclass(hint, msgspec.Struct):
        fields = msgspec.structs.fields(hint)
        return {each.encode_name: least(each.type) for each in fields if each.required}
    return next(iter(_likely(hint)))


def _candidates(hint: Any) -> Iterator[Any]:
    if typing.get_origin(hint) in (typing.Union, types.UnionType, typing.Literal):
        yield least(hint)
    yield from _likely(hint)


def _likely(hint: Any) -> Iterator[Any]:
    origin = typing.get_origin(hint) or hint
    if origin is str:
        yield from _TEXTS
    elif origin in (int, float):
        yield from (1, 0, 10, 1000)
    elif origin is bool:
        yield True
    elif origin in (tuple, list, frozenset, set):
        yield []
        yield [least(typing.get_args(hint)[0])]
    elif origin is datetime:
        yield "2026-11-23T09:00:00+08:00"
    elif origin is bytes:
        yield "eA=="
    else:
        yield {}
        yield {"zh-CN": "x", "en": "x"}


def _takes(hint: Any, value: Any) -> bool:
    try:
        msgspec.convert(value, hint, strict=False)
    except msgspec.ValidationError:
        return False
    return True


@dataclass(kw_only=True)
class Asker:
    """Asks a server's application in every role; sessions are begun as they are needed."""

    app: Any
    server: Server
    clock: ManualClock
    tokens: dict[str, str] = field(default_factory=dict)
    expired: str = ""
    asked: int = 0

    @classmethod
    async def of(cls, server: Server, clock: ManualClock) -> Asker:
        """Let in one of each role, and shut one out."""
        asker = cls(app=build_web(server), server=server, clock=clock)
        asker.expired, _ = asker.app.state.sessions.begin(_actor("admin"))
        clock.step(timedelta(hours=13).total_seconds())
        with contextlib.suppress(RuleError):
            await server.hall.day_open(SYSTEM)
        for role in (*DEVICES, "revoked"):
            told = "admin" if role == "revoked" else role
            asker.tokens[role] = await server.hall.create_token(
                SYSTEM, role=typing.cast(Any, told), name="k1" if role == "kiosk" else role
            )
        live = server.hall.showing.view.tokens.values()
        revoked = next(each.id for each in live if each.name == "revoked")
        await Keeper(server.hall).revoke(SYSTEM, revoked)
        for role in USER_ROLES:
            await server.hall.create_user(
                SYSTEM, name=f"li-{role}", role=typing.cast(Any, role), password="correct horse"
            )
        return asker

    async def may(self, route: Route, role: str) -> bool:
        """Tell whether a role gets beyond the question of rights."""
        headers, cookies, csrf = {"User-Agent": _BROWSER}, {}, ""
        sessions = self.app.state.sessions
        if role in self.tokens:
            headers["Authorization"] = f"Bearer {self.tokens[role]}"
        elif role == "expired":
            cookies[COOKIE] = self.expired
        elif role != "none":
            roams = route.path == "/staff/window"
            cookies[COOKIE], session = sessions.begin(_actor(role, None if roams else "w3"))
            headers["X-CSRF-Token"] = csrf = session.csrf
        self.asked += 1
        if route.method != "GET":
            headers["Idempotency-Key"] = f"key-{self.asked}"
        transport = httpx.ASGITransport(self.app, client=(_ADDRESS, 1), raise_app_exceptions=False)
        async with httpx.AsyncClient(
            transport=transport, base_url="http://hall.example", cookies=cookies, headers=headers
        ) as client:
            address = route.address.replace("{ticket}", await self._ticket(route))
            answer = await client.request(route.method, address, **self._body(route, csrf))
        sessions.end(cookies.get(COOKIE) if csrf else None)
        assert answer.status_code < 500, f"{route} as {role}: {answer.status_code} {answer.text}"
        assert answer.status_code != 429, f"{route} as {role} was asked too fast"
        if answer.status_code == 404 and route.path.startswith(HIDDEN):
            return False
        away = answer.headers.get("location", "").partition("?")
        sent_away = away[0] == "/staff/sign-in" and away[2] != "out=1"
        return answer.status_code not in (401, 403) and not sent_away

    async def _ticket(self, route: Route) -> str:
        """A visitor's number of its own for each request that is about one."""
        if "{ticket_id" not in route.path:
            return ""
        request = wire.TicketRequest(service="unemployment", languages=("zh-CN",))
        kiosk = Actor(role="kiosk", name="k1", token_id="k", window=None)
        return (await self.server.hall.issue(kiosk, request, f"number-{self.asked}")).ticket.id

    def _body(self, route: Route, csrf: str) -> dict[str, Any]:
        if route.body is not None:
            return {"json": least(route.body)}
        if route.method == "GET" or route.path.startswith("/api/"):
            return {}
        return {"data": {"csrf": csrf}}


def _actor(role: str, window: str | None = "w3") -> Actor:
    name = f"li-{role}"
    return Actor(role=typing.cast(Any, role), name=name, token_id=f"u:{name}", window=window)
