"""Registering a need for work: consent in plain words, wishes, what answers them, the receipt."""

from dataclasses import replace
from zoneinfo import ZoneInfo

from kiosk.flow.frame import note, numbered, screen, strip
from kiosk.flow.items import told as told_item
from kiosk.flow.model import Node, Pages, ScreenModel
from kiosk.flow.own_screens import twelve_keys
from kiosk.flow.tell_screens import grouped_digits
from kiosk.flow.telling import REFERENCE_DIGITS
from kiosk.flow.ticket_screens import page_summary
from kiosk.flow.visit import FACETS, Known, Search, Visit
from kiosk.flow.wording import Words
from queue_server import wire

CONSENT = "1"
"""Which version of the words below was agreed to."""

_TIME_ZONE = "Asia/Shanghai"
_ICONS = {
    "occupation": "find-work",
    "region": "hall-guide",
    "disability": "person",
    "pay_min": "pay",
    "education": "training",
}


def consent(visit: Visit, known: Known, words: Words) -> ScreenModel:
    """Ask first: what is kept, who reads it, for how long, how it is erased."""
    days = known.site.needs_kept_days if known.site else 90
    lines = [
        note(words, "what", "consent-what", icon="find-work"),
        note(words, "who", "consent-who", icon="counter"),
        note(words, "long", "consent-long", icon="clock", n=days),
        note(words, "erase", "consent-erase", icon="undo"),
    ]
    withdraw = replace(words.node("withdraw", "row", "consent-withdraw"), icon="cancel")
    return screen(
        words, visit.modes, "wish-consent", "detail",
        words.node("title", "title", "consent-title"), [*lines, *numbered([withdraw])],
        replace(strip(words, "consent-agree"), icon="confirm"), summary=words.told_of(lines),
    )  # fmt: skip


def wish(visit: Visit, known: Known, words: Words) -> ScreenModel:
    """Ask what is wished for; nothing is needed but one thing."""
    search = visit.search
    pages = Pages(total=len(FACETS), size=known.capacity.rows, page=visit.page)
    rows = numbered(
        replace(
            words.node(f"facet-{facet}", "row", f"facet-{facet}"),
            icon=_ICONS[facet],
            value=search.value_of(facet) or words("wish-unsaid"),
        )
        for facet in FACETS[pages.first : pages.first + pages.size]
    )
    main = replace(strip(words, "wish-look"), icon="search")
    if not search.chosen:
        main = replace(main, enabled=False, emphasis="none", why=words.say("wish-nothing-why"))
    return screen(
        words, visit.modes, "wish", "list", words.node("title", "title", "wish-title"), rows, main,
        pages=pages, summary=page_summary(words, pages, len(rows)), busy=visit.busy,
    )  # fmt: skip


def matches(visit: Visit, known: Known, words: Words) -> ScreenModel:
    """List the jobs that answer the wishes, each with why; then register."""
    found = visit.wishing.matches
    pages = Pages(total=max(1, len(found)), size=known.capacity.rows, page=visit.page)
    rows = numbered(_match(one, words) for one in found[pages.first : pages.first + pages.size])
    lines: list[Node] = []
    if not found:
        lines = [note(words, "none", "wish-none", icon="notice")]
    title = words.node("title", "title", "wish-found", n=len(found))
    busy = [replace(note(words, "busy", "wish-registering", icon="clock"), role="status")]
    return screen(
        words, visit.modes, "wish-matches", "list" if found else "notice", title,
        [*lines, *(busy if visit.busy else []), *rows],
        replace(strip(words, "wish-register"), icon="form-check"),
        pages=pages, busy=visit.busy,
        summary=words.told_of(lines) if lines else page_summary(words, pages, len(rows)),
    )  # fmt: skip


def _match(match: wire.Match, words: Words) -> Node:
    title, _ = told_item(match.item, words.language)
    told = [words.named(one.names) for one in (*match.reasons[:2], *match.open_questions[:1])]
    return replace(
        words.plain(f"row-{match.item.id}", "row", title),
        detail=words.sentences(*told),
        icon="heart",
    )


def registered(visit: Visit, known: Known, words: Words) -> ScreenModel:
    """Give the number by which a window finds the need, and by which it is erased."""
    receipt = visit.wishing.receipt
    title = words.node("title", "title", "wish-done-title")
    if receipt is None:
        line = note(words, "erased", "wish-erased", icon="confirm")
        return screen(
            words, visit.modes, "wish-done", "notice",
            words.node("title", "title", "wish-erased-title"), [line],
            strip(words, "tell-finished"), summary=words.told_of([line]),
        )  # fmt: skip
    spaced = grouped_digits(receipt.reference)
    a, b, c = spaced.split()
    day = receipt.until.astimezone(ZoneInfo(known.site.time_zone if known.site else _TIME_ZONE))
    lines = [
        words.node("number", "numeral", "wish-reference", reference=spaced, a=a, b=b, c=c),
        note(words, "window", "wish-window", icon="counter"),
        note(words, "until", "wish-until", icon="clock", month=day.month, day=day.day),
        *_slip(visit, words),
    ]
    return screen(
        words, visit.modes, "wish-done", "issued", title, lines, strip(words, "tell-finished"),
        summary=words.told_of(lines),
    )  # fmt: skip


def _slip(visit: Visit, words: Words) -> list[Node]:
    if visit.slip == "none":
        return [note(words, "slip", "need-slip-none", icon="notice")]
    bad = visit.slip in ("out", "failed", "unsure")
    line = note(words, "slip", f"need-slip-{visit.slip}", icon="warning" if bad else "print")
    return [replace(line, role="status", emphasis="danger" if bad else "none")]


def withdraw(visit: Visit, known: Known, words: Words) -> ScreenModel:
    """Ask for the ten digits of the receipt, and erase the need."""
    field = words.node("typed", "field", "pad-empty")
    if visit.typed:
        field = replace(
            words.node("typed", "field", "tell-typed", reference=visit.typed),
            name=grouped_digits(visit.typed).strip(),
        )
    lines = [field]
    if visit.wishing.unknown:
        lines.append(replace(note(words, "unknown", "wish-unknown"), role="status"))
    left = REFERENCE_DIGITS - len(visit.typed)
    main = strip(words, "wish-erase")
    if left:
        main = replace(main, enabled=False, emphasis="none", why=words.say("status-left", n=left))
    return screen(
        words, visit.modes, "wish-withdraw", "pad",
        words.node("title", "title", "wish-withdraw-title"), [*lines, *twelve_keys(words)],
        main, columns=3, summary=words.told_of(lines), busy=visit.busy,
    )  # fmt: skip


def wishes_of(search: Search) -> wire.Wishes:
    """Return what was chosen as the hall takes it."""
    pay = search.chosen_value("pay_min")
    occupation, region = search.chosen_value("occupation"), search.chosen_value("region")
    return wire.Wishes(
        occupations=(occupation,) if occupation else (),
        regions=(region,) if region else (),
        pay_min=int(pay) if pay.isdecimal() else None,
        education=search.chosen_value("education"),
        disability=search.chosen_value("disability"),
    )


def stated_rows(search: Search, words: Words) -> tuple[tuple[str, str], ...]:
    """Return what was wished for as label and value, for paper."""
    return tuple(
        (words(f"facet-{facet}"), name) for facet in FACETS if (name := search.value_of(facet))
    )
