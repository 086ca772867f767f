"""`hall90 bench`: repeatable measurements, each a module with ``main`` in the checkout's bench/."""

import runpy
import sys
from collections.abc import Sequence
from pathlib import Path

import click

_BENCHES = Path(__file__).resolve().parents[1] / "bench"


@click.command(context_settings={"ignore_unknown_options": True})
@click.argument("name", required=False)
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def bench(name: str | None, arguments: Sequence[str]) -> None:
    """Run the measurement NAME, or list what there is."""
    known = sorted(file.stem for file in _BENCHES.glob("*.py"))
    if name is None:
        for one in known:
            click.echo(one)
        return
    if name not in known:
        raise click.UsageError(f"there is no bench {name!r}; there is {', '.join(known) or 'none'}")
    sys.argv = [f"hall90 bench {name}", *arguments]
    runpy.run_path(str(_BENCHES / f"{name}.py"), run_name="__main__")
