"""Who acts, and in which role."""

from dataclasses import dataclass
from typing import Literal, get_args

Role = Literal[
    "kiosk",
    "display",
    "staff",
    "supervisor",
    "reception",
    "admin",
    "reader",
    "upstream",
    "downstream",
    "phone",
    "anonymous",
    "system",
]
TokenRole = Literal[
    "kiosk",
    "display",
    "staff",
    "supervisor",
    "reception",
    "admin",
    "reader",
    "upstream",
    "downstream",
]
UserRole = Literal["staff", "supervisor", "reception", "admin", "reader"]
TOKEN_ROLES: tuple[str, ...] = get_args(TokenRole)
USER_ROLES: tuple[str, ...] = get_args(UserRole)


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """One who asks: a device, a program, a person at a console, or the hall itself.

    ``window`` is where a clerk works; ``token_id`` scopes idempotency keys (a token, an account
    or a phone page); ``ticket`` is the one ticket a phone page may touch.
    """

    role: Role
    name: str
    token_id: str = ""
    window: str | None = None
    ticket: str | None = None


ANONYMOUS = Actor(role="anonymous", name="anonymous")
SYSTEM = Actor(role="system", name="hall")
