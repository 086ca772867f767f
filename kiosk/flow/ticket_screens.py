"""Taking a ticket and asking after one: service, needs, confirm, issued; my number."""

from collections.abc import Callable
from dataclasses import replace
from zoneinfo import ZoneInfo

from kiosk.flow.frame import note, numbered, screen, strip
from kiosk.flow.model import Emphasis, Node, Pages, ScreenModel
from kiosk.flow.visit import NEEDS, Known, Visit, is_alone
from kiosk.flow.wording import Told, Words
from queue_server import wire

Presenter = Callable[[Visit, Known, Words], ScreenModel]

_NEED_ICONS = {"speech": "speech-need", "text_only": "captions"}
_PAPER = {
    "printing": ("print-printing", "print"),
    "printed": ("print-printed", "confirm"),
    "out": ("print-out", "paper-out"),
    "failed": ("print-failed", "warning"),
    "unsure": ("print-unsure", "warning"),
    "none": ("print-none", "notice"),
}


_ON_PAPER = ("printing", "printed")
_REFUSALS = {
    "quota_reached": "issue-used-up",
    "numbers_used_up": "issue-used-up",
    "alone_used_up": "issue-alone-used-up",
    "disk_full": "issue-disk-full",
    "no_time_left": "issue-no-time",
    "booking_too_early": "booked-too-early",
    "booking_unknown_appointment": "booked-unknown",
    "booking_too_many_tries": "booked-tries",
}


_SHOWN_TO_STAFF = ("booking_too_early", "booking_too_many_tries", "booking_too_late")


def services(visit: Visit, known: Known, words: Words) -> ScreenModel:
    """Ask which service; closed ones stay in place and say so."""
    pages = Pages(total=len(known.services), size=known.capacity.tall_rows, page=visit.page)
    shown = known.services[pages.first : pages.first + pages.size]
    rows = numbered(_service(one, known, words) for one in shown)
    return screen(
        words, visit.modes, "services", "list", words.node("title", "title", "services-title"),
        rows, strip(words), pages=pages, summary=page_summary(words, pages, len(rows)),
    )  # fmt: skip


def _service(service: wire.ServiceInfo, known: Known, words: Words) -> Node:
    waiting = words.node("waiting", "text", "services-waiting", n=service.waiting)
    node = replace(
        words.plain(f"service-{service.id}", "row", words.named(service.names)),
        icon=service.icon,
        detail=words.named(service.about) if service.about else "",
    )
    if known.lost and known.alone and service.closed_because != "service_closed":
        return node  # how many wait nobody knows now, and the hours are looked at when it is asked
    if not service.open:
        why = words("services-closed")
        return replace(node, enabled=False, why=why, value=why)
    if service.waiting and service.wait is not None:
        told = words.node(
            "wait", "text", "services-wait", low=service.wait.low, high=service.wait.high
        )
        about = "　".join(part for part in (node.detail, waiting.name) if part)
        spoken = words.listed(node.detail, waiting.words)
        return replace(
            node, detail=about, detail_spoken=spoken, value=told.name, value_spoken=told.words
        )
    return replace(node, value=waiting.name, value_spoken=waiting.words)


def needs(visit: Visit, known: Known, words: Words) -> ScreenModel:
    """Ask what would help: kindly, once, and optional; or anew, for a ticket already taken."""
    later = visit.step == "my-needs"
    pages = Pages(total=len(NEEDS), size=known.capacity.tiles, page=visit.page)
    shown = NEEDS[pages.first : pages.first + pages.size]
    toggles = numbered(
        replace(
            words.node(f"need-{need}", "toggle", f"need-{need}"),
            icon=_NEED_ICONS.get(need, need.replace("_", "-")),
            selected=need in visit.needs,
        )
        for need in shown
    )
    content = (note(words, "note", "need-note", icon="lock"), *toggles)
    return screen(
        words, visit.modes, visit.step, "tiles", words.node("title", "title", "need-title"),
        content, strip(words, "need-change" if later else "need-next"), columns=2, pages=pages,
        summary=page_summary(words, pages, len(toggles)), busy=visit.busy,
    )  # fmt: skip


def confirm(visit: Visit, known: Known, words: Words) -> ScreenModel:
    """Show everything chosen before anything happens; each can be changed (A-74)."""
    service = known.service(visit.service)
    name = words.named(service.names) if service else ""
    rows = numbered(
        (
            _choice_made(words, "service", name, service.icon if service else "form"),
            _needs_chosen(visit, words),
        )
    )
    lines = []
    if known.lost and known.alone:
        lines.append(note(words, "ahead", "alone-ahead", icon="offline"))
    elif service:
        lines.append(note(words, "ahead", "confirm-ahead", icon="person", n=service.waiting))
        lines += doubt(service.wait, words)
    lines += [
        note(words, "later", "confirm-later", icon="undo"),
        note(words, "private", "confirm-private", icon="lock"),
    ]
    if visit.busy:
        lines.append(replace(note(words, "busy", "taking", icon="clock"), role="status"))
    main = strip(words, "confirm-take", service=name)
    told = [Told(name, name)]
    if visit.needs:
        told.append(words.told("confirm-needs-count", n=len(visit.needs)))
    told.append(words.told_of(lines[:1]))
    return screen(
        words, visit.modes, "confirm", "detail", words.node("title", "title", "confirm-title"),
        [*lines, *rows], replace(main, icon="take-ticket"), summary=words.telling(*told),
        busy=visit.busy,
    )  # fmt: skip


def _choice_made(words: Words, what: str, name: str, icon: str) -> Node:
    return replace(
        words.plain(f"change-{what}", "row", name),
        detail=words(f"confirm-{what}-label"),
        value=words("confirm-change"),
        value_spoken=words.say("confirm-change"),
        hint=words.say(f"confirm-change-{what}"),
        icon=icon,
    )


def _needs_chosen(visit: Visit, words: Words) -> Node:
    if not visit.needs:
        return _choice_made(words, "needs", words("confirm-needs-none"), "lock")
    listed = words.enumerated(words(f"need-{need}") for need in NEEDS if need in visit.needs)
    return replace(_choice_made(words, "needs", listed, "lock"), private=True)


def issued(visit: Visit, known: Known, words: Words) -> ScreenModel:
    """Show the number large, say it twice, and tell where to sit and how long (A-47)."""
    ticket = visit.ticket
    if ticket is None:
        return refused(visit, known, words)
    number = replace(words.node("number", "numeral", "issued-number", number=ticket.number))
    called = []
    if ticket.state == "CALLED" and ticket.window_number is not None:
        line = note(words, "called", "issued-called", icon="call", number=ticket.number,
                    window=ticket.window_number)  # fmt: skip
        called = [replace(line, role="status", emphasis="attention")]
    lines = [number, *called, *_about(visit, ticket, known, words), _paper(visit, ticket, words)]
    if visit.paper in ("out", "failed", "unsure") and not called:
        lines.append(note(words, "paper-staff", "print-staff"))
    content = [*lines]
    if ticket.phone_url:
        content.append(replace(words.node("qr", "qr", "issued-qr"), value=ticket.phone_url))
    return screen(
        words, visit.modes, "issued", "issued", words.node("title", "title", "issued-title"),
        content, strip(words, "issued-done"),
        summary=words.told_of(lines),
    )  # fmt: skip


def _about(visit: Visit, ticket: wire.Ticket, known: Known, words: Words) -> list[Node]:
    service = known.service(ticket.service)
    lines = [
        note(words, "service", "issued-service",
             service=words.named(service.names) if service else ticket.service),
    ]  # fmt: skip
    if ticket.ahead is not None:
        lines.append(note(words, "ahead", "issued-ahead", icon="person", n=ticket.ahead))
    if is_alone(ticket):
        key = "issued-alone" if visit.paper in _ON_PAPER else "issued-alone-no-paper"
        told = note(words, "alone", key, icon="offline")
        lines.append(replace(told, emphasis="attention"))
    elif ticket.wait is not None:
        wait = ticket.wait
        lines.append(note(words, "wait", "issued-wait", icon="clock", low=wait.low, high=wait.high))
        lines += doubt(wait, words)
    elif ticket.state == "WAITING":
        lines.append(note(words, "wait", "issued-no-window", icon="clock"))
    zone = _waiting_zone(ticket, known)
    if zone is not None:
        area = note(words, "area", "issued-area", icon="hall-guide", area=words.named(zone.names))
        way = words.plain("directions", "text", words.named(zone.directions))
        lines += [area, replace(way, icon="signpost")]
    return lines


def doubt(wait: wire.WaitRange | None, words: Words) -> list[Node]:
    """Say so where the hall may close before the visitor's turn."""
    if wait is None or not wait.doubtful:
        return []
    line = note(words, "doubt", "wait-doubtful", icon="warning")
    return [replace(line, emphasis="attention")]


def _waiting_zone(ticket: wire.Ticket, known: Known) -> wire.ZoneInfo | None:
    if known.site is None:
        return None
    zones = {zone.id: zone for zone in known.site.zones}
    if ticket.zone in zones:
        return zones[ticket.zone]
    serving = [window for window in known.site.windows if ticket.service in window.services]
    serving.sort(key=lambda window: (window.state != "open", window.number))
    return zones.get(serving[0].zone) if serving else None


def _paper(visit: Visit, ticket: wire.Ticket, words: Words) -> Node:
    key, icon = _PAPER[visit.paper]
    line = note(words, "paper", key, icon=icon, number=ticket.number)
    emphasis: Emphasis = "danger" if visit.paper in ("out", "failed", "unsure") else "none"
    return replace(line, role="status", emphasis=emphasis)


def refused(visit: Visit, known: Known, words: Words) -> ScreenModel:
    """Tell why there is no ticket, and where to go."""
    other = "booked-over" if visit.refusal.startswith("booking_") else "issue-closed"
    if visit.refusal.startswith("tell_"):
        other = "issue-tell"
    key = _REFUSALS.get(visit.refusal, other)
    why = _not_before(visit, known, words) or note(words, "why", key, icon="warning")
    lines = [why, note(words, "help-line", "issue-help")]
    rows = show_code(words) if visit.refusal in _SHOWN_TO_STAFF and visit.typed else ()
    return screen(
        words, visit.modes, "refused", "detail" if rows else "notice",
        words.node("title", "title", "issue-refused"),
        [*lines, *rows], strip(words, "staff-continue"), alert=True,
        summary=words.told_of(lines),
    )  # fmt: skip


def show_code(words: Words) -> tuple[Node, ...]:
    """Offer to show the code that was typed to the staff, who have other ways."""
    row = replace(words.node("booked-show", "row", "booked-show"), icon="qr")
    return numbered([row])


def _not_before(visit: Visit, known: Known, words: Words) -> Node | None:
    """Say when to come, to a booked visitor who is early."""
    at, site = visit.refusal_at, known.site
    if visit.refusal != "booking_too_early" or at is None or site is None:
        return None
    there = at.astimezone(ZoneInfo(site.time_zone))
    time = f"{there:%H:%M}"
    if site.day is not None and site.day.id == f"{there:%Y-%m-%d}":
        return note(words, "why", "booked-not-before", icon="clock", time=time)
    return note(
        words, "why", "booked-not-before-on", icon="clock",
        time=time, month=there.month, day=there.day,
    )  # fmt: skip


def page_summary(words: Words, pages: Pages, shown: int) -> Told:
    """Return what a page of a list is told by: which page, how many items."""
    if pages.count == 1:
        return words.told("items-count", n=shown)
    return words.listing(
        words.told("page-of", page=pages.page + 1, count=pages.count),
        words.told("page-items", n=shown),
    )
