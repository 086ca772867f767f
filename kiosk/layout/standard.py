"""The standard frame: each template fills the content between the title and the foot."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from kiosk.flow.model import Node, ScreenModel
from kiosk.layout import reading, typing
from kiosk.layout.choices import row, tile, tile_words_high
from kiosk.layout.controls import Kit, button
from kiosk.layout.drawing import Box, Draw, Edge, Fill, Item
from kiosk.layout.frame import (
    Head,
    big_clock,
    caption,
    caption_height,
    foot,
    foot_height,
    grid,
    key_grid,
    pager,
    pager_height,
    top_bar,
)
from kiosk.layout.inviting import Placing, place_idle
from kiosk.layout.looks import text_look

_ROW_MOST_EMS = 6.8
_CLOCK_ROOM = 560


def place_standard(screen: ScreenModel, head: Head, kit: Kit) -> Placing:
    """Place a whole screen at its ordinary height."""
    if screen.layout == "idle":
        return place_idle(screen, head, kit)
    m = kit.m
    bar = top_bar(head, kit)
    decoration = [bar]
    content = content_box(kit, speech=screen.modes.speech, reads=_reads(screen))
    items: list[Item] = []
    if screen.layout != "issued":
        block = Box(m.margin, bar.box.bottom + m.u(20), m.width - m.margin, content.top - m.u(36))
        high = round(m.em("title") * 1.25) * 2
        if block.height - high > m.u(_CLOCK_ROOM) and not screen.modes.speech:
            decoration += big_clock(head, Box(block.left, block.top, block.right,
                                              block.bottom - high - m.u(40)), kit)  # fmt: skip
        items.append(reading.title(screen.title, block, kit))
    if screen.modes.speech:
        high = caption_height(kit)
        top = m.foot_bottom - foot_height(kit) - m.u(20) - high
        if _caption_above(kit) and not _reads(screen):
            top = bar.box.bottom + m.u(20)
        decoration += caption(head, Box(m.margin, top, m.width - m.margin, top + high), kit)
    pages = screen.in_zone("pager")
    body = content
    if pages:
        high = pager_height(kit)
        body = Box(content.left, content.top, content.right, content.bottom - high - m.gap)
        bottom = Box(content.left, content.bottom - high, content.right, content.bottom)
        page_items = pager(pages, bottom, kit)
    else:
        page_items = []
    if screen.layout == "issued":
        body = Box(body.left, bar.box.bottom + m.u(36), body.right, body.bottom)
    items += TEMPLATES[screen.layout](screen, body, kit)
    return Placing(items + page_items + foot(screen, kit), decoration)


def content_box(kit: Kit, *, speech: bool, reads: bool = False) -> Box:
    """Return the content's box: from the 1220 mm line down to the foot.

    Where there is only reading (``reads``) it begins right under the title: eyes reach higher.
    """
    m = kit.m
    top = m.u(378 if m.large else 380)
    if not reads:
        top = max(top, m.touch_top)
    bottom = m.foot_bottom - foot_height(kit) - m.u(18 if m.large else 24)
    if speech and (reads or not _caption_above(kit)):
        bottom -= caption_height(kit) + m.gap
    return Box(m.margin, top, m.width - m.margin, bottom)


def _caption_above(kit: Kit) -> bool:
    """Whether a tall panel has room for the caption above everything touched."""
    m = kit.m
    least = m.u(120) + round(m.em("title") * 1.25) * 2 + m.u(80)
    return m.touch_top - least >= caption_height(kit)


def _reads(screen: ScreenModel) -> bool:
    return screen.layout in ("detail", "notice", "issued")


def parts(screen: ScreenModel) -> tuple[tuple[Node, ...], tuple[Node, ...]]:
    """Return the content's reading nodes and its controls."""
    content = screen.in_zone("content")
    return (
        tuple(node for node in content if not node.actions),
        tuple(node for node in content if node.actions),
    )


def notes_above(notes: tuple[Node, ...], body: Box, kit: Kit) -> tuple[list[Item], Box]:
    """Place lines above the controls; return them and what is left."""
    if not notes:
        return [], body
    m = kit.m
    items, top = [], body.top
    for note in notes:
        high = reading.height_of(note, body.width, m.body, kit)
        items.append(reading.line(note, Box(body.left, top, body.right, top + high), m.body, kit))
        top += high + m.bleed + 2
    return items, Box(body.left, top, body.right, body.bottom)


def tiles(screen: ScreenModel, body: Box, kit: Kit) -> list[Item]:
    """Choices side by side."""
    notes, choices = parts(screen)
    placed, rest = notes_above(notes, body, kit)
    columns = max(1, screen.columns)
    if kit.m.large and rest.height // 3 < kit.m.u(150):
        columns = max(columns, 2)
    inner = (rest.width - kit.m.gap * (columns - 1)) // columns - 2 * kit.m.u(28)
    high = max((tile_words_high(node, inner, kit) for node in choices), default=0)
    return placed + grid(choices, rest, columns, kit, partial(tile, words_high=high))


def rows(screen: ScreenModel, body: Box, kit: Kit) -> list[Item]:
    """Choices one under another."""
    notes, choices = parts(screen)
    placed, rest = notes_above(notes, body, kit)
    return placed + grid(choices, rest, 1, kit, row, most=round(kit.m.body * _ROW_MOST_EMS))


def detail(screen: ScreenModel, body: Box, kit: Kit) -> list[Item]:
    """Reading matter, and any controls under it."""
    notes, choices = parts(screen)
    if not choices:
        return reading.with_code(notes, body, kit)
    m = kit.m
    gap = m.gap + m.bleed
    least = reading.least_height(notes, body.width, kit)
    columns = 1 if m.large else min(len(choices), max(1, screen.columns))
    count = -(-len(choices) // columns)
    start = max(body.top + (least + gap if notes else 0), m.touch_top)
    room = (body.bottom - start - m.gap * (count - 1)) // count
    high = min(max(m.target(25.0), round(m.body * 5.0)), max(room, m.target(20.0)))
    total = count * high + m.gap * (count - 1)
    if not notes:
        return grid(choices, Box(body.left, start, body.right, body.bottom), columns, kit, row,
                    most=high)  # fmt: skip
    upper = Box(body.left, body.top, body.right, body.bottom - total - gap)
    placed = reading.column(notes, upper, kit)
    under = max((item.box.bottom for item in placed), default=upper.top)
    top = max(under + gap, m.touch_top)
    lower = Box(body.left, top, body.right, top + total)
    return placed + grid(choices, lower, columns, kit, row, most=high)


def notice(screen: ScreenModel, body: Box, kit: Kit) -> list[Item]:
    """A few words that matter, large."""
    notes, choices = parts(screen)
    m = kit.m
    inner = body.inset(m.u(36), m.u(40))
    drawn = reading.column(notes, inner, kit, steps=reading.LARGE)
    bottom = max((item.box.bottom for item in drawn), default=inner.top)
    edge = m.u(8) if screen.alert else m.stroke
    field = Box(body.left, body.top, body.right, min(bottom + m.u(40), body.bottom))
    colour: Draw = Fill(field, "surface", m.radius)
    frame = Item(
        node="", box=field,
        draws=(colour, Edge(field, "danger" if screen.alert else "outline", edge, m.radius)),
    )  # fmt: skip
    on_surface = [replace(item, ground="surface") for item in drawn]
    rest = Box(body.left, field.bottom + m.gap, body.right, body.bottom)
    return [
        frame,
        *on_surface,
        *grid(choices, rest, 1, kit, row, most=round(m.body * _ROW_MOST_EMS)),
    ]


def pad(screen: ScreenModel, body: Box, kit: Kit) -> list[Item]:
    """A field, what it finds, and twelve keys; in a low content they stand closer."""
    m = kit.m
    content = screen.in_zone("content")
    keys = tuple(node for node in content if node.role == "key")
    found = tuple(node for node in content if node.actions and node.role != "key")
    notes = tuple(node for node in content if not node.actions)
    notes_high = sum(field_height(node, body.width, kit) + m.gap for node in notes)
    key_high = max(m.target(20.0), m.u(120))
    row_high = max(m.target(20.0), round(m.em("item") * 1.6))
    low = body.height < notes_high + len(found) * (row_high + m.gap) + 4 * (key_high + m.gap)
    across = 6 if low else 3
    if low:
        key_high = max(m.target(20.0), round(m.body * 1.7))
    rows_ = 2 if low else -(-len(keys) // across)
    total = rows_ * key_high + (rows_ - 1) * m.gap
    lower = Box(body.left, body.bottom - total, body.right, body.bottom)
    placed, top = _typed(notes, body, kit, low=low)
    rest = Box(body.left, top, body.right, lower.top - m.gap)
    placed += _found(found, rest, kit, low=low)
    return placed + key_grid(keys, lower, across, kit, m.gap)


def keys(screen: ScreenModel, body: Box, kit: Kit) -> list[Item]:
    """A field, the words offered, and a keyboard of letters."""
    notes = _notes_of(screen)
    placed, top = _typed(notes, body, kit, low=body.height < kit.m.u(_KEYS_ROOM))
    return placed + typing.keys(screen, body, kit, top - body.top)


def writing(screen: ScreenModel, body: Box, kit: Kit) -> list[Item]:
    """A field, the place to write, and the characters offered."""
    notes = _notes_of(screen)
    placed, top = _typed(notes, body, kit, low=body.height < kit.m.u(_KEYS_ROOM))
    return placed + typing.writing(screen, body, kit, top - body.top)


_KEYS_ROOM = 900
"""Less height than this puts what was typed and what is said of it side by side."""


def _notes_of(screen: ScreenModel) -> tuple[Node, ...]:
    content = screen.in_zone("content")
    return tuple(node for node in content if not node.actions and node.role != "ink")


def _typed(notes: tuple[Node, ...], body: Box, kit: Kit, *, low: bool) -> tuple[list[Item], int]:
    """Place the field and what is to be said about it: below one another, or side by side."""
    m = kit.m
    if low:
        middle = body.left + round(body.width * (0.4 if len(notes) > 1 else 1.0))
        beside = max(1, body.right - middle - m.gap - m.bleed)
        lines = max(
            (kit.needed(node.name, m.least_em, beside, bold=False, lang=node.lang)
             for node in notes[1:]), default=1,
        )  # fmt: skip
        high = max(round(m.body * 1.7), m.target(12.7), lines * round(m.least_em * 1.12) + m.u(10))
        sides = (Box(body.left, body.top, middle, body.top + high),
                 Box(middle + m.gap + m.bleed, body.top, body.right, body.top + high))  # fmt: skip
        placed = [field(node, at, kit) for node, at in zip(notes, sides, strict=False)]
        return placed, body.top + high + m.gap
    placed, top = [], body.top
    for node in notes:
        high = field_height(node, body.width, kit)
        at = Box(body.left, top, body.right, top + high)
        plain = replace(node, role="text")
        placed.append(
            field(node, at, kit) if node.role == "field" else reading.line(plain, at, m.body, kit)
        )
        top += high + m.gap
    return placed, top


def _found(nodes: tuple[Node, ...], box: Box, kit: Kit, *, low: bool) -> list[Item]:
    if not low:
        return grid(nodes, box, 1, kit, row, most=kit.m.u(140))
    return grid(nodes, box, max(1, len(nodes)), kit, button, most=kit.m.u(140))


def field_height(node: Node, width: int, kit: Kit) -> int:
    """How high a field or a line of state is."""
    m = kit.m
    if node.role == "field":
        return max(m.u(110), round(m.em("item") * 1.8))
    lines = kit.needed(node.name, m.body, width, bold=False, lang=node.lang)
    return round(m.body * 1.42) * lines + 2 * m.u(4)


def field(node: Node, box: Box, kit: Kit) -> Item:
    """What has been typed, in a box; a line of state beside it has none."""
    m, look = kit.m, text_look(node, kit.attention)
    typed = node.role == "field"
    draws: list[Draw] = []
    if look.fill is not None or typed:
        draws.append(Fill(box, look.fill or "surface", m.radius))
    if typed:
        draws.append(Edge(box, look.ink if look.fill else "outline", m.u(4), m.radius))
    inner = box.inset(m.u(28) if typed else 0, m.u(4))
    em = m.em("item") if typed else m.body
    text = node.name
    bold = typed and text != kit.words("pad-empty")
    words = kit.fit.set(text, inner, em, look.ink, bold=bold, lang=node.lang, most=3, leading=1.12)
    while typed and words.shortened and len(text) > _TAIL_LEAST:
        text = f"…{text[2 + len(text) // 8 :]}"  # whoever types looks at the end
        words = kit.fit.set(
            text, inner, em, look.ink, bold=bold, lang=node.lang, most=3, leading=1.12
        )
    return kit.item(node, box, [*draws, words])


_TAIL_LEAST = 6


def issued(screen: ScreenModel, body: Box, kit: Kit) -> list[Item]:
    """The number huge; where to go; the code for the phone; the paper."""
    m = kit.m
    content = screen.in_zone("content")
    number = next((node for node in content if node.role == "numeral"), None)
    if number is None:
        block = Box(body.left, body.top, body.right, body.top + round(m.em("title") * 2.6))
        rest = Box(body.left, block.bottom + m.gap, body.right, body.bottom)
        return [reading.title(screen.title, block, kit), *detail(screen, rest, kit)]
    service = screen.node("service")
    lines = tuple(node for node in content if node not in (number, service) and node.role != "qr")
    code = next((node for node in content if node.role == "qr"), None)
    hero_box, rest, side = reading.shares(body, lines, kit, _ISSUED_SHARES, coded=code is not None)
    placed = reading.hero(screen.title, number, service, hero_box, kit)
    tail = []
    if code is not None:
        at = Box(body.left, body.bottom - side, body.right, body.bottom)
        tail = [reading.code(code, at, kit)]
    return placed + reading.column(lines, rest, kit) + tail


_ISSUED_SHARES = ((0.38, 0.24), (0.32, 0.22), (0.27, 0.19), (0.24, 0.16))
"""How much of the height the number and the code take: less where the lines need it."""


TEMPLATES: dict[str, Callable[[ScreenModel, Box, Kit], list[Item]]] = {
    "tiles": tiles,
    "list": rows,
    "detail": detail,
    "form": rows,
    "pad": pad,
    "keys": keys,
    "writing": writing,
    "issued": issued,
    "notice": notice,
}
