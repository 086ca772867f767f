"""What the server commands do, apart from parsing."""

import asyncio
import gc
import sys
from collections.abc import Callable, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import click

from config.loader import load_site
from hall.clock import SystemClock
from hall.logs import set_up_logging
from queue_server.choosing import chosen, folder_named
from queue_server.folder import data_folder, own_site
from queue_server.service.handing import hand_over, here_or_there, holding

_TURN_S = 0.0005
# Tickets live for the day: looking through them all after every few hundred new values, as is the
# interpreter's habit, finds nothing and takes as long as writing them down.
_LOOKING_FOR_WASTE = (5_000, 10, 10)


def run_server(
    data: Path | None,
    site_file: Path | None,
    *,
    host: str,
    port: int,
    database: str | None,
    insecure_http: bool,
    announce: bool,
    demo_content: bool | None,
    tls_host: str = "",
    tls_port: int | None = None,
) -> None:
    """Serve until told to end; ``demo_content`` None brings it to the demo hall only."""
    import uvloop

    from queue_server.app import ServerSettings, serve

    set_up_logging()
    folder = folder_named(database) or data_folder(data)
    settings = ServerSettings(
        data=folder,
        host=host,
        port=port,
        insecure_http=insecure_http,
        announce=announce,
        demo_content=wants_demo(own_site(folder, site_file), demo_content),
        database=chosen(folder, database),
        site_file=site_file,
        tls_host=tls_host,
        tls_port=tls_port,
    )
    site = load_site(own_site(folder, site_file))
    # The writer's thread and the loop take turns: the default turn is longer than a commit.
    sys.setswitchinterval(_TURN_S)
    uvloop.run(serve(site, settings, SystemClock(), _ready, _whole, _secure))


def _ready(url: str, needs_admin: bool) -> None:
    click.echo(f"listening on {url}")
    if needs_admin:
        click.echo(f"nobody runs this hall yet; open {url}/setup on this machine")


def _secure(url: str, fingerprint: str) -> None:
    click.echo(f"listening on {url}")
    click.echo(f"authority {fingerprint}")


def _whole() -> None:
    gc.freeze()
    gc.set_threshold(*_LOOKING_FOR_WASTE)
    gc.enable()


def wants_demo(site_file: Path | None, asked: bool | None) -> bool:
    """Tell whether a hall is brought the demo content: as asked, else the demo hall alone."""
    return site_file is None if asked is None else asked


def do_job(data: Path | None, site_file: Path | None, job: str, params: Mapping[str, Any]) -> Any:
    """Do a job in the server running on the folder, or here where none is."""
    folder = data_folder(data)
    return here_or_there(
        folder,
        lambda: asyncio.run(_do_here(folder, site_file, job, params)),
        lambda: hand_over(folder, job, params),
        SystemClock(),
    )


def recover(
    data: Path | None,
    site_file: Path | None,
    named: Path | None,
    agreed: Callable[[Mapping[str, Any]], bool],
) -> str | None:
    """Bring a hall that does not open back from a copy, if what it would lose is agreed to.

    Returns where what was there is, None where it was not agreed; the folder must be free.
    """
    from queue_server.choosing import store_of
    from queue_server.service.recovering import go_back, told, way_back

    folder, clock = data_folder(data), SystemClock()
    site = load_site(own_site(folder, site_file))
    with holding(folder), closing(store_of(chosen(folder, None), site.hall.id, folder)) as store:
        way = way_back(store, folder, named)
        if not agreed(told(way, ZoneInfo(site.hall.time_zone))):
            return None
        return asyncio.run(go_back(store, folder, way, site, clock))


async def _do_here(
    folder: Path, site_file: Path | None, job: str, params: Mapping[str, Any]
) -> Any:
    from queue_server.app import open_hall
    from queue_server.content.service import ContentService
    from queue_server.jobs import JOBS
    from queue_server.service.machine import Machine

    clock = SystemClock()
    site, url = load_site(own_site(folder, site_file)), chosen(folder, None)
    # A backup may be put where the hall's file is gone; nothing else begins an empty hall there.
    hall = open_hall(site, folder, clock, url, anew=job == "restore")
    try:
        with closing(ContentService(folder, clock)) as content:
            return await JOBS[job](Machine(hall=hall, content=content), params)
    finally:
        await hall.aclose()
