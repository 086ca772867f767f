"""The idle screen: the hall and the clock above, the way in below, within everyone's reach."""

from dataclasses import dataclass, replace

from kiosk.flow.model import Node, ScreenModel
from kiosk.layout import reading
from kiosk.layout.controls import Kit, button
from kiosk.layout.drawing import Box, Draw, Emblem, Fill, Item
from kiosk.layout.frame import Head, emblem_box, grid, shared_row
from kiosk.layout.looks import text_look

_LEAST_EMBLEM = 64
"""In design pixels, of its longer side: a smaller one is only a stain."""


@dataclass(frozen=True, slots=True)
class Placing:
    """What a template gives back: the nodes, and what is only drawn."""

    items: list[Item]
    decoration: list[Item]


def place_idle(screen: ScreenModel, head: Head, kit: Kit) -> Placing:
    """Place the invitation; its controls are below 900 mm wherever the panel allows."""
    m = kit.m
    content = screen.in_zone("content")
    controls = tuple(node for node in content if node.actions)
    start = tuple(node for node in controls if node.emphasis == "primary")
    others = tuple(node for node in controls if node not in start)
    notes = tuple(node for node in content if not node.actions)
    before = tuple(n for n in notes if controls and content.index(n) < content.index(controls[0]))
    after = tuple(node for node in notes if node not in before)
    bottom = m.foot_bottom
    inside = (m.margin, m.width - m.margin)
    after_items, bottom = _upwards(after, Box(inside[0], 0, inside[1], bottom), kit)
    # Whoever reaches no higher than the band must be able to begin, on coarse panels too.
    room = bottom - m.band_top - m.gap
    high = max(min(m.u(150), round(room * 0.44)), m.target(20.0))
    languages = Box(inside[0], bottom - high, inside[1], bottom)
    start_high = max(min(m.u(190), room - high), m.target(20.0))
    starts = Box(inside[0], languages.top - m.gap - start_high, inside[1], languages.top - m.gap)
    bottom = starts.top - m.gap - m.bleed
    before_items, bottom = _upwards(before, Box(inside[0], 0, inside[1], bottom), kit)
    hero = Box(0, 0, m.width, min(bottom - m.u(20), m.u(980) + m.touch_top // 2))
    title, decoration = _hero(screen.title, head, hero, kit)
    items = [title, *before_items]
    items += grid(start, starts, 1, kit, lambda node, box, k: button(node, box, k, role="tile"))
    if others:
        items += shared_row(others, languages, kit, regular=False, role="lead")
    return Placing([*items, *after_items], decoration)


def _upwards(notes: tuple[Node, ...], box: Box, kit: Kit) -> tuple[list[Item], int]:
    """Place lines standing on the bottom of a box; return them and where they begin."""
    m, bottom = kit.m, box.bottom
    placed: list[Item] = []
    for node in reversed(notes):
        em = m.em("lead")
        indent = m.u(20) + round(em * 1.3) if node.icon else 0
        lines = kit.needed(node.name, em, box.width - indent, bold=False, lang=node.lang)
        high = round(em * 1.42) * lines + 2 * m.u(4)
        at = Box(box.left, bottom - high, box.right, bottom)
        placed.insert(0, reading.line(node, at, em, kit))
        bottom -= high + m.bleed + m.u(14)
    return placed, bottom


def _hero(title: Node, head: Head, box: Box, kit: Kit) -> tuple[Item, list[Item]]:
    m, look = kit.m, text_look(title, kit.attention)
    inner = box.inset(m.margin, m.u(48))
    em = m.em("title")
    title = replace(title, name=_before_hall(title.name, head.hall, inner, em, kit))
    lines = min(3, kit.needed(title.name, em, inner.width, bold=True, lang=title.lang))
    high = round(em * 1.3) * lines
    name = Box(inner.left, inner.top, inner.right, inner.top + high)
    ground: list[Draw] = [Fill(name, look.fill)] if look.fill else []
    words = kit.fit.set(
        title.name, name, em, look.ink if look.fill else "on_primary", bold=True,
        lang=title.lang, leading=1.25, most=3,
    )  # fmt: skip
    item = kit.item(title, name, [*ground, words])
    placed = Item(node=item.node, box=name, draws=item.draws, ground="primary", bleed=item.bleed)
    rest = Box(inner.left, name.bottom + m.u(20), inner.right, inner.bottom)
    draws: list[Draw] = [Fill(box, "primary"), *_time(head, rest, kit)]
    return placed, [Item(node="", box=box, draws=tuple(draws))]


def _before_hall(text: str, hall: str, box: Box, em: int, kit: Kit) -> str:
    """Break a long welcome before the hall's name: by sense, not by box."""
    if not hall or hall not in text or kit.fit.width(text, em, bold=True) <= box.width:
        return text
    welcome = text.replace(hall, "").strip()
    return f"{welcome}\n{hall}" if welcome else text


def _time(head: Head, box: Box, kit: Kit) -> list[Draw]:
    m = kit.m
    date_em = m.em("item")
    date_high = round(date_em * 1.5)
    em = min(m.em("clock"), box.height - date_high)
    if em < m.em("title"):
        return []
    top = box.top + (box.height - em - date_high) // 2
    time = Box(box.left, top, box.right, top + em)
    date = Box(box.left, time.bottom + m.u(8), box.right, time.bottom + m.u(8) + date_high)
    wide = max(kit.fit.width(head.time, em, bold=True, lang="en"),
               kit.fit.width(head.date, date_em, lang=kit.language))  # fmt: skip
    beside = Box(box.left + wide + m.u(64), time.top, box.right, date.bottom)
    return [
        kit.fit.set(head.time, time, em, "on_primary", bold=True, leading=1.0, lang="en"),
        kit.fit.set(head.date, date, date_em, "on_primary", lang=kit.language),
        *_emblem(head.emblem, beside, kit),
    ]


def _emblem(png: bytes, room: Box, kit: Kit) -> list[Draw]:
    """Place the hall's emblem at the right on a white plate, so that one of any colour is seen."""
    rim = kit.m.u(20)
    picture = emblem_box(png, room.width - 2 * rim, room.height - 2 * rim)
    if picture is None or max(picture.width, picture.height) < kit.m.u(_LEAST_EMBLEM):
        return []
    wide, high = picture.width + 2 * rim, picture.height + 2 * rim
    plate = Box(0, 0, wide, high).moved(room.right - wide, room.top + (room.height - high) // 2)
    return [
        Fill(plate, "white", kit.m.radius),
        Emblem(picture.moved(plate.left + rim, plate.top + rim), png),
    ]
