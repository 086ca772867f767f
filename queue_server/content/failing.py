"""Why a source gave no usable answer: a code, told in each language with what to do next.

What the library or the other side said stays beside it, for the log and for whoever helps.
"""

import errno
import socket
import ssl
from collections.abc import Iterator, Mapping

from queue_server.content.formats.telling import LANGUAGES, told

_UNREACHABLE = frozenset({errno.ENETUNREACH, errno.EHOSTUNREACH, errno.ENETDOWN})
_STATUSES = {
    401: "denied", 403: "denied", 407: "proxy", 404: "missing", 410: "missing", 429: "busy",
}  # fmt: skip
_FIRST_SERVER_FAULT = 500


def words_of_fault(fault: object) -> dict[str, str]:
    """Return a fault's words by language; none where it has no code."""
    code = getattr(fault, "fault", "")
    if not code:
        return {}
    values: Mapping[str, object] = getattr(fault, "values", {})
    return {language: told(language, f"fault-{code}", **values) for language in LANGUAGES}


def status_fault(status: int) -> str:
    """Return the code of an answer's status."""
    if status >= _FIRST_SERVER_FAULT:
        return "status-broken"
    known = _STATUSES.get(status)
    return "proxy" if known == "proxy" else f"status-{known}" if known else "status"


def network_fault(fault: BaseException) -> str:
    """Return the code of what requests, urllib3 or the system say where no answer came."""
    import requests.exceptions as asked
    import urllib3.exceptions as below

    chain = tuple(_chain(fault))
    if any(isinstance(each, OSError) and each.errno in _UNREACHABLE for each in chain):
        return "unreachable"
    # The first that fits: what lies deeper says more than what wraps it.
    known: tuple[tuple[str, tuple[type[BaseException], ...]], ...] = (
        ("name", (socket.gaierror, below.NameResolutionError)),
        ("certificate", (ssl.SSLCertVerificationError,)),
        ("tls", (ssl.SSLError, below.SSLError, asked.SSLError)),
        ("proxy", (below.ProxyError, asked.ProxyError)),
        ("refused", (ConnectionRefusedError,)),
        ("timeout", (TimeoutError, below.TimeoutError, asked.Timeout)),
        ("no-address", (asked.InvalidURL, asked.InvalidSchema, below.LocationParseError)),
        ("cut", (ConnectionError, below.ProtocolError, asked.ChunkedEncodingError)),
    )
    for code, kinds in known:
        if any(isinstance(each, kinds) for each in chain):
            return code
    return "no-answer"


def _chain(fault: BaseException) -> Iterator[BaseException]:
    """Yield a fault and all it wraps; libraries wrap in causes, reasons and arguments."""
    waiting: list[object] = [fault]
    seen: set[int] = set()
    while waiting:
        each = waiting.pop(0)
        if not isinstance(each, BaseException) or id(each) in seen:
            continue
        seen.add(id(each))
        yield each
        waiting += [each.__cause__, each.__context__, getattr(each, "reason", None), *each.args]
