"""What is the same on every screen: head, title block, pager, utility row, action row, caption."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from hall.pictures import png_size
from kiosk.flow.model import Node, ScreenModel
from kiosk.layout.controls import Kit, button, key
from kiosk.layout.drawing import Box, Draw, Emblem, Fill, Item
from kiosk.layout.looks import text_look
from kiosk.layout.marking import marked
from kiosk.layout.measures import TARGET_LEAST_MM, TextRole
from kiosk.layout.tokens import Rgb

_BAND = 8
"""High, in design pixels: seen from afar, yet no field of its own."""

_AROUND = 12
"""Left free above and below the emblem, and as much again between it and the name."""

_WIDEST = 2.5
"""An emblem's width, of its height: the words beside it need the room."""

_NAME_LINES = 1.9
"""How many lines of the name's box a name may fill."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """What stands at the top and is nobody's business to operate: hall, date, time of day."""

    hall: str = ""
    date: str = ""
    time: str = ""
    calls: tuple[tuple[str, str], ...] = ()
    """The hall's latest calls: number and where to, newest first (the 90 cm mode has room)."""

    caption: str = ""
    """What is being said, while speech is on (A-56)."""

    sounding: tuple[int, int] = (0, 0)
    """The characters of the caption that sound just now, from and to."""

    colour: Rgb | None = None
    """The hall's own colour, a band under its name; it bears no words, so none is hard to read."""

    emblem: bytes = b""
    """The hall's picture as PNG, left of its name; it says nothing that words do not."""


def top_bar(head: Head, kit: Kit) -> Item:
    """The hall's name and the clock, above a rule or the band of the hall's colour."""
    m = kit.m
    line = m.rule if head.colour is None else m.u(_BAND)
    box = Box(0, 0, m.width, m.u(120 if m.large else 112))
    time = head.time if m.large else "　".join(part for part in (head.date, head.time) if part)
    inner = Box(m.margin, 0, m.width - m.margin, box.bottom - line)
    wide = kit.fit.width(time, m.body, lang=kit.language)
    emblem = _emblem(head.emblem, inner, kit)
    start = emblem[0].box.right + m.u(2 * _AROUND) if emblem else inner.left
    name_box = Box(start, 0, inner.right - wide - m.u(32), inner.bottom)
    least = kit.fit.width(head.hall, m.least_em, bold=True, lang=kit.language)
    if least > name_box.width * _NAME_LINES:
        time, wide = head.time, kit.fit.width(head.time, m.body, lang=kit.language)
        name_box = Box(start, 0, inner.right - wide - m.u(32), inner.bottom)
        if emblem and least > name_box.width * _NAME_LINES:
            return top_bar(replace(head, emblem=b""), kit)  # words before pictures
    draws: tuple[Draw, ...] = (
        *emblem,
        kit.fit.set(head.hall, name_box, m.body, "ink", bold=True, lang=kit.language, most=2,
                    leading=1.2),
        kit.fit.set(time, Box(inner.right - wide, 0, inner.right, inner.bottom), m.body, "ink",
                    align="right", lang=kit.language),
        Fill(Box(0, box.bottom - line, m.width, box.bottom), head.colour or "rule"),
    )  # fmt: skip
    return Item(node="", box=box, draws=draws)


def _emblem(png: bytes, inner: Box, kit: Kit) -> tuple[Emblem, ...]:
    """Place the emblem at the left, as high as the bar allows; none where there is no picture."""
    high = inner.height - 2 * kit.m.u(_AROUND)
    box = emblem_box(png, round(_WIDEST * high), high)
    if box is None:
        return ()
    return (Emblem(box.moved(inner.left, inner.top + (inner.height - box.height) // 2), png),)


def emblem_box(png: bytes, most_wide: int, most_high: int) -> Box | None:
    """Return the largest box of a picture's proportions, at 0, 0; None where there is none."""
    width, height = png_size(png)
    if not (width and height and most_wide > 0 and most_high > 0):
        return None
    fitting = min(most_wide / width, most_high / height)
    return Box(0, 0, max(1, round(width * fitting)), max(1, round(height * fitting)))


def big_clock(head: Head, box: Box, kit: Kit) -> list[Item]:
    """The time large, where a tall panel has nothing to operate."""
    m = kit.m
    em = m.em("clock")
    if box.height < round(em * 1.1) + round(m.em("lead") * 1.4):
        return []
    top = box.top + (box.height - round(em * 1.0) - round(m.em("lead") * 1.5)) // 2
    time = Box(box.left, top, box.right, top + em)
    date = Box(box.left, time.bottom, box.right, time.bottom + round(m.em("lead") * 1.5))
    draws = (
        kit.fit.set(head.time, time, em, "ink", bold=True, leading=1.0, lang="en"),
        kit.fit.set(head.date, date, m.em("lead"), "ink2", lang=kit.language),
    )
    placed = [Item(node="", box=Box(box.left, top, box.right, date.bottom), draws=draws)]
    wide = max(kit.fit.width(head.time, em, bold=True, lang="en"),
               kit.fit.width(head.date, m.em("lead"), lang=kit.language))  # fmt: skip
    aside = Box(box.left + wide + m.u(64), box.top + m.u(16), box.right, box.bottom - m.u(16))
    return placed + _calls(head, aside, kit)


def _calls(head: Head, box: Box, kit: Kit) -> list[Item]:
    """Who was called lately, beside the clock: for the eyes of those who wait near by."""
    m, em = kit.m, kit.m.em("item")
    high = round(em * 1.35)
    title = round(m.em("lead") * 1.4)
    lines = (box.height - title) // high
    wide = max((kit.fit.width(f"{number}　{to}", em, bold=True, lang=kit.language)
                for number, to in head.calls), default=0)  # fmt: skip
    if not head.calls or lines < 1 or wide > box.width:
        return []
    shown = head.calls[:lines]
    top = box.top + (box.height - title - high * len(shown)) // 2
    at = Box(box.left, top, box.right, top + title)
    draws: list[Draw] = [
        kit.fit.set(kit.words("calls-title"), at, m.em("lead"), "ink2", lang=kit.language)
    ]
    for place, (number, to) in enumerate(shown):
        line = Box(box.left, at.bottom + place * high, box.right, at.bottom + (place + 1) * high)
        draws.append(kit.fit.set(f"{number}　{to}", line, em, "ink", bold=True,
                                 lang=kit.language))  # fmt: skip
    return [Item(node="", box=box, draws=tuple(draws))]


def foot_height(kit: Kit) -> int:
    """How high the foot is: utility row (two where its words are long) and action row."""
    return _action_high(kit) + kit.m.gap + _utility_high(kit)


def _action_high(kit: Kit) -> int:
    return max(kit.m.u(128), kit.m.target(20.0))


_UTILITY = ("foot-home", "foot-staff", "foot-reach", "foot-display", "foot-language")


def _two_rows(kit: Kit) -> bool:
    """Whether the utility row needs two: at the largest size, and where its words are long."""
    m = kit.m
    if m.large:
        return True
    em = max(m.least_em, round(m.body * 0.9))
    words = sum(kit.fit.width(kit.words(key), em, lang=kit.language) for key in _UTILITY)
    return words + 5 * m.u(26) + 4 * m.gap > m.width - 2 * m.margin


def _utility_high(kit: Kit) -> int:
    m = kit.m
    if _two_rows(kit):
        return 2 * max(m.u(96), m.target(20.0)) + m.gap
    return max(m.u(124), m.target(20.0), round(m.body * 3.0))


def foot(screen: ScreenModel, kit: Kit) -> list[Item]:
    """Place the foot at the bottom of the frame."""
    m = kit.m
    bottom = m.foot_bottom
    high = _action_high(kit)
    action = screen.in_zone("action")
    placed: list[Item] = []
    corner = m.u(236 if m.large else 216)
    if len(action) == 3:
        back, strip, help_ = action
        row = Box(m.margin, bottom - high, m.width - m.margin, bottom)
        placed.append(button(back, Box(row.left, row.top, row.left + corner, row.bottom), kit))
        middle = Box(row.left + corner + m.gap, row.top, row.right - corner - m.gap, row.bottom)
        placed.append(button(strip, middle, kit, role="lead"))
        placed.append(button(help_, Box(row.right - corner, row.top, row.right, row.bottom), kit))
    utility = screen.in_zone("utility")
    box = Box(m.margin, bottom - high - m.gap - _utility_high(kit), m.width - m.margin,
              bottom - high - m.gap)  # fmt: skip
    return utility_rows(utility, box, kit) + placed


def utility_rows(nodes: tuple[Node, ...], box: Box, kit: Kit) -> list[Item]:
    """Place the utility row; in two rows words stand beside pictograms."""
    if not nodes:
        return []
    m = kit.m
    if not _two_rows(kit):
        return shared_row(nodes, box, kit, stacked=True)
    middle = (box.top + box.bottom) // 2
    upper = Box(box.left, box.top, box.right, middle - m.gap // 2)
    lower = Box(box.left, middle + m.gap - m.gap // 2, box.right, box.bottom)
    return shared_row(nodes[:2], upper, kit) + shared_row(nodes[2:], lower, kit)


def shared_row(
    nodes: tuple[Node, ...], box: Box, kit: Kit, *, stacked: bool = False, gap: int | None = None,
    regular: bool = True, role: TextRole = "body",
) -> list[Item]:  # fmt: skip
    """Place buttons side by side, each as wide as its words ask."""
    between = kit.m.gap if gap is None else gap
    widths = shares(nodes, box.width - between * (len(nodes) - 1), kit, stacked=stacked)
    placed, left = [], box.left
    for node, wide in zip(nodes, widths, strict=True):
        at = Box(left, box.top, left + wide, box.bottom)
        placed.append(button(node, at, kit, stacked=stacked, regular=regular, role=role))
        left += wide + between
    return placed


def shares(nodes: tuple[Node, ...], room: int, kit: Kit, *, stacked: bool) -> list[int]:
    """Return widths that fill a row, wider for longer words.

    Where the row is narrow, pictograms give way first, then words stand in two lines.
    """
    m = kit.m
    least = m.mm(TARGET_LEAST_MM)
    plain = tuple(replace(node, icon="") for node in nodes)
    wishes = [
        word_widths(nodes, m.body, kit, stacked=stacked),
        word_widths(nodes, m.least_em, kit, stacked=stacked),
        word_widths(plain, m.least_em, kit, stacked=stacked),
        broken_widths(plain, m.least_em, kit),
    ]
    wanted = next((one for one in wishes if sum(one) <= room), wishes[-1])
    wanted = [max(least, one) for one in wanted]
    spare = room - sum(wanted)
    if spare >= 0:
        widths = [one + spare // len(nodes) for one in wanted]
    else:
        widths = [max(least, one * room // sum(wanted)) for one in wanted]
    widths[-1] += room - sum(widths)
    return widths


def broken_widths(nodes: tuple[Node, ...], em: int, kit: Kit) -> list[int]:
    """Return how wide each button must be when its words may stand in two lines."""
    widths = []
    for node in nodes:
        whole = kit.fit.width(node.name, em, bold=node.enabled, lang=node.lang)
        parts = [kit.fit.width(part, em, bold=True, lang=node.lang) for part in node.name.split()]
        mark = kit.m.u(64) if node.number else 0
        widths.append(max(round(whole * 0.56), *parts, em) + mark + kit.m.u(26))
    return widths


def word_widths(nodes: tuple[Node, ...], em: int, kit: Kit, *, stacked: bool) -> list[int]:
    """Return how wide each button must be for its words at a size."""
    m = kit.m
    mark = 0 if stacked else m.icon() + m.u(14)
    return [
        kit.fit.width(node.name, em, bold=node.enabled, lang=node.lang)
        + (mark if node.icon or node.number else 0)
        + m.u(26)
        for node in nodes
    ]


def pager_height(kit: Kit) -> int:
    """How high the page controls are."""
    return max(kit.m.u(100), kit.m.target(20.0))


def pager(nodes: tuple[Node, ...], box: Box, kit: Kit) -> list[Item]:
    """Place previous, page of pages, next."""
    if len(nodes) != 3:
        return []
    m = kit.m
    back, place, on = nodes
    wide = m.u(296 if m.large else 288)
    left = Box(box.left, box.top, box.left + wide, box.bottom)
    right = Box(box.right - wide, box.top, box.right, box.bottom)
    gap = m.gap + m.bleed
    middle = Box(left.right + gap, box.top, right.left - gap, box.bottom)
    return [button(back, left, kit), page_place(place, middle, kit), button(on, right, kit)]


def page_place(node: Node, box: Box, kit: Kit) -> Item:
    """The words "page 1 of 26"."""
    look = text_look(node, kit.attention)
    ground: list[Draw] = [Fill(box, look.fill)] if look.fill else []
    words = kit.fit.set(
        node.name, box, kit.m.body, look.ink, align="centre", lang=node.lang, most=2, leading=1.2
    )
    return kit.item(node, box, [*ground, words])


def caption_height(kit: Kit) -> int:
    """How high the panel of spoken words is."""
    return round(kit.m.em("lead") * 1.4) * 2 + 2 * kit.m.u(20)


def caption(head: Head, box: Box, kit: Kit) -> list[Item]:
    """What is being said, in the panel above the foot; nothing while it is quiet."""
    text = head.caption
    if not text:
        return []
    m = kit.m
    words = kit.fit.set(
        text, box.inset(m.u(28), m.u(16)), m.em("lead"), "bg", lang=kit.language, most=3,
        leading=1.4,
    )  # fmt: skip
    words = marked(words, text, (head.sounding,))
    return [Item(node="", box=box, draws=(Fill(box, "ink", m.radius), words), ground="bg")]


def grid(
    nodes: tuple[Node, ...],
    box: Box,
    columns: int,
    kit: Kit,
    draw: Callable[[Node, Box, Kit], Item],
    *,
    gap: int | None = None,
    most: int | None = None,
) -> list[Item]:
    """Place nodes in equal cells, row by row."""
    if not nodes:
        return []
    between = kit.m.gap if gap is None else gap
    rows = -(-len(nodes) // columns)
    high = (box.height - between * (rows - 1)) // rows
    if most is not None:
        high = min(high, most)
    wide = (box.width - between * (columns - 1)) // columns
    placed = []
    for place, node in enumerate(nodes):
        left = box.left + (place % columns) * (wide + between)
        top = box.top + (place // columns) * (high + between)
        right = box.right if place % columns == columns - 1 else left + wide
        placed.append(draw(node, Box(left, top, right, top + high), kit))
    return placed


def key_grid(nodes: tuple[Node, ...], box: Box, across: int, kit: Kit, gap: int) -> list[Item]:
    """Place the keys of a pad; with six side by side the erase key takes two places."""
    placed: list[Item] = []
    spans = [2 if node.icon and across > 3 else 1 for node in nodes]
    rows = -(-sum(spans) // across)
    if not nodes:
        return placed
    high = (box.height - gap * (rows - 1)) // rows
    wide = (box.width - gap * (across - 1)) // across
    cell = 0
    for node, span in zip(nodes, spans, strict=True):
        left = box.left + (cell % across) * (wide + gap)
        top = box.top + (cell // across) * (high + gap)
        right = left + wide * span + gap * (span - 1)
        placed.append(key(node, Box(left, top, right, top + high), kit))
        cell += span
    return placed
