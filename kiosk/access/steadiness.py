"""Touch filters for hands that shake (A-63): rest before it counts, and no second press soon."""

from dataclasses import dataclass

FILTERS: tuple[tuple[float, float], ...] = ((0.0, 0.0), (0.3, 0.5), (0.6, 1.0), (1.0, 2.0))
"""Seconds a finger must rest, and seconds within which the same control is not pressed again."""


_BLINK_S = 0.001
"""Clocks differ by less."""


@dataclass(slots=True)
class Steadiness:
    """Judges presses on the glass by when the finger landed; times are in seconds."""

    _landed: float = 0.0
    _node: str = ""
    _fired: float = -10.0

    def landed(self, at: float) -> None:
        """Note that a finger landed."""
        self._landed = at

    def counts(self, node: str, at: float, level: int) -> bool:
        """Tell whether a press that ends now is meant."""
        rest, again = FILTERS[min(max(level, 0), len(FILTERS) - 1)]
        if at - self._landed + _BLINK_S < rest:
            return False
        if node == self._node and at - self._fired + _BLINK_S < again:
            return False
        self._node, self._fired = node, at
        return True
