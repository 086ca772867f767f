"""`hall90 sim relay` and `hall90 sim pager`: stand-ins for what a hall has beside its signs."""

from pathlib import Path
from typing import Literal

import click


@click.command()
@click.option("--listen", "link", required=True, help="LINK: tcp:HOST:PORT or pty:.")
@click.option(
    "--board", type=click.Choice(["modbus", "ch340"]), default="modbus", show_default=True
)
@click.option("--faults", type=click.Path(path_type=Path), help="JSON, re-read while running.")
def simulate_relay(link: str, board: str, faults: Path | None) -> None:
    """Stand in for a relay board; tells its relays (● on, ○ off) on stderr as they switch."""
    from displays.channels.stand_ins import RelayBoard
    from displays.simulator import stand_at

    kind: Literal["modbus", "ch340"] = "modbus" if board == "modbus" else "ch340"
    stand_at(RelayBoard(kind), link, _tell, faults)


@click.command()
@click.option("--listen", "link", required=True, help="LINK: tcp:HOST:PORT or pty:.")
@click.option("--faults", type=click.Path(path_type=Path), help="JSON, re-read while running.")
def simulate_pager(link: str, faults: Path | None) -> None:
    """Stand in for a pager system (ESPA 4.4.4); tells each page as PAGER:TEXT on stderr."""
    from displays.channels.stand_ins import PagerSystem
    from displays.simulator import stand_at

    stand_at(PagerSystem(), link, _tell, faults)


def _tell(sight: str) -> None:
    click.echo(sight, err=True)
