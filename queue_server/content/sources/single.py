"""One spreadsheet given to a command, read as if it had been dropped."""

from collections.abc import Callable
from pathlib import Path
from typing import Literal, get_args

from config.sources import Source
from hall.clock import Clock
from hall.errors import HallError
from queue_server.content.applying import Rejected
from queue_server.content.importing import Totals
from queue_server.content.service import ContentService
from queue_server.content.sources.dropping import Place, take_file

SHEETS = "sheets"
_Kind = Literal["job", "training", "fair"]
_KINDS: tuple[_Kind, ...] = get_args(_Kind)


def is_sheet(path: Path) -> bool:
    """Tell whether a file is a spreadsheet rather than rows of JSON, from its first bytes."""
    with path.open("rb") as raw:
        head = raw.read(4096)
    return not head.startswith(b"\x1f\x8b") and not head.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(
        b"{"
    )


def bring_sheet(
    service: ContentService,
    clock: Clock,
    path: Path,
    *,
    source: str,
    kind: str,
    region: str,
    tell: Callable[[str], None],
) -> Totals:
    """Bring a spreadsheet in; raises HallError where nothing of it can be read."""
    if kind not in _KINDS:
        raise HallError(f"spreadsheets bring {', '.join(_KINDS)}; {kind!r} is none of them")
    dropped = Source(
        id=source, format="sheets", names={}, folder=str(path.parent), kind=_kind(kind)
    )
    # Commands answer in English, as the reasons of refused rows do; the report is not kept.
    place = Place(region=region, language="en", time_zone="Asia/Shanghai")
    run, _report = take_file(service, clock, dropped, path, place, tell=tell)
    if run.failures and not run.rows:
        raise HallError(f"{path.name}: {run.failures[0]}")
    told = tuple(Rejected(row=run.rows, reason=each) for each in run.failures)
    return Totals(
        new=run.new,
        changed=run.changed,
        unchanged=run.unchanged,
        rejected=run.rejected + len(told),
        reasons=(*run.refused, *told),
    )


def _kind(kind: str) -> _Kind:
    return next(each for each in _KINDS if each == kind)
