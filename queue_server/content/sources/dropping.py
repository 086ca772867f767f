"""The drop folder: files people put there, taken in when they are whole, moved away with a report.

A file is taken when its size and date have stood still for ten seconds. It goes to ``done``, or to
``bad`` where nothing of it could be used; the report lies beside it. Names of files still being
written (``~$``, ``.part``, ``.tmp``) are left alone. What a file brought stays if the next fails.
"""

import logging
import shutil
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from zoneinfo import ZoneInfo

from config.sources import Source
from hall.clock import Clock
from hall.errors import HallError
from queue_server.content.fetching import Fetcher
from queue_server.content.formats.port import Walk
from queue_server.content.formats.sheets.faults import SheetError
from queue_server.content.formats.sheets.file import SheetFile
from queue_server.content.formats.sheets.reporting import report
from queue_server.content.formats.telling import LANGUAGES
from queue_server.content.importing import Totals
from queue_server.content.room import Usage, require_room
from queue_server.content.service import ContentService
from queue_server.content.sources.harvest import Found, places_of
from queue_server.content.sources.runs import Outcome, Run, keep_run
from queue_server.content.sweeping.deciding import Scan
from queue_server.content.sweeping.sweep import Swept, sweep

DONE, BAD = "done", "bad"
STILL_S = 10.0
_LOG = logging.getLogger(__name__)
_UNFINISHED = ("~$", ".", "~")
_PARTIAL = (".part", ".tmp", ".crdownload", ".partial", ".download")
_REPORT = {"zh-CN": "报告", "en": "report"}
Tell = Callable[[str], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """What the report needs of the hall: its region, language and time zone."""

    region: str
    language: str
    time_zone: str


class FolderError(HallError):
    """A drop folder that cannot be read."""

    fault = "folder"

    def __init__(self, folder: Path, why: str) -> None:
        self.values = {"folder": str(folder)}
        super().__init__(
            f"{folder} cannot be read: {why}. Make the folder and give the server's user the right "
            "to read and write it."
        )


@dataclass(slots=True)
class _Still:
    size: int
    changed: int
    since: float


@dataclass(slots=True)
class DropFolder:
    """One source's folder, watched."""

    source: Source
    _waiting: dict[str, _Still] = field(default_factory=dict)

    @property
    def folder(self) -> Path:
        """Return the folder."""
        return Path(self.source.folder)

    def ready(self, clock: Clock) -> list[Path]:
        """Return the files that have stood still long enough, the oldest first.

        Raises HallError where the folder cannot be read.
        """
        now, found = clock.monotonic(), dict[str, _Still]()
        due: list[tuple[int, Path]] = []
        for path in self._files():
            told = path.stat()
            still = self._waiting.get(path.name)
            if still is None or (still.size, still.changed) != (told.st_size, told.st_mtime_ns):
                still = _Still(told.st_size, told.st_mtime_ns, now)
            found[path.name] = still
            if now - still.since >= STILL_S:
                due.append((still.changed, path))
        self._waiting = found
        return [path for _, path in sorted(due)]

    def _files(self) -> Iterator[Path]:
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            for path in sorted(self.folder.iterdir()):
                partial = path.name.startswith(_UNFINISHED) or path.suffix.lower() in _PARTIAL
                if not partial and path.is_file() and not path.is_symlink():
                    yield path
        except OSError as fault:
            raise FolderError(self.folder, str(fault.strerror)) from fault


def take_file(
    service: ContentService,
    clock: Clock,
    source: Source,
    path: Path,
    place: Place,
    *,
    stop: threading.Event | None = None,
    tell: Tell = lambda _line: None,
    usage: Usage = shutil.disk_usage,
) -> tuple[Run, bytes]:
    """Bring a file's rows in; return what became of it and the report. Does not move it.

    Raises RoomError where the disk has no room for more: the file is taken again later.
    """
    began = clock.now()
    require_room(service.folder, usage)
    walk = Walk(
        source=source,
        fetcher=Fetcher("http://localhost/"),
        now=began,
        places=places_of(service, place.region),
        stop=stop or threading.Event(),
    )
    file, found = SheetFile(path), Found()

    def told(totals: Totals) -> None:
        if walk.stop.is_set():
            raise HallError("stopped; the file is taken again at the next start")
        tell(f"{path.name}: {totals.rows} rows")
        require_room(service.folder, usage)

    items = found.sort(file.items(walk), source.regions)
    totals = service.import_items(items, source=source.id, progress=told)
    swept = _sweep(service, clock, source, walk, found, file.fault)
    run = Run(
        source=source.id,
        what=path.name,
        began=began,
        ended=clock.now(),
        outcome=_outcome(found, file.fault),
        rows=walk.rows,
        new=totals.new,
        changed=totals.changed,
        unchanged=totals.unchanged,
        rejected=totals.rejected,
        remarked=found.remarked,
        elsewhere=found.elsewhere,
        gone=swept.gone,
        missing=swept.missing,
        held=swept.held,
        failures=() if file.fault is None else (file.fault.told(place.language),),
        reasons=()
        if file.fault is None
        else ({each: file.fault.told(each) for each in LANGUAGES},),
        refused=tuple(found.rejected),
        remarks=tuple(found.remarks),
    )
    run = keep_run(service, run)
    when = clock.now().astimezone(ZoneInfo(place.time_zone))
    return run, report(run, file.reading, file.fault, when, place.language)


def put_away(path: Path, run: Run, told: bytes, language: str, stamp: str) -> Path:
    """Move a file to ``done`` or ``bad`` and lay its report beside it; return where it lies."""
    target = path.parent / (BAD if run.outcome == "failed" else DONE)
    target.mkdir(exist_ok=True)
    moved = _free(target / f"{stamp} {path.name}")
    beside = moved.with_name(f"{moved.name}.{_REPORT.get(language, 'report')}.txt")
    # The report first: a crash between the two lets the file be taken again, which is harmless.
    beside.write_bytes(told)
    path.rename(moved)
    return moved


def take_ready(
    service: ContentService,
    clock: Clock,
    drop: DropFolder,
    place: Place,
    stop: threading.Event,
    usage: Usage = shutil.disk_usage,
) -> list[Run]:
    """Take every file of a folder that is ready; a file that cannot be moved is told once."""
    runs = []
    for path in drop.ready(clock):
        if stop.is_set():
            break
        runs.append(
            take_and_put_away(service, clock, drop.source, path, place, stop=stop, usage=usage)
        )
    return runs


def take_and_put_away(
    service: ContentService,
    clock: Clock,
    source: Source,
    path: Path,
    place: Place,
    *,
    stop: threading.Event | None = None,
    tell: Tell = lambda _line: None,
    usage: Usage = shutil.disk_usage,
) -> Run:
    """Bring a file's rows in and move it away; raises HallError where it cannot be moved."""
    run, told = take_file(service, clock, source, path, place, stop=stop, tell=tell, usage=usage)
    stamp = run.ended.astimezone(ZoneInfo(place.time_zone)).strftime("%Y-%m-%d %H%M%S")
    try:
        put_away(path, run, told, place.language, stamp)
    except OSError as fault:
        raise HallError(
            f"{path} was taken in but cannot be moved to {DONE}: {fault.strerror}. Give the "
            "server's user the right to write in the folder."
        ) from fault
    _LOG.info("file taken in", extra={"source": source.id, "outcome": run.outcome})
    return run


def _sweep(
    service: ContentService,
    clock: Clock,
    source: Source,
    walk: Walk,
    found: Found,
    fault: SheetError | None,
) -> Swept:
    """Sweep after a file that lists everything; a file that was not read whole says nothing."""
    if not source.whole:
        return Swept()
    scan = Scan(
        seen=found.seen,
        refused=found.refused,
        rows=walk.rows,
        announced=None,
        # A refused row may be any of the items held: then nothing is taken for missing.
        failures=int(fault is not None) + len(found.rejected),
    )
    return sweep(service, clock, source.id, scan)


def _outcome(found: Found, fault: SheetError | None) -> Outcome:
    if not found.seen:
        return "failed" if fault is not None or found.rejected or not found.elsewhere else "whole"
    return "whole" if fault is None else "incomplete"


def _free(wanted: Path) -> Path:
    turn, path = 1, wanted
    while path.exists():
        turn += 1
        path = wanted.with_name(f"{wanted.stem} ({turn}){wanted.suffix}")
    return path
