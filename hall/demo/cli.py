"""`hall90 demo`: the whole demo hall on this machine."""

import os
import shutil
import tempfile
from pathlib import Path

import click


@click.command()
@click.option("--headless", is_flag=True, help="Play a scripted day on a screen of our own.")
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    help="Where the evidence goes (headless; default ./demo-out).",
)
@click.option("--minutes", type=float, default=0.0, help="End by itself after so many minutes.")
def demo(*, headless: bool, out: Path | None, minutes: float) -> None:
    """Run server, kiosk, display agent, simulated signs and printer, and content.

    With a screen the hall stays open for you to play with. With --headless, or without DISPLAY,
    one visitor day is played through the real interfaces; DIR then holds report.json, pictures of
    screens, signs and paper, and everything that was said. Ends with 0 only if every step held.
    """
    if headless or not os.environ.get("DISPLAY"):
        _headless(out or Path("demo-out"), minutes)
    else:
        from hall.demo.open_hall import keep_open

        folder = out or Path(tempfile.mkdtemp(prefix="hall90-demo-"))
        keep_open(folder, minutes)


def _headless(folder: Path, minutes: float) -> None:
    from hall.demo.playing import play

    folder = folder.resolve()
    if folder.exists() and any(folder.iterdir()):
        if not (folder / "report.json").exists() and not (folder / "data").exists():
            raise click.UsageError(f"{folder} holds other files; name an empty folder with --out")
        shutil.rmtree(folder)
    folder.mkdir(parents=True, exist_ok=True)
    held = play(folder, minutes=minutes)
    click.echo(
        f"{'every step held' if held else 'some steps FAILED'}; see {folder / 'report.json'}"
    )
    raise SystemExit(0 if held else 1)
