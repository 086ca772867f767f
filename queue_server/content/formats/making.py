"""One item out of the words its source used: cleaned, bounded, coded, masked.

All adapters end here, so that the same words always give the same item. What cannot be read is left
out with a ``Remark``; what makes the item unusable raises UnusableError.
"""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from queue_server.content.bounds import MOST_TEXT, MOST_TITLE
from queue_server.content.cleaning import UNREADABLE, line, mask_contacts, paragraphs
from queue_server.content.disability import parse_disability
from queue_server.content.education import education_rank
from queue_server.content.formats.port import Item, Remark, UnusableError, Walk
from queue_server.content.model import Kind, Media, Record
from queue_server.content.occupations import occupation_code_of, occupation_of
from queue_server.content.regions import is_region
from queue_server.content.tokens import normalise
from queue_server.content.values.benefits import employment_of, facts_in
from queue_server.content.values.counts import read_count, read_experience
from queue_server.content.values.dates import UnreadableDateError, read_instant
from queue_server.content.values.pay import Pay

_MOST_RAW = 200_000
_MOST_ID = 120
_EVERYBODY = (1 << 28) - 1
_ANYBODY = re.compile(
    r"(?:残疾)?(?:类别|等级|类型)?(?:不限制?|均可|无要求|都可以?)|各类残疾人?(?:均可)?"
)
_SILENT = re.compile(r"[-—－/\\.、无]*")
_CHINESE = re.compile(r"[\u4e00-\u9fff]")
_PLAIN_ID = re.compile(r"[\w.:~+-]+")
_OCCUPATION_CODE = re.compile(r"\d-\d{2}-\d{2}-\d{2}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What a source tells of one item, in its own words; what it does not tell is empty."""

    id: str
    title: str
    kind: Kind = "job"
    employer: str = ""
    place: str = ""
    region: str = ""
    region_names: tuple[str, ...] = ()
    address: str = ""
    pay: Pay = field(default_factory=Pay)
    education: str = ""
    disability: str = ""
    openings: str = ""
    experience: str = ""
    employment: str = ""
    occupations: tuple[str, ...] = ()
    benefits: tuple[str, ...] = ()
    description: str = ""
    summary: str = ""
    requirements: str = ""
    hours: str = ""
    published: str = ""
    starts: str = ""
    ends: str = ""
    expires: str = ""
    url: str = ""
    employer_code: str = ""
    media: tuple[Media, ...] = ()


def id_of(source: str, raw: str) -> str:
    """Return an item's id: its source's, then its own; odd or long ones as a hash."""
    own = raw.strip()
    if not own:
        raise UnusableError("no-id")
    if len(own) > _MOST_ID or not _PLAIN_ID.fullmatch(own):
        own = hashlib.sha256(own.encode("utf-8", "replace")).hexdigest()[:32]
    return f"{source}:{own}"


def make(told: Told, walk: Walk, row: int) -> Iterator[Item]:
    """Yield the item, after remarks about values that could not be read."""
    remarks = _Remarks(row)
    title = _title(told)
    body = _body(told)
    instants = _instants(told, walk, remarks)
    region = _region(told, walk, remarks)
    public = told.kind != "job"
    tags = tuple(dict.fromkeys(tag for each in told.benefits if (tag := line(each)[:40])))
    record = Record(
        kind=told.kind,
        id=id_of(walk.source.id, told.id),
        source=walk.source.id,
        title=mask_contacts(title, public=public),
        summary=mask_contacts(line(told.summary), public=public)[:MOST_TITLE],
        employer=line(told.employer)[:MOST_TITLE],
        place=line(told.place)[:MOST_TITLE],
        address=mask_contacts(line(told.address))[:MOST_TITLE],
        region=region,
        pay_min=told.pay.low,
        pay_max=told.pay.high,
        pay_text=line(told.pay.text)[:60],
        education=_education(told.education, remarks),
        disability=_disability(told.disability, remarks),
        disability_text=_said(told.disability)[:MOST_TITLE],
        occupation=occupation_of(title, *told.occupations, *tags) if told.kind == "job" else "",
        occupation_code=_code(told.occupations) or occupation_code_of(title),
        openings=_openings(told.openings, remarks),
        experience=read_experience(told.experience) if told.experience else None,
        employment=employment_of(told.employment),
        hours=line(told.hours)[:MOST_TITLE],
        requirements=mask_contacts(line(told.requirements))[:500],
        facts=facts_in((*tags, line(told.hours), line(told.experience), *body)),
        tags=tags[:20],
        paragraphs=tuple(mask_contacts(part, public=public) for part in body),
        published_at=instants.published,
        starts_at=instants.starts,
        ends_at=instants.ends,
        expires_at=instants.expires,
        media=told.media,
        url=told.url
        if told.url.startswith(("https://", "http://")) and len(told.url) < 500
        else "",
        employer_code=line(told.employer_code)[:18],
    )
    _mark_unreadable(record, remarks)
    yield from remarks.found
    yield record if told.kind != "seeker" else without_person(record)


def without_person(record: Record) -> Record:
    """Return a seeker's wish without anything that could tell who it is (S-31)."""
    return replace(
        record,
        employer="",
        employer_code="",
        address="",
        disability=0,
        disability_text="",
        url="",
        media=(),
        paragraphs=(),
        summary="",
        easy_read=(),
        translations={},
    )


class _Remarks:
    def __init__(self, row: int) -> None:
        self._row = row
        self.found: list[Remark] = []

    def add(self, code: str, text: str = "") -> None:
        self.found.append(Remark(row=self._row, code=code, values={"text": line(text[:80])}))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Instants:
    published: datetime | None
    starts: datetime | None
    ends: datetime | None
    expires: datetime | None


def _title(told: Told) -> str:
    if len(told.title) > 10 * MOST_TITLE:
        raise UnusableError("title-long", length=len(told.title), most=MOST_TITLE)
    title = line(told.title)
    if not normalise(title):
        raise UnusableError("no-title")
    if len(title) > MOST_TITLE:
        raise UnusableError("title-long", length=len(title), most=MOST_TITLE)
    return title


def _body(told: Told) -> tuple[str, ...]:
    if len(told.description) > _MOST_RAW:
        raise UnusableError("text-long", length=len(told.description), most=MOST_TEXT)
    body = paragraphs(told.description)
    if (length := sum(map(len, body))) > MOST_TEXT:
        raise UnusableError("text-long", length=length, most=MOST_TEXT)
    return body


def _instants(told: Told, walk: Walk, remarks: _Remarks) -> _Instants:
    def read(text: str, *, end: bool = False) -> datetime | None:
        try:
            return read_instant(text[:200], today=walk.today, end=end)
        except UnreadableDateError:
            remarks.add("date", text)
            return None

    published = read(told.published)
    ends = read(told.ends, end=True)
    expires = read(told.expires, end=True) or ends
    if expires is None and published is not None and walk.source.retire_days:
        expires = published + timedelta(days=walk.source.retire_days)
    return _Instants(published=published, starts=read(told.starts), ends=ends, expires=expires)


def _region(told: Told, walk: Walk, remarks: _Remarks) -> str:
    if is_region(told.region):
        return told.region
    named = tuple(line(name)[:40] for name in told.region_names if name)
    code = walk.places.code_of(*named) if named else ""
    code = code or walk.places.code_of(line(told.place)[:60])
    if not code and _CHINESE.search("".join(named) or told.place):
        remarks.add("region", "".join(named) or told.place)
    return code


def _education(text: str, remarks: _Remarks) -> int | None:
    said = _said(text)
    rank = education_rank(said)
    if said and rank is None:
        remarks.add("education", said)
    return rank


def _disability(text: str, remarks: _Remarks) -> int:
    """Return the mask told; 0, which is shown and marked, where nothing readable is told."""
    said = _said(text)
    if _ANYBODY.fullmatch(said):
        return _EVERYBODY
    mask = parse_disability(said)
    if said and not mask:
        remarks.add("disability", said)
    return mask


def _openings(text: str, remarks: _Remarks) -> int | None:
    said = _said(text)
    count = read_count(said[:40])
    if said and count is None and "若干" not in said and "不限" not in said:
        remarks.add("openings", said)
    return count


def _code(occupations: tuple[str, ...]) -> str:
    found = (_OCCUPATION_CODE.search(each) for each in occupations)
    return next((match.group() for match in found if match), "")


def _said(text: str) -> str:
    """Return a cell's words; dashes and 无 say nothing."""
    said = line(text[:1000])
    return "" if _SILENT.fullmatch(said) else said


def _mark_unreadable(record: Record, remarks: _Remarks) -> None:
    for text in (record.title, record.employer, *record.paragraphs):
        if UNREADABLE in text:
            remarks.add("characters", text)
            return
