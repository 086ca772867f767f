"""`hall90 sim jack`: a headphone jack as a pipe that carries the kernel's own events."""

import os
import sys
from pathlib import Path

import click

from voice.jacks import encode


def plug(pipe: Path, *, plugged: bool) -> None:
    """Tell whoever reads the pipe that headphones came or went. Raises OSError without a reader."""
    target = os.open(pipe, os.O_WRONLY | os.O_NONBLOCK)
    try:
        os.write(target, encode(plugged=plugged))
    finally:
        os.close(target)


@click.command("jack")
@click.option(
    "--listen",
    "pipe",
    required=True,
    type=click.Path(path_type=Path, dir_okay=False),
    help="Pipe to make; name it as the kiosk's `jack` in the site file.",
)
def simulate(pipe: Path) -> None:
    """Be a headphone jack: `in` and `out`, a line each on stdin, plug and unplug."""
    pipe.unlink(missing_ok=True)
    os.mkfifo(pipe, 0o600)
    click.echo(f"listening on {pipe}")
    try:
        for line in sys.stdin:
            word = line.strip()
            if word not in ("in", "out"):
                click.echo(f"{word!r} is neither in nor out", err=True)
                continue
            try:
                plug(pipe, plugged=word == "in")
            except OSError as error:
                click.echo(f"nobody watches this jack: {error.strerror}", err=True)
    finally:
        pipe.unlink(missing_ok=True)
