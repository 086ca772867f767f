"""An emergency in the hall: it covers every screen until it is ended, and is said again."""

from dataclasses import replace

import msgspec

from kiosk.flow.frame import note, screen, strip
from kiosk.flow.model import ScreenModel
from kiosk.flow.visit import Known, Visit
from kiosk.flow.wording import Words
from queue_server import wire

AGAIN_S = 15.0
"""So often it is said again while it lasts."""

ALLOWED = ("staff", "language", "reach")
"""What can still be pressed: calling somebody, and reading it in one's own way."""


def alarmed(before: wire.Emergency | None, row: wire.Row) -> wire.Emergency | None:
    """Return the emergency under way after a row of the live stream."""
    if row.kind == "snapshot":
        told = row.data.get("emergency")
        return msgspec.convert(told, wire.Emergency) if told else None
    if row.kind == "emergency_declared":
        return msgspec.convert(row.data, wire.Emergency)
    return None if row.kind == "emergency_ended" else before


def concerning(known: Known) -> wire.Emergency | None:
    """Return the emergency that concerns where this kiosk stands."""
    told, site = known.emergency, known.site
    if told is None or not told.zones or site is None:
        return told
    here = next((one.zone for one in site.kiosks if one.id == site.you), None)
    return told if here is None or here in told.zones else None


def emergency(visit: Visit, known: Known, words: Words) -> ScreenModel:
    """Say what happened and what to do, and nothing else."""
    told = known.emergency
    kind = told.kind if told is not None else "other"
    written = told.text.get(words.language, "") if told is not None else ""
    spoken = (told.spoken.get(words.language, "") if told is not None else "") or written
    line = note(words, "what", f"emergency-{kind}-do", icon="warning")
    if written:
        line = replace(line, name=written, spoken=spoken)
    lines = [
        replace(line, emphasis="attention"),
        note(words, "follow", "emergency-follow", icon="escort"),
    ]
    return screen(
        words, visit.modes, "emergency", "notice",
        words.node("title", "title", f"emergency-{kind}"), lines, strip(words), alert=True,
        summary=words.told_of(lines),
    )  # fmt: skip
