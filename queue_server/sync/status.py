"""What the sync commands do, apart from parsing."""

from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import click
import msgspec

from config.loader import load_site
from hall.clock import SystemClock
from queue_server.content.database import metadata
from queue_server.content.service import ContentService
from queue_server.folder import data_folder
from queue_server.service.handing import hand_over, here_or_there
from queue_server.sync.jobs import SyncJobs, Wanted
from queue_server.sync.service import Sync
from queue_server.sync.standing import Standing
from queue_server.sync.uplink import Uplink


def tell_status(data: Path | None, site_file: Path | None, *, as_json: bool) -> bool:
    """Answer the standing; tell whether all is well."""
    standing = _with_jobs(data_folder(data), site_file, lambda jobs: jobs.standing())
    click.echo(msgspec.json.encode(standing).decode() if as_json else _readable(standing))
    return bool(standing.good)


def tell_heads(data: Path | None, hall: str) -> None:
    """Print the signed journal heads that halls below sent up, one a line; only reads."""
    clock = SystemClock()
    with closing(ContentService(data_folder(data), clock)) as content:
        metadata.create_all(content.engine)
        for _, head in Uplink(content.engine, content.lock, clock).heads(hall):
            click.echo(msgspec.json.encode(head).decode())


def do_job(data: Path | None, site_file: Path | None, job: str, wanted: Wanted) -> Any:
    """Have the server on the folder do a job, or do it here where none runs."""
    folder, tell = data_folder(data), _progress
    return here_or_there(
        folder,
        lambda: _with_jobs(folder, site_file, lambda jobs: jobs.do(job, wanted, tell)),
        lambda: hand_over(folder, job, msgspec.to_builtins(wanted), tell=tell, within=3600),
        SystemClock(),
    )


def _with_jobs(folder: Path, site_file: Path | None, do: Callable[[SyncJobs], Any]) -> Any:
    clock = SystemClock()
    with closing(ContentService(folder, clock)) as content:
        sync = Sync(content, load_site(site_file), folder, clock)
        return do(SyncJobs(sync, content, clock))


def _readable(standing: Standing) -> str:
    lines = [standing.reason]
    lines += [f"{kind}: {count}" for kind, count in standing.items.items()]
    if standing.upstream:
        lines.append(f"above: {standing.upstream} ({standing.seq} of {standing.max_seq})")
    if standing.waiting_batches:
        lines.append(f"waiting to be sent up: {standing.waiting_batches} batches")
    if standing.refused:
        lines.append(f"could not be used: {standing.refused}")
    lines.append(f"this hall's feed: {standing.feed}, key {standing.key}")
    return "\n".join(lines)


def _progress(line: object) -> None:
    click.echo(line, err=True)
