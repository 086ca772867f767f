"""The hall's notices, one a page; the important ones also on the idle screen."""

from dataclasses import replace

from kiosk.flow.frame import note, screen, strip
from kiosk.flow.model import Node, Pages, ScreenModel
from kiosk.flow.visit import Known, Visit
from kiosk.flow.wording import Words
from queue_server import wire

_SHORT = 34
"""So much of an important notice stands on the idle screen; it is read whole on its own."""


def notices(visit: Visit, known: Known, words: Words) -> ScreenModel:
    """Show one notice, and turn to the next."""
    shown = known.notices
    pages = Pages(total=max(1, len(shown)), size=1, page=visit.page)
    lines = [note(words, "none", "notices-none", icon="notice")]
    if shown:
        lines = [_line(shown[pages.page], words)]
    return screen(
        words, visit.modes, "notices", "detail", words.node("title", "title", "notices-title"),
        lines, strip(words, "staff-continue"), pages=pages, summary=words.told_of(lines),
    )  # fmt: skip


def _line(notice: wire.Notice, words: Words) -> Node:
    written, spoken = words_of(notice, words)
    node = words.plain("notice", "text", written, spoken)
    important = notice.level == "important"
    return replace(
        node, icon="warning" if important else "notice",
        emphasis="attention" if important else "none",
    )  # fmt: skip


def important(known: Known, words: Words) -> list[Node]:
    """Return the most important notice, short enough for the idle screen."""
    notice = next((one for one in known.notices if one.level == "important"), None)
    if notice is None:
        return []
    written, spoken = words_of(notice, words)
    short = written if len(written) <= _SHORT else f"{written[: _SHORT - 1]}…"
    return [replace(words.plain("notice", "text", short, spoken), icon="warning")]


def words_of(notice: wire.Notice, words: Words) -> tuple[str, str]:
    """Return a notice as it is written and said in the visitor's language."""
    written = words.named(notice.text)
    return written, notice.spoken.get(words.language, "") or written
