"""Calls told to another program of the hall's owner: a message gateway, a smart building.

One POST per call, JSON, signed: ``X-Hall90-Signature: sha256=HEX`` is the HMAC-SHA-256 of the
body under the shared secret, ``Idempotency-Key`` the same for every try. Numbers and windows only:
no needs, no pager, no ticket secret leave the hall.
"""

import hashlib
import hmac

import httpx
import msgspec

from displays.channels.port import News
from hall.errors import DeviceError, RefusedError

_WITHIN_S = 5.0


class Told(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The body: one call, its end, or an emergency."""

    event: str
    number: str | None = None
    window: int | None = None
    zone: str | None = None
    call_no: int | None = None
    emergency: str | None = None
    text: dict[str, str] = {}


class Webhook:
    """One address told of everything in its scope."""

    wants = frozenset({"call", "recall", "end", "danger", "safe"})
    keeps_state = False

    def __init__(
        self, url: str, secret: str, *, transport: httpx.AsyncBaseTransport | None = None
    ) -> None:
        self._url = url
        self._secret = secret.encode()
        self._transport = transport
        self._client: httpx.AsyncClient | None = None

    async def tell(self, news: News) -> str:
        """Post it; raises DeviceError where the address does not take it."""
        body = msgspec.json.encode(told(news))
        mark = hmac.new(self._secret, body, hashlib.sha256).hexdigest()
        headers = {
            "Content-Type": "application/json",
            "X-Hall90-Signature": f"sha256={mark}",
            "Idempotency-Key": _key(news),
        }
        try:
            answer = await self._opened().post(self._url, content=body, headers=headers)
        except httpx.HTTPError as error:
            raise DeviceError(f"not reached: {type(error).__name__}") from error
        if answer.status_code >= 300:
            raise RefusedError(f"answered {answer.status_code}")
        return f"answered {answer.status_code}"

    async def aclose(self) -> None:
        """Close the connection; the next message opens another."""
        client, self._client = self._client, None
        if client is not None:
            await client.aclose()

    def _opened(self) -> httpx.AsyncClient:
        if self._client is None:
            self._client = httpx.AsyncClient(
                timeout=_WITHIN_S,
                trust_env=False,
                follow_redirects=False,
                transport=self._transport,
            )
        return self._client


def told(news: News) -> Told:
    """Return what the other program learns."""
    if news.danger is not None:
        emergency = news.danger.emergency
        return Told(event=news.kind, emergency=emergency.kind, text=emergency.text)
    if news.call is None:
        return Told(event=news.kind)
    call = news.call
    return Told(
        event=news.kind,
        number=call.number,
        window=call.window_number,
        zone=call.zone,
        call_no=call.call_no,
    )


def _key(news: News) -> str:
    if news.call is not None:
        return f"{news.kind}:{news.call.ticket}:{news.call.call_no}"
    if news.danger is not None:
        return f"danger:{news.danger.emergency.id}:{news.danger.seq}"
    return news.kind
