"""``hall90 server recovery``: the key that opens copies made elsewhere, and the hall's own keys."""

import os
from pathlib import Path

import click

from queue_server.cli_options import DATA, SITE

_TOLD = "hall90 恢复密钥 / recovery key. 打印两份，分开保管 / print twice, keep apart."
_FILE = click.Path(path_type=Path, dir_okay=False)
_HERE = click.Path(path_type=Path, dir_okay=False, exists=True)


@click.group()
def recovery() -> None:
    """Copies that leave the machine are sealed; these commands make the key and open them."""


@recovery.command(short_help="Make the recovery key, once for a hall.")
@click.argument("file", type=_FILE)
def key(file: Path) -> None:
    """Write a new recovery key to FILE and tell its public half.

    Print FILE twice, keep the sheets in two places, and take FILE off this machine: whoever has it
    reads the copies, and without it nobody does. The public half goes into the site file.
    """
    from queue_server.recovery.sealed import make_pair

    private, public = make_pair()
    with open(file, "x", encoding="utf-8", opener=_private) as written:
        written.write(f"{_TOLD}\n{private}\n")
    click.echo(f"{file}: print it twice, keep the sheets apart, remove the file from here\n")
    click.echo(f'[backup]\nsealed_to = "{public}"')


@recovery.command("keys", short_help="Write the hall's own keys, sealed, to a file.")
@click.argument("file", type=_FILE)
@click.option("--to", "public", help="The recovery key's public half; default: the site's.")
@DATA
@SITE
def keys_(file: Path, public: str | None, data: Path | None, site_file: Path | None) -> None:
    """Write the authority of the hall's machines and its signing keys to FILE, sealed."""
    from config.loader import load_site
    from queue_server.folder import data_folder, own_site
    from queue_server.recovery.carrying import seal

    folder = data_folder(data)
    to = public or load_site(own_site(folder, site_file)).backup.sealed_to
    if not to:
        raise click.UsageError("name the recovery key's public half: --to, or [backup] sealed_to")
    held = seal(file, to, folder)
    click.echo(f"{file}: {', '.join(held) or 'no keys yet'}")


@recovery.command("open", short_help="Open a sealed copy.")
@click.argument("file", type=_HERE)
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--key", "key_file", type=_HERE, required=True, help="The recovery key's file.")
def open_(file: Path, folder: Path, key_file: Path) -> None:
    """Lay what FILE holds into the new FOLDER, and say how the hall is put back from it."""
    from queue_server.recovery.carrying import BACKUP, KEY_FOLDER, unseal
    from queue_server.recovery.sealed import read_private

    names = unseal(file, read_private(key_file), folder)
    click.echo(f"{folder}: {', '.join(names)}\nwith the server stopped:")
    if any(name.startswith(KEY_FOLDER) for name in names):
        click.echo(f"  hall90 server recovery put {folder / KEY_FOLDER}")
    if BACKUP in names:
        click.echo(f"  hall90 server restore {folder / BACKUP}")
    click.echo(f"then remove {folder}: it is not sealed")


@recovery.command(short_help="Put the hall's own keys back.")
@click.argument("keys", type=click.Path(path_type=Path, file_okay=False, exists=True))
@DATA
def put(keys: Path, data: Path | None) -> None:
    """Put the keys of an opened copy into the hall's data folder; the server must be stopped.

    Then every machine that was paired goes on as it is. Keys that differ are kept aside.
    """
    from queue_server.folder import data_folder
    from queue_server.recovery.carrying import put_back
    from queue_server.service.handing import holding

    folder = data_folder(data)
    with holding(folder):
        done = put_back(keys, folder)
    click.echo(f"{folder}: {', '.join(done) or 'all there already'}")


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)
