"""How this hall stands with the level above, as data and in words: how old, why, what next."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

import msgspec
from sqlalchemy import func, select

from hall.texts import Texts, load_texts
from queue_server.content.database import entry, kept_out
from queue_server.content.service import ContentService
from queue_server.content.trusting import TrustedClock
from queue_server.sync.heads import is_frozen
from queue_server.sync.looking import Looking
from queue_server.sync.service import Sync
from queue_server.sync.state import Place, State

LANGUAGES = ("zh-CN", "en")
_CODES = {
    "Unreachable": "unreachable",
    "Busy": "busy",
    "NotLetIn": "not-let-in",
    "NoFeed": "no-feed",
    "BrokenPage": "broken",
    "Restart": "restart",
    "Untrusted": "untrusted",
    "Altered": "untrusted",
    "Rollback": "rollback",
    "Held": "held",
    "Conflict": "conflict",
    "Own": "own",
    "Ended": "own",
}
_TOLD_FOR = timedelta(days=7)
# No answer for so long is told; and so long after its pace nobody looked: what is known is old.
_SILENT = timedelta(seconds=3)
_UNASKED = timedelta(minutes=20)
_GOOD = frozenset({"none", "in-step", "first-copy"})


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """What ``sync status --json`` and ``GET /api/v1/sync`` answer.

    ``state`` is a stable code, ``told`` says it in words per language: what is, how old the content
    is, why, and what to do. ``items`` counts what the hall holds by kind, ``refused`` what the
    level above has that could not be used.
    """

    upstream: str | None
    feed: str
    key: str
    state: str
    good: bool
    reason: str
    told: dict[str, tuple[str, ...]]
    items: dict[str, int]
    above: str = ""
    scope: str = ""
    seq: int = 0
    max_seq: int = 0
    as_of: datetime | None = None
    expires: datetime | None = None
    synced_at: datetime | None = None
    checked_at: datetime | None = None
    failed_since: datetime | None = None
    looking_since: datetime | None = None
    next_look_at: datetime | None = None
    missing: int = 0
    missing_of: int = 0
    refused: int = 0
    loops: int = 0
    signed: bool = True
    paused: bool = False
    waiting_batches: int = 0
    waiting_since: datetime | None = None
    clock_wrong_by_s: int = 0


def standing_of(sync: Sync, content: ContentService, now: datetime) -> Standing:
    """Return how a hall stands now."""
    place, state = sync.remembered()
    outbox = sync.outbox.waiting()
    wrong_by = content.trusted.wrong_by()
    code = state_code(sync.settings.upstream, place, state, content.trusted.now())
    looking, pace = sync.looking, timedelta(seconds=sync.settings.every_s)
    if sync.settings.upstream:
        code = _as_of_now(code, state, looking, pace, now)
    values = _values(state, now) | _momentary(state, looking, now)
    told = {
        language: tuple(_sentences(language, code, state, wrong_by, values, now))
        for language in LANGUAGES
    }
    items, refused = _counts(content)
    return Standing(
        upstream=sync.settings.upstream or None,
        feed=sync.feed,
        key=sync.publishing.signer.public,
        state=code,
        good=code in _GOOD and not wrong_by,
        reason=" ".join(told["en"]),
        told=told,
        items=items,
        above=state.feed,
        scope=state.scope,
        seq=place.seq,
        max_seq=state.max_seq,
        as_of=state.issued,
        expires=state.expires,
        synced_at=state.synced_at,
        checked_at=state.checked_at,
        failed_since=state.failed_since or (looking.since if looking.fault else None),
        looking_since=looking.since,
        next_look_at=looking.next_at,
        missing=state.held.missing if state.held else 0,
        missing_of=state.held.of if state.held else 0,
        refused=refused,
        loops=state.loops,
        signed=state.signed,
        paused=state.paused,
        waiting_batches=outbox.batches,
        waiting_since=outbox.since,
        clock_wrong_by_s=round(wrong_by.total_seconds()),
    )


def words_of(
    place: Place, state: State, trusted: TrustedClock, now: datetime, language: str = "en"
) -> tuple[bool, list[str]]:
    """Tell whether all is well, and how a hall stands in sentences, what is first."""
    code = state_code("", place, state, trusted.now())
    wrong_by = trusted.wrong_by()
    told = _sentences(language, code, state, wrong_by, _values(state, now), now)
    return code in _GOOD and not wrong_by, told


def state_code(upstream: str, place: Place, state: State, now: datetime) -> str:
    """Return in one word how a hall stands."""
    if not upstream and not place.epoch:
        return "none"
    if state.paused:
        return "paused"
    if state.held is not None:
        return "held"
    if state.fault:
        return _CODES.get(state.fault, "unreachable")
    if is_frozen(state, now):
        return "frozen"
    if state.synced_at is None or state.live_until:
        return "first-copy"
    return "in-step"


def _as_of_now(code: str, state: State, looking: Looking, pace: timedelta, now: datetime) -> str:
    """Return how a hall stands where the last whole look says ``code``: that may be old."""
    if code not in ("in-step", "first-copy", "frozen"):
        return code
    if looking.fault:
        return _CODES.get(looking.fault, "unreachable")
    if code == "first-copy":
        return code
    if looking.since is not None and now - looking.since > _SILENT:
        return "asking"
    if state.checked_at is not None and now - state.checked_at > _UNASKED + 3 * pace:
        return "unasked"
    return code


def _sentences(
    language: str,
    code: str,
    state: State,
    wrong_by: timedelta,
    values: Mapping[str, Any],
    now: datetime,
) -> list[str]:
    texts = _texts(language)
    said = [texts.written(f"sync-state-{code}", **values)]
    if state.synced_at is not None and code != "in-step":
        said.append(texts.written("sync-age", **values))
    if code not in _GOOD:
        keys = ("sync-since" if values["failing"] else "", f"sync-next-{code}",
                "sync-again" if values["again"] else "")  # fmt: skip
        said += [texts.written(key, **values) for key in keys if key]
    if not state.signed and code != "none":
        said.append(texts.written("sync-unsigned"))
    if wrong_by:
        days = abs(round(wrong_by / timedelta(days=1)))
        said.append(texts.written("sync-clock", days=days))
    many = state.many_gone
    if many is not None and now - many.at < _TOLD_FOR:
        hours = max(0, round((now - many.at) / timedelta(hours=1)))
        said.append(texts.written("sync-many-gone", gone=many.gone, of=many.of, hours=hours))
    if state.loops:
        said.append(texts.written("sync-loop", count=state.loops))
    return said


def _momentary(state: State, looking: Looking, now: datetime) -> dict[str, Any]:
    """Return what only the process that follows the level above knows."""
    told: dict[str, Any] = {}
    if looking.since is not None:
        told["seconds"] = max(0, round((now - looking.since) / timedelta(seconds=1)))
        told["again"] = "now" if looking.fault or state.fault else ""
        if looking.fault and state.failed_since is None:
            told |= {"failing": 1, "looks": 1, **_span(now - looking.since)}
    elif state.fault and looking.next_at is not None:
        told["again"] = "later"
        wait = max(timedelta(0), looking.next_at - now)
        told["minutes"] = max(1, round(wait / timedelta(minutes=1)))
    return told


def _span(past: timedelta) -> dict[str, Any]:
    """Return a stretch of time in the largest unit that says enough of it."""
    if past < timedelta(hours=2):
        return {"unit": "minutes", "count": max(0, int(past / timedelta(minutes=1)))}
    if past < timedelta(days=2):
        return {"unit": "hours", "count": int(past / timedelta(hours=1))}
    return {"unit": "days", "count": past.days}


def _values(state: State, now: datetime) -> dict[str, Any]:
    since = state.issued or state.synced_at or now
    hours = max(0, round((now - since) / timedelta(hours=1)))
    held = state.held
    return {
        "hours": hours,
        "days": hours // 24,
        "missing": held.missing if held else 0,
        "of": held.of if held else 0,
        "failing": int(state.failed_since is not None),
        "looks": state.failures,
        "seconds": 0,
        "minutes": 0,
        "again": "",
        **_span(now - (state.failed_since or state.checked_at or now)),
    }


def _counts(content: ContentService) -> tuple[dict[str, int], int]:
    with content.reading() as connection:
        kinds = select(entry.c.kind, func.count()).group_by(entry.c.kind).order_by(entry.c.kind)
        items = {str(kind): int(number) for kind, number in connection.execute(kinds)}
        out = select(func.count()).where(kept_out.c.reason != "withdrawn").select_from(kept_out)
        return items, int(connection.execute(out).scalar_one())


@lru_cache
def _texts(language: str) -> Texts:
    return load_texts(language, "queue_server")
