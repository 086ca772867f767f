"""Hall screens in a browser: the page, what it shows, and its silent films.

The page is made for a television driven by any browser: it needs no keyboard, asks for itself
every few seconds and whenever the journal moves, and says so when what it shows is old.
"""

from collections.abc import Collection
from pathlib import Path
from typing import Annotated, Any

from litestar import Request, Response, Router, get
from litestar.exceptions import NotFoundException
from litestar.params import FromPath, QueryParameter
from litestar.response import File

from config.site import Board, name_in
from queue_server import wire
from queue_server.app import Server
from queue_server.service.boards import board_view
from queue_server.service.playlisting import Playlists
from queue_server.web.headers import SCREEN_POLICY
from queue_server.web.identity import mark_of
from queue_server.web.pages import LANGUAGES, Pages, page_mark, page_texts
from queue_server.web.receipts import PageReceipts

_FILMS = {".webm": "video/webm", ".mp4": "video/mp4", ".vtt": "text/vtt"}
_KINDS = {**_FILMS, ".png": "image/png", ".jpg": "image/jpeg"}
_Asked = Request[Any, Any, Any]


class Boards:
    """The hall's screens over one server."""

    def __init__(
        self, server: Server, pages: Pages, receipts: PageReceipts, playlists: Playlists
    ) -> None:
        self._server = server
        self._playlists = playlists
        self._receipts = receipts
        self._pages = pages
        self._mark = page_mark("board.html", "board.js", "board.css", "tokens.css")

    async def view(
        self, name: str, shown: Collection[int], drawn: Collection[int]
    ) -> wire.BoardView:
        """Return what a screen shows now.

        ``shown`` are the beats it has drawn, ``drawn`` the rows of notices and playlists.
        """
        hall, board = self._server.hall, self._board(name)
        site = self._server.site
        mark = f"{self._mark}-{mark_of(site.hall)}"
        now = board_view(hall.showing.present(), site, board, hall.now(), mark)
        for beat in {call.beat for call in now.calls} & {*shown}:
            await self._receipts.shown(f"board:{board.id}", beat)
        told = {*(each.seq for each in now.notices), *(each.seq for each in now.playlists)}
        rows = {row for row in told if row is not None} & {*drawn}
        self._playlists.screens.report(board.id, rows, hall.now())
        for row in rows:
            await self._receipts.shown(f"board:{board.id}", row)
        return now

    def page(self, request: _Asked, name: str) -> Response[str]:
        """Return the screen's page, its words in every language of the hall."""
        board, site = self._board(name), self._server.site
        shown = [each for each in site.hall.languages if each in LANGUAGES] or [LANGUAGES[0]]
        words = {each: self._pages.words_on("board.html", "board", each) for each in shown}
        boot = {
            "board": board.id,
            "languages": shown,
            "words": words,
            "now": self._server.clock.now().isoformat(),
            "timeZone": site.hall.time_zone,
        }
        return self._pages.answer(
            request, "board.html", hall=name_in(site.hall.name, shown[0]), boot=boot,
            first=shown[0], words_of_first=words[shown[0]],
            plain=page_texts(shown[0]).written,
            headers={"Content-Security-Policy": SCREEN_POLICY},
        )  # fmt: skip

    def film(self, name: str) -> File:
        """Return a picture or film of the hall's own; no other file is answered."""
        path = Path(name)
        kept = self._playlists.file(name)
        if kept is not None:
            return File(
                kept, media_type=_KINDS[kept.suffix], content_disposition_type="inline",
                headers={"Cache-Control": "public, max-age=31536000, immutable"},
            )  # fmt: skip
        films = {Path(each.film).stem for each in self._server.site.boards if each.film}
        file = self._server.settings.data / "media" / path.name
        if path.stem not in films or path.suffix not in _FILMS or not file.is_file():
            raise NotFoundException("There is no such film")
        return File(file, media_type=_FILMS[path.suffix], content_disposition_type="inline")

    def _board(self, name: str) -> Board:
        for board in self._server.site.boards:
            if board.id == name:
                return board
        known = ", ".join(each.id for each in self._server.site.boards)
        raise NotFoundException(f"The hall has no screen of this name. It has: {known or 'none'}")


def board_routers(
    server: Server, pages: Pages, receipts: PageReceipts, playlists: Playlists
) -> list[Router]:
    """Return ``/board/{name}``, ``/media/{film}`` and ``/api/v1/boards/{name}``."""
    boards = Boards(server, pages, receipts, playlists)

    @get("/board/{name:str}", include_in_schema=False)
    async def board_page(request: _Asked, name: FromPath[str]) -> Response[str]:
        return boards.page(request, name)

    @get("/media/{name:str}", include_in_schema=False)
    async def film(name: FromPath[str]) -> File:
        return boards.film(name)

    @get("/{name:str}", summary="All a hall screen shows now")
    async def get_board(
        name: FromPath[str],
        shown: Annotated[list[int] | None, QueryParameter(max_items=64)] = None,
        drawn: Annotated[list[int] | None, QueryParameter(max_items=64)] = None,
    ) -> wire.BoardView:
        """Answer calls, lines, notices, playlists, the emergency.

        A screen names the calls it has ``shown``, and the rows of the notices and playlists it has
        ``drawn``.
        """
        return await boards.view(name, shown or (), drawn or ())

    return [
        Router(path="/", route_handlers=[board_page, film]),
        Router(path="/api/v1/boards", route_handlers=[get_board], tags=["boards"]),
    ]
