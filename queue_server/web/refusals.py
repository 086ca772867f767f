"""What was refused for safety's sake stands in the log: who asked, from where, for what.

An attack asks again and again, and must not fill the disk: of one address and one reason the
first is told at once, further ones once a minute with their number.
"""

import contextlib
import json
import logging
from typing import Any

from litestar import Request, Router, post
from litestar.connection import ASGIConnection

from hall.clock import Clock
from hall.errors import RuleError

_LOG = logging.getLogger(__name__)
_AGAIN_S = 60.0
_MOST = 2_000
_LONGEST = 200
_LONGEST_REPORT = 16 * 1024
_DIRECTIVES = frozenset({
    "frame-ancestors", "script-src", "script-src-elem", "script-src-attr", "style-src",
    "style-src-elem", "style-src-attr", "img-src", "connect-src", "form-action", "base-uri",
    "media-src", "font-src", "default-src",
})  # fmt: skip
CODES = {
    400: "malformed", 401: "unauthenticated", 403: "forbidden", 413: "too_large", 429: "too_often",
}  # fmt: skip
"""Answers that stand in the log by their status alone."""
_RULES = frozenset({"forbidden", "too_many_tries", "wrong_password", "wrong_code", "rate_limited"})
_Connection = ASGIConnection[Any, Any, Any, Any]


class Refusals:
    """Tells the log what was refused, without letting it be flooded."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._told: dict[tuple[str, str], tuple[float, int]] = {}

    def note(self, connection: _Connection, code: str, who: str = "") -> None:
        """Tell that ``code`` was answered; ``who`` is the name that was claimed or is known."""
        address = connection.client.host if connection.client else ""
        more = self._more(address, code)
        if more is None:
            return
        _LOG.warning(
            "refused",
            extra={
                "code": code, "method": str(connection.scope.get("method", "")),
                "path": _clean(str(connection.scope.get("path", ""))), "address": address,
                "origin": _clean(connection.headers.get("origin", "")), "who": _clean(who),
                "more": more,
            },
        )  # fmt: skip

    def note_error(self, connection: _Connection, error: Exception, status: int) -> None:
        """Tell what an error answered, where it is one of safety."""
        if isinstance(error, RuleError):
            if error.code in _RULES:
                self.note(connection, error.code)
        elif status == 404:
            if _wandering(connection):
                self.note(connection, "traversal")
        elif status in CODES:
            self.note(connection, CODES[status])

    def _more(self, address: str, code: str) -> int | None:
        """Return how many went untold since the last time, None while it is too early to tell."""
        now, key = self._clock.monotonic(), (address, code)
        last, untold = self._told.get(key, (None, 0))
        if last is not None and now - last < _AGAIN_S:
            self._told[key] = (last, untold + 1)
            return None
        if len(self._told) >= _MOST:
            self._told.clear()
        self._told[key] = (now, 0)
        return untold


def _wandering(connection: _Connection) -> bool:
    """Tell whether an address tries to leave its folder."""
    raw = bytes(connection.scope.get("raw_path") or b"").decode("latin-1").lower()
    path = str(connection.scope.get("path", ""))
    return ".." in path or "\\" in path or "\0" in path or "%2e%2e" in raw or "%00" in raw


def _clean(text: str) -> str:
    """Return what a stranger wrote as one short line."""
    return "".join(each if each.isprintable() else "?" for each in text[:_LONGEST])


def reports_router(refusals: Refusals) -> Router:
    """Return ``/csp-report``: browsers tell what our policy kept a page from doing.

    A foreign page that puts one of ours into a frame, a script that was smuggled in: the browser
    refuses by our headers, and this is how the log comes to know.
    """

    @post("/", status_code=204, include_in_schema=False)
    async def told(request: Request[Any, Any, Any]) -> None:
        """Note one report; what it says is a stranger's and only its directive is kept."""
        directive = ""
        if int(request.headers.get("content-length") or _LONGEST_REPORT) < _LONGEST_REPORT:
            with contextlib.suppress(ValueError, AttributeError):
                report = json.loads(await request.body()).get("csp-report", {})
                directive = str(report.get("effective-directive", ""))
        known = directive if directive in _DIRECTIVES else "other"
        refusals.note(request, f"policy-{known}")

    return Router(path="/csp-report", route_handlers=[told])
