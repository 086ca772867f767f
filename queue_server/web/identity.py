"""The hall's identity on every page: its colour as a style sheet, its emblem as a picture."""

import asyncio
import hashlib
from collections.abc import Iterator
from typing import Any

from litestar import Request, Response, Router, get
from litestar.exceptions import NotFoundException

from config.identity import contrast
from config.site import Hall, name_in
from queue_server.app import Server

LEAST_EDGE = 3.0
"""Of an edge against its ground (WCAG 2.2, 1.4.11)."""
_LIGHT, _DARK = "#ffffff", "#1a2328"
"""The surfaces of the themes, as tokens.css has them; a test compares them."""
_STEPS = 20
_Asked = Request[Any, Any, Any]


def identity_router(server: Server) -> Router:
    """Return ``/identity``: both follow the site at once, and are asked for again each time."""

    @get("/identity.css", include_in_schema=False)
    async def colour(request: _Asked) -> Response[bytes]:
        return _fresh(request, rules_of(server.site.hall).encode(), "text/css; charset=utf-8")

    @get("/emblem.png", include_in_schema=False)
    async def emblem(request: _Asked) -> Response[bytes]:
        name = server.site.hall.emblem
        file = server.settings.data / "media" / name
        if not name or not file.is_file():
            raise NotFoundException("This hall has no emblem")
        return _fresh(request, await asyncio.to_thread(file.read_bytes), "image/png")

    return Router(path="/identity", route_handlers=[colour, emblem])


def rules_of(hall: Hall) -> str:
    """Return the style sheet of a hall's identity: a band of its colour, its emblem by its name.

    The colour carries no words, so none can be hard to read for it; as an edge it is made lighter
    or darker until it can be seen on the ground of each theme, and left out in high contrast. The
    emblem says nothing that words do not. What is printed bears the name, the emblem and the band.
    """
    rules = [*_bands(hall.colour)] if hall.colour else []
    if hall.emblem:
        rules += _emblems(f"/identity/emblem.png?{hall.emblem}")
    edge = f"border-bottom: 3px solid {hall.colour}; " if hall.colour else ""
    named = f"content: {_quoted(name_in(hall.name, hall.languages[0]))}; display: block; "
    rules.append(
        f"@media print {{ .statistics::before, main.today:not(.sheets)::before {{ {named}"
        f"{edge}font-weight: 700; padding-bottom: 4px; margin-bottom: 12px; }} }}"
    )
    return "\n".join(rules) + "\n"


def seen_on(colour: str, ground: str, least: float = LEAST_EDGE) -> str:
    """Return a colour mixed with white or black until it stands out from its ground so much."""
    towards = 255 if contrast("#000000", ground) < contrast("#ffffff", ground) else 0
    for step in range(_STEPS + 1):
        parts = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
        mixed = "".join(f"{round(one + (towards - one) * step / _STEPS):02x}" for one in parts)
        if contrast(f"#{mixed}", ground) >= least:
            return f"#{mixed}"
    return "#ffffff" if towards else "#000000"


def _bands(colour: str) -> Iterator[str]:
    grounds = {"light": _LIGHT, "dark": _DARK}
    seen = {theme: seen_on(colour, ground) for theme, ground in grounds.items()}
    yield f":root {{ --hall: {seen['light']}; }}"
    yield f"@media (prefers-color-scheme: dark) {{ :root {{ --hall: {seen['dark']}; }} }}"
    yield "@media (prefers-contrast: more) { :root { --hall: var(--primary); } }"
    for theme, found in (*seen.items(), ("contrast", "var(--primary)"), ("board", seen["dark"])):
        yield f':root[data-theme="{theme}"] {{ --hall: {found}; }}'
    yield ".card, .console > .top, .caption-screen { border-top: 6px solid var(--hall); }"
    # On a hall screen the very colour: its header is a field of its own, with nothing on the band.
    yield f".screen > header {{ border-bottom: 8px solid {colour}; }}"


def _emblems(url: str) -> Iterator[str]:
    box = f"content: ''; background: url(\"{url}\") left center / contain no-repeat;"
    yield f".card > .hall::before {{ {box} display: block; height: 56px; }}"
    yield '[dir="rtl"] .card > .hall::before { background-position: right center; }'
    yield f".console > .top::before {{ {box} flex: none; width: 40px; height: 40px; }}"
    yield ".console > .top::before { margin-right: .875rem; background-position: center; }"
    inline = "display: inline-block; width: 1.2em; height: 1.2em; margin-right: .4em;"
    yield (
        f".screen > header h1::before, .caption-screen .hall::before {{ {box} {inline} "
        "vertical-align: -.2em; }"
    )
    yield f'@media print {{ .statistics, main.today:not(.sheets) {{ background: url("{url}") '
    yield "right top / 56px no-repeat; print-color-adjust: exact; } }"


def _quoted(text: str) -> str:
    """Return a name as a string of a style sheet."""
    plain = " ".join(text.split())
    return '"' + plain.replace("\\", "\\5c ").replace('"', "\\22 ") + '"'


def mark_of(hall: Hall) -> str:
    """Return a mark that changes with what every screen shows of the hall's identity."""
    shown = repr((sorted(hall.name.items()), hall.languages, hall.emblem, hall.colour))
    return hashlib.sha256(shown.encode()).hexdigest()[:8]


def _fresh(request: _Asked, body: bytes, media_type: str) -> Response[bytes]:
    mark = f'"{hashlib.sha256(body).hexdigest()[:16]}"'
    headers = {"ETag": mark, "Cache-Control": "no-cache"}
    if request.headers.get("if-none-match") == mark:
        return Response(b"", status_code=304, headers=headers)
    return Response(body, media_type=media_type, headers=headers)
