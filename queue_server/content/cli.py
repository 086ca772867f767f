"""`hall90 content`: bring files in, and search as the kiosk does.

An import is handed to the server running on the data folder, else the command takes the folder for
itself; progress and totals are the same. Searching reads the content file and needs neither.
"""

from pathlib import Path
from typing import Any

import click

DATA_HELP = "The hall's data folder; default: HALL90_DATA_DIR, else the user's."


@click.group()
def content() -> None:
    """Bring content in and search it."""


@content.command("import", short_help="Bring a file of rows in, or demo: for the demo's.")
@click.argument("path")
@click.option("--source", help="Who the rows are from; part of every id. Needed but for demo:.")
@click.option(
    "--format", "format_name", help="jobs-zh or hall90; told from the first row if absent."
)
@click.option("--data", type=click.Path(path_type=Path, file_okay=False), help=DATA_HELP)
@click.option("--json", "as_json", is_flag=True, help="Answer as JSON.")
def import_(
    path: str, source: str | None, format_name: str | None, data: Path | None, as_json: bool
) -> None:
    """Bring a file of rows in; PATH is JSON Lines, gzipped or not, or ``demo:``.

    The same file again changes nothing. Rejected rows are listed with the reason; where every
    row is rejected the command fails.
    """
    from queue_server.content.commands import bring_in, tell_totals

    if path != "demo:" and not source:
        raise click.UsageError("--source NAME says whose rows these are")
    totals = bring_in(data, path, source=source or "demo", format_name=format_name)
    tell_totals(totals, as_json=as_json)
    if totals.rejected and totals.rejected == totals.rows:
        raise SystemExit(1)


@content.command(short_help="Search as the kiosk does.")
@click.argument("query", default="")
@click.option(
    "--kind", type=click.Choice(["job", "training", "policy", "notice", "fair", "seeker"])
)
@click.option("--region", default="", help="Six digits; a province or city means all within it.")
@click.option("--occupation", default="", help="A kind of work, such as making or massage.")
@click.option("--education", default="", help="What the visitor has, such as junior or college.")
@click.option("--disability", default="", help="Such as visual, or physical:3 for level 3.")
@click.option("--pay-min", type=int, help="Yuan a month.")
@click.option("--fact", "facts", multiple=True, help="Such as wheelchair; may be given again.")
@click.option("--sort", type=click.Choice(["relevance", "newest", "pay"]))
@click.option("--cursor", default="", help="The `next` of the page before.")
@click.option("--limit", type=int, default=20)
@click.option("--data", type=click.Path(path_type=Path, file_okay=False), help=DATA_HELP)
@click.option("--json", "as_json", is_flag=True, help="Answer as JSON, as the server would.")
def search(data: Path | None, as_json: bool, query: str, **filters: Any) -> None:
    """Search by any part of a title, employer or place; several words must all be found."""
    from queue_server.content.commands import tell_search

    tell_search(data, query, filters, as_json=as_json)
