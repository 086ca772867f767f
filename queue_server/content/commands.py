"""What the content commands do, apart from parsing."""

from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

import click
import msgspec

from hall.clock import SystemClock
from hall.errors import HallError
from queue_server.content.bringing import DEMO, Wanted, bring
from queue_server.content.formats.reading import FORMATS
from queue_server.content.importing import Totals
from queue_server.content.model import ContentQuery
from queue_server.content.service import ContentService
from queue_server.content.sources.single import SHEETS
from queue_server.folder import data_folder
from queue_server.service.handing import hand_over, here_or_there
from queue_server.wire import ContentItem, ContentPage

_REASONS_TOLD = 20


def bring_in(data: Path | None, asked: Wanted) -> Totals:
    """Import a file or ``demo:``, telling on stderr how far it is."""
    if asked.format not in {None, SHEETS, *FORMATS}:
        raise click.UsageError(f"formats are {', '.join((*FORMATS, SHEETS))}")
    whole = asked.path if asked.path == DEMO else str(_existing(Path(asked.path)))
    wanted = msgspec.structs.replace(asked, path=whole)
    folder, clock = data_folder(data), SystemClock()

    def here() -> Totals:
        with closing(ContentService(folder, clock)) as service:
            return bring(service, clock, wanted, _progress)

    def there() -> Totals:
        params = msgspec.to_builtins(wanted)
        done = hand_over(folder, "content_import", params, tell=_progress)
        return msgspec.convert(done, Totals)

    return here_or_there(folder, here, there, clock)


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


def _existing(path: Path) -> Path:
    if not path.is_file():
        raise HallError(f"{path} is not a file")
    return path.absolute()


def _progress(line: object) -> None:
    click.echo(line, err=True)


def _readable(page: ContentPage) -> str:
    lines = [f"{page.total} found"]
    if page.note:
        lines.append(page.note["en"])
    lines += [_line(item) for item in page.items]
    if page.next:
        lines.append(f"more: --cursor {page.next}")
    return "\n".join(lines)


def _line(item: ContentItem) -> str:
    parts = (item.title, item.employer, item.place, item.pay_text, item.id)
    return "  ".join(part for part in parts if part)
