"""The standard frame: each template fills the content between the title and the foot."""

from collections.abc import Callable
from dataclasses import replace

from kiosk.flow.model import Node, ScreenModel
from kiosk.layout import reading
from kiosk.layout.controls import Kit, key, row, tile
from kiosk.layout.drawing import Box, Draw, Edge, Fill, Item
from kiosk.layout.frame import (
    Head,
    big_clock,
    caption,
    caption_height,
    foot,
    foot_height,
    grid,
    pager,
    pager_height,
    top_bar,
)
from kiosk.layout.inviting import Placing, place_idle
from kiosk.layout.looks import text_look

_ROW_MOST = 216
_CLOCK_ROOM = 560


def place_standard(screen: ScreenModel, head: Head, kit: Kit) -> Placing:
    """Place a whole screen at its ordinary height."""
    if screen.layout == "idle":
        return place_idle(screen, head, kit)
    m = kit.m
    bar = top_bar(head, kit)
    decoration = [bar]
    content = content_box(kit, speech=screen.modes.speech)
    items: list[Item] = []
    if screen.layout != "issued":
        block = Box(m.margin, bar.box.bottom + m.u(20), m.width - m.margin, content.top - m.u(36))
        high = round(m.em("title") * 1.25) * 2
        if block.height - high > m.u(_CLOCK_ROOM):
            decoration += big_clock(head, Box(block.left, block.top, block.right,
                                              block.bottom - high - m.u(40)), kit)  # fmt: skip
        items.append(reading.title(screen.title, block, kit))
    if screen.modes.speech:
        high = caption_height(kit)
        top = m.foot_bottom - foot_height(kit) - m.u(20) - high
        decoration += caption(head.caption, Box(m.margin, top, m.width - m.margin, top + high), kit)
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


def content_box(kit: Kit, *, speech: bool) -> Box:
    """Return the content's box: from the 1220 mm line down to the foot."""
    m = kit.m
    top = max(m.u(378 if m.large else 380), m.touch_top)
    bottom = m.foot_bottom - foot_height(kit) - m.u(18 if m.large else 24)
    if speech:
        bottom -= caption_height(kit) + m.gap
    return Box(m.margin, top, m.width - m.margin, bottom)


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
        lines = kit.needed(note.name, m.body, body.width - m.icon() - m.u(20), bold=False,
                           lang=note.lang)  # fmt: skip
        high = round(m.body * 1.42) * lines + 2 * m.u(4)
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
    return placed + grid(choices, rest, columns, kit, tile)


def rows(screen: ScreenModel, body: Box, kit: Kit) -> list[Item]:
    """Choices one under another."""
    notes, choices = parts(screen)
    placed, rest = notes_above(notes, body, kit)
    return placed + grid(choices, rest, 1, kit, row, most=kit.m.u(_ROW_MOST))


def detail(screen: ScreenModel, body: Box, kit: Kit) -> list[Item]:
    """Reading matter, and any controls under it."""
    notes, choices = parts(screen)
    rest = body
    placed: list[Item] = []
    if choices:
        high = kit.m.target(25.0)
        total = len(choices) * (high + kit.m.gap)
        rest = Box(body.left, body.top, body.right, body.bottom - total - kit.m.gap)
        lower = Box(body.left, body.bottom - total, body.right, body.bottom)
        placed = grid(choices, lower, 1, kit, row, most=high)
    return reading.column(notes, rest, kit) + placed


def notice(screen: ScreenModel, body: Box, kit: Kit) -> list[Item]:
    """A few words that matter, large."""
    notes, choices = parts(screen)
    m = kit.m
    inner = body.inset(m.u(36), m.u(40))
    drawn = reading.column(notes, inner, kit)
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
    return [frame, *on_surface, *grid(choices, rest, 1, kit, row, most=m.u(_ROW_MOST))]


def pad(screen: ScreenModel, body: Box, kit: Kit) -> list[Item]:
    """A field, what it finds, and twelve keys."""
    m = kit.m
    content = screen.in_zone("content")
    keys = tuple(node for node in content if node.role == "key")
    found = tuple(node for node in content if node.actions and node.role != "key")
    notes = tuple(node for node in content if not node.actions)
    key_rows = -(-len(keys) // 3)
    key_high = min(m.u(150), max(m.target(20.0), (body.height // 2) // max(1, key_rows)))
    total = key_rows * key_high + (key_rows - 1) * m.gap
    lower = Box(body.left, body.bottom - total, body.right, body.bottom)
    upper = Box(body.left, body.top, body.right, lower.top - m.gap - m.bleed)
    placed: list[Item] = []
    top = upper.top
    for node in notes:
        high = field_height(node, upper.width, kit)
        at = Box(upper.left, top, upper.right, top + high)
        placed.append(field(node, at, kit) if node.role == "field" else
                      reading.line(replace(node, role="text"), at, m.body, kit))  # fmt: skip
        top += high + m.gap
    rest = Box(upper.left, top, upper.right, upper.bottom)
    return placed + grid(found, rest, 1, kit, row, most=m.u(140)) + grid(keys, lower, 3, kit, key)


def field_height(node: Node, width: int, kit: Kit) -> int:
    """How high a field or a line of state is."""
    m = kit.m
    if node.role == "field":
        return max(m.u(110), round(m.em("item") * 1.8))
    lines = kit.needed(node.name, m.body, width, bold=False, lang=node.lang)
    return round(m.body * 1.42) * lines + 2 * m.u(4)


def field(node: Node, box: Box, kit: Kit) -> Item:
    """What has been typed, in a box."""
    m, look = kit.m, text_look(node, kit.attention)
    draws: list[Draw] = [
        Fill(box, look.fill or "surface", m.radius),
        Edge(box, look.ink if look.fill else "outline", m.u(4), m.radius),
        kit.fit.set(node.name, box.inset(m.u(28), m.u(8)), m.em("item"), look.ink, bold=True,
                    lang=node.lang, most=2, leading=1.2),
    ]  # fmt: skip
    return kit.item(node, box, draws)


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
    hero_high = min(m.u(512), round(body.height * 0.40))
    hero_box = Box(body.left, body.top, body.right, body.top + hero_high)
    placed = reading.hero(screen.title, number, service, hero_box, kit)
    bottom = body.bottom
    if code is not None:
        side = min(m.u(340), round(body.height * 0.24))
        at = Box(body.left, bottom - side, body.right, bottom)
        bottom -= side + m.gap + m.bleed
        tail = [reading.code(code, at, kit)]
    else:
        tail = []
    rest = Box(body.left, hero_box.bottom + m.gap + m.bleed, body.right, bottom)
    return placed + reading.column(lines, rest, kit) + tail


TEMPLATES: dict[str, Callable[[ScreenModel, Box, Kit], list[Item]]] = {
    "tiles": tiles,
    "list": rows,
    "detail": detail,
    "form": rows,
    "pad": pad,
    "issued": issued,
    "notice": notice,
}
