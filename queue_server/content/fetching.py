"""Asking foreign servers over HTTP: bounded, patient, and never led astray.

Bounds are S-16's: 10 MiB packed, 100 MiB unpacked, at most 100 times as much out as in, checked
while unpacking. A stray answer cannot lead us elsewhere: redirects are refused, and addresses found
inside an answer must be of the server the operator named. Refusals that may pass (no connection,
408, 425, 429, 5xx) are tried again, as late as ``Retry-After`` asks.
"""

import threading
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin, urlsplit

import msgspec

from hall.errors import SyncError
from hall.retry import tries
from queue_server.content.failing import network_fault, status_fault

if TYPE_CHECKING:
    import requests

MOST_PACKED = 10 << 20
MOST_UNPACKED = 100 << 20
MOST_RATIO = 100
_CHUNK = 64 << 10
_FREE = 1 << 20  # below this much, ratio says nothing: small repetitive pages pack well
_ATTEMPTS = 4
_WAIT_MOST_S = 8.0
_PASSING = frozenset({408, 425, 429, 500, 502, 503, 504})
_TIMEOUTS_S = (10.0, 30.0)
_AGENT = "hall90 content (public service hall; contact: the hall's operator)"


class FetchError(SyncError):
    """An answer that cannot be used: whether the item asked for exists stays unknown.

    ``fault`` and ``values`` say why in the catalogues' words (``failing``), the message in its own.
    """

    def __init__(
        self, told: str, *, status: int | None = None, fault: str = "", **values: object
    ) -> None:
        self.status = status
        self.fault, self.values = fault, values
        super().__init__(told)


class _PassingError(FetchError):
    """Try again; ``after`` is what the server asked to wait, in seconds."""

    def __init__(
        self,
        told: str,
        *,
        status: int | None = None,
        after: float | None = None,
        fault: str = "",
        **values: object,
    ) -> None:
        self.after = after
        super().__init__(told, status=status, fault=fault, **values)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a server said; 304 and 404 come as they are, other refusals are errors."""

    url: str
    status: int
    headers: Mapping[str, str]
    body: bytes

    def json(self) -> Any:
        """Return the body as JSON; raises FetchError where it is something else."""
        try:
            return msgspec.json.decode(self.body)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as fault:
            start = self.body[:40].decode(errors="replace").strip()
            raise FetchError(
                f"{self.url} answered no JSON ({str(fault)[:80]}); it begins {start!r}",
                fault="no-json",
                server=_netloc(self.url),
            ) from fault


class Fetcher:
    """One server asked politely: ``pause_s`` between questions, until told to stop."""

    def __init__(
        self,
        base: str,
        *,
        headers: Mapping[str, str] | None = None,
        pause_s: float = 0.0,
        stop: threading.Event | None = None,
        attempts: int = _ATTEMPTS,
    ) -> None:
        self.base = base
        self._headers = {"User-Agent": _AGENT, "Accept-Encoding": "gzip", **(headers or {})}
        self._pause_s = pause_s
        self._stop = stop or threading.Event()
        self._attempts = attempts
        self._session: requests.Session | None = None
        self.asked = 0

    def get(
        self,
        address: str,
        params: Mapping[str, Any] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Answer:
        """Return the answer to a GET; ``address`` is relative to the base, or of its server."""
        return self._ask("GET", address, params=params, headers=headers)

    def post(
        self, address: str, body: Mapping[str, Any], headers: Mapping[str, str] | None = None
    ) -> Answer:
        """Return the answer to a POST of JSON."""
        return self._ask("POST", address, json=body, headers=headers)

    def close(self) -> None:
        """Let the connections go."""
        if self._session is not None:
            self._session.close()

    def _ask(self, method: str, address: str, **options: Any) -> Answer:
        url = self._own(address)
        options["headers"] = {**self._headers, **(options.get("headers") or {})}
        for attempt in tries(
            on=_waits, attempts=self._attempts, timeout=None, wait_max=_WAIT_MOST_S
        ):
            with attempt:
                return self._once(method, url, options)
        raise AssertionError("stamina answers or raises")

    def _own(self, address: str) -> str:
        url = urljoin(self.base, address)
        if self.base.startswith("https:") and url.startswith("http:"):
            url = f"https:{url.removeprefix('http:')}"
        if _server(url) != _server(self.base):
            raise FetchError(
                f"{url} is not of {_server(self.base)}; only the server that is configured is "
                "asked",
                fault="elsewhere",
                url=url[:200],
                server=_netloc(self.base),
            )
        return url

    def _once(self, method: str, url: str, options: dict[str, Any]) -> Answer:
        import requests
        import urllib3

        if self._session is None:
            self._session = requests.Session()  # proxies of the county's network hold
        if self.asked and self._pause_s:
            self._stop.wait(self._pause_s)
        if self._stop.is_set():
            raise FetchError("stopped; the next run goes on", fault="stopped")
        self.asked += 1
        try:
            with self._session.request(
                method, url, timeout=_TIMEOUTS_S, allow_redirects=False, stream=True, **options
            ) as response:
                _require_useful(response, url)
                return Answer(
                    url=url,
                    status=response.status_code,
                    headers=response.headers,
                    body=_unpacked(response, url),
                )
        except (requests.exceptions.RequestException, urllib3.exceptions.HTTPError) as fault:
            raise _PassingError(
                f"{url} gave no answer: {_cause(fault)}",
                fault=network_fault(fault),
                server=_netloc(url),
                url=url[:200],
            ) from fault


def _waits(fault: Exception) -> bool | float:
    if not isinstance(fault, _PassingError):
        return False
    return True if fault.after is None else min(fault.after, _WAIT_MOST_S)


def _server(url: str) -> str:
    """Return whom an address asks; feeds mix http and https, so that makes no difference."""
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"}:
        raise FetchError(f"{url[:80]} is no web address", fault="no-address", url=url[:80])
    return parts.netloc.lower()


def _netloc(url: str) -> str:
    """Return the server of an address as it is told; never who logs in there."""
    return urlsplit(url).netloc.rpartition("@")[2]


def refused_status(url: str, status: int) -> FetchError:
    """Return the fault of an answer that has nothing for us."""
    fault = status_fault(status)
    told = f"{url} answered {status}"
    return FetchError(told, status=status, fault=fault, server=_netloc(url), code=str(status))


def _require_useful(response: "requests.Response", url: str) -> None:
    status = response.status_code
    told: dict[str, Any] = {
        "fault": status_fault(status), "server": _netloc(url), "code": str(status),
    }  # fmt: skip
    if status in _PASSING:
        asked = response.headers.get("Retry-After", "")
        after = float(asked) if asked.isdigit() else None
        raise _PassingError(f"{url} answered {status}", status=status, after=after, **told)
    if 300 <= status < 400 and status != 304:
        raise FetchError(
            f"{url} sends us on to {response.headers.get('Location', 'nowhere')!r}, which is "
            "refused; write that address into the source if it is right",
            status=status,
            fault="redirect",
            server=_netloc(url),
            target=response.headers.get("Location", "")[:200],
        )
    if status >= 400 and status not in {404, 410}:
        raise refused_status(url, status)


def _unpacked(response: "requests.Response", url: str) -> bytes:
    """Read a body within the bounds, checked before more is unpacked."""
    packed = response.headers.get("Content-Encoding", "").lower() in {"gzip", "deflate"}
    opener = zlib.decompressobj(zlib.MAX_WBITS | 32) if packed else None
    out, taken = bytearray(), 0
    for chunk in _raw(response):
        taken += len(chunk)
        _require_bound(taken, MOST_PACKED, url)
        if opener is None:
            out += chunk
            continue
        rest = chunk
        while rest:
            out += _inflated(opener, rest, url)
            rest = opener.unconsumed_tail
            _require_bound(len(out), MOST_UNPACKED, url)
            if len(out) > max(_FREE, MOST_RATIO * taken):
                raise FetchError(
                    f"{url} unpacks to more than {MOST_RATIO} times its size; refused",
                    fault="bomb",
                    server=_netloc(url),
                )
    if opener is not None and not opener.eof and taken:
        raise _PassingError(
            f"{url} was cut within its packed answer", fault="cut", server=_netloc(url)
        )
    return bytes(out)


def _raw(response: "requests.Response") -> Any:
    read: Callable[..., Any] = response.raw.stream
    return read(_CHUNK, decode_content=False)


def _inflated(opener: Any, packed: bytes, url: str) -> bytes:
    try:
        return bytes(opener.decompress(packed, _FREE))
    except zlib.error as fault:
        raise FetchError(
            f"{url} answered what cannot be unpacked: {fault}", fault="bomb", server=_netloc(url)
        ) from fault


def _require_bound(size: int, most: int, url: str) -> None:
    if size > most:
        raise FetchError(
            f"{url} answers more than {most >> 20} MiB; refused",
            fault="too-large",
            server=_netloc(url),
            most=most >> 20,
        )


def _cause(fault: Exception) -> str:
    """Return the innermost reason, short: what requests wraps repeats the address."""
    while fault.__cause__ is not None or fault.__context__ is not None:
        fault = fault.__cause__ or fault.__context__  # type: ignore[assignment]
    return str(fault)[:160] or type(fault).__name__
