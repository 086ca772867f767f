"""TLS by the server itself: whose certificate a connection shows, told to what answers it.

uvicorn tells an application nothing of a certificate; so both of its protocols are made to put it
into the scope, and the outermost layer sets it for the task that answers.
"""

import ssl
from collections.abc import Callable
from typing import Any, cast

import uvicorn
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from queue_server.pairing.authority import Authority, shown_by
from queue_server.service.carrying import SHOWN
from queue_server.web.front import App, Receive, Scope, Send
from queue_server.web.lines import Line

CERTIFICATE = "hall90.certificate"
"""Where a scope names the certificate (DER) its connection showed, among the extensions."""


def context_of(authority: Authority) -> ssl.SSLContext:
    """Return how TLS is spoken: 1.3, and a certificate of ours where one is shown.

    Our own programs and every browser the pages work in (Chromium 78 on) speak 1.3.
    """
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_3
    context.verify_mode = ssl.CERT_OPTIONAL
    context.load_verify_locations(authority.own_file)
    context.load_cert_chain(authority.server_file)
    return context


def with_tls(config: uvicorn.Config, context: ssl.SSLContext) -> uvicorn.Config:
    """Return a configuration that serves over TLS; its application runs elsewhere already."""
    config.app = Carrying(cast(App, config.app))
    config.ssl_context_factory = _always(context)
    config.http = _Http
    config.ws = _TlsLine
    config.lifespan = "off"
    return config


class Carrying:
    """An application whose commands know the certificate of the connection they came by."""

    def __init__(self, app: App) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one connection."""
        der = (scope.get("extensions") or {}).get(CERTIFICATE)
        SHOWN.set(None if der is None else shown_by(der))
        await self._app(scope, receive, send)


class _Http(HttpToolsProtocol):
    """HTTP that tells the certificate of its connection."""

    def connection_made(self, transport: Any) -> None:
        super().connection_made(transport)
        if (der := _certificate(transport)) is not None:
            app = cast(Any, self.app)

            async def certified(scope: Scope, receive: Receive, send: Send) -> None:
                _put(scope, der)
                await app(scope, receive, send)

            self.app = cast(Any, certified)


class _TlsLine(Line):
    """A WebSocket that tells the certificate of its connection."""

    async def run_asgi(self) -> None:
        if (der := _certificate(self.transport)) is not None:
            _put(cast(Any, self.scope), der)
        await super().run_asgi()


def _put(scope: Any, der: bytes) -> None:
    scope["extensions"] = {**(scope.get("extensions") or {}), CERTIFICATE: der}


def _certificate(transport: Any) -> bytes | None:
    connection = transport.get_extra_info("ssl_object")
    return None if connection is None else cast("bytes | None", connection.getpeercert(True))


def _always(
    context: ssl.SSLContext,
) -> Callable[[uvicorn.Config, Callable[[], ssl.SSLContext]], ssl.SSLContext]:
    return lambda _config, _default: context
