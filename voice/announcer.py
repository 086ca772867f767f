"""A zone's public announcements, one after another: chime, the call twice, the other languages.

Calls are never cut; what is late is dropped and told; a recall is heard before calls and notices
that still wait. Outcomes go back by ``on_outcome``, once for each announcement.
"""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from hall.clock import Clock
from voice.plan import plan
from voice.port import Speech, SpeechEvent, fan_out
from voice.utterance import Earcon, Part, Pause, Utterance
from voice.virtual import estimate_seconds

Kind = Literal["recall", "call", "notice"]
Outcome = Literal["spoken", "failed", "expired"]
_ORDER: Mapping[Kind, int] = {"recall": 0, "call": 1, "notice": 2}

GAP_BETWEEN = 1.5
_GAP_WITHIN = 1.0
_GAP_AFTER_CHIME = 0.2


@dataclass(frozen=True, slots=True, kw_only=True)
class Announcement:
    """What the hall shall hear. ``parts`` maps language tags, in order, to the words' parts.

    The first language is said ``repeats`` times, each other one once. ``key`` names what is
    announced (a ticket): a later announcement of the same key takes the place of a waiting one.
    After ``not_after`` it is no longer begun.
    """

    key: str
    parts: Mapping[str, tuple[Part, ...]]
    repeats: int = 2
    not_after: datetime | None = None
    kind: Kind = "call"
    chime: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class AnnouncementOutcome:
    """What became of an announcement; the seconds are monotonic, None where it never began."""

    announcement: Announcement
    outcome: Outcome
    began: float | None = None
    ended: float | None = None
    detail: str = ""


class HallAnnouncer:
    """Feeds one zone's voice; lives inside a running event loop."""

    def __init__(
        self,
        speech: Speech,
        clock: Clock,
        on_outcome: Callable[[AnnouncementOutcome], None],
        *,
        zone: str = "hall",
    ) -> None:
        self._speech = speech
        self._clock = clock
        self._on_outcome = on_outcome
        self._zone = zone
        self._waiting: list[Announcement] = []
        self._current: Announcement | None = None
        self._utterance_id = ""
        self._began: float | None = None
        self._count = 0
        self._timer: asyncio.Task[None] | None = None
        self._resting = False
        speech.events = fan_out(speech.events, self._heard)

    @property
    def waiting(self) -> tuple[str, ...]:
        """The keys that wait, in the order they will be heard."""
        return tuple(item.key for item in self._waiting)

    def announce(self, announcement: Announcement) -> None:
        """Let an announcement be heard when its turn comes."""
        self.withdraw(announcement.key, detail="superseded")
        rank = _ORDER[announcement.kind]
        at = sum(_ORDER[item.kind] <= rank for item in self._waiting)
        self._waiting.insert(at, announcement)
        self._next()

    def withdraw(self, key: str, *, detail: str = "withdrawn") -> None:
        """Drop what waits for this key (no longer called); what is being said is finished."""
        dropped = [item for item in self._waiting if item.key == key]
        self._waiting = [item for item in self._waiting if item.key != key]
        for item in dropped:
            self._tell(AnnouncementOutcome(announcement=item, outcome="expired", detail=detail))

    async def aclose(self) -> None:
        """Stop announcing; what waited has expired. The voice itself stays open."""
        if self._timer is not None:
            self._timer.cancel()
        for item in (*self._waiting,):
            self.withdraw(item.key, detail="closing")
        if self._current is not None:
            self._finish("failed", "closing")

    def _next(self) -> None:
        if self._current is not None or self._resting:
            return
        while self._waiting:
            item = self._waiting.pop(0)
            if item.not_after is not None and self._clock.now() > item.not_after:
                self._tell(AnnouncementOutcome(announcement=item, outcome="expired"))
                continue
            self._begin(item)
            return

    def _begin(self, item: Announcement) -> None:
        self._count += 1
        self._current = item
        self._utterance_id = f"{self._zone}-{self._count}"
        self._began = None
        utterance = announcement_utterance(item, self._utterance_id)
        expected = sum(estimate_seconds(step) for step in plan(utterance))
        self._after(2 * expected + 5.0, self._give_up)
        self._speech.say(utterance)

    def _heard(self, event: SpeechEvent) -> None:
        if event.utterance.id != self._utterance_id or self._current is None:
            return
        if event.kind == "start":
            self._began = event.at
        elif event.kind == "end":
            self._finish("spoken", ended=event.at)
        elif event.kind == "cancel":
            self._finish("failed", event.reason or "")

    def _give_up(self) -> None:
        self._finish("failed", "the voice did not answer")

    def _finish(self, outcome: Outcome, detail: str = "", ended: float | None = None) -> None:
        item, self._current = self._current, None
        if item is None:
            return
        self._resting = True
        self._after(GAP_BETWEEN, self._rested)
        self._tell(
            AnnouncementOutcome(
                announcement=item, outcome=outcome, began=self._began, ended=ended, detail=detail
            )
        )

    def _rested(self) -> None:
        self._resting = False
        self._next()

    def _after(self, seconds: float, action: Callable[[], None]) -> None:
        if self._timer is not None and self._timer is not asyncio.current_task():
            self._timer.cancel()

        async def wait() -> None:
            await self._clock.sleep(seconds)
            action()

        self._timer = asyncio.get_running_loop().create_task(wait())

    def _tell(self, outcome: AnnouncementOutcome) -> None:
        self._on_outcome(outcome)


def announcement_utterance(item: Announcement, utterance_id: str) -> Utterance:
    """Return the one utterance an announcement is: nothing comes between its parts."""
    parts: list[Part] = [Earcon("chime"), Pause(_GAP_AFTER_CHIME)] if item.chime else []
    for index, words in enumerate(item.parts.values()):
        times = max(1, item.repeats) if index == 0 else 1
        for _ in range(times):
            parts += [*words, Pause(_GAP_WITHIN)]
    return Utterance(
        id=utterance_id,
        parts=tuple(parts[:-1] if item.parts else parts),
        priority=0,
        cause="call",
        channel="hall",
        protected=True,
    )
