"""Keeping accounts and devices: changing, shutting and asking them for one-time codes.

Rules are functions over the image; :class:`Keeper` does them over a running hall. Whoever asks is
told in the journal with each of them, with what was before and after.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from typing import Protocol, cast

import msgspec
import pyotp

from config.rules import PasswordRules
from config.site import Site, name_in
from queue_server import wire
from queue_server.domain.actors import USER_ROLES, Actor, UserRole
from queue_server.domain.errors import refused
from queue_server.domain.ticket import Moment
from queue_server.service.asking import DESK, require_role
from queue_server.service.password_rules import (
    Reason,
    kept_after,
    kept_of,
    past_hashes,
    refuse_plain,
    until,
    why_new,
)
from queue_server.service.passwords import Passwords, refuse_guessable
from queue_server.service.people import ACCOUNT_KEEPERS
from queue_server.service.remembering import note_change, values_changed
from queue_server.service.running import RunningHall
from queue_server.service.telling import encode
from queue_server.store.image import Image
from queue_server.store.records import Token, User
from queue_server.wire.settings import SettingChange

ACCOUNT = "account"
_SEERS = ACCOUNT_KEEPERS | {"supervisor"}
_PEOPLE = DESK | {"reader"}
_STEP_S = 30


class Users(Protocol):
    """Accounts by name: an image's or a view's."""

    def get(self, key: str, /) -> User | None: ...


@dataclass(frozen=True, slots=True)
class Keeper:
    """What admins do with accounts and devices, and everybody with his or her own."""

    hall: RunningHall
    passwords: Passwords = field(default_factory=Passwords)
    begun: dict[str, str] = field(default_factory=dict)

    def accounts(self, actor: Actor) -> wire.AccountList:
        """Return every account; supervisors may look too."""
        require_role(actor, _SEERS)
        users = self.hall.showing.view.users
        return wire.AccountList(items=tuple(_account(users[name]) for name in sorted(users)))

    def own(self, actor: Actor) -> wire.Account:
        """Return the account of whoever asks."""
        return _account(_user(self.hall.showing.view.users, _own_name(actor)))

    def devices(self, actor: Actor, here: frozenset[str]) -> wire.TokenList:
        """Return every token that lets a device in; ``here`` are the programs that follow."""
        require_role(actor, _SEERS)
        tokens = self.hall.showing.view.tokens.values()
        return wire.TokenList(
            items=tuple(
                _token(each, here) for each in sorted(tokens, key=lambda each: (each.role, each.id))
            )
        )

    async def change(
        self,
        actor: Actor,
        name: str,
        request: wire.AccountChange,
        *,
        origin: str = "",
        takes_back: SettingChange | None = None,
    ) -> wire.Account:
        """Give an account another role or window, shut it, or open it again."""
        site = self.hall.settings

        def change(image: Image, moment: Moment) -> User:
            before = image.users.get(name)
            after = _change(image, moment, site, actor, name, request)
            steps = values_changed(_shown(before) if before else {}, _shown(after))
            if steps:
                note_change(
                    image, moment, actor, ACCOUNT, name, steps, origin=origin, takes_back=takes_back
                )
            return after

        changed = await self.hall.writer.submit(change)
        return _account(changed)

    async def set_password(self, actor: Actor, name: str, request: wire.NewPassword) -> None:
        """Set a password; one's own needs the old one. Refuses ``wrong_password``."""
        if actor.role not in ACCOUNT_KEEPERS or actor.name == name:
            if actor.name != name:
                raise refused("forbidden", "only an admin sets somebody else's password")
            known = _user(self.hall.showing.view.users, name)
            if not await self.passwords.fits(known.password, request.old):
                raise refused("wrong_password", "the old password is another one", field="old")
        await self._take_password(actor, name, request.password)

    def why_new(self, name: str) -> Reason | None:
        """Return why an account must choose a new password before anything else."""
        kept = kept_of(self.hall.showing.view.documents, name)
        return why_new(kept, self.hall.settings.passwords, self.hall.now())

    def password_until(self, name: str) -> datetime | None:
        """Return from when on an account will be asked for a new password, if it will be."""
        site, documents = self.hall.settings, self.hall.showing.view.documents
        return until(kept_of(documents, name), site.passwords)

    async def renew_password(self, actor: Actor, password: str) -> None:
        """Set the new password of somebody who told the old one a moment ago."""
        await self._take_password(actor, actor.name, password)

    async def _take_password(self, actor: Actor, name: str, password: str) -> None:
        """Check a new password by every rule, and set it."""
        site = self.hall.settings
        known = _user(self.hall.showing.view.users, name)
        fresh = await self.passwords.hashed(password)
        refuse_guessable(password, (name, *site.hall.name.values()))
        refuse_plain(password, name, site.passwords)
        beside = kept_of(self.hall.showing.view.documents, name)
        for past in past_hashes(known, beside, site.passwords):
            if await self.passwords.fits(past, password):
                raise refused(
                    "password_used",
                    f"one of the last {site.passwords.remembered} passwords of this account; "
                    "take another",
                    field="password",
                )
        await self.hall.writer.submit(
            partial(_set_password, actor=actor, name=name, fresh=fresh, rules=site.passwords)
        )

    async def revoke(self, actor: Actor, token_id: str) -> None:
        """Let a device in no longer, from now on."""
        require_role(actor, ACCOUNT_KEEPERS)
        await self.hall.writer.submit(partial(_revoke, actor=actor, token_id=token_id))

    def begin_codes(self, actor: Actor) -> wire.CodeSecret:
        """Make a secret for one-time codes; it counts once a code of it was told."""
        name = _own_name(actor)
        _user(self.hall.showing.view.users, name)
        secret = self.begun[name] = pyotp.random_base32()
        return wire.CodeSecret(secret=secret, uri=self._uri(name, secret))

    def begun_uri(self, actor: Actor) -> str | None:
        """Return what an authenticator's camera is to read, while codes are being begun."""
        secret = self.begun.get(actor.name)
        return None if secret is None else self._uri(actor.name, secret)

    def _uri(self, name: str, secret: str) -> str:
        site = self.hall.settings
        issuer = name_in(site.hall.name, site.hall.languages[0])
        return pyotp.TOTP(secret).provisioning_uri(name=name, issuer_name=issuer)

    async def confirm_codes(self, actor: Actor, code: str) -> wire.Account:
        """Ask this account for codes from now on; refuses ``wrong_code``."""
        name = _own_name(actor)
        secret = self.begun.get(name)
        step = None if secret is None else step_of(secret, code, self.hall.now(), after=0)
        if secret is None or step is None:
            raise refused("wrong_code", "that is not the code shown now", field="code")
        changed = await self.hall.writer.submit(
            partial(_set_codes, actor=actor, name=name, secret=secret, step=step)
        )
        self.begun.pop(name, None)
        return _account(changed)

    async def end_codes(self, actor: Actor, name: str, password: str = "") -> wire.Account:
        """Ask an account for codes no longer: its own with the password, another as an admin."""
        if actor.name == name:
            known = _user(self.hall.showing.view.users, name)
            if not await self.passwords.fits(known.password, password):
                raise refused("wrong_password", "the password is another one", field="password")
        else:
            require_role(actor, ACCOUNT_KEEPERS)
        changed = await self.hall.writer.submit(
            partial(_set_codes, actor=actor, name=name, secret=None, step=0)
        )
        return _account(changed)

    def anybody_has_codes(self) -> bool:
        """Tell whether some account asks for one-time codes."""
        return any(each.totp is not None for each in self.hall.showing.view.users.values())

    async def code_fits(self, name: str, code: str) -> bool:
        """Tell whether an account's one-time code is right, and take it so that it is used up.

        An account that needs none is satisfied by any.
        """
        user = self.hall.showing.view.users.get(name)
        if user is None or user.totp is None:
            return user is not None
        step = step_of(user.totp, code, self.hall.now(), after=user.totp_step)
        if step is None:
            return False
        return await self.hall.writer.submit(partial(_use_step, name=name, step=step))


def step_of(secret: str, code: str, now: datetime, *, after: int) -> int | None:
    """Return the step a code belongs to: now, the one before or the next; None where it is wrong.

    Steps of 30 s as in RFC 6238; a step that is not later than ``after`` was used already.
    """
    digits = "".join(code.split())
    present = int(now.timestamp()) // _STEP_S
    totp = pyotp.TOTP(secret)
    for step in (present, present - 1, present + 1):
        if step > after and pyotp.utils.strings_equal(totp.at(step * _STEP_S), digits):
            return step
    return None


def _change(
    image: Image, moment: Moment, site: Site, actor: Actor, name: str, request: wire.AccountChange
) -> User:
    require_role(actor, ACCOUNT_KEEPERS)
    before = _user(image.users, name)
    if request.role is not None and request.role not in USER_ROLES:
        raise refused("value_missing", f"no role {request.role!r}", field="role")
    window = before.window if request.window is msgspec.UNSET else request.window
    if window is not None and all(each.id != window for each in site.windows):
        raise refused("unknown_window", f"no window {window!r}", field="window")
    after = replace(
        before,
        role=cast(UserRole, request.role) if request.role else before.role,
        window=window,
        disabled=before.disabled if request.disabled is None else request.disabled,
        failures=0 if request.disabled is False else before.failures,
        locked_until=None if request.disabled is False else before.locked_until,
    )
    if before.role == "admin" and (after.role != "admin" or after.disabled):
        admins = [each for each in image.users.values() if each.role == "admin"]
        if not any(each.name != name and not each.disabled for each in admins):
            raise refused("last_admin", "a hall keeps one admin at least")
    image.users.put(name, after)
    _tell(image, moment, "user_changed", actor, {
        "user": name, "before": _shown(before), "after": _shown(after),
    })  # fmt: skip
    return after


def _set_password(
    image: Image, moment: Moment, *, actor: Actor, name: str, fresh: str, rules: PasswordRules
) -> None:
    known = _user(image.users, name)
    image.users.put(name, replace(known, password=fresh, failures=0, locked_until=None))
    before, own = kept_of(image.documents, name), actor.name == name
    image.put_document(
        kept_after(before, known.password, moment.wall, rules, name, own=own, checked=True)
    )
    _tell(image, moment, "user_password_set", actor, {"user": name})


def _set_codes(
    image: Image, moment: Moment, *, actor: Actor, name: str, secret: str | None, step: int
) -> User:
    changed = replace(_user(image.users, name), totp=secret, totp_step=step)
    image.users.put(name, changed)
    kind = "user_codes_ended" if secret is None else "user_codes_begun"
    _tell(image, moment, kind, actor, {"user": name})
    return changed


def _use_step(image: Image, moment: Moment, *, name: str, step: int) -> bool:
    known = image.users.get(name)
    # Two browsers may bring the same code at once; the second is too late.
    if known is None or step <= known.totp_step:
        return False
    image.users.put(name, replace(known, totp_step=step))
    return True


def _revoke(image: Image, moment: Moment, *, actor: Actor, token_id: str) -> None:
    known = image.tokens.get(token_id)
    if known is None or known.revoked_at is not None:
        raise refused("unknown_token", f"no token {token_id!r}")
    image.tokens.put(token_id, replace(known, revoked_at=moment.wall))
    data = {"token": token_id, "role": known.role, "name": known.name}
    _tell(image, moment, "token_revoked", actor, data)


def _tell(
    image: Image, moment: Moment, kind: str, actor: Actor, data: Mapping[str, object]
) -> None:
    image.tell(moment.wall, kind, encode({**data, "by": actor.name}), public=False)


def _user(users: "Users", name: str) -> User:
    found = users.get(name)
    if found is None:
        raise refused("unknown_user", f"no account {name!r}")
    return found


def _own_name(actor: Actor) -> str:
    if actor.role not in _PEOPLE or not actor.token_id.startswith("u:"):
        raise refused("forbidden", "only somebody signed in has an account")
    return actor.name


def _shown(user: User) -> dict[str, object]:
    return {"role": user.role, "window": user.window, "disabled": user.disabled}


def _account(user: User) -> wire.Account:
    return wire.Account(
        name=user.name,
        role=user.role,
        window=user.window,
        created_at=user.created_at,
        disabled=user.disabled,
        codes=user.totp is not None,
        locked_until=user.locked_until,
    )


def _token(token: Token, here: frozenset[str]) -> wire.TokenInfo:
    return wire.TokenInfo(
        id=token.id,
        role=token.role,
        name=token.name,
        window=token.window,
        created_at=token.created_at,
        here=token.name in here,
    )
