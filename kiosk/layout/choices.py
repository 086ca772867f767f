"""Choices: tiles and rows, with plate, pictogram, words, facts, value and tick box."""

from kiosk.flow.model import Node
from kiosk.layout.controls import Kit, plate, square
from kiosk.layout.drawing import Box, Draw, Edge, Fill, Item, Paint, Picture
from kiosk.layout.looks import Look, frame, look_of, text_look
from kiosk.layout.marking import marked
from kiosk.layout.measures import TextRole


def tile(node: Node, box: Box, kit: Kit, *, words_high: int | None = None) -> Item:
    """A big choice: plate and pictogram above, name and a line of detail below.

    ``words_high`` is what the words of the wordiest tile take, so that pictograms are alike.
    """
    m, look = kit.m, look_of(node, kit.attention)
    inner = box.inset(m.u(28), m.u(24))
    own_high = tile_words_high(node, inner.width, kit)
    if words_high is None or inner.height < m.plate + m.u(12) + words_high:
        words_high = own_high
    if inner.height < m.plate + m.u(12) + words_high:
        return row(node, box, kit)
    draws: list[Draw] = [*frame(look, box, m)]
    plate_left = inner.right - m.plate if kit.mirrored else inner.left
    if node.number:
        at = Box(plate_left, inner.top, plate_left + m.plate, inner.top + m.plate)
        draws += plate(node.number, at, look, kit)
    room = inner.height - words_high - m.u(12)
    side = min(round(m.body * 3.6), room, round(inner.width * 0.4))
    if node.role == "toggle":
        side = min(side, round(m.body * 2.4))
        check_left = inner.left if kit.mirrored else inner.right - m.plate
        draws += _check(node, Box(check_left, inner.top, check_left + m.plate, inner.top + m.plate),
                        look, kit)  # fmt: skip
        icon_left = (inner.left + inner.right - side) // 2
    else:
        icon_left = inner.left if kit.mirrored else inner.right - side
    if node.icon:
        draws.append(
            Picture(
                Box(icon_left, inner.top, icon_left + side, inner.top + side),
                node.icon,
                look.picture,
            )
        )
    draws += _tile_words(node, inner, max(side, m.plate), look, kit)
    return kit.item(node, box, draws)


def tile_words_high(node: Node, wide: int, kit: Kit) -> int:
    """Return how high a tile's words are."""
    m = kit.m
    role: TextRole = "tile" if node.role != "toggle" else "item"
    names = min(2, kit.needed(node.name, m.em(role), wide, bold=True, lang=node.lang))
    second = node.detail or (kit.words("state-selected") if node.role == "toggle" else "")
    lines = kit.needed(second, m.least_em, wide, bold=False, lang=node.lang) if second else 0
    return round(m.em(role) * 1.25) * names + round(m.body * 1.4) * min(2, lines)


def _tile_words(node: Node, inner: Box, above: int, look: Look, kit: Kit) -> list[Draw]:
    m, body = kit.m, kit.m.body
    drawn: list[Draw] = []
    bottom = inner.bottom
    second = node.detail
    if node.role == "toggle" and node.selected:
        second = kit.words("state-selected")
    if second:
        lines = min(2, kit.needed(second, m.least_em, inner.width, bold=False, lang=node.lang))
        high = round(body * 1.4) * lines
        line = Box(inner.left, bottom - high, inner.right, bottom)
        drawn.append(kit.fit.set(second, line, body, look.ink2, lang=node.lang, most=lines))
        bottom -= high
    em = m.em("tile") if node.role != "toggle" else m.em("item")
    top = inner.top + above + m.u(8)
    lines = min(2, kit.needed(node.name, em, inner.width, bold=look.bold, lang=node.lang))
    high = min(round(em * 1.25) * lines, bottom - top)
    name = Box(inner.left, bottom - high, inner.right, bottom)
    drawn.append(
        kit.fit.set(
            node.name, name, em, look.ink, bold=look.bold, lang=node.lang, leading=1.2, most=2
        )
    )
    return drawn


def _check(node: Node, box: Box, look: Look, kit: Kit) -> list[Draw]:
    m = kit.m
    if node.selected:
        focused = look.fill == "focus_fill"
        fill: Paint = "on_focus" if focused else "primary"
        tick: Paint = "focus_fill" if focused else "on_primary"
        return [Fill(box, fill, m.u(4)), Picture(box.inset(box.width // 8), "confirm", tick)]
    return [Edge(box, look.ink, m.u(4), m.u(4))]


def row(node: Node, box: Box, kit: Kit, *, plain: bool = False, echo: bool = False) -> Item:
    """A row: plate, pictogram, name over detail and facts, value at the far side.

    ``plain`` draws no frame (the reading zone of the 90 cm mode).
    """
    m = kit.m
    look = look_of(node, kit.attention)
    if plain:
        look = text_look(node, kit.attention) if not echo else _PLAIN
    draws: list[Draw] = [] if plain else [*frame(look, box, m)]
    across = m.u(8) if plain else m.u(26)
    inner = box.inset(across, m.u(4) if plain else m.u(10))
    left, right = inner.left, inner.right
    near, far = _marks(node, inner, kit)
    for what, side in near:
        at = right - side if kit.mirrored else left
        draws += _mark(what, square(at, inner, side), node, look, kit)
        if kit.mirrored:
            right -= side + m.u(24)
        else:
            left += side + m.u(24)
    if far:
        at = left if kit.mirrored else right - far
        draws += _check(node, square(at, inner, far), look, kit)
        if kit.mirrored:
            left += far + m.u(24)
        else:
            right -= far + m.u(20)
    draws += _row_words(node, Box(left, inner.top, right, inner.bottom), look, kit)
    return kit.item(node, box, draws, echo=echo)


_PLAIN = Look(fill=None, edge=None)


def _marks(node: Node, inner: Box, kit: Kit) -> tuple[list[tuple[str, int]], int]:
    """Return what stands before the words and how wide, and the box of a toggle behind them.

    The pictogram gives way where the words would not stand.
    """
    m = kit.m
    side = min(m.plate, inner.height)
    far = side if node.selected is not None else 0
    near = [("plate", side)] if node.number else []
    if not node.icon or (m.large and node.number and node.facts):
        return near, far
    icon = min(round(m.body * 1.8), inner.height)
    taken = sum(one + m.u(24) for _, one in near) + (far + m.u(20) if far else 0)
    taken += icon + m.u(24) + (_value_width(node, inner, kit) + m.u(24) if node.value else 0)
    room = max(1, inner.width - taken)
    words = node.name.split() if " " in node.name else [node.name[:4]]
    longest = max(kit.fit.width(word, m.em("item"), bold=True, lang=node.lang) for word in words)
    lines = kit.needed(node.name, m.least_em, room, bold=True, lang=node.lang)
    under = kit.needed(node.detail, m.body, room, bold=False, lang=node.lang) if node.detail else 0
    high = lines * round(m.least_em * 1.22) + under * round(m.body * 1.35)
    if longest > room or high > inner.height:
        return near, far
    return [*near, ("icon", icon)], far


def _mark(what: str, at: Box, node: Node, look: Look, kit: Kit) -> list[Draw]:
    if what == "plate":
        return plate(node.number or 0, at, look, kit)
    return [Picture(at, node.icon, look.picture)]


def _row_words(node: Node, inner: Box, look: Look, kit: Kit) -> list[Draw]:
    m, body = kit.m, kit.m.body
    drawn: list[Draw] = []
    value_under = bool(node.value) and (m.large or _narrow(node, inner, kit))
    right = inner.right
    if node.selected:
        word = kit.words("state-selected")
        wide = kit.fit.width(word, body, bold=True, lang=kit.language)
        if wide * 3 < inner.width:
            at = Box(right - wide, inner.top, right, inner.bottom)
            drawn.append(kit.fit.set(word, at, body, look.ink, bold=True, lang=kit.language))
            right -= wide + m.u(20)
    left = inner.left
    if node.value and not value_under:
        text, wide = _value_text(node, inner, kit)
        at = Box(right - wide, inner.top, right, inner.bottom)
        if kit.mirrored:
            at = Box(left, inner.top, left + wide, inner.bottom)
            left += wide + m.u(24)
        else:
            right -= wide + m.u(24)
        value = kit.fit.set(
            text, at, m.em("item") if node.facts else m.em("lead"), look.ink,
            bold=look.bold, align="left" if kit.mirrored else "right", lang=node.lang, most=2,
            leading=1.25,
        )  # fmt: skip
        drawn.append(value)
    return drawn + _column(node, Box(left, inner.top, right, inner.bottom), look, kit, value_under)


def _narrow(node: Node, inner: Box, kit: Kit) -> bool:
    """Whether the name's longest word finds no room beside the value."""
    room = inner.width - _value_width(node, inner, kit) - kit.m.u(24)
    words = node.name.split() if " " in node.name else [node.name[:4]]
    em = kit.m.least_em
    return any(kit.fit.width(word, em, bold=True, lang=node.lang) > room for word in words)


def _value_text(node: Node, inner: Box, kit: Kit) -> tuple[str, int]:
    """Return a value as it is set and how wide: a long one is broken at its evenest space."""
    m = kit.m
    em = m.em("item") if node.facts else m.em("lead")

    def wide(text: str) -> int:
        lines = text.split("\n")
        return max(kit.fit.width(line, em, bold=True, lang=node.lang) for line in lines)

    text = node.value
    if wide(text) > inner.width * _VALUE_SHARE and " " in text:
        spaces = [at for at, sign in enumerate(text) if sign == " "]
        text = min((text[:at] + "\n" + text[at + 1 :] for at in spaces), key=wide)
    # For the left hand values stand first, in a column: names under one another begin alike.
    column = round(inner.width * _VALUE_SHARE) if kit.mirrored else 0
    return text, max(column, min(wide(text), round(inner.width * _VALUE_MOST)))


_VALUE_SHARE = 0.3
_VALUE_MOST = 0.42


def _value_width(node: Node, inner: Box, kit: Kit) -> int:
    return _value_text(node, inner, kit)[1]


def _column(node: Node, box: Box, look: Look, kit: Kit, value_under: bool) -> list[Draw]:
    """Name, then value, detail and facts under it: whole lines, as many as find room."""
    m, body = kit.m, kit.m.body
    line = round(body * 1.35)
    em = m.em("item")
    names = min(6, kit.needed(node.name, em, box.width, bold=look.bold, lang=node.lang))
    least_name = round(m.least_em * 1.22)
    told = kit.needed(node.name, m.least_em, box.width, bold=look.bold, lang=node.lang)
    wanted = least_name * min(2, told)
    room = box.height - (line if node.facts else 0)
    under: list[tuple[str, int]] = []
    for text in (node.value if value_under else "", node.detail):
        if not text:
            continue
        lines = min(2, kit.needed(text, m.least_em, box.width, bold=False, lang=node.lang))
        name_high = round(em * 1.25) * min(names, 2) if node.facts else wanted
        if lines == 2 and room - 2 * line < name_high and node.role == "row":
            lines = 1  # content may be shortened here; the whole is spoken and opened
        tight = bool(node.facts) and lines == 1 and room - line >= least_name
        if tight or room - line * lines >= wanted:
            under.append((text, lines))
            room -= line * lines
    most = max(1, room // least_name)
    high = min(room, round(em * 1.25) * min(names, most))
    if names > most or high < round(em * 1.25) * names:
        high = room
    rest = line * (sum(lines for _, lines in under) + bool(node.facts))
    top = box.top + max(0, (box.height - high - rest) // 2)
    name = kit.fit.set(
        node.name, Box(box.left, top, box.right, top + high), em, look.ink,
        bold=look.bold, lang=node.lang, leading=1.2, most=most,
    )  # fmt: skip
    drawn: list[Draw] = [marked(name, node.name, node.marks)]
    top += high
    for text, lines in under:
        at = Box(box.left, top, box.right, top + line * lines)
        bold = value_under and text == node.value
        drawn.append(kit.fit.set(text, at, body, look.ink2, bold=bold, lang=node.lang, most=lines))
        top = at.bottom
    if node.facts:
        drawn += _facts(node, Box(box.left, top, box.right, top + line), look, kit)
    return drawn


def _facts(node: Node, box: Box, look: Look, kit: Kit) -> list[Draw]:
    m, body = kit.m, kit.m.body
    drawn: list[Draw] = []
    left, side = box.left, round(body * 1.1)
    for fact in node.facts:
        room = box.right - left - side - m.u(10)
        wide = kit.fit.width(fact.text, body, lang=kit.language)
        if drawn and wide > room:
            break  # whole facts only; all of them are spoken and stand on the item's own screen
        drawn.append(Picture(square(left, box, side), fact.icon, look.picture))
        left += side + m.u(10)
        at = Box(left, box.top, min(left + wide, box.right), box.bottom)
        drawn.append(kit.fit.set(fact.text, at, body, look.ink, lang=kit.language))
        left = at.right + m.u(28)
    return drawn
