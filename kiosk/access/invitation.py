"""After speech was started: each other language offers itself in its own voice (A-30)."""

_AFTER_S = 5.0
_ROUNDS = 2


class Invitation:
    """Says which language shall offer itself now; twice around, five seconds apart."""

    def __init__(self) -> None:
        self._left: list[str] = []
        self._quiet_since: float | None = None

    def begin(self, languages: tuple[str, ...], spoken: str) -> None:
        """Begin with the languages that are not the one being spoken."""
        self._left = [one for one in languages if one != spoken] * _ROUNDS
        self._quiet_since = None

    def end(self) -> None:
        """The visitor acted: no more offers."""
        self._left = []

    def due(self, at: float, *, speaking: bool) -> str | None:
        """Return the language to offer at ``at`` seconds, if it is its turn."""
        if not self._left:
            return None
        if speaking or self._quiet_since is None:
            self._quiet_since = None if speaking else at
            return None
        if at - self._quiet_since < _AFTER_S:
            return None
        self._quiet_since = None
        return self._left.pop(0)
