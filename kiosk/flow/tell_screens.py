"""Telling the hall something: what, about what, what was wrong, check, receipt, and what came."""

from dataclasses import replace
from zoneinfo import ZoneInfo

from kiosk.flow.frame import note, numbered, screen, strip, strip_untyped, tile
from kiosk.flow.model import Node, Pages, ScreenModel
from kiosk.flow.own_screens import twelve_keys
from kiosk.flow.telling import (
    ANSWERED,
    PHONE_DIGITS,
    POINTS,
    REFERENCE_DIGITS,
    SCORES,
    TOPICS,
    Telling,
)
from kiosk.flow.ticket_screens import page_summary
from kiosk.flow.visit import Known, Visit
from kiosk.flow.wording import Told, Words
from queue_server import wire

_TIME_ZONE = "Asia/Shanghai"
_KINDS = (
    ("complaint", "warning"),
    ("suggestion", "tell-us"),
    ("praise", "heart"),
    ("rating", "rate"),
    ("questionnaire", "form-check"),
    ("status", "search"),
)
_TOPIC_ICONS = {
    "waiting": "clock",
    "staff": "counter",
    "papers": "form",
    "access": "wheelchair",
    "machines": "display",
    "other": "tell-us",
}


def tell(visit: Visit, known: Known, words: Words) -> ScreenModel:
    """Ask what kind of thing; the questionnaire only where the hall has questions."""
    asked = bool(known.site and known.site.questions)
    offered = [(kind, icon) for kind, icon in _KINDS if asked or kind != "questionnaire"]
    pages = Pages(total=len(offered), size=known.capacity.tiles, page=visit.page)
    choices = numbered(
        tile(words, f"tell-{kind}", f"tell-{kind}", icon,
             words.node("d", "text", f"tell-{kind}-detail"))
        for kind, icon in offered[pages.first : pages.first + pages.size]
    )  # fmt: skip
    return screen(
        words, visit.modes, "tell", "tiles", words.node("title", "title", "tell-title"),
        choices, strip(words), columns=2, pages=pages,
        summary=page_summary(words, pages, len(choices)),
    )  # fmt: skip


def about(visit: Visit, known: Known, words: Words) -> ScreenModel:
    """Ask what it is about."""
    pages = Pages(total=len(TOPICS), size=known.capacity.tiles, page=visit.page)
    choices = numbered(
        replace(
            words.node(f"about-{topic}", "choice", f"tell-about-{topic}"),
            icon=_TOPIC_ICONS[topic],
        )
        for topic in TOPICS[pages.first : pages.first + pages.size]
    )
    title = words.node("title", "title", f"tell-about-title-{visit.telling.kind}")
    return screen(
        words, visit.modes, "tell-about", "tiles", title, choices, strip(words), columns=2,
        pages=pages, summary=page_summary(words, pages, len(choices)),
    )  # fmt: skip


def points(visit: Visit, known: Known, words: Words) -> ScreenModel:
    """Ask what was wrong: any number of things, none is needed."""
    offered = POINTS[visit.telling.about]
    pages = Pages(total=len(offered), size=known.capacity.rows, page=visit.page)
    toggles = numbered(
        replace(
            words.node(f"point-{point}", "toggle", f"point-{point}"),
            selected=point in visit.telling.points,
        )
        for point in offered[pages.first : pages.first + pages.size]
    )
    return screen(
        words, visit.modes, "tell-points", "list",
        words.node("title", "title", "tell-points-title"), toggles, strip(words, "tell-next"),
        pages=pages, summary=page_summary(words, pages, len(toggles)),
    )  # fmt: skip


def rate(visit: Visit, known: Known, words: Words) -> ScreenModel:
    """Ask how good it was, from very good to very bad."""
    rows = numbered(
        replace(
            words.node(f"score-{score}", "row", f"score-{score}"),
            icon=f"level-{score}",
            selected=None if visit.telling.score is None else visit.telling.score == score,
        )
        for score in _scores(visit, known)
    )
    pages = Pages(total=len(SCORES), size=known.capacity.rows, page=visit.page)
    return screen(
        words, visit.modes, "rate", "list", words.node("title", "title", "rate-title"), rows,
        strip(words), pages=pages, summary=page_summary(words, pages, len(rows)),
    )  # fmt: skip


def _scores(visit: Visit, known: Known) -> tuple[int, ...]:
    pages = Pages(total=len(SCORES), size=known.capacity.rows, page=visit.page)
    return SCORES[pages.first : pages.first + pages.size]


def asked(visit: Visit, known: Known, words: Words) -> ScreenModel:
    """Ask one question of the questionnaire (A-71)."""
    questions = known.site.questions if known.site else ()
    place = min(visit.telling.question, max(0, len(questions) - 1))
    question = questions[place] if questions else None
    choices = question.choices if question else ()
    chosen = dict(visit.telling.answers).get(question.id) if question else None
    pages = Pages(total=len(choices), size=known.capacity.rows, page=visit.page)
    rows = numbered(
        replace(
            words.plain(f"answer-{one.value}", "row", words.named(one.names)),
            selected=None if chosen is None else chosen == one.value,
        )
        for one in choices[pages.first : pages.first + pages.size]
    )
    name = words.named(question.names) if question else words("tell-questionnaire")
    skip = replace(strip(words, "asked-skip"), emphasis="none", icon="next")
    return screen(
        words, visit.modes, "asked", "list", words.plain("title", "title", name), rows, skip,
        pages=pages,
        summary=words.listing(
            words.told("asked-place", page=place + 1, count=max(1, len(questions))),
            page_summary(words, pages, len(rows)),
        ),
    )  # fmt: skip


def check(visit: Visit, known: Known, words: Words) -> ScreenModel:
    """Show everything before it is sent; each part can be changed (A-74)."""
    telling = visit.telling
    lines = _said(visit, known, words)
    rows: list[Node] = []
    if telling.kind in ANSWERED:
        rows = _additions(visit, known, words)
    pages = Pages(total=max(1, len(rows)), size=max(2, known.capacity.rows - 2), page=visit.page)
    shown = numbered(rows[pages.first : pages.first + pages.size])
    busy = [replace(note(words, "busy", "tell-sending", icon="clock"), role="status")]
    main = strip(words, "tell-send-print" if _prints(visit, known) else "tell-send")
    if not _says_something(visit):
        main = replace(main, enabled=False, emphasis="none", why=words.say("tell-nothing-why"))
    return screen(
        words, visit.modes, "tell-check", "detail",
        words.node("title", "title", "tell-check-title"),
        [*lines, *(busy if visit.busy else []), *shown], replace(main, icon="confirm"),
        pages=pages, summary=words.told_of(lines), busy=visit.busy,
    )  # fmt: skip


def _prints(visit: Visit, known: Known) -> bool:
    return known.prints and visit.telling.kind in ANSWERED


def _says_something(visit: Visit) -> bool:
    telling = visit.telling
    if telling.kind == "rating":
        return telling.score is not None
    if telling.kind == "questionnaire":
        return bool(telling.answers)
    return bool(telling.about)


def _said(visit: Visit, known: Known, words: Words) -> list[Node]:
    telling = visit.telling
    if telling.kind == "rating":
        line = words.told(f"score-{telling.score}") if telling.score else Told()
        return [replace(words.plain("score", "text", line.written, line.spoken), icon="rate")]
    if telling.kind == "questionnaire":
        n = len(telling.answers)
        return [note(words, "answered", "asked-answered", icon="form-check", n=n)]
    topic = topic_of(telling, words)
    lines = [note(words, "what", f"tell-what-{telling.kind}", icon="tell-us", about=topic)]
    named = [
        words(f"point-{one}") for one in POINTS.get(telling.about, ()) if one in telling.points
    ]
    if named:
        listed = words.enumerated(named)
        lines.append(replace(words.plain("points", "text", listed), icon="confirm"))
    return lines


def topic_of(telling: Telling, words: Words) -> str:
    """Return what it is about: a topic, or the course somebody is interested in."""
    if telling.kind == "interest":
        return telling.course[0]
    return words(f"tell-about-{telling.about}") if telling.about else ""


def _additions(visit: Visit, known: Known, words: Words) -> list[Node]:
    telling = visit.telling
    if telling.kind == "interest":
        given = words("tell-phone-given") if telling.contact else words("tell-phone-none")
        return [_row(words, "phone", "tell-phone", "phone", given)]
    own = words("tell-own-none")
    by_keys = _row(words, "words-keys", "tell-words-keys", "form", visit.own_words or own)
    by_keys = replace(by_keys, private=bool(visit.own_words))
    rows = [by_keys]
    if known.writes:
        rows.append(_row(words, "words-hand", "tell-words-hand", "form", ""))
    phone = words("tell-phone-given") if telling.contact else words("tell-phone-none")
    rows.append(_row(words, "phone", "tell-phone", "phone", phone))
    publish = words.node("publish", "toggle", "tell-publish")
    detail = words.node("d", "text", "tell-publish-detail")
    rows.append(
        replace(publish, icon="notice", selected=telling.may_publish, detail=detail.name,
                detail_spoken=detail.words)
    )  # fmt: skip
    return rows


def _row(words: Words, node: str, key: str, icon: str, value: str) -> Node:
    return replace(words.node(node, "row", key), icon=icon, detail=value)


def phone(visit: Visit, known: Known, words: Words) -> ScreenModel:
    """Ask for a number to call back; nobody has to give one."""
    field = words.node("typed", "field", "pad-empty")
    if visit.typed:
        field = words.node("typed", "field", "tell-phone-typed", phone=visit.typed)
    field = replace(field, private=bool(visit.typed))
    why = note(words, "why", "tell-phone-why")
    main = strip(words, "tell-phone-use") if visit.typed else strip_untyped(words, "pad-empty")
    return screen(
        words, visit.modes, "tell-phone", "pad", words.node("title", "title", "tell-phone-title"),
        [field, replace(why, role="status"), *twelve_keys(words)], main, columns=3,
        summary=words.told_of([why]),
    )  # fmt: skip


def done(visit: Visit, known: Known, words: Words) -> ScreenModel:
    """Thank, and give the number to ask by."""
    telling, receipt = visit.telling, visit.telling.receipt
    if receipt is None or telling.kind not in ANSWERED:
        lines = [note(words, "thanks", "tell-thanks", icon="heart"), *_kept(visit, words)]
        return screen(
            words, visit.modes, "tell-done", "notice",
            words.node("title", "title", "tell-thanks-title"), lines, strip(words, "tell-finished"),
            summary=words.told_of(lines),
        )  # fmt: skip
    spaced = grouped_digits(receipt.reference)
    a, b, c = spaced.split()
    number = words.node("number", "numeral", "tell-reference", reference=spaced, a=a, b=b, c=c)
    lines = [number, *_due(receipt, known, words), *_kept(visit, words), *_slip(visit, words)]
    code = replace(words.node("qr", "qr", "tell-qr"), value=receipt.url)
    return screen(
        words, visit.modes, "tell-done", "issued",
        words.node("title", "title", "tell-done-title"), [*lines, code],
        strip(words, "tell-finished"), summary=words.told_of(lines),
    )  # fmt: skip


def grouped_digits(reference: str) -> str:
    """Return a reference as it is read: ``482 913 5701``."""
    return f"{reference[:3]} {reference[3:6]} {reference[6:]}"


def _due(receipt: wire.FeedbackReceipt, known: Known, words: Words) -> list[Node]:
    if receipt.first_by is None:
        return [note(words, "due", "tell-due-same-day", icon="clock")]
    zone = ZoneInfo(known.site.time_zone if known.site else _TIME_ZONE)
    day, told = receipt.first_by.astimezone(zone), receipt.at.astimezone(zone)
    if day.date() == told.date():
        return [note(words, "due", "tell-due-same-day", icon="clock")]
    return [note(words, "due", "tell-due", icon="clock", month=day.month, day=day.day)]


def _kept(visit: Visit, words: Words) -> list[Node]:
    if visit.telling.sent != "kept":
        return []
    line = note(words, "kept", "tell-kept", icon="offline")
    return [replace(line, emphasis="attention")]


def _slip(visit: Visit, words: Words) -> list[Node]:
    if visit.slip == "none":
        return [note(words, "slip", "tell-note-number", icon="notice")]
    bad = visit.slip in ("out", "failed", "unsure")
    line = note(words, "slip", f"tell-slip-{visit.slip}", icon="warning" if bad else "print")
    return [replace(line, role="status", emphasis="danger" if bad else "none")]


def status_pad(visit: Visit, known: Known, words: Words) -> ScreenModel:
    """Ask for the ten digits of the receipt."""
    field = words.node("typed", "field", "pad-empty")
    if visit.typed:
        field = replace(
            words.node("typed", "field", "tell-typed", reference=visit.typed),
            name=grouped_digits(visit.typed).strip(),
        )
    left = REFERENCE_DIGITS - len(visit.typed)
    main = strip(words, "status-look")
    if left:
        main = replace(main, enabled=False, emphasis="none", why=words.say("status-left", n=left))
    return screen(
        words, visit.modes, "status-pad", "pad", words.node("title", "title", "status-pad-title"),
        [field, *twelve_keys(words)], main, columns=3, summary=words.told_of([field]),
        busy=visit.busy,
    )  # fmt: skip


def status(visit: Visit, known: Known, words: Words) -> ScreenModel:
    """Tell what became of it: the hall's answers, newest last."""
    found = visit.telling.status
    title = words.node("title", "title", "status-title")
    if found is None:
        lines = [note(words, "unknown", "status-unknown", icon="notice"),
                 note(words, "unknown-help", "status-unknown-help")]  # fmt: skip
    else:
        zone = ZoneInfo(known.site.time_zone if known.site else _TIME_ZONE)
        day = found.at.astimezone(zone)
        lines = [
            note(words, "what", "status-what", icon="tell-us",
                 kind=words(f"tell-{found.kind}"), month=day.month, day=day.day),
            replace(note(words, "state", f"status-{found.state}", icon="clock"),
                    emphasis="attention"),
        ]  # fmt: skip
        lines += [
            words.plain(f"reply-{place}", "text", one.text)
            for place, one in enumerate(found.replies)
        ]
    return screen(
        words, visit.modes, "status", "detail", title, lines, strip(words, "staff-continue"),
        summary=words.told_of(lines),
    )  # fmt: skip


def most_digits(visit: Visit) -> int:
    """Return how many digits the pad of a step takes."""
    return PHONE_DIGITS if visit.step == "tell-phone" else REFERENCE_DIGITS
