"""What every command of the hall starts from: who asks, and whether it was asked before."""

import hashlib
from dataclasses import dataclass

from config.site import Site
from queue_server.domain.actors import Actor
from queue_server.domain.circumstances import Circumstances, Params
from queue_server.domain.errors import refused
from queue_server.domain.ticket import Moment
from queue_server.store.image import Image
from queue_server.store.records import KEYS_KEPT, Key

DESK = frozenset({"reception", "staff", "supervisor", "admin"})
CALLERS = frozenset({"staff", "supervisor", "admin"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Who asks, where, and under which idempotency key.

    ``expected`` are the minutes one would wait who took a number now, as far as anybody can say.
    """

    actor: Actor
    site: Site
    key: str | None = None
    expected: float | None = None


def require_role(actor: Actor, roles: frozenset[str]) -> None:
    """Refuse roles that may not."""
    if actor.role not in roles:
        raise refused("forbidden", f"{actor.role} may not")


def around(
    image: Image,
    moment: Moment,
    asked: Asked,
    *,
    at: str | None = None,
    params: Params | None = None,
    ticket: str | None = None,
) -> Circumstances:
    """Return the hall around a decision, ``ticket`` being whom it is about."""
    return Circumstances(
        moment=moment,
        site=asked.site,
        actor=asked.actor,
        windows=image.windows,
        lines=image.lines,
        at=at,
        params=params or Params(),
        needs=image.needs.get(ticket or "") or (),
    )


def digest_of(what: str, body: bytes) -> str:
    """Return by what a repeated request is told from another under the same key."""
    return hashlib.sha256(what.encode() + b"\x00" + body).hexdigest()


def earlier(image: Image, moment: Moment, asked: Asked, digest: str) -> str | None:
    """Return what a request under this key made before; refuses ``key_reused`` for another."""
    used = image.keys.get((asked.actor.token_id, asked.key or ""))
    if used is None or moment.wall - used.at > KEYS_KEPT:
        return None
    if used.digest != digest:
        raise refused("key_reused", "this key was used for another request")
    return used.ticket


def remember(image: Image, moment: Moment, asked: Asked, digest: str, made: str) -> None:
    """Note what a request under this key made."""
    if asked.key is None:
        return
    used = Key(
        scope=asked.actor.token_id, key=asked.key, digest=digest, ticket=made, at=moment.wall
    )
    image.keys.put((used.scope, used.key), used)
