"""Asking the level above over HTTP: bounded in size, depth and time, tried again with patience.

Answers are unpacked while they come, so that a bomb is dropped before it fills anything. Redirects
are refused. What is tried again here are faults of a moment; ``following`` waits for longer ones.
"""

import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any, TypeVar

import msgspec

from hall.errors import SyncError
from hall.retry import tries
from queue_server.sync.digests import BUCKETS, SIZE
from queue_server.sync.pages import BrokenPageError, Page, read_page

if TYPE_CHECKING:
    import requests

MOST_PACKED = 10 << 20
MOST_UNPACKED = 100 << 20
MOST_RATIO = 100
_RATIO_FROM = 1 << 20
_CHUNK = 64 << 10
_CONNECT_S, _READ_S = 5, 60
_ATTEMPTS, _PATIENCE_S, _LONGEST_RETRY_S = 3, 20.0, 5.0
T = TypeVar("T")


class UnreachableError(SyncError):
    """Nobody answers, or not to the end."""


class BusyError(SyncError):
    """The level above asks for patience; ``retry_after`` seconds of it."""

    def __init__(self, retry_after: float) -> None:
        self.retry_after = retry_after
        super().__init__(f"the level above is busy; again in {retry_after:g} s")


class NotLetInError(SyncError):
    """The token presented is not known there, or may not read the feed."""


class NoFeedError(SyncError):
    """What answers is no feed, or sends what cannot be taken in."""


class RestartError(SyncError):
    """Our place in the feed is no use any more; ``code`` tells why."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(f"the level above cannot go on from here ({code}): buckets are compared")


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer, unpacked: ``date`` is the other end's clock where it told it."""

    status: int
    body: bytes
    headers: Mapping[str, str]
    date: datetime | None


class Caller:
    """One level above, at an address, with the token presented there.

    ``failed`` is told of every try that was in vain, at once.
    """

    def __init__(
        self,
        address: str,
        token: str = "",
        *,
        attempts: int = _ATTEMPTS,
        failed: Callable[[SyncError], None] = lambda _: None,
    ) -> None:
        import requests  # large, and not needed where nothing is above

        self._address = address.rstrip("/")
        self._attempts = attempts
        self._failed = failed
        self._session = requests.Session()
        self._session.trust_env = False
        self._session.headers["Accept-Encoding"] = "gzip"
        self._session.headers["User-Agent"] = "hall90"
        if token:
            self._session.headers["Authorization"] = f"Bearer {token}"

    def head(self, tag: str = "", *, once: bool = False) -> Answer:
        """Return the head as it came; 304 where it still has that tag. ``once`` tries once."""
        headers = {"If-None-Match": tag} if tag else {}

        def ask() -> Answer:
            return self._get("/feed/v1/head", {}, headers, ok=(200, 304))

        return self._once(ask) if once else self._patiently(ask)

    def changes(
        self, *, after: int, epoch: str, scope: str, live_until: int, limit: int, wait: int = 0
    ) -> Page:
        """Return a page whole; raises RestartError where we have to reconcile."""
        asked: dict[str, Any] = {"after": after, "limit": limit, "epoch": epoch}
        asked |= {"scope": scope} if scope else {}
        asked |= {"live_until": live_until} if live_until else {}
        asked |= {"wait": wait} if wait else {}
        return self._patiently(lambda: read_page(self._get("/feed/v1/changes", asked).body))

    def digests(self, scope: str) -> tuple[str, int, bytes]:
        """Return the epoch and number the 256 digests of a scope are of, and the digests."""
        asked = {"scope": scope} if scope else {}
        answer = self._patiently(lambda: self._get("/feed/v1/digest", asked))
        epoch, _, seq = answer.headers.get("Feed-Position", "").rpartition(":")
        if len(answer.body) != BUCKETS * SIZE or not epoch or not seq.isdecimal():
            raise NoFeedError("the level above told no digests that can be read")
        return epoch, int(seq), answer.body

    def bucket(self, number: int, scope: str) -> Page:
        """Return all items of a bucket."""
        asked = {"scope": scope} if scope else {}
        path = f"/feed/v1/bucket/{number:02x}"
        return self._patiently(lambda: read_page(self._get(path, asked).body))

    def place(self, hall: str) -> dict[str, Any]:
        """Return where our uplink goes on."""
        return _json(self._patiently(lambda: self._get(f"/uplink/v1/{hall}", {})))

    def put(self, hall: str, epoch: str, n: int, body: bytes, digest: str) -> Answer:
        """Deliver one outbox batch; the answer's status says what became of it."""
        headers = {"Content-Type": "application/json", "Content-Digest": digest}
        path = f"/uplink/v1/{hall}/{epoch}/{n}"
        accepted = (200, 201, 409, 422)
        return self._patiently(lambda: self._ask("PUT", path, {}, headers, body=body, ok=accepted))

    def close(self) -> None:
        """Close connections."""
        self._session.close()

    def _patiently(self, ask: Callable[[], T]) -> T:
        for attempt in tries(
            on=_worth_another, attempts=self._attempts, timeout=_PATIENCE_S, wait_initial=0.5
        ):
            with attempt:
                return self._once(ask)
        raise AssertionError("a retry context ends by returning or raising")

    def _once(self, ask: Callable[[], T]) -> T:
        try:
            return ask()
        except SyncError as fault:
            self._failed(fault)
            raise

    def _get(
        self,
        path: str,
        params: Mapping[str, Any],
        headers: Mapping[str, str] | None = None,
        *,
        ok: tuple[int, ...] = (200,),
    ) -> Answer:
        return self._ask("GET", path, params, headers or {}, ok=ok)

    def _ask(
        self,
        method: str,
        path: str,
        params: Mapping[str, Any],
        headers: Mapping[str, str],
        *,
        body: bytes | None = None,
        ok: tuple[int, ...],
    ) -> Answer:
        from requests import RequestException
        from urllib3.exceptions import HTTPError

        try:
            with self._session.request(
                method, self._address + path, params=params, headers=dict(headers), data=body,
                timeout=(_CONNECT_S, _READ_S), stream=True, allow_redirects=False,
            ) as response:  # fmt: skip
                answer = Answer(
                    response.status_code, _unpacked(response), dict(response.headers),
                    _date(response.headers.get("Date", "")),
                )  # fmt: skip
        except (RequestException, HTTPError, OSError) as fault:
            raise UnreachableError(f"the level above does not answer: {_told(fault)}") from fault
        if answer.status not in ok:
            _refuse(answer)
        return answer


def _refuse(answer: Answer) -> None:
    status = answer.status
    if status in (401, 403):
        raise NotLetInError("the level above does not know this hall's token, or does not let it")
    if status in (429, 503):
        told = answer.headers.get("Retry-After", "")
        raise BusyError(float(told) if told.isdecimal() else 30.0)
    if status in (409, 410):
        raise RestartError(str(_json(answer).get("code", status)))
    if status >= 500:
        raise UnreachableError(f"the level above has a fault of its own ({status})")
    raise NoFeedError(f"the level above answers {status}: it has no feed at this address")


def _worth_another(fault: Exception) -> bool | float:
    if isinstance(fault, BusyError):
        return fault.retry_after if fault.retry_after <= _LONGEST_RETRY_S else False
    return isinstance(fault, (UnreachableError, BrokenPageError))


def _unpacked(response: "requests.Response") -> bytes:
    """Return a body, unpacked as it comes; raises NoFeedError where it grows out of bounds."""
    encoding = response.headers.get("Content-Encoding", "identity").lower()
    if encoding not in ("gzip", "identity", ""):
        raise NoFeedError(f"the level above packs its answers with {encoding[:20]!r}")
    unpack = zlib.decompressobj(16 + zlib.MAX_WBITS) if encoding == "gzip" else None
    packed, parts, size = 0, [], 0
    try:
        while chunk := response.raw.read(_CHUNK, decode_content=False):
            packed += len(chunk)
            if packed > MOST_PACKED and unpack is not None:
                raise NoFeedError(f"an answer of more than {MOST_PACKED >> 20} MiB was dropped")
            while chunk:
                part = chunk if unpack is None else unpack.decompress(chunk, 1 << 20)
                chunk = b"" if unpack is None else unpack.unconsumed_tail
                parts.append(part)
                size += len(part)
                _require_bounds(packed, size)
    except zlib.error as fault:
        raise BrokenPageError(f"an answer could not be unpacked: {fault}") from fault
    if unpack is not None and not unpack.eof and size:
        raise BrokenPageError("an answer was cut")
    return b"".join(parts)


def _require_bounds(packed: int, size: int) -> None:
    if size > MOST_UNPACKED or (size > _RATIO_FROM and size > MOST_RATIO * packed):
        raise NoFeedError("an answer that unpacks out of all bounds was dropped")


def _json(answer: Answer) -> dict[str, Any]:
    try:
        return msgspec.json.decode(answer.body, type=dict[str, Any])
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as fault:
        raise NoFeedError("the level above answers with what is no JSON object") from fault


def _date(text: str) -> datetime | None:
    try:
        told = parsedate_to_datetime(text)
    except (TypeError, ValueError):
        return None
    return told.astimezone(UTC) if told.tzinfo else None


def _told(fault: Exception) -> str:
    name = type(fault).__name__.removesuffix("Error")
    return {"Connection": "no connection", "ConnectTimeout": "no connection in time"}.get(
        name, name
    )
