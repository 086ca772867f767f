"""`hall90 display …` and `hall90 sim sign`."""

import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from hall.tokens import token_given, token_options

if TYPE_CHECKING:
    from displays.signs.commands import Command

_Function = TypeVar("_Function", bound=Callable[..., Any])


@click.group()
def display() -> None:
    """Drive the hall's signs and its voice."""


@display.command("families")
@click.option("--json", "as_json", is_flag=True, help="Answer as JSON.")
def families(as_json: bool) -> None:
    """List the sign families and what each can do."""
    from displays.listing import families_text

    click.echo(families_text(as_json))


@display.command()
@click.option("--server", required=True, help="The hall server's address, http://HOST:PORT.")
@token_options("display")
@click.option(
    "--site",
    "site_file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Signs from this TOML file instead of the server's.",
)
@click.option(
    "--transcript",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Everything said, as JSON lines.",
)
def run(
    server: str,
    token: str | None,
    token_file: Path | None,
    site_file: Path | None,
    transcript: Path | None,
) -> None:
    """Show and speak the hall's calls; the first line on stdout is `ready`."""
    from displays.starting import run_display

    run_display(server, token_given(token, token_file), site_file, transcript)


@display.command("test")
@click.argument("link")
@click.option("--family", "family_name", required=True, help="See `hall90 display families`.")
@click.option("--profile", help="The family's model; its first one by default.")
@click.option("--address", help="As the protocol writes it, such as 3, 0xFFFE or 00.")
@click.option("--area", default="0,0,128,32", show_default=True, help="X,Y,W,H in pixels.")
@click.option("--seconds", type=click.FloatRange(0, 600), default=10, show_default=True)
def try_out(
    link: str,
    family_name: str,
    profile: str | None,
    address: str | None,
    area: str,
    seconds: float,
) -> None:
    """Ask the sign at LINK whether it is there, and show a call on it."""
    from displays.encoding import area_of
    from displays.signs.port import Wiring
    from displays.signs.registry import family
    from displays.trying import try_sign

    panel = area_of(area)
    wiring = Wiring(profile=family(family_name).profile(profile), address=address, panel=panel)
    try_sign(link, family_name, wiring, panel, seconds)


@display.command()
@click.option("--png", type=click.Path(file_okay=False, path_type=Path), help="Pictures go here.")
def preview(png: Path | None) -> None:
    """Draw a notice or alarm as each sign will show it, with warnings.

    Reads JSON on stdin: {"signs": [...], "languages": ["zh-CN"], "notice": {...}} with signs as in
    GET /api/v1/site, and a notice (or "emergency") as on the live stream. Answers JSON.
    """
    from displays.previewing import answer, write_pictures

    said = answer(sys.stdin.buffer.read())
    if png is not None:
        said = write_pictures(said, png)
    click.echo(said)


@display.group()
@click.option("--family", "family_name", required=True, help="See `hall90 display families`.")
@click.option("--profile", help="The family's model; its first one by default.")
@click.option("--address", help="As the protocol writes it, such as 3, 0xFFFE or 00.")
@click.pass_context
def encode(
    context: click.Context, family_name: str, profile: str | None, address: str | None
) -> None:
    """Print the bytes that would go to a sign: lower-case hex, a frame or datagram a line."""
    from displays.signs.port import Wiring
    from displays.signs.registry import family

    found = family(family_name)
    context.obj = (found, Wiring(profile=found.profile(profile), address=address))


def _print(context: click.Context, command: "Command") -> None:
    from displays.encoding import print_encoded

    found, wiring = context.obj
    print_encoded(found, wiring, command)


_page_options = [
    click.option("--area", default="0,0,128,32", show_default=True, help="X,Y,W,H in pixels."),
    click.option(
        "--colour",
        type=click.Choice(["red", "green", "yellow", "blue", "cyan", "magenta", "white"]),
    ),
    click.option(
        "--effect",
        type=click.Choice(["static", "snap", "left", "right", "up", "down", "flash"]),
        default="static",
        show_default=True,
    ),
    click.option("--speed", type=click.IntRange(0, 255), default=4, show_default=True),
    click.option("--stay", type=click.IntRange(0, 255), default=5, show_default=True),
    click.option(
        "--timeout", "timeout_s", type=click.IntRange(0, 65535), default=0, show_default=True
    ),
    click.option("--wrap", is_flag=True, help="Let the card break the line."),
    click.option("--align", type=click.Choice(["left", "centre", "right"]), default="left"),
    click.option("--valign", type=click.Choice(["top", "middle", "bottom"]), default="top"),
]


def _with_page_options(function: _Function) -> _Function:
    for option in reversed(_page_options):
        function = option(function)
    return function


@encode.command()
@click.argument("text")
@_with_page_options
@click.pass_context
def show(context: click.Context, /, text: str, **options: object) -> None:
    """Show TEXT; newlines divide lines."""
    from displays.encoding import page_of
    from displays.signs.commands import Show

    _print(context, Show(page=page_of(text, options)))


@encode.command()
@click.argument("number")
@click.argument("window")
@_with_page_options
@click.pass_context
def call(context: click.Context, /, number: str, window: str, **options: object) -> None:
    """Show the call of ticket NUMBER to WINDOW."""
    from displays.encoding import call_text, page_of
    from displays.signs.commands import Show

    _print(context, Show(page=page_of(call_text(number, window), options)))


@encode.command()
@click.argument("text")
@_with_page_options
@click.pass_context
def priority(context: click.Context, /, text: str, **options: object) -> None:
    """Show TEXT at once instead of everything else."""
    from displays.encoding import page_of
    from displays.signs.commands import Priority

    _print(context, Priority(page=page_of(text, options)))


@encode.command("priority-off")
@click.pass_context
def priority_off(context: click.Context) -> None:
    """End the priority text."""
    from displays.signs.commands import EndPriority

    _print(context, EndPriority())


@encode.command()
@click.argument("png", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@_with_page_options
@click.pass_context
def frame(context: click.Context, /, png: Path, **options: object) -> None:
    """Show the pixels of a PNG, its top left corner at the area's."""
    from displays.encoding import page_of, picture_of
    from displays.signs.commands import ShowPicture

    _print(context, ShowPicture(picture=picture_of(png), area=page_of("", options).area))


@encode.command()
@click.pass_context
def clear(context: click.Context) -> None:
    """Make the sign dark."""
    from displays.signs.commands import Clear

    _print(context, Clear())


@encode.command()
@click.argument("percent", type=click.IntRange(0, 100))
@click.pass_context
def brightness(context: click.Context, percent: int) -> None:
    """Set the brightness."""
    from displays.signs.commands import SetBrightness

    _print(context, SetBrightness(percent=percent))


@encode.command()
@click.argument("iso_time")
@click.pass_context
def clock(context: click.Context, iso_time: str) -> None:
    """Set the clock to the wall-clock time ISO_TIME, as written."""
    from displays.signs.commands import SetClock

    try:
        time = datetime.fromisoformat(iso_time)
    except ValueError as error:
        raise click.BadParameter("write for example 2026-11-23T08:30:05") from error
    _print(context, SetClock(time=time))


@encode.command()
@click.argument("state", type=click.Choice(["on", "off"]))
@click.pass_context
def power(context: click.Context, state: str) -> None:
    """Switch the panel on or off."""
    from displays.signs.commands import Power

    _print(context, Power(on=state == "on"))


@encode.command()
@click.pass_context
def ping(context: click.Context) -> None:
    """Ask whether the sign is there."""
    from displays.signs.commands import Ping

    _print(context, Ping())


@click.command()
@click.option("--family", "family_name", required=True, help="See `hall90 display families`.")
@click.option("--listen", "link", required=True, help="LINK: tcp:HOST:PORT, udp:HOST:PORT, pty:.")
@click.option("--profile", help="The family's model; its first one by default.")
@click.option("--address", help="The address this stand-in answers to.")
@click.option("--area", default="0,0,128,32", show_default=True, help="Its panel: X,Y,W,H.")
@click.option("--png", type=click.Path(dir_okay=False, path_type=Path), help="Draw the panel here.")
@click.option("--faults", type=click.Path(path_type=Path), help="JSON, re-read while running.")
def simulate(
    family_name: str,
    link: str,
    profile: str | None,
    address: str | None,
    area: str,
    png: Path | None,
    faults: Path | None,
) -> None:
    """Stand in for an LED sign on the wire.

    First line on stdout: `listening on LINK`. Faults: {"mute":false,"nack":0,"slow_ms":0,
    "half_frames":false,"wrong_checksum":false,"unplugged":false}.
    """
    from displays.encoding import area_of
    from displays.simulator import run_simulator

    wiring = {"profile": profile, "address": address}
    run_simulator(family_name, wiring, area_of(area), link, png, faults)
