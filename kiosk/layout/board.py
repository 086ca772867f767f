"""The sheet a layout is drawn on: collects marks and boxes, and knows the common controls."""

from dataclasses import dataclass, field, replace

from kiosk.flow.model import Node
from kiosk.layout.marks import (
    Align,
    Box,
    Code,
    Fill,
    Mark,
    Picture,
    Style,
    Words,
)
from kiosk.layout.marks import (
    Frame as Edge,
)
from kiosk.layout.sizes import Frame, Measure
from kiosk.layout.tokens import ColourRole


@dataclass(frozen=True, slots=True, kw_only=True)
class Labels:
    """Words of the frame itself, in the visitor's language."""

    hall: str = ""
    date: str = ""
    time: str = ""
    selected: str = ""
    unselected: str = ""
    reach_title: str = ""
    reach_note: str = ""
    reach_below: str = ""
    caption: str = ""


@dataclass(slots=True)
class Sheet:
    """Marks and boxes in the making."""

    frame: Frame
    measure: Measure
    labels: Labels
    boxes: dict[str, Box] = field(default_factory=dict)
    marks: list[Mark] = field(default_factory=list)
    clipped: set[str] = field(default_factory=set)

    def place(self, node: Node, box: Box) -> None:
        """Say where a node stands."""
        self.boxes[node.id] = box

    def words_size(self, text: str, style: Style, width: int, lang: str) -> tuple[int, int]:
        """Measure words."""
        return self.measure(text, style, width, lang)

    def natural(self, text: str, style: Style, lang: str = "zh-CN") -> int:
        """Return how wide words are on one line."""
        return self.measure(text, style, 100_000, lang)[0]

    def words(
        self,
        box: Box,
        text: str,
        colour: ColourRole,
        style: Style,
        *,
        node: Node | None = None,
        align: Align = "left",
        lines: int = 0,
    ) -> None:
        """Set words in a box; smaller, then cut with an ellipsis, where they cannot fit."""
        lang = node.lang if node else "zh-CN"
        style = self.fitting(replace(style, align=align), text, box, lang)
        wide, high = self.measure(text, style, box.width, lang)
        if high > box.height or wide > box.width:
            lines = lines or max(1, box.height // style.line)
            if node:
                self.clipped.add(node.id)
        mark = Words(
            box=box, text=text, colour=colour, style=style, lang=lang, lines=lines,
            node=node.id if node else None,
        )  # fmt: skip
        self.marks.append(mark)

    def fitting(self, style: Style, text: str, box: Box, lang: str) -> Style:
        """Return the style, or the largest smaller one (never below 32 px) that fits the box."""
        least = min(style.em, self.frame.least_em)
        while style.em > least:
            wide, high = self.measure(text, style, box.width, lang)
            if high <= box.height and wide <= box.width:
                break
            style = replace(style, em=max(least, style.em - 2))
        return style

    def fill(
        self, box: Box, colour: ColourRole, *, radius: int = 0, node: Node | None = None
    ) -> None:
        """Lay a flat field."""
        self.marks.append(
            Fill(box=box, colour=colour, radius=radius, node=node.id if node else None)
        )

    def edge(
        self,
        box: Box,
        colour: ColourRole,
        stroke: int,
        *,
        dashed: bool = False,
        node: Node | None = None,
    ) -> None:
        """Draw an edge inside the box."""
        self.marks.append(
            Edge(
                box=box, colour=colour, stroke=stroke, radius=self.frame.radius, dashed=dashed,
                node=node.id if node else None,
            )
        )  # fmt: skip

    def picture(self, box: Box, icon: str, colour: ColourRole, *, node: Node | None = None) -> None:
        """Draw a pictogram."""
        self.marks.append(
            Picture(box=box, icon=icon, colour=colour, node=node.id if node else None)
        )

    def code(self, box: Box, text: str, *, node: Node | None = None) -> None:
        """Draw a QR code."""
        self.marks.append(Code(box=box, text=text, node=node.id if node else None))

    def plate(self, left: int, top: int, side: int, node: Node) -> None:
        """Draw a node's number."""
        box = Box(left, top, side, side)
        self.fill(box, "plate", radius=max(self.frame.radius - 2, 0), node=node)
        digit = Style(em=round(side * 0.66), bold=True, leading=1.2)
        self.marks.append(
            Words(
                box=box, text=str(node.number), colour="on_plate",
                style=replace(digit, align="centre"), lang=node.lang, lines=1, node=node.id,
            )
        )  # fmt: skip

    def panel(self, box: Box, node: Node, *, primary: bool = False) -> ColourRole:
        """Draw a control's body and return the colour of words on it."""
        radius = self.frame.radius
        if not node.enabled:
            self.fill(box, "bg", radius=radius, node=node)
            self.edge(box, "outline", self.frame.stroke, dashed=True, node=node)
            return "ink"
        if primary:
            self.fill(box, "primary", radius=radius, node=node)
            self.edge(box, "primary", self.frame.stroke, node=node)
            return "on_primary"
        self.fill(box, "surface", radius=radius, node=node)
        stroke = self.frame.stroke * (2 if node.selected else 1)
        self.edge(box, "outline", stroke, node=node)
        return "ink"

    def button(
        self,
        node: Node,
        box: Box,
        style: Style,
        *,
        primary: bool = False,
        icon: int = 0,
        stacked: bool = False,
        plate: int = 0,
    ) -> None:
        """Draw a button: pictogram (or plate) beside its words, or above them."""
        self.place(node, box)
        ink = self.panel(box, node, primary=primary)
        style = style if node.enabled else replace(style, bold=False)
        pad = self.frame.stroke + max(self.frame.gap // 3, 4)
        room = box.inset(pad, self.frame.stroke)
        icon = icon if node.icon and not plate else 0
        if stacked and icon:
            gap = max(4, icon // 6)
            text = Box(room.left, 0, room.width, style.line)
            style = self.fitting(style, node.name, text, node.lang)
            top = room.top + max(0, (room.height - icon - gap - style.line) // 2)
            self.picture(
                Box(room.left + (room.width - icon) // 2, top, icon, icon), node.icon, ink,
                node=node,
            )  # fmt: skip
            below = Box(room.left, top + icon + gap, room.width, style.line)
            self.words(below, node.name, ink, style, node=node, align="centre", lines=1)
            return
        sign = plate if plate and node.number is not None else icon
        gap = max(8, round(sign * 0.28)) if sign else 0
        space = room.width - sign - gap
        wide, _ = self.measure(node.name, style, space, node.lang)
        if self.natural(node.name, style, node.lang) > space and style.line * 2 > room.height:
            style = self.fitting(style, node.name, Box(0, 0, space, style.line), node.lang)
            wide, _ = self.measure(node.name, style, space, node.lang)
        wide = min(wide + 2, space)
        left = room.left + max(0, (room.width - sign - gap - wide) // 2)
        middle = room.top + room.height // 2
        if sign and sign == plate:
            self.plate(left, middle - sign // 2, sign, node)
        elif sign:
            self.picture(Box(left, middle - sign // 2, sign, sign), node.icon, ink, node=node)
        text_box = Box(left + sign + gap, room.top, wide, room.height)
        self.words(text_box, node.name, ink, style, node=node, align="centre")


def share(total: int, count: int, gap: int) -> list[tuple[int, int]]:
    """Cut a length into ``count`` equal pieces with gaps; return (start, length) of each."""
    if count <= 0:
        return []
    room = total - gap * (count - 1)
    edges = [round(room * place / count) for place in range(count + 1)]
    return [(edges[place] + gap * place, edges[place + 1] - edges[place]) for place in range(count)]


def stretch(wanted: list[int], total: int, gap: int) -> list[tuple[int, int]]:
    """Give each piece what it wants plus an equal part of what is left over."""
    if not wanted:
        return []
    spare = total - sum(wanted) - gap * (len(wanted) - 1)
    pieces, start = [], 0
    for place, want in enumerate(wanted):
        length = want + spare * (place + 1) // len(wanted) - spare * place // len(wanted)
        pieces.append((start, max(length, 1)))
        start += length + gap
    return pieces


def pack(wanted: list[int], total: int, gap: int) -> list[list[int]]:
    """Break pieces into rows that fit; return the indices in each row."""
    rows: list[list[int]] = [[]]
    used = 0
    for place, want in enumerate(wanted):
        needed = want if not rows[-1] else used + gap + want
        if rows[-1] and needed > total:
            rows.append([])
            needed = want
        rows[-1].append(place)
        used = needed
    return rows
