"""What the server commands do, apart from parsing."""

import asyncio
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click
import platformdirs

from config.loader import load_site
from hall.clock import SystemClock
from hall.errors import ConfigError, Fault
from hall.logs import set_up_logging
from queue_server.service.handing import BusyError, hand_over, holding


def data_folder(given: Path | None) -> Path:
    """Return the hall's data folder: as given, as the environment says, else the user's."""
    if given is not None:
        return given
    return Path(os.environ.get("HALL90_DATA_DIR") or platformdirs.user_data_dir("hall90"))


def run_server(
    data: Path | None,
    site_file: Path | None,
    *,
    host: str,
    port: int,
    database: str | None,
    insecure_http: bool,
    announce: bool,
) -> None:
    """Serve until told to end."""
    from queue_server.app import ServerSettings, serve

    set_up_logging()
    settings = ServerSettings(
        data=_folder_of(database) or data_folder(data),
        host=host,
        port=port,
        insecure_http=insecure_http,
        announce=announce,
    )
    site = load_site(site_file)
    asyncio.run(serve(site, settings, SystemClock(), lambda url: click.echo(f"listening on {url}")))


def do_job(data: Path | None, site_file: Path | None, job: str, params: Mapping[str, Any]) -> Any:
    """Do a job in the server running on the folder, or here where none is."""
    folder = data_folder(data)
    try:
        with holding(folder):
            return asyncio.run(_do_here(folder, site_file, job, params))
    except BusyError:
        return hand_over(folder, job, params)


async def _do_here(
    folder: Path, site_file: Path | None, job: str, params: Mapping[str, Any]
) -> Any:
    from queue_server.app import open_hall
    from queue_server.service.machine import JOBS

    hall = open_hall(load_site(site_file), folder, SystemClock())
    try:
        return await JOBS[job](hall, params)
    finally:
        await hall.aclose()


def _folder_of(url: str | None) -> Path | None:
    """Return the folder a ``sqlite:///FOLDER`` URL names."""
    if url is None:
        return None
    scheme, _, rest = url.partition(":///")
    if scheme != "sqlite" or not rest:
        fault = Fault(
            file="command line",
            key="--database",
            problem=f"{url!r} is not a database this version can use",
            remedy="Use sqlite:///FOLDER, or leave it out.",
        )
        raise ConfigError([fault])
    return Path(rest)
