"""A zone's public announcements, one after another: chime, the call twice, the other languages.

Calls are never cut; what is late is dropped and told; a recall is heard before calls and notices
that still wait. An alarm is heard first of all: it leaves a call its first sentence. In quiet hours
all but alarms are softer and notices are dropped. Outcomes go back by ``on_outcome``, once for each
announcement.
"""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from hall.clock import Clock
from voice.loudness import Loudness
from voice.plan import plan
from voice.port import Speech, SpeechEvent, fan_out
from voice.utterance import Earcon, Part, Pause, Utterance
from voice.virtual import estimate_seconds

Kind = Literal["alarm", "recall", "call", "notice"]
Outcome = Literal["spoken", "failed", "expired"]
_ORDER: Mapping[Kind, int] = {"alarm": 0, "recall": 1, "call": 2, "notice": 3}

GAP_BETWEEN = 1.5
_GAP_WITHIN = 1.0
_GAP_BEFORE_ALARM = 0.3
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
        loudness: Loudness | None = None,
    ) -> None:
        self._speech = speech
        self._clock = clock
        self._on_outcome = on_outcome
        self._zone = zone
        self._loudness = loudness or Loudness()
        self._step: int | None = None
        self._waiting: list[Announcement] = []
        self._current: Announcement | None = None
        self._utterance_id = ""
        self._began: float | None = None
        self._count = 0
        self._timer: asyncio.Task[None] | None = None
        self._resting = False
        self._again: Announcement | None = None
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
        if announcement.kind == "alarm" and self._gives_way():
            self._speech.stop()
        self._next()
        if announcement in self._waiting:
            self.prepare(announcement)

    def prepare(self, announcement: Announcement) -> None:
        """Make the sound of words that will be announced, so that they begin at once."""
        self._speech.prepare(announcement_utterance(announcement, f"{self._zone}-prepared"))

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
            late = self._too_late(item)
            if late is None:
                self._begin(item)
                return
            self._tell(AnnouncementOutcome(announcement=item, outcome="expired", detail=late))

    def _too_late(self, item: Announcement) -> str | None:
        """Return why an announcement is not to be begun any more, or None."""
        now = self._clock.now()
        if item.not_after is not None and now > item.not_after:
            return "not begun in time"
        if item.kind == "notice" and self._loudness.is_quiet(now):
            return "quiet hours"
        return None

    def _gives_way(self) -> bool:
        return self._current is not None and self._current.kind != "alarm"

    def _set_level(self, item: Announcement) -> None:
        step = self._loudness.step(self._clock.now(), always_loud=item.kind == "alarm")
        if step != self._step:
            self._step = step
            self._speech.set_volume(step)

    def _begin(self, item: Announcement) -> None:
        self._count += 1
        self._current = item
        self._utterance_id = f"{self._zone}-{self._count}"
        self._began = None
        self._set_level(item)
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
            self._cancelled(event.reason or "")

    def _cancelled(self, reason: str) -> None:
        """Take what was not said to its end: once more where the voice broke off by itself."""
        item = self._current
        if reason == "lost" and item is not None and item is not self._again:
            self._again, self._current = item, None
            self._waiting.insert(0, item)
            self._rest(_GAP_WITHIN)
        else:
            self._finish("failed", "gave way to an alarm" if reason == "stopped" else reason)

    def _give_up(self) -> None:
        self._finish("failed", "the voice did not answer")

    def _finish(self, outcome: Outcome, detail: str = "", ended: float | None = None) -> None:
        item, self._current = self._current, None
        if item is None:
            return
        alarmed = bool(self._waiting) and self._waiting[0].kind == "alarm"
        self._rest(_GAP_BEFORE_ALARM if alarmed else GAP_BETWEEN)
        self._tell(
            AnnouncementOutcome(
                announcement=item, outcome=outcome, began=self._began, ended=ended, detail=detail
            )
        )

    def _rest(self, seconds: float) -> None:
        self._resting = True
        self._after(seconds, self._rested)

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
