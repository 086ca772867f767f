"""What changed since somebody was told last: pure rules."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

import msgspec

from queue_server.today.kinds import ALARMS
from queue_server.today.telling import Finding

SETTLED = timedelta(seconds=45)
"""What is shorter is not told: a cable put in again, a server started anew."""
_LEVELS = {"stops": ("stops",), "soon": ("stops", "soon")}


class Open(msgspec.Struct, frozen=True, kw_only=True):
    """Something that somebody was told is broken, in the words it was told."""

    what: str
    since: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """Something told as broken that works again, and how long it did not."""

    key: str
    what: str
    lasted: timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class Edges:
    """What to tell now: what began, what ended."""

    began: tuple[Finding, ...] = ()
    ended: tuple[Ended, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.began or self.ended)


def key_of(finding: Finding) -> str:
    """Return what stays the same while a thing is broken, however often it is looked at."""
    return f"{finding.id}/{finding.about}"


class Settling:
    """Which findings have stood, and which have been away, long enough to be told."""

    def __init__(self) -> None:
        self._changed: dict[str, tuple[bool, datetime]] = {}

    def look(
        self, findings: Iterable[Finding], told: Iterable[str], now: datetime
    ) -> dict[str, Finding | None]:
        """Return what is settled: a finding that stands, None for one that is over."""
        here = {key_of(each): each for each in findings}
        for key in {*here, *told, *self._changed}:
            stands = key in here
            if key not in self._changed or self._changed[key][0] is not stands:
                self._changed[key] = (stands, now)
        settled = {
            key: here.get(key)
            for key, (_, at) in self._changed.items()
            if now - at >= SETTLED or now < at
        }
        known = {*here, *told}
        self._changed = {key: each for key, each in self._changed.items() if key in known}
        return settled


def edges(
    told: Mapping[str, Open],
    settled: Mapping[str, Finding | None],
    level: Literal["stops", "soon"],
    now: datetime,
) -> Edges:
    """Return what one way of telling has not been told yet."""
    wanted = _LEVELS[level]
    began = tuple(
        each
        for key, each in settled.items()
        if each is not None and key not in told and (each.severity in wanted or each.id in ALARMS)
    )
    ended = tuple(
        Ended(key=key, what=each.what, lasted=max(now - each.since, timedelta()))
        for key, each in told.items()
        if key in settled and settled[key] is None
    )
    return Edges(began=began, ended=ended)


def after(told: Mapping[str, Open], sent: Edges, now: datetime) -> dict[str, Open]:
    """Return what has been told once a message is out."""
    over: Sequence[str] = [each.key for each in sent.ended]
    begun = {key_of(each): Open(what=each.what, since=each.since or now) for each in sent.began}
    return {key: each for key, each in {**told, **begun}.items() if key not in over}
