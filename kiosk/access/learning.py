"""Help pressed often: key learning, in which keys are named and do nothing (A-51)."""

from kiosk.access.intents import Digit, Intent, Touched, Wish
from kiosk.flow.wording import Words

_PRESSES = 5
_WITHIN_S = 3.0


class KeyLearning:
    """Counts presses of Help: five in a row begin it, two in a row end it."""

    def __init__(self) -> None:
        self.on = False
        self._presses: list[float] = []

    def help_pressed(self, at: float) -> bool:
        """Note a press of Help at ``at`` seconds; True where it begins or ends learning."""
        self._presses = [one for one in self._presses if at - one < _WITHIN_S] + [at]
        if len(self._presses) < (2 if self.on else _PRESSES):
            return False
        self.on = not self.on
        self._presses = []
        return True

    def other_pressed(self) -> None:
        """Note that another key was pressed: the row of Help presses is broken."""
        self._presses = []

    def forget(self) -> None:
        """Leave learning."""
        self.on = False
        self._presses = []


def key_words(wish: Wish, words: Words) -> str:
    """Return what a key does, in words."""
    match wish:
        case Digit(number):
            return words.say("key-digit-0") if number == 0 else words.say("key-digit", n=number)
        case Touched():
            return ""
        case Intent():
            return words.say(f"key-{wish.name}")
