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
    "--format", "format_name", help="jobs-zh, hall90 or sheets; told from the file if absent."
)
@click.option(
    "--kind",
    type=click.Choice(["job", "training", "fair"]),
    default="job",
    help="What a spreadsheet's rows are.",
)
@click.option("--region", default="", help="The hall's code; a spreadsheet's places lie near it.")
@click.option("--data", type=click.Path(path_type=Path, file_okay=False), help=DATA_HELP)
@click.option("--json", "as_json", is_flag=True, help="Answer as JSON.")
def import_(
    path: str,
    source: str | None,
    format_name: str | None,
    kind: str,
    region: str,
    data: Path | None,
    as_json: bool,
) -> None:
    """Bring a file of rows in; PATH is CSV, XLSX, JSON Lines (gzipped or not), or ``demo:``.

    The same file again changes nothing. Rejected rows are listed with the reason; where every
    row is rejected the command fails.
    """
    from queue_server.content.bringing import Wanted
    from queue_server.content.commands import bring_in, tell_totals

    if path != "demo:" and not source:
        raise click.UsageError("--source NAME says whose rows these are")
    asked = Wanted(path=path, source=source or "demo", format=format_name, kind=kind, region=region)
    totals = bring_in(data, asked)
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
@click.option("--like", default="", help="The id of an item; answers what is like it.")
@click.option("--exact", is_flag=True, help="No words of like meaning or sound.")
@click.option("--sort", type=click.Choice(["relevance", "newest", "pay"]))
@click.option("--cursor", default="", help="The `next` of the page before.")
@click.option("--limit", type=int, default=20)
@click.option("--data", type=click.Path(path_type=Path, file_okay=False), help=DATA_HELP)
@click.option("--json", "as_json", is_flag=True, help="Answer as JSON, as the server would.")
def search(data: Path | None, as_json: bool, query: str, **filters: Any) -> None:
    """Search by any part of a title, employer or place; several words must all be found."""
    from queue_server.content.commands import tell_search

    tell_search(data, query, filters, as_json=as_json)


_DATA = click.option("--data", type=click.Path(path_type=Path, file_okay=False), help=DATA_HELP)
_JSON = click.option("--json", "as_json", is_flag=True, help="Answer as JSON.")
_SITE = click.option(
    "--site", type=click.Path(path_type=Path, dir_okay=False), help="The site file."
)


@content.command(short_help="How the last run of each source went.")
@click.argument("source", default="")
@_SITE
@_DATA
@_JSON
def sources(source: str, site: Path | None, data: Path | None, as_json: bool) -> None:
    """Tell how the last run of each source went; of one SOURCE, what was refused and why.

    Sources nobody has asked yet stand there too, as the running server or --site names them.
    """
    from queue_server.content.sources.commands import tell_refusals, tell_sources

    if source:
        tell_refusals(data, source, as_json=as_json)
    else:
        tell_sources(data, site, as_json=as_json)


@content.command(short_help="Ask a source of the site now.")
@click.argument("source")
@_SITE
@_DATA
@_JSON
def fetch(source: str, site: Path | None, data: Path | None, as_json: bool) -> None:
    """Ask SOURCE now: in the running server, else here, as the site file says."""
    from queue_server.content.sources.commands import fetch as fetch_now

    fetch_now(data, site, source, as_json=as_json)


@content.command(short_help="Sweeps that wait for a yes; let them go or keep them.")
@click.option("--release", "let_go", type=int, help="Let the items of this hold go.")
@click.option("--keep", type=int, help="Keep the items of this hold.")
@_DATA
@_JSON
def holds(let_go: int | None, keep: int | None, data: Path | None, as_json: bool) -> None:
    """Tell what a source no longer shows in such number that somebody must say yes."""
    from queue_server.content.sources.commands import decide_hold, tell_holds

    if let_go is not None and keep is not None:
        raise click.UsageError("--release or --keep, not both")
    if let_go is not None:
        decide_hold(data, let_go, let_go=True)
    elif keep is not None:
        decide_hold(data, keep, let_go=False)
    else:
        tell_holds(data, as_json=as_json)


@content.command(short_help="How complete, fresh and unique each source's content is.")
@_DATA
@_JSON
def quality(data: Path | None, as_json: bool) -> None:
    """Tell of each source how many items lack what, are over, or say the same as another."""
    from queue_server.content.quality.commands import tell_quality

    tell_quality(data, as_json=as_json)


@content.command(short_help="Write the content to a file for other programs.")
@click.argument("target", type=click.Path(path_type=Path, dir_okay=False))
@click.option(
    "--format",
    "form",
    type=click.Choice(["csv", "jsonl", "xlsx", "schema-org"]),
    required=True,
    help="jsonl is read back by `content import`.",
)
@click.option(
    "--kind",
    type=click.Choice(["job", "training", "policy", "notice", "fair", "seeker"]),
    help="All kinds if absent.",
)
@click.option("--source", default="", help="All sources if absent.")
@click.option("--over", is_flag=True, help="Also what is over.")
@_DATA
def export(
    target: Path, form: Any, kind: str | None, source: str, over: bool, data: Path | None
) -> None:
    """Write what the hall shows to TARGET."""
    from queue_server.content.quality.commands import write_export

    write_export(data, target, form, kind=kind or "", source=source, over=over)


@content.command(short_help="What an item said before.")
@click.argument("kind")
@click.argument("item_id")
@_DATA
@_JSON
def history(kind: str, item_id: str, data: Path | None, as_json: bool) -> None:
    """Tell every earlier revision of an item: when it ended, and why."""
    from queue_server.content.quality.commands import tell_history

    tell_history(data, kind, item_id, as_json=as_json)


@content.command(short_help="Bring a table of region names in.")
@click.argument("path", type=click.Path(path_type=Path, dir_okay=False, exists=True))
@_DATA
def regions(path: Path, data: Path | None) -> None:
    """Bring the names of regions in: CSV with the columns code (six digits) and name."""
    from queue_server.content.sources.commands import import_regions

    import_regions(data, path)
