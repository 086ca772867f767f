"""Accounts of people, tokens of devices: for those who keep the hall."""

from datetime import datetime
from typing import Annotated

import msgspec

from queue_server.wire.base import Message, Name, Request

_Password = Annotated[str, msgspec.Meta(max_length=128)]


class Account(Message, frozen=True, kw_only=True):
    """Somebody who may sign in; ``codes``: a one-time code is asked for beside the password."""

    name: str
    role: str
    window: str | None
    created_at: datetime
    disabled: bool = False
    codes: bool = False
    locked_until: datetime | None = None


class AccountList(Message, frozen=True, kw_only=True):
    """Every account, by name."""

    items: tuple[Account, ...]


class AccountRequest(Request, frozen=True, kw_only=True):
    """``POST /api/v1/accounts``: a new account."""

    name: Annotated[str, msgspec.Meta(min_length=1, max_length=64, pattern=r"^\S(.*\S)?$")]
    role: Name
    password: _Password
    window: Name | None = None


class AccountChange(Request, frozen=True, kw_only=True):
    """``PATCH /api/v1/accounts/{name}``: what is to be different; ``window`` null takes it away."""

    role: Name | None = None
    window: Name | msgspec.UnsetType | None = msgspec.UNSET
    disabled: bool | None = None


class NewPassword(Request, frozen=True, kw_only=True):
    """``POST /api/v1/accounts/{name}/password``; ``old`` is needed for one's own."""

    password: _Password
    old: _Password = ""


class CodeSecret(Message, frozen=True, kw_only=True):
    """The secret of one-time codes, told this once; ``uri`` for an authenticator's camera."""

    secret: str
    uri: str


class CodeRequest(Request, frozen=True, kw_only=True):
    """``POST /api/v1/accounts/me/codes/confirm``: the code the authenticator shows now."""

    code: Annotated[str, msgspec.Meta(max_length=16)]


class PasswordRequest(Request, frozen=True, kw_only=True):
    """The password once more, before something that matters."""

    password: _Password = ""


class TokenInfo(Message, frozen=True, kw_only=True):
    """What lets a device in; ``here``: a program of its name follows the hall now."""

    id: str
    role: str
    name: str
    window: str | None
    created_at: datetime
    here: bool = False


class TokenList(Message, frozen=True, kw_only=True):
    """Every token that lets a device in."""

    items: tuple[TokenInfo, ...]


class TokenRequest(Request, frozen=True, kw_only=True):
    """``POST /api/v1/tokens``: let a device in."""

    role: Name
    name: Name
    window: Name | None = None


class TokenMade(Message, frozen=True, kw_only=True):
    """A new token; its text is told this once."""

    token: str


class StationRequest(Request, frozen=True, kw_only=True):
    """``POST /api/v1/stations``: give a workstation's browser a certificate."""

    name: Name


class StationInfo(Message, frozen=True, kw_only=True):
    """A workstation whose browser has a certificate of the hall, good until then."""

    id: str
    name: str
    until: datetime


class StationList(Message, frozen=True, kw_only=True):
    """Every workstation."""

    items: tuple[StationInfo, ...]


class StationMade(Message, frozen=True, kw_only=True):
    """A new workstation; ``file`` (PKCS #12) and its passphrase are told this once."""

    id: str
    name: str
    until: datetime
    file: bytes
    passphrase: str
