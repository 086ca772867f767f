"""Devices that ask to be let in, until an admin decides: in memory, ten minutes, few at once."""

import base64
import binascii
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hmac import compare_digest

import msgspec

from hall.clock import Clock
from hall.ids import uuid7
from queue_server import wire
from queue_server.domain.actors import Actor, TokenRole
from queue_server.domain.errors import refused
from queue_server.pairing.agreeing import Side, commitment, digits, seal, transcript
from queue_server.service.asking import require_role
from queue_server.service.people import ACCOUNT_KEEPERS
from queue_server.service.running import RunningHall

_MOST = 20
_FOR = timedelta(minutes=10)
_ROLES = ("kiosk", "display")
_SIZE = 32


@dataclass(kw_only=True)
class Asking:
    """One device that asks: first bound by its commitment, then known by its digits."""

    id: str
    name: str
    role: str
    bound: bytes
    side: Side
    at: datetime
    key: bytes | None = None
    code: str = ""
    sealed: bytes | None = None
    hall: bytes | None = None
    refused: bool = False


@dataclass
class Pairings:
    """Everything that asks now. Nobody is let in but by an admin who has compared the digits."""

    hall: RunningHall
    clock: Clock
    tls: Callable[[], wire.PairedHall | None] = lambda: None
    asking: dict[str, Asking] = field(default_factory=dict)

    def begin(self, request: wire.PairingRequest) -> wire.PairingBegun:
        """Take a device's commitment and tell the server's key. Refuses ``too_many_pairings``."""
        self._forget()
        if request.role not in _ROLES:
            raise refused("value_missing", f"a {request.role!r} is not paired", field="role")
        if len(self.asking) >= _MOST:
            raise refused("too_many_pairings", "too many devices ask; let some in or wait")
        bound = _bytes(request.commitment, "commitment")
        now = self.clock.now()
        one = Asking(
            id=uuid7(now), name=request.name, role=request.role, bound=bound,
            side=Side.fresh(), at=now,
        )  # fmt: skip
        self.asking[one.id] = one
        return wire.PairingBegun(id=one.id, public=_text(one.side.public))

    def reveal(self, asking_id: str, request: wire.PairingReveal) -> wire.PairingState:
        """Take the device's key; from now on both sides can show their digits."""
        one = self._known(asking_id)
        public, salt = _bytes(request.public, "public"), _bytes(request.salt, "salt")
        if one.key is not None or not compare_digest(commitment(public, salt), one.bound):
            self.asking.pop(one.id)
            raise refused(
                "pairing_broken", "this is not the key it had bound itself to; begin anew"
            )
        told = transcript(one.name, one.role, public, salt, one.side.public)
        one.key, one.code = one.side.key_with(public, told), digits(told)
        return _state(one)

    def state(self, asking_id: str) -> wire.PairingState:
        """Tell the device how it stands; its token, sealed, once it was let in."""
        return _state(self._known(asking_id))

    def listed(self, actor: Actor) -> wire.PairingList:
        """Return what asks, for admins."""
        require_role(actor, ACCOUNT_KEEPERS)
        self._forget()
        return wire.PairingList(
            items=tuple(
                wire.Pairing(id=one.id, name=one.name, role=one.role, code=one.code, at=one.at)
                for one in self.asking.values()
                if one.code and one.sealed is None and not one.refused
            )
        )

    async def let_in(self, actor: Actor, asking_id: str, code: str) -> None:
        """Make a token for it; ``code`` is what the device shows, as the admin read it there."""
        require_role(actor, ACCOUNT_KEEPERS)
        one = self._known(asking_id)
        if one.key is None or one.sealed is not None or one.refused:
            raise refused("pairing_broken", "this device no longer waits; let it ask again")
        if not compare_digest("".join(code.split()), one.code):
            # Somebody stands between, or it is another machine: nothing of this is used again.
            one.refused = True
            raise refused("pairing_differs", "the device shows other digits; it was not let in")
        role: TokenRole = "kiosk" if one.role == "kiosk" else "display"
        token = await self.hall.create_token(actor, role=role, name=one.name)
        if (paired := self.tls()) is not None:
            one.hall = seal(one.key, msgspec.json.encode(paired).decode(), part=1)
        one.sealed = seal(one.key, token)

    def turn_away(self, actor: Actor, asking_id: str) -> None:
        """Do not let it in."""
        require_role(actor, ACCOUNT_KEEPERS)
        self._known(asking_id).refused = True

    def _known(self, asking_id: str) -> Asking:
        self._forget()
        one = self.asking.get(asking_id)
        if one is None:
            raise refused("unknown_pairing", "no device asks under this id; it may be too long ago")
        return one

    def _forget(self) -> None:
        now = self.clock.now()
        for one in [each for each in self.asking.values() if now - each.at > _FOR]:
            self.asking.pop(one.id)


def _state(one: Asking) -> wire.PairingState:
    if one.refused:
        return wire.PairingState(state="refused")
    if one.sealed is None:
        return wire.PairingState(state="waiting")
    hall = None if one.hall is None else _text(one.hall)
    return wire.PairingState(state="let_in", sealed=_text(one.sealed), hall=hall)


def _bytes(text: str, field_name: str) -> bytes:
    try:
        value = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as fault:
        raise refused("value_missing", "not base64", field=field_name) from fault
    if len(value) != _SIZE:
        raise refused("value_missing", f"{_SIZE} bytes are wanted", field=field_name)
    return value


def _text(value: bytes) -> str:
    return base64.b64encode(value).decode()
