"""Calls on one loudspeaker: what is said for a call, and what became of it.

A voice that is missing or breaks delays nobody: its calls are told
as failed, and it is started again every ten seconds.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import MappingProxyType

from displays.catalogue import known_language
from displays.hall_state import Call, Danger, Posted
from displays.loudspeakers import Loudspeaker
from displays.sign_plan import TextsIn
from hall.clock import Clock
from hall.errors import SpeechError
from hall.texts import Texts
from queue_server.wire import Outcome
from voice.announcer import Announcement, AnnouncementOutcome, HallAnnouncer, Kind
from voice.port import Speech
from voice.utterance import Part, Say

_log = logging.getLogger(__name__)
_EXPIRES_S = 60.0
_ALARM_EVERY_S = 15.0
_NOTICE_WITHIN_S = 600.0
_ALARM, _SAFE = "alarm", "all-clear"
_RESTART_S = 10.0

StartVoice = Callable[[Loudspeaker], Awaitable[Speech]]
Told = Call | Danger | Posted


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """What became of words on a loudspeaker that serves ``zones``, and when they were heard."""

    told: Told
    outcome: Outcome
    zones: Sequence[str] = ()
    detail: str = ""
    began: datetime | None = None
    ended: datetime | None = None


Report = Callable[[Heard], None]


class HallVoice:
    """Speaks calls one after another; ``report`` is told once for each.

    ``recorded`` has the call's sentence in languages that only a person's recordings speak.
    """

    _EXPECTED_WINDOW = "1"

    def __init__(
        self,
        start: StartVoice,
        clock: Clock,
        texts: TextsIn,
        languages: Sequence[str],
        report: Report,
        *,
        speaker: Loudspeaker,
        recorded: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        self._recorded = recorded
        self._start = start
        self._speaker = speaker
        self._clock = clock
        self._texts = texts
        self._languages = tuple(languages)
        self._report = report
        self._announcer: HallAnnouncer | None = None
        self._under_way: list[tuple[Announcement, Told]] = []
        self._alarm: asyncio.Task[None] | None = None
        self._danger: Danger | None = None
        self._why_not = "the voice is starting"

    async def run(self) -> None:
        """Keep a voice running until cancelled."""
        while True:
            try:
                speech = await self._start(self._speaker)
            except (SpeechError, OSError) as error:
                self._gone(str(error))
                await self._clock.sleep(_RESTART_S)
                continue
            self._announcer = HallAnnouncer(
                speech,
                self._clock,
                self._told,
                zone=self._speaker.name,
                loudness=self._speaker.loudness,
            )
            _log.info("hall voice started", extra={"zones": self._speaker.name})
            if self._danger is not None:
                self.alarm(self._danger)
            try:
                await asyncio.Event().wait()
            finally:
                self._stop_alarm()
                await self._announcer.aclose()
                await speech.aclose()

    def call(self, call: Call, kind: Kind, age_s: float) -> None:
        """Announce a call that is ``age_s`` old; one too old is told as expired."""
        if age_s > _EXPIRES_S:
            self._tell(call, "expired", f"{age_s:.0f} s old when it reached the voice")
            return
        if self._announcer is None:
            self._tell(call, "failed", self._why_not)
            return
        announcement = Announcement(
            key=call.ticket,
            parts=self._parts(call),
            repeats=max(2, call.handling.repeats),
            not_after=self._clock.now() + timedelta(seconds=_EXPIRES_S - age_s),
            kind=kind,
        )
        self._under_way.append((announcement, call))
        self._announcer.announce(announcement)

    def expect(self, number: str, languages: Sequence[str]) -> None:
        """Make ready the words of a ticket that will be called."""
        if self._announcer is None:
            return
        parts = {
            language: (self._words(number, self._EXPECTED_WINDOW, language),)
            for language in self._languages_for(languages)
        }
        self._announcer.prepare(Announcement(key=number, parts=parts, repeats=1, chime=False))

    def alarm(self, danger: Danger) -> None:
        """Say what the danger is now, and again every fifteen seconds until ``safe``."""
        self._stop_alarm()
        self._danger = danger
        if self._announcer is None:
            self._tell(danger, "failed", self._why_not)
            return
        self._alarm = asyncio.get_running_loop().create_task(self._keep_saying(danger))

    @property
    def is_alarming(self) -> bool:
        """Tell whether a danger is being said, or would be if there were a voice."""
        return self._danger is not None

    def safe(self) -> None:
        """Say that the danger is over."""
        was, self._danger = self._danger, None
        if was is None:
            return
        self._stop_alarm()
        if self._announcer is not None:
            self._announcer.withdraw(_ALARM)
            parts = {
                language: (_said(self._texts(language), "alarm-over"),)
                for language in self._spoken_languages()
            }
            self._announcer.announce(Announcement(key=_SAFE, parts=parts, kind="recall"))

    def notice(self, posted: Posted) -> None:
        """Say a notice once, where it has words to be said."""
        words = {
            language: (Say(text=text, lang=language),)
            for language, text in posted.notice.spoken.items()
            if text.strip()
        }
        if not words:
            return
        if self._announcer is None:
            self._tell(posted, "failed", self._why_not)
            return
        announcement = Announcement(
            key=f"notice {posted.notice.id}",
            parts=words,
            repeats=1,
            not_after=self._clock.now() + timedelta(seconds=_NOTICE_WITHIN_S),
            kind="notice",
        )
        self._under_way.append((announcement, posted))
        self._announcer.announce(announcement)

    async def _keep_saying(self, danger: Danger) -> None:
        while self._announcer is not None:
            parts = {
                language: (self._warning(danger, language),)
                for language in self._spoken_languages(danger.emergency.spoken)
            }
            announcement = Announcement(key=_ALARM, parts=parts, repeats=1, kind="alarm")
            self._under_way.append((announcement, danger))
            self._announcer.announce(announcement)
            while self._is_saying(announcement):
                await self._clock.sleep(1.0)
            await self._clock.sleep(_ALARM_EVERY_S)

    def _is_saying(self, announcement: Announcement) -> bool:
        return any(each is announcement for each, _ in self._under_way)

    def _warning(self, danger: Danger, language: str) -> Say:
        emergency = danger.emergency
        written = emergency.text.get(language, "").strip()
        own = emergency.spoken.get(language, "").strip() or written
        if not own:
            return _said(self._texts(language), f"alarm-{emergency.kind}-1")
        if emergency.kind == "drill":
            drill = self._texts(language)
            own = f"{drill.written('alarm-drill-3')}. {own}"
        return Say(text=own, lang=language)

    def _spoken_languages(self, also: Mapping[str, str] = MappingProxyType({})) -> Sequence[str]:
        known = [language for tag in self._languages if (language := known_language(tag))]
        return tuple(dict.fromkeys((*known, *also))) or ("zh-CN",)

    def _stop_alarm(self) -> None:
        if self._alarm is not None:
            self._alarm.cancel()
            self._alarm = None

    def withdraw(self, ticket: str) -> None:
        """Drop what waits for a ticket that is no longer called."""
        if self._announcer is not None:
            self._announcer.withdraw(ticket)

    def is_busy_with(self, ticket: str) -> bool:
        """Tell whether a call of this ticket waits or is being spoken."""
        return any(isinstance(told, Call) and told.ticket == ticket for _, told in self._under_way)

    def _parts(self, call: Call) -> Mapping[str, tuple[Part, ...]]:
        """Return the words per language: the hall's, then the ticket's others that can be said."""
        window = str(call.window_number)
        return {
            language: (self._words(call.number, window, language),)
            for language in self._languages_for(call.languages)
        }

    def _languages_for(self, also: Sequence[str]) -> Sequence[str]:
        known = (
            known_language(tag) or self._recorded_tag(tag) for tag in (*self._languages, *also)
        )
        return tuple(dict.fromkeys(language for language in known if language))

    def _recorded_tag(self, language: str) -> str | None:
        main = language.split("-")[0].lower()
        return next((tag for tag in self._recorded if tag.split("-")[0].lower() == main), None)

    def _words(self, number: str, window: str, language: str) -> Say:
        if known_language(language) is None:
            sentence = self._recorded[language]
            return Say(
                text=sentence.replace("{number}", number).replace("{window}", window),
                lang=language,
            )
        texts = self._texts(language)
        values = {"number": number, "window": window}
        return Say(
            text=texts.written("call-spoken", **values),
            lang=texts.language,
            spoken=texts.spoken("call-spoken", **values),
        )

    def _told(self, outcome: AnnouncementOutcome) -> None:
        for pair in self._under_way:
            if pair[0] is outcome.announcement:
                self._under_way = [each for each in self._under_way if each is not pair]
                self._tell(
                    pair[1],
                    outcome.outcome,
                    outcome.detail,
                    began=self._at(outcome.began),
                    ended=self._at(outcome.ended),
                )
                return

    def _tell(
        self,
        told: Told,
        outcome: Outcome,
        detail: str = "",
        *,
        began: datetime | None = None,
        ended: datetime | None = None,
    ) -> None:
        self._report(
            Heard(
                told=told,
                outcome=outcome,
                zones=self._speaker.zones,
                detail=detail,
                began=began,
                ended=ended,
            )
        )

    def _at(self, second: float | None) -> datetime | None:
        """Return the time of day of a monotonic second."""
        if second is None:
            return None
        return self._clock.now() - timedelta(seconds=self._clock.monotonic() - second)

    def _gone(self, why: str) -> None:
        if why != self._why_not:
            _log.warning("hall voice lost", extra={"why": why})
        self._why_not = why


def _said(texts: Texts, key: str) -> Say:
    return Say(text=texts.written(key), lang=texts.language, spoken=texts.spoken(key))
