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
from queue_server.content.sources.runs import SUMMED, Run, last_runs, refusals_of, summary
from queue_server.content.sweeping.holds import discard, holds, release
from queue_server.folder import data_folder
from queue_server.service.handing import hand_over, here_or_there

_T = TypeVar("_T")
_MOST_TABLE = 64 << 20


def with_content(data: Path | None, use: Callable[[ContentService], _T]) -> _T:
    """Open the content of a data folder, beside a running server or not, and use it."""
    with closing(ContentService(data_folder(data), SystemClock())) as service:
        return use(service)


def tell_sources(data: Path | None, *, as_json: bool) -> None:
    """Answer how the last run of each source went."""

    def read(service: ContentService) -> list[Run]:
        with service.reading() as connection:
            return list(last_runs(connection).values())

    runs = sorted(with_content(data, read), key=lambda run: run.source)
    if as_json:
        click.echo(msgspec.json.encode([_summed(run) for run in runs]).decode())
        return
    for run in runs:
        click.echo(_line(run))
    if not runs:
        click.echo("no source has been asked yet")


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
        for failure in done["failures"]:
            click.echo(failure, err=True)
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


def _summed(run: Run) -> dict[str, Any]:
    told: dict[str, Any] = {name: getattr(run, name) for name in SUMMED}
    return {"source": run.source, "what": run.what, "ended": run.ended, **told}


def _line(run: Run) -> str:
    counts = f"{run.rows} rows, {run.new} new, {run.changed} changed, {run.rejected} refused"
    waiting = f", {run.held} wait for a yes" if run.held else ""
    told = f"; {run.failures[0]}" if run.failures else ""
    return f"{run.source}: {run.outcome} at {run.ended:%Y-%m-%d %H:%M}Z, {counts}{waiting}{told}"


def _progress(line: object) -> None:
    click.echo(line, err=True)
