"""Is anybody there? The idle warning, the end of a visit, and forgetting it."""

from collections.abc import Callable

from hall.clock import Clock
from kiosk.access.invitation import Invitation
from kiosk.access.speaking import Speaker
from kiosk.flow.beginning import first_modes
from kiosk.flow.idling import Idling
from kiosk.flow.stage import Stage
from kiosk.flow.visit import Visit
from kiosk.flow.wording import Words

_END_SHOWN_S = 4.0
_END_LONGEST_S = 20.0
_CALM_STEP_S = 5
"""Without motion the countdown stands still so long, and tells what is left at least."""


class Presence:
    """Watches one kiosk; ``forgotten`` is called whenever a visit is over."""

    def __init__(
        self, stage: Stage, speaker: Speaker, clock: Clock, forgotten: Callable[[], None]
    ) -> None:
        self._stage = stage
        self._speaker = speaker
        self._clock = clock
        self._forgotten = forgotten
        self._idling = Idling(clock)
        self._invitation = Invitation()
        self._ended_at: float | None = None

    def acted(self) -> bool:
        """Somebody did something; True where it answered the idle warning."""
        self._idling.acted()
        self._invitation.end()
        if self._ended_at is not None:
            self._forget()
        if self._stage.warned is None:
            return False
        self._speaker.interrupt()
        self._stage.uncover()
        self._speaker.screen(self._stage.model, self._stage.words)
        return True

    def invite(self) -> None:
        """Let the other languages offer themselves."""
        stage = self._stage
        self._invitation.begin(stage.known.languages, stage.visit.modes.language)

    def end(self) -> None:
        """End the visit: everything is forgotten now, a goodbye stays for a moment."""
        stage = self._stage
        self._forgotten()
        self._speaker.silence()
        stage.forget(Visit(step="end", modes=stage.visit.modes))
        self._ended_at = self._clock.monotonic()
        self._speaker.screen(stage.model, stage.words)

    def tick(self) -> None:
        """Let time pass."""
        at = self._clock.monotonic()
        self._offer(at)
        if self._ended_at is not None:
            shown = at - self._ended_at
            if shown >= (_END_LONGEST_S if self._speaker.busy else _END_SHOWN_S):
                self._forget()
        elif self._stage.visit.step != "idle":
            self._tick_idle()

    def _tick_idle(self) -> None:
        stage = self._stage
        self._idling.speaking(self._speaker.busy)
        state = self._idling.state(speech=stage.visit.modes.speech)
        if state.over:
            self._forget()
            return
        left = state.seconds_left
        if stage.visit.modes.calm:
            left = max(_CALM_STEP_S, left - left % _CALM_STEP_S)
        if not state.warn or (left == stage.warned and not state.say):
            return
        first = stage.warned is None
        stage.cover(left)
        note = stage.model.node("note")
        if (first or state.say) and note is not None:
            self._speaker.alert(stage.model, note.name, note.words, stage.words, note.id)

    def _offer(self, at: float) -> None:
        language = self._invitation.due(at, speaking=self._speaker.busy)
        if language is not None:
            words = Words(language)
            said = words.say("language-offer")
            self._speaker.result(self._stage.model, said, words)

    def _forget(self) -> None:
        self._ended_at = None
        self._idling.acted()
        self._invitation.end()
        self._forgotten()
        self._speaker.silence()
        self._stage.forget(Visit(modes=first_modes(self._stage.known)))
