"""The hall's own things: the way, telling us, needs, notices, promises and telephone, job fairs."""

from dataclasses import replace

from kiosk.flow.frame import numbered, screen, strip, tile
from kiosk.flow.model import Pages, ScreenModel
from kiosk.flow.ticket_screens import page_summary
from kiosk.flow.visit import Known, Visit
from kiosk.flow.wording import Words

_CHOICES = (
    ("way", "signpost"),
    ("tell", "tell-us"),
    ("wish", "find-work"),
    ("notices", "notice"),
    ("pages", "hotline"),
    ("fairs", "employer"),
)


def hall(visit: Visit, known: Known, words: Words) -> ScreenModel:
    """Offer what the hall has besides its windows."""
    pages = Pages(total=len(_CHOICES), size=known.capacity.tiles, page=visit.page)
    choices = numbered(
        tile(words, f"hall-{name}", f"hall-{name}", icon,
             words.node("d", "text", f"hall-{name}-detail"))
        for name, icon in _CHOICES[pages.first : pages.first + pages.size]
    )  # fmt: skip
    return screen(
        words, visit.modes, "hall", "tiles", words.node("title", "title", "hall-title"),
        choices, strip(words), columns=2, pages=pages,
        summary=page_summary(words, pages, len(choices)),
    )  # fmt: skip


def pages(visit: Visit, known: Known, words: Words) -> ScreenModel:
    """List the hall's own pages, and tell its telephone."""
    site = known.site
    listed = site.pages if site else ()
    cut = Pages(total=max(1, len(listed)), size=known.capacity.rows, page=visit.page)
    rows = numbered(
        replace(
            words.plain(f"page-of-{one.id}", "row", words.named(one.names)),
            icon="confirm" if one.kind == "promise" else "policy",
        )
        for one in listed[cut.first : cut.first + cut.size]
    )
    lines = []
    if site is not None:
        line = words.node("hotline", "text", "hall-hotline", phone=site.hotline)
        lines = [replace(line, icon="hotline", emphasis="attention")]
    return screen(
        words, visit.modes, "pages", "detail", words.node("title", "title", "pages-title"),
        [*lines, *rows], strip(words, "staff-continue"), pages=cut,
        summary=words.telling(words.told_of(lines), page_summary(words, cut, len(rows))),
    )  # fmt: skip


def page(visit: Visit, known: Known, words: Words) -> ScreenModel:
    """Show one page of the hall's own words, in easy words where they were asked for."""
    site = known.site
    found = next((one for one in site.pages if one.id == visit.reading), None) if site else None
    if found is None:
        return pages(replace(visit, step="pages"), known, words)
    text = found.easy if visit.modes.easy and found.easy else found.text
    told = text.get(words.language) or next(iter(text.values()), ())
    size = max(2, known.capacity.lines // 3)
    cut = Pages(total=len(told), size=size, page=visit.page)
    lines = [
        words.plain(f"text-{place}", "text", one)
        for place, one in enumerate(told[cut.first : cut.first + cut.size], cut.first)
    ]
    return screen(
        words, visit.modes, "page", "detail",
        words.plain("title", "title", words.named(found.names)), lines,
        strip(words, "staff-continue"), pages=cut,
        summary=words.told_of(lines),
    )  # fmt: skip
