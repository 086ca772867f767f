"""The stream as items, and where to go on from."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import msgspec

from queue_server.content.changes import Gone
from queue_server.content.fetching import FetchError
from queue_server.content.formats.making import Told, make
from queue_server.content.formats.port import Item, UnusableError, Walk, refused
from queue_server.content.values.pay import Pay

_SWEDEN = ZoneInfo("Europe/Stockholm")
_OVERLAP = timedelta(seconds=120)
_FULL_TIME = "Heltid"


class _Named(msgspec.Struct, frozen=True, kw_only=True):
    label: str | None = ""


class _Text(msgspec.Struct, frozen=True, kw_only=True):
    text: str | None = ""
    text_formatted: str | None = ""


class _Employer(msgspec.Struct, frozen=True, kw_only=True):
    name: str | None = ""
    organization_number: str | None = ""


class _Place(msgspec.Struct, frozen=True, kw_only=True):
    municipality: str | None = ""
    region: str | None = ""
    street_address: str | None = ""
    city: str | None = ""


class _Ad(msgspec.Struct, frozen=True, kw_only=True):
    id: str | int
    headline: str | None = ""
    number_of_vacancies: int | None = None
    description: _Text | None = None
    employer: _Employer | None = None
    workplace_address: _Place | None = None
    salary_description: str | None = ""
    experience_required: bool | None = None
    working_hours_type: _Named | None = None
    occupation: _Named | list[_Named] | None = None
    webpage_url: str | None = ""
    publication_date: str | None = ""
    last_publication_date: str | None = ""
    application_deadline: str | None = ""


def walk(run: Walk) -> Iterator[Item]:
    """Yield what changed since the last run; everything published at the first."""
    since = run.state.get("asked")
    began = run.now.astimezone(_SWEDEN)
    try:
        answer = _ask(run, since)
    except FetchError as fault:
        run.fail(fault)
        return
    if not isinstance(answer, list):
        run.fail(FetchError("the stream is no list of ads", fault="form"))
        return
    last = {str(ad.get("id")): ad for ad in answer if isinstance(ad, dict)}
    for known, ad in last.items():
        yield from _item(run, known, ad)
    run.state = {"asked": began.replace(tzinfo=None).isoformat(timespec="seconds")}


def _ask(run: Walk, since: str | None) -> Any:
    if since is None:
        return run.fetcher.get("snapshot").json()
    start = datetime.fromisoformat(since) - _OVERLAP
    return run.fetcher.get("stream", {"date": start.isoformat(timespec="seconds")}).json()


def _item(run: Walk, known: str, ad: dict[str, Any]) -> Iterator[Item]:
    row = run.row()
    own = f"{run.source.id}:{known}"
    if ad.get("removed") is True:  # in this form the other members are ids alone
        yield Gone(kind="job", id=own, why="withdrawn")
        return
    try:
        read = msgspec.convert(ad, _Ad, strict=False)
        yield from make(_told(read), run, row)
    except UnusableError as fault:
        yield refused(row, fault, kind="job", item_id=own)
    except msgspec.ValidationError as fault:
        wrong = UnusableError("not-understood", problem=str(fault)[:120])
        yield refused(row, wrong, kind="job", item_id=own)


def _told(ad: _Ad) -> Told:
    place = ad.workplace_address or _Place()
    employer = ad.employer or _Employer()
    text = ad.description or _Text()
    hours = ad.working_hours_type.label if ad.working_hours_type else ""
    return Told(
        id=str(ad.id),
        title=ad.headline or "",
        employer=employer.name or "",
        employer_code=employer.organization_number or "",
        place=", ".join(part for part in (place.municipality, place.region) if part),
        address=", ".join(part for part in (place.street_address, place.city) if part),
        pay=Pay(text=ad.salary_description or ""),
        openings=str(ad.number_of_vacancies or ""),
        experience="" if ad.experience_required is not False else "不限",
        employment="full" if hours == _FULL_TIME else "part" if hours else "",
        occupations=_occupations(ad.occupation),
        description=text.text_formatted or text.text or "",
        url=ad.webpage_url or "",
        published=_zoned(ad.publication_date),
        expires=_zoned(ad.last_publication_date or ad.application_deadline),
    )


def _occupations(told: _Named | list[_Named] | None) -> tuple[str, ...]:
    named = told if isinstance(told, list) else [told] if told else []
    return tuple(each.label for each in named if each.label)


def _zoned(text: str | None) -> str:
    """Return a naive Swedish time with its zone."""
    if not text:
        return ""
    try:
        told = datetime.fromisoformat(text)
    except ValueError:
        return text
    return (told if told.tzinfo else told.replace(tzinfo=_SWEDEN)).isoformat()
