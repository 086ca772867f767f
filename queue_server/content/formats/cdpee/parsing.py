"""The platform's JSON as items; pure."""

from typing import Any

import msgspec

from queue_server.content.fetching import FetchError
from queue_server.content.formats.making import Told
from queue_server.content.values.pay import read_pay

_OVER = frozenset({"0", "2", "3"})


class _Company(msgspec.Struct, frozen=True, kw_only=True):
    companyName: str | None = ""  # noqa: N815  the platform's name
    pr: str | None = ""
    mun: str | None = ""
    hyTop: str | None = ""  # noqa: N815  the platform's name


class _Type(msgspec.Struct, frozen=True, kw_only=True):
    disType: str | None = ""  # noqa: N815  the platform's name


class _Tag(msgspec.Struct, frozen=True, kw_only=True):
    labelName: str | None = ""  # noqa: N815  the platform's name


class Job(msgspec.Struct, frozen=True, kw_only=True):
    """One record as the platform tells it."""

    id: str | int | None = None
    jobName: str | None = ""  # noqa: N815  the platform's name
    jobType: str | None = ""  # noqa: N815  the platform's name
    jobTop: str | None = ""  # noqa: N815  the platform's name
    jobNext: str | None = ""  # noqa: N815  the platform's name
    jobPost: str | None = ""  # noqa: N815  the platform's name
    jobNumber: str | int | None = ""  # noqa: N815  the platform's name
    jobSalary: str | None = ""  # noqa: N815  the platform's name
    jobStatus: str | int | None = "1"  # noqa: N815  the platform's name
    edu: str | None = ""
    exp: str | None = ""
    provinceid: str | None = ""
    cityid: str | None = ""
    threeCityid: str | None = ""  # noqa: N815  the platform's name
    distype: list[_Type] | None = None
    distypeStr: str | None = ""  # noqa: N815  the platform's name
    beginTime: str | None = ""  # noqa: N815  the platform's name
    createTime: str | None = ""  # noqa: N815  the platform's name
    updateTime: str | None = ""  # noqa: N815  the platform's name
    endTime: str | None = ""  # noqa: N815  the platform's name
    jobLabels: list[_Tag] | None = None  # noqa: N815  the platform's name
    jobDesc: str | None = ""  # noqa: N815  the platform's name
    companyInfo: _Company | None = None  # noqa: N815  the platform's name

    @property
    def over(self) -> bool:
        """Tell whether the platform itself says that the job is no more offered."""
        return str(self.jobStatus) in _OVER


class _Data(msgspec.Struct, kw_only=True):
    records: list[Any]
    total: int = 0


class _Page(msgspec.Struct, kw_only=True):
    code: str | int = 200
    data: _Data | None = None


def read_page(answer: Any) -> tuple[list[Any], int]:
    """Return a page's records and the total the platform tells; raises FetchError otherwise."""
    try:
        page = msgspec.convert(answer, _Page, strict=False)
    except msgspec.ValidationError as fault:
        raise FetchError(f"the page has another form than known: {fault}", fault="form") from fault
    if str(page.code) != "200" or page.data is None:
        raise FetchError(
            f"the platform answered code {page.code!r} instead of a page",
            fault="answered",
            code=str(page.code)[:40],
        )
    return page.data.records, page.data.total


def read_job(record: Any) -> Job:
    """Return one record; raises msgspec.ValidationError telling what is wrong."""
    return msgspec.convert(record, Job, strict=False)


def told_of(job: Job) -> Told:
    """Return what a record tells."""
    company = job.companyInfo or _Company()
    names = tuple(name for name in (job.provinceid, job.cityid, job.threeCityid) if name)
    return Told(
        id=str(job.id or ""),
        title=job.jobName or "",
        employer=company.companyName or "",
        region_names=names,
        place="".join(dict.fromkeys(names)),
        pay=read_pay(job.jobSalary or ""),
        education=job.edu or "",
        experience=job.exp or "",
        employment=job.jobType or "",
        disability=_disability(job),
        openings=str(job.jobNumber or ""),
        occupations=tuple(part for part in (job.jobPost, job.jobNext, job.jobTop) if part),
        benefits=tuple(tag.labelName for tag in job.jobLabels or () if tag.labelName),
        description=job.jobDesc or "",
        published=job.beginTime or job.createTime or "",
        expires=job.endTime or "",
    )


def _disability(job: Job) -> str:
    """Return the levels told; categories without levels where only those are."""
    if job.distypeStr:
        return job.distypeStr
    return "".join(f"{each.disType};" for each in job.distype or () if each.disType)
