"""One job, course, policy or fair: its facts, why it fits, its text; read aloud; joining."""

from dataclasses import replace

import msgspec

from kiosk.flow.frame import note, numbered, screen, strip
from kiosk.flow.items import facts_of, told
from kiosk.flow.items import pay as pay_of
from kiosk.flow.model import Node, Pages, ScreenModel
from kiosk.flow.reasons import reasons_of
from kiosk.flow.take_screens import outcome
from kiosk.flow.visit import Known, Visit
from kiosk.flow.wording import Words
from kiosk.flow.work_screens import when_and_where
from queue_server import wire

_STRIPS = {
    "job": ("detail-ticket", "take-ticket"),
    "training": ("detail-enrol", "training"),
    "policy": ("detail-policy-ticket", "take-ticket"),
    "fair": ("detail-take", "print"),
}
_CHOICES = {
    "job": ("take", "like"),
    "training": ("take", "aloud"),
    "policy": ("aloud", "take"),
    "fair": ("aloud",),
}
_CHOICE_ICONS = {"take": "print", "like": "search", "aloud": "speech", "jobs": "find-work"}
_VALUES = {"begins": "value"}
_CHOICE_LINES = 3
"""Lines of reading the choices under an item cost."""
_ENOUGH = dict.fromkeys("。！？；\n", 70) | dict.fromkeys("，、 ", 140)
"""A long paragraph is cut after these characters once it has this many."""
_EASY_ENOUGH = dict.fromkeys("。！？；\n", 2) | dict.fromkeys("，", 16)
"""In easy words every line holds one thought."""


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
    lines = _lines(item, visit, known, words)
    blocks = _pages_of(lines, max(2, known.capacity.lines - _CHOICE_LINES))
    page = min(visit.page, len(blocks) - 1)
    pages = Pages(total=len(blocks), size=1, page=page)
    key, icon = _STRIPS.get(item.kind, ("staff-continue", "confirm"))
    main = replace(strip(words, key), icon=icon)
    summary = words.told_of(_foremost(blocks[page]))
    if pages.count > 1:
        placed = words.told("detail-page", page=page + 1, count=pages.count)
        summary = words.telling(summary, placed)
    choices = numbered(
        replace(words.node(one, "row", f"detail-{one}"), icon=_CHOICE_ICONS[one])
        for one in _choices(item)
    )
    return screen(
        words, visit.modes, "detail", "detail", words.plain("title", "title", name),
        [*blocks[page], *choices], main, pages=pages, summary=summary, columns=2,
    )  # fmt: skip


def _choices(item: wire.ContentItem) -> tuple[str, ...]:
    if item.kind == "fair" and item.related:
        return ("jobs", *_CHOICES["fair"])
    return _CHOICES.get(item.kind, ("take",))


def aloud(visit: Visit, known: Known, words: Words) -> ScreenModel:
    """Read the whole text aloud, a paragraph at a time, each with its place."""
    item = visit.item
    if item is None:
        return detail(visit, known, words)
    texts = paragraphs(item, words.language)
    page = min(visit.page, len(texts) - 1)
    pages = Pages(total=len(texts), size=1, page=page)
    name, _ = told(item, words.language)
    lines = [words.plain("para", "text", texts[page])]
    if page == 0:
        lines.insert(0, replace(words.plain("name", "text", name), emphasis="attention"))
    last = page == len(texts) - 1
    choices = numbered(
        [
            replace(words.node("aloud-again", "row", "aloud-again"), icon="repeat"),
            replace(words.node("aloud-on", "row", "aloud-on"), icon="speech", enabled=not last,
                    why=words.say("aloud-last") if last else ""),
        ]
    )  # fmt: skip
    main = strip(words, "aloud-done" if last else "aloud-next")
    return screen(
        words, visit.modes, "aloud", "detail",
        words.node("title", "title", "aloud-title", page=page + 1, count=len(texts)),
        [*lines, *choices], replace(main, icon="confirm" if last else "next"), pages=pages,
        summary=words.told_of(lines), columns=2,
    )  # fmt: skip


def enrol(visit: Visit, known: Known, words: Words) -> ScreenModel:
    """Offer what can be done to join a course; nobody has to give a name here."""
    name = told(visit.item, words.language)[0] if visit.item is not None else ""
    ways = [("enrol-ticket", "take-ticket"), ("enrol-interest", "form"), ("take-code", "qr")]
    if known.prints:
        ways.insert(2, ("take-print-training", "print"))
    rows = numbered(
        replace(
            words.node(node, "row", node),
            icon=icon,
            detail=words(f"{node}-enrol"),
            detail_spoken=words.say(f"{node}-enrol"),
        )
        for node, icon in ways
    )
    return screen(
        words, visit.modes, "enrol", "list", words.node("title", "title", "enrol-title", name=name),
        [*outcome(visit, words), *rows], strip(words),
        summary=words.telling(
            words.told("enrol-note"), words.told("items-count", n=len(rows))
        ),
    )  # fmt: skip


def paragraphs(item: wire.ContentItem, language: str) -> tuple[str, ...]:
    """Return an item's text in pieces that are heard and shown whole; never none."""
    given = [part for part in (item.requirements, *item.description) if part]
    title, summary = told(item, language)
    pieces = [piece for part in given for piece in _cut(part, _ENOUGH)]
    return tuple(dict.fromkeys(pieces)) or (summary or title,)


def _lines(item: wire.ContentItem, visit: Visit, known: Known, words: Words) -> list[Node]:
    """Return facts first, then why it fits, then what it is about."""
    facts = _facts(item, known, words)
    first = 1 if item.kind == "job" else 0  # the pay comes first, then why it fits
    lines = [*facts[:first], *reasons_of(item, visit, words), *facts[first:]]
    easy = visit.modes.easy
    _, summary = told(item, words.language)
    short = item.easy_read or ((summary,) if summary else ())
    shortened = [piece for part in short for piece in _cut(part, _EASY_ENOUGH if easy else _ENOUGH)]
    lines += [_piece(f"easy-{place}", text, words) for place, text in enumerate(shortened)]
    whole = [one for one in paragraphs(item, words.language) if one not in shortened]
    if easy:
        whole = [piece for part in whole for piece in _cut(part, _EASY_ENOUGH)]
        whole = [] if item.easy_read else whole
    fit = [one for one in item.fit if one not in shortened]
    lines += [_piece(f"fit-{place}", text, words) for place, text in enumerate(fit)]
    placed = item.kind != "job" and len(whole) > 1
    for place, text in enumerate(whole, 1):
        node = _piece(f"text-{place}", text, words)
        if placed:
            where = words.say("aloud-title", page=place, count=len(whole))
            node = replace(node, spoken=words.sentences(where, text))
        lines.append(node)
    return lines


def _foremost(lines: list[Node]) -> list[Node]:
    """Return what is said of a job before anything is asked for: its pay, and whether it fits."""
    return [one for one in lines if one.id == "pay" or one.id.startswith("reason-")]


def _piece(node: str, text: str, words: Words) -> Node:
    return words.plain(node, "text", text)


def _facts(item: wire.ContentItem, known: Known, words: Words) -> list[Node]:
    lines: list[Node] = []
    if item.kind == "job":
        lines.append(replace(pay_of(item, words), icon="pay", emphasis="attention"))
    begins = when_and_where(_placeless(item), known, words)
    lines += [
        note(words, key, f"detail-{key}", icon=icon, **{_VALUES.get(key, key): value})
        for key, icon, value in (
            ("begins", "clock", begins),
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
            for place, fact in enumerate(facts_of(item, words))
        ]
    return lines


def _placeless(item: wire.ContentItem) -> wire.ContentItem:
    """Return an item without its place, which stands on a line of its own."""
    return msgspec.structs.replace(item, place="")


def _cut(paragraph: str, enough_at: dict[str, int]) -> list[str]:
    """Cut a long paragraph at sentence ends, so that each piece is heard and shown whole."""
    pieces = [""]
    for character in paragraph:
        pieces[-1] += character
        enough = enough_at.get(character)
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
