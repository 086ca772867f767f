"""What the content commands do, apart from parsing."""

import os
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

import click
import msgspec
import platformdirs

from hall.clock import SystemClock
from hall.errors import HallError
from queue_server.content.applying import PAGE
from queue_server.content.demo import bring_demo_content
from queue_server.content.formats.reading import FORMATS, ContentFile
from queue_server.content.importing import Totals
from queue_server.content.model import ContentQuery
from queue_server.content.service import ContentService
from queue_server.wire import ContentItem, ContentPage

_REASONS_TOLD = 20
_ROWS_TOLD = 2000


def data_folder(given: Path | None) -> Path:
    """Return the hall's data folder: as given, as the environment says, else the user's."""
    if given is not None:
        return given
    return Path(os.environ.get("HALL90_DATA_DIR") or platformdirs.user_data_dir("hall90"))


def bring_file(data: Path | None, path: Path, *, source: str, format_name: str | None) -> Totals:
    """Import a file, telling on stderr how far it is."""
    if format_name is not None and format_name not in FORMATS:
        raise click.UsageError(f"formats are {', '.join(FORMATS)}")
    if not path.is_file():
        raise HallError(f"{path} is not a file")
    with closing(ContentService(data_folder(data), SystemClock())) as service:
        file = ContentFile(path, source=source, format_name=format_name)

        def tell(totals: Totals) -> None:
            if totals.rows % _ROWS_TOLD < PAGE or file.fraction == 1.0:
                done = f"{path.name}: {totals.rows} rows, {file.fraction:.0%}"
                click.echo(done, err=True)

        return service.import_items(file.rows(), source=source, progress=tell)


def bring_demo(data: Path | None) -> Totals:
    """Import the demo content."""
    clock = SystemClock()
    with closing(ContentService(data_folder(data), clock)) as service:
        return bring_demo_content(service, clock)


def tell_totals(totals: Totals, *, as_json: bool) -> None:
    """Answer what an import did."""
    if as_json:
        click.echo(msgspec.json.encode(totals).decode())
        return
    click.echo(
        f"new {totals.new}, changed {totals.changed}, "
        f"unchanged {totals.unchanged}, rejected {totals.rejected}"
    )
    for rejected in totals.reasons[:_REASONS_TOLD]:
        click.echo(f"row {rejected.row}: {rejected.reason}", err=True)
    if totals.rejected > _REASONS_TOLD:
        click.echo(f"… and {totals.rejected - _REASONS_TOLD} more; --json lists them", err=True)


def tell_search(
    data: Path | None, query: str, filters: Mapping[str, Any], *, as_json: bool
) -> None:
    """Answer a search."""
    with closing(ContentService(data_folder(data), SystemClock())) as service:
        page = service.search(ContentQuery(q=query, **filters))
    click.echo(msgspec.json.encode(page).decode() if as_json else _readable(page))


def _readable(page: ContentPage) -> str:
    lines = [f"{page.total} found"]
    lines += [_line(item) for item in page.items]
    if page.next:
        lines.append(f"more: --cursor {page.next}")
    return "\n".join(lines)


def _line(item: ContentItem) -> str:
    parts = (item.title, item.employer, item.place, item.pay_text, item.id)
    return "  ".join(part for part in parts if part)
