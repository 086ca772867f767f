"""What every control shares, the plate, the button and the key; each draws one node in a box."""

from dataclasses import dataclass, field, replace

from kiosk.flow.model import Node
from kiosk.flow.wording import Words as Catalogue
from kiosk.layout.drawing import Box, Draw, Fill, Item, Paint, Picture, Words
from kiosk.layout.fitting import Fitter
from kiosk.layout.looks import Attention, Look, frame, look_of, ring
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


TIGHT = 1.12
"""Leading of words in a button."""


def two_lines(height: int, em: int) -> bool:
    """Tell whether a button this high inside holds two lines."""
    return height >= 2 * round(em * TIGHT)


def plate(number: int, box: Box, look: Look, kit: Kit) -> list[Draw]:
    """Return a number plate."""
    em = max(round(box.width * 0.66), min(kit.m.least_em, round(box.width * 0.9)))
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
    inner = box.inset(m.u(10), m.u(5))
    if stacked and node.icon:
        return kit.item(node, box, draws + _stacked(node, inner, em, bold, look, kit))
    plated = node.number and round(inner.height * 0.9) >= m.least_em
    mark = "plate" if plated else "icon" if node.icon else ""
    side = m.icon() if mark == "icon" else max(round(m.plate * 0.8), m.u(50))
    side = min(side, inner.height)
    taken = side + m.u(14) if mark else 0
    if mark == "icon" and _tight(node, inner.width - taken, inner, bold, kit):
        mark, taken = "", 0  # words before pictograms
    text_box = Box(inner.left + taken, inner.top, inner.right, inner.bottom)
    most = 2 if two_lines(inner.height, m.least_em) else 1
    set_ = _button_words(node, text_box, em, look, kit, bold=bold, most=most)
    wide = max(
        (kit.fit.width(line, set_.em, bold=bold, lang=node.lang) for line in set_.lines), default=0
    )
    start = inner.left + max(0, (inner.width - taken - wide) // 2)
    if mark == "plate":
        draws += plate(node.number or 0, square(start, inner, side), look, kit)
    elif mark == "icon":
        colour = look.picture if look.fill != "surface" else look.ink
        draws.append(Picture(square(start, inner, side), node.icon, colour))
    left = start + taken
    beside = Box(left, set_.box.top, left + max(wide, 1), set_.box.bottom)
    draws.append(replace(set_, box=beside))
    return kit.item(node, box, draws)


def _button_words(
    node: Node, box: Box, em: int, look: Look, kit: Kit, *, bold: bool, most: int
) -> Words:
    """Set a button's words in one line where that costs little size, else in two."""
    one = kit.fit.set(node.name, box, em, look.ink, bold=bold, lang=node.lang, leading=TIGHT)
    if most == 1 or (not one.shortened and (one.em >= em * 0.8 or " " not in node.name)):
        return one
    return kit.fit.set(
        node.name, box, em, look.ink, bold=bold, lang=node.lang, leading=TIGHT, most=most
    )


def _tight(node: Node, room: int, inner: Box, bold: bool, kit: Kit) -> bool:
    """Whether a button's words find no room beside its pictogram even at the least size."""
    em = kit.m.least_em
    most = 2 if two_lines(inner.height, em) else 1
    whole = kit.fit.width(node.name, em, bold=bold, lang=node.lang)
    if " " not in node.name and room < whole <= inner.width:
        return True  # a word is not broken to keep a pictogram
    lines = kit.fit.lines(node.name, em, max(1, room), bold=bold, lang=node.lang)
    widest = max(kit.fit.width(line, em, bold=bold, lang=node.lang) for line in lines)
    return len(lines) > most or widest > room


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
    if node.detail and inner.height < high + letters:
        return kit.item(node, box, draws + _key_beside(node, inner, em, look, kit))
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


_WIDEST = ("pqrs", "wxyz")
"""What stands on telephone keys takes at most so much."""


def _key_beside(node: Node, inner: Box, em: int, look: Look, kit: Kit) -> list[Draw]:
    """A low key: its letters stand beside its digit, as large as on every key of the pad."""
    m = kit.m
    small = m.body
    gap = m.u(10)
    while True:
        digit = kit.fit.width(node.name, em, bold=True)
        widest = max(kit.fit.width(letters, small, lang="en") for letters in _WIDEST)
        if digit + gap + widest <= inner.width or (small == m.least_em and em == m.least_em):
            break
        if small > m.least_em:
            small = max(m.least_em, small - 2)
        else:
            em = max(m.least_em, em - 2)
    letters = kit.fit.width(node.detail, small, lang="en")
    left = inner.left + max(0, (inner.width - digit - gap - letters) // 2)
    first = Box(left, inner.top, left + digit, inner.bottom)
    second = Box(first.right + gap, inner.top, inner.right, inner.bottom)
    return [
        kit.fit.set(node.name, first, em, look.ink, bold=True, leading=1.15),
        kit.fit.set(node.detail, second, small, look.ink2, lang="en", leading=1.15),
    ]
