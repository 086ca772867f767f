"""The feed's pages and details as items, and the page to go on from."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import urljoin

import msgspec

from queue_server.content.changes import Gone
from queue_server.content.fetching import Answer, FetchError
from queue_server.content.formats.making import Told, make
from queue_server.content.formats.port import Item, UnusableError, Walk, refused

_FIRST = "/api/v1/feed"
_MOST_PAGES = 500
_NOT_CHANGED = 304
_MISSING = frozenset({404, 410})


class _Entry(msgspec.Struct, frozen=True, kw_only=True):
    uuid: str
    status: str


class _Listed(msgspec.Struct, frozen=True, kw_only=True):
    id: str
    url: str
    entry: _Entry = msgspec.field(name="_feed_entry")


class _Page(msgspec.Struct, frozen=True, kw_only=True):
    feed_url: str
    next_url: str | None = None
    items: list[_Listed] = msgspec.field(default_factory=list)


class _Place(msgspec.Struct, frozen=True, kw_only=True):
    address: str | None = ""
    city: str | None = ""
    municipal: str | None = ""
    county: str | None = ""


class _Category(msgspec.Struct, frozen=True, kw_only=True):
    name: str | None = ""


class _Employer(msgspec.Struct, frozen=True, kw_only=True):
    name: str | None = ""
    orgnr: str | None = ""


class _Ad(msgspec.Struct, frozen=True, kw_only=True):
    uuid: str
    title: str | None = ""
    description: str | None = ""
    published: str | None = ""
    expires: str | None = ""
    workLocations: list[_Place] | None = None  # noqa: N815  the service's name
    employer: _Employer | None = None
    categoryList: list[_Category] | None = None  # noqa: N815  the service's name
    engagementtype: str | None = ""
    extent: str | None = ""
    positioncount: str | int | None = ""
    link: str | None = ""


class _Detail(msgspec.Struct, frozen=True, kw_only=True):
    """Documentation calls the ad ``json``, the server sends ``ad_content``."""

    status: str
    ad_content: _Ad | None = None
    json: _Ad | None = None


def walk(run: Walk) -> Iterator[Item]:
    """Yield what the pages after the last one tell; each ad once, as its last entry has it."""
    address = run.state.get("page") or _FIRST
    for _ in range(_MOST_PAGES):
        try:
            answer = run.fetcher.get(address, headers=_conditions(run, address))
            page = None if answer.status == _NOT_CHANGED else _page(answer)
        except FetchError as fault:
            run.fail(fault)
            return
        if page is None:
            return
        for listed in {each.entry.uuid: each for each in page.items}.values():
            yield from _item(run, listed)
        if run.failures:
            return
        run.state = _place(page, answer)
        if page.next_url is None:
            return
        address = page.next_url
        run.state = {"page": address}


def _conditions(run: Walk, address: str) -> dict[str, str]:
    if run.state.get("page") != address:
        return {}
    marks = {"If-None-Match": run.state.get("etag"), "If-Modified-Since": run.state.get("changed")}
    return {name: mark for name, mark in marks.items() if mark}


def _page(answer: Answer) -> _Page:
    try:
        return msgspec.convert(answer.json(), _Page)
    except msgspec.ValidationError as fault:
        raise FetchError(f"{answer.url} is no page of the feed: {fault}", fault="form") from fault


def _place(page: _Page, answer: Answer) -> dict[str, Any]:
    place = {"page": page.feed_url}
    for name, header in (("etag", "ETag"), ("changed", "Last-Modified")):
        if mark := answer.headers.get(header):
            place[name] = mark
    return place


def _item(run: Walk, listed: _Listed) -> Iterator[Item]:
    row = run.row()
    entry = listed.entry
    own = f"{run.source.id}:{entry.uuid}"
    if entry.status != "ACTIVE":
        yield Gone(kind="job", id=own, why="withdrawn")
        return
    try:
        answer = run.fetcher.get(urljoin(run.source.url, listed.url))
        if answer.status in _MISSING:
            yield Gone(kind="job", id=own, why="withdrawn")
            return
        detail = msgspec.convert(answer.json(), _Detail, strict=False)
        ad = detail.ad_content or detail.json
        if detail.status != "ACTIVE" or ad is None:
            yield Gone(kind="job", id=own, why="withdrawn")
            return
        yield from make(_told(entry.uuid, ad), run, row)
    except FetchError as fault:
        run.fail(fault)
    except UnusableError as fault:
        yield refused(row, fault, kind="job", item_id=own)
    except msgspec.ValidationError as fault:
        wrong = UnusableError("not-understood", problem=str(fault)[:120])
        yield refused(row, wrong, kind="job", item_id=own)


def _told(own: str, ad: _Ad) -> Told:
    """Return what an ad tells; its contact list is never read."""
    place = next(iter(ad.workLocations or ()), _Place())
    employer = ad.employer or _Employer()
    return Told(
        id=own,
        title=ad.title or "",
        employer=employer.name or "",
        employer_code=employer.orgnr or "",
        place=", ".join(part for part in (place.municipal or place.city, place.county) if part),
        address=place.address or "",
        openings=str(ad.positioncount or ""),
        employment="full" if ad.extent == "Heltid" else "part" if ad.extent else "",
        occupations=tuple(each.name for each in ad.categoryList or () if each.name),
        description=ad.description or "",
        published=ad.published or "",
        expires=ad.expires or "",
        url=ad.link or "",
    )
