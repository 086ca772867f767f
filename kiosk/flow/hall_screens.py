"""Idle, home, hall services, settings, language, help, staff, and the screens of trouble."""

from dataclasses import replace

from kiosk.flow.effects import CheckIn
from kiosk.flow.frame import note, numbered, screen, strip, tile
from kiosk.flow.model import Node, Pages, ScreenModel
from kiosk.flow.notice_screens import important
from kiosk.flow.ticket_screens import show_code
from kiosk.flow.visit import Known, Trouble, Visit
from kiosk.flow.wording import Words

_TROUBLES: tuple[Trouble, ...] = ("voice", "keypad", "paper")
"""Which is shown where several are at once: what keeps people from using the kiosk first."""
_TROUBLE_ICONS = {"voice": "mute", "keypad": "reach", "paper": "paper-out"}
_OWN_NAMES = {"zh-CN": "中文", "en": "English", "ug": "ئۇيغۇرچە", "kk": "قازاقشا", "mn": "ᠮᠣᠩᠭᠣᠯ"}


def idle(visit: Visit, known: Known, words: Words) -> ScreenModel:
    """Invite: any touch, any key."""
    hall = words.named(known.hall_names) if known.hall_names else ""
    title = words.node("title", "title", "idle-title", hall=hall)
    start = replace(words.node("start", "button", "idle-touch"), emphasis="primary", icon="next")
    languages = tuple(
        replace(
            words.plain(f"start-{code}", "button", _OWN_NAMES.get(code, code)),
            lang=code, icon="language",
        )
        for code in known.languages
    )  # fmt: skip
    content = (
        note(words, "offers", "idle-services"),
        *important(known, words),
        note(words, "keys", "idle-keys", icon="headphones"),
        start,
        *languages,
        replace(words.node("staff", "button", "foot-staff"), icon="staff-call"),
    )
    nodes = (replace(title, role="title", zone="title"), *content)
    return ScreenModel(id="idle", layout="idle", nodes=nodes, modes=visit.modes)


def home(visit: Visit, known: Known, words: Words) -> ScreenModel:
    """Offer six things to do (A-71)."""
    jobs = words.node("jobs", "text", "home-work-plain")
    if known.jobs:
        jobs = words.node("jobs", "text", "home-work-detail", n=known.jobs)
    offered: tuple[tuple[str, str, Node], ...] = (
        ("ticket", "take-ticket", words.node("d", "text", "home-ticket-detail")),
        ("work", "find-work", jobs),
        ("training", "training", words.node("d", "text", "home-training-detail")),
        ("policy", "policy", words.node("d", "text", "home-policy-detail")),
        ("my", "my-ticket", words.node("d", "text", "home-my-detail")),
        ("hall", "hall-service", words.node("d", "text", "home-hall-detail")),
    )
    pages = None
    if visit.modes.easy:  # few things at once, what most people come for first
        offered = tuple(offered[place] for place in _EASY_ORDER)
        pages = Pages(total=len(offered), size=_EASY_MOST, page=visit.page)
        offered = offered[pages.first : pages.first + pages.size]
    choices = numbered(
        tile(words, f"home-{name}", f"home-{name}", icon, detail) for name, icon, detail in offered
    )
    return screen(
        words, visit.modes, "home", "tiles", words.node("title", "title", "home-title"),
        [*_trouble(known, words), *helping(visit, words), *choices], strip(words), columns=2,
        summary=words.told("items-count", n=len(choices)), pages=pages,
    )  # fmt: skip


_EASY_ORDER = (0, 1, 4, 5, 2, 3)
_EASY_MOST = 4


def _trouble(known: Known, words: Words) -> list[Node]:
    if not known.lost:
        return _devices(known, words)
    line = note(words, "net", "net-off-alone" if known.alone else "net-off", icon="offline")
    return [replace(line, role="status", emphasis="danger")]


def _devices(known: Known, words: Words) -> list[Node]:
    """Return what does not work, for the first screen: the worst one."""
    for name in _TROUBLES:
        if name in known.troubles:
            line = note(words, "trouble", f"trouble-{name}", icon=_TROUBLE_ICONS[name])
            return [replace(line, role="status", emphasis="danger")]
    return []


def helping(visit: Visit, words: Words) -> list[Node]:
    """Say on the first screen that somebody was called, and who is coming."""
    if not visit.helped:
        return []
    return coming(visit, words) or [note(words, "coming", "staff-told", icon="staff-call")]


def language(visit: Visit, known: Known, words: Words) -> ScreenModel:
    """Offer each language by its own name, said in its own voice (A-76)."""
    choices = numbered(
        replace(
            words.plain(f"language-{code}", "row", _OWN_NAMES.get(code, code)),
            lang=code, icon="language", selected=code == visit.modes.language,
        )
        for code in known.languages
    )  # fmt: skip
    return screen(
        words, visit.modes, "language", "list", words.node("title", "title", "language-title"),
        choices, strip(words), summary=words.told("items-count", n=len(choices)),
    )  # fmt: skip


def help_(visit: Visit, known: Known, words: Words) -> ScreenModel:
    """Help in three layers: this screen, the keys, the way through (A-51)."""
    page = visit.page % 3
    lines = (_help_here, _help_keys, _help_tutorial)[page](visit, words)
    lines.append(note(words, "more", "help-more", icon="help"))
    title = words.node("title", "title", "help-title")
    told = words.told(f"help-page-{page + 1}")
    return screen(
        words, visit.modes, "help", "detail", title, lines, strip(words, "staff-continue"),
        summary=words.telling(told, words.told_of(lines)),
    )  # fmt: skip


def _help_here(visit: Visit, words: Words) -> list[Node]:
    before = visit.history[-1].step if visit.history else "home"
    return [
        note(words, "here", f"help-on-{before}", icon="help"),
        note(words, "ask", "hall-staff", icon="staff-call"),
    ]


def _help_keys(_visit: Visit, words: Words) -> list[Node]:
    return [
        note(words, "keys", "help-keys", icon="confirm"),
        note(words, "speech", "help-speech", icon="speech"),
        note(words, "touch", "help-touch", icon="headphones"),
        note(words, "learn", "help-learn", icon="help"),
    ]


def _help_tutorial(_visit: Visit, words: Words) -> list[Node]:
    return [
        note(words, f"step-{place}", f"help-tutorial-{place}", icon="signpost")
        for place in range(1, 5)
    ]


def staff(visit: Visit, known: Known, words: Words) -> ScreenModel:
    """Tell that staff know, and who is coming."""
    if visit.busy:
        title, lines = "staff-asking", [note(words, "note", "staff-wait", icon="clock")]
    elif visit.assistance_failed:
        title, lines = "staff-failed-title", [note(words, "note", "staff-failed", icon="warning")]
    else:
        title, lines = "staff-title", [note(words, "note", "staff-note", icon="staff-call")]
        lines += coming(visit, words)
    return screen(
        words, visit.modes, "staff", "notice", words.node("title", "title", title), lines,
        strip(words, "staff-continue"), summary=words.told_of(lines),
        busy=visit.busy,
    )  # fmt: skip


def coming(visit: Visit, words: Words) -> list[Node]:
    """Say who is on the way; nothing where nobody is yet."""
    asked = visit.assistance
    if asked is None or asked.state != "taken":
        return []
    if asked.window_number is not None:
        line = note(
            words, "coming", "staff-window-coming", icon="escort", window=asked.window_number
        )
    else:
        line = note(words, "coming", "staff-coming", icon="escort", who=asked.taken_as)
    return [replace(line, emphasis="attention")]


def offline(visit: Visit, known: Known, words: Words) -> ScreenModel:
    """Say what does not work, what still does, and where to go."""
    told = "offline-note-alone" if known.alone else "offline-note"
    lines = [
        note(words, "note", told, icon="offline"),
        note(words, "wait", "offline-wait", icon="clock"),
    ]
    rows = show_code(words) if isinstance(visit.failed, CheckIn) and visit.typed else ()
    return screen(
        words, visit.modes, "offline", "detail" if rows else "notice",
        words.node("title", "title", "offline-title"),
        [*lines, *rows], replace(strip(words, "offline-retry"), icon="repeat"), alert=True,
        summary=words.told_of(lines),
    )  # fmt: skip


def warning(visit: Visit, known: Known, words: Words) -> ScreenModel:
    """Ask whether somebody is still there; nothing is lost by answering (A-69)."""
    line = note(words, "note", "warn-note", icon="clock", seconds=visit.seconds_left)
    return screen(
        words, visit.modes, "warning", "notice", words.node("title", "title", "warn-title"),
        [line], strip(words, "warn-continue"), alert=True, summary=words.told_of([line]),
    )  # fmt: skip


def end(visit: Visit, known: Known, words: Words) -> ScreenModel:
    """Say goodbye; everything is forgotten."""
    line = note(words, "note", "end-note", icon="confirm")
    return screen(
        words, visit.modes, "end", "notice", words.node("title", "title", "end-title"), [line],
        strip(words, "foot-home"), summary=words.told_of([line]),
    )  # fmt: skip
