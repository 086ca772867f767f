"""Reading matter: titles, lines with a pictogram, label and value, status boxes, numeral, code."""

from typing import Literal

from kiosk.flow.model import Node
from kiosk.layout import plan
from kiosk.layout.controls import Kit
from kiosk.layout.drawing import Align, Box, Code, Draw, Edge, Fill, Item, Paint, Picture
from kiosk.layout.looks import text_look
from kiosk.layout.measures import TextRole

Style = Literal["plain", "label", "boxed"]
_LABEL_LONGEST = {"zh-CN": 4}
_LABEL_ELSEWHERE = 10
_STEPS: tuple[TextRole, ...] = ("item", "lead", "body")
LARGE: tuple[TextRole, ...] = ("tile", *_STEPS)
"""For the few words of a notice: nothing else is on the screen."""
_FILL: dict[TextRole, float] = {"tile": 0.6, "item": 0.8, "lead": 0.95, "body": 1.0}
"""Larger text is taken where it leaves some air."""


def title(node: Node, box: Box, kit: Kit, *, em: int | None = None) -> Item:
    """The screen's title: at most two lines, standing on the bottom of its box."""
    m, look = kit.m, text_look(node, kit.attention)
    size = em or m.em("title")
    lines = min(2, kit.needed(node.name, size, box.width, bold=True, lang=node.lang))
    high = min(box.height, round(size * 1.25) * lines)
    at = Box(box.left, box.bottom - high, box.right, box.bottom)
    words = kit.fit.set(
        node.name, at, size, look.ink, bold=True, lang=node.lang, leading=1.2, most=2
    )
    ground: list[Draw] = [Fill(at, look.fill)] if look.fill else []
    return kit.item(node, at, [*ground, words])


def least_height(nodes: tuple[Node, ...], width: int, kit: Kit) -> int:
    """Return how high lines of reading are at the size of reading text."""
    gap = kit.m.bleed + 2
    return sum(height_of(node, width, kit.m.body, kit) + gap for node in nodes)


def with_code(nodes: tuple[Node, ...], box: Box, kit: Kit) -> list[Item]:
    """Lines of reading, and under them the code among them, large enough to scan from a chair."""
    plan_ = next((node for node in nodes if node.role == "plan"), None)
    if plan_ is not None:
        return _with_plan(tuple(node for node in nodes if node is not plan_), plan_, box, kit)
    code_ = next((node for node in nodes if node.role == "qr"), None)
    lines = tuple(node for node in nodes if node.role != "qr")
    if code_ is None:
        return column(lines, box, kit)
    m = kit.m
    room = box.height - least_height(lines, box.width, kit) - m.gap - m.bleed
    side = max(m.u(150), min(m.u(560), room))
    rest = Box(box.left, box.top, box.right, box.bottom - side - m.gap - m.bleed)
    above = column(lines, rest, kit)
    top = max((item.box.bottom for item in above), default=box.top - m.gap) + m.gap + m.bleed
    return [*above, code(code_, Box(box.left, top, box.right, top + side), kit)]


def _with_plan(lines: tuple[Node, ...], plan_: Node, box: Box, kit: Kit) -> list[Item]:
    """Lines of reading, and the plan in all the room they leave."""
    gap = kit.m.gap + kit.m.bleed
    least = least_height(lines, box.width, kit) + gap if lines else 0
    high = max(box.height // 3, min(box.height - least, plan.height_at(plan_, box.width)))
    at = Box(box.left, box.bottom - high, box.right, box.bottom)
    rest = Box(box.left, box.top, box.right, at.top - gap)
    return [*column(lines, rest, kit), plan.drawn(plan_, at, kit)]


def column(
    nodes: tuple[Node, ...], box: Box, kit: Kit, *, steps: tuple[TextRole, ...] = _STEPS
) -> list[Item]:
    """Lines of reading one under another, as large as they all find room."""
    if not nodes:
        return []
    gap = kit.m.bleed + 2
    for role in steps:
        em = kit.m.em(role)
        heights = [height_of(node, box.width, em, kit) for node in nodes]
        if sum(heights) + gap * (len(nodes) - 1) <= box.height * _FILL[role]:
            return _stack(nodes, heights, box, em, gap, kit)
    em = kit.m.body
    while em > kit.m.least_em:
        em = max(kit.m.least_em, em - 2)
        heights = [height_of(node, box.width, em, kit) for node in nodes]
        if sum(heights) + gap * (len(nodes) - 1) <= box.height:
            return _stack(nodes, heights, box, em, gap, kit)
    return _pairs(nodes, box, kit)


def _pairs(nodes: tuple[Node, ...], box: Box, kit: Kit) -> list[Item]:
    """Lines two by two, where one under another they find no room."""
    m = kit.m
    gap, em = m.bleed + 2, m.least_em
    wide = (box.width - 2 * gap) // 2
    placed, top, at = [], box.top, 0
    while at < len(nodes):
        pair = nodes[at : at + 2]
        across = box.width if len(pair) == 1 else wide
        heights = [height_of(node, across, em, kit) for node in pair]
        if max(heights) > round(em * 1.42) * 3 and len(pair) == 2:
            pair, across = pair[:1], box.width  # paragraphs keep the whole width
            heights = [height_of(pair[0], across, em, kit)]
        if top + max(heights) > box.bottom:
            break  # told as missing by whoever places the screen
        for place, (node, high) in enumerate(zip(pair, heights, strict=True)):
            left = box.left + place * (wide + 2 * gap)
            placed.append(line(node, Box(left, top, left + across, top + high), em, kit))
        top += max(heights) + gap
        at += len(pair)
    return placed


def _stack(
    nodes: tuple[Node, ...], heights: list[int], box: Box, em: int, gap: int, kit: Kit
) -> list[Item]:
    spare = box.height - sum(heights) - gap * (len(nodes) - 1)
    between = gap + max(0, min(spare // max(1, len(nodes)), round(em * 0.55)))
    placed, top = [], box.top
    for node, high in zip(nodes, heights, strict=True):
        if top + high > box.bottom:
            break  # told as missing by whoever places the screen
        placed.append(line(node, Box(box.left, top, box.right, top + high), em, kit))
        top += high + between
    return placed


def _style(node: Node) -> Style:
    if node.role == "status" or node.emphasis == "danger":
        return "boxed"
    return "label" if _split(node.name, node.lang)[0] else "plain"


def _split(text: str, lang: str) -> tuple[str, str]:
    longest = _LABEL_LONGEST.get(lang, _LABEL_ELSEWHERE)
    for mark in ("：", ": "):
        label, found, rest = text.partition(mark)
        if found and rest and len(label) <= longest:
            return label, rest
    return "", text


def _indent(node: Node, em: int, kit: Kit) -> int:
    return round(em * 1.3) + kit.m.u(20) if node.icon else 0


def height_of(node: Node, width: int, em: int, kit: Kit) -> int:
    """Return how high a line of reading is."""
    style = _style(node)
    pad = kit.m.u(22) if style == "boxed" else kit.m.u(4)
    inner = width - _indent(node, em, kit) - (2 * kit.m.u(26) if style == "boxed" else 0)
    label, text = _split(node.name, node.lang) if style == "label" else ("", node.name)
    inner -= _label_width(label, em, kit)
    size = _size(node, em, kit)
    lines = kit.needed(text, size, inner, bold=_bold(node, style), lang=node.lang)
    return round(size * 1.42) * lines + 2 * pad


def _size(node: Node, em: int, kit: Kit) -> int:
    return max(em, round(em * 1.25)) if node.emphasis == "attention" else em


def _bold(node: Node, style: Style) -> bool:
    return style == "label" or node.emphasis in ("attention", "danger")


def _label_width(label: str, em: int, kit: Kit) -> int:
    if not label:
        return 0
    wide = kit.fit.width(label, em, lang=kit.language)
    return max(wide + kit.m.u(28), round(em * 4.4))


def line(node: Node, box: Box, em: int, kit: Kit) -> Item:
    """One line or paragraph, with its pictogram at its first line."""
    m, look, style = kit.m, text_look(node, kit.attention), _style(node)
    pad = m.u(22) if style == "boxed" else m.u(4)
    danger = node.emphasis == "danger" and look.fill is None
    ink: Paint = "danger" if danger else look.ink
    draws: list[Draw] = []
    if look.fill is not None:
        draws.append(Fill(box, look.fill, m.radius if style == "boxed" else 0))
    elif style == "boxed":
        draws.append(Fill(box, "surface", m.radius))
    if style == "boxed":
        edge: Paint = "danger" if danger else ("outline" if look.fill is None else look.ink)
        draws.append(Edge(box, edge, m.u(8) if danger else m.stroke, m.radius))
    size = _size(node, em, kit)
    inner = box.inset(m.u(26) if style == "boxed" else 0, pad)
    step = round(size * 1.42)
    if node.icon:
        side = round(em * 1.3)
        top = inner.top + (step - side) // 2
        picture: Paint = "danger" if danger else look.picture
        draws.append(
            Picture(Box(inner.left, top, inner.left + side, top + side), node.icon, picture)
        )
    left = inner.left + _indent(node, em, kit)
    label, text = _split(node.name, node.lang) if style == "label" else ("", node.name)
    if label:
        wide = _label_width(label, em, kit)
        at = Box(left, inner.top, left + wide, inner.top + step)
        draws.append(kit.fit.set(label, at, em, look.ink2, lang=node.lang))
        left += wide
    at = Box(left, inner.top, inner.right, inner.bottom)
    words = kit.fit.set(
        text, at, size, ink, bold=_bold(node, style), lang=node.lang, leading=1.42, most=99
    )
    return kit.item(node, box, [*draws, words])


def hero(title_: Node, number: Node, below: Node | None, box: Box, kit: Kit) -> list[Item]:
    """The number, as large as the field allows, its title above and its service below.

    In a low field the words stand beside the number.
    """
    m = kit.m
    field = Item(node="", box=box, draws=(Fill(box, "primary", m.radius),))
    inner = box.inset(m.u(36), m.u(20))
    lead, item = m.em("lead"), m.em("tile")
    top = round(lead * 1.4)
    foot = round(item * 1.4) if below else 0
    gap = m.bleed + 2
    room = Box(inner.left, inner.top + top + gap, inner.right, inner.bottom - foot - gap)
    if room.height < round(m.em("title") * 1.6):
        return [field, *_hero_beside(title_, number, below, inner, kit)]
    em = _numeral_em(number, room, kit)
    parts = [
        _on_hero(title_, Box(inner.left, inner.top, inner.right, inner.top + top), lead, kit),
        _on_hero(number, room, em, kit, bold=True, leading=0.98),
    ]
    if below is not None:
        at = Box(inner.left, inner.bottom - foot, inner.right, inner.bottom)
        parts.append(_on_hero(below, at, item, kit, bold=True))
    return [field, *parts]


def hero_least(kit: Kit) -> int:
    """Return the least height of the field with the number."""
    return 2 * kit.m.u(20) + 2 * round(kit.m.body * 1.4) + kit.m.bleed + 2


def shares(
    box: Box,
    lines: tuple[Node, ...],
    kit: Kit,
    wishes: tuple[tuple[float, float], ...],
    *,
    coded: bool,
) -> tuple[Box, Box, int]:
    """Part a box among the number, the lines and the code; return field, lines' box, code's side.

    ``wishes`` are the number's and the code's shares of the height, the first that leaves the
    lines their room is taken.
    """
    m = kit.m
    parted = []
    for share, code_share in wishes:
        high = max(hero_least(kit), min(m.u(512), round(box.height * share)))
        field = Box(box.left, box.top, box.right, box.top + high)
        side = max(m.u(150), min(m.u(340), round(box.height * code_share))) if coded else 0
        bottom = box.bottom - (side + m.gap + m.bleed if coded else 0)
        rest = Box(box.left, field.bottom + m.gap + m.bleed, box.right, bottom)
        parted.append((field, rest, side))
        if least_height(lines, rest.width, kit) <= rest.height:
            break
    return parted[-1]


def _numeral_em(number: Node, room: Box, kit: Kit) -> int:
    em = min(kit.m.em("numeral"), round(room.height / 0.98))
    while em > kit.m.body and kit.fit.width(number.name, em, bold=True, lang="en") > room.width:
        em = round(em * 0.95)
    return em


def _hero_beside(
    title_: Node, number: Node, below: Node | None, inner: Box, kit: Kit
) -> list[Item]:
    gap = kit.m.bleed + 2
    middle = inner.left + round(inner.width * 0.56)
    half = (inner.height - gap) // 2 if below else inner.height
    upper = Box(inner.left, inner.top, middle, inner.top + half)
    right = Box(middle + gap, inner.top, inner.right, inner.bottom)
    parts = [_on_hero(title_, upper, kit.m.body, kit, align="left", most=2)]
    numeral = _on_hero(number, right, _numeral_em(number, right, kit), kit, bold=True,
                       leading=0.98)  # fmt: skip
    if below is None:
        return [*parts, numeral]
    lower = Box(inner.left, upper.bottom + gap, middle, inner.bottom)
    return [*parts, numeral, _on_hero(below, lower, kit.m.em("lead"), kit, bold=True, align="left",
                                      most=2)]  # fmt: skip


def _on_hero(
    node: Node, box: Box, em: int, kit: Kit, *, bold: bool = False, leading: float = 1.35,
    align: Align = "centre", most: int = 1,
) -> Item:  # fmt: skip
    look = text_look(node, kit.attention)
    ground: list[Draw] = [Fill(box, look.fill)] if look.fill else []
    ink: Paint = look.ink if look.fill else "on_primary"
    words = kit.fit.set(
        node.name, box, em, ink, bold=bold, align=align, lang=node.lang, leading=leading, most=most
    )
    item = kit.item(node, box, [*ground, words])
    return Item(node=item.node, box=box, draws=item.draws, ground="primary", bleed=item.bleed)


def code(node: Node, box: Box, kit: Kit) -> Item:
    """A QR code and beside it what scanning it gives."""
    m, look = kit.m, text_look(node, kit.attention)
    side = min(box.height, round(box.width * 0.42))
    at = Box(box.left, box.top, box.left + side, box.top + side)
    draws: list[Draw] = [Fill(box, look.fill)] if look.fill else []
    draws += [
        Fill(at, "white"),
        Code(at.inset(m.stroke), node.value),
        Edge(at, "outline", m.stroke),
    ]
    words = Box(at.right + m.u(36), box.top, box.right, box.top + side)
    draws.append(
        kit.fit.set(node.name, words, m.em("item"), look.ink, bold=True, lang=node.lang, most=4)
    )
    return kit.item(node, Box(box.left, box.top, box.right, box.top + side), draws)
