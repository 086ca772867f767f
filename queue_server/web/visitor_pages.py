"""What all pages for visitors share: the hall's languages, its name, addresses that keep a choice.

The choice of a language stays in a cookie that says nothing but the language, and, for browsers
that take no cookies, in the addresses of the page.
"""

from typing import Any
from urllib.parse import quote

from litestar import Request, Response

from config.site import Site
from queue_server import wire
from queue_server.app import Server
from queue_server.web.languages import Languages, Wording, language_for
from queue_server.web.pages import Pages

_Asked = Request[Any, Any, Any]


class VisitorPages:
    """Draws pages for visitors over one server."""

    def __init__(self, server: Server, pages: Pages) -> None:
        self._server = server
        self._pages = pages
        self._languages = Languages(server.settings.data / "texts")

    @property
    def site(self) -> Site:
        """The hall as it is now."""
        return self._server.site

    def words(self, request: _Asked, ticket: wire.Ticket | None = None) -> Wording:
        """Return what the page of this visitor says."""
        offered = self._languages.offered(self.site)
        asked = ticket.languages if ticket is not None else ()
        return Wording(
            language=language_for(request, offered, asked), chinese=self._languages.first
        )

    def answer(
        self,
        request: _Asked,
        template: str,
        *,
        ticket: wire.Ticket | None = None,
        status: int = 200,
        here: str = "",
        **values: Any,
    ) -> Response[Any]:
        """Return a page in the visitor's language, with the way to every other.

        ``here`` is where the same page is got again, where the request was no such address.
        """
        asked = "lang" in request.query_params
        words = self.words(request, ticket)
        kept = f"lang={quote(words.language.tag)}" if asked else ""
        return self._pages.answer(
            request,
            template,
            status=status,
            wording=words,
            ticket=ticket,
            hall=self.site.hall.name,
            here=here or request.url.path,
            offered=self._languages.offered(self.site),
            to=lambda path: _with(path, kept),
            **values,
        )

    def onward(self, request: _Asked, path: str) -> str:
        """Return an address to send the visitor on to, with the language asked for."""
        asked = request.query_params.get("lang", "")
        return _with(path, f"lang={quote(asked)}" if asked else "")


def _with(path: str, kept: str) -> str:
    return f"{path}{'&' if '?' in path else '?'}{kept}" if kept else path
