"""No booking is found by trying: a machine that names wrong codes must wait.

Five wrong codes, then a pause; a kiosk serves the next visitor soon again, so it never grows
beyond a minute (S-25). Whoever may read the whole list anyway is not slowed down.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from math import ceil

from hall.clock import Clock
from hall.errors import RuleError
from queue_server.domain.actors import Actor
from queue_server.domain.errors import refused
from queue_server.service.asking import DESK
from queue_server.web.sessions import LockOut

_LONGEST_S = 60.0


@dataclass
class Guess:
    """One request that names a code; ``wrong`` where nobody has it."""

    wrong: bool = False


class Guesses:
    """Counts the wrong codes of each asker."""

    def __init__(self, clock: Clock) -> None:
        self._lock = LockOut(clock, longest_s=_LONGEST_S)

    @asynccontextmanager
    async def of(self, who: Actor) -> AsyncIterator[Guess]:
        """Watch one request; refuses ``too_many_tries`` while its asker must wait."""
        guess = Guess()
        if who.role in DESK:
            yield guess
            return
        wait_s = self._lock.wait_s(who.token_id)
        if wait_s:
            told = "too many wrong codes were tried here; wait a little, or ask at the desk"
            raise refused("too_many_tries", told, retry_after=ceil(wait_s))
        try:
            yield guess
        except RuleError as refusal:
            if refusal.code == "unknown_appointment":
                self._lock.note_wrong(who.token_id)
            raise
        if guess.wrong:
            self._lock.note_wrong(who.token_id)
        else:
            self._lock.note_right(who.token_id)
