"""What became of a complaint or a suggestion, on the phone: ``/f/{code}`` from the receipt."""

from typing import Any

from litestar import Request, Response, Router, get
from litestar.params import FromPath

from hall.errors import RuleError
from queue_server.app import Server
from queue_server.domain.hours import local
from queue_server.service.feedback.box import FeedbackBox
from queue_server.web.visitor_pages import VisitorPages

_Asked = Request[Any, Any, Any]


def receipt_page(server: Server, pages: VisitorPages, box: FeedbackBox) -> Router:
    """Return ``/f``: plain HTML, no account, no script, never what was told."""

    @get("/{code:str}", include_in_schema=False)
    async def what_became(request: _Asked, code: FromPath[str]) -> Response[Any]:
        site = server.site
        try:
            told = await box.status_by_code(code)
        except RuleError:
            return pages.answer(
                request,
                "told.html",
                status=404,
                told=None,
                hotline=site.hall.hotline,
            )
        digits = told.reference
        return pages.answer(
            request,
            "told.html",
            told=told,
            hotline=site.hall.hotline,
            reference=f"{digits[:3]} {digits[3:6]} {digits[6:]}",
            at=f"{local(told.at, site):%Y-%m-%d %H:%M}",
            due=f"{local(told.first_by, site):%Y-%m-%d}" if told.first_by else "",
            replies=[
                (f"{local(each.at, site):%Y-%m-%d %H:%M}", each.text) for each in told.replies
            ],
        )

    return Router(path="/f", route_handlers=[what_became])
