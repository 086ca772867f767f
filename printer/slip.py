"""What stands on a ticket or a slip, in the visitor's language; how it is set is the layout's.

Every text here is already resolved for one language. Declared needs appear only in
``TicketSlip.needs``, which stays empty unless the visitor asked for them on paper (A-83).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from config.site import Site, name_in
from hall.codes import LENGTH, grouped
from printer.document import Emblem

Variant = Literal["standard", "easy_read", "large_print"]
NoteKind = Literal["job", "training", "recommendation", "fair", "policy", "feedback", "way", "need"]


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketSlip:
    """One ticket. ``issued_at`` is aware and already in hall time; waits are minutes.

    ``ahead`` and ``wait`` are None when nobody knows (a ticket issued offline): they are then left
    out, never guessed. ``alone`` tells that the kiosk issued it while the hall was silent.
    """

    language: str
    hall: str
    number: str
    service: str
    area: str
    directions: str
    issued_at: datetime
    ahead: int | None = None
    wait: tuple[int, int] | None = None
    priority: str = ""
    url: str = ""
    short_code: str = ""
    hotline: str = ""
    needs: tuple[str, ...] = ()
    reprint: bool = False
    variant: Variant = "standard"
    alone: bool = False
    emblem: Emblem | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteSlip:
    """A job, a course, a recommendation or a receipt to take along.

    ``rows`` are label and value; ``paragraphs`` are read as sentences, ``reasons`` say why a job
    fits. ``reference`` is the number
    under which it is asked about, set large. ``blanks`` are the labels of lines to be filled in by
    hand, nobody's data is printed on them. ``answers`` are boxes to tick on the part that is torn
    off and brought back, under ``answer_title``, with ``answer_blanks`` of its own.
    """

    language: str
    kind: NoteKind
    hall: str
    title: str
    printed_at: datetime
    rows: tuple[tuple[str, str], ...] = ()
    paragraphs: tuple[str, ...] = ()
    url: str = ""
    hotline: str = ""
    reprint: bool = False
    variant: Variant = "standard"
    reference: str = ""
    short_code: str = ""
    reasons: tuple[str, ...] = ()
    blanks: tuple[str, ...] = ()
    answer_title: str = ""
    answers: tuple[str, ...] = ()
    answer_blanks: tuple[str, ...] = ()


def ticket_slip(
    site: Site,
    *,
    service: str,
    number: str,
    issued_at: datetime,
    language: str,
    ahead: int | None = None,
    wait: tuple[int, int] | None = None,
    url: str = "",
    needs: Sequence[str] = (),
    reprint: bool = False,
    variant: Variant = "standard",
) -> TicketSlip:
    """Return the slip of a ticket of this hall.

    ``needs`` are need names to print, given only when the visitor asked for it. The hall's
    sentence on who is counted as arrived earlier stands on every ticket alike: on some alone it
    would tell a need (A-83).
    """
    windows = site.windows_for(service)
    zone = site.zone(windows[0].zone) if windows else None
    return TicketSlip(
        language=language,
        hall=name_in(site.hall.name, language),
        number=number,
        service=name_in(site.service(service).names, language),
        area=name_in(zone.names, language) if zone else "",
        directions=name_in(zone.directions, language) if zone else "",
        issued_at=issued_at.astimezone(ZoneInfo(site.hall.time_zone)),
        ahead=ahead,
        wait=wait,
        priority=name_in(site.priority.sentence, language) if site.priority.sentence else "",
        url=url,
        short_code=short_code(url),
        hotline=site.hall.hotline,
        needs=tuple(needs),
        reprint=reprint,
        variant=variant,
    )


def short_code(url: str) -> str:
    """Return the code to type where a phone cannot scan, in groups of four, else "".

    It is the last part of the address, and only where it is short and made of capitals and
    digits: a code that is hard to type or needs the right case is worse than none.
    """
    token = urlsplit(url).path.rpartition("/")[2]
    plain = token.isascii() and token.isalnum() and token == token.upper()
    return grouped(token) if plain and len(token) <= LENGTH else ""
