"""The web edge as it is served: the short way in front, the application behind it."""

import os
from functools import partial
from typing import Any, cast

import uvicorn
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from queue_server.app import Server
from queue_server.web.arriving import Arriving, Built
from queue_server.web.bounds import FRAME_LIMIT
from queue_server.web.crowding import Uncrowded
from queue_server.web.front import App, Front
from queue_server.web.lines import Line
from queue_server.web.placing import Placed
from queue_server.web.prompting import Prompt

_DRAIN_S = 5


def application(server: Server) -> Arriving:
    """Return the application over a running hall, which is built once the server starts."""
    return Arriving(partial(_build, server))


def web_config(server: Server, behind: Arriving | None = None) -> uvicorn.Config:
    """Return how uvicorn serves a running hall."""
    return uvicorn.Config(
        Front(behind or application(server), server.hall),
        proxy_headers=False,
        log_config=None,
        access_log=False,
        timeout_graceful_shutdown=_DRAIN_S,
        lifespan="on",
        http=Prompt,
        ws=Line,
        ws_max_size=FRAME_LIMIT,
        ws_per_message_deflate=False,
        server_header=False,
    )


def _build(server: Server) -> Built:
    from queue_server.web.app import build_web  # 1 s, the hall being served already

    web = build_web(server)
    # Who is behind a proxy matters to the application only, not to the short way.
    behind = ProxyHeadersMiddleware(
        cast(Any, Uncrowded(Placed(web), server.clock)),
        os.environ.get("FORWARDED_ALLOW_IPS", "127.0.0.1"),
    )
    return Built(app=cast(App, behind), running=web.lifespan)
