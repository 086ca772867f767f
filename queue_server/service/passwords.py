"""Passwords of the consoles: argon2id, 19 MiB, two passes."""

import asyncio
from collections.abc import Iterable

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error

from queue_server.domain.errors import refused
from queue_server.service.guessable import is_guessable

SHORTEST = 8
LONGEST = 128
_NOBODY = (
    "$argon2id$v=19$m=19456,t=2,p=1$"
    "yMZdyuwkbd8v30KRTzo3Dw$mT+x24cTZPRnSCOL73TYommRgNiZLVwNKWZOV1SaJp8"
)
"""Of a password nobody was ever told: an unknown account is compared with it, the first one too."""


class Passwords:
    """Hashes and verifies in threads; an unknown account costs as long as a known one."""

    def __init__(self) -> None:
        self._hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)

    async def hashed(self, password: str) -> str:
        """Return what is kept of a new password; refuses ``weak_password``."""
        if not SHORTEST <= len(password) <= LONGEST:
            raise refused("weak_password", "a password has 8 to 128 characters", field="password")
        return await asyncio.to_thread(self._hasher.hash, password)

    async def fits(self, kept: str | None, password: str) -> bool:
        """Tell whether a password is the one kept; None keeps nobody's."""
        return await asyncio.to_thread(self._verified, kept, password)

    def _verified(self, kept: str | None, password: str) -> bool:
        try:
            self._hasher.verify(kept or _NOBODY, password)
        except Argon2Error:
            return False
        return kept is not None


def refuse_guessable(password: str, own: Iterable[str]) -> None:
    """Refuse ``common_password`` for one that those who guess try first.

    ``own`` are names of the account and the hall, which belong to these.
    """
    if is_guessable(password, own):
        raise refused(
            "common_password",
            "this password is among those tried first; take several words that do not belong "
            "together",
            field="password",
        )
