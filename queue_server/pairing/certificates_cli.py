"""`hall90 certificates`: whom the hall's machines trust, and which of them have certificates."""

import json
from pathlib import Path
from typing import Any

import click

from queue_server.cli_options import DATA, JSON, SITE


@click.group()
def certificates() -> None:
    """The hall's own authority, its server's certificate and its machines'."""


@certificates.command(short_help="Tell the authority, the server's certificate, and the machines'.")
@DATA
@SITE
@JSON
def show(data: Path | None, site_file: Path | None, as_json: bool) -> None:
    """Tell fingerprint and dates; the authority is made where there is none yet.

    A machine's certificate ends with its token: shut that on the page “People and devices”.
    """
    told = _job(data, site_file, "certificates_show")
    if as_json:
        click.echo(json.dumps(told, ensure_ascii=False))
        return
    click.echo(f"authority {told['fingerprint']}")
    click.echo(f"server    {told['server'] or 'none yet: run the server with --tls-port'}")
    for each in told["devices"]:
        used = "" if each["shown"] else "  (not used yet)"
        click.echo(f"{each['role']:<9} {each['name']} until {each['until'][:10]}{used}")


@certificates.command(short_help="Write the authority's certificate for browsers to trust.")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@DATA
@SITE
def authority(file: Path, data: Path | None, site_file: Path | None) -> None:
    """Write the authority's certificate to FILE; it is no secret.

    Install it as an authority on each machine whose browser opens the hall's pages over TLS.
    """
    if file.exists():
        raise click.UsageError(f"{file} exists; name another file")
    told = _job(data, site_file, "certificates_show")
    file.write_text(told["authority"], "utf-8")
    click.echo(f"{file}: {told['fingerprint']}")


def _job(data: Path | None, site_file: Path | None, job: str) -> Any:
    from queue_server.commands import do_job

    return do_job(data, site_file, job, {})
