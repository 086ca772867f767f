"""A ticket whose holder speaks a language that only recordings speak."""

import asyncio
from datetime import UTC, datetime

from displays.catalogue import catalogues
from displays.hall_state import Call
from displays.hall_voice import Heard
from displays.hall_voices import HallVoices
from displays.loudspeakers import Loudspeaker
from hall.clock import ManualClock
from queue_server.wire import Handling
from voice.port import Speech, SpeechEvent
from voice.synths.silence import SilentSpeech

SENTENCE = "{number} дугаартай хүн {window} дугаар цонхонд очно уу."


async def spoken(languages: tuple[str, ...], recorded: dict[str, str]) -> list[tuple[str, str]]:
    """Call a ticket; return the language and words of each part that was said."""
    clock, heard, told = ManualClock(), list[SpeechEvent](), list[Heard]()

    async def start(_speaker: Loudspeaker) -> Speech:
        return SilentSpeech(clock, events=heard.append, channel="hall")

    speakers = [Loudspeaker(device="", zones=("a",))]
    voices = HallVoices(start, speakers, clock, catalogues(), ["zh-CN"], told.append, recorded)
    task = asyncio.ensure_future(voices.run())
    for _ in range(10):
        await asyncio.sleep(0)
    call = Call(
        ticket="t",
        number="A017",
        window="w3",
        window_number=3,
        zone="a",
        call_no=1,
        languages=languages,
        handling=Handling(grace_s=60, repeats=2, hold_s=30),
        seq=7,
        at=datetime(2026, 11, 22, 2, 0, tzinfo=UTC),
    )
    voices.call(call, "call", 0.0)
    await clock.advance(90)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    utterance = next(event.utterance for event in heard if event.kind == "start")
    return [(part.lang, part.text) for part in utterance.words()]


async def test_the_packs_own_sentence_is_said_after_the_halls_languages() -> None:
    said = await spoken(("zh-CN", "mn-MN"), {"mn": SENTENCE})
    assert [lang for lang, _ in said] == ["zh-CN", "zh-CN", "mn"]
    assert said[-1][1] == "A017 дугаартай хүн 3 дугаар цонхонд очно уу."


async def test_without_recordings_nothing_is_said_in_that_language() -> None:
    assert {lang for lang, _ in await spoken(("mn",), {})} == {"zh-CN"}


async def test_a_translated_language_keeps_its_catalogue() -> None:
    said = await spoken(("en",), {"en": "recorded {number} {window}"})
    assert said[-1][0] == "en"
    assert not said[-1][1].startswith("recorded")
