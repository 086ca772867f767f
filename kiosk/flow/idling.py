"""Is anybody still there? Warn before ending, and count from the end of speech (A-68…A-70)."""

from dataclasses import dataclass

from hall.clock import Clock

_BEFORE_WARNING_S = 120.0
_BEFORE_WARNING_SPEECH_S = 300.0
_WARNING_S = 45.0
_LONGEST_SPEECH_S = 300.0
_SAID_AT = (22, 10)
"""The countdown is said again at half and at ten seconds (A-69)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class IdleState:
    """Whether to warn, how long is left, whether to say it again now, and whether it is over."""

    warn: bool = False
    seconds_left: int = 0
    say: bool = False
    over: bool = False


class Idling:
    """Counts from the visitor's last act or the end of speech, whichever came later."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._since = clock.monotonic()
        self._said: set[int] = set()
        self._warning = False
        self._speech_began: float | None = None

    def acted(self) -> None:
        """Note that somebody is there."""
        self._since = self._clock.monotonic()
        self._said.clear()
        self._warning = False

    def speaking(self, busy: bool) -> None:
        """While the kiosk speaks the clock stands still, but not the warning's own words.

        A voice that never comes to an end does not keep a visit open for ever.
        """
        at = self._clock.monotonic()
        if not busy:
            self._speech_began = None
        elif self._speech_began is None:
            self._speech_began = at
        if self._warning or self._speech_began is None:
            return
        if at - self._speech_began < _LONGEST_SPEECH_S:
            self._since = at

    def state(self, *, speech: bool) -> IdleState:
        """Return what to do now."""
        before = _BEFORE_WARNING_SPEECH_S if speech else _BEFORE_WARNING_S
        passed = self._clock.monotonic() - self._since - before
        if passed < 0:
            return IdleState()
        self._warning = True
        left = max(0, round(_WARNING_S - passed))
        due = next((at for at in _SAID_AT if left <= at and at not in self._said), None)
        if due is not None:
            self._said.add(due)
        return IdleState(
            warn=True, seconds_left=left, say=due is not None, over=passed >= _WARNING_S
        )
