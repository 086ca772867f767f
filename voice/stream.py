"""One job's way into the mixer: samples, words and marks in order, and nothing once it is void."""

import threading
from dataclasses import dataclass, field

from voice.mixer import Mixer
from voice.port import Span


@dataclass(slots=True)
class Turn:
    """Whose turn it is to sound: a number that grows, changed and asked under one lock."""

    number: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)


class Stream:
    """What one job hands to the mixer while it is its turn; the start stands before all else.

    Nothing of a void job can slip in after the mixer was cleared: both happen under the lock.
    """

    def __init__(self, mixer: Mixer, turn: Turn, number: int) -> None:
        self._mixer = mixer
        self._turn = turn
        self._number = number
        self._begun = False
        self._early: list[str] = []

    def is_current(self) -> bool:
        """Tell whether this is still what shall be said."""
        return self._number == self._turn.number

    def token(self, what: str) -> None:
        """Add a token after the samples so far."""
        with self._turn.lock:
            self._token(what)

    def word(self, place: Span) -> None:
        """Tell a word; one before the first sample waits for the start to be told."""
        token = f"word:{place[0]}:{place[1]}"
        if self._begun:
            self.token(token)
        else:
            self._early.append(token)

    def push(self, pcm: bytes) -> bool:
        """Add samples; False when nobody wants them any more."""
        with self._turn.lock:
            if pcm and self.is_current():
                if not self._begun:
                    self._begun = True
                    for token in ("start", *self._early):
                        self._token(token)
                self._mixer.push(pcm)
            return self.is_current()

    def _token(self, what: str) -> None:
        if self.is_current():
            self._mixer.push_token((self._number, what))
