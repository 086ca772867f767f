"""Finding work: conditions first, so that no typing is needed; what was found, page by page."""

from dataclasses import replace
from zoneinfo import ZoneInfo

from kiosk.flow.frame import note, numbered, screen, strip
from kiosk.flow.items import facts_of, told
from kiosk.flow.items import pay as pay_of
from kiosk.flow.model import Node, Pages, ScreenModel
from kiosk.flow.visit import FACETS, SORTS, STATED, Known, Search, Visit
from kiosk.flow.wording import NOTHING, Told, Words
from queue_server import wire

LEVELS = (1, 2, 3, 4)
"""Levels of disability, the severest first (GB/T 26341)."""

_FACET_ICONS = {
    "occupation": "find-work",
    "region": "hall-guide",
    "disability": "person",
    "pay_min": "pay",
    "education": "training",
}
_KIND_ICONS = {"job": "find-work", "training": "training", "policy": "policy", "fair": "stamp"}
_TIME_ZONE = "Asia/Shanghai"


def work(visit: Visit, known: Known, words: Words) -> ScreenModel:
    """Ask for conditions first: no typing is needed to find a job."""
    search = visit.search
    rows = work_rows(search, words)
    pages = Pages(total=len(rows), size=known.capacity.rows, page=visit.page)
    shown = numbered(rows[pages.first : pages.first + pages.size])
    total = search.answer.total if search.answer else (known.jobs or 0)
    main = replace(strip(words, "work-show", n=total), icon="search")
    if search.answer is not None and total == 0 and not search.busy:
        main = replace(strip(words, "work-wider"), icon="search")
    return screen(
        words, visit.modes, "work", "list", words.node("title", "title", "work-title"),
        shown, main, pages=pages, busy=search.busy,
        summary=words.telling(
            words.told("items-count", n=len(rows)),
            NOTHING if search.busy else words.told("results-job", n=total),
        ),
    )  # fmt: skip


def work_rows(search: Search, words: Words) -> list[Node]:
    """Return the ways to narrow jobs: conditions, words, and the order they are listed in."""
    rows = [
        replace(
            words.node(f"facet-{facet}", "row", f"facet-{facet}"),
            icon=_FACET_ICONS[facet],
            value=search.value_of(facet) or words("facet-any"),
        )
        for facet in FACETS
    ]
    by_text = words.node("search", "row", "work-search")
    if search.text:
        by_text = words.node("search", "row", "work-search-is", text=search.text)
    rows.insert(4, replace(by_text, icon="search", detail=words("work-search-detail")))
    order = words.node("sort", "row", "work-sort")
    sorted_by = f"sort-{search.sort}" if search.sort in SORTS else f"sort-{SORTS[0]}"
    return [*rows, replace(order, icon="page-down", value=words(sorted_by))]


def facet(visit: Visit, known: Known, words: Words) -> ScreenModel:
    """Offer one facet's values with how many jobs each leaves."""
    search = visit.search
    values = facet_values(search)
    pages = Pages(total=len(values) + 1, size=known.capacity.rows, page=search.facet_page)
    chosen = search.chosen_value(search.facet).partition(":")[0]
    everything = replace(words.node("value-", "row", "facet-any"), selected=not chosen)
    rows = [everything]
    rows += [
        replace(
            words.plain(f"value-{one.value}", "row", words.named(one.names)),
            value=words("facet-count", n=one.count),
            value_spoken=words.say("facet-count", n=one.count),
            selected=chosen == one.value,
        )
        for one in values
    ]
    shown = numbered(rows[pages.first : pages.first + pages.size])
    name = words(f"facet-{search.facet}")
    summary = words.told("items-count", n=len(shown))
    if search.facet in STATED:
        summary = words.telling(summary, words.told("facet-forgotten"))
    return screen(
        words, visit.modes, "facet", "list",
        words.node("title", "title", "facet-choose", facet=name), shown, strip(words), pages=pages,
        summary=summary, busy=search.busy,
    )  # fmt: skip


def level(visit: Visit, known: Known, words: Words) -> ScreenModel:
    """Ask for the level of the disability chosen; not to say it is as good an answer."""
    search = visit.search
    category, _, now = search.chosen_value("disability").partition(":")
    name = category_name(search, category, words)
    unsaid = words.node("level-", "row", "level-unsaid")
    rows = [replace(unsaid, selected=not now)]
    rows += [
        replace(words.node(f"level-{n}", "row", f"level-{n}", n=n), selected=now == str(n))
        for n in LEVELS
    ]
    pages = Pages(total=len(rows), size=known.capacity.rows, page=visit.page)
    shown = numbered(rows[pages.first : pages.first + pages.size])
    return screen(
        words, visit.modes, "level", "list",
        words.node("title", "title", "level-title", category=name), shown, strip(words),
        pages=pages,
        summary=words.telling(
            words.told("items-count", n=len(shown)), words.told("facet-forgotten")
        ),
    )  # fmt: skip


def category_name(search: Search, category: str, words: Words) -> str:
    """Return what a disability category is called."""
    values = facet_values(replace(search, facet="disability"))
    names = next((one.names for one in values if one.value == category), None)
    return words.named(names) if names else search.value_of("disability") or category


def facet_values(search: Search) -> tuple[wire.FacetValue, ...]:
    """Return the values of the facet in question, most jobs first as the server orders them."""
    answer = search.answer
    facets = answer.facets if answer else ()
    return next((one.values for one in facets if one.name == search.facet), ())


def results(visit: Visit, known: Known, words: Words) -> ScreenModel:
    """List what was found, a page at a time, never scrolled."""
    search = visit.search
    answer = search.answer
    total = answer.total if answer else 0
    if not total and not search.busy:
        return _nothing(visit, words)
    size = known.capacity.items
    pages = Pages(total=total, size=size, page=search.first // size)
    items = search.items[search.first : search.first + size]
    rows = numbered(_row(item, known, words) for item in items)
    busy = [note(words, "busy", "loading", icon="clock")] if search.busy and not rows else []
    summary = NOTHING
    if rows:
        summary = words.listing(
            words.told("page-of", page=pages.page + 1, count=pages.count),
            words.told("page-items", n=len(rows)),
        )
    title, aside = _title(search, total, words)
    return screen(
        words, visit.modes, "results", "list", title, [*busy, *rows], _onwards(search, words),
        pages=pages, summary=words.telling(aside, summary), busy=search.busy,
    )  # fmt: skip


def _onwards(search: Search, words: Words) -> Node:
    """What the main action is: changing what is looked for, where it was chosen."""
    if search.kind != "job":
        return strip(words)
    return replace(strip(words, "results-change"), icon="search")


def _title(search: Search, total: int, words: Words) -> tuple[Node, Told]:
    """Return the title, and what else is to be known of how these were found."""
    if not total:
        return words.node("title", "title", "loading"), NOTHING
    heard_as = search.answer.heard_as if search.answer else ""
    if heard_as:
        title = words.node("title", "title", "results-heard", n=total, text=heard_as)
        return title, words.told("results-heard-why", asked=search.text, text=heard_as)
    if search.like is not None:
        name, _ = told(search.like, words.language)
        return words.node("title", "title", "results-like", n=total, name=name), NOTHING
    if search.of is not None:
        name, _ = told(search.of, words.language)
        return words.node("title", "title", "results-of", n=total, name=name), NOTHING
    title = words.node("title", "title", f"results-{search.kind}", n=total)
    if search.answer is not None and search.answer.note:
        note_ = words.named(search.answer.note)
        return title, Told(note_, note_)
    if search.copied:
        title = words.node("title", "title", "results-copied", n=total)
        return title, words.told("results-copied-why")
    return title, NOTHING


def _nothing(visit: Visit, words: Words) -> ScreenModel:
    """Nothing was found: offer the way on, the widest first."""
    search = visit.search
    rows = numbered(
        replace(
            words.node(f"widen-{name}", "row", f"widen-{name}"),
            icon=_FACET_ICONS.get(name, "search"),
            detail=words("widen-now", name=_narrowed(search, name)),
            value=words("facet-count", n=count),
            value_spoken=words.say("facet-count", n=count),
        )
        for name, count in sorted(search.wider, key=lambda one: -one[1])[:4]
    )
    why = words.told("results-widen" if rows else "results-none-why")
    lines = [] if rows else [note(words, "why", "results-none-why", icon="notice")]
    return screen(
        words, visit.modes, "results", "list", words.node("title", "title", "results-none"),
        [*lines, *rows], _onwards(search, words), summary=why,
    )  # fmt: skip


def _narrowed(search: Search, name: str) -> str:
    return search.text if name == "text" else search.value_of(name) or ""


def _row(item: wire.ContentItem, known: Known, words: Words) -> Node:
    title, summary = told(item, words.language)
    node = replace(words.plain(f"row-{item.id}", "row", title), marks=_marks(item, title))
    where = "　".join(part for part in (item.employer, item.place) if part)
    if item.kind != "job":
        detail = when_and_where(item, known, words) or summary or where
        return replace(node, detail=detail, icon=_KIND_ICONS.get(item.kind, ""))
    pay = pay_of(item, words)
    return replace(
        node,
        detail=where,
        detail_spoken=words.listed(item.employer, item.place),
        value=pay.name,
        value_spoken=pay.words,
        facts=facts_of(item, words)[:2],
    )


def when_and_where(item: wire.ContentItem, known: Known, words: Words) -> str:
    """Return when a fair or course begins, and where; empty where that is not told."""
    if item.starts_at is None or item.kind not in ("fair", "training"):
        return ""
    zone = ZoneInfo(known.site.time_zone if known.site else _TIME_ZONE)
    begins = item.starts_at.astimezone(zone)
    date = words("row-date", month=begins.month, day=begins.day, weekday=begins.isoweekday())
    return "　".join(part for part in (date, item.place) if part)


def _marks(item: wire.ContentItem, title: str) -> tuple[tuple[int, int], ...]:
    """Return which characters of a title were looked for; none of a translation."""
    if title != item.title:
        return ()
    return tuple((one.start, one.end) for one in item.highlights if one.field == "title")
