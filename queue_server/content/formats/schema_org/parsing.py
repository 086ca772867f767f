"""JSON-LD out of a page, and a JobPosting in the many forms it is written; pure."""

from collections.abc import Iterator, Mapping
from html.parser import HTMLParser
from typing import Any

import msgspec

from queue_server.content.formats.making import Told
from queue_server.content.values.pay import Pay, monthly, read_pay

_DEEPEST = 20
_DEGREES = {
    "high school": "高中",
    "professional certificate": "职业高中",
    "associate degree": "大专",
    "bachelor degree": "本科",
    "postgraduate degree": "硕士",
    "no requirements": "不限",
}


class _Scripts(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self._open = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        self._open = tag == "script" and (told.get("type") or "").lower() == "application/ld+json"
        if self._open:
            self.found.append("")

    def handle_endtag(self, tag: str) -> None:
        self._open = False

    def handle_data(self, data: str) -> None:
        if self._open:
            self.found[-1] += data


def postings_in(page: str) -> list[Mapping[str, Any]]:
    """Return the JobPostings of a page, or of a JSON-LD document itself."""
    documents = [page] if page.lstrip().startswith(("{", "[")) else _scripts(page)
    found: list[Mapping[str, Any]] = []
    for document in documents:
        try:
            found += _postings(msgspec.json.decode(document), 0)
        except (msgspec.DecodeError, RecursionError, UnicodeError):
            continue
    return found


def told_of(posting: Mapping[str, Any], page: str) -> Told:
    """Return what a posting tells; a posting without an identifier is known by its page."""
    organisation = _mapping(posting.get("hiringOrganization"))
    text = _text(posting.get("description"))
    suits = [_text(posting.get(name)) for name in ("physicalRequirement", "specialCommitments")]
    title = _text(posting.get("title"))
    return Told(
        id=_identifier(posting.get("identifier")) or page,
        title=title,
        employer=_text(organisation.get("name")) or _text(posting.get("hiringOrganization")),
        employer_code=_text(organisation.get("identifier")),
        place=_place(posting),
        address=_text(_address(posting).get("streetAddress")),
        pay=_pay(posting.get("baseSalary")),
        education=_education(posting.get("educationRequirements")),
        experience=_experience(posting.get("experienceRequirements")),
        employment=_text(posting.get("employmentType")),
        disability=";".join(each for each in (*suits, title) if "残" in each),
        openings=_text(posting.get("totalJobOpenings")),
        occupations=tuple(_texts(posting.get("occupationalCategory"))),
        benefits=tuple(_split(_text(posting.get("jobBenefits")))),
        hours=_text(posting.get("workHours")),
        description=text,
        requirements=_text(posting.get("qualifications") or posting.get("skills")),
        published=_text(posting.get("datePosted")),
        expires=_text(posting.get("validThrough")),
        url=page,
    )


def _scripts(page: str) -> list[str]:
    reader = _Scripts()
    reader.feed(page)
    return reader.found


def _postings(value: Any, depth: int) -> Iterator[Mapping[str, Any]]:
    if depth > _DEEPEST:
        return
    if isinstance(value, list):
        for each in value:
            yield from _postings(each, depth + 1)
    elif isinstance(value, dict):
        if "JobPosting" in _texts(value.get("@type")):
            yield value
        else:
            yield from _postings(value.get("@graph"), depth + 1)


def _text(value: Any) -> str:
    """Return the words of a value: itself, its name, or those of a list."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool) or value is None:
        return ""
    if isinstance(value, int | float):
        return f"{value:g}"
    return ", ".join(_texts(value))


def _texts(value: Any) -> list[str]:
    if isinstance(value, list):
        return [text for each in value[:50] if (text := _text(each))]
    if isinstance(value, dict):
        named = value.get("name") or value.get("value") or value.get("@value")
        return [named] if isinstance(named, str) else []
    return [value] if isinstance(value, str) else []


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _identifier(value: Any) -> str:
    if isinstance(value, dict):
        return _text(value.get("value") or value.get("@id"))
    return _text(value)


def _address(posting: Mapping[str, Any]) -> Mapping[str, Any]:
    places = posting.get("jobLocation")
    first = places[0] if isinstance(places, list) and places else places
    return _mapping(_mapping(first).get("address"))


def _place(posting: Mapping[str, Any]) -> str:
    address = _address(posting)
    parts = (_text(address.get(name)) for name in ("addressRegion", "addressLocality"))
    told = "".join(part for part in parts if part)
    places = posting.get("jobLocation")
    first = places[0] if isinstance(places, list) and places else places
    return told or _text(_mapping(first).get("address")) or _text(first)


def _pay(salary: Any) -> Pay:
    """Return pay told as a text, a number, or a range with a unit."""
    if isinstance(salary, str):
        return read_pay(salary)
    value = _mapping(salary).get("value", salary)
    unit = _text(_mapping(value).get("unitText") or _mapping(salary).get("unitText")) or "MONTH"
    low, high = (_number(_mapping(value).get(name)) for name in ("minValue", "maxValue"))
    if low is None and high is None:
        low = high = _number(_mapping(value).get("value", value))
    ends = [f"{each:g}" for each in dict.fromkeys((low, high)) if each is not None]
    return monthly(low, high, unit, "-".join(ends))


def _number(value: Any) -> float | None:
    try:
        return None if value is None or isinstance(value, dict | list) else float(value)
    except (TypeError, ValueError):
        return None


def _education(value: Any) -> str:
    told = _text(_mapping(value).get("credentialCategory") or value)
    return _DEGREES.get(told.lower(), told)


def _experience(value: Any) -> str:
    months = _number(_mapping(value).get("monthsOfExperience"))
    return f"{months / 12:.0f}" if months is not None else _text(value)


def _split(text: str) -> list[str]:
    return [part.strip() for part in text.replace("，", ",").replace("、", ",").split(",")]
