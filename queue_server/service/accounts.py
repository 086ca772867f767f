"""Who is who: tokens of devices and programs, accounts of people."""

from abc import ABC, abstractmethod
from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import TypeVar

from config.site import Site
from queue_server.domain.actors import Actor, TokenRole, UserRole
from queue_server.domain.ticket import Moment
from queue_server.service import people
from queue_server.service.carrying import goes_with
from queue_server.service.password_rules import refuse_plain
from queue_server.service.passwords import Passwords, refuse_guessable
from queue_server.store.image import Image, View

T = TypeVar("T")


class Accounts(ABC):
    """The part of a running hall that lets people and devices in."""

    def __init__(self) -> None:
        self._passwords = Passwords()

    @property
    @abstractmethod
    def settings(self) -> Site:
        """The site this hall runs."""

    @abstractmethod
    def now(self) -> datetime:
        """Return the hall's wall clock."""

    @abstractmethod
    def _seen(self) -> View:
        """Return the hall as last committed."""

    @abstractmethod
    async def _submit(
        self, decide: Callable[[Image, Moment], T], key: tuple[str, str] | None = None
    ) -> T:
        """Let the writer do a command."""

    def admission(self) -> object:
        """Return what is another object once anybody's token has come, gone or changed."""
        return self._seen().tokens

    async def authenticate(self, token: str) -> Actor | None:
        known = self._seen().tokens.get(people.hashed(token))
        if known is None or not goes_with(self._seen(), known, str(self.settings.hall.id)):
            return None
        return Actor(role=known.role, name=known.name, token_id=known.id, window=known.window)

    async def create_token(
        self, actor: Actor, *, role: TokenRole, name: str, window: str | None = None
    ) -> str:
        secret = people.new_secret()
        await self._submit(
            lambda image, moment: people.add_token(
                image, moment, self.settings, actor, secret, role, name, window
            )
        )
        return secret

    async def create_user(
        self,
        actor: Actor,
        *,
        name: str,
        role: UserRole,
        password: str,
        window: str | None = None,
    ) -> None:
        kept = await self._passwords.hashed(password)
        if actor.role != "system":  # whoever has the server's command line has the hall anyway
            refuse_guessable(password, (name, *self.settings.hall.name.values()))
            refuse_plain(password, name, self.settings.passwords)
        await self._submit(
            lambda image, moment: people.add_user(
                image, moment, self.settings, actor, name, role, kept, window
            )
        )

    async def verify_user(self, name: str, password: str) -> Actor | None:
        user = self._seen().users.get(name)
        fits = await self._passwords.fits(user.password if user else None, password)
        locked = user is not None and user.locked_until and self.now() < user.locked_until
        if user is None or user.disabled or locked:
            await self._submit(people.note_refusal)
            return None
        await self._submit(partial(people.note_sign_in, name=name, succeeded=fits))
        if not fits:
            return None
        return Actor(role=user.role, name=name, token_id=f"u:{name}", window=user.window)
