"""What `hall90 content quality|export|history` do, apart from parsing."""

from pathlib import Path
from typing import Any

import click
import msgspec

from hall.clock import SystemClock
from hall.errors import HallError
from queue_server.content.quality.exporting import ExportFormat, export, records_of
from queue_server.content.quality.history import revisions_of
from queue_server.content.quality.measuring import Measures, measure
from queue_server.content.service import ContentService
from queue_server.content.sources.commands import with_content


def tell_quality(data: Path | None, *, as_json: bool) -> None:
    """Answer how complete, fresh and unique each source's content is."""

    def read(service: ContentService) -> Measures:
        with service.reading() as connection:
            return measure(connection, SystemClock().now())

    found = with_content(data, read)
    if as_json:
        click.echo(msgspec.json.encode(found).decode())
        return
    for each in found.sources:
        newest = f"{each.newest:%Y-%m-%d}" if each.newest else "never told"
        lacking = ", ".join(f"{name} {count}" for name, count in each.missing.most_common(5))
        click.echo(
            f"{each.source} {each.kind}: {each.items} items, {each.complete:.0%} complete, newest "
            f"{newest}, {each.over} over, {each.repeated} repeated"
            + (f"; not told: {lacking}" if lacking else "")
        )
    if not found.sources:
        click.echo("there is no content")


def write_export(
    data: Path | None, target: Path, form: ExportFormat, *, kind: str, source: str, over: bool
) -> None:
    """Write an export to a file, which is whole or not there."""
    beside = target.with_name(f".{target.name}.part")
    now = None if over else int(SystemClock().now().timestamp())

    def write(service: ContentService) -> int:
        with service.reading() as connection:
            return export(records_of(connection, kind=kind, source=source, now=now), form, beside)

    try:
        count = with_content(data, write)
        beside.replace(target)
    except OSError as fault:
        raise HallError(f"{target} cannot be written: {fault.strerror}") from fault
    finally:
        beside.unlink(missing_ok=True)
    click.echo(f"{count} items in {target}")


def tell_history(data: Path | None, kind: str, item_id: str, *, as_json: bool) -> None:
    """Answer the earlier revisions of an item, the newest first."""

    def read(service: ContentService) -> Any:
        with service.reading() as connection:
            return revisions_of(connection, kind, item_id)

    found = with_content(data, read)
    if as_json:
        click.echo(msgspec.json.encode(found).decode())
        return
    for each in found:
        ended = "replaced" if each.op == "put" else f"withdrawn ({each.why})"
        click.echo(f"{each.ended_at:%Y-%m-%d %H:%M}Z {ended} {each.rev} {each.record.title}")
    if not found:
        click.echo("no earlier revision is known")
