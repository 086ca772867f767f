"""All loudspeakers of this machine: each call goes to its zone's, a danger to those it concerns."""

import asyncio
import logging
from collections.abc import Mapping, Sequence
from types import MappingProxyType

import msgspec

from displays.hall_state import Call, Danger, Posted
from displays.hall_voice import HallVoice, Report, StartVoice
from displays.loudspeakers import Loudspeaker
from displays.running import keep_running
from displays.sign_plan import TextsIn
from hall.clock import Clock
from queue_server.wire import Row, TicketRow
from voice.announcer import Kind

_log = logging.getLogger(__name__)


class HallVoices:
    """One voice for each loudspeaker; a zone without one is announced by the first."""

    def __init__(
        self,
        start: StartVoice,
        speakers: Sequence[Loudspeaker],
        clock: Clock,
        texts: TextsIn,
        languages: Sequence[str],
        report: Report,
        recorded: Mapping[str, str] = MappingProxyType({}),
        places: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        self._clock = clock
        self._places = places
        self._voices = [
            HallVoice(start, clock, texts, languages, report, speaker=speaker, recorded=recorded)
            for speaker in speakers
        ]
        self._by_zone = {
            zone: voice
            for speaker, voice in zip(speakers, self._voices, strict=True)
            for zone in speaker.zones
        }

    async def run(self) -> None:
        """Keep every voice running until cancelled; one that breaks silences no other."""
        async with asyncio.TaskGroup() as tasks:
            for voice in self._voices:
                tasks.create_task(keep_running("loudspeaker", voice.run, self._clock))

    def call(self, call: Call, kind: Kind, age_s: float) -> None:
        """Announce a call in its zone."""
        self._voice(call.zone).call(call, kind, age_s)

    def follow(self, row: Row) -> None:
        """Make ready the words of a ticket just issued: it will be called, nobody knows where."""
        if row.kind != "ticket_issued":
            return
        ticket = msgspec.convert(row.data, TicketRow)
        for voice in self._voices:
            voice.expect(ticket.number, ticket.languages)

    def alarm(self, danger: Danger) -> None:
        """Say what the danger is where it concerns people, until ``safe``; elsewhere it is over."""
        concerned = self._concerned(danger.emergency.zones)
        for voice in self._voices:
            if voice in concerned:
                voice.alarm(danger)
            else:
                voice.safe()

    def is_alarming(self, zone: str) -> bool:
        """Tell whether the loudspeaker of a zone says a danger: no call is said between."""
        return self._voice(zone).is_alarming

    def safe(self) -> None:
        """Say that the danger is over, wherever it was said."""
        for voice in self._voices:
            voice.safe()

    def notice(self, posted: Posted) -> None:
        """Say a notice once in the zones it is meant for, or in which its signs hang."""
        targets = posted.notice.targets
        zones = {each.removeprefix("zone:") for each in targets if each.startswith("zone:")}
        zones |= {self._places[each] for each in targets if each in self._places}
        if targets and not zones:
            _log.info("notice meant for no zone is not said", extra={"notice": posted.notice.id})
            return
        for voice in self._concerned(sorted(zones)):
            voice.notice(posted)

    def withdraw(self, ticket: str) -> None:
        """Drop what waits for a ticket that is no longer called."""
        for voice in self._voices:
            voice.withdraw(ticket)

    def is_busy_with(self, ticket: str) -> bool:
        """Tell whether a call of this ticket waits or is being spoken."""
        return any(voice.is_busy_with(ticket) for voice in self._voices)

    def _concerned(self, zones: Sequence[str]) -> Sequence[HallVoice]:
        """Return the voices of some zones, each once; of no zones: all."""
        if not zones:
            return self._voices
        return list(dict.fromkeys(self._voice(zone) for zone in zones))

    def _voice(self, zone: str) -> HallVoice:
        return self._by_zone.get(zone, self._voices[0])
