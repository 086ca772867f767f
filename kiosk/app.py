"""`hall90 kiosk run`: window, conversation, voice, printer and hall around one event loop."""

import asyncio
import contextlib
import logging
import os
import signal
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack, ExitStack
from dataclasses import dataclass
from datetime import datetime
from importlib import import_module
from pathlib import Path
from threading import Thread
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
from kiosk.line import HallLine
from kiosk.link import follow
from kiosk.paper import NoPaper, TicketPaper
from kiosk.screen import Screen, TouchKind
from printer.port import Printer, PrinterStatus
from printer.watch import watch_printer
from voice.port import Listener, SpeechEvent, fan_out
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


def run_kiosk(options: Options) -> None:
    """Run the kiosk until it is told to end."""
    set_up_logging()
    geometry = load_geometry(options.geometry)
    from kiosk.ui.environment import prepare

    prepare(*options.size, fullscreen=options.fullscreen)
    # Text and window load side by side: finding the system's libraries is mostly waiting.
    Thread(target=import_module, args=("kiosk.ui.text.pango",), daemon=True).start()
    with ExitStack() as stack:
        asyncio.run(_run(options, geometry, SystemClock(), stack))


async def _run(options: Options, geometry: Geometry, clock: Clock, files: ExitStack) -> None:
    from kiosk.ui.window import Inputs, KioskWindow  # noqa: I001  Kivy first: the other is on its way
    from kiosk.ui.text.pango import PangoMeasure

    started = clock.monotonic()
    listeners = _listeners(options, files, started)

    # Window, voice and line need the conversation, which needs them: these are called only later.
    def hear(event: SpeechEvent) -> None:
        core.heard(event)

    def found(there: bool) -> None:
        core.connection(connected=there)

    def touch(kind: TouchKind, finger: int, x: float, y: float) -> None:
        screen.touch(kind, finger, x, y)

    def key_down(name: str, shift: bool) -> None:
        core.key_down(name, shift=shift)

    async with AsyncExitStack() as stack:
        line = HallLine(options.server, options.token, clock=clock, found=found)
        stack.push_async_callback(line.aclose)
        speech = start_voice("speaker", events=fan_out(*listeners, hear), clock=clock)
        stack.push_async_callback(speech.aclose)
        printer = _printer(options, clock)
        if printer is not None:
            stack.push_async_callback(printer.aclose)
        core = KioskCore(
            clock=clock,
            hall=line,
            paper=_paper(options, printer, line),
            speech=speech,
        )
        stack.push_async_callback(core.aclose)
        window = KioskWindow(Inputs(touch=touch, key_down=key_down, key_up=core.key_up))
        tree = _tree(options, files, started, geometry, window.size[1])
        screen = Screen(core, window, PangoMeasure(), geometry, clock=clock, tree=tree)
        core.on_change(screen.show)
        server = await open_door({"jack": _jack(core), "shot": _shot(window.shot)})
        stack.callback(_shut, server)
        works = [
            _begin(window.drawn, core.start),
            _keep("time", lambda: _let_time_pass(core, screen, clock), clock),
            _keep("live", lambda: _follow(window.drawn, line, core, clock), clock),
        ]
        if printer is not None:
            works.append(_keep("printer", lambda: _watch(printer, clock), clock))
        tasks = [asyncio.create_task(work) for work in works]
        stack.push_async_callback(_end, tasks)
        window.on_close(window.stop)
        _on_signals(window.stop)
        await window.run()


def _listeners(options: Options, files: ExitStack, started: float) -> list[Listener]:
    if options.transcript is None:
        return []
    stream = files.enter_context(options.transcript.open("a", encoding="utf-8"))
    return [Transcript(stream, started)]


def _tree(
    options: Options, files: ExitStack, started: float, geometry: Geometry, height: int
) -> TreeWriter | None:
    if options.tree is None:
        return None
    lines = files.enter_context(options.tree.open("a", encoding="utf-8"))
    return TreeWriter(lines, start=started, geometry=geometry, height_px=height)


def _on_signals(stop: Callable[[], None]) -> None:
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop)


def _printer(options: Options, clock: Clock) -> Printer | None:
    if options.printer is None:
        return None
    from printer.registry import make_printer
    from printer.spool import Spool, SpooledPrinter

    driver = make_printer(options.printer, options.printer_profile, clock)
    # Not in the runtime folder: what was being printed must be known after a power cut.
    state = os.environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state"
    spool = Spool(Path(state) / "hall90" / "kiosk-print.sqlite", clock)
    return SpooledPrinter(driver, spool)


def _paper(options: Options, printer: Printer | None, line: HallLine) -> PaperPort:
    if printer is None:
        return NoPaper()
    from printer.profile import load_profile

    return TicketPaper(printer, load_profile(options.printer_profile), line)


async def _watch(printer: Printer, clock: Clock) -> None:
    async def tell(status: PrinterStatus) -> None:
        _LOG.info("printer", extra={"printer_status": status})

    await watch_printer(printer, clock, tell)


def _shot(save: Callable[[Path], Awaitable[None]]) -> Callable[[str], Awaitable[None]]:
    async def shot(path: str) -> None:
        await save(Path(path))

    return shot


def _jack(core: KioskCore) -> Callable[[str], Awaitable[None]]:
    async def jack(state: str) -> None:
        core.headphones(plugged=state == "in")

    return jack


def _shut(server: asyncio.Server) -> None:
    server.close()
    with contextlib.suppress(FileNotFoundError):
        door().unlink()


async def _begin(drawn: Callable[[], Awaitable[None]], start: Callable[[], None]) -> None:
    """Tell that the first picture stands; only then ask the hall, which costs imports."""
    await drawn()
    click.echo("ready")
    start()


async def _follow(
    drawn: Callable[[], Awaitable[None]], line: HallLine, core: KioskCore, clock: Clock
) -> None:
    await drawn()
    await follow(await line.client(), core, clock)


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
