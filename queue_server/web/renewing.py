"""A new password that the hall asks for before anything else, where its profile does (S-9).

Whoever gave the right password gets a form instead of a session. The form bears a secret that is
good once, for ten minutes, from the same browser; a restart of the server forgets it.
"""

import secrets
from dataclasses import dataclass
from typing import Any

from litestar import Request, Response

from config.site import name_in
from hall.clock import Clock
from hall.errors import RuleError
from queue_server.domain.actors import Actor
from queue_server.service.keeping import Keeper
from queue_server.service.password_rules import Reason
from queue_server.web.pages import Pages, language_of
from queue_server.web.sessions import Origin

_GOOD_FOR_S = 600.0
_MOST = 500
_LONGEST = 129
_SAID = frozenset({"weak_password", "common_password", "plain_password", "password_used"})
_Asked = Request[Any, Any, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asking:
    """One form given out: to whom, why, where, and until when (monotonic seconds)."""

    actor: Actor
    why: Reason
    origin: Origin
    until: float


class Renewing:
    """The forms given out to those who must choose a new password."""

    def __init__(self, keeper: Keeper, pages: Pages, clock: Clock) -> None:
        self._keeper = keeper
        self._pages = pages
        self._clock = clock
        self._given: dict[str, _Asking] = {}

    def ask(self, request: _Asked, actor: Actor, why: Reason) -> Response[Any]:
        """Return the form, for somebody whose password was right."""
        asking = _Asking(
            actor=actor, why=why, origin=Origin.of(request),
            until=self._clock.monotonic() + _GOOD_FOR_S,
        )  # fmt: skip
        return self._form(request, self._give(asking), asking)

    async def take(self, request: _Asked, fields: Any) -> Actor | Response[Any] | None:
        """Set the password; return who may enter now, the form again, or None for no such form."""
        secret = str(fields.get("ticket", ""))
        asking = self._given.pop(secret, None)
        if asking is None or asking.until < self._clock.monotonic():
            return None
        if asking.origin != Origin.of(request):
            return None
        fresh, again = str(fields.get("fresh", ""))[:_LONGEST], str(fields.get("again", ""))
        if fresh != again[:_LONGEST]:
            return self._form(request, self._give(asking), asking, wrong="renew-differs")
        try:
            await self._keeper.renew_password(asking.actor, fresh)
        except RuleError as refusal:
            if refusal.code not in _SAID:
                raise
            wrong = f"problem-{refusal.code}"
            return self._form(request, self._give(asking), asking, wrong=wrong)
        return asking.actor

    def _give(self, asking: _Asking) -> str:
        while len(self._given) >= _MOST:
            self._given.pop(next(iter(self._given)))
        secret = secrets.token_urlsafe(24)
        self._given[secret] = asking
        return secret

    def _form(
        self, request: _Asked, secret: str, asking: _Asking, *, wrong: str = ""
    ) -> Response[Any]:
        site = self._keeper.hall.settings
        return self._pages.answer(
            request, "new_password.html", status=422 if wrong else 200, ticket=secret,
            hall=name_in(site.hall.name, language_of(request)), who=asking.actor.name,
            why=f"renew-{asking.why}", wrong=wrong, asked=site.passwords,
        )  # fmt: skip
