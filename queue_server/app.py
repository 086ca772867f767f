"""The server's composition root: the only place where store, rules, content and web meet."""

import asyncio
import contextlib
import logging
import signal
import socket
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Iterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import partial
from ipaddress import ip_address
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
import uvicorn
from sqlalchemy.exc import SQLAlchemyError

from config.site import Site
from hall.clock import Clock
from hall.errors import ConfigError, Fault, HallError
from hall.notifying import beat, tell_systemd
from queue_server.alerts.keeping import Alerts
from queue_server.choosing import open_store, remember
from queue_server.content.bringing import Imports
from queue_server.content.choosing import Choice
from queue_server.content.service import ContentService
from queue_server.content.sources.schedule import Sources
from queue_server.domain.actors import SYSTEM
from queue_server.domain.errors import UnavailableError
from queue_server.domain.ticket import Moment
from queue_server.facts import FACTS, facts
from queue_server.folder import SITE_FILE, unusable
from queue_server.jobs import JOBS
from queue_server.listening import listening_on, url_of
from queue_server.pairing.certifying import Certificates
from queue_server.sealing.keeping import Sealing
from queue_server.service.backups import Backups
from queue_server.service.handing import Answer, Door, Tell, holding
from queue_server.service.healing import damaged_meanwhile, opened_or_healed
from queue_server.service.machine import Machine
from queue_server.service.people import needs_admin
from queue_server.service.running import RunningHall
from queue_server.service.statistics import Statistics, keep_reporting
from queue_server.service.upkeep import Upkeep, follow_content
from queue_server.store.image import Image
from queue_server.sync.counting import Counting
from queue_server.sync.jobs import SyncJobs
from queue_server.sync.service import Sync
from queue_server.today.watching import Today
from queue_server.warming import follow_words, open_content, warm

if TYPE_CHECKING:
    from queue_server.web.arriving import Arriving
    from queue_server.web.tls import Secured

_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class ServerSettings:
    """Where and how this server serves; port 0 takes a free one.

    ``demo_content`` brings the demo hall's content where the hall has none at all. ``database`` is
    the PostgreSQL the hall lies in; None is the SQLite file in the data folder. ``site_file`` is
    the hall's TOML file where one was named. ``tls_port`` None: no TLS of its own.
    """

    data: Path
    host: str = "127.0.0.1"
    port: int = 8090
    insecure_http: bool = False
    announce: bool = True
    demo_content: bool = False
    database: str | None = None
    site_file: Path | None = None
    tls_host: str = "0.0.0.0"  # noqa: S104  TLS is for the hall's network
    tls_port: int | None = None

    @property
    def own_site(self) -> Path:
        """The file the hall's site stands in: the one named, else that of the data folder."""
        return self.site_file or self.data / SITE_FILE


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """What the web edge is built from."""

    settings: ServerSettings
    clock: Clock
    hall: RunningHall
    content: ContentService
    imports: Imports
    statistics: Statistics
    sync: Sync
    sources: Sources
    today: Today
    alerts: Alerts
    certificates: Certificates

    @property
    def site(self) -> Site:
        """The site the hall runs now; an admin may change it meanwhile."""
        return self.hall.settings


def open_hall(
    site: Site, data: Path, clock: Clock, url: str | None = None, *, anew: bool = False
) -> RunningHall:
    """Open the hall of a data folder, which the caller holds; one that is gone only ``anew``."""
    database = open_store(url, site.hall.id, data, anew=anew)
    hall = RunningHall(site, database, clock)
    try:
        hall.open()
    except SQLAlchemyError as fault:
        database.close()
        raise unusable(database.name, fault) from fault
    return hall


@asynccontextmanager
async def build_server(site: Site, settings: ServerSettings, clock: Clock) -> AsyncIterator[Server]:
    """Give a running hall with its upkeep and its door for commands; closes it all at the end."""
    opened = partial(open_hall, site, settings.data, clock, settings.database)
    hall = await opened_or_healed(opened, settings.data, site, clock)
    choice = Choice(engine=site.search.engine, database=settings.database, hall=site.hall.id)
    content = open_content(settings.data, clock, choice)
    imports = Imports(content, clock, apart=True)
    sync = Sync(content, site, settings.data, clock)
    syncing = SyncJobs(sync, content, clock)
    sources = Sources(content, site, clock, imports)
    machine, today = Machine(hall=hall, content=content), Today(hall, clock, settings.data)
    alerts = Alerts(today, hall, clock)
    upkeep, door = (
        Upkeep(hall, clock),
        Door(settings.data, _answer(machine, imports, sources, syncing, today)),
    )
    tasks: list[asyncio.Task[None]] = []
    try:
        await upkeep.round()
        await door.open()
        tasks.append(asyncio.create_task(upkeep.run(), name="upkeep"))
        following = follow_content(hall, clock, content)
        tasks.append(asyncio.create_task(following, name="content"))
        tasks.append(asyncio.create_task(warm(content, clock), name="columns"))
        tasks.append(asyncio.create_task(follow_words(content, clock), name="words"))
        statistics = Statistics(hall)
        reporting = keep_reporting(statistics, clock)
        tasks.append(asyncio.create_task(reporting, name="reports"))
        tasks.append(asyncio.create_task(today.watch(), name="today"))
        tasks.append(asyncio.create_task(alerts.run(), name="alerts"))
        backups = Backups(machine, clock, settings.data)
        tasks.append(asyncio.create_task(backups.run(), name="backups"))
        sealing = Sealing(hall, clock, settings.data, sync.tell_head)
        tasks.append(asyncio.create_task(sealing.run(), name="sealing"))
        tasks.append(asyncio.create_task(sync.run(Counting(statistics)), name="sync"))
        tasks.append(asyncio.create_task(sources.run(), name="sources"))
        yield Server(
            settings=settings,
            clock=clock,
            hall=hall,
            content=content,
            imports=imports,
            statistics=statistics,
            sync=sync,
            sources=sources,
            today=today,
            alerts=alerts,
            certificates=Certificates(hall, settings.data),
        )
    finally:
        sources.stop()
        await imports.aclose()
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await door.aclose()
        await hall.aclose()
        content.close()


async def serve(
    site: Site,
    settings: ServerSettings,
    clock: Clock,
    ready: Callable[[str, bool], None],
    whole: Callable[[], None],
    secure: Callable[[str, str], None] = lambda *_: None,
) -> None:
    """Serve until SIGTERM or SIGINT.

    ``ready`` is told the address, and whether nobody runs the hall yet, once numbers are given and
    calls are made; all other requests wait from then on until ``whole`` is told that they are
    answered too. ``secure`` is told the address of TLS, and the authority's fingerprint.
    """
    _require_safe_address(settings)
    with holding(settings.data), listening_on(settings.host, settings.port) as listening:
        async with build_server(site, settings, clock) as server:
            remember(settings.data, settings.database, site.hall.id)
            from queue_server.web.serving import application, web_config

            behind = application(server)
            web = Web(web_config(server, behind))
            host, port = listening.getsockname()[:2]

            async def be_known(tls: "Secured | None") -> None:
                await web.answering.wait()
                ready(url_of(host, port), needs_admin(server.hall.showing.view.users.values()))
                if tls is not None:
                    await tls.answering()
                    secure(url_of(settings.tls_host, tls.port, "https"), tls.fingerprint)
                tell_systemd("READY=1")
                _LOG.info("server ready", extra={"data": str(settings.data)})
                await behind.whole()
                whole()
                if settings.demo_content:
                    server.imports.start_demo()
                await _announced(server, port, None if tls is None else tls.port)

            beating = asyncio.create_task(beat(partial(_alive, server.hall), clock))
            watched = damaged_meanwhile(server.hall, settings.data, clock)
            damaged = asyncio.create_task(watched, name="damage")
            try:
                async with _secured(server, behind) as tls:
                    await _run(web, server, listening, be_known(tls), damaged)
            finally:
                beating.cancel()
                damaged.cancel()


@asynccontextmanager
async def _secured(server: Server, behind: "Arriving") -> AsyncIterator["Secured | None"]:
    """Serve TLS beside, where a port was given for it; what was taken is answered at the end."""
    settings = server.settings
    if settings.tls_port is None:
        yield None
        return
    from queue_server.web.tls import Secured  # 10 MiB of memory: for halls that speak TLS

    with listening_on(settings.tls_host, settings.tls_port) as listening:
        tls = await asyncio.to_thread(Secured, server, behind, listening)
        serving = asyncio.create_task(tls.run(), name="tls")
        try:
            yield tls
        finally:
            tls.end()
            await serving


async def _alive(hall: RunningHall) -> None:
    """Return once the writer's thread has answered: that of a hung disk does not."""
    with contextlib.suppress(UnavailableError):  # refused, or standing by: it answers
        await hall.writer.submit(_nothing)


def _nothing(_image: Image, _moment: Moment) -> None:
    """Change nothing."""


class Web(uvicorn.Server):
    """uvicorn, telling when it answers, and leaving signals to us: our end has exit code 0."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.answering = asyncio.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.answering.set()

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


async def _run(
    web: Web,
    server: Server,
    listening: socket.socket,
    beside: Coroutine[Any, Any, None],
    damaged: asyncio.Task[None],
) -> None:
    loop = asyncio.get_running_loop()

    def end() -> None:
        web.should_exit = True
        server.hall.end_streams()

    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, end)

    def end_if_broken(known: asyncio.Task[None]) -> None:
        if not known.cancelled() and known.exception() is not None:
            end()

    # Started anew, by its unit, it puts the hall back from a copy.
    damaged.add_done_callback(lambda task: None if task.cancelled() else end())
    known = asyncio.create_task(beside, name="announce")
    known.add_done_callback(end_if_broken)
    await web.serve(sockets=[listening])
    known.cancel()
    await asyncio.wait([known])
    if not known.cancelled():
        known.result()  # raises what kept the application from being built


async def _announced(server: Server, port: int, tls: int | None) -> None:
    settings = server.settings
    if not settings.announce:
        return
    from queue_server.discovery import announce

    # Whoever speaks TLS is looked for there: plain HTTP is for this machine.
    where = (settings.host, port) if tls is None else (settings.tls_host, tls)
    try:
        async with announce(server.site, *where, tls=tls is not None):
            await asyncio.Event().wait()
    except Exception:  # noqa: BLE001  a task's root: the hall works without being found
        _LOG.exception("the hall is not announced on the network")


def _require_safe_address(settings: ServerSettings) -> None:
    try:
        loopback = settings.host == "localhost" or ip_address(settings.host).is_loopback
    except ValueError:
        loopback = False
    if not loopback and not settings.insecure_http:
        fault = Fault(
            file="command line",
            key="--host",
            problem=f"{settings.host} is not this machine alone, and plain HTTP can be read",
            remedy="Serve TLS with --tls-port and plain HTTP on 127.0.0.1, or say --insecure-http.",
        )
        raise ConfigError([fault])


def _answer(
    machine: Machine, imports: Imports, sources: Sources, syncing: SyncJobs, today: Today
) -> Answer:
    async def standing(params: Mapping[str, Any], _tell: Tell) -> Any:
        language = "zh-CN" if params.get("language") == "zh-CN" else "en"
        return msgspec.to_builtins(await today.standing(SYSTEM, language))

    async def told(_params: Mapping[str, Any], _tell: Tell) -> Any:
        return msgspec.to_builtins(await facts(machine.hall, machine.content, today))

    own: Mapping[str, Callable[[Mapping[str, Any], Tell], Awaitable[Any]]] = {
        "content_import": imports.job,
        "content_fetch": sources.job,
        "content_sources": sources.list_job,
        "today": standing,
        FACTS: told,
    }

    async def answer(job: str, params: Mapping[str, Any], tell: Tell) -> Any:
        if job in own:
            return await own[job](params, tell)
        if job.startswith("sync_"):
            return await syncing.job(job, params, tell)
        if job not in JOBS:
            raise HallError(f"this server knows no job {job!r}; is it an older version?")
        return await JOBS[job](machine, params)

    return answer
