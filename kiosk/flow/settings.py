"""How things look and sound: each setting at most three steps away, all reset at the end (A-24).

What is needed most stands first. A setting with two values is switched where it stands, one with
more opens its values; choosing one keeps them in sight, so that others can be tried.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from kiosk.access.steadiness import FILTERS
from kiosk.flow.beginning import first_modes
from kiosk.flow.frame import numbered, screen, strip
from kiosk.flow.going import back, go
from kiosk.flow.model import DWELLS, SIZES, THEMES, Modes, Node, Pages, ScreenModel
from kiosk.flow.paging import Next
from kiosk.flow.ticket_screens import page_summary
from kiosk.flow.visit import Known, Visit
from kiosk.flow.wording import Words
from voice.port import RATE_STEPS, VOLUME_STEPS


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """One setting; without ``values`` it is a switch."""

    icon: str
    values: tuple[Any, ...] = ()


SETTINGS: Mapping[str, Setting] = {
    "size": Setting(icon="size", values=SIZES),
    "theme": Setting(icon="contrast", values=THEMES),
    "easy": Setting(icon="easy-read"),
    "steady": Setting(icon="steady", values=tuple(range(len(FILTERS)))),
    "speech": Setting(icon="speech"),
    "hand": Setting(icon="hand", values=("right", "left")),
    "calm": Setting(icon="calm"),
    "restore": Setting(icon="undo"),
    "rate": Setting(icon="pace", values=tuple(range(len(RATE_STEPS)))),
    "volume": Setting(icon="volume", values=tuple(range(len(VOLUME_STEPS)))),
    "explore": Setting(icon="explore"),
    "curtain": Setting(icon="curtain"),
    "dwell": Setting(icon="clock", values=DWELLS),
}
"""In the order they are offered."""

_COUNTED = {"rate": 1, "volume": 1, "dwell": 0}
"""Settings told by a number, and what is added to it."""


def settings(visit: Visit, known: Known, words: Words) -> ScreenModel:
    """List the settings with what they are now."""
    names = tuple(SETTINGS)
    pages = Pages(total=len(names), size=known.capacity.rows, page=visit.page)
    rows = numbered(
        _row(name, visit.modes, words) for name in names[pages.first : pages.first + pages.size]
    )
    return screen(
        words, visit.modes, "settings", "list", words.node("title", "title", "settings-title"),
        rows, strip(words, "settings-done"), pages=pages,
        summary=page_summary(words, pages, len(rows)),
    )  # fmt: skip


def _row(name: str, modes: Modes, words: Words) -> Node:
    setting = SETTINGS[name]
    if name == "restore":
        return replace(words.node("set-restore", "row", "settings-restore"), icon=setting.icon)
    if not setting.values:
        node = words.node(f"set-{name}", "toggle", f"settings-{name}")
        return replace(node, icon=setting.icon, selected=getattr(modes, name))
    written, spoken = _value(name, getattr(modes, name), words)
    node = words.node(f"set-{name}", "row", f"setting-{name}")
    hint = words.say("settings-next")
    return replace(node, icon=setting.icon, value=written, value_spoken=spoken, hint=hint)


def _value(name: str, value: Any, words: Words) -> tuple[str, str]:
    if name in _COUNTED:
        told = words.told(f"value-{name}", n=value + _COUNTED[name])
    else:
        told = words.told(f"{name}-{value}")
    return told.written, told.spoken


def setting(visit: Visit, known: Known, words: Words) -> ScreenModel:
    """List one setting's values."""
    name = visit.reading
    values = SETTINGS[name].values
    pages = Pages(total=len(values), size=known.capacity.rows, page=visit.page)
    now = getattr(visit.modes, name)
    rows = numbered(
        replace(
            words.plain(f"use-{place}", "row", *_value(name, value, words)),
            lang=words.language, icon=SETTINGS[name].icon, selected=value == now,
        )
        for place, value in enumerate(values)
        if pages.first <= place < pages.first + pages.size
    )  # fmt: skip
    return screen(
        words, visit.modes, "setting", "list", words.node("title", "title", f"setting-{name}"),
        rows, strip(words, "settings-done"), pages=pages,
        summary=page_summary(words, pages, len(rows)),
    )  # fmt: skip


def on_settings(visit: Visit, known: Known, node: str) -> Next | None:
    """Switch a setting, or open its values."""
    name = node.removeprefix("set-")
    if node == "strip":
        return back(visit, known)
    if name == node or name not in SETTINGS:
        return None
    if name == "restore":
        modes = visit.modes
        first = replace(first_modes(known), language=modes.language, speech=modes.speech)
        return Next(visit=replace(visit, modes=first))
    if SETTINGS[name].values:
        return Next(visit=replace(go(visit, "setting"), reading=name))
    return Next(visit=replace(visit, modes=_switched(visit.modes, name)))


def _switched(modes: Modes, name: str) -> Modes:
    if name == "speech":
        return replace(modes, speech=not modes.speech, explore=False)
    if name == "explore":
        return replace(modes, explore=not modes.explore, speech=True)
    if name == "curtain":
        return replace(modes, curtain=not modes.curtain, speech=True)
    changed: dict[str, Any] = {name: not getattr(modes, name)}
    return replace(modes, **changed)


def on_setting(visit: Visit, known: Known, node: str) -> Next | None:
    """Use a value."""
    if node == "strip":
        return back(visit, known)
    place = node.removeprefix("use-")
    values = SETTINGS[visit.reading].values
    if place == node or not place.isdigit() or int(place) >= len(values):
        return None
    changed: dict[str, Any] = {visit.reading: values[int(place)]}
    return Next(visit=replace(visit, modes=replace(visit.modes, **changed)))
