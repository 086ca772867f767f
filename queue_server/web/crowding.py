"""No address asks so fast that it costs the others (S-12): what is too much is refused at the door.

Before the framework, so that a refusal costs a hundredth of an answer. Programs on the server's own
machine are not counted; whoever stands behind a proxy of the hall's counts by his own address.
"""

from ipaddress import ip_address

import msgspec

from hall.clock import Clock
from hall.errors import RuleError
from queue_server.service.pace import Pace
from queue_server.web.bounds import ADDRESS_A_SECOND, ADDRESS_AT_ONCE
from queue_server.web.front import App, Receive, Scope, Send
from queue_server.web.headers import SECURITY_HEADERS
from queue_server.wire import Problem

_GUARDS = [(name.lower().encode(), value.encode()) for name, value in SECURITY_HEADERS.items()]


class Uncrowded:
    """An application that one address cannot keep busy."""

    def __init__(self, app: App, clock: Clock) -> None:
        self._app = app
        self._pace = Pace(clock, ADDRESS_A_SECOND, ADDRESS_AT_ONCE)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one connection."""
        client = scope.get("client")
        if scope["type"] == "http" and client and not _is_own(client[0]):
            try:
                self._pace.step(client[0])
            except RuleError as refusal:
                await _refuse(send, refusal)
                return
        await self._app(scope, receive, send)


def _is_own(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


async def _refuse(send: Send, refusal: RuleError) -> None:
    wait = int(str(refusal.fields.get("retry_after", 1)))
    problem = Problem(
        status=429, code=refusal.code, title="rate limited", detail=str(refusal), retry_after=wait
    )
    body = msgspec.json.encode(problem)
    headers = [
        *_GUARDS, (b"content-type", b"application/problem+json"), (b"retry-after", b"%d" % wait),
        (b"content-length", b"%d" % len(body)),
    ]  # fmt: skip
    await send({"type": "http.response.start", "status": 429, "headers": headers})
    await send({"type": "http.response.body", "body": body, "more_body": False})
