"""The hall's plan drawn: walls, ways, plates of the windows, where one stands and where to go."""

from kiosk.flow.model import Node
from kiosk.flow.plan import Plan, Spot
from kiosk.layout.controls import Kit
from kiosk.layout.drawing import Box, Draw, Edge, Fill, Item, Paint, Path
from kiosk.layout.looks import text_look

_CAPTION = 1.5
"""The line under the plan, in heights of its letters."""


def height_at(node: Node, width: int) -> int:
    """Return how high the plan stands at a width, without its caption."""
    plan = node.plan
    return round(width * plan.depth_mm / plan.width_mm) if plan is not None else 0


def drawn(node: Node, box: Box, kit: Kit) -> Item:
    """Draw the plan as large as the box allows, its name under it."""
    m, look, plan = kit.m, text_look(node, kit.attention), node.plan
    em = m.body
    caption_high = round(em * _CAPTION)
    draws: list[Draw] = [Fill(box, look.fill)] if look.fill else []
    caption = Box(box.left, box.bottom - caption_high, box.right, box.bottom)
    draws.append(kit.fit.set(node.name, caption, em, look.ink, lang=node.lang))
    if plan is None:
        return kit.item(node, box, draws)
    room = Box(box.left, box.top, box.right, caption.top)
    scale = min(room.width / plan.width_mm, room.height / plan.depth_mm)
    wide, high = round(plan.width_mm * scale), round(plan.depth_mm * scale)
    left = room.left + (room.width - wide) // 2
    walls = Box(left, room.top, left + wide, room.top + high)
    draws += [Fill(walls, "surface"), *_ways(plan, walls, scale, kit)]
    draws.append(Edge(walls, "ink", m.u(6)))
    taken: list[Box] = []
    for spot in sorted(plan.spots, key=lambda one: _ORDER.index(one.mark)):
        draws += _spot(spot, walls, scale, taken, kit)
    return kit.item(node, box, draws)


_ORDER = ("goal", "you", "window", "place")
"""What is drawn first keeps its place; a name that finds none is left out (it is in the list)."""


def _ways(plan: Plan, walls: Box, scale: float, kit: Kit) -> list[Draw]:
    m = kit.m

    def at(point: tuple[int, int]) -> tuple[int, int]:
        return walls.left + round(point[0] * scale), walls.top + round(point[1] * scale)

    drawn_: list[Draw] = [
        Path(points=(at(one), at(other)), colour="rule", width=m.u(8)) for one, other in plan.ways
    ]
    for one, other in plan.tactile:
        drawn_ += [
            Path(points=(dot,), colour="outline", width=m.u(8))
            for dot in _dots(at(one), at(other), m.u(20))
        ]
    if plan.route:
        points = tuple(at(point) for point in plan.route)
        drawn_ += [
            Path(points=points, colour="primary", width=m.u(16)),
        ]
    return drawn_


def _dots(one: tuple[int, int], other: tuple[int, int], apart: int) -> list[tuple[int, int]]:
    """Return points along a line, as tactile paving is drawn on plans."""
    far = max(abs(other[0] - one[0]), abs(other[1] - one[1]))
    count = max(1, far // max(1, apart))
    return [
        (
            one[0] + (other[0] - one[0]) * place // count,
            one[1] + (other[1] - one[1]) * place // count,
        )
        for place in range(count + 1)
    ]


def _spot(spot: Spot, walls: Box, scale: float, taken: list[Box], kit: Kit) -> list[Draw]:
    m = kit.m
    x, y = walls.left + round(spot.x * scale), walls.top + round(spot.y * scale)
    text = str(spot.number) if spot.number is not None else spot.text
    if not text:
        return []
    em = m.least_em
    pad = m.u(10)
    wide = max(kit.fit.width(text, em, bold=True, lang=spot.lang) + 2 * pad, round(em * 1.4))
    high = round(em * 1.4)
    box = _within(Box(x - wide // 2, y - high // 2, x - wide // 2 + wide, y - high // 2 + high),
                  walls.inset(m.u(8)))  # fmt: skip
    if any(box.overlaps(other) for other in taken) and spot.mark == "place":
        return []
    taken.append(box.inset(-m.u(4)))
    fill, ink = _COLOURS[spot.mark]
    words = kit.fit.set(text, box, em, ink, bold=True, align="centre", lang=spot.lang, leading=1.0)
    return [Fill(box, fill, m.u(4)), Edge(box, ink, m.u(3), m.u(4)), words]


_COLOURS: dict[str, tuple[Paint, Paint]] = {
    "goal": ("primary", "on_primary"),
    "you": ("ink", "bg"),
    "window": ("plate", "on_plate"),
    "place": ("surface", "ink"),
}


def _within(box: Box, walls: Box) -> Box:
    across = max(0, walls.left - box.left) - max(0, box.right - walls.right)
    down = max(0, walls.top - box.top) - max(0, box.bottom - walls.bottom)
    return box.moved(across, down)
