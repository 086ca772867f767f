"""Console sessions: kept in memory, ended by idleness, age or sign-out; a restart signs out nobody.

Sessions are sealed cookies (random id, looked up here); the server's restart would forget them,
so the id is kept with its actor in the data folder's own small file, hashed.
"""

import hashlib
import json
import secrets
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from hall.clock import Clock
from queue_server.domain.actors import Actor

COOKIE = "hall90_session"
CSRF_HEADER = "x-csrf-token"
_IDLE = timedelta(hours=2)
_LONGEST = timedelta(hours=12)
_MOST = 500
_TRIES = 5
_FIRST_LOCK_S = 30.0
_LONGEST_LOCK_S = 900.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """One signed-in console. ``csrf`` must come back with each change it asks for.

    ``roaming``: the account belongs to no window, so the clerk says where he or she sits today.
    """

    actor: Actor
    csrf: str
    began: datetime
    used: datetime
    roaming: bool = False


class Sessions:
    """Who is signed in. ``file`` keeps them over a restart; ids in it are hashed."""

    def __init__(self, clock: Clock, file: Path) -> None:
        self._clock = clock
        self._file = file
        self._sessions = self._load()

    def begin(self, actor: Actor) -> tuple[str, Session]:
        """Start a session; returns the cookie's value."""
        now = self._clock.now()
        secret = secrets.token_urlsafe(32)
        session = Session(
            actor=actor,
            csrf=secrets.token_urlsafe(24),
            began=now,
            used=now,
            roaming=actor.window is None,
        )
        self._sessions[_hashed(secret)] = session
        self._forget_old()
        self._save()
        return secret, session

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

    def _live(self, key: str) -> Session | None:
        session = self._sessions.get(key)
        if session is None:
            return None
        now = self._clock.now()
        if now - session.used > _IDLE or now - session.began > _LONGEST:
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
        for key in by_use[:-_MOST]:
            self._sessions.pop(key)

    def _load(self) -> dict[str, Session]:
        try:
            rows = json.loads(self._file.read_text("utf-8"))
            return {key: _session(row) for key, row in rows.items()}
        except (OSError, ValueError, KeyError, TypeError):
            return {}  # absent or damaged: everybody signs in again

    def _save(self) -> None:
        rows = {
            key: {
                "actor": asdict(session.actor),
                "csrf": session.csrf,
                "began": session.began.isoformat(),
                "used": session.used.isoformat(),
                "roaming": session.roaming,
            }
            for key, session in self._sessions.items()
        }
        fresh = self._file.with_suffix(".new")
        fresh.touch(mode=0o600)
        fresh.write_text(json.dumps(rows), "utf-8")
        fresh.replace(self._file)


class LockOut:
    """Slows down guessing: after five wrong answers a name waits, longer each time."""

    def __init__(self, clock: Clock, *, longest_s: float = _LONGEST_LOCK_S) -> None:
        self._clock = clock
        self._longest_s = longest_s
        self._wrong: dict[str, tuple[int, float]] = {}

    def wait_s(self, name: str) -> float:
        """Return the seconds this name must still wait."""
        return max(0.0, self._wrong.get(name, (0, 0.0))[1] - self._clock.monotonic())

    def note_wrong(self, name: str) -> None:
        """Count a wrong answer."""
        tries = self._wrong.get(name, (0, 0.0))[0] + 1
        lock = 0.0
        if tries >= _TRIES:
            lock = min(self._longest_s, _FIRST_LOCK_S * 2.0 ** (tries - _TRIES))
        if len(self._wrong) > 10 * _MOST:
            self._wrong.clear()
        self._wrong[name] = (tries, self._clock.monotonic() + lock)

    def note_right(self, name: str) -> None:
        """Forget the wrong ones."""
        self._wrong.pop(name, None)


def _hashed(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def _session(row: dict[str, object]) -> Session:
    actor = row["actor"]
    if not isinstance(actor, dict):
        raise TypeError("a session names its actor")
    return Session(
        actor=Actor(**actor),
        csrf=str(row["csrf"]),
        began=datetime.fromisoformat(str(row["began"])),
        used=datetime.fromisoformat(str(row["used"])),
        roaming=row.get("roaming") is True,
    )
