"""Walking the platform's pages until one is empty."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import urljoin

import msgspec

from queue_server.content.changes import Gone
from queue_server.content.fetching import FetchError
from queue_server.content.formats.cdpee.parsing import read_job, read_page, told_of
from queue_server.content.formats.making import make
from queue_server.content.formats.port import Item, UnusableError, Walk, refused

LIST = "api/app-jycy-job/querySearchJobInfo"
_MOST_PAGES = 2000


def walk(run: Walk) -> Iterator[Item]:
    """Yield every job the platform shows."""
    seen: set[str] = set()
    announced = 0
    for number in range(1, _MOST_PAGES + 1):
        asked = {"pageNum": number, "pageSize": run.source.page_size}
        referer = {"Referer": urljoin(run.source.url, "/")}
        try:
            records, total = read_page(run.fetcher.get(LIST, asked, referer).json())
        except FetchError as fault:
            run.fail(fault)
            break
        announced = max(announced, total)
        if not records:
            break
        for record in records:
            yield from _item(run, record, seen)
    else:
        run.fail(FetchError(f"more than {_MOST_PAGES} pages", fault="pages", most=_MOST_PAGES))
    run.announce(announced)


def _item(run: Walk, record: Any, seen: set[str]) -> Iterator[Item]:
    row = run.row()
    known = str(record.get("id") or "") if isinstance(record, dict) else ""
    own = f"{run.source.id}:{known}"
    if known and own in seen:
        return
    seen.add(own)
    try:
        job = read_job(record)
        if job.over:
            yield Gone(kind="job", id=own, why="withdrawn")
            return
        yield from make(told_of(job), run, row)
    except UnusableError as fault:
        yield refused(row, fault, kind="job", item_id=own)
    except msgspec.ValidationError as fault:
        wrong = UnusableError("not-understood", problem=str(fault)[:120])
        yield refused(row, wrong, kind="job", item_id=own)
