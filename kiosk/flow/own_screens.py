"""The visitor's own ticket: finding it, what may be done with it, giving it up, and leaving."""

from dataclasses import replace
from zoneinfo import ZoneInfo

from kiosk.flow.frame import note, numbered, screen, strip, strip_untyped
from kiosk.flow.model import Node, Pages, ScreenModel
from kiosk.flow.ticket_screens import page_summary
from kiosk.flow.visit import Known, Visit
from kiosk.flow.wording import Words
from queue_server import wire

CODE_DIGITS = 6
"""How long the code of an appointment is."""

_LETTERS = dict(
    zip("23456789", ("abc", "def", "ghi", "jkl", "mno", "pqrs", "tuv", "wxyz"), strict=True)
)
_MAY = {
    "WAITING": ("step-away", "reprint"),
    "AWAY": ("back", "reprint"),
    "MISSED": ("reinstate", "reprint"),
    "CALLED": ("reprint",),
    "HELD": ("reprint",),
}
"""What may be done with a ticket in each state; giving it up only by who took it just now."""
_ACT_ICONS = {
    "step-away": "step-away",
    "back": "arrive",
    "reinstate": "undo",
    "reprint": "print",
    "cancel": "cancel",
    "needs": "lock",
}


def my(visit: Visit, known: Known, words: Words) -> ScreenModel:
    """Ask which letter the number begins with."""
    pages = Pages(total=len(known.services), size=known.capacity.rows, page=visit.page)
    shown = known.services[pages.first : pages.first + pages.size]
    rows = numbered(
        replace(
            words.plain(
                f"service-{one.id}",
                "row",
                f"{one.prefix}　{words.named(one.names)}",
                words.listed(words.say("my-number", number=one.prefix), words.named(one.names)),
            ),
            icon=one.icon,
        )
        for one in shown
    )
    return screen(
        words, visit.modes, "my", "list", words.node("title", "title", "my-title"), rows,
        replace(strip(words, "my-booked"), icon="clock"), pages=pages,
        summary=page_summary(words, pages, len(rows)),
    )  # fmt: skip


def digits(visit: Visit, known: Known, words: Words) -> ScreenModel:
    """Ask for the digits of the number, on twelve keys."""
    number = my_number(visit, known)
    field = (
        words.node("typed", "field", "my-number", number=_as_typed(visit, known))
        if visit.typed
        else words.node("typed", "field", "pad-empty")
    )
    main = strip_untyped(words, "pad-empty")
    if visit.typed:
        main = strip(words, "my-look", number=number)
    return screen(
        words, visit.modes, "digits", "pad", words.node("title", "title", "my-digits"),
        [field, *twelve_keys(words)], main, columns=3, summary=words.told_of([field]),
        busy=visit.busy,
    )  # fmt: skip


def booked(visit: Visit, known: Known, words: Words) -> ScreenModel:
    """Ask for the six digits of an appointment; told one by one, as they were given."""
    field = words.node("typed", "field", "pad-empty")
    if visit.typed:
        field = words.node("typed", "field", "booked-typed", code=visit.typed)
    left = CODE_DIGITS - len(visit.typed)
    main = strip(words, "booked-here")
    ways = [replace(words.node("booked-show", "row", "booked-show"), icon="qr")]
    if left:
        ways = []
        main = replace(main, enabled=False, emphasis="none", why=words.say("booked-left", n=left))
    return screen(
        words, visit.modes, "booked", "pad", words.node("title", "title", "booked-title"),
        [field, *ways, *twelve_keys(words)], main, columns=3, summary=words.told_of([field]),
        busy=visit.busy,
    )  # fmt: skip


def booked_show(visit: Visit, known: Known, words: Words) -> ScreenModel:
    """Show the code of an appointment to the staff: their scanner reads it, or they type it."""
    half = CODE_DIGITS // 2
    a, b = visit.typed[:half], visit.typed[half:]
    code = words.node("number", "numeral", "booked-number", code=f"{a} {b}", a=a, b=b)
    lines = [
        code,
        note(words, "desk", "booked-desk", icon="counter"),
        note(words, "staff-help", "booked-desk-call", icon="staff-call"),
    ]
    square = replace(words.node("qr", "qr", "booked-qr"), value=visit.typed)
    return screen(
        words, visit.modes, "booked-show", "issued",
        words.node("title", "title", "booked-show-title"), [*lines, square],
        strip(words, "staff-continue"), summary=words.told_of(lines),
    )  # fmt: skip


def my_number(visit: Visit, known: Known) -> str:
    """Return the number that was typed, as it stands on paper."""
    prefix = _as_typed(visit, known).removesuffix(visit.typed)
    return f"{prefix}{visit.typed.zfill(3)}"


def _as_typed(visit: Visit, known: Known) -> str:
    service = known.service(visit.asked_service)
    return f"{service.prefix if service else ''}{visit.typed}"


def twelve_keys(words: Words, letters: bool = False) -> list[Node]:
    """Return the keys 1…9, * 0 #-less: erase stands where the star is, confirm is the strip."""
    keys = []
    for digit in "1234567890":
        detail = _LETTERS.get(digit, "") if letters else ""
        key = words.plain(f"key-{digit}", "key", digit)
        keys.append(replace(key, detail=detail, detail_spoken=" ".join(detail.upper())))
    erase = replace(words.node("key-erase", "key", "pad-erase"), icon="cancel")
    return [*keys[:9], erase, keys[9]]


def found(visit: Visit, known: Known, words: Words) -> ScreenModel:
    """Tell what became of the visitor's number (A-89), and what may be done with it."""
    ticket = visit.found
    title = words.node("title", "title", "home-my")
    if ticket is None:
        number = my_number(visit, known)
        lines = [note(words, "unknown", "my-unknown", icon="notice", number=number),
                 note(words, "unknown-help", "my-unknown-help")]  # fmt: skip
        return screen(
            words, visit.modes, "found", "detail", title, lines, strip(words, "staff-continue"),
            summary=words.told_of(lines),
        )  # fmt: skip
    number_line = replace(
        note(words, "number", "my-number", icon="my-ticket", number=ticket.number),
        emphasis="attention",
    )
    lines = [number_line, *_acted(visit, words), *_standing(ticket, known, words)]
    acts = numbered(_act(name, words) for name in _acts(visit, ticket) if not visit.busy)
    return screen(
        words, visit.modes, "found", "detail", title, [*lines, *acts],
        strip(words, "staff-continue"), summary=words.told_of(lines), busy=visit.busy,
    )  # fmt: skip


def _acts(visit: Visit, ticket: wire.Ticket) -> tuple[str, ...]:
    may = _MAY.get(ticket.state, ())
    mine = visit.ticket is not None and visit.ticket.id == ticket.id
    return (*may, "needs", "cancel") if mine and may else may


def _act(name: str, words: Words) -> Node:
    node = words.node(f"act-{name}", "row", f"act-{name}")
    detail = words.node("d", "text", f"act-{name}-detail")
    return replace(node, icon=_ACT_ICONS[name], detail=detail.name, detail_spoken=detail.words)


def _acted(visit: Visit, words: Words) -> list[Node]:
    if not visit.acted:
        return []
    line = note(words, "acted", visit.acted, icon="confirm")
    return [replace(line, role="status")]


def _standing(ticket: wire.Ticket, known: Known, words: Words) -> list[Node]:
    lines = [_state(ticket, known, words)]
    if ticket.wait is not None and ticket.state == "WAITING":
        low, high = ticket.wait.low, ticket.wait.high
        lines.append(note(words, "wait", "issued-wait", icon="clock", low=low, high=high))
    return lines


def cancel(visit: Visit, known: Known, words: Words) -> ScreenModel:
    """Ask once before a number is given up: it cannot be had again (A-74)."""
    number = visit.found.number if visit.found else ""
    lines = [
        replace(note(words, "what", "cancel-what", icon="warning", number=number),
                emphasis="attention"),
        note(words, "after", "cancel-after", icon="notice"),
    ]  # fmt: skip
    return screen(
        words, visit.modes, "cancel", "notice", words.node("title", "title", "cancel-title"),
        lines, replace(strip(words, "cancel-do", number=number), icon="cancel"),
        summary=words.told_of(lines), busy=visit.busy,
    )  # fmt: skip


def leave(visit: Visit, known: Known, words: Words) -> ScreenModel:
    """Ask once before everything of the visit is forgotten (A-74)."""
    lines: list[Node] = []
    if visit.ticket is not None:
        number = note(words, "number", "leave-number", icon="my-ticket",
                      number=visit.ticket.number)  # fmt: skip
        lines.append(replace(number, emphasis="attention"))
    lines.append(note(words, "note", "leave-note", icon="lock"))
    return screen(
        words, visit.modes, "leave", "notice", words.node("title", "title", "leave-title"), lines,
        strip(words, "leave-do"), summary=words.told_of(lines),
    )  # fmt: skip


def _state(ticket: wire.Ticket, known: Known, words: Words) -> Node:
    window = ticket.window_number or 0
    by_state = {
        "CALLED": note(words, "state", "my-called", icon="call", window=window),
        "SERVING": note(words, "state", "my-serving", icon="counter", window=window),
        "MISSED": note(words, "state", "my-missed", icon="no-show"),
        "AWAY": _away(ticket, known, words),
        "HELD": note(words, "state", "my-held", icon="hold"),
        "WAITING": note(words, "state", "my-waiting", icon="person", n=ticket.ahead or 0),
        "CANCELLED": note(words, "state", "my-cancelled", icon="cancel"),
        "EXPIRED": note(words, "state", "my-expired", icon="clock"),
    }
    return by_state.get(ticket.state) or note(words, "state", "my-over", icon="finish")


def _away(ticket: wire.Ticket, known: Known, words: Words) -> Node:
    if ticket.until is None or known.site is None:
        return note(words, "state", "my-away", icon="step-away")
    until = ticket.until.astimezone(ZoneInfo(known.site.time_zone))
    return note(words, "state", "my-away-until", icon="step-away", time=f"{until:%H:%M}")
