"""The 90 cm mode: above nothing is needed, between is reading, below 900 mm is every control."""

from collections.abc import Sequence
from dataclasses import replace

from kiosk.flow.model import Node, ScreenModel
from kiosk.layout import echoes as echoed
from kiosk.layout import reading
from kiosk.layout.controls import Kit, button, two_lines
from kiosk.layout.drawing import Box, Draw, Fill, Item, Picture
from kiosk.layout.frame import (
    Head,
    big_clock,
    caption,
    grid,
    key_grid,
    page_place,
    shared_row,
    shares,
    top_bar,
)
from kiosk.layout.inviting import Placing
from kiosk.layout.marking import marked
from kiosk.layout.measures import (
    BAND_COLUMN_MM,
    GAP_LARGE_MM,
    GAP_LEAST_MM,
    TARGET_LARGE_MM,
    TARGET_LEAST_MM,
    Measures,
)
from kiosk.layout.typing import band_lines, ink_least, letter_row, offered_row, paper

_KEYS_ACROSS = 6
_HINT_EMS = 6
_READING_LEAST = 800
_CAPTIONED_LEAST = 560
_LONGEST_EMS = 11
"""Longer names (of content) are shortened in the band: the whole stands above."""


def place_reach(screen: ScreenModel, head: Head, kit: Kit) -> Placing:
    """Place a whole screen in three zones by millimetres."""
    m = kit.m
    band = Box(0, m.band_top, m.width, m.band_bottom)
    decoration, top = _above(head, band.top, kit)
    content = screen.in_zone("content")
    controls = tuple(node for node in content if node.actions)
    notes = tuple(node for node in content if not node.actions and node.role != "ink")
    typing = screen.layout in ("keys", "writing")
    chosen = band_lines(screen) if typing else _choice_lines(controls)
    lines = [*chosen, *_page_lines(screen), *_foot_lines(screen)]
    column = band_column(m, kit.mirrored, m.width if typing else _needed(lines, kit))
    decoration.append(_line(band, kit))
    free = _free_side(band, column, m)
    spoken = screen.modes.speech
    hint = free.width >= m.body * _HINT_EMS
    bottom = band.top - m.u(22)
    told_above = any(node.role == "numeral" for node in notes)
    high = round(m.em("lead") * 1.4) * 2 + m.u(40)
    room = bottom - high - m.gap - top >= m.u(_CAPTIONED_LEAST)
    if spoken and not hint and not told_above and room:
        at = Box(m.margin, bottom - high, m.width - m.margin, bottom)
        decoration += caption(head, at, kit)
        bottom = at.top - m.gap
    if hint:
        decoration.append(_hint(head, free, kit, spoken=spoken))
    read = Box(m.margin, top, m.width - m.margin, bottom)
    items = _reading(screen, notes, controls, read, kit)
    ink = next((node for node in content if node.role == "ink"), None)
    items += _band(lines, column, kit, ink, typing=typing)
    return Placing(_in_order(screen, items), decoration)


def band_column(m: Measures, mirrored: bool, needed: int = 0) -> Box:
    """Return the column at the hand's side that one hand covers without moving.

    It is 300 mm wide, and wider only where its words would not be readable (``needed`` pixels).
    """
    side = m.u(24)
    wide = min(max(m.mm(BAND_COLUMN_MM), needed), m.width - 2 * side)
    left = side if mirrored else m.width - side - wide
    top = m.band_top + m.u(6) + max(m.mm(GAP_LEAST_MM), m.bleed + 1)
    return Box(left, top, left + wide, m.band_bottom)


def _needed(lines: "Lines", kit: Kit) -> int:
    """Return the width at which every row's words stand at the least readable size."""
    m = kit.m
    em, widest = m.least_em, 0
    row_high, gap = _row_height(len(lines), kit)
    for line in lines:
        if line[0].role == "key":
            one = max(_key_width(node, kit) for node in line if not node.icon)
            widest = max(widest, _KEYS_ACROSS * one + gap * (_KEYS_ACROSS - 1))
            continue
        plain = tuple(replace(node, icon="") for node in line)
        wide = [_button_width(node, em, row_high, kit) for node in plain]
        equal = line[0].zone == "content"
        total = max(wide) * max(2, len(line)) if equal else sum(wide)
        widest = max(widest, total + gap * (len(line) - 1))
    return widest


def _button_width(node: Node, em: int, high: int, kit: Kit) -> int:
    m = kit.m
    words = kit.fit.width(node.name, em, bold=node.enabled, lang=node.lang)
    if two_lines(high - 2 * m.u(5), em):
        longest = max(
            (kit.fit.width(part, em, bold=True, lang=node.lang) for part in node.name.split()),
            default=0,
        )
        half = -(-len(node.name) // 2) / max(1, len(node.name))
        words = max(round(words * max(half, 0.56)), longest if " " in node.name else 0)
    words = min(words, em * _LONGEST_EMS)
    return words + m.u(26) + (m.u(64) if node.number else 0)


def _key_width(node: Node, kit: Kit) -> int:
    em = kit.m.least_em
    letters = kit.fit.width(node.detail, em, lang="en") if node.detail else 0
    name = kit.fit.width(node.name, em, bold=True, lang=node.lang)
    return name + letters + kit.m.u(30)


def reading_room(kit: Kit, *, speech: bool) -> int:
    """Return how high the reading zone is, the caption's panel taken off."""
    m = kit.m
    _, top = _above(Head(), m.band_top, kit)
    room = m.band_top - m.u(22) - top
    caption_high = round(m.em("lead") * 1.4) * 2 + m.u(40) + m.gap
    return room - caption_high if speech and room - caption_high >= m.u(_CAPTIONED_LEAST) else room


def band_rows(m: Measures) -> int:
    """Return how many rows of controls the band holds at the least height of a row."""
    box = band_column(m, mirrored=False)
    gap = _gap(m)
    return max(0, (box.height + gap) // (_least_row(m) + gap))


def _least_row(m: Measures) -> int:
    return max(m.mm(TARGET_LEAST_MM), round(m.least_em * 1.5))


def _gap(m: Measures) -> int:
    return max(m.mm(GAP_LEAST_MM), m.bleed + 1)


def _above(head: Head, band_top: int, kit: Kit) -> tuple[list[Item], int]:
    """Fill what nobody needs to read; return it and where reading begins."""
    m = kit.m
    bar = top_bar(head, kit)
    # A panel so coarse that a screen's words find no room below 1300 mm reads from higher up.
    top = min(m.reading_top, max(bar.box.bottom, band_top - m.u(_READING_LEAST)))
    if top < bar.box.bottom + m.u(120):
        return [bar], max(top, bar.box.bottom) + m.u(24)
    zone = Item(node="", box=Box(0, 0, m.width, top), draws=(Fill(Box(0, 0, m.width, top),
                "surface"),))  # fmt: skip
    clock = big_clock(head, Box(m.margin, bar.box.bottom, m.width - m.margin, top), kit)
    lifted = [replace(item, ground="surface") for item in (bar, *clock)]
    return [zone, *lifted], top + m.u(30)


def _line(band: Box, kit: Kit) -> Item:
    box = Box(0, band.top - kit.m.u(6), kit.m.width, band.top)
    return Item(node="", box=box, draws=(Fill(box, "ink"),))


def _free_side(band: Box, column: Box, m: Measures) -> Box:
    if column.left > m.width - column.right:
        return Box(m.margin, column.top, column.left - m.u(28), column.bottom)
    return Box(column.right + m.u(28), column.top, m.width - m.margin, column.bottom)


def _hint(head: Head, box: Box, kit: Kit, *, spoken: bool) -> Item:
    m = kit.m
    if spoken and head.caption:
        words = kit.fit.set(
            head.caption, box.inset(m.u(18)), m.body, "bg", lang=kit.language, most=99,
            leading=1.4, middle=False,
        )  # fmt: skip
        words = marked(words, head.caption, (head.sounding,))
        return Item(node="", box=box, draws=(Fill(box, "ink", m.radius), words))
    lead = m.em("lead")
    high = round(lead * 1.4)
    upper = Box(box.left, box.top + high, box.right, box.top + high + round(m.body * 1.42) * 4)
    lower = Box(box.left, box.bottom - round(m.body * 1.42) * 3, box.right, box.bottom)
    draws: list[Draw] = [
        kit.fit.set(kit.words("reach-title"), Box(box.left, box.top, box.right, box.top + high),
                    lead, "ink", bold=True, lang=kit.language),
        kit.fit.set(kit.words("reach-note"), upper, m.body, "ink", lang=kit.language, most=4,
                    leading=1.42, middle=False),
    ]  # fmt: skip
    if lower.top > upper.bottom:
        side = m.icon()
        icon = Box(box.left, lower.top + (lower.height - side) // 2, box.left + side,
                   lower.top + (lower.height - side) // 2 + side)  # fmt: skip
        draws.append(Picture(icon, "job-massage", "primary"))
        text = Box(icon.right + m.u(16), lower.top, box.right, box.bottom)
        draws.append(
            kit.fit.set(
                kit.words("reach-below"),
                text,
                m.body,
                "ink2",
                lang=kit.language,
                most=3,
                leading=1.42,
            )
        )
    return Item(node="", box=box, draws=tuple(draws))


# --- the reading zone


def _reading(
    screen: ScreenModel, notes: tuple[Node, ...], controls: tuple[Node, ...], box: Box, kit: Kit
) -> list[Item]:
    m = kit.m
    numeral = next((node for node in notes if node.role == "numeral"), None)
    if numeral is not None:
        return _number(screen, numeral, notes, box, kit)
    em = m.em("item") if m.large or box.height < m.u(700) else m.em("tile")
    title_high = round(em * 1.25) * min(
        2, kit.needed(screen.title.name, em, box.width, bold=True, lang=screen.title.lang)
    )
    at = Box(box.left, box.top, box.right, box.top + title_high)
    items = [reading.title(screen.title, at, kit, em=em)]
    rest = Box(box.left, at.bottom + m.bleed + m.u(10), box.right, box.bottom)
    echoes = tuple(node for node in controls if node.role not in ("key", "button"))
    if not echoes:
        return items + _fields(notes, rest, kit)
    read, left = _notes(notes, rest, kit)
    return items + read + echoed.drawn(echoes, left, kit)


def _fields(notes: tuple[Node, ...], box: Box, kit: Kit) -> list[Item]:
    if any(node.role == "field" for node in notes):
        notes = tuple(_boxed_field(node) for node in notes)
    return reading.with_code(notes, box, kit)


def _boxed_field(node: Node) -> Node:
    """Of what is told beside a field only the field itself has a box."""
    return replace(node, role="status" if node.role == "field" else "text")


def _notes(notes: tuple[Node, ...], box: Box, kit: Kit) -> tuple[list[Item], Box]:
    m, top = kit.m, box.top
    placed: list[Item] = []
    for node in notes:
        plain = _boxed_field(node)
        high = reading.height_of(plain, box.width, m.body, kit)
        placed.append(reading.line(plain, Box(box.left, top, box.right, top + high), m.body, kit))
        top += high + m.bleed + 2
    return placed, Box(box.left, top, box.right, box.bottom)


def _number(
    screen: ScreenModel, numeral: Node, notes: tuple[Node, ...], box: Box, kit: Kit
) -> list[Item]:
    service = screen.node("service")
    code = next((node for node in notes if node.role == "qr"), None)
    lines = tuple(node for node in notes if node not in (numeral, service, code))
    hero, rest, side = reading.shares(box, lines, kit, _NUMBER_SHARES, coded=code is not None)
    items = reading.hero(screen.title, numeral, service, hero, kit)
    tail: list[Item] = []
    if code is not None:
        tail = [reading.code(code, Box(box.left, box.bottom - side, box.right, box.bottom), kit)]
    return items + reading.column(lines, rest, kit) + tail


_NUMBER_SHARES = ((0.38, 0.22), (0.30, 0.20), (0.25, 0.17), (0.21, 0.14))


# --- the band


def _band(lines: "Lines", column: Box, kit: Kit, ink: Node | None, *, typing: bool) -> list[Item]:
    high, gap = _row_height(len(lines), kit)
    if ink is not None:
        room = column.height - ink_least(kit) - len(lines) * gap
        high = max(_least_row(kit.m), min(kit.m.target(20.0), room // len(lines)))
    top = column.bottom - len(lines) * high - (len(lines) - 1) * gap
    placed: list[Item] = []
    if ink is not None:
        above = Box(column.left, column.top, column.right, top - gap)
        placed.append(paper(ink, above, kit))
    for line in lines:
        box = Box(column.left, top, column.right, top + high)
        placed += _line_of(line, box, gap, kit, typing=typing) if line else []
        top += high + gap
    return placed


def _row_height(count: int, kit: Kit) -> tuple[int, int]:
    """Return how high each of so many rows is, and the gap: 25 and 6 mm where there is room."""
    m = kit.m
    column = band_column(m, kit.mirrored)
    gap = max(m.mm(GAP_LARGE_MM), _gap(m))
    high = (column.height - gap * (count - 1)) // count
    if high < m.mm(TARGET_LARGE_MM):
        gap = _gap(m)
        high = (column.height - gap * (count - 1)) // count
    return min(high, round(m.mm(TARGET_LARGE_MM) * 1.35)), gap


Lines = list[tuple[Node, ...]]


def _choice_lines(controls: tuple[Node, ...]) -> Lines:
    keys = tuple(node for node in controls if node.role == "key")
    others = tuple(node for node in controls if node.role != "key")
    across = 3 if keys and others else 2
    return _cut(others, across) + _cut(keys, _KEYS_ACROSS)


def _cut(nodes: Sequence[Node], across: int) -> Lines:
    return [tuple(nodes[at : at + across]) for at in range(0, len(nodes), across)]


def _page_lines(screen: ScreenModel) -> Lines:
    pages = screen.in_zone("pager")
    return [pages] if pages else []


def _foot_lines(screen: ScreenModel) -> Lines:
    utility, action = screen.in_zone("utility"), screen.in_zone("action")
    return [line for line in (utility[:2], utility[2:], action) if line]


def _line_of(
    line: tuple[Node, ...], box: Box, gap: int, kit: Kit, *, typing: bool = False
) -> list[Item]:
    if line[0].role == "key":
        if len(line) > _KEYS_ACROSS:
            return letter_row(line, box, kit, gap)
        return key_grid(line, box, _KEYS_ACROSS, kit, gap)
    if typing and line[0].role == "choice":
        return offered_row(line, box, kit)
    if line[0].zone == "content":
        columns = max(2, len(line))
        wide = box.width if len(line) == columns else (box.width - gap) // columns
        at = Box(box.left, box.top, box.left + wide, box.bottom)
        return grid(line, at, len(line), kit, button, gap=gap)
    if line[0].zone == "pager" and len(line) == 3:
        back, middle, on = _split(line, box, gap, kit)
        return [button(line[0], back, kit), page_place(line[1], middle, kit),
                button(line[2], on, kit)]  # fmt: skip
    if line[0].zone == "action" and len(line) == 3:
        back, middle, on = _split(line, box, gap, kit)
        return [button(line[0], back, kit), button(line[1], middle, kit),
                button(line[2], on, kit)]  # fmt: skip
    return shared_row(line, box, kit, gap=gap, regular=False)


def _split(line: tuple[Node, ...], box: Box, gap: int, kit: Kit) -> tuple[Box, Box, Box]:
    """Part a row of three: equal sides, and the middle gets what is left."""
    m = kit.m
    wide = shares(line, box.width - 2 * gap, kit, stacked=False)
    side = max(wide[0], wide[2])
    middle = box.width - 2 * gap - 2 * side
    if middle < wide[1]:
        side = max(min(wide[0], wide[2]), (box.width - 2 * gap - wide[1]) // 2)
    side = max(side, m.mm(TARGET_LEAST_MM))
    back = Box(box.left, box.top, box.left + side, box.bottom)
    on = Box(box.right - side, box.top, box.right, box.bottom)
    return back, Box(back.right + gap, box.top, on.left - gap, box.bottom), on


def _in_order(screen: ScreenModel, items: list[Item]) -> list[Item]:
    """Keep the model's reading order; what is only drawn comes first."""
    order = {node.id: place for place, node in enumerate(screen.nodes)}
    return sorted(items, key=lambda item: order.get(item.node, -1))
