"""What a hall remembers of the level above it, in its content file."""

from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import Connection, select, update
from sqlalchemy.dialects.sqlite import insert as upsert

from queue_server.content.database import upstream

NAME = "above"


class Held(msgspec.Struct, frozen=True, kw_only=True):
    """What would take so much away that an admin is asked first: a repair, or unsigned removals."""

    missing: int
    of: int
    since: datetime


class ManyGone(msgspec.Struct, frozen=True, kw_only=True):
    """So many items the level above withdrew at one look, which its signature answers for."""

    gone: int
    of: int
    at: datetime


class State(msgspec.Struct, kw_only=True, omit_defaults=True):
    """How we stand with the level above. ``place`` of the log is kept beside it.

    ``live_until`` is where a first copy began, 0 once it is done. ``fault`` is the code of what
    went wrong last (a catalogue key ends with it), ``detail`` its own words.
    """

    feed: str = ""
    key: str = ""
    scope: str = ""
    tag: str = ""
    max_seq: int = 0
    epoch_above: str = ""
    root: str = ""
    live_until: int = 0
    issued: datetime | None = None
    expires: datetime | None = None
    checked_at: datetime | None = None
    synced_at: datetime | None = None
    renewed_at: datetime | None = None
    verified_at: datetime | None = None
    failed_since: datetime | None = None
    failures: int = 0
    fault: str = ""
    detail: str = ""
    held: Held | None = None
    released: bool = False
    many_gone: ManyGone | None = None
    loops: int = 0
    nameless: int = 0
    reconciled: int = 0
    repaired_root: str = ""
    signed: bool = True
    paused: bool = False


class Place(msgspec.Struct, frozen=True):
    """How far the level above was followed: its epoch, and the number applied last."""

    epoch: str
    seq: int


def load(connection: Connection, name: str = NAME) -> tuple[Place, State]:
    """Return how far we are and what we remember; a new beginning where there is nothing."""
    row = connection.execute(select(upstream).where(upstream.c.name == name)).one_or_none()
    if row is None:
        return Place("", 0), State()
    return Place(row.epoch, row.seq), msgspec.json.decode(row.state, type=State)


def save(
    connection: Connection, state: State, place: Place | None = None, name: str = NAME
) -> None:
    """Keep what we remember, and a place where one is given, within a writer's transaction."""
    told = msgspec.json.encode(state)
    values: dict[str, Any] = {"name": name, "epoch": "", "seq": 0, "state": told}
    connection.execute(upsert(upstream).values(values).on_conflict_do_nothing())
    moved: dict[str, Any] = {"state": told}
    if place is not None:
        moved |= {"epoch": place.epoch, "seq": place.seq}
    connection.execute(update(upstream).where(upstream.c.name == name).values(moved))
