"""The hall's API for programs of ours: kiosk, display agent and tests.

``HallClient`` raises RuleError where the hall refuses (``code``, ``fields["state"]``), and
SyncError where it cannot be reached or cannot serve now. ``live`` follows the journal for ever.
"""

import asyncio
import logging
from collections.abc import AsyncGenerator, Callable, Mapping
from datetime import timedelta
from email.utils import parsedate_to_datetime
from typing import TypeVar
from urllib.parse import quote

import httpx
import msgspec
import websockets
from websockets.asyncio.client import connect

from hall.clock import Clock, SystemClock
from hall.errors import ConfigError, SyncError
from hall.pictures import PNG_SIGNATURE
from hall.retry import backoff
from queue_server import wire
from queue_server.pairing.identity import Identity, identity_folder, trouble
from queue_server.replies import decoded, for_an_older_hall, refusal

_LOG = logging.getLogger(__name__)
_Answer = TypeVar("_Answer")
_PING_S = 5.0
_FIRST_WAIT_S = 0.3
_LONGEST_WAIT_S = 10.0
_BODY_LIMIT = 16 * 1024 * 1024
_EMBLEM_LIMIT = 1024 * 1024
_EMBLEM_WITHIN_S = 10.0
_SAME_TIME = timedelta(seconds=1.5)

Heard = Callable[[bool], None]


class HallClient:
    """One device's connection to its hall.

    ``within`` bounds every request in seconds; ``on_state`` is told once when the live stream is
    found and once when it is lost.
    """

    def __init__(
        self,
        base_url: str,
        token: str | None = None,
        *,
        clock: Clock | None = None,
        within: float = 5.0,
        on_state: Heard | None = None,
        identity: Identity | None = None,
    ) -> None:
        self._base = base_url.rstrip("/")
        self._headers = {"Authorization": f"Bearer {token}"} if token else {}
        self._clock = clock or SystemClock()
        self._on_state = on_state
        self._connected = False
        self._why = ""
        self._ahead = timedelta()
        self._within = within
        if identity is None and self._base.startswith("https:"):
            identity = Identity(identity_folder())
        self._identity = identity
        self._unusable = ""
        try:
            self._http = self._connection()
        except ConfigError as fault:
            # A kiosk without its identity goes on alone, and says why.
            _LOG.error("the hall cannot be reached", extra={"why": str(fault)})
            self._identity, self._unusable = None, str(fault)
            self._http = self._connection()

    @property
    def connected(self) -> bool:
        """Whether the live stream is up."""
        return self._connected

    @property
    def hall_ahead(self) -> timedelta:
        """By how much the hall's clock is ahead of this machine's, as of the last answer."""
        return self._ahead

    def _connection(self) -> httpx.AsyncClient:
        # A proxy of the machine's environment must not divert the hall's own traffic.
        verify = True if self._identity is None else self._identity.context()
        return httpx.AsyncClient(
            base_url=self._base, headers=self._headers, timeout=self._within, trust_env=False,
            verify=verify,
        )  # fmt: skip

    # --- this device's certificate

    async def certify(self, request: str) -> wire.Certificate:
        """Return a certificate for the key of a PEM request."""
        body = wire.CertificateRequest(request=request)
        return await self._ask("POST", "/api/v1/certificates", wire.Certificate, body=body)

    async def certificate_shown(self) -> None:
        """Let the token go with the certificate of this connection from now on."""
        await self._send("POST", "/api/v1/certificates/shown")

    async def stay_known(self) -> None:
        """Renew this device's certificate when it is time, for ever; return where it has none."""
        if self._identity is not None:
            await self._identity.keep_fresh(self, self._clock)

    async def drop_connections(self) -> None:
        """Connect anew from the next request on, with what the identity holds now."""
        before, self._http = self._http, self._connection()
        await before.aclose()

    # --- the hall

    async def services(self) -> wire.ServiceList:
        """Return all services with how many wait."""
        return await self._ask("GET", "/api/v1/services", wire.ServiceList)

    async def windows(self) -> wire.WindowList:
        """Return all windows."""
        return await self._ask("GET", "/api/v1/windows", wire.WindowList)

    async def site(self) -> wire.SiteInfo:
        """Return the hall as devices need it."""
        return await self._ask("GET", "/api/v1/site", wire.SiteInfo)

    async def emblem(self) -> bytes:
        """Return the hall's emblem as PNG; SyncError for anything else, or one over 1 MB."""
        if self._unusable:
            raise SyncError(self._unusable)
        picture = bytearray()
        try:
            async with (
                asyncio.timeout(_EMBLEM_WITHIN_S),
                self._http.stream("GET", "/identity/emblem.png") as answer,
            ):
                async for part in answer.aiter_bytes():
                    picture += part
                    if len(picture) > _EMBLEM_LIMIT:
                        raise SyncError("the hall's emblem is larger than 1 MB")
        except (httpx.HTTPError, TimeoutError) as error:
            raise self._silent(error) from error
        if answer.status_code != 200 or not picture.startswith(PNG_SIGNATURE):
            raise SyncError(f"the hall gives no PNG as its emblem (status {answer.status_code})")
        return bytes(picture)

    # --- tickets

    async def issue(self, request: wire.TicketRequest, key: str) -> wire.Ticket:
        """Take a ticket; the same key again gives the same ticket."""
        return await self._ask("POST", "/api/v1/tickets", wire.Ticket, body=request, key=key)

    async def ticket(self, ticket_id: str) -> wire.Ticket:
        """Return one ticket."""
        return await self._ask("GET", f"/api/v1/tickets/{quote(ticket_id, safe='')}", wire.Ticket)

    async def tickets(self, **filters: str) -> wire.TicketList:
        """Return tickets by ``state``, ``number``, ``service`` or ``window``."""
        return await self._ask("GET", "/api/v1/tickets", wire.TicketList, query=filters)

    async def call_next(self, window: str, key: str) -> wire.Ticket | None:
        """Call the next visitor to a window; None when nobody waits."""
        path = f"/api/v1/windows/{quote(window, safe='')}/call-next"
        answer = await self._send("POST", path, key=key)
        return None if answer.status_code == 204 else decoded(answer, wire.Ticket)

    async def act(
        self, ticket_id: str, event: str, request: wire.ActionRequest | None = None
    ) -> wire.Ticket:
        """Do one event of the state machine, such as ``recall`` or ``step-away``."""
        path = f"/api/v1/tickets/{quote(ticket_id, safe='')}/{quote(event, safe='')}"
        return await self._ask("POST", path, wire.Ticket, body=request or wire.ActionRequest())

    async def change_needs(self, ticket_id: str, request: wire.NeedsRequest) -> wire.Ticket:
        """Tell what helps the visitor, instead of what was said when the ticket was taken."""
        path = f"/api/v1/tickets/{quote(ticket_id, safe='')}/needs"
        return await self._ask("PUT", path, wire.Ticket, body=request)

    async def window(self, window: str, command: str, reason: str | None = None) -> wire.WindowInfo:
        """Open, pause or close a window."""
        path = f"/api/v1/windows/{quote(window, safe='')}/{quote(command, safe='')}"
        return await self._ask(
            "POST", path, wire.WindowInfo, body=wire.ReasonRequest(reason=reason)
        )

    async def check_in(self, code: str) -> wire.Ticket:
        """Give the booked visitor who is here a ticket; asked again, the same one."""
        path = f"/api/v1/appointments/{quote(code, safe='')}/check-in"
        return await self._ask("POST", path, wire.Ticket)

    async def replay_offline(self, replay: wire.OfflineReplay) -> wire.OfflineAnswers:
        """Bring in tickets a kiosk issued alone."""
        return await self._ask("POST", "/api/v1/offline", wire.OfflineAnswers, body=replay)

    # --- people, devices, content

    async def ask_assistance(self, request: wire.AssistanceRequest) -> wire.Assistance:
        """Ask for a member of staff to come."""
        return await self._ask("POST", "/api/v1/assistance", wire.Assistance, body=request)

    async def tell_feedback(self, request: wire.FeedbackRequest, key: str) -> wire.FeedbackReceipt:
        """Tell the hall something; the same key and words again: the same receipt."""
        return await self._ask(
            "POST", "/api/v1/feedback", wire.FeedbackReceipt, body=request, key=key
        )

    async def match_wishes(self, wishes: wire.Wishes) -> wire.MatchList:
        """Return the jobs that answer wishes; nothing is kept."""
        return await self._ask("POST", "/api/v1/needs/matches", wire.MatchList, body=wishes)

    async def register_need(self, request: wire.NeedRequest, key: str) -> wire.NeedReceipt:
        """Register a need; the same key and wishes again: the same receipt."""
        return await self._ask("POST", "/api/v1/needs", wire.NeedReceipt, body=request, key=key)

    async def withdraw_need(self, reference: str) -> None:
        """Erase a need by its number."""
        body = wire.NeedNumber(reference=reference)
        await self._send("POST", "/api/v1/needs/withdraw", body=body)

    async def feedback_status(self, reference: str) -> wire.FeedbackStatus:
        """Return what became of something told."""
        return await self._ask(
            "GET", "/api/v1/feedback/status", wire.FeedbackStatus, query={"reference": reference}
        )

    async def deliver(self, delivery: wire.Delivery) -> None:
        """Tell what became of a call or notice at one sink."""
        await self._send("POST", "/api/v1/deliveries", body=delivery)

    async def tell_device(self, status: wire.DeviceStatus) -> None:
        """Tell what a device says of itself."""
        await self._send("POST", "/api/v1/devices/status", body=status)

    async def content(self, **query: str | int) -> wire.ContentPage:
        """Search content (contract §2)."""
        return await self._ask("GET", "/api/v1/content", wire.ContentPage, query=query)

    async def content_item(self, kind: str, item_id: str, **stated: str) -> wire.ContentItem:
        """Return one item, whole; with why it fits what is stated (``disability=physical:3``)."""
        path = f"/api/v1/content/{quote(kind, safe='')}/{quote(item_id, safe='')}"
        return await self._ask("GET", path, wire.ContentItem, query=dict(stated) or None)

    async def suggest(self, text: str, limit: int = 10) -> wire.SuggestionList:
        """Complete what somebody types."""
        query: dict[str, str | int] = {"q": text, "limit": limit}
        return await self._ask("GET", "/api/v1/suggest", wire.SuggestionList, query=query)

    async def vocabulary(self) -> wire.SuggestionList:
        """Return all words content can be looked for with, the most frequent first."""
        return await self._ask("GET", "/api/v1/suggest/vocabulary", wire.SuggestionList)

    # --- the live stream

    async def live(self, after: str | None = None) -> AsyncGenerator[wire.Row, None]:
        """Yield rows in order, none twice, none missing; a snapshot first where ``after`` is none.

        Comes back by itself after a cut, from the last row yielded; waits grow to ten seconds.
        """
        waits = backoff(_FIRST_WAIT_S, _LONGEST_WAIT_S)
        while True:
            try:
                async with self._stream(after) as socket:
                    self._tell(connected=True)
                    async for message in socket:
                        row = msgspec.json.decode(message, type=wire.Row)
                        after = f"{row.epoch}:{row.seq}"
                        waits = backoff(_FIRST_WAIT_S, _LONGEST_WAIT_S)
                        yield row
            except (OSError, websockets.WebSocketException, TimeoutError) as error:
                why = trouble(error, self._clock.now())
                if why and why != self._why:
                    _LOG.warning("the hall cannot be followed", extra={"why": why})
                self._why = why
                _LOG.debug("live stream interrupted", extra={"why": str(error)})
            except msgspec.MsgspecError as error:
                raise SyncError(f"the live stream told something unreadable: {error}") from error
            self._tell(connected=False)
            await self._clock.sleep(next(waits))

    def _stream(self, after: str | None) -> connect:
        if self._unusable:
            raise ConnectionRefusedError(self._unusable)
        address = self._base.replace("http", "ws", 1) + "/api/v1/live"
        if after is not None:
            address += f"?after={quote(after, safe=':')}"
        return connect(
            address,
            additional_headers=self._headers,
            proxy=None,
            ping_interval=_PING_S,
            ping_timeout=_PING_S,
            open_timeout=_PING_S,
            close_timeout=1,
            max_size=_BODY_LIMIT,
            ssl=None if self._identity is None else self._identity.context(),
        )

    def _tell(self, *, connected: bool) -> None:
        if connected == self._connected:
            return
        self._connected = connected
        _LOG.info(
            "hall server found" if connected else "hall server lost", extra={"url": self._base}
        )
        if self._on_state is not None:
            self._on_state(connected)

    # --- asking

    async def _ask(
        self,
        method: str,
        path: str,
        wanted: type[_Answer],
        *,
        body: msgspec.Struct | None = None,
        key: str | None = None,
        query: Mapping[str, str | int] | None = None,
    ) -> _Answer:
        return decoded(await self._send(method, path, body=body, key=key, query=query), wanted)

    async def _send(
        self,
        method: str,
        path: str,
        *,
        body: msgspec.Struct | None = None,
        key: str | None = None,
        query: Mapping[str, str | int] | None = None,
    ) -> httpx.Response:
        if self._unusable:
            raise SyncError(self._unusable)
        headers = {} if key is None else {"Idempotency-Key": key}
        content = None
        if body is not None:
            content = msgspec.json.encode(body)
            headers["Content-Type"] = "application/json"
        while True:
            try:
                answer = await self._http.request(
                    method, path, content=content, headers=headers, params=query
                )
            except httpx.HTTPError as error:
                raise self._silent(error) from error
            older = for_an_older_hall(content, answer)
            if older is None:
                break
            content = older
        if answer.status_code >= 400:
            raise refusal(answer)
        self._compare(answer.headers.get("date", ""))
        return answer

    def _silent(self, error: Exception) -> SyncError:
        why = trouble(error, self._clock.now()) or type(error).__name__
        return SyncError(f"the hall server cannot be reached: {why}")

    def _compare(self, date: str) -> None:
        """Compare clocks; the hall's is told in whole seconds, so what is that close is equal."""
        try:
            there = parsedate_to_datetime(date)
        except ValueError:
            return
        if there.tzinfo is None:
            return
        ahead = there + timedelta(seconds=0.5) - self._clock.now()
        self._ahead = ahead if abs(ahead) >= _SAME_TIME else timedelta()

    async def aclose(self) -> None:
        """Let go of the connection."""
        await self._http.aclose()


async def reachable(client: HallClient, within: float = 2.0) -> bool:
    """Tell whether the hall answers now."""
    try:
        async with asyncio.timeout(within):
            await client.site()
    except (SyncError, TimeoutError):
        return False
    return True
