"""`hall90 kiosk run`: window, conversation, voice, printer and hall around one event loop."""

import asyncio
import contextlib
import logging
import signal
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack, ExitStack
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import click

from config.geometry import Geometry
from config.loader import load_geometry
from hall.clock import Clock, SystemClock
from hall.errors import HallError
from hall.logs import set_up_logging
from hall.retry import backoff
from kiosk.access.tree import TreeWriter
from kiosk.control import door, open_door
from kiosk.flow.core import KioskCore
from kiosk.flow.ports import PaperPort
from kiosk.flow.wording import Words
from kiosk.layout.frame import Head
from kiosk.link import follow
from kiosk.paper import NoPaper, TicketPaper
from kiosk.screen import Screen
from queue_server.client import HallClient
from voice.port import Listener, fan_out
from voice.process import start_voice
from voice.transcript import Transcript

_LOG = logging.getLogger(__name__)
_TICK_IDLE_S = 1.0
_TICK_S = 0.25
_TICK_TOUCHED_S = 0.05
_LONGEST_WAIT_S = 10.0
_TIME_ZONE = "Asia/Shanghai"
"""Until the hall has told its own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What the command line asks for."""

    server: str
    token: str
    size: tuple[int, int]
    geometry: Path | None = None
    transcript: Path | None = None
    tree: Path | None = None
    fullscreen: bool = False
    printer: str | None = None
    printer_profile: str = "80mm"
    kiosk: str = "kiosk-1"


def run_kiosk(options: Options) -> None:
    """Run the kiosk until it is told to end."""
    set_up_logging()
    geometry = load_geometry(options.geometry)
    from kiosk.ui.environment import prepare

    prepare(*options.size, fullscreen=options.fullscreen)
    with ExitStack() as stack:
        asyncio.run(_run(options, geometry, SystemClock(), stack))


async def _run(options: Options, geometry: Geometry, clock: Clock, files: ExitStack) -> None:
    from kiosk.ui.text.pango import PangoMeasure
    from kiosk.ui.window import Inputs, KioskWindow

    started = clock.monotonic()
    heard: list[Listener] = []
    if options.transcript is not None:
        stream = files.enter_context(options.transcript.open("a", encoding="utf-8"))
        heard.append(Transcript(stream, started))
    async with AsyncExitStack() as stack:
        client = HallClient(
            options.server,
            options.token,
            clock=clock,
            on_state=lambda there: core.connection(connected=there),
        )
        stack.push_async_callback(client.aclose)
        speech = start_voice(
            "speaker", events=fan_out(*heard, lambda event: core.heard(event)), clock=clock
        )
        stack.push_async_callback(speech.aclose)
        paper = _paper(options, client, clock, stack)
        core = KioskCore(clock=clock, hall=client, paper=paper, speech=speech, kiosk=options.kiosk)
        stack.push_async_callback(core.aclose)
        window = KioskWindow(
            Inputs(
                touch=lambda *touch: screen.touch(*touch),
                key_down=lambda name, shift: _ignore(core.key_down(name, shift=shift)),
                key_up=core.key_up,
            )
        )
        tree = None
        if options.tree is not None:
            lines = files.enter_context(options.tree.open("a", encoding="utf-8"))
            tree = TreeWriter(lines, start=started, geometry=geometry, height_px=window.size[1])
        screen = Screen(core, window, PangoMeasure(), geometry, clock=clock, tree=tree)
        core.on_change(screen.show)
        commands = {"jack": _jack(core), "shot": lambda rest: window.shot(Path(rest))}
        server = await open_door(commands)
        stack.callback(_shut, server)
        core.start()
        tasks = [
            asyncio.create_task(work)
            for work in (
                _tell_ready(window.drawn),
                _keep("time", lambda: _let_time_pass(core, screen, clock), clock),
                _keep("live", lambda: follow(client, core, clock), clock),
            )
        ]
        stack.push_async_callback(_end, tasks)
        for number in (signal.SIGTERM, signal.SIGINT):
            asyncio.get_running_loop().add_signal_handler(number, window.stop)
        await window.run()


def _ignore(_: object) -> None:
    return None


def _paper(options: Options, client: HallClient, clock: Clock, stack: AsyncExitStack) -> PaperPort:
    if options.printer is None:
        return NoPaper()
    from printer.profile import load_profile
    from printer.registry import make_printer
    from printer.spool import Spool, SpooledPrinter

    driver = make_printer(options.printer, options.printer_profile, clock)
    spool = Spool(door().with_name("hall90-kiosk-print.sqlite"), clock)
    printer = SpooledPrinter(driver, spool)
    stack.push_async_callback(printer.aclose)
    return TicketPaper(printer, load_profile(options.printer_profile), client)


def _jack(core: KioskCore) -> Callable[[str], Awaitable[None]]:
    async def jack(state: str) -> None:
        core.headphones(plugged=state == "in")

    return jack


def _shut(server: asyncio.Server) -> None:
    server.close()
    with contextlib.suppress(FileNotFoundError):
        door().unlink()


async def _tell_ready(drawn: Callable[[], Awaitable[None]]) -> None:
    await drawn()
    click.echo("ready")


async def _let_time_pass(core: KioskCore, screen: Screen, clock: Clock) -> None:
    """Tick as often as somebody could notice; the head changes with the minute."""
    minute = ""
    while True:
        core.tick()
        now = clock.now().astimezone(_zone(core))
        stamp = f"{now:%Y%m%d%H%M} {core.known.hall_names}"
        if stamp != minute:
            minute = stamp
            screen.head(_heads(core, now))
        idle = core.visit.step == "idle"
        await clock.sleep(_TICK_TOUCHED_S if screen.touching else _TICK_IDLE_S if idle else _TICK_S)


def _zone(core: KioskCore) -> ZoneInfo:
    site = core.known.site
    return ZoneInfo(site.time_zone if site else _TIME_ZONE)


def _heads(core: KioskCore, now: datetime) -> Callable[[str], Head]:
    def head(language: str) -> Head:
        words = Words(language)
        date = words("head-date", month=now.month, day=now.day, weekday=now.isoweekday())
        names = core.known.hall_names
        return Head(hall=words.named(names) if names else "", date=date, time=f"{now:%H:%M}")

    return head


async def _keep(name: str, work: Callable[[], Awaitable[None]], clock: Clock) -> None:
    for wait in backoff(0.5, _LONGEST_WAIT_S):
        try:
            await work()
        except HallError as error:
            _LOG.warning("task ended", extra={"task_name": name, "why": str(error)})
        except Exception:  # noqa: BLE001  a task's root: the screen must go on
            _LOG.exception("task broke and starts again", extra={"task_name": name})
        await clock.sleep(wait)


async def _end(tasks: list["asyncio.Task[None]"]) -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
