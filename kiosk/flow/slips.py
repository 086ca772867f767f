"""What stands on a slip a visitor takes along, and what a code carries into a phone."""

from datetime import datetime
from zoneinfo import ZoneInfo

from kiosk.flow.effects import SlipKind
from kiosk.flow.items import pay, told
from kiosk.flow.model import Modes
from kiosk.flow.visit import Known
from kiosk.flow.wording import Words
from printer.slip import NoteSlip, Variant
from printer.slips import (
    JobFacts,
    SlipFrame,
    TrainingFacts,
    fair_slip,
    job_slip,
    policy_slip,
    recommendation_slip,
    training_slip,
)
from queue_server import wire

_TIME_ZONE = "Asia/Shanghai"
_LARGE = ("L", "XL")
_LONGEST_BYTES = 420
"""What a code holds that a phone still reads from a screen at arm's length."""


def slip_of(
    kind: SlipKind,
    item: wire.ContentItem,
    known: Known,
    modes: Modes,
    now: datetime,
) -> NoteSlip:
    """Return a slip of an item; large print for those who chose large letters on the screen."""
    words = Words(modes.language)
    site = known.site
    frame = SlipFrame(
        language=modes.language,
        hall=words.named(known.hall_names) if known.hall_names else "",
        printed_at=now.astimezone(ZoneInfo(site.time_zone if site else _TIME_ZONE)),
        hotline=site.hotline if site else "",
        variant=variant_of(modes),
    )
    if kind == "training":
        return training_slip(frame, _training(item, known))
    if kind == "fair":
        return fair_slip(frame, _training(item, known))
    if kind == "policy":
        return policy_slip(frame, told(item, modes.language)[0], _short(item, modes.language))
    job = _job(item, words)
    return job_slip(frame, job) if kind == "job" else recommendation_slip(frame, job)


def variant_of(modes: Modes, needs: frozenset[str] = frozenset()) -> Variant:
    """Return how paper is set for somebody who chose these letters, or simple words."""
    if modes.easy or "easy_read" in needs:
        return "easy_read"
    return "large_print" if modes.size in _LARGE else "standard"


def _job(item: wire.ContentItem, words: Words) -> JobFacts:
    title, _ = told(item, words.language)
    return JobFacts(
        title=title,
        employer=item.employer,
        pay=pay(item, words).name,
        place=item.address or item.place,
        hours=item.hours,
        openings=item.openings,
        education=words.named(item.education.names) if item.education else "",
        disability=item.disability_text if item.disability_known else words("fit-ask"),
        fit=item.fit,
        description=tuple(part for part in (item.requirements, *item.description) if part),
        until=item.expires_at.date() if item.expires_at else None,
    )


def _short(item: wire.ContentItem, language: str) -> tuple[str, ...]:
    """Return a policy's easy words, else its summary, else its text."""
    _, summary = told(item, language)
    return item.easy_read or ((summary,) if summary else item.description)


def _training(item: wire.ContentItem, known: Known) -> TrainingFacts:
    title, summary = told(item, known.languages[0])
    zone = ZoneInfo(known.site.time_zone if known.site else _TIME_ZONE)
    return TrainingFacts(
        title=title,
        organiser=item.employer,
        starts=item.starts_at.astimezone(zone) if item.starts_at else None,
        place=item.address or item.place,
        hours=item.hours,
        places=item.openings,
        disability=item.disability_text if item.disability_known else "",
        until=item.expires_at.date() if item.expires_at else None,
        description=tuple(part for part in (summary, *item.description) if part),
    )


def carried(item: wire.ContentItem, known: Known, language: str) -> str:
    """Return an item as the text of a code: what matters first, cut where it gets too long."""
    words = Words(language)
    title, summary = told(item, language)
    lines = [title]
    if item.kind == "job":
        lines += [item.employer, pay(item, words).name]
    else:
        lines += [item.employer, summary]
    lines += [item.address or item.place, item.hours]
    if known.hall_names:
        lines.append(words.named(known.hall_names))
    if known.site is not None:
        lines.append(words("hall-hotline", phone=known.site.hotline))
    text = "\n".join(line for line in lines if line)
    return text.encode("utf-8")[:_LONGEST_BYTES].decode("utf-8", "ignore")
