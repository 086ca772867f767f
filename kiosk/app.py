"""`hall90 kiosk run`: window, conversation, voice, printer and hall around one event loop."""

import asyncio
import contextlib
import faulthandler
import gc
import logging
import signal
import sys
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack, ExitStack
from dataclasses import dataclass
from datetime import datetime
from functools import partial
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
from kiosk import sparing
from kiosk.access.tree import TreeWriter
from kiosk.behind import Behind
from kiosk.control import door, open_door
from kiosk.emblem import HallEmblem
from kiosk.flow.core import KioskCore
from kiosk.flow.wording import Words
from kiosk.folder import default_folder
from kiosk.input_method.methods import InputMethods
from kiosk.keypads import Keypads, KeypadWatch
from kiosk.layout.frame import Head
from kiosk.layout.tokens import Rgb, rgb_of
from kiosk.screen import Screen, TouchKind
from queue_server import wire
from voice.jacks import JackWatch
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
    printer_profile: str | None = None
    kiosk: str = ""
    data: Path | None = None
    spare: bool = False
    """Load everything, then wait on stdin to be told to begin."""


def run_kiosk(options: Options) -> None:
    """Run the kiosk until it is told to end."""
    set_up_logging()
    faulthandler.enable()  # a library that dies of itself leaves its stack in the log
    geometry = load_geometry(options.geometry)
    from kiosk.ui.environment import prepare

    prepare(*options.size, fullscreen=options.fullscreen)
    if options.spare:
        sparing.load()
        if not sparing.told_to_begin(sys.stdin.buffer):
            return
    else:
        # Text and window load side by side: finding the system's libraries is mostly waiting.
        Thread(target=_load_text, daemon=True).start()
    with ExitStack() as stack:
        asyncio.run(_run(options, geometry, SystemClock(), stack))


def _load_text() -> None:
    """Load what draws text; what had to be parsed for it is kept for the next start."""
    from kiosk.ui.text import definitions, pango

    if pango.PARSED:
        definitions.keep(definitions.kept_in())


async def _run(options: Options, geometry: Geometry, clock: Clock, files: ExitStack) -> None:
    from kiosk.ui.window import Inputs, KioskWindow  # noqa: I001  Kivy first: the other is on its way
    from kiosk.ui.text.pango import shared_measure

    started = clock.monotonic()
    listeners = _listeners(options, files, started)

    # Window, voice and line need the conversation, which needs them: these are called only later.
    def hear(event: SpeechEvent) -> None:
        core.heard(event)

    def equip(own: wire.KioskInfo) -> None:
        speech.use_devices({"headphones": own.headphones, "speaker": own.speaker})
        jacks.use(jack=own.jack, headphones=own.headphones)
        keypads.use(own.keypad)

    def touch(kind: TouchKind, finger: int, x: float, y: float) -> None:
        screen.touch(kind, finger, x, y)

    def key_down(name: str, shift: bool) -> None:
        core.key_down(name, shift=shift)

    async with AsyncExitStack() as stack:
        inputs = InputMethods()
        behind = Behind(
            options.server, options.token, options.data or default_folder(), clock,
            kiosk=options.kiosk, printer=options.printer, profile=options.printer_profile,
            inputs=inputs,
        )  # fmt: skip
        stack.push_async_callback(behind.aclose)
        speech = start_voice("speaker", events=fan_out(*listeners, hear), clock=clock)
        stack.push_async_callback(speech.aclose)
        core = KioskCore(
            clock=clock, hall=behind.line, paper=behind.paper, speech=speech, inputs=inputs
        )
        jacks = JackWatch(lambda plugged: core.headphones(plugged=plugged), clock)
        stack.push_async_callback(core.aclose)
        keypads = KeypadWatch(Keypads(core, behind.keypad), clock)
        behind.serve(core, equip)
        window = KioskWindow(Inputs(touch=touch, key_down=key_down, key_up=core.key_up))
        tree = _tree(options, files, started, geometry, window.size[1])
        screen = Screen(
            core, window, shared_measure(), geometry, clock=clock, tree=tree,
            later=asyncio.get_running_loop().call_soon,
        )  # fmt: skip
        core.on_change(screen.show)
        server = await open_door(
            {"jack": _jack(core), "shot": _shot(window.shot), "ping": _seen(window.drawn)}
        )
        stack.callback(_shut, server)
        began = asyncio.Event()
        works = [
            _begin(window.drawn, behind, began),
            _keep("time", lambda: _let_time_pass(core, screen, behind.emblem, clock), clock),
            _keep("jack", jacks.run, clock),
            _keep("keypad", keypads.run, clock),
            *(
                _keep(name, partial(_after, began, work), clock)
                for name, work in behind.works.items()
            ),
        ]
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


def _shot(save: Callable[[Path], Awaitable[None]]) -> Callable[[str], Awaitable[None]]:
    async def shot(path: str) -> None:
        await save(Path(path))

    return shot


def _seen(drawn: Callable[[], Awaitable[None]]) -> Callable[[str], Awaitable[None]]:
    async def seen(_rest: str) -> None:
        """Answer once another frame has been drawn: a loop that turns is no picture yet."""
        await drawn()

    return seen


def _jack(core: KioskCore) -> Callable[[str], Awaitable[None]]:
    async def jack(state: str) -> None:
        core.headphones(plugged=state == "in")

    return jack


def _shut(server: asyncio.Server) -> None:
    server.close()
    with contextlib.suppress(FileNotFoundError):
        door().unlink()


async def _begin(
    drawn: Callable[[], Awaitable[None]], behind: Behind, began: asyncio.Event
) -> None:
    """Tell that the first picture stands; only then do what costs time and disk."""
    await drawn()
    click.echo("ready")
    gc.freeze()  # what was loaded stays: no later search for garbage walks it
    gc.enable()
    await behind.begin()
    began.set()


async def _after(began: asyncio.Event, work: Callable[[], Awaitable[None]]) -> None:
    await began.wait()
    await work()


async def _let_time_pass(core: KioskCore, screen: Screen, emblem: HallEmblem, clock: Clock) -> None:
    """Tick as often as somebody could notice; the head changes with the minute."""
    minute = ""
    while True:
        core.tick()
        now = clock.now().astimezone(_zone(core))
        identity = f"{core.known.hall_names} {_colour(core)} {emblem.name}"
        stamp = f"{now:%Y%m%d%H%M} {core.known.calls} {identity}"
        if stamp != minute:
            minute = stamp
            screen.head(_heads(core, now, emblem.png))
        idle = core.visit.step == "idle"
        await clock.sleep(_TICK_TOUCHED_S if screen.touching else _TICK_IDLE_S if idle else _TICK_S)


def _zone(core: KioskCore) -> ZoneInfo:
    site = core.known.site
    return ZoneInfo(site.time_zone if site else _TIME_ZONE)


def _heads(core: KioskCore, now: datetime, emblem: bytes) -> Callable[[str], Head]:
    def head(language: str) -> Head:
        words = Words(language)
        date = words("head-date", month=now.month, day=now.day, weekday=now.isoweekday())
        names = core.known.hall_names
        calls = tuple(
            (one.number, words("calls-window", window=one.window)) for one in core.known.calls
        )
        hall = words.named(names) if names else ""
        return Head(
            hall=hall, date=date, time=f"{now:%H:%M}", calls=calls, colour=_colour(core),
            emblem=emblem,
        )  # fmt: skip

    return head


def _colour(core: KioskCore) -> Rgb | None:
    site = core.known.site
    return rgb_of(site.colour) if site is not None and site.colour else None


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
