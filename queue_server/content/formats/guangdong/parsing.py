"""The platform's JSON as items; pure."""

from typing import Any, Literal

import msgspec

from queue_server.content.fetching import FetchError
from queue_server.content.formats.making import Told
from queue_server.content.values.pay import Pay, read_pay

_DONE = "200"
_GONE = "10"
_TAGS = ",，、;；"


class Job(msgspec.Struct, frozen=True, kw_only=True):
    """One record, of a list or a detail; ``acb22a`` (description) comes in the detail only."""

    bcb009: str | int | None = None
    bce055: str | None = ""
    aab004: str | None = ""
    aab998: str | None = ""
    acb204: str | int | None = ""
    acb204Name: str | None = ""  # noqa: N815  the platform's name
    acc530: str | None = ""
    aac011Name: str | None = ""  # noqa: N815  the platform's name
    aae162Name: str | None = ""  # noqa: N815  the platform's name
    acb239Name: str | None = ""  # noqa: N815  the platform's name
    acb240: str | int | None = ""
    acb241: str | int | float | None = None
    acb242: str | int | float | None = None
    bcca68: str | None = ""
    bcb182Name: str | None = ""  # noqa: N815  the platform's name
    aca111Name: str | None = ""  # noqa: N815  the platform's name
    bdb286: str | None = ""
    acb22a: str | None = ""


class _Data(msgspec.Struct, kw_only=True):
    records: list[Any] = msgspec.field(default_factory=list)
    current: int = 1
    pages: int = 0
    total: int = 0


class _List(msgspec.Struct, kw_only=True):
    appcode: str | int = ""
    success: bool = False
    data: _Data | None = None


class _Detail(msgspec.Struct, kw_only=True):
    appcode: str | int = ""
    data: Job | None = None


def read_list(answer: Any) -> tuple[list[Any], int]:
    """Return a page's records and the total the platform tells; raises FetchError otherwise."""
    try:
        page = msgspec.convert(answer, _List, strict=False)
    except msgspec.ValidationError as fault:
        raise FetchError(f"the list has another form than known: {fault}", fault="form") from fault
    if str(page.appcode) != _DONE or page.data is None:
        raise FetchError(
            f"the platform answered appcode {page.appcode!r} instead of a list",
            fault="answered",
            code=str(page.appcode)[:40],
        )
    return page.data.records, page.data.total


def read_job(record: Any) -> Job:
    """Return one record of a list; raises msgspec.ValidationError telling what is wrong."""
    return msgspec.convert(record, Job, strict=False)


def read_detail(answer: Any) -> Job | Literal["offline"] | None:
    """Return a job's detail, that it is offline, or None where the answer tells neither."""
    try:
        detail = msgspec.convert(answer, _Detail, strict=False)
    except msgspec.ValidationError:
        return None
    if str(detail.appcode) == _GONE and detail.data is None:
        return "offline"
    if str(detail.appcode) == _DONE and detail.data is not None:
        return detail.data if detail.data.bcb009 else "offline"
    return None


def told_of(job: Job, page: str) -> Told:
    """Return what a record tells; ``page`` is the address people can open."""
    return Told(
        id=str(job.bcb009 or ""),
        title=job.bce055 or "",
        employer=job.aab004 or "",
        employer_code=_known(job.aab998),
        region=str(job.acb204 or ""),
        place=job.acb204Name or "",
        address=job.acc530 or "",
        pay=_pay(job),
        education=job.aac011Name or "",
        experience=job.aae162Name or "",
        employment=job.acb239Name or "",
        openings=str(job.acb240 or ""),
        benefits=_split(job.bcb182Name or ""),
        occupations=_split(job.aca111Name or ""),
        published=job.bdb286 or "",
        description=job.acb22a or "",
        url=page,
    )


def _pay(job: Job) -> Pay:
    text = job.bcca68 or ""
    ends = [int(float(str(each))) for each in (job.acb241, job.acb242) if _is_amount(each)]
    if not ends:
        return read_pay(text)
    return Pay(low=min(ends), high=max(ends), text=text)


def _is_amount(value: object) -> bool:
    try:
        return 100 <= float(str(value)) <= 10_000_000
    except ValueError:
        return False


def _known(text: str | None) -> str:
    return "" if text in {None, "—", "-"} else str(text)


def _split(text: str) -> tuple[str, ...]:
    for sign in _TAGS:
        text = text.replace(sign, ",")
    return tuple(part.strip() for part in text.split(",") if part.strip())
