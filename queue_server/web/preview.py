"""How a notice will look: each sign's own bytes drawn by its simulator, in a process of its own.

The server does not import what drives signs; it asks the display part's command, and a picture
that takes too long or fails harms nobody who waits.
"""

import asyncio
import base64
import sys
from contextlib import suppress
from typing import Any

import msgspec
from litestar import Request, Response, Router, post
from litestar.exceptions import NotFoundException
from litestar.params import FromPath, JSONBody

from hall.errors import HallError
from queue_server import wire
from queue_server.app import Server
from queue_server.domain.errors import UnavailableError, refused
from queue_server.service.asking import require_role
from queue_server.service.notices import PUBLISHERS
from queue_server.web.actors import Who, require_known
from queue_server.web.pages import language_of

_COMMAND = (sys.executable, "-m", "hall.cli", "display", "preview")
_LIMIT_S = 15.0


class _Answer(msgspec.Struct, frozen=True):
    """What the display part's command says: one item for each sign or screen asked about."""

    items: tuple[wire.Preview, ...]


async def drawn(question: dict[str, Any]) -> wire.Preview:
    """Return the picture a child draws; raises UnavailableError where it cannot."""
    child = await asyncio.create_subprocess_exec(
        *_COMMAND,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        async with asyncio.timeout(_LIMIT_S):
            told, fault = await child.communicate(msgspec.json.encode(question))
    except TimeoutError as late:
        raise UnavailableError("the picture took too long; try again") from late
    finally:
        if child.returncode is None:
            with suppress(ProcessLookupError):
                child.kill()
            await child.wait()
    if child.returncode != 0:
        last = fault.decode("utf-8", "replace").strip().splitlines()
        raise UnavailableError(f"no picture: {last[-1] if last else 'the display part ended'}")
    try:
        (picture,) = msgspec.json.decode(told, type=_Answer).items
    except (msgspec.MsgspecError, ValueError) as strange:
        raise HallError("the display part answered what is no picture") from strange
    return picture


def preview_router(server: Server) -> Router:
    """Return ``POST /api/v1/boards/{board}/preview``."""
    # A picture costs half a second of a processor: never more than one at a time.
    turn = asyncio.Semaphore(1)

    @post("/{board:str}/preview", status_code=200, summary="A sign or screen as it will look")
    async def preview_board(
        request: Request[Any, Any, Any],
        who: Who,
        board: FromPath[str],
        data: JSONBody[wire.PreviewRequest],
    ) -> Response[Any]:
        """Answer the picture (PNG), or its frames and warnings where JSON is accepted."""
        require_role(require_known(who), PUBLISHERS)
        if (data.notice is None) == (data.emergency is None):
            raise refused("value_missing", "give a notice or an emergency", field="notice")
        question = await _question(server, board, data, language_of(request))
        async with turn:
            picture = await drawn(question)
        if "application/json" in request.headers.get("accept", ""):
            return Response(picture)
        return Response(base64.b64decode(picture.png), media_type="image/png")

    return Router(path="/api/v1/boards", route_handlers=[preview_board], tags=["boards"])


async def _question(
    server: Server, board: str, data: wire.PreviewRequest, language: str
) -> dict[str, Any]:
    site = await server.hall.site()
    question: dict[str, Any] = {
        "languages": site.languages,
        "language": language,
        "display": site.display,
        "signs": (),
    }
    for name in ("notice", "emergency"):
        words = getattr(data, name)
        if words is not None:
            question[name] = {"id": "preview", **msgspec.to_builtins(words)}
            question[name].pop("revision", None)
    if data.emergency is not None:
        question["emergency"]["since"] = server.hall.now()
    sign = next((each for each in site.signs if each.id == board), None)
    if sign is not None:
        return {**question, "signs": (sign,)}
    if any(each.id == board for each in site.boards):
        return {**question, "screens": (board,)}
    raise NotFoundException("The hall has no sign or screen of this name")
