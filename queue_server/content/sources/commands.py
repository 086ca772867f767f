"""What `hall90 content sources|fetch|holds|regions` do, apart from parsing."""

import csv
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any, TypeVar

import click
import msgspec

from config.loader import load_site
from hall.clock import SystemClock
from hall.errors import HallError
from queue_server.content.decoding import decode_chinese
from queue_server.content.regions import is_region
from queue_server.content.service import ContentService
from queue_server.content.sources.harvest import run_source
from queue_server.content.sources.runs import (
    SUMMED,
    Named,
    Run,
    last_runs,
    named,
    refusals_of,
    summary,
)
from queue_server.content.sweeping.holds import discard, holds, release
from queue_server.folder import data_folder
from queue_server.service.handing import NobodyAnswersError, hand_over, here_or_there

_T = TypeVar("_T")
_MOST_TABLE = 64 << 20


def with_content(data: Path | None, use: Callable[[ContentService], _T]) -> _T:
    """Open the content of a data folder, beside a running server or not, and use it."""
    with closing(ContentService(data_folder(data), SystemClock())) as service:
        return use(service)


def tell_sources(data: Path | None, site: Path | None, *, as_json: bool) -> None:
    """Answer how the last run of each source went, and which were never asked.

    Which the site names is told by its file, or where none is given by the server that runs.
    """

    def read(service: ContentService) -> dict[str, Run]:
        with service.reading() as connection:
            return last_runs(connection)

    runs = with_content(data, read)
    known = {each.id: each for each in _named(data, site)}
    ids = sorted({*runs, *known})
    if as_json:
        told = [_summed(each, runs.get(each), known.get(each)) for each in ids]
        click.echo(msgspec.json.encode(told).decode())
        return
    for each in ids:
        run = runs.get(each)
        click.echo(_line(run) if run is not None else _never(known[each]))
    if not ids:
        click.echo("no source has been asked yet; --site FILE shows those a site file names")


def _named(data: Path | None, site: Path | None) -> list[Named]:
    if site is not None:
        return [named(each) for each in load_site(site).sources]
    try:
        return msgspec.convert(hand_over(data_folder(data), "content_sources", {}), list[Named])
    except NobodyAnswersError:
        return []


def tell_refusals(data: Path | None, source: str, *, as_json: bool) -> None:
    """Answer the refused rows and remarks of a source's last run that had any."""

    def read(service: ContentService) -> Any:
        with service.reading() as connection:
            return refusals_of(connection, source, limit=1000)

    found = with_content(data, read)
    if as_json:
        click.echo(msgspec.json.encode(found).decode())
        return
    for each in found:
        state = "taken, but" if each.taken else "refused:"
        click.echo(f"row {each.row}: {state} {each.words['en']}")
    if not found:
        click.echo(f"nothing of {source} was refused")


def fetch(data: Path | None, site: Path | None, source: str, *, as_json: bool) -> None:
    """Ask a source now, in the server where one runs."""
    folder, clock = data_folder(data), SystemClock()

    def here() -> Any:
        loaded = load_site(site)
        found = next((each for each in loaded.sources if each.id == source), None)
        if found is None or found.format == "sheets":
            raise HallError(f"the site names no source {source!r} that can be asked; see --site")
        with closing(ContentService(folder, clock)) as service:
            run = run_source(service, clock, found, home=loaded.hall.region, tell=_progress)
        return summary(run)

    def there() -> Any:
        return hand_over(folder, "content_fetch", {"source": source}, tell=_progress)

    done = here_or_there(folder, here, there, clock)
    if as_json:
        click.echo(msgspec.json.encode(done).decode())
    else:
        told = ", ".join(f"{name} {done[name]}" for name in SUMMED if name != "failures")
        click.echo(f"{source}: {told}")
        for reason, failure in zip(done["reasons"], done["failures"], strict=False):
            click.echo(f"{reason['en']} ({failure})" if reason else failure, err=True)
    if done["outcome"] == "failed":
        raise SystemExit(1)


def tell_holds(data: Path | None, *, as_json: bool) -> None:
    """Answer the sweeps that wait for a yes."""
    waiting = with_content(data, holds)
    if as_json:
        click.echo(msgspec.json.encode(waiting).decode())
        return
    for each in waiting:
        click.echo(
            f"{each.id}: {each.source} no longer shows {each.count} of {each.of} items, such as "
            f"{', '.join(each.examples[:3])}. `hall90 content holds --release {each.id}` lets them "
            f"go, `--keep {each.id}` keeps them."
        )
    if not waiting:
        click.echo("nothing waits")


def decide_hold(data: Path | None, hold_id: int, *, let_go: bool) -> None:
    """Release or discard a hold."""
    clock = SystemClock()
    decide = release if let_go else discard
    count = with_content(data, lambda service: decide(service, clock, hold_id, "command line"))
    click.echo(f"{count} {'withdrawn' if let_go else 'kept'}")


def import_regions(data: Path | None, path: Path) -> None:
    """Bring a table of region names in: CSV with the columns code and name."""
    if path.stat().st_size > _MOST_TABLE:
        raise HallError(f"{path} is larger than {_MOST_TABLE >> 20} MiB")
    rows = csv.DictReader(decode_chinese(path.read_bytes()).splitlines())
    if not {"code", "name"} <= set(rows.fieldnames or ()):
        raise HallError(f"{path} has no columns code and name; its first line must name them")
    names = {row["code"]: row["name"] for row in rows if is_region(row["code"] or "")}
    if not names:
        raise HallError(f"{path} holds no code of six digits")
    with_content(
        data, lambda service: service.import_items([], source="regions", region_names=names)
    )
    click.echo(f"{len(names)} region names")


def _summed(own: str, run: Run | None, known: Named | None) -> dict[str, Any]:
    next_at = None if known is None else known.next_at
    if run is None:
        what = "" if known is None else known.what
        return {"source": own, "what": what, "outcome": "never", "next_at": next_at}
    told: dict[str, Any] = {name: getattr(run, name) for name in SUMMED}
    return {"source": own, "what": run.what, "ended": run.ended, **told, "next_at": next_at}


def _never(known: Named) -> str:
    """Return what is said of a source nobody has asked yet, with what to do."""
    if not known.on:
        return f"{known.id}: switched off in the site file, never asked"
    if known.format == "sheets":
        return f"{known.id}: no file yet; put one into {known.what}"
    when = "" if known.next_at is None else f"; is asked at {known.next_at:%Y-%m-%d %H:%M}Z"
    return f"{known.id}: never asked{when}; `hall90 content fetch {known.id}` asks it now"


def _line(run: Run) -> str:
    counts = f"{run.rows} rows, {run.new} new, {run.changed} changed, {run.rejected} refused"
    waiting = f", {run.held} wait for a yes" if run.held else ""
    told = f"; {_why(run)}" if run.failures else ""
    return f"{run.source}: {run.outcome} at {run.ended:%Y-%m-%d %H:%M}Z, {counts}{waiting}{told}"


def _why(run: Run) -> str:
    """Return why a run failed, in words where there are any."""
    words = run.reasons[0] if run.reasons else {}
    return words.get("en") or run.failures[0]


def _progress(line: object) -> None:
    click.echo(line, err=True)
