"""Whether a head may be followed: signed by whom we know, not older than one seen before."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Annotated, Any

import msgspec

from hall.errors import SyncError
from queue_server.sync.calling import NoFeedError
from queue_server.sync.pages import VERSION
from queue_server.sync.signing import is_signed
from queue_server.sync.state import State

FRESH = timedelta(days=1)
_Number = Annotated[int, msgspec.Meta(ge=0, le=2**62)]


class Head(msgspec.Struct, frozen=True, kw_only=True):
    """The head's members that are followed."""

    v: int
    feed: Annotated[str, msgspec.Meta(min_length=1, max_length=64)]
    epoch: Annotated[str, msgspec.Meta(min_length=1, max_length=64)]
    max_seq: _Number
    tomb_from: _Number = 0
    count: dict[str, int] = {}
    root: str = ""
    issued: datetime
    expires: datetime
    key: str = ""


class UntrustedError(SyncError):
    """A head that is not signed by whom we know; nothing of it is taken."""


class RollbackError(SyncError):
    """A head that goes back behind one seen before in the same epoch."""


def read_head(body: bytes) -> tuple[Head, dict[str, Any]]:
    """Return a head and all its members as they came."""
    try:
        whole = msgspec.json.decode(body, type=dict[str, Any])
        head = msgspec.convert(whole, Head)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as fault:
        raise NoFeedError(f"what answers has no head of a feed: {fault}"[:200]) from fault
    if head.v != VERSION:
        raise NoFeedError(f"the level above speaks version {head.v} of the feed; this hall 1")
    if head.issued.tzinfo is None or head.expires.tzinfo is None:
        raise NoFeedError("the head's times tell no zone")
    return head, whole


def require_trusted(
    head: Head, whole: Mapping[str, Any], state: State, pinned: str, *, must_sign: bool = False
) -> bool:
    """Tell whether the head is signed by the key pinned or seen first.

    Raises UntrustedError where a key is known and the signature is not its own. A head without a
    signature passes only where none was ever seen and nobody ``must_sign``.
    """
    known = pinned or state.key
    if known:
        if not is_signed(whole, known):
            raise UntrustedError("the head is not signed with the key this hall knows")
        state.key = known
        return True
    offered = str(whole.get("public", ""))
    if offered and is_signed(whole, offered):
        state.key = offered
        return True
    if must_sign or (offered and whole.get("sig")):
        raise UntrustedError("the head's signature does not hold, or no key is known for it")
    return False


def require_forward(head: Head, state: State) -> None:
    """Refuse a head that goes back within an epoch: an old one played again, or a bad restore."""
    if head.epoch != state.epoch_above:
        return
    if head.max_seq < state.max_seq:
        raise RollbackError(
            f"the level above went back from {state.max_seq} to {head.max_seq} in one epoch"
        )


def is_frozen(state: State, now: datetime) -> bool:
    """Tell whether the head is past its end: content is shown, with how old it is."""
    return state.expires is not None and now >= state.expires


def instant(told: datetime) -> datetime:
    """Return an instant in UTC."""
    return told.astimezone(UTC)
