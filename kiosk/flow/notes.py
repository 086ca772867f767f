"""Slips of the visit itself: the receipt of what was told, the way to a place, a need."""

from datetime import datetime
from typing import Literal
from zoneinfo import ZoneInfo

from kiosk.flow.slips import variant_of
from kiosk.flow.tell_screens import grouped_digits, topic_of
from kiosk.flow.visit import Known, Visit
from kiosk.flow.way_screens import told_legs, way_of, way_to
from kiosk.flow.wish_screens import stated_rows
from kiosk.flow.wording import Words
from printer.slip import NoteSlip
from printer.slips import (
    FeedbackFacts,
    NeedFacts,
    SlipFrame,
    feedback_slip,
    need_slip,
    way_slip,
)

NoteOf = Literal["receipt", "way", "need"]
_TIME_ZONE = "Asia/Shanghai"


def note_of(kind: NoteOf, visit: Visit, known: Known, now: datetime) -> NoteSlip | None:
    """Return a slip, or None where the visit has nothing of the kind."""
    words = Words(visit.modes.language)
    zone = ZoneInfo(known.site.time_zone if known.site else _TIME_ZONE)
    frame = SlipFrame(
        language=visit.modes.language,
        hall=words.named(known.hall_names) if known.hall_names else "",
        printed_at=now.astimezone(zone),
        hotline=known.site.hotline if known.site else "",
        variant="easy_read" if visit.modes.easy else variant_of(visit.modes, visit.needs),
    )
    if kind == "need":
        return _need(visit, words, frame, zone)
    if kind == "way":
        return _way(visit, known, words, frame)
    return _receipt(visit, words, frame, zone)


def same_note(kind: NoteOf, before: Visit, now: Visit) -> bool:
    """Tell whether the visitor whose slip it was still stands before the same screen."""
    if kind == "need":
        return now.wishing.receipt == before.wishing.receipt and now.step == before.step
    if kind == "way":
        return now.bound_for == before.bound_for and now.step == before.step
    return now.telling.receipt == before.telling.receipt and now.step == before.step


def _way(visit: Visit, known: Known, words: Words, frame: SlipFrame) -> NoteSlip | None:
    found = way_of(visit, known)
    if found is None:
        return None
    legs = [told.written for told in told_legs(found, visit, known, words)]
    listed = tuple(f"{place}. {leg}" for place, leg in enumerate(legs, 1))
    return way_slip(frame, way_to(visit, known, words).title.name, listed)


def _need(visit: Visit, words: Words, frame: SlipFrame, zone: ZoneInfo) -> NoteSlip | None:
    receipt = visit.wishing.receipt
    if receipt is None:
        return None
    facts = NeedFacts(
        reference=grouped_digits(receipt.reference),
        wishes=stated_rows(visit.search, words),
        until=receipt.until.astimezone(zone).date(),
    )
    return need_slip(frame, facts)


def _receipt(visit: Visit, words: Words, frame: SlipFrame, zone: ZoneInfo) -> NoteSlip | None:
    receipt, telling = visit.telling.receipt, visit.telling
    if receipt is None:
        return None
    about = topic_of(telling, words)
    due = receipt.first_by.astimezone(zone).date() if receipt.first_by else None
    told = FeedbackFacts(
        reference=grouped_digits(receipt.reference),
        about=words(f"tell-what-{telling.kind}", about=about),
        received=receipt.at.astimezone(zone),
        answer_by=due,
        url=receipt.url,
    )
    return feedback_slip(frame, told)
