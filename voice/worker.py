"""The voice process: reads commands on stdin, decides by the manager, sounds by the player.

Started as ``python -m voice.worker``; ends when stdin ends, so it never outlives its parent.
"""

import argparse
import logging
import os
import queue
import sys
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

import msgspec

from hall.clock import SystemClock
from hall.logs import set_up_logging
from voice import plan
from voice.manager import SpeechManager
from voice.mixer import Mixer, Token
from voice.pinyin import mandarin_pinyin
from voice.player import SynthPlayer
from voice.port import (
    DEFAULT_RATE_STEP,
    DEFAULT_VOLUME_STEP,
    RATE_STEPS,
    VOLUME_STEPS,
    CancelReason,
    EventKind,
    Span,
)
from voice.recording import WavFolder
from voice.sinks.outlet import LOOK_EVERY, Outlet
from voice.synths.registry import EngineChoice, plans
from voice.synths.standby import Standby
from voice.utterance import Utterance
from voice.wire import (
    ControlLine,
    EventLine,
    Report,
    SayLine,
    StatusLine,
    decode_command,
    encode,
    from_line,
    to_line,
)

SAMPLE_RATE = 22050
_ENGINES_CHANGED = (0, "engines")
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """How the process shall sound: engines, outputs by channel, a folder for WAVs."""

    engines: EngineChoice = field(default_factory=EngineChoice)
    devices: Mapping[str, str] = field(default_factory=dict)
    channel: str = "headphones"
    null: bool = False
    wav: Path | None = None


class Worker:
    """One route's voice: everything but the synthesis and the device runs on one thread."""

    def __init__(self, options: Options, answers: BinaryIO) -> None:
        self._options = options
        self._answers = answers
        self._clock = SystemClock()
        self._inbox: queue.SimpleQueue[SayLine | ControlLine | Token | None] = queue.SimpleQueue()
        self._mixer = Mixer(
            SAMPLE_RATE,
            self._inbox.put,
            keeps=options.wav is not None,
            wake=lambda: self._outlet.wake(),  # noqa: PLW0108  made below
            now=self._clock.monotonic,
        )
        # The engines first: they start in processes of their own meanwhile.
        self._engines = Standby(
            plans(options.engines), changed=lambda: self._inbox.put(_ENGINES_CHANGED)
        )
        self._outlet = Outlet(
            self._mixer,
            self._clock,
            channel=options.channel,
            devices=options.devices,
            null=options.null,
            changed=self._status,
        )
        self._player = SynthPlayer(self._engines, self._mixer, self._inbox.put, DEFAULT_RATE_STEP)
        self._manager = SpeechManager(self._player, self._tell, self._clock.monotonic)
        self._folder = None if options.wav is None else WavFolder(options.wav, SAMPLE_RATE)
        self._speaking: Utterance | None = None
        self._started = False
        self._channel = options.channel

    def run(self, commands: BinaryIO) -> None:
        """Work until the commands end."""
        self._set_level(VOLUME_STEPS[DEFAULT_VOLUME_STEP])
        reader = threading.Thread(target=self._read, args=(commands,), daemon=True)
        reader.start()
        while True:
            try:
                message = self._inbox.get(timeout=self._patience())
            except queue.Empty:
                self._manager.tick()
                self._outlet.watch(speaking=self._speaking is not None)
                continue
            if message is None:
                break
            self._handle(message)
            self._manager.tick()
            self._outlet.watch(speaking=self._speaking is not None)
        self._manager.stop()
        self._player.close()
        self._outlet.close()

    def _read(self, commands: BinaryIO) -> None:
        for line in commands:
            try:
                self._inbox.put(decode_command(line))
            except msgspec.MsgspecError as error:
                _log.warning("command not understood", extra={"cause": str(error)})
        self._inbox.put(None)

    def _patience(self) -> float:
        """Return how long nothing needs doing, in seconds."""
        due = self._manager.deadline()
        longest = 0.25 if self._speaking is not None else LOOK_EVERY
        if due is None:
            return longest
        return max(0.0, min(longest, due - self._clock.monotonic()))

    def _handle(self, message: SayLine | ControlLine | Token) -> None:
        if isinstance(message, SayLine) and message.prepare:
            self._player.prepare(from_line(message))
        elif isinstance(message, SayLine):
            self._manager.say(from_line(message), message.at)
        elif isinstance(message, ControlLine):
            self._control(message)
        else:
            self._reached(*message)

    def _control(self, line: ControlLine) -> None:
        actions: dict[str, Callable[[], None]] = {
            "stop": self._manager.stop,
            "pause": self._manager.pause,
            "resume": self._manager.resume,
            "repeat": self._manager.repeat,
            "forget": self._forget,
            "skip": lambda: self._manager.skip(line.step),
            "rate": lambda: self._player.set_rate(_held(line.step, RATE_STEPS)),
            "volume": lambda: self._set_level(VOLUME_STEPS[_held(line.step, VOLUME_STEPS)]),
            "route": lambda: self._route(line.channel),
            "devices": lambda: self._outlet.use(line.devices),
            "ping": self._status,
        }
        action = actions.get(line.verb)
        if action is None:
            _log.warning("command not known", extra={"verb": line.verb})
        else:
            action()

    def _forget(self) -> None:
        self._manager.forget()
        self._player.forget()
        plan.forget()
        mandarin_pinyin.cache_clear()

    def _reached(self, generation: int, what: str) -> None:
        """Hear a token of the mixer or the synth thread."""
        if (generation, what) == _ENGINES_CHANGED:
            self._status()
            return
        speaking = self._manager.speaking
        if generation != self._player.generation or speaking is None:
            return
        kind, _, rest = what.partition(":")
        if kind == "piece":
            self._player.reached(int(rest))
        elif kind == "start":
            self._start(speaking)
        elif kind == "sentence":
            self._manager.sentence_done(speaking.id)
        elif kind == "mark":
            self._event("mark", speaking, mark=rest)
        elif kind == "word":
            start, _, end = rest.partition(":")
            self._player.reached_word(int(start))
            self._event("word", speaking, word=(int(start), int(end)))
        else:
            self._start(speaking)
            self._manager.ended(speaking.id, "failed" if kind == "failed" else None)

    def _start(self, utterance: Utterance) -> None:
        if self._started and self._speaking is utterance:
            return
        self._started, self._speaking = True, utterance
        self._event("start", utterance)

    def _tell(self, kind: EventKind, utterance: Utterance, reason: CancelReason | None) -> None:
        if utterance is self._speaking and kind in ("end", "cancel"):
            self._speaking, self._started = None, False
            if self._folder is not None:
                self._folder.keep(self._mixer.taken(), utterance.id, utterance.lang)
        self._event(kind, utterance, reason=reason)

    def _event(
        self,
        kind: EventKind,
        utterance: Utterance,
        reason: CancelReason | None = None,
        mark: str | None = None,
        word: Span | None = None,
    ) -> None:
        now = self._clock.monotonic()
        said = to_line(utterance, now) if kind == "request" else None
        self._answer(
            EventLine(
                at=now, kind=kind, id=utterance.id, reason=reason, mark=mark, word=word, said=said
            )
        )

    def _status(self) -> None:
        states = self._engines.states
        sink = self._outlet.sink
        problems = [f"{one.name}: {one.problem}" for one in states if one.problem]
        languages: dict[str, str] = {}
        for one in states:
            for lang in one.languages:
                languages.setdefault(lang.split("-")[0], one.name)
        self._answer(
            StatusLine(
                engines=tuple(one.name for one in states if one.works),
                languages=languages,
                problems=(*problems, sink.problem) if sink.problem else tuple(problems),
                sink=sink.name,
                audible=sink.audible,
                sounded_at=self._mixer.sounded_at,
                ready=self._engines.settled,
            )
        )

    def _answer(self, report: Report) -> None:
        try:
            self._answers.write(encode(report))
            self._answers.flush()
        except OSError:
            # The parent is gone; stdin ends in a moment and so do we.
            _log.debug("nobody listens")

    def _set_level(self, decibels: float) -> None:
        self._mixer.set_gain(decibels)
        self._engines.set_level(decibels)

    def _route(self, channel: str) -> None:
        if channel != self._channel:
            self._channel = channel
            self._manager.stop()
            self._outlet.route(channel)


def _held(step: int, steps: Sequence[int]) -> int:
    return max(0, min(step, len(steps) - 1))


def _options(arguments: Sequence[str] | None) -> Options:
    parser = argparse.ArgumentParser(prog="voice.worker", description=__doc__)
    parser.add_argument("--engine", action="append", default=[])
    parser.add_argument("--device", action="append", default=[], metavar="CHANNEL=NAME")
    parser.add_argument("--channel", default="headphones")
    parser.add_argument("--null", action="store_true")
    parser.add_argument("--wav", type=Path)
    parser.add_argument("--voices", type=Path)
    given = parser.parse_args(arguments)
    pairs = (device.partition("=") for device in given.device)
    return Options(
        engines=EngineChoice(
            names=tuple(given.engine), voices=given.voices, reads_screen=given.channel != "hall"
        ),
        devices={channel: name for channel, _, name in pairs},
        channel=given.channel,
        null=given.null,
        wav=given.wav,
    )


def main(arguments: Sequence[str] | None = None) -> None:
    """Serve the program that started this process."""
    options = _options(arguments)
    set_up_logging(level=os.environ.get("HALL90_LOG", "WARNING"))
    # Libraries print to stdout; the answers have it to themselves.
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    with answers:
        Worker(options, answers).run(sys.stdin.buffer)


if __name__ == "__main__":
    main()
