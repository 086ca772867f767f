"""Who sat at which window from when to when; kept as documents, told in the journal.

Several people may sit at one window (two browsers, an apprentice). When the last one leaves, by
signing out, by another window or because the sign-in lapsed, the window closes: whoever was called
waits again at the old place, whoever was served is held.

Where the site says what a person can do (``[[clerk]]``), a window offers what those who sit there
can do together.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal

import msgspec

from config.site import Site
from hall.ids import uuid7
from queue_server import wire
from queue_server.domain.actors import Actor
from queue_server.domain.ticket import Moment
from queue_server.service import windows
from queue_server.service.telling import encode
from queue_server.store.image import Image
from queue_server.store.records import Document

KIND = "shift"
_KEPT = timedelta(days=400)
Because = Literal["signed_out", "other_window", "lapsed", "day_closed"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shift:
    """One person's stay at one window."""

    id: str
    user: str
    role: str
    window: str
    began_at: datetime
    ended_at: datetime | None = None
    because: str = ""


SignedIn = Collection[tuple[str, str]]
"""Who is signed in at which window, by name."""


def begin(image: Image, moment: Moment, site: Site, actor: Actor, signed_in: SignedIn) -> None:
    """Note that somebody sits down at a window; where the same person left, the shift ends."""
    window = actor.window
    mine = [each for each in open_shifts(image.documents.values()) if each.user == actor.name]
    for each in mine:
        if each.window != window and (each.user, each.window) not in signed_in:
            _end(image, moment, site, actor, each, "other_window")
    if window is None or any(each.window == window for each in mine):
        return
    shift = Shift(
        id=uuid7(moment.wall),
        user=actor.name,
        role=actor.role,
        window=window,
        began_at=moment.wall,
    )
    _put(image, moment, shift, "shift_began")
    _follow(image, moment, site, actor, window)


def end(image: Image, moment: Moment, site: Site, actor: Actor, because: Because) -> None:
    """Note that somebody gets up, wherever it was."""
    for each in open_shifts(image.documents.values()):
        if each.user == actor.name:
            _end(image, moment, site, actor, each, because)


def end_lapsed(image: Image, moment: Moment, site: Site, actor: Actor, signed_in: SignedIn) -> None:
    """End the shifts of those who are no more signed in at their window."""
    for each in open_shifts(image.documents.values()):
        if (each.user, each.window) not in signed_in:
            _end(image, moment, site, actor, each, "lapsed")


def follow_skills(image: Image, moment: Moment, site: Site, actor: Actor) -> None:
    """Let every window offer what those who sit there can do, as after a restart."""
    if site.clerks:
        for place in site.windows:
            _follow(image, moment, site, actor, place.id)


def open_shifts(documents: Iterable[Document]) -> list[Shift]:
    """Return who sits where now, first come first."""
    found = (read(each) for each in documents if each.kind == KIND)
    return sorted((each for each in found if each.ended_at is None), key=lambda each: each.id)


def read(document: Document) -> Shift:
    """Return the shift a document holds."""
    return msgspec.json.decode(document.data, type=Shift)


def shown(shift: Shift) -> wire.Shift:
    """Return a shift as consoles see it."""
    return wire.Shift(
        id=shift.id,
        user=shift.user,
        role=shift.role,
        window=shift.window,
        began_at=shift.began_at,
        ended_at=shift.ended_at,
        because=shift.because,
    )


def _end(
    image: Image, moment: Moment, site: Site, actor: Actor, shift: Shift, because: Because
) -> None:
    _put(image, moment, replace(shift, ended_at=moment.wall, because=because), "shift_ended")
    if not any(each.window == shift.window for each in open_shifts(image.documents.values())):
        windows.leave(image, moment, site, actor, shift.window)
    _follow(image, moment, site, actor, shift.window)


def _follow(image: Image, moment: Moment, site: Site, actor: Actor, window: str) -> None:
    can = {each.name: each.services for each in site.clerks}
    here = {each.user for each in open_shifts(image.documents.values()) if each.window == window}
    known = here <= set(can) and bool(here)
    services = {service for user in here & set(can) for service in can[user]}
    skills = tuple(sorted(services)) if known else None
    windows.know_skills(image, moment, site, actor, window, skills)


def _put(image: Image, moment: Moment, shift: Shift, kind: str) -> None:
    image.put_document(
        Document(
            kind=KIND,
            id=shift.id,
            at=shift.began_at,
            data=encode(shift),
            live=shift.ended_at is None,
            until=moment.wall + _KEPT,
        )
    )
    image.tell(moment.wall, kind, encode(shown(shift)), public=False)
