"""Accounts, tokens, and visitors' requests for a person to come."""

import hashlib
import secrets
from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta

import msgspec

from config.site import Site
from hall.ids import uuid7
from queue_server import wire
from queue_server.domain.actors import TOKEN_ROLES, USER_ROLES, Actor, TokenRole, UserRole
from queue_server.domain.errors import refused
from queue_server.domain.ticket import Moment
from queue_server.service.asking import require_role
from queue_server.service.password_rules import kept_after
from queue_server.service.shifts import open_shifts
from queue_server.service.telling import encode
from queue_server.store.image import Image
from queue_server.store.records import Document, Request, Token, User

ACCOUNT_KEEPERS = frozenset({"admin", "system"})
ASKERS = frozenset({"kiosk", "phone", "reception", "staff", "supervisor", "admin"})
HELPERS = frozenset({"staff", "supervisor", "reception", "admin"})
FAILURES_ALLOWED = 5
LOCKED_FOR = timedelta(minutes=15)
_REFUSED = "sign-in-refused"


def needs_admin(users: Iterable[User]) -> bool:
    """Tell whether the hall has nobody yet who may run it."""
    return not any(each.role == "admin" for each in users)


def new_secret() -> str:
    """Return a bearer token of 256 random bits."""
    return "h90_" + secrets.token_urlsafe(32)


def hashed(secret: str) -> str:
    """Return what is kept of a bearer token."""
    return hashlib.sha256(secret.encode()).hexdigest()


def kiosk_of(tokens: Iterable[Token], site: Site, asker: Actor) -> str | None:
    """Return the kiosk of the site that a kiosk's token stands for.

    It bears the kiosk's name; of several tokens of one name the newest is the kiosk's. In a hall
    with one kiosk, its one token may have any name. So two machines never own the same numbers.
    """
    if asker.role != "kiosk":
        return None
    ours = [each for each in tokens if each.role == "kiosk"]
    named = [each for each in ours if each.name == asker.name]
    if any(kiosk.id == asker.name for kiosk in site.kiosks):
        newest = max(named, key=lambda each: each.created_at, default=None)
        return asker.name if newest is not None and newest.id == asker.token_id else None
    if len(site.kiosks) == 1 and [each.id for each in ours] == [asker.token_id]:
        return site.kiosks[0].id
    return None


def add_token(
    image: Image,
    moment: Moment,
    site: Site,
    actor: Actor,
    secret: str,
    role: TokenRole,
    name: str,
    window: str | None,
) -> str:
    """Know a token from now on; return its id."""
    require_role(actor, ACCOUNT_KEEPERS)
    if role not in TOKEN_ROLES:
        raise refused("value_missing", f"no role {role!r}", field="role")
    _window_exists(site, window)
    token = Token(
        id=uuid7(moment.wall),
        hash=hashed(secret),
        role=role,
        name=name,
        window=window,
        created_at=moment.wall,
    )
    image.tokens.put(token.id, token)
    data = {"token": token.id, "role": role, "name": name, "window": window, "by": actor.name}
    image.tell(moment.wall, "token_created", encode(data), public=False)
    return token.id


def add_user(
    image: Image,
    moment: Moment,
    site: Site,
    actor: Actor,
    name: str,
    role: UserRole,
    password_hash: str,
    window: str | None,
) -> None:
    """Know an account from now on; its password was chosen by whoever made it."""
    require_role(actor, ACCOUNT_KEEPERS)
    if role not in USER_ROLES:
        raise refused("value_missing", f"no role {role!r}", field="role")
    _window_exists(site, window)
    if image.users.get(name) is not None:
        raise refused(
            "user_exists", f"there is a user {name!r} already; choose another name", field="name"
        )
    user = User(name=name, role=role, window=window, password=password_hash, created_at=moment.wall)
    image.users.put(name, user)
    checked = actor.role != "system"
    image.put_document(
        kept_after(None, None, moment.wall, site.passwords, name, own=False, checked=checked)
    )
    data = {"user": name, "role": role, "window": window, "by": actor.name}
    image.tell(moment.wall, "user_created", encode(data), public=False)


def note_sign_in(image: Image, moment: Moment, name: str, *, succeeded: bool) -> None:
    """Count failures of an account, and lock it for a while after five."""
    user = image.users.get(name)
    if user is None:
        return
    failures = 0 if succeeded else user.failures + 1
    locked_until = moment.wall + LOCKED_FOR if failures >= FAILURES_ALLOWED else None
    image.users.put(name, replace(user, failures=failures, locked_until=locked_until))
    kind = "user_signed_in" if succeeded else "user_refused"
    image.tell(moment.wall, kind, encode({"user": name, "failures": failures}), public=False)


def note_refusal(image: Image, moment: Moment) -> None:
    """Note the last refusal of which nothing is counted: no such name, one locked or disabled.

    The disk has to do as much as for a wrong password, so the time it takes tells of no name.
    """
    image.put_document(Document(kind=_REFUSED, id="latest", at=moment.wall, data="{}", live=False))


def ask(
    image: Image, moment: Moment, site: Site, actor: Actor, request: wire.AssistanceRequest
) -> Request:
    """Note that somebody wants a person to come; the same asker is noted once."""
    require_role(actor, ASKERS)
    if not _somebody_there(image):
        raise refused("day_closed", "nobody is here to come; the day is closed", state="closed")
    ticket = actor.ticket if actor.role == "phone" else request.ticket
    if ticket is not None and image.tickets.get(ticket) is None:
        raise refused("unknown_ticket")
    asker = actor.name if actor.role == "kiosk" else request.kiosk  # a kiosk's token bears its name
    kiosk = next((each for each in site.kiosks if each.id == asker), None)
    if asker is not None and kiosk is None and actor.role != "kiosk":
        raise refused("unknown_kiosk", f"no kiosk {asker!r}", field="kiosk")
    asked = Request(
        id=uuid7(moment.wall),
        kind=request.kind,
        state="asked",
        asked_at=moment.wall,
        kiosk=asker,
        zone=kiosk.zone if kiosk else None,
        ticket=ticket,
    )
    for other in image.assistance.values():
        same = (other.kiosk, other.ticket, other.kind) == (asked.kiosk, asked.ticket, asked.kind)
        if same and other.state != "done":
            return other
    return _put(image, moment, site, asked, "assistance_asked")


def take(image: Image, moment: Moment, site: Site, actor: Actor, request_id: str) -> Request:
    """Note who is coming."""
    require_role(actor, HELPERS)
    asked = _open_request(image, request_id)
    if asked.state == "taken" and asked.taken_by != actor.name:
        raise refused("assistance_over", f"{asked.taken_by} is coming", state="taken")
    taken = replace(asked, state="taken", taken_by=actor.name, window=actor.window)
    return _put(image, moment, site, taken, "assistance_taken", taken_as=actor.role)


def done(image: Image, moment: Moment, site: Site, actor: Actor, request_id: str) -> Request:
    """Note that the visitor was helped."""
    require_role(actor, HELPERS)
    asked = _open_request(image, request_id)
    helper = asked.taken_by or actor.name
    finished = replace(asked, state="done", taken_by=helper)
    return _put(image, moment, site, finished, "assistance_done")


def end_all(image: Image, moment: Moment, site: Site) -> None:
    """End every request when the day closes: nobody is left to come."""
    for each in list(image.assistance.values()):
        if each.state != "done":
            _put(image, moment, site, replace(each, state="done"), "assistance_done")


def shown(request: Request, site: Site, number: str | None) -> wire.Assistance:
    """Return a request as staff pages and the kiosk see it."""
    place = next((each for each in site.windows if each.id == request.window), None)
    return wire.Assistance(
        id=request.id,
        kind=request.kind,
        state=request.state,
        asked_at=request.asked_at,
        kiosk=request.kiosk,
        zone=request.zone,
        ticket=request.ticket,
        ticket_number=number,
        taken_by=request.taken_by,
        window_number=place.number if place else None,
    )


def _somebody_there(image: Image) -> bool:
    """Whether a request reaches anybody: in a service day, and while somebody sits at a window."""
    day = image.day
    within = day is not None and day.closed_at is None
    return within or bool(open_shifts(image.documents.values()))


def _put(
    image: Image, moment: Moment, site: Site, request: Request, kind: str, *, taken_as: str = ""
) -> Request:
    image.assistance.put(request.id, request)
    ticket = image.tickets.get(request.ticket or "")
    row = shown(request, site, ticket.number if ticket else None)
    row = msgspec.structs.replace(row, taken_as=taken_as)
    image.tell(moment.wall, kind, encode(row), public=False)
    return request


def _open_request(image: Image, request_id: str) -> Request:
    found = image.assistance.get(request_id)
    if found is None:
        raise refused("unknown_assistance")
    if found.state == "done":
        raise refused("assistance_over", "somebody was there", state="done")
    return found


def _window_exists(site: Site, window: str | None) -> None:
    if window is not None and all(each.id != window for each in site.windows):
        raise refused("unknown_window", f"the site has no window {window!r}", field="window")
