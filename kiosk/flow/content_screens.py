"""Finding work, training and policies: narrow, list, read."""

from dataclasses import replace

from kiosk.flow.frame import note, numbered, screen, strip, strip_untyped
from kiosk.flow.items import pay as pay_of
from kiosk.flow.items import told
from kiosk.flow.model import Fact, Node, Pages, ScreenModel
from kiosk.flow.own_screens import twelve_keys
from kiosk.flow.visit import FACETS, Known, Search, Visit
from kiosk.flow.wording import NOTHING, Words
from queue_server import wire

_FACET_ICONS = {
    "occupation": "find-work",
    "region": "hall-guide",
    "disability": "person",
    "pay_min": "pay",
}
_KIND_ICONS = {"job": "find-work", "training": "training", "policy": "policy"}
_FACT_ICONS = {
    "wheelchair": "wheelchair",
    "accessible": "wheelchair",
    "seated": "person",
    "home": "home",
    "lodging": "home",
    "training": "training",
    "hours": "clock",
}
_TICKETS = {
    "job": "detail-ticket",
    "training": "detail-training-ticket",
    "policy": "detail-policy-ticket",
}
_TAKE_LINES = 3
"""Lines of reading the way to take an item along costs."""
_ENOUGH = dict.fromkeys("。！？；\n", 70) | dict.fromkeys("，、 ", 140)
"""A long paragraph is cut after these characters once it has this many."""


def work(visit: Visit, known: Known, words: Words) -> ScreenModel:
    """Ask for conditions first: no typing is needed to find a job."""
    search = visit.search
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
    rows.append(replace(by_text, icon="search", detail=words("work-search-detail")))
    total = search.answer.total if search.answer else (known.jobs or 0)
    main = replace(strip(words, "work-show", n=total), icon="search")
    if search.answer is not None and total == 0:
        nothing = words.node("strip", "button", "work-nothing")
        why = words.say("work-nothing-why")
        main = replace(nothing, zone="action", enabled=False, why=why)
    return screen(
        words, visit.modes, "work", "list", words.node("title", "title", "work-title"),
        numbered(rows), main, busy=search.busy,
        summary=words.telling(
            words.told("items-count", n=len(rows)),
            NOTHING if search.busy else words.told("results-job", n=total),
        ),
    )  # fmt: skip


def facet(visit: Visit, known: Known, words: Words) -> ScreenModel:
    """Offer one facet's values with how many jobs each leaves."""
    search = visit.search
    values = facet_values(search)
    pages = Pages(total=len(values) + 1, size=known.capacity.rows, page=search.facet_page)
    everything = replace(
        words.node("value-", "row", "facet-any"), selected=search.value_of(search.facet) is None
    )
    rows = [everything]
    rows += [
        replace(
            words.plain(f"value-{one.value}", "row", words.named(one.names)),
            value=words("facet-count", n=one.count),
            value_spoken=words.say("facet-count", n=one.count),
            selected=search.value_of(search.facet) == words.named(one.names),
        )
        for one in values
    ]
    shown = numbered(rows[pages.first : pages.first + pages.size])
    name = words(f"facet-{search.facet}")
    return screen(
        words, visit.modes, "facet", "list",
        words.node("title", "title", "facet-choose", facet=name), shown, strip(words), pages=pages,
        summary=words.told("items-count", n=len(shown)),
    )  # fmt: skip


def facet_values(search: Search) -> tuple[wire.FacetValue, ...]:
    """Return the values of the facet in question, most jobs first as the server orders them."""
    answer = search.answer
    facets = answer.facets if answer else ()
    return next((one.values for one in facets if one.name == search.facet), ())


def pad(visit: Visit, known: Known, words: Words) -> ScreenModel:
    """Search by the first letters of the pinyin on twelve keys, over today's own words."""
    if not visit.typed:
        field = words.node("typed", "field", "pad-empty")
    else:
        spaced = " ".join(visit.typed)
        field = words.node("typed", "field", "pad-typed", keys=spaced)
    found = visit.suggestions[:3]
    rows = numbered(
        replace(
            words.plain(f"word-{place}", "row", one.text),
            value=words("facet-count", n=one.count),
            value_spoken=words.say("facet-count", n=one.count),
        )
        for place, one in enumerate(found)
    )
    if visit.typed and not found and not visit.busy:
        state, missing = words.node("matches", "status", "pad-no-match"), "pad-no-match"
    elif visit.typed:
        state = words.node("matches", "status", "pad-matches", n=len(visit.suggestions))
        missing = "loading"
    else:
        state, missing = words.node("matches", "status", "pad-note"), "pad-empty"
    main = strip_untyped(words, missing)
    if found:
        main = strip(words, "pad-use", text=found[0].text)
    plain_rows = [replace(row, number=None) for row in rows]
    return screen(
        words, visit.modes, "pad", "pad", words.node("title", "title", "pad-title"),
        [field, state, *plain_rows, *twelve_keys(words, letters=True)], main, columns=3,
        summary=words.told_of([state]), busy=visit.busy,
    )  # fmt: skip


def results(visit: Visit, known: Known, words: Words) -> ScreenModel:
    """List what was found, a page at a time, never scrolled."""
    search = visit.search
    answer = search.answer
    total = answer.total if answer else 0
    key = f"results-{search.kind}" if total else "results-none"
    if search.busy and not total:
        key = "loading"
    size = known.capacity.rows
    pages = Pages(total=total, size=size, page=search.first // size)
    rows = numbered(_row(item, words) for item in search.items[search.first : search.first + size])
    busy = [note(words, "busy", "loading", icon="clock")] if search.busy and not rows else []
    main = strip(words, "results-change") if search.kind == "job" else strip(words)
    title = words.node("title", "title", key, n=total)
    summary = NOTHING
    if rows:
        summary = words.listing(
            words.told("page-of", page=pages.page + 1, count=pages.count),
            words.told("page-items", n=len(rows)),
        )
    return screen(
        words, visit.modes, "results", "list", title, [*busy, *rows],
        replace(main, icon="search") if search.kind == "job" else main,
        pages=pages, summary=summary, busy=search.busy,
    )  # fmt: skip


def _row(item: wire.ContentItem, words: Words) -> Node:
    title, _ = told(item, words.language)
    node = words.plain(f"row-{item.id}", "row", title)
    where = "　".join(part for part in (item.employer, item.place) if part)
    if item.kind != "job":
        _, summary = told(item, words.language)
        return replace(node, detail=summary or where, icon=_KIND_ICONS.get(item.kind, ""))
    pay = pay_of(item, words)
    return replace(
        node,
        detail=where,
        detail_spoken=words.listed(item.employer, item.place),
        value=pay.name,
        value_spoken=pay.words,
        facts=_facts(item, words)[:2],
    )


def _facts(item: wire.ContentItem, words: Words) -> tuple[Fact, ...]:
    facts = [
        Fact(icon=_FACT_ICONS.get(one.value, "confirm"), text=words.named(one.names))
        for one in item.facts
    ]
    if item.disability_known and item.disability_text:
        facts.append(Fact(icon="person", text=item.disability_text))
    elif not item.disability_known:
        facts.append(Fact(icon="person", text=words("fit-ask"), spoken=words.say("fit-ask")))
    return tuple(facts)


def detail(visit: Visit, known: Known, words: Words) -> ScreenModel:
    """Read one item: its facts, then its text, a page at a time."""
    item = visit.item
    if item is None:
        busy = note(words, "busy", "loading", icon="clock")
        title = words.node("title", "title", "loading")
        return screen(
            words, visit.modes, "detail", "detail", title, [busy], strip(words), busy=True
        )
    name, _ = told(item, words.language)
    blocks = _pages_of(_lines(item, words), max(2, known.capacity.lines - _TAKE_LINES))
    page = min(visit.page, len(blocks) - 1)
    pages = Pages(total=len(blocks), size=1, page=page)
    lines = blocks[page]
    main = replace(strip(words, _TICKETS.get(item.kind, "staff-continue")), icon="take-ticket")
    summary = NOTHING
    if pages.count > 1:
        summary = words.told("detail-page", page=page + 1, count=pages.count)
    return screen(
        words, visit.modes, "detail", "detail", words.plain("title", "title", name),
        [*lines, *numbered([_take_along(words)])], main, pages=pages, summary=summary,
    )  # fmt: skip


def _take_along(words: Words) -> Node:
    return replace(words.node("take", "row", "detail-take"), icon="print")


def _lines(item: wire.ContentItem, words: Words) -> list[Node]:
    lines: list[Node] = []
    if item.kind == "job":
        pay = pay_of(item, words)
        lines.append(replace(pay, icon="pay", emphasis="attention"))
    lines += [
        note(words, key, f"detail-{key}", icon=icon, **{key: value})
        for key, icon, value in (
            ("employer", "employer", item.employer),
            ("place", "hall-guide", item.address or item.place),
            ("education", "training", words.named(item.education.names) if item.education else ""),
            ("hours", "clock", item.hours),
        )
        if value
    ]
    if item.openings:
        lines.append(note(words, "openings", "detail-openings", icon="person", n=item.openings))
    if item.kind == "job":
        lines += [
            replace(words.plain(f"fact-{place}", "text", fact.text, fact.spoken), icon=fact.icon)
            for place, fact in enumerate(_facts(item, words))
        ]
    _, summary = told(item, words.language)
    paragraphs = [summary, *item.fit, item.requirements, *item.description]
    given = [part for part in paragraphs if part]
    texts = list(dict.fromkeys(piece for part in given for piece in _cut(part)))
    lines += [words.plain(f"text-{place}", "text", text) for place, text in enumerate(texts)]
    return lines


def _cut(paragraph: str) -> list[str]:
    """Cut a long paragraph at sentence ends, so that each piece is heard and shown whole."""
    pieces = [""]
    for character in paragraph:
        pieces[-1] += character
        enough = _ENOUGH.get(character)
        if enough is not None and len(pieces[-1]) >= enough:
            pieces.append("")
    return [piece.strip() for piece in pieces if piece.strip()]


def _pages_of(lines: list[Node], capacity: int) -> list[list[Node]]:
    """Cut lines into pages by how many written lines each will take."""
    pages: list[list[Node]] = [[]]
    room = capacity
    for line in lines:
        taken = 1 + len(line.name) // 22
        if taken > room and pages[-1]:
            pages.append([])
            room = capacity
        pages[-1].append(line)
        room -= taken
    return pages
