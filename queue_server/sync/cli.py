"""`hall90 sync`: how this hall stands with the level above."""

from pathlib import Path

import click


@click.group()
def sync() -> None:
    """Take content from the level above, and tell how far behind it is."""


@sync.command()
@click.option("--data", type=click.Path(path_type=Path, file_okay=False), help="The data folder.")
@click.option("--json", "as_json", is_flag=True, help="Answer as JSON.")
def status(data: Path | None, as_json: bool) -> None:
    """Tell what is behind, since when and why."""
    from queue_server.sync.status import tell_status

    tell_status(data, as_json=as_json)
