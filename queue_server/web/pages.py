"""Drawing pages: templates, catalogues, pictograms and static files, all read once at start."""

import hashlib
import operator
import re
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, FunctionLoader, StrictUndefined
from litestar import MediaType, Request, Response, Router, get
from litestar.exceptions import NotFoundException
from litestar.params import FromPath
from markupsafe import Markup

from hall.texts import Texts, load_texts
from queue_server.web.script_words import browser_words, words_for

if TYPE_CHECKING:
    from queue_server.web.languages import Wording

LANGUAGES = ("zh-CN", "en")
LANGUAGE_COOKIE = "hall90_language"
_PACKAGE = "queue_server.web"
_KINDS = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
_RUNNERS = ("supervisor", "admin")
_AT_DESK = ("reception", "staff", *_RUNNERS)
_READERS = (*_RUNNERS, "reader")
_EVERYBODY = ("staff", "reception", "reader", *_RUNNERS)
ADMIN_PAGES: tuple[dict[str, Any], ...] = (
    {"id": "today", "group": "hall", "href": "/admin/", "roles": _EVERYBODY},
    {"id": "staff", "group": "hall", "href": "/staff/", "roles": ("staff", *_RUNNERS)},
    {"id": "reception", "group": "hall", "href": "/reception/", "roles": _AT_DESK},
    {"id": "captions", "group": "hall", "href": "/captions/", "roles": _AT_DESK},
    {"id": "paper", "group": "hall", "href": "/reception/paper", "roles": _AT_DESK},
    {"id": "notices", "group": "told", "href": "/admin/notices", "roles": _RUNNERS},
    {"id": "playlists", "group": "told", "href": "/admin/playlists", "roles": _RUNNERS},
    {"id": "feedback", "group": "told", "href": "/admin/feedback", "roles": _RUNNERS},
    {"id": "content", "group": "told", "href": "/admin/content", "roles": _READERS},
    {"id": "sync", "group": "told", "href": "/admin/sync", "roles": _READERS},
    {"id": "statistics", "group": "known", "href": "/admin/statistics", "roles": _READERS},
    {"id": "what_if", "group": "known", "href": "/admin/what-if", "roles": _READERS},
    {"id": "quarter", "group": "known", "href": "/admin/quarter", "roles": _READERS},
    {"id": "questionnaire", "group": "known", "href": "/admin/questionnaire", "roles": _READERS},
    {"id": "journal", "group": "known", "href": "/admin/journal", "roles": _RUNNERS},
    {"id": "site", "group": "set", "href": "/admin/site", "roles": ("admin",)},
    {"id": "settings", "group": "set", "href": "/admin/settings", "roles": _RUNNERS},
    {"id": "kiosks", "group": "set", "href": "/admin/kiosks", "roles": ("admin",)},
    {"id": "accounts", "group": "set", "href": "/admin/accounts", "roles": _RUNNERS},
    {"id": "upkeep", "group": "set", "href": "/admin/upkeep", "roles": _RUNNERS},
    {"id": "own", "group": "set", "href": "/admin/me", "roles": _EVERYBODY},
)
"""What stands in the bar of every admin page: its word is `admin-to-ID`, and who may open it."""
_SCRIPT = re.compile(r"/static/([\w-]+\.js)")
_Asked = Request[Any, Any, Any]


class Pages:
    """Makes HTML from templates, in the language of whoever asks."""

    def __init__(self) -> None:
        self._texts = {language: page_texts(language) for language in LANGUAGES}
        self._said: dict[tuple[str, str, str], dict[str, str]] = {}
        self._jinja = Environment(
            loader=FunctionLoader(_template), autoescape=True, undefined=StrictUndefined
        )
        # In the order of the site: lists of services are read from top to bottom.
        self._jinja.policies["json.dumps_kwargs"] = {"sort_keys": False, "ensure_ascii": False}
        self._jinja.tests["has"] = operator.contains
        groups = dict.fromkeys(each["group"] for each in ADMIN_PAGES)
        self._jinja.globals["admin_groups"] = {
            group: [each for each in ADMIN_PAGES if each["group"] == group] for group in groups
        }
        self._sprite = Markup(_sprite())  # noqa: S704  our own files

    def answer(
        self,
        request: _Asked,
        template: str,
        *,
        status: int = 200,
        headers: dict[str, str] | None = None,
        wording: "Wording | None" = None,
        **values: object,
    ) -> Response[str]:
        """Return a page; ``t`` is the catalogue, ``words`` what its script may say.

        ``wording`` is a visitor's, in any language of the hall; else it is one of ``LANGUAGES``.
        """
        language = wording.language.tag if wording else language_of(request)
        scripted = language if language in LANGUAGES else LANGUAGES[0]
        html = self._jinja.get_template(template).render(
            language=language,
            written=wording.language if wording else None,
            t=wording or self._texts[language].written,
            words=self.words_on(template, str(values.get("now", "staff")), scripted),
            sprite=self._sprite,
            **values,
        )
        answer = Response(
            html,
            status_code=status,
            media_type=MediaType.HTML,
            headers={"Cache-Control": "no-store", "Vary": "Cookie", **(headers or {})},
        )
        if "lang" in request.query_params:
            keep_language(answer, language)
        return answer

    def words_on(self, template: str, page: str, language: str) -> dict[str, str]:
        """Return what the scripts of a page may say, its own and those its template names."""
        at = template, page, language
        if at not in self._said:
            scripts = {f"{page}.js", *_SCRIPT.findall(_template(template))}
            self._said[at] = words_for(scripts, browser_words(language))
        return self._said[at]


@cache
def page_texts(language: str) -> Texts:
    """Return what pages say in one of ``LANGUAGES``."""
    return load_texts(language, "queue_server")


def page_mark(template: str, *files: str) -> str:
    """Return a mark that changes with a page: screens that stand for weeks load it anew then."""
    static = resources.files(_PACKAGE).joinpath("static")
    parts = [_template(template), *(static.joinpath(each).read_text("utf-8") for each in files)]
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:16]


def language_of(request: _Asked) -> str:
    """Return the page language: asked for, else chosen, else the browser's first, else Chinese."""
    for chosen in (request.query_params.get("lang"), request.cookies.get(LANGUAGE_COOKIE)):
        if chosen in LANGUAGES:
            return str(chosen)
    for wanted in request.headers.get("accept-language", "").split(","):
        spoken = wanted.strip().lower()[:2]
        if spoken in ("zh", "en"):
            return "en" if spoken == "en" else "zh-CN"
    return "zh-CN"


def keep_language(answer: Response[Any], language: str) -> None:
    """Let the browser bring a language along from now on."""
    answer.set_cookie(
        LANGUAGE_COOKIE, language, max_age=365 * 24 * 3600, path="/", samesite="strict"
    )


def static_router() -> Router:
    """Return ``/static/…``: only files known at start, checked for freshness by their hash."""
    files = {
        file.name: (file.read_bytes(), kind)
        for file in resources.files(_PACKAGE).joinpath("static").iterdir()
        if (kind := _KINDS.get(_suffix(file))) is not None
    }
    marks = {
        name: f'"{hashlib.sha256(body).hexdigest()[:16]}"' for name, (body, _) in files.items()
    }

    @get("/{name:str}", include_in_schema=False)
    async def static_file(request: _Asked, name: FromPath[str]) -> Response[bytes]:
        """Answer a file, or 304 when the browser has it."""
        if name not in files:
            raise NotFoundException
        headers = {"ETag": marks[name], "Cache-Control": "no-cache"}
        if request.headers.get("if-none-match") == marks[name]:
            return Response(b"", status_code=304, headers=headers)
        body, kind = files[name]
        return Response(body, media_type=f"{kind}; charset=utf-8", headers=headers)

    return Router(path="/static", route_handlers=[static_file])


def _template(name: str) -> str:
    return resources.files(_PACKAGE).joinpath("templates", name).read_text("utf-8")


def _sprite() -> str:
    """Return every pictogram as a symbol ``i-NAME`` of one hidden drawing."""
    folder = resources.files(_PACKAGE).joinpath("static", "icons")
    symbols = []
    for file in sorted(folder.iterdir(), key=lambda each: each.name):
        inner = re.sub(r"^<svg[^>]*>|</svg>\s*$", "", file.read_text("utf-8").strip())
        name = file.name.removesuffix(".svg")
        symbols.append(f'<symbol id="i-{name}" viewBox="0 0 24 24">{inner}</symbol>')
    return "".join(symbols)


def _suffix(file: Traversable) -> str:
    return "." + file.name.rpartition(".")[2] if file.is_file() else ""
