"""A voice in a process of its own, seen from the program that speaks: never blocks, never raises.

A voice process that dies or hangs is started again; what was being said is told as cancelled
("lost"), and the program goes on with its captions meanwhile.
"""

import asyncio
import logging
import os
import queue
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

from hall.clock import Clock, SystemClock
from hall.retry import backoff
from voice.captions import written_span
from voice.plan import forget, spoken, too_long
from voice.port import (
    DEFAULT_RATE_STEP,
    DEFAULT_VOLUME_STEP,
    RATE_STEPS,
    VOLUME_STEPS,
    CancelReason,
    EventKind,
    Listener,
    Span,
    SpeechEvent,
    ignore,
)
from voice.utterance import Channel, Utterance
from voice.wire import (
    Command,
    ControlLine,
    EventLine,
    Report,
    StatusLine,
    decode_report,
    encode,
    from_line,
    to_line,
)

WAV_VARIABLE = "HALL90_VOICE_WAV"
NULL_VARIABLE = "HALL90_VOICE_NULL"
_PING_AFTER = 2.0
_HUNG_AFTER = 6.0
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class VoiceOptions:
    """How a voice process shall sound.

    ``devices`` maps channels to outputs: a part of a device's name, "null" or "file:PATH".
    ``voices`` is the folder of recordings and models, where it is not the machine's own.
    """

    channel: Channel = "headphones"
    engines: tuple[str, ...] = ()
    devices: Mapping[str, str] = field(default_factory=dict)
    null: bool = False
    wav: Path | None = None
    voices: Path | None = None

    def arguments(self) -> list[str]:
        """Return the worker's command line."""
        given = [f"--channel={self.channel}"]
        given += [f"--engine={name}" for name in self.engines]
        given += [f"--device={channel}={name}" for channel, name in self.devices.items()]
        if self.null or os.environ.get(NULL_VARIABLE):
            given.append("--null")
        folder = self.wav or os.environ.get(WAV_VARIABLE)
        if folder:
            given.append(f"--wav={folder}")
        if self.voices is not None:
            given.append(f"--voices={self.voices}")
        return given


class VoiceProcess:
    """The program's end of a voice process; events come by ``deliver`` (an event loop's thread)."""

    def __init__(
        self,
        options: VoiceOptions,
        *,
        events: Listener = ignore,
        deliver: Callable[[Callable[[], None]], None] = lambda tell: tell(),
        clock: Clock | None = None,
        command: tuple[str, ...] = (sys.executable, "-m", "voice.worker"),
    ) -> None:
        self.events = events
        self.status = StatusLine()
        self.starts = 0
        self._options = options
        self._deliver = deliver
        self._clock = clock or SystemClock()
        self._command = (*command, *options.arguments())
        self._channel: Channel = options.channel
        self._devices = dict(options.devices)
        self._rate = DEFAULT_RATE_STEP
        self._volume = DEFAULT_VOLUME_STEP
        self._open: dict[str, Utterance] = {}
        self._lock = threading.RLock()
        self._outbox: queue.SimpleQueue[Command | None] = queue.SimpleQueue()
        self._child: subprocess.Popen[bytes] | None = None
        self._running = threading.Event()
        self._ready = threading.Event()
        self._closing = threading.Event()
        self._heard_at = self._clock.monotonic()
        self._threads = [
            threading.Thread(target=self._supervise, name="voice supervisor", daemon=True),
            threading.Thread(target=self._write, name="voice writer", daemon=True),
            threading.Thread(target=self._watch, name="voice watch", daemon=True),
        ]
        for thread in self._threads:
            thread.start()

    def say(self, utterance: Utterance) -> None:
        now = self._clock.monotonic()
        if self._closing.is_set() or too_long(utterance):
            self._tell("request", utterance, now)
            self._tell("cancel", utterance, now, reason="refused")
            return
        # The process works on it already while the request is told; its answers wait for that.
        with self._lock:
            self._open[utterance.id] = utterance
            self._outbox.put(to_line(utterance, now))
            self._tell("request", utterance, now)

    def prepare(self, utterance: Utterance) -> None:
        if not too_long(utterance):
            line = to_line(utterance, self._clock.monotonic())
            self._outbox.put(msgspec.structs.replace(line, prepare=True))

    def stop(self) -> None:
        self._outbox.put(ControlLine(verb="stop"))

    def pause(self) -> None:
        self._outbox.put(ControlLine(verb="pause"))

    def resume(self) -> None:
        self._outbox.put(ControlLine(verb="resume"))

    def repeat(self) -> None:
        self._outbox.put(ControlLine(verb="repeat"))

    def forget(self) -> None:
        self._outbox.put(ControlLine(verb="forget"))
        forget()

    def skip(self, sentences: int) -> None:
        self._outbox.put(ControlLine(verb="skip", step=sentences))

    def set_rate(self, step: int) -> None:
        self._rate = max(0, min(step, len(RATE_STEPS) - 1))
        self._outbox.put(ControlLine(verb="rate", step=self._rate))

    def set_volume(self, step: int) -> None:
        self._volume = max(0, min(step, len(VOLUME_STEPS) - 1))
        self._outbox.put(ControlLine(verb="volume", step=self._volume))

    def route(self, channel: Channel) -> None:
        self._channel = channel
        self._outbox.put(ControlLine(verb="route", channel=channel))

    def use_devices(self, devices: Mapping[str, str]) -> None:
        """Take other outputs for the channels, as `VoiceOptions.devices` names them."""
        self._devices = dict(devices)
        self._outbox.put(ControlLine(verb="devices", devices=self._devices))

    def wait_ready(self, seconds: float) -> bool:
        """Wait until the process can speak; for commands and tests, never for a kiosk."""
        return self._ready.wait(seconds)

    def ask(self) -> None:
        """Ask the process how it is; the answer becomes `status`."""
        self._outbox.put(ControlLine(verb="ping"))

    @property
    def pid(self) -> int | None:
        """The voice process, while one runs."""
        return None if self._child is None else self._child.pid

    async def aclose(self) -> None:
        await asyncio.to_thread(self.close)

    def close(self) -> None:
        """End the process within two seconds; harmless when repeated."""
        if self._closing.is_set():
            return
        self._closing.set()
        self._outbox.put(None)
        self._running.set()
        for thread in self._threads:
            thread.join(timeout=4.0)

    def _supervise(self) -> None:
        waits = backoff(0.2, 10.0)
        while not self._closing.is_set():
            began = self._clock.monotonic()
            try:
                self._serve()
            except OSError as error:
                _log.warning("voice process not started", extra={"cause": str(error)})
            self._lose()
            if self._closing.is_set():
                return
            _log.warning("voice process ended; starting it again")
            if self._clock.monotonic() - began > 30:
                waits = backoff(0.2, 10.0)
            self._closing.wait(next(waits))

    def _serve(self) -> None:
        """Run one voice process to its end, hearing its reports."""
        with subprocess.Popen(
            self._command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, start_new_session=True
        ) as child:
            self.starts += 1
            self._child = child
            self._heard_at = self._clock.monotonic()
            # Before anything that waits: the writer holds back until `_running` is set.
            self._send(ControlLine(verb="devices", devices=self._devices))
            self._send(ControlLine(verb="rate", step=self._rate))
            self._send(ControlLine(verb="volume", step=self._volume))
            self._send(ControlLine(verb="route", channel=self._channel))
            self._running.set()
            if self._closing.is_set():
                # Closed before it was there: the writer had nothing to end.
                child.kill()
            try:
                for line in child.stdout or ():
                    self._heard_at = self._clock.monotonic()
                    self._hear(line)
            finally:
                self._running.clear()
                self._ready.clear()
                self._child = None
                child.kill()

    def _write(self) -> None:
        while True:
            command = self._outbox.get()
            if command is None:
                self._end_child()
                return
            self._running.wait()
            self._send(command)

    def _send(self, command: Command) -> None:
        child = self._child
        if child is None or child.stdin is None:
            return
        try:
            child.stdin.write(encode(command))
            child.stdin.flush()
        except (OSError, ValueError) as error:
            _log.debug("voice process does not listen", extra={"cause": str(error)})

    def _watch(self) -> None:
        """End a process that does not answer, however much it is asked and full its pipe."""
        while not self._closing.wait(_PING_AFTER):
            child = self._child
            if child is None:
                continue
            if self._clock.monotonic() - self._heard_at > _HUNG_AFTER:
                _log.warning("voice process hangs; ending it")
                child.kill()
            else:
                self._outbox.put(ControlLine(verb="ping"))

    def _end_child(self) -> None:
        child = self._child
        if child is None or child.stdin is None:
            return
        try:
            child.stdin.close()
            child.wait(timeout=2.0)
        except (OSError, subprocess.TimeoutExpired):
            child.kill()

    def _hear(self, line: bytes) -> None:
        try:
            report: Report = decode_report(line)
        except msgspec.MsgspecError as error:
            _log.warning("report not understood", extra={"cause": str(error)})
            return
        if isinstance(report, StatusLine):
            self.status = report
            if report.ready:
                self._ready.set()
            return
        self._hear_event(report)

    def _hear_event(self, event: EventLine) -> None:
        with self._lock:
            if event.said is not None:
                self._open[event.id] = from_line(event.said)
            utterance = self._open.get(event.id)
            if event.kind in ("end", "cancel"):
                self._open.pop(event.id, None)
        if utterance is not None:
            self._tell(
                event.kind,
                utterance,
                event.at,
                reason=event.reason,
                mark=event.mark,
                word=event.word,
            )

    def _lose(self) -> None:
        """Tell that nothing of what was open will be heard."""
        with self._lock:
            lost, self._open = list(self._open.values()), {}
        now = self._clock.monotonic()
        for utterance in lost:
            self._tell("cancel", utterance, now, reason="lost")

    def _tell(
        self,
        kind: EventKind,
        utterance: Utterance,
        at: float,
        *,
        reason: CancelReason | None = None,
        mark: str | None = None,
        word: Span | None = None,
    ) -> None:
        said = spoken(utterance)
        event = SpeechEvent(
            kind=kind,
            at=at,
            utterance=utterance,
            spoken=said,
            reason=reason,
            mark=mark,
            word=word,
            written=None if word is None else written_span(utterance.text, said, word),
        )
        try:
            self._deliver(lambda: self.events(event))
        except RuntimeError as error:
            # The loop that listened is closed: nobody wants to know any more.
            _log.debug("event not delivered", extra={"cause": str(error)})


def start_voice(
    channel: Channel = "headphones",
    *,
    events: Listener = ignore,
    options: VoiceOptions | None = None,
    clock: Clock | None = None,
) -> VoiceProcess:
    """Start a voice process for a route; inside an event loop its events come on that loop.

    ``HALL90_VOICE_WAV`` names a folder that gets every utterance as a WAV file;
    ``HALL90_VOICE_NULL`` set to anything leaves the sound devices alone.
    """
    chosen = options or VoiceOptions(channel=channel)
    try:
        loop = asyncio.get_running_loop()
    except RuntimeError:
        return VoiceProcess(chosen, events=events, clock=clock)

    def deliver(tell: Callable[[], None]) -> None:
        loop.call_soon_threadsafe(tell)

    return VoiceProcess(chosen, events=events, deliver=deliver, clock=clock)
