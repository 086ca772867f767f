"""Job advertisements as a row of JSON each, as public employment services' exports have them.

``id, title, company, location, address, region_code, salary_text, salary_min, salary_max,
salary_months, education, education_raw, experience_years, tags, description, published_at,
updated_at``; instants without a zone are China's. Refresh dates do not make a revision.
"""

from datetime import UTC, datetime
from typing import Annotated, Any
from zoneinfo import ZoneInfo

import msgspec

from queue_server.content.applying import UnusableRowError
from queue_server.content.cleaning import line, mask_contacts, paragraphs
from queue_server.content.disability import parse_disability
from queue_server.content.education import education_rank
from queue_server.content.model import Record
from queue_server.content.occupations import occupation_of
from queue_server.content.regions import is_region
from queue_server.content.tokens import normalise

_CHINA = ZoneInfo("Asia/Shanghai")
_MOST_PAY = 10_000_000
_FACT_OF_TAG = {
    "包住": ("lodging",),
    "包吃": ("meals",),
    "包吃包住": ("meals", "lodging"),
    "包食宿": ("meals", "lodging"),
    "五险": ("insurance",),
    "五险一金": ("insurance",),
    "社保": ("insurance",),
    "周末双休": ("weekends_off",),
    "双休": ("weekends_off",),
    "无需经验": ("no_experience",),
    "专业培训": ("induction",),
    "岗前培训": ("induction",),
    "免费班车": ("bus",),
    "居家办公": ("home_work",),
}


class _Row(msgspec.Struct):
    id: Annotated[str, msgspec.Meta(min_length=1, max_length=120)]
    title: str
    company: str = ""
    location: str = ""
    address: str = ""
    region_code: str | None = ""
    salary_text: str | None = ""
    salary_min: int | float | None = None
    salary_max: int | float | None = None
    education: str | None = ""
    education_raw: str | None = ""
    disability: str | None = ""
    openings: int | None = None
    tags: list[str] = []
    description: str | None = ""
    published_at: str | None = ""
    expires_at: str | None = ""


def read_advertisement(row: dict[str, Any], source: str) -> Record:
    """Return the record of a row; raises UnusableRowError telling what is wrong with it."""
    given = msgspec.convert(row, _Row, strict=False)
    title = line(given.title)
    if not normalise(title):
        raise UnusableRowError("no title")
    if len(title) > 200:
        raise UnusableRowError(f"title of {len(title)} characters; at most 200")
    told = paragraphs(mask_contacts(given.description or ""))
    tags = tuple(dict.fromkeys(tag for each in given.tags if (tag := line(each)[:40])))
    code = given.region_code or ""
    low, high = _pay(given.salary_min), _pay(given.salary_max)
    return Record(
        kind="job",
        id=f"{source}:{given.id}",
        source=source,
        title=mask_contacts(title),
        employer=line(given.company)[:200],
        place=line(given.location)[:200],
        address=line(given.address)[:200],
        region=code if is_region(code) else "",
        pay_min=low,
        pay_max=high,
        pay_text=line(given.salary_text or "")[:60],
        education=education_rank(given.education or given.education_raw or ""),
        disability=parse_disability(given.disability or ""),
        disability_text=line(given.disability or "")[:200],
        occupation=occupation_of(title, *tags),
        openings=given.openings,
        facts=tuple(dict.fromkeys(fact for tag in tags for fact in _FACT_OF_TAG.get(tag, ()))),
        tags=tags,
        paragraphs=_bounded(told),
        published_at=_instant(given.published_at),
        expires_at=_instant(given.expires_at),
    )


def _pay(value: float | None) -> int | None:
    return int(value) if value is not None and 0 < value <= _MOST_PAY else None


def _bounded(told: tuple[str, ...], most: int = 20_000) -> tuple[str, ...]:
    if sum(map(len, told)) > most:
        raise UnusableRowError(f"description of more than {most} characters")
    return told


def _instant(text: str | None) -> datetime | None:
    if not text:
        return None
    try:
        instant = datetime.fromisoformat(text.strip().replace("/", "-"))
    except ValueError as error:
        raise UnusableRowError(f"{text[:40]!r} is no date") from error
    return (instant if instant.tzinfo else instant.replace(tzinfo=_CHINA)).astimezone(UTC)
