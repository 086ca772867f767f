"""`hall90 display run`: the real server, voice and clock around the agent."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import Any

import click
import msgspec

from config.loader import load_site
from config.site import Site
from displays.app import DisplayApp, DisplaySite
from displays.catalogue import catalogues
from displays.loudspeakers import Loudspeaker
from displays.running import run_until_told
from hall.clock import Clock, SystemClock
from hall.errors import RuleError, SyncError
from hall.logs import set_up_logging
from hall.notifying import beat, tell_systemd
from hall.retry import backoff
from queue_server.client import HallClient
from queue_server.wire import (
    ChannelInfo,
    Delivery,
    DeviceStatus,
    DisplayRules,
    Row,
    SignInfo,
    SiteInfo,
    SpeechInfo,
    ZoneInfo,
)
from voice.clips.pack import call_sentences
from voice.port import Listener, Speech, ignore
from voice.process import VoiceOptions, start_voice
from voice.synths.registry import voices_folder
from voice.transcript import Transcript

_log = logging.getLogger(__name__)
_LONGEST_WAIT_S = 5.0


class ServerConnection:
    """The hall server as the agent sees it."""

    def __init__(self, client: HallClient) -> None:
        self._client = client
        self.site_changed = asyncio.Event()

    async def live(self) -> AsyncIterator[Row]:
        async for row in self._client.live():
            if row.kind == "site_changed":
                self.site_changed.set()
            yield row

    async def deliver(self, delivery: Delivery) -> None:
        await self._client.deliver(delivery)

    async def report(self, status: DeviceStatus) -> None:
        await self._client.tell_device(status)

    async def is_there(self) -> bool:
        return self._client.connected


def run_display(server: str, token: str, site_file: Path | None, transcript: Path | None) -> None:
    """Run the display agent until it is told to end."""
    set_up_logging()
    with ExitStack() as stack:
        clock = SystemClock()
        events: Listener = ignore
        if transcript is not None:
            stream = stack.enter_context(transcript.open("a", encoding="utf-8"))
            events = Transcript(stream, clock.monotonic())
        run_until_told(_run(server, token, site_file, events, clock))


async def _run(
    server: str, token: str, site_file: Path | None, events: Listener, clock: Clock
) -> None:
    client = HallClient(server, token, clock=clock)
    try:
        known = await _site(client, site_file, clock)
        await _check_token(client)

        async def voice(speaker: Loudspeaker) -> Speech:
            return start_voice("hall", options=voice_options(speaker), events=events, clock=clock)

        beating = asyncio.create_task(beat(lambda: asyncio.sleep(0), clock))
        known_by = asyncio.create_task(client.stay_known())
        ready = _ready
        try:
            while True:
                site = replace(known, recorded_calls=call_sentences(voices_folder()))
                hall, texts = ServerConnection(client), catalogues(site.ticket_one)
                app = DisplayApp(site, hall, voice, clock, texts, ready=ready)

                async def news(known: DisplaySite = known) -> DisplaySite | None:
                    return await _news(client, site_file, known)

                known = await run_until_changed(app.run(), hall.site_changed, news)
                ready = _nothing
                _log.info("the site has changed; signs and voice begin anew")
        finally:
            beating.cancel()
            known_by.cancel()
    finally:
        await client.aclose()


def _ready() -> None:
    click.echo("ready")
    tell_systemd("READY=1")


def _nothing() -> None:
    """Ready already."""


async def run_until_changed(
    running: Coroutine[Any, Any, None],
    changed: asyncio.Event,
    news: Callable[[], Awaitable[DisplaySite | None]],
) -> DisplaySite:
    """Run the agent until there is another site for it; end it, and return that site."""
    agent = asyncio.create_task(running, name="agent")
    try:
        while True:
            waiting = asyncio.create_task(changed.wait(), name="site")
            await asyncio.wait({agent, waiting}, return_when=asyncio.FIRST_COMPLETED)
            waiting.cancel()
            if agent.done():
                agent.result()  # raises what ended it
                raise RuntimeError("the agent ended by itself")
            changed.clear()
            fresh = await news()
            if fresh is not None:
                return fresh
    finally:
        agent.cancel()
        await asyncio.wait({agent})


async def _news(
    client: HallClient, site_file: Path | None, known: DisplaySite
) -> DisplaySite | None:
    """Return the site as it is now, where it differs for signs and voice from the one known."""
    if site_file is not None:
        return None
    try:
        fresh = site_of_server(await client.site())
    except SyncError:
        return None
    return None if fresh == known else fresh


async def _site(client: HallClient, site_file: Path | None, clock: Clock) -> DisplaySite:
    """Return the site of a file, else the server's as soon as it can be reached."""
    if site_file is not None:
        return site_of_file(load_site(site_file))
    for wait in backoff(0.25, _LONGEST_WAIT_S):
        try:
            return site_of_server(await client.site())
        except SyncError as error:
            _log.warning("server not reached", extra={"why": str(error)})
        await clock.sleep(wait)
    raise AssertionError("back-off never ends")


async def _check_token(client: HallClient) -> None:
    """Raise RuleError for a token the server does not know: the stream would only stay silent."""
    try:
        await client.tickets(number="0")
    except SyncError:
        return
    except RuleError as error:
        if error.code == "unauthenticated":
            raise


def voice_options(speaker: Loudspeaker) -> VoiceOptions:
    """Return how the voice of a loudspeaker is started."""
    devices = {"hall": speaker.device} if speaker.device else {}
    return VoiceOptions(channel="hall", devices=devices)


def site_of_server(info: SiteInfo) -> DisplaySite:
    """Return what the agent needs of the server's answer."""
    return DisplaySite(
        signs=info.signs,
        languages=info.languages,
        announcement_languages=info.announcement_languages,
        time_zone=info.time_zone,
        ticket_one="一" if info.ticket_one == "一" else "幺",
        rules=info.display or DisplayRules(),
        zones=info.zones,
        speech=info.speech,
        channels=info.channels,
    )


def site_of_file(site: Site) -> DisplaySite:
    """Return what the agent needs of a site file."""
    signs = [
        SignInfo(
            id=sign.id,
            family=sign.family,
            profile=sign.profile,
            link=sign.link,
            zone=sign.zone,
            area=sign.area,
            window=sign.window,
            address=sign.address,
            colour=sign.colour,
            pitch_mm=sign.pitch_mm,
            distance_m=sign.distance_m,
        )
        for sign in site.signs
    ]
    return DisplaySite(
        signs=signs,
        languages=site.hall.languages,
        announcement_languages=site.speech.announcement_languages,
        time_zone=site.hall.time_zone,
        ticket_one=site.speech.ticket_one,
        rules=msgspec.convert(site.display, DisplayRules, from_attributes=True),
        zones=[msgspec.convert(zone, ZoneInfo, from_attributes=True) for zone in site.zones],
        speech=msgspec.convert(site.speech, SpeechInfo, from_attributes=True),
        channels=[
            msgspec.convert(channel, ChannelInfo, from_attributes=True) for channel in site.channels
        ],
    )
