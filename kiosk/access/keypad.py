"""Keys → wishes (contract §4). Tactile keypads send the same names by their scancodes."""

from kiosk.access.intents import Digit, Intent, Wish

_BY_NAME: dict[str, Intent] = {
    "up": Intent.PREVIOUS,
    "down": Intent.NEXT,
    "enter": Intent.ACTIVATE,
    "numpadenter": Intent.ACTIVATE,
    "escape": Intent.BACK,
    "pageup": Intent.PAGE_PREVIOUS,
    "pagedown": Intent.PAGE_NEXT,
    "f1": Intent.HELP,
    "-": Intent.VOLUME_DOWN,
    "=": Intent.VOLUME_UP,
    "[": Intent.RATE_DOWN,
    "]": Intent.RATE_UP,
    "p": Intent.PAUSE,
    "r": Intent.REPEAT_ITEM,
    "l": Intent.LANGUAGE,
    "c": Intent.CONTRAST,
    "s": Intent.SIZE,
    "w": Intent.REACH,
    "h": Intent.HOME,
    "#": Intent.CONFIRM,
    "*": Intent.STAR,
    "left": Intent.SENTENCE_PREVIOUS,
    "right": Intent.SENTENCE_NEXT,
    "tab": Intent.SWITCH,
    "space": Intent.SWITCH,
    "f17": Intent.HELP,
    "f18": Intent.PREVIOUS,
    "f19": Intent.NEXT,
    "f20": Intent.ACTIVATE,
    "f21": Intent.BACK,
    "f22": Intent.PAGE_NEXT,
    "f23": Intent.VOLUME_DOWN,
    "f24": Intent.VOLUME_UP,
}
_SHIFTED: dict[str, Intent] = {
    "r": Intent.REPEAT_SCREEN,
    "3": Intent.CONFIRM,
    "8": Intent.STAR,
}
_REPEATS_WITHIN_S = 1.0
"""A held key tells itself again sooner than this, whatever the keyboard's settings."""

BOUNCES = (0.08, 0.2, 0.35, 0.5)
"""A second identical press within so many seconds is a bounce of the contact, or of a hand that
shakes (A-62): by the step of the filter the visitor chose."""


def wish_of(key: str, *, shift: bool = False) -> Wish | None:
    """Return what a key asks for; None for keys that mean nothing here."""
    if shift and key in _SHIFTED:
        return _SHIFTED[key]
    name = key.removeprefix("numpad") if key.startswith("numpad") and key != "numpadenter" else key
    if len(name) == 1 and name.isdigit():
        return Digit(int(name))
    return _BY_NAME.get(name)


class Keypad:
    """Filters what the hand did not mean: held keys and bouncing contacts (A-61, A-62)."""

    def __init__(self, bounce_s: float = BOUNCES[0]) -> None:
        self.bounce_s = bounce_s
        self._down: dict[str, float] = {}
        self._last: tuple[str, float] = ("", -1.0)

    def pressed(self, key: str, at: float, *, shift: bool = False) -> Wish | None:
        """Return the wish of a fresh press at ``at`` seconds; None for repeats and bounces."""
        last, when = self._last
        if self._held(key, at):
            self._down[key] = at
            return None
        self._down = {key: at}
        self._last = (key, at)
        if key == last and at - when < self.bounce_s:
            return None
        return wish_of(key, shift=shift)

    def released(self, key: str) -> None:
        """Note that a key is up again."""
        self._down.pop(key, None)

    def _held(self, key: str, at: float) -> bool:
        """Tell whether a press is only a held key repeating itself.

        A held key repeats several times a second, and only the last one pressed does: after a
        silence, or another key, its release was lost (a plug pulled, a window changed).
        """
        told = self._down.get(key)
        return told is not None and at - told <= _REPEATS_WITHIN_S
