"""Taking along what is on the screen: on paper, or into a phone by a code that needs no network."""

from dataclasses import replace

from kiosk.flow.effects import SlipKind
from kiosk.flow.frame import note, numbered, screen, strip
from kiosk.flow.model import Node, ScreenModel
from kiosk.flow.slips import carried
from kiosk.flow.visit import Known, Visit
from kiosk.flow.wording import Words

SLIPS: dict[str, SlipKind] = {
    "take-print-job": "job",
    "take-print-training": "training",
    "take-print-recommendation": "recommendation",
    "take-print-fair": "fair",
    "take-print-policy": "policy",
}
"""The slip each choice prints."""

_PRINTED = {
    "job": ("take-print-job", "take-print-recommendation"),
    "training": ("take-print-training",),
    "fair": ("take-print-fair",),
    "policy": ("take-print-policy",),
}
_BAD = ("out", "failed", "unsure")


def take(visit: Visit, known: Known, words: Words) -> ScreenModel:
    """Offer paper where this kiosk prints, and the code always."""
    kind = visit.item.kind if visit.item is not None else ""
    rows = [_printed(name, words) for name in _PRINTED.get(kind, ()) if known.prints]
    code_row = words.node("take-code", "row", "take-code")
    detail = words.node("d", "text", "take-code-detail")
    rows.append(replace(code_row, icon="qr", detail=detail.name, detail_spoken=detail.words))
    choices = numbered(rows)
    return screen(
        words, visit.modes, "take", "list", words.node("title", "title", "take-title"),
        [*outcome(visit, words), *choices], strip(words, "staff-continue"),
        summary=words.told("items-count", n=len(choices)),
    )  # fmt: skip


def _printed(name: str, words: Words) -> Node:
    node = replace(words.node(name, "row", name), icon="print")
    if name != "take-print-recommendation":
        return node
    detail = words.node("d", "text", f"{name}-detail")
    return replace(node, detail=detail.name, detail_spoken=detail.words)


def outcome(visit: Visit, words: Words) -> list[Node]:
    """Tell what became of a slip."""
    if visit.slip == "none":
        return []
    bad = visit.slip in _BAD
    line = note(words, "slip", f"slip-{visit.slip}", icon="warning" if bad else "print")
    return [replace(line, role="status", emphasis="danger" if bad else "none")]


def code(visit: Visit, known: Known, words: Words) -> ScreenModel:
    """Show the code that carries the item itself, so that no phone needs a network for it."""
    item = visit.item
    text = carried(item, known, visit.modes.language) if item is not None else ""
    lines = [
        note(words, "staff-help", "code-staff", icon="staff-call"),
        replace(words.node("qr", "qr", "code-qr"), value=text),
    ]
    return screen(
        words, visit.modes, "code", "detail", words.node("title", "title", "code-title"), lines,
        strip(words, "staff-continue"), summary=words.told_of(lines),
    )  # fmt: skip
