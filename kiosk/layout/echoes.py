"""What stands above the band in the 90 cm mode and tells what the band's numbers mean."""

from kiosk.flow.model import Node
from kiosk.layout.choices import row
from kiosk.layout.controls import Kit
from kiosk.layout.drawing import Box, Fill, Item
from kiosk.layout.frame import grid


def drawn(nodes: tuple[Node, ...], box: Box, kit: Kit) -> list[Item]:
    """Show what the band's numbers mean; touching it works too, but is never needed."""
    m = kit.m
    columns = 1 if m.large or any(node.facts or node.value for node in nodes) else 2
    if len(nodes) <= 3:
        columns = 1
    if columns == 2 and kit.language != "zh-CN" and box.height >= len(nodes) * m.body * 3:
        columns = 1
    if columns == 2 and box.height >= len(nodes) * m.body * 2.5 and _crowded(nodes, box, kit):
        columns = 1
    if box.height // -(-len(nodes) // columns) < round(m.body * 1.9):
        columns = 2
    rules: list[Item] = []

    def draw(node: Node, at: Box, k: Kit) -> Item:
        edge = Box(at.left, at.top, at.right, at.top + m.rule)
        rules.append(Item(node="", box=edge, draws=(Fill(edge, "rule"),)))
        inner = Box(at.left, at.top + m.rule, at.right, at.bottom)
        return row(node, inner, k, plain=True, echo=True)

    placed = grid(nodes, box, columns, kit, draw, gap=m.u(28) if columns > 1 else m.u(2),
                  most=round(m.body * 6.5))  # fmt: skip
    return [*rules, *placed]


def _crowded(nodes: tuple[Node, ...], box: Box, kit: Kit) -> bool:
    """Whether two columns would break what is told under the names."""
    m = kit.m
    marks = m.plate + m.icon(1.8) + 2 * m.u(24) + 2 * m.u(8)
    wide = max(1, (box.width - m.u(28)) // 2 - marks)
    return any(
        node.detail and kit.fit.width(node.detail, m.body, lang=node.lang) > wide for node in nodes
    )
