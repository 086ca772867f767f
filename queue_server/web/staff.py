"""The staff console: sign-in, session, page. What it does goes through the API like all else."""

from typing import Any

from litestar import Router

from queue_server.app import Server
from queue_server.web.sessions import Sessions


def staff_router(server: Server, sessions: Sessions) -> Router:
    """Return the console's routes."""
    handlers: list[Any] = []
    return Router(path="/staff", route_handlers=handlers)
