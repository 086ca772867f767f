"""The controls: button, tile, row, toggle, key, text; each draws one node into one box."""

from dataclasses import dataclass, field, replace

from kiosk.flow.model import Node
from kiosk.flow.wording import Words as Catalogue
from kiosk.layout.drawing import Box, Draw, Edge, Fill, Item, Paint, Picture
from kiosk.layout.fitting import Fitter
from kiosk.layout.looks import Attention, Look, frame, look_of, ring, text_look
from kiosk.layout.measures import Measures, TextRole


@dataclass(frozen=True, slots=True, kw_only=True)
class Kit:
    """What every control needs: sizes, text setting, where attention is, the hand's side."""

    m: Measures
    fit: Fitter
    attention: Attention
    language: str
    mirrored: bool = False
    ground: Paint = "bg"
    words: Catalogue = field(repr=False)

    def item(self, node: Node, box: Box, draws: list[Draw], *, echo: bool = False) -> Item:
        """Return a node placed, with its ring when it is focused."""
        marked = [] if echo else ring(node, self.attention, box, self.m)
        return Item(
            node=node.id,
            box=box,
            draws=(*draws, *marked),
            ground=self.ground,
            touch=bool(node.actions),
            echo=echo,
            bleed=self.m.bleed if marked else 0,
        )

    def needed(self, text: str, em: int, within: int, *, bold: bool, lang: str) -> int:
        """Return how many lines a text takes at a width."""
        return len(self.fit.lines(text, em, within, bold=bold, lang=lang))


def plate(number: int, box: Box, look: Look, kit: Kit) -> list[Draw]:
    """Return a number plate."""
    em = round(box.width * 0.66)
    digit = kit.fit.set(str(number), box, em, look.on_plate, bold=True, align="centre", leading=1.0)
    return [Fill(box, look.plate, kit.m.u(4)), digit]


def square(left: int, box: Box, side: int) -> Box:
    """Return a square centred in a box's height."""
    top = box.top + (box.height - side) // 2
    return Box(left, top, left + side, top + side)


def button(
    node: Node, box: Box, kit: Kit, *, role: TextRole = "body", stacked: bool = False,
    regular: bool = False,
) -> Item:  # fmt: skip
    """A button: pictogram or plate beside its words, or above them where ``stacked``."""
    m, look = kit.m, look_of(node, kit.attention)
    draws: list[Draw] = [*frame(look, box, m)]
    em = m.em(role) if node.enabled else m.body
    bold = look.bold and not regular
    inner = box.inset(m.u(10), m.u(6))
    if stacked and node.icon:
        return kit.item(node, box, draws + _stacked(node, inner, em, bold, look, kit))
    marks = [mark for mark in ("plate" if node.number else "", "icon" if node.icon else "") if mark]
    if node.number:
        marks = ["plate"]
    side = min(m.icon() if marks == ["icon"] else round(m.plate * 0.8), inner.height)
    taken = len(marks) * (side + m.u(14))
    text_box = Box(inner.left + taken, inner.top, inner.right, inner.bottom)
    most = 2 if inner.height >= em * 2 else 1
    if inner.height >= m.least_em * 2.3:
        most = 2
    set_ = kit.fit.set(
        node.name, text_box, em, look.ink, bold=bold, lang=node.lang, leading=1.2, most=most
    )
    wide = max(
        (kit.fit.width(line, set_.em, bold=bold, lang=node.lang) for line in set_.lines), default=0
    )
    start = inner.left + max(0, (inner.width - taken - wide) // 2)
    if marks == ["plate"]:
        draws += plate(node.number or 0, square(start, inner, side), look, kit)
    elif marks == ["icon"]:
        colour = look.picture if look.fill != "surface" else look.ink
        draws.append(Picture(square(start, inner, side), node.icon, colour))
    left = start + taken
    beside = Box(left, set_.box.top, left + max(wide, 1), set_.box.bottom)
    draws.append(replace(set_, box=beside))
    return kit.item(node, box, draws)


def _stacked(node: Node, inner: Box, em: int, bold: bool, look: Look, kit: Kit) -> list[Draw]:
    m = kit.m
    side = min(round(m.body * 1.2), inner.height - round(em * 1.3))
    gap = m.u(6)
    words_high = round(em * 1.25)
    top = inner.top + max(0, (inner.height - side - gap - words_high) // 2)
    middle = (inner.left + inner.right) // 2
    picture = Picture(
        Box(middle - side // 2, top, middle - side // 2 + side, top + side), node.icon, look.ink
    )
    text_box = Box(inner.left, top + side + gap, inner.right, inner.bottom)
    words = kit.fit.set(
        node.name, text_box, em, look.ink, bold=bold, align="centre", lang=node.lang,
        leading=1.25, middle=False,
    )  # fmt: skip
    return [picture, words]


def tile(node: Node, box: Box, kit: Kit) -> Item:
    """A big choice: plate and pictogram above, name and a line of detail below."""
    m, look = kit.m, look_of(node, kit.attention)
    inner = box.inset(m.u(28), m.u(24))
    name_em, body = m.em("tile"), m.body
    words_high = round(name_em * 1.25) + (round(body * 1.4) if node.detail else 0)
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
        side = min(side, round(m.body * 2.2))
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
            )  # fmt: skip
        )
    draws += _tile_words(node, inner, max(side, m.plate), look, kit)
    return kit.item(node, box, draws)


def _tile_words(node: Node, inner: Box, above: int, look: Look, kit: Kit) -> list[Draw]:
    m, body = kit.m, kit.m.body
    drawn: list[Draw] = []
    bottom = inner.bottom
    second = node.detail
    if node.role == "toggle" and node.selected:
        second = kit.words("state-selected")
    if second:
        high = round(body * 1.4)
        line = Box(inner.left, bottom - high, inner.right, bottom)
        drawn.append(kit.fit.set(second, line, body, look.ink2, lang=node.lang))
        bottom -= high
    em = m.em("tile") if node.role != "toggle" else m.em("item")
    top = inner.top + above + m.u(8)
    lines = min(2, kit.needed(node.name, em, inner.width, bold=look.bold, lang=node.lang))
    high = min(round(em * 1.25) * lines, bottom - top)
    name = Box(inner.left, bottom - high, inner.right, bottom)
    drawn.append(
        kit.fit.set(
            node.name, name, em, look.ink, bold=look.bold, lang=node.lang, leading=1.2, most=2
        )  # fmt: skip
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
    near, far = _marks(node, kit)
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


def _marks(node: Node, kit: Kit) -> tuple[list[tuple[str, int]], int]:
    m = kit.m
    near: list[tuple[str, int]] = []
    if node.number:
        near.append(("plate", m.plate))
    if node.icon and not (m.large and node.number and node.facts):
        near.append(("icon", round(m.body * 1.8)))
    return near, m.plate if node.selected is not None else 0


def _mark(what: str, at: Box, node: Node, look: Look, kit: Kit) -> list[Draw]:
    if what == "plate":
        return plate(node.number or 0, at, look, kit)
    return [Picture(at, node.icon, look.picture)]


def _row_words(node: Node, inner: Box, look: Look, kit: Kit) -> list[Draw]:
    m, body = kit.m, kit.m.body
    drawn: list[Draw] = []
    value_under = bool(node.value) and m.large
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
        wide = _value_width(node, inner, kit)
        at = Box(right - wide, inner.top, right, inner.bottom)
        if kit.mirrored:
            at = Box(left, inner.top, left + wide, inner.bottom)
            left += wide + m.u(24)
        else:
            right -= wide + m.u(24)
        value = kit.fit.set(
            node.value, at, m.em("item") if node.facts else m.em("lead"), look.ink,
            bold=look.bold, align="left" if kit.mirrored else "right", lang=node.lang, most=2,
            leading=1.25,
        )  # fmt: skip
        drawn.append(value)
    return drawn + _column(node, Box(left, inner.top, right, inner.bottom), look, kit, value_under)


def _value_width(node: Node, inner: Box, kit: Kit) -> int:
    m = kit.m
    em = m.em("item") if node.facts else m.em("lead")
    wide = kit.fit.width(node.value, em, bold=True, lang=node.lang)
    return min(wide, round(inner.width * 0.42))


def _column(node: Node, box: Box, look: Look, kit: Kit, value_under: bool) -> list[Draw]:
    m, body = kit.m, kit.m.body
    line = round(body * 1.35)
    under = [text for text in (node.value if value_under else "", node.detail) if text]
    rest = line * (len(under) + bool(node.facts))
    em = m.em("item")
    most = 2 if box.height - rest >= 2 * round(m.least_em * 1.25) else 1
    while under and box.height - rest < round(m.least_em * 1.2):
        under.pop()
        rest -= line
    step = round(em * 1.25)
    lines = min(most, kit.needed(node.name, em, box.width, bold=look.bold, lang=node.lang))
    name_high = min(step * lines, box.height - rest)
    if name_high < step * lines and lines == 2:
        name_high = box.height - rest
    top = box.top + max(0, (box.height - name_high - rest) // 2)
    drawn: list[Draw] = [
        kit.fit.set(
            node.name, Box(box.left, top, box.right, top + name_high), em, look.ink,
            bold=look.bold, lang=node.lang, leading=1.2, most=most,
        )
    ]  # fmt: skip
    top += name_high
    for text in under:
        at = Box(box.left, top, box.right, top + line)
        bold = value_under and text == node.value
        drawn.append(kit.fit.set(text, at, body, look.ink2, bold=bold, lang=node.lang))
        top += line
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


def key(node: Node, box: Box, kit: Kit) -> Item:
    """A key of the pad: its digit large, its letters under it."""
    m, look = kit.m, look_of(node, kit.attention)
    if node.icon:
        return button(node, box, kit)
    draws: list[Draw] = [*frame(look, box, m)]
    inner = box.inset(m.u(8), m.u(4))
    em = min(m.em("title"), round(inner.height * (0.5 if node.detail else 0.7)))
    em = max(em, m.least_em)
    high = round(em * 1.15)
    letters = round(m.body * 1.2)
    beside = bool(node.detail) and inner.height < high + letters
    if beside:
        middle = (inner.left + inner.right) // 2
        digit = Box(inner.left, inner.top, middle - m.u(4), inner.bottom)
        draws.append(kit.fit.set(node.name, digit, em, look.ink, bold=True, align="right"))
        at = Box(middle + m.u(4), inner.top, inner.right, inner.bottom)
        draws.append(kit.fit.set(node.detail, at, m.body, look.ink2, lang="en"))
        return kit.item(node, box, draws)
    total = high + (letters if node.detail else 0)
    top = inner.top + (inner.height - total) // 2
    at = Box(inner.left, top, inner.right, top + high)
    draws.append(kit.fit.set(node.name, at, em, look.ink, bold=True, align="centre", leading=1.15))
    if node.detail:
        at = Box(inner.left, top + high, inner.right, top + high + letters)
        draws.append(
            kit.fit.set(node.detail, at, m.body, look.ink2, align="centre", lang="en", leading=1.2)
        )
    return kit.item(node, box, draws)
