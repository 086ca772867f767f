"""The options every command on a hall's data folder has alike."""

from pathlib import Path

import click

DATA = click.option(
    "--data",
    type=click.Path(path_type=Path, file_okay=False),
    help="The hall's data folder; default: HALL90_DATA_DIR, else the user's.",
)
SITE = click.option(
    "--site",
    "site_file",
    type=click.Path(path_type=Path, dir_okay=False),
    help="The hall's TOML file; default: the demo hall.",
)
JSON = click.option("--json", "as_json", is_flag=True, help="Answer as JSON.")
