"""One sign as the agent keeps it: what it should show, whether it does, and what is known of it."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from displays.signs.commands import Clear, Command, Page, SetBrightness, Show
from displays.signs.motion import BEAT_S, moves
from displays.signs.port import Family, SignCapabilities, SignStatus, State, Wiring
from hall.clock import Clock
from hall.retry import backoff

_log = logging.getLogger(__name__)
_FIRST_RETRY_S, _LAST_RETRY_S = 0.5, 2.0
_EXPIRES_S = 180
_FLASHES_S = 4 * BEAT_S


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What became of a page that somebody wants to hear about."""

    sign: str
    tag: object
    shown: bool
    detail: str


class KeptSign:
    """The newest wish wins: pages asked for while a send is under way are never sent late."""

    def __init__(
        self,
        sign_id: str,
        family: Family,
        wiring: Wiring,
        clock: Clock,
        *,
        tell: Callable[[Shown], None] = lambda _: None,
        settings: Callable[[], Sequence[Command]] = tuple,
        watch: Callable[[SignStatus], None] = lambda _: None,
    ) -> None:
        self.id = sign_id
        self.family = family
        self.wiring = wiring
        self.capabilities: SignCapabilities = family.capabilities(wiring.profile)
        self.status = SignStatus(state="unknown", detail="not yet opened", since=clock.now())
        self.due = clock.monotonic()
        self.sent_at = float("-inf")
        self._clock = clock
        self._tell = tell
        self._settings = settings
        self._watch = watch
        self._wanted: Command | None = None
        self._tag: object = None
        self._told: set[bool] = set()
        self._revision = 0
        self._done = 0
        self._needs_all = True
        self._needs_settings = True
        self._refused_settings = ""
        self._brightness: int | None = None
        self._wanted_at = clock.monotonic()
        self._woken: Callable[[], None] = lambda: None
        self._retries = backoff(_FIRST_RETRY_S, _LAST_RETRY_S, jitter=0)

    def want(self, page: Page | None, tag: object = None) -> None:
        """Show this page (None: nothing) as soon as the sign can.

        A ``tag`` is told about: once when it was shown, once when it could not be, never after
        another page has taken its place.
        """
        self._wanted = Clear() if page is None else Show(page=page)
        self._tag, self._told = tag, set()
        self._wanted_at = self._clock.monotonic()
        self._revision += 1
        self.due = self._clock.monotonic()
        self._woken()

    def on_want(self, woken: Callable[[], None]) -> None:
        """Call this whenever there is something new to send."""
        self._woken = woken

    @property
    def has_news(self) -> bool:
        """Whether the sign does not yet show what it should."""
        return self._revision != self._done or self._needs_all

    @property
    def revision(self) -> int:
        """Number of the newest wish; hand it back to ``succeeded``."""
        return self._revision

    @property
    def is_moving(self) -> bool:
        """Whether the page needs frame after frame now."""
        if not self.capabilities.streams or not isinstance(self._wanted, Show):
            return False
        page = self._wanted.page
        is_over = self._clock.monotonic() - self._wanted_at > _FLASHES_S
        return moves(page) and not (page.effect == "flash" and is_over)

    def to_send(self) -> Sequence[Command]:
        """Return the page to be shown now."""
        if isinstance(self._wanted, Show) and self.capabilities.expires:
            return (Show(page=replace(self._wanted.page, expires_s=_EXPIRES_S)),)
        return () if self._wanted is None else (self._wanted,)

    def settings(self) -> Sequence[Command]:
        """Return clock and brightness where the sign has to be told them (again)."""
        if not self._needs_settings:
            return ()
        dims = self.capabilities.has_brightness and self._brightness is not None
        light = (SetBrightness(percent=self._brightness or 0),) if dims else ()
        return (*self._settings(), *light)

    def light(self, percent: int | None) -> None:
        """Let the sign be this bright from now on; None leaves it as it is."""
        if percent != self._brightness:
            self._brightness = percent
            self.renew_settings()

    def renew_settings(self) -> None:
        """Tell the sign its clock and brightness with the next turn."""
        self._needs_settings = True
        self.due = min(self.due, self._clock.monotonic())
        self._woken()

    def told_settings(self, refused: str = "") -> None:
        """Note that the settings were sent; what a sign refuses is logged once and left at that."""
        self._needs_settings = False
        if refused and refused != self._refused_settings:
            _log.warning("sign refused a setting", extra={"sign": self.id, "why": refused})
        self._refused_settings = refused

    def forget_sent(self) -> None:
        """Send the whole state again: the link is new, the sign may have lost everything."""
        self._needs_all = True
        self._needs_settings = True
        self.due = self._clock.monotonic()

    def succeeded(self, revision: int) -> None:
        """Note that the sign acknowledged (or was written to, where it never answers)."""
        self._done = revision
        self._needs_all = False
        self.sent_at = self._clock.monotonic()
        if revision == self._revision:
            self._tell_once(True, "" if self.capabilities.acknowledges else "sent, never answers")

    def answered(self) -> None:
        """Note a sign of life."""
        self._retries = backoff(_FIRST_RETRY_S, _LAST_RETRY_S, jitter=0)
        self._set("connected" if self.capabilities.acknowledges else "unknown", "")

    def failed(self, state: State, detail: str) -> None:
        """Note that the sign could not be brought up to date; try again after a while."""
        self.due = self._clock.monotonic() + next(self._retries)
        self._needs_all = True
        self._needs_settings = True
        self._set(state, detail)
        self._tell_once(False, f"{state}: {detail}")

    def _tell_once(self, shown: bool, detail: str) -> None:
        if self._tag is not None and shown not in self._told:
            self._told.add(shown)
            self._tell(Shown(sign=self.id, tag=self._tag, shown=shown, detail=detail))

    def _set(self, state: State, detail: str) -> None:
        before = self.status.state
        if before == state:
            return
        self.status = SignStatus(state=state, detail=detail, since=self._clock.now())
        self._watch(self.status)
        if state in ("silent", "refusing"):
            if before not in ("silent", "refusing"):
                _log.warning("sign lost", extra={"sign": self.id, "state": state, "why": detail})
        else:
            _log.info("sign found", extra={"sign": self.id, "state": state})
