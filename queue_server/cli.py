"""``hall90 server``: run the hall's server, and look after its data.

Every command on a data folder hands its work to the server running on it; without one it takes
the folder for itself.
"""

import gc
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from queue_server.cli_options import DATA, JSON, SITE
from queue_server.domain.actors import TOKEN_ROLES, USER_ROLES
from queue_server.recovery.cli import recovery


@click.group()
def server() -> None:
    """Run the hall's server, and look after its data."""


server.add_command(recovery)


@server.command(short_help="Serve until SIGTERM; the first line tells the address.")
@DATA
@SITE
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option(
    "--port", type=click.IntRange(0, 65535), default=8090, show_default=True, help="0: a free one."
)
@click.option(
    "--database",
    help="postgresql://USER@HOST/NAME; default: HALL90_DATABASE, else what this folder was served "
    "from last, else SQLite in it.",
)
@click.option("--insecure-http", is_flag=True, help="Serve plain HTTP beyond this machine.")
@click.option(
    "--tls-port",
    type=click.IntRange(0, 65535),
    help="Speak TLS too, with the hall's own certificates; for the hall's network. 0: a free one.",
)
@click.option("--tls-host", default="0.0.0.0", show_default=True, help="Address TLS listens on.")  # noqa: S104  TLS is for the hall's network
@click.option("--announce/--no-announce", default=True, help="Tell the network by mDNS.")
@click.option(
    "--demo-content/--no-demo-content",
    default=None,
    help="Bring the demo hall's content where there is none; default: for the demo hall only.",
)
def run(
    data: Path | None,
    site_file: Path | None,
    host: str,
    port: int,
    database: str | None,
    insecure_http: bool,
    tls_port: int | None,
    tls_host: str,
    announce: bool,
    demo_content: bool | None,
) -> None:
    """Serve in the foreground; the first line tells the address. SIGTERM ends it in order."""
    # Nothing loaded at the start is ever thrown away: looking for it would only cost time.
    gc.disable()
    from queue_server.commands import run_server

    run_server(
        data,
        site_file,
        host=host,
        port=port,
        database=database,
        insecure_http=insecure_http,
        announce=announce,
        demo_content=demo_content,
        tls_host=tls_host,
        tls_port=tls_port,
    )


@click.command(short_help="Run a hall of your own; a browser leads through its first steps.")
@DATA
@click.option(
    "--port", type=click.IntRange(0, 65535), default=8090, show_default=True, help="0: a free one."
)
@click.option("--announce/--no-announce", default=True, help="Tell the network by mDNS.")
def serve(data: Path | None, port: int, announce: bool) -> None:
    """Run a hall of your own on this machine, without the demo's content.

    In an empty data folder it prints the address of the first steps: five screens in a browser.
    """
    gc.disable()
    from queue_server.commands import run_server

    run_server(
        data,
        None,
        host="127.0.0.1",
        port=port,
        database=None,
        insecure_http=False,
        announce=announce,
        demo_content=False,
    )


@server.command(short_help="Copy the hall to a file, also while it runs.")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@DATA
@SITE
@JSON
def backup(file: Path, data: Path | None, site_file: Path | None, as_json: bool) -> None:
    """Write a consistent copy of the hall to FILE, also while the server runs, and check it.

    FILE holds tickets, journal, accounts, content, pictures and films. It overwrites nothing.
    """
    done = _job(data, site_file, "backup", file=str(file.absolute()))
    told = f"{done['file']}: {_amount(done)}, {done['media']} pictures and films"
    _tell(done, told, as_json)


@server.command(short_help="Put a backup in the hall's place.")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@DATA
@SITE
@JSON
def restore(file: Path, data: Path | None, site_file: Path | None, as_json: bool) -> None:
    """Put the backup FILE in the hall's place; the present database is kept beside it.

    Content is replaced too; a backup without content leaves it as it is. Pictures and films the
    hall lacks come back.
    """
    done = _job(data, site_file, "restore", file=str(file.absolute()))
    text = (
        f"restored; the old database is {done['aside']}; content {done['content']}; "
        f"{done['media']} pictures and films brought back"
    )
    _tell(done, text, as_json)


@server.command(short_help="Bring back a hall that does not start, from its newest copy.")
@click.argument(
    "file", type=click.Path(path_type=Path, dir_okay=False, exists=True), required=False
)
@DATA
@SITE
@JSON
@click.option("--yes", is_flag=True, help="Do it; without this it is only told.")
def recover(
    file: Path | None, data: Path | None, site_file: Path | None, as_json: bool, yes: bool
) -> None:
    """Tell what going back to the newest usable copy would lose, and with --yes do it.

    For a hall whose database is damaged, or was brought up to date by a newer program than this.
    FILE names another copy. What is there now is kept aside whole; kiosks bring back what they
    printed today. Without --yes nothing is changed, and it ends with 1.
    """
    from queue_server.commands import recover as do

    def agreed(way: Mapping[str, Any]) -> bool:
        _tell(way, _way_back(way), as_json)
        return yes

    aside = do(data, site_file, file, agreed)
    if aside is None:
        if not as_json:
            click.echo("nothing was changed; say --yes to do it")
        raise SystemExit(1)
    if not as_json:
        click.echo(f"done; what was there is {aside}. Start the server.")


_STATES = {
    "missing": "there is no database",
    "log_gone": "the database has lost its log",
    "damaged": "the database is damaged",
    "newer": "the database is a newer program's, which this one cannot run on",
    "whole": "the database is whole",
}


def _way_back(way: Mapping[str, Any]) -> str:
    lost = way["lost"]
    if lost is None:
        gone = "nobody can count that here"
    else:
        gone = (
            f"{lost['numbers']} numbers given, {lost['told']} answers and bookings, "
            f"{lost['changed']} changes, {lost['rows']} rows in all"
        )
    return (
        f"{_STATES[way['state']]}: {way['database']}\n"
        f"newest usable copy: {way['copy']}\n"
        f"it knows the hall until {way['since']}; what came after would be gone: {gone}\n"
        "kiosks tell again every number of today that they printed"
    )


@server.command(short_help="Check that nothing is lost or broken.")
@DATA
@SITE
@JSON
def check(data: Path | None, site_file: Path | None, as_json: bool) -> None:
    """Check both files, the journal's chain and signatures, and the hall's invariants.

    Ends with 1 where one is broken.
    """
    report = _job(data, site_file, "check")
    problems = "\n".join(report["problems"])
    whole = f"whole: {_amount(report)}{_signed(report['signed'])}"
    _tell(report, problems or whole, as_json)
    if problems:
        raise SystemExit(1)


@server.group()
def token() -> None:
    """Bearer tokens for devices and programs."""


@token.command("create")
@click.option("--role", type=click.Choice(TOKEN_ROLES), required=True)
@click.option("--name", required=True, help="What carries it, such as k1.")
@click.option("--window", help="The window it works at.")
@DATA
@SITE
def token_create(
    role: str, name: str, window: str | None, data: Path | None, site_file: Path | None
) -> None:
    """Make a token and print it, once, alone on a line."""
    if not name.strip():
        raise click.UsageError("--name tells what carries the token, such as k1")
    click.echo(_job(data, site_file, "token_create", role=role, name=name, window=window))


@server.group()
def user() -> None:
    """Accounts of the web consoles."""


@user.command("create")
@click.argument("name")
@click.option("--role", type=click.Choice(USER_ROLES), required=True)
@click.option("--window", help="The window the clerk works at.")
@click.option("--password-stdin", is_flag=True, required=True, help="Read the password there.")
@DATA
@SITE
def user_create(
    name: str,
    role: str,
    window: str | None,
    password_stdin: bool,
    data: Path | None,
    site_file: Path | None,
) -> None:
    """Make an account; the password is the first line of the standard input."""
    password = sys.stdin.readline().rstrip("\r\n")
    _job(data, site_file, "user_create", name=name, role=role, window=window, password=password)


def _job(data: Path | None, site_file: Path | None, job: str, /, **params: Any) -> Any:
    from queue_server.commands import do_job

    return do_job(data, site_file, job, params)


def _amount(told: Mapping[str, Any]) -> str:
    return f"{told['tickets']} tickets, {told['rows']} rows, {told['content']} content items"


def _signed(head: Mapping[str, Any] | None) -> str:
    if head is None:
        return "; the journal is not signed yet"
    told = f"\njournal signed up to row {head['seq']} at {head['at']}"
    return f"{told}\nkey {head['key']}: {head['public']}"


def _tell(answer: Any, text: str, as_json: bool) -> None:
    import json

    click.echo(json.dumps(answer, ensure_ascii=False) if as_json else text)
