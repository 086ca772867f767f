"""`hall90 sim`: stand-ins that sit at the far end of a wire and speak the device's bytes."""

import click

from hall.cli import LazyGroup


@click.command(cls=LazyGroup, entry_point_group="hall90.simulators")
def sim() -> None:
    """Stand in for a device on the wire."""
