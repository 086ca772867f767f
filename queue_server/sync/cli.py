"""`hall90 sync`: keep this hall in step with the level above, by line or by stick.

Work is handed to the server running on the data folder, else done here; ``status`` only reads.
"""

import json
from pathlib import Path
from typing import Any

import click

from queue_server.cli_options import DATA, JSON, SITE


@click.group()
def sync() -> None:
    """Take content from the level above, and tell how far behind it is."""


@sync.command(short_help="What is behind, since when, why, and what to do.")
@DATA
@SITE
@JSON
def status(data: Path | None, site_file: Path | None, as_json: bool) -> None:
    """Tell what is behind, since when, why, and what to do; and this hall's own feed and key."""
    from queue_server.sync.status import tell_status

    tell_status(data, site_file, as_json=as_json)


@sync.command(short_help="Pull from the level above now.")
@click.option("--url", default="", help="Another level above than the site file's.")
@click.option("--token", default="", envvar="HALL90_SYNC_TOKEN", help="Its token, with --url.")
@click.option("--key", default="", help="Its public key, with --url.")
@click.option("--scope", default="", help='The part to take, such as "region=1502;kind=job".')
@click.option("--afresh", is_flag=True, help="Compare every bucket, whatever the numbers say.")
@DATA
@SITE
@JSON
def run(data: Path | None, site_file: Path | None, as_json: bool, **asked: Any) -> None:
    """Pull what changed above now, repair what differs, and send up what waits."""
    done = _job(data, site_file, "sync_run", **asked)
    _tell(done, f"{_rows(done)}; sent up: {done['sent']} batches", as_json)


@sync.command(short_help="Tell the signed journal heads that halls below sent up.")
@click.option("--hall", default="", help="Of this hall only.")
@DATA
def heads(hall: str, data: Path | None) -> None:
    """Write the signed journal heads of halls below, one a line.

    A file of them goes to `hall90 journal verify --heads`: what a hall cut off shows there.
    """
    from queue_server.sync.status import tell_heads

    tell_heads(data, hall)


@sync.command(short_help="Write this hall's feed to a stick.")
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@click.option("--scope", default="", help='The part to write, such as "region=1502;kind=job".')
@click.option("--after", type=click.IntRange(0), default=0, help="Only what changed after it.")
@DATA
@SITE
@JSON
def export(
    folder: Path, data: Path | None, site_file: Path | None, as_json: bool, **asked: Any
) -> None:
    """Write this hall's feed into FOLDER, signed; the hall below brings it in with `import`."""
    done = _job(data, site_file, "sync_export", folder=str(folder.absolute()), **asked)
    _tell(done, f"{done['items']} items in {done['folder']}; signed by {done['key']}", as_json)


@sync.command("import", short_help="Bring in a stick of the level above.")
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False, exists=True))
@click.option("--key", default="", help="Public key of the level above, if the site names none.")
@DATA
@SITE
@JSON
def import_(
    folder: Path, key: str, data: Path | None, site_file: Path | None, as_json: bool
) -> None:
    """Bring in what `export` wrote above; an altered stick is refused, a cut one goes on."""
    done = _job(data, site_file, "sync_import", folder=str(folder.absolute()), key=key)
    _tell(done, _rows(done), as_json)


def _job(data: Path | None, site_file: Path | None, job: str, **asked: Any) -> Any:
    from queue_server.sync.jobs import Wanted
    from queue_server.sync.status import do_job

    return do_job(data, site_file, job, Wanted(**asked))


def _rows(done: dict[str, Any]) -> str:
    names = ("new", "changed", "unchanged", "gone", "refused")
    return ", ".join(f"{name} {done[name]}" for name in names)


def _tell(answer: Any, text: str, as_json: bool) -> None:
    click.echo(json.dumps(answer, ensure_ascii=False) if as_json else text)
