"""Two loudspeakers of a real hall, each into a file: both sound at once, each at its own level."""

import asyncio
import wave
from array import array
from datetime import UTC, datetime
from pathlib import Path

import pytest

from displays.catalogue import catalogues
from displays.hall_state import Call
from displays.hall_voice import Heard
from displays.hall_voices import HallVoices
from displays.loudspeakers import Loudspeaker
from displays.starting import voice_options
from hall.clock import SystemClock
from queue_server.wire import Handling
from voice.loudness import Loudness
from voice.port import Speech
from voice.process import start_voice

WAIT = 90.0


def call(number: str, zone: str) -> Call:
    return Call(
        ticket=number,
        number=number,
        window="w3",
        window_number=3,
        zone=zone,
        call_no=1,
        languages=("zh-CN",),
        handling=Handling(grace_s=60, repeats=2, hold_s=30),
        seq=1,
        at=datetime.now(UTC),  # noqa: TID251  the real voice runs on the real clock
    )


def peak(file: Path) -> int:
    with wave.open(str(file)) as sound:
        samples = array("h", sound.readframes(sound.getnframes()))
    return max(abs(int(sample)) for sample in samples)


@pytest.mark.deep
async def test_two_loudspeakers_sound_at_once_each_at_its_own_level(tmp_path: Path) -> None:
    clock, told, started = SystemClock(), list[Heard](), asyncio.Semaphore(0)

    async def start(speaker: Loudspeaker) -> Speech:
        speech = start_voice("hall", options=voice_options(speaker), clock=clock)
        assert await asyncio.to_thread(speech.wait_ready, WAIT)
        started.release()
        return speech

    files = {"a": tmp_path / "left.wav", "b": tmp_path / "right.wav"}
    speakers = [
        Loudspeaker(device=f"file:{file}", zones=(zone,), loudness=Loudness(level_db=level))
        for (zone, file), level in zip(files.items(), (-6, -24), strict=True)
    ]
    voices = HallVoices(start, speakers, clock, catalogues(), ["zh-CN"], told.append)
    running = asyncio.ensure_future(voices.run())
    async with asyncio.timeout(WAIT):
        for _ in speakers:
            await started.acquire()
        await asyncio.sleep(0.1)
        voices.call(call("A017", "a"), "call", 0.0)
        voices.call(call("B002", "b"), "call", 0.0)
        while len(told) < 2:
            await clock.sleep(0.1)
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)

    first, second = sorted(told, key=lambda one: tuple(one.zones))
    assert (first.outcome, second.outcome) == ("spoken", "spoken")
    assert first.began is not None
    assert first.ended is not None
    assert second.began is not None
    assert second.ended is not None
    assert first.began < second.ended
    assert second.began < first.ended
    assert 5 < peak(files["a"]) / peak(files["b"]) < 12
