"""`hall90 kiosk …`."""

import gc
import sys
from pathlib import Path

import click

from hall.tokens import token_given, token_options


class _Size(click.ParamType["tuple[int, int]"]):
    name = "WIDTHxHEIGHT"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[int, int]:
        """Return width and height in pixels."""
        if isinstance(value, tuple):
            return value
        width, _, height = str(value).partition("x")
        if not (width.isdigit() and height.isdigit() and int(width) and int(height)):
            self.fail(f"{value} is not a size such as 1080x1920", param, ctx)
        return int(width), int(height)


@click.group()
def kiosk() -> None:
    """The visitors' machine: screen, speech, keys, ticket."""


@kiosk.command()
@click.option("--server", required=True, help="The hall server's address, http://HOST:PORT.")
@token_options("kiosk")
@click.option("--size", type=_Size(), default="1080x1920", show_default=True, help="Pixels.")
@click.option(
    "--geometry",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Where the panel hangs (TOML); a 32-inch portrait panel 650 mm above the floor if absent.",
)
@click.option(
    "--transcript",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Everything said, as JSON lines.",
)
@click.option(
    "--tree",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Every screen's nodes, as JSON lines.",
)
@click.option("--fullscreen", is_flag=True, help="Fill the display.")
@click.option(
    "--printer",
    metavar="LINK",
    help="The ticket printer, such as tcp:10.0.0.9:9100; the site's for this kiosk if absent.",
)
@click.option("--printer-profile", help="Its paper and fonts; the site's, else 80mm, if absent.")
@click.option(
    "--kiosk",
    "kiosk_id",
    default="",
    metavar="ID",
    help="Which [[kiosk]] of the site this is; the one its token is named after if absent.",
)
@click.option(
    "--data",
    type=click.Path(file_okay=False, path_type=Path),
    help="Where tickets issued without the server are kept; ~/.local/state/hall90/kiosk if absent.",
)
@click.option(
    "--keep", is_flag=True, help="Start again after a crash or a hang, and tell why it ended."
)
@click.option("--spare", is_flag=True, hidden=True, help="Wait on stdin to be told to begin.")
def run(
    server: str,
    token: str | None,
    token_file: Path | None,
    size: tuple[int, int],
    geometry: Path | None,
    transcript: Path | None,
    tree: Path | None,
    fullscreen: bool,
    printer: str | None,
    printer_profile: str | None,
    kiosk_id: str,
    data: Path | None,
    keep: bool,
    spare: bool,
) -> None:
    """Run the kiosk; the first line on stdout is `ready` when the idle screen is drawn."""
    known = token_given(token, token_file)
    if keep:
        from kiosk.keeping import keep as keep_running

        given = sys.argv[sys.argv.index("run") + 1 :]
        keep_running([one for one in given if one != "--keep"])
        return
    gc.disable()  # nothing of a start is garbage; `run_kiosk` enables it after the first picture
    from kiosk.app import Options, run_kiosk

    run_kiosk(
        Options(
            server=server,
            token=known,
            size=size,
            geometry=geometry,
            transcript=transcript,
            tree=tree,
            fullscreen=fullscreen,
            printer=printer,
            printer_profile=printer_profile,
            kiosk=kiosk_id,
            data=data,
            spare=spare,
        )
    )


@kiosk.command()
@click.argument("state", type=click.Choice(["in", "out"]))
def jack(state: str) -> None:
    """Tell the running kiosk that headphones came or went."""
    from kiosk.control import ask

    ask(f"jack {state}")


@kiosk.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
def shot(file: Path) -> None:
    """Write what the running kiosk shows into a PNG."""
    from kiosk.control import ask

    ask(f"shot {file.absolute()}")


@kiosk.command()
@click.option(
    "--data",
    type=click.Path(file_okay=False, path_type=Path),
    help="Where the kiosk keeps them; ~/.local/state/hall90/kiosk if absent.",
)
@click.option("--json", "as_json", is_flag=True, help="As JSON lines.")
def tickets(data: Path | None, as_json: bool) -> None:
    """List the tickets this machine issued without the server, and what the hall made of each."""
    from kiosk.listing import listed

    for line in listed(data, as_json=as_json):
        click.echo(line)
