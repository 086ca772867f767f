"""What is selected, seen and heard: one place, moved through in reading order (A-42, A-43)."""

from dataclasses import dataclass

from kiosk.flow.model import ScreenModel


@dataclass(frozen=True, slots=True, kw_only=True)
class Focus:
    """Where the visitor is on a screen. ``node`` is None until something was chosen.

    ``bumps`` counts presses against the same end, so that help grows with each.
    """

    node: str | None = None
    bumps: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """A move's result: the new focus, and which end was met (1 the last item, -1 the first)."""

    focus: Focus
    end: int = 0


def move(screen: ScreenModel, focus: Focus, by: int) -> Moved:
    """Return the focus one further or one back; it never wraps."""
    order = focus_order(screen)
    if not order:
        return Moved(focus=Focus())
    if focus.node not in order:
        return Moved(focus=Focus(node=first_stop(screen) if by > 0 else order[-1]))
    place = order.index(focus.node) + by
    if 0 <= place < len(order):
        return Moved(focus=Focus(node=order[place]))
    return Moved(focus=Focus(node=focus.node, bumps=focus.bumps + 1), end=by)


def focus_order(screen: ScreenModel) -> tuple[str, ...]:
    """Return every node's id in reading order: what is on the screen can be heard."""
    return tuple(node.id for node in screen.nodes)


def first_stop(screen: ScreenModel) -> str | None:
    """Return the first node after the title: the title has just been said."""
    order = focus_order(screen)
    return order[1] if len(order) > 1 else (order[0] if order else None)


def kept(screen: ScreenModel, focus: Focus) -> Focus:
    """Return the focus on a changed screen: the same node where it still is (A-23)."""
    if focus.node is not None and screen.node(focus.node) is None:
        return Focus()
    return focus
