"""The web edge as it is served: the short way in front, the application behind it."""

import os
from typing import Any, cast

import uvicorn
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from queue_server.app import Server
from queue_server.web.app import build_web
from queue_server.web.front import App, Front
from queue_server.web.lines import Line

_DRAIN_S = 5


def web_config(server: Server) -> uvicorn.Config:
    """Return how uvicorn serves a running hall."""
    # Who is behind a proxy matters to the application only, not to the short way.
    behind = ProxyHeadersMiddleware(
        cast(Any, build_web(server)), os.environ.get("FORWARDED_ALLOW_IPS", "127.0.0.1")
    )
    return uvicorn.Config(
        Front(cast(App, behind), server.hall),
        proxy_headers=False,
        log_config=None,
        access_log=False,
        timeout_graceful_shutdown=_DRAIN_S,
        ws=Line,
        ws_max_size=64 * 1024,
        ws_per_message_deflate=False,
        server_header=False,
    )
