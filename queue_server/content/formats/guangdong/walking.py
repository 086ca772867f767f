"""Walking the platform: region by region, cut smaller where a region tells more than it shows.

A region's total that reaches the cap is asked by its counties instead; where a county still does,
what stays beyond is noted as a failure, so that the sweep takes nothing for gone. The description
is in the detail alone: it is asked for where the list tells something new.
"""

import hashlib
import logging
from collections.abc import Iterator
from typing import Any, Literal
from urllib.parse import urljoin

import msgspec

from queue_server.content.changes import Gone
from queue_server.content.fetching import FetchError
from queue_server.content.formats.guangdong.parsing import (
    Job,
    read_detail,
    read_job,
    read_list,
    told_of,
)
from queue_server.content.formats.making import id_of, make
from queue_server.content.formats.port import (
    Item,
    Seen,
    Standing,
    UnusableError,
    Walk,
    refused,
)

LIST = "retrieval/c/recruitment/homepage/positions"
DETAIL = "retrieval/c/recruitment/position/detail"
_ASKED: dict[str, Any] = {
    "bce055": "",
    "acb241": "",
    "acb242": "",
    "aab056": "",
    "lately": -1,
    "bze433": "",
    "aac015": "",
    "aac011": "",
    "aae162": "",
    "acb239": "",
    "acb204": "",
    "acb204Name": "",
    "gzxz": "0",
    "pageTag": "01",
    "current": 1,
    "size": 100,
    "orderType": "01",
}
_MOST_PAGES = 200
_STATE = "told"
_LOG = logging.getLogger(__name__)


def walk(run: Walk) -> Iterator[Item]:
    """Yield every job of the source's regions, and what a detail says has gone offline."""
    seen: set[str] = set()
    told: dict[str, str] = {}
    for region in run.source.regions:
        for sliced in _slices(run, region):
            yield from _slice(run, sliced, seen, told)
    run.state = {_STATE: told if not run.failures else {**run.state.get(_STATE, {}), **told}}


def _slices(run: Walk, region: str) -> Iterator[dict[str, Any]]:
    """Yield questions small enough that the platform shows all of each."""
    whole = {"acb204": region}
    total = _total(run, whole)
    if total is None:
        return
    inside = run.places.inside(region)
    if total < run.source.cap or not inside:
        if total >= run.source.cap:
            told = f"{region} tells {total} jobs, more than the {run.source.cap} it shows"
            most = run.source.cap
            run.fail(FetchError(told, fault="capped", region=region, total=total, most=most))
        run.announce(total)
        yield whole
        return
    for smaller in inside:
        yield from _slices(run, smaller)


def _total(run: Walk, asked: dict[str, Any]) -> int | None:
    try:
        return _page(run, {**asked, "size": 1})[1]
    except FetchError as fault:
        run.fail(fault)
        return None


def _slice(
    run: Walk, asked: dict[str, Any], seen: set[str], told: dict[str, str]
) -> Iterator[Item]:
    for number in range(1, _MOST_PAGES + 1):
        try:
            records, total = _page(run, {**asked, "current": number, "size": run.source.page_size})
        except FetchError as fault:
            run.fail(fault)
            return
        for record in records:
            yield from _item(run, record, seen, told)
        if not records or number * run.source.page_size >= total:
            return
    why = f"more than {_MOST_PAGES} pages of {asked['acb204']}"
    run.fail(FetchError(why, fault="pages", most=_MOST_PAGES))


def _page(run: Walk, asked: dict[str, Any]) -> tuple[list[Any], int]:
    referer = {"Referer": urljoin(run.source.url, "/")}
    return read_list(run.fetcher.post(LIST, {**_ASKED, **asked}, referer).json())


def confirm(run: Walk, number: str) -> Standing:
    """Return whether the platform still has a job, or that nobody knows."""
    try:
        found = _ask_detail(run, number)
    except FetchError:
        return "unknown"
    if found is None:
        return "unknown"
    return "offline" if found == "offline" else "there"


def _item(run: Walk, record: Any, seen: set[str], told: dict[str, str]) -> Iterator[Item]:
    row = run.row()
    known = str(record.get("bcb009") or "") if isinstance(record, dict) else ""
    try:
        job = read_job(record)
        own = id_of(run.source.id, str(job.bcb009 or ""))
        if own in seen:
            return
        seen.add(own)
        yield from _told(run, job, own, row, told)
    except UnusableError as fault:
        yield refused(row, fault, kind="job", item_id=f"{run.source.id}:{known}")
    except msgspec.ValidationError as fault:
        wrong = UnusableError("not-understood", problem=str(fault)[:120])
        yield refused(row, wrong, kind="job", item_id=f"{run.source.id}:{known}")


def _told(run: Walk, job: Job, own: str, row: int, told: dict[str, str]) -> Iterator[Item]:
    """Yield a job with its detail, asked for only where the list tells something new."""
    before = run.state.get(_STATE, {}).get(own)
    marked = hashlib.sha256(msgspec.json.encode(job)).hexdigest()[:16]
    if before == marked:
        told[own] = marked
        yield Seen(kind="job", id=own)
        return
    try:
        detail = _ask_detail(run, str(job.bcb009))
    except FetchError as fault:
        _LOG.info("a job's detail was not had", extra={"id": own, "reason": str(fault)})
        detail = None
    if detail == "offline":
        yield Gone(kind="job", id=own, why="withdrawn")
        return
    if detail is None and before is not None:
        # What we hold is whole; the list alone would take its description away.
        told[own] = before
        yield Seen(kind="job", id=own)
        return
    if detail is not None:
        told[own] = marked
    page = urljoin(run.source.url, f"/position/{job.bcb009}")
    yield from make(told_of(detail or job, page), run, row)


def _ask_detail(run: Walk, number: str) -> Job | Literal["offline"] | None:
    referer = {"Referer": urljoin(run.source.url, "/")}
    return read_detail(run.fetcher.post(DETAIL, {"bcb009": number}, referer).json())
