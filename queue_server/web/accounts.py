"""Accounts and devices: who may come in, over the API and on a page for admins."""

import io
from typing import Any, cast
from zoneinfo import ZoneInfo

import segno
from litestar import Request, Response, Router, delete, get, patch, post
from litestar.exceptions import PermissionDeniedException
from litestar.params import FromPath, JSONBody

from config.site import name_in
from queue_server import wire
from queue_server.app import Server
from queue_server.domain.actors import TOKEN_ROLES, USER_ROLES, TokenRole, UserRole
from queue_server.domain.errors import refused
from queue_server.service.asking import require_role
from queue_server.service.keeping import Keeper
from queue_server.service.people import ACCOUNT_KEEPERS
from queue_server.service.running import RunningHall
from queue_server.web.actors import Who, require_known
from queue_server.web.pages import language_of
from queue_server.web.rooms import Rooms
from queue_server.web.sessions import Session, Sessions, cookie_of

_KEEPERS = ("supervisor", "admin")
_Asked = Request[Any, Any, Any]


def accounts_router(hall: RunningHall, sessions: Sessions, keeper: Keeper) -> Router:
    """Return the calls under ``/api/v1/accounts``."""

    @get("/", summary="Everybody who may sign in")
    async def list_accounts(who: Who) -> wire.AccountList:
        """Answer the accounts, for admins and supervisors."""
        return keeper.accounts(require_known(who))

    @post("/", summary="Let somebody sign in")
    async def make_account(who: Who, data: JSONBody[wire.AccountRequest]) -> wire.Account:
        """Make an account; admins only."""
        actor = require_known(who)
        require_role(actor, ACCOUNT_KEEPERS)
        if data.role not in USER_ROLES:
            raise refused("value_missing", f"no role {data.role!r}", field="role")
        await hall.create_user(
            actor,
            name=data.name,
            role=cast(UserRole, data.role),
            password=data.password,
            window=data.window,
        )
        return next(each for each in keeper.accounts(actor).items if each.name == data.name)

    @post("/{name:str}/codes/end", status_code=200, summary="Ask for one-time codes no longer")
    async def end_codes(
        who: Who, name: FromPath[str], data: JSONBody[wire.PasswordRequest]
    ) -> wire.Account:
        """End one's own with the password; an admin ends another's whose phone is lost."""
        return await keeper.end_codes(require_known(who), name, data.password)

    @patch("/{name:str}", summary="Change an account, shut it or open it again")
    async def change_account(
        request: _Asked, who: Who, name: FromPath[str], data: JSONBody[wire.AccountChange]
    ) -> wire.Account:
        """Change role or window, or shut it; whoever is signed in by it is signed out."""
        origin = request.client.host if request.client else ""
        changed = await keeper.change(require_known(who), name, data, origin=origin)
        sessions.end_all(name, but=cookie_of(request) if who.name == name else None)
        return changed

    @post("/{name:str}/password", status_code=204, summary="Set a password")
    async def set_password(
        request: _Asked, who: Who, name: FromPath[str], data: JSONBody[wire.NewPassword]
    ) -> None:
        """Set it, and sign out whoever used the old one elsewhere."""
        await keeper.set_password(require_known(who), name, data)
        sessions.end_all(name, but=cookie_of(request) if who.name == name else None)

    return Router(
        path="/api/v1/accounts",
        route_handlers=[
            list_accounts, make_account, end_codes, change_account, set_password,
        ],
        tags=["accounts"],
    )  # fmt: skip


def own_router(keeper: Keeper) -> Router:
    """Return the calls under ``/api/v1/accounts/me``."""

    @get("/", summary="One's own account")
    async def own_account(who: Who) -> wire.Account:
        """Answer the account of whoever is signed in."""
        return keeper.own(require_known(who))

    @post("/codes", summary="Begin with one-time codes")
    async def begin_codes(who: Who) -> wire.CodeSecret:
        """Answer a secret for an authenticator; it counts once a code of it was told."""
        return keeper.begin_codes(require_known(who))

    @post("/codes/confirm", status_code=200, summary="Tell the first one-time code")
    async def confirm_codes(who: Who, data: JSONBody[wire.CodeRequest]) -> wire.Account:
        """Ask for a code at every sign-in from now on."""
        return await keeper.confirm_codes(require_known(who), data.code)

    return Router(
        path="/api/v1/accounts/me",
        route_handlers=[own_account, begin_codes, confirm_codes],
        tags=["accounts"],
    )


def tokens_router(hall: RunningHall, keeper: Keeper) -> Router:
    """Return the calls under ``/api/v1/tokens``."""

    @get("/", summary="What lets devices in")
    async def list_tokens(who: Who) -> wire.TokenList:
        """Answer the tokens without their text, and which programs are here now."""
        return keeper.devices(require_known(who), (await hall.health()).edges)

    @post("/", summary="Let a device in")
    async def make_token(who: Who, data: JSONBody[wire.TokenRequest]) -> wire.TokenMade:
        """Answer the token's text, this once."""
        require_role(require_known(who), ACCOUNT_KEEPERS)
        if data.role not in TOKEN_ROLES:
            raise refused("value_missing", f"no role {data.role!r}", field="role")
        token = await hall.create_token(
            who,
            role=cast(TokenRole, data.role),
            name=data.name,
            window=data.window,
        )
        return wire.TokenMade(token=token)

    @delete("/{token:str}", summary="Let a device in no longer")
    async def revoke_token(who: Who, token: FromPath[str]) -> None:
        """Refuse it from now on; its open streams end."""
        await keeper.revoke(require_known(who), token)

    return Router(
        path="/api/v1/tokens",
        route_handlers=[list_tokens, make_token, revoke_token],
        tags=["accounts"],
    )


def accounts_pages(rooms: Rooms, keeper: Keeper) -> Router:
    """Return the page of accounts and devices, and everybody's own."""

    @get("/accounts", include_in_schema=False)
    async def page(request: _Asked) -> Response[Any]:
        session = rooms.enter(request, _KEEPERS, "Accounts are for admins")
        return rooms.show(
            request,
            session,
            "accounts",
            asked=rooms.server.site.passwords,
            boot=_boot(rooms.server, session, language_of(request)),
        )

    @get("/me", include_in_schema=False)
    async def own_page(request: _Asked) -> Response[Any]:
        session = rooms.enter(request)
        until = keeper.password_until(session.actor.name)
        zone = ZoneInfo(rooms.server.site.hall.time_zone)
        return rooms.show(
            request,
            session,
            "own",
            asked=rooms.server.site.passwords,
            renew_on=until.astimezone(zone).date().isoformat() if until else "",
            boot=_boot(rooms.server, session, language_of(request)),
        )

    @get("/me/codes.svg", include_in_schema=False)
    async def picture(request: _Asked) -> Response[bytes]:
        uri = keeper.begun_uri(rooms.enter(request).actor)
        if uri is None:
            raise PermissionDeniedException("No codes were begun")
        drawn = io.BytesIO()
        segno.make(uri, error="m").save(drawn, kind="svg", border=4, scale=5, light="white")
        return Response(
            drawn.getvalue(), media_type="image/svg+xml", headers={"Cache-Control": "no-store"}
        )

    return Router(path="/admin", route_handlers=[page, own_page, picture])


def _boot(server: Server, session: Session, language: str) -> dict[str, object]:
    site = server.site
    return {
        "me": session.actor.name,
        "admin": session.actor.role == "admin",
        "roles": list(USER_ROLES),
        "deviceRoles": ["kiosk", "display"],
        "windows": [{"id": each.id, "number": each.number} for each in site.windows],
        "hall": name_in(site.hall.name, language),
    }
