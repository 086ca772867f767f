"""Console sessions: kept in memory, ended by idleness, age or sign-out; a restart signs out nobody.

Sessions are sealed cookies (random id, looked up here); the server's restart would forget them,
so the id is kept with its actor in the data folder's own small file, hashed.
"""

import hashlib
import json
import secrets
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from litestar import Response
from litestar.connection import ASGIConnection

from hall.clock import Clock
from queue_server.domain.actors import Actor
from queue_server.service.carrying import SHOWN, STATION

_Connection = ASGIConnection[Any, Any, Any, Any]
COOKIE = "hall90_session"
SECURE_COOKIE = "__Host-hall90_session"
"""Over TLS: a browser takes it from this host alone, for all of it, and never without TLS."""
ACTIVE_HEADER = "x-active"
"""A page's script sends it when somebody pressed or touched something since it last asked."""
CSRF_HEADER = "x-csrf-token"
IDLE: Mapping[str, timedelta] = {"admin": timedelta(minutes=15)}
IDLE_AT_WINDOWS = timedelta(minutes=30)
"""Whoever keeps accounts is signed out sooner. Keys and clicks count, what a page asks by itself
does not."""
LONGEST = timedelta(hours=12)
_BROWSERS = "Mozilla/"
MOST = 500
_NAME = 12
_TRIES = 5
_MOST_NAMES = 5000
_LONGEST_NAME = 128
_FIRST_LOCK_S = 30.0
_LONGEST_LOCK_S = 900.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """A browser at an address, as far as a request tells them.

    ``browser`` is a hash of what it calls itself; programs change that as they like and have none.
    ``station`` is the workstation whose certificate the connection showed, if it showed one.
    """

    address: str
    browser: str
    station: str = ""

    @classmethod
    def of(cls, connection: _Connection) -> "Origin":
        """Return where a request comes from."""
        client = connection.client
        agent = connection.headers.get("user-agent", "")
        browser = _hashed(agent)[:16] if agent.startswith(_BROWSERS) else ""
        shown = SHOWN.get()
        return cls(
            address=client.host if client else "",
            browser=browser,
            station=shown.token if shown is not None and shown.role == STATION else "",
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """One signed-in console. ``csrf`` must come back with each change it asks for.

    ``roaming``: the account belongs to no window, so the clerk says where he or she sits today.
    ``address``, ``browser`` and ``station`` are where it was begun; its cookie is worth nothing
    elsewhere.
    """

    actor: Actor
    csrf: str
    began: datetime
    used: datetime
    roaming: bool
    address: str
    browser: str
    station: str

    def is_of(self, origin: Origin) -> bool:
        """Tell whether a request comes from where the session was begun."""
        same = self.address in {"", origin.address}
        same = same and self.station in {"", origin.station}
        return same and self.browser in {"", origin.browser}

    @property
    def idle(self) -> timedelta:
        """How long it lasts without being used."""
        return IDLE.get(self.actor.role, IDLE_AT_WINDOWS)


class Sessions:
    """Who is signed in. ``file`` keeps them over a restart; ids in it are hashed."""

    def __init__(
        self,
        clock: Clock,
        file: Path,
        stolen: Callable[[Session, str], None] = lambda session, address: None,
        lets_in: Callable[[_Connection, Origin], bool] = lambda connection, origin: True,
    ) -> None:
        self._clock = clock
        self._file = file
        self._stolen = stolen
        self._lets_in = lets_in
        self._sessions = self._load()

    def begin(self, actor: Actor, origin: Origin | None = None) -> tuple[str, Session]:
        """Start a session where ``origin`` says; returns the cookie's value."""
        now = self._clock.now()
        secret = secrets.token_urlsafe(32)
        session = Session(
            actor=actor,
            csrf=secrets.token_urlsafe(24),
            began=now,
            used=now,
            roaming=actor.window is None,
            address=origin.address if origin else "",
            browser=origin.browser if origin else "",
            station=origin.station if origin else "",
        )
        self._sessions[_hashed(secret)] = session
        self._forget_old()
        self._save()
        return secret, session

    def of(self, connection: _Connection, *, used: bool = True) -> Session | None:
        """Return the live session a connection brings the cookie of, from where it was begun.

        From elsewhere it is refused and told. ``used`` counts it as used.
        """
        secret = cookie_of(connection)
        session = self.seen(secret)
        if session is None:
            return None
        origin = Origin.of(connection)
        if not session.is_of(origin):
            self._stolen(session, origin.address)
            return None
        if not self._lets_in(connection, origin):
            return None
        return self.find(secret) if used else session

    def find(self, secret: str | None) -> Session | None:
        """Return the live session of a cookie, and count it as used."""
        session = self.seen(secret)
        if session is None:
            return None
        used = replace(session, used=self._clock.now())
        self._sessions[_hashed(secret or "")] = used
        return used

    def seen(self, secret: str | None) -> Session | None:
        """Return the live session of a cookie; an open stream alone is no use of it."""
        if not secret:
            return None
        return self._live(_hashed(secret))

    def listed(self) -> list[tuple[str, Session]]:
        """Return the live sessions, each under a name that tells nothing of its cookie."""
        for key in list(self._sessions):
            self._live(key)
        return [(key[:_NAME], session) for key, session in self._sessions.items()]

    def name_of(self, secret: str | None) -> str:
        """Return the name of a cookie's session, as :meth:`listed` gives it."""
        return _hashed(secret)[:_NAME] if secret else ""

    def end_named(self, name: str) -> Session | None:
        """End the session of a name that :meth:`listed` gave; None where there is none."""
        for key in list(self._sessions):
            if key[:_NAME] == name:
                session = self._sessions.pop(key)
                self._save()
                return session
        return None

    def _live(self, key: str) -> Session | None:
        session = self._sessions.get(key)
        if session is None:
            return None
        now = self._clock.now()
        if now - session.used > session.idle or now - session.began > LONGEST:
            self._sessions.pop(key)
            self._save()
            return None
        return session

    def change(self, secret: str | None, actor: Actor) -> None:
        """Let a live session act as somebody changed (at another window)."""
        session = self.find(secret)
        if secret and session is not None:
            self._sessions[_hashed(secret)] = replace(session, actor=actor)
            self._save()

    def end(self, secret: str | None) -> None:
        """Sign out."""
        if secret and self._sessions.pop(_hashed(secret), None) is not None:
            self._save()

    def end_all(self, name: str, *, but: str | None = None) -> None:
        """Sign somebody out everywhere, but for the browser with the cookie ``but``."""
        kept = _hashed(but) if but else None
        ended = [
            key
            for key, session in self._sessions.items()
            if session.actor.name == name and key != kept
        ]
        for key in ended:
            self._sessions.pop(key)
        if ended:
            self._save()

    def end_at(self, station: str) -> None:
        """Sign out whoever signed in at a workstation."""
        ended = [key for key, session in self._sessions.items() if session.station == station]
        for key in ended:
            self._sessions.pop(key)
        if ended:
            self._save()

    def signed_in(self) -> set[tuple[str, str]]:
        """Return who is signed in at which window."""
        for key in list(self._sessions):
            self._live(key)
        return {
            (session.actor.name, session.actor.window)
            for session in self._sessions.values()
            if session.actor.window is not None
        }

    def sits(self, actor: Actor) -> bool:
        """Tell whether somebody is signed in at the window in another browser too."""
        return (actor.name, actor.window) in self.signed_in()

    def _forget_old(self) -> None:
        by_use = sorted(self._sessions, key=lambda key: self._sessions[key].used)
        for key in by_use[:-MOST]:
            self._sessions.pop(key)

    def _load(self) -> dict[str, Session]:
        try:
            rows = json.loads(self._file.read_text("utf-8"))
            return {key: _session(row) for key, row in rows.items()}
        except (AttributeError, OSError, ValueError, KeyError, TypeError):
            return {}  # absent or damaged: everybody signs in again

    def _save(self) -> None:
        rows = {
            key: {
                "actor": asdict(session.actor),
                "csrf": session.csrf,
                "began": session.began.isoformat(),
                "used": session.used.isoformat(),
                "roaming": session.roaming,
                "address": session.address,
                "browser": session.browser,
                "station": session.station,
            }
            for key, session in self._sessions.items()
        }
        fresh = self._file.with_suffix(".new")
        fresh.touch(mode=0o600)
        fresh.write_text(json.dumps(rows), "utf-8")
        fresh.replace(self._file)


class LockOut:
    """Slows down guessing: after some wrong answers a name waits, longer each time.

    Of ``most`` names at once; beyond, those that need not wait are forgotten, the one longest
    without a wrong answer first, then those whose wait is over soonest. Nobody frees a real name
    by trying thousands of others: what is ``known`` is never forgotten for room.
    """

    def __init__(
        self,
        clock: Clock,
        *,
        longest_s: float = _LONGEST_LOCK_S,
        tries: int = _TRIES,
        most: int = _MOST_NAMES,
    ) -> None:
        self._clock = clock
        self._tries = tries
        self._longest_s = longest_s
        self._most = most
        self._known: dict[str, tuple[int, float]] = {}
        self._others: dict[str, tuple[int, float]] = {}

    def wait_s(self, name: str) -> float:
        """Return the seconds this name must still wait."""
        return max(0.0, self._of(name)[1] - self._clock.monotonic())

    def note_wrong(self, name: str, *, known: bool = False) -> None:
        """Count a wrong answer; ``known``: an account, of which there are only so many."""
        tries = self._of(name)[0] + 1
        lock = 0.0
        if tries >= self._tries:
            lock = min(self._longest_s, _FIRST_LOCK_S * 2.0 ** min(tries - self._tries, 16))
        self.note_right(name)  # noted anew it stands last: the first is the longest unheard of
        kept = self._known if known else self._others
        kept[_short(name)] = (tries, self._clock.monotonic() + lock)
        if len(self._others) > self._most:
            self._make_room()

    def note_right(self, name: str) -> None:
        """Forget the wrong ones."""
        self._known.pop(_short(name), None)
        self._others.pop(_short(name), None)

    def _of(self, name: str) -> tuple[int, float]:
        nothing = (0, 0.0)
        return self._known.get(_short(name)) or self._others.get(_short(name), nothing)

    def _make_room(self) -> None:
        """Forget a tenth, so that one wrong answer in hundreds pays for it."""
        now, many = self._clock.monotonic(), self._most // 10 or 1
        free = [name for name, (_, until) in self._others.items() if until <= now]
        waiting = sorted(
            (name for name, (_, until) in self._others.items() if until > now),
            key=lambda name: self._others[name][1],
        )
        for name in [*free, *waiting][:many]:
            del self._others[name]


def _short(name: str) -> str:
    """Return what a name is counted under: whoever sends a page as his name fills no memory."""
    return name[:_LONGEST_NAME]


def cookie_of(connection: _Connection) -> str | None:
    """Return the session cookie a connection brings."""
    return connection.cookies.get(_cookie(connection))


def set_cookie(connection: _Connection, answer: Response[Any], secret: str) -> None:
    """Let the browser bring a session along."""
    answer.set_cookie(
        _cookie(connection), secret, max_age=int(LONGEST.total_seconds()), path="/",
        httponly=True, samesite="strict", secure=_is_secure(connection),
    )  # fmt: skip


def drop_cookie(connection: _Connection, answer: Response[Any]) -> None:
    """Let the browser forget it."""
    answer.set_cookie(
        _cookie(connection), "", max_age=0, path="/", httponly=True, samesite="strict",
        secure=_is_secure(connection),
    )  # fmt: skip


def _cookie(connection: _Connection) -> str:
    return SECURE_COOKIE if _is_secure(connection) else COOKIE


def _is_secure(connection: _Connection) -> bool:
    return connection.scope.get("scheme") in {"https", "wss"}


def _hashed(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def _session(row: dict[str, Any]) -> Session:
    return Session(
        actor=Actor(**row["actor"]),
        csrf=str(row["csrf"]),
        began=datetime.fromisoformat(str(row["began"])),
        used=datetime.fromisoformat(str(row["used"])),
        roaming=row.get("roaming") is True,
        address=str(row.get("address", "")),
        browser=str(row.get("browser", "")),
        station=str(row.get("station", "")),
    )
