"""The limits as figures, each read from where the program itself reads it.

Nothing here is typed again: a figure of the page that is not the program's own cannot be.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from config.site import Site
from queue_server.content.bounds import MOST_TEXT, MOST_TITLE
from queue_server.content.fetching import MOST_PACKED, MOST_UNPACKED
from queue_server.domain.numbering import last_ordinary
from queue_server.pairing.authority import LIFE
from queue_server.service.feedback.rules import CONTACT_KEPT
from queue_server.service.media import LARGEST_CAPTIONS, LARGEST_FILM, LARGEST_PICTURE, MOST_MEDIA
from queue_server.service.notices import MOST_NOTICES
from queue_server.service.passwords import LONGEST as LONGEST_PASSWORD
from queue_server.service.passwords import SHORTEST as SHORTEST_PASSWORD
from queue_server.service.people import FAILURES_ALLOWED, LOCKED_FOR
from queue_server.service.playlists import MOST_PLAYLISTS
from queue_server.service.remembering import KEPT as CHANGES_KEPT
from queue_server.service.remembering import TAKEN_BACK_WITHIN
from queue_server.service.stations import MOST as MOST_STATIONS
from queue_server.store.records import KEYS_KEPT, NEEDS_KEPT
from queue_server.web.bounds import (
    A_SECOND,
    ADDRESS_A_SECOND,
    ADDRESS_AT_ONCE,
    AT_ONCE,
    BODY_LIMIT,
    FRAME_LIMIT,
)
from queue_server.web.sessions import IDLE, IDLE_AT_WINDOWS
from queue_server.web.sessions import LONGEST as LONGEST_SESSION
from queue_server.web.sessions import MOST as MOST_SESSIONS

DOES_NOT = (
    "identity", "disability", "help", "alarm", "money", "messages", "speech", "translate",
    "promise", "clerks", "halls", "disk", "hardware", "law",
)  # fmt: skip
"""What it does not do; each is ``not-`` and this in the catalogues."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """One limit: a message of the catalogues and the figures in it."""

    key: str
    values: Mapping[str, int] = field(default_factory=dict)


def limits(site: Site) -> dict[str, tuple[Limit, ...]]:
    """Return the limits of a hall by their groups, in the order of the page."""
    return {
        "numbers": _numbers(site),
        "signing-in": _signing_in(),
        "asking": (
            _limit("body", kib=_kib(BODY_LIMIT)),
            _limit("frame", kib=_kib(FRAME_LIMIT)),
            _limit("rate", second=int(A_SECOND), burst=AT_ONCE),
            _limit("address", second=int(ADDRESS_A_SECOND), burst=ADDRESS_AT_ONCE),
        ),
        "showing": (
            _limit("notices", count=MOST_NOTICES),
            _limit("playlists", count=MOST_PLAYLISTS),
            _limit("media", count=MOST_MEDIA, picture=_mib(LARGEST_PICTURE),
                   film=_mib(LARGEST_FILM), captions=_kib(LARGEST_CAPTIONS)),
        ),
        "content": (
            _limit("item", title=MOST_TITLE, text=MOST_TEXT),
            _limit("feed", packed=_mib(MOST_PACKED), unpacked=_mib(MOST_UNPACKED)),
        ),
        "kept": _kept(site),
    }  # fmt: skip


def _numbers(site: Site) -> tuple[Limit, ...]:
    alone = [each.offline_range.last - each.offline_range.first + 1 for each in site.kiosks]
    issuing = site.issuing
    return (
        _limit("per-letter", last=last_ordinary(site)),
        *((_limit("alone", count=min(alone), kiosks=len(alone)),) if alone else ()),
        _limit("paper", first=issuing.paper_first, last=issuing.paper_last),
        *(
            (_limit("pace", count=issuing.kiosk_a_minute),)
            if issuing.kiosk_a_minute
            else (_limit("no-pace"),)
        ),
    )


def _signing_in() -> tuple[Limit, ...]:
    return (
        _limit("sessions", count=MOST_SESSIONS, hours=_hours(LONGEST_SESSION)),
        _limit("idle", admin=_minutes(IDLE["admin"]), others=_minutes(IDLE_AT_WINDOWS)),
        _limit("wrong", count=FAILURES_ALLOWED, minutes=_minutes(LOCKED_FOR)),
        _limit("password", shortest=SHORTEST_PASSWORD, longest=LONGEST_PASSWORD),
        _limit("stations", count=MOST_STATIONS),
    )


def _kept(site: Site) -> tuple[Limit, ...]:
    copies = site.backup
    return (
        _limit("needs", hours=_hours(NEEDS_KEPT)),
        _limit("contact", days=CONTACT_KEPT.days),
        _limit("repeats", hours=_hours(KEYS_KEPT)),
        _limit("back", days=TAKEN_BACK_WITHIN.days, kept=CHANGES_KEPT.days),
        *(
            (_limit("copies", minutes=copies.every_minutes, hours=copies.keep_hours,
                    days=copies.keep_days),)
            if copies.every_minutes
            else (_limit("no-copies"),)
        ),
        _limit("journal"),
        _limit("certificates", days=LIFE.days),
    )  # fmt: skip


def _limit(key: str, **values: int) -> Limit:
    return Limit(key=f"limit-{key}", values=values)


def _kib(size: int) -> int:
    return size >> 10


def _mib(size: int) -> int:
    return size >> 20


def _hours(span: timedelta) -> int:
    return int(span.total_seconds()) // 3600


def _minutes(span: timedelta) -> int:
    return int(span.total_seconds()) // 60
