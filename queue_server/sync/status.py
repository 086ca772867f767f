"""How this hall stands with the level above: this version knows none, and says so."""

from contextlib import closing
from pathlib import Path

import click
import msgspec

from hall.clock import SystemClock
from queue_server.content.service import ContentService
from queue_server.folder import data_folder


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """What ``sync status --json`` answers; ``items`` counts what the hall holds by kind."""

    upstream: str | None
    reason: str
    items: dict[str, int]


def tell_status(data: Path | None, *, as_json: bool) -> None:
    """Answer the standing."""
    with closing(ContentService(data_folder(data), SystemClock())) as service:
        held = service.counts()
    standing = Standing(
        upstream=None,
        reason="no level above is configured; content comes by `hall90 content import` only",
        items=held,
    )
    if as_json:
        click.echo(msgspec.json.encode(standing).decode())
        return
    click.echo(standing.reason)
    for kind, count in held.items():
        click.echo(f"{kind}: {count}")
