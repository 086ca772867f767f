"""What the kiosk lets others observe of its screen: one JSON line a change (contract §3)."""

import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any, Protocol, TextIO

from config.geometry import Geometry
from kiosk.flow.model import Modes, Node, ScreenModel


class Bounds(Protocol):
    """Where a node stands, in window pixels from the top left."""

    @property
    def left(self) -> float: ...

    @property
    def top(self) -> float: ...

    @property
    def right(self) -> float: ...

    @property
    def bottom(self) -> float: ...


class TreeWriter:
    """Writes a flushed line whenever the screen, its focus, modes or places differ.

    ``start`` is the monotonic second that ``t`` counts from; ``height_px`` the window's height.
    """

    def __init__(self, stream: TextIO, *, start: float, geometry: Geometry, height_px: int) -> None:
        self._stream = stream
        self._start = start
        self._geometry = geometry
        self._height = height_px
        self._last: dict[str, Any] | None = None

    def write(
        self, at: float, model: ScreenModel, focus: str | None, placed: Mapping[str, Bounds]
    ) -> None:
        """Write the screen at monotonic second ``at``, unless it is as it was."""
        line = tree_line(model, focus, placed, self._geometry, self._height)
        if line == self._last:
            return
        self._last = line
        stamped = {"t": round(at - self._start, 3), **line}
        self._stream.write(json.dumps(stamped, ensure_ascii=False) + "\n")
        self._stream.flush()


def tree_line(
    model: ScreenModel,
    focus: str | None,
    placed: Mapping[str, Bounds],
    geometry: Geometry,
    height_px: int,
) -> dict[str, Any]:
    """Return the contract's object without its time; a node that is not placed has null bounds."""
    return {
        "screen": model.id,
        "focus": focus,
        "modes": modes_as_data(model.modes),
        "nodes": [
            {
                **_node(node, order),
                **_bounds(placed.get(node.id), geometry, height_px),
            }
            for order, node in enumerate(model.nodes)
        ],
    }


def modes_as_data(modes: Modes) -> dict[str, Any]:
    """Return the modes by name."""
    return asdict(modes)


def _node(node: Node, order: int) -> dict[str, Any]:
    state = [] if node.enabled else ["disabled"]
    if node.selected is not None:
        state.append("selected" if node.selected else "unselected")
    return {
        "id": node.id,
        "role": node.role,
        "name": node.name,
        "value": node.value,
        "state": " ".join(state),
        "hint": node.hint,
        "lang": node.lang,
        "actions": list(node.actions),
        "order": order,
        "number": node.number,
        "spoken": node.words,
        "detail": node.detail,
    }


def _bounds(box: Bounds | None, geometry: Geometry, height_px: int) -> dict[str, Any]:
    if box is None:
        return {"bounds_px": None, "bounds_mm": None}
    scale = geometry.px_per_mm(height_px)
    return {
        "bounds_px": {
            "left": round(box.left),
            "top": round(box.top),
            "right": round(box.right),
            "bottom": round(box.bottom),
        },
        "bounds_mm": {
            "left": round(box.left / scale, 1),
            "right": round(box.right / scale, 1),
            "bottom": round(geometry.height_above_floor_mm(box.bottom, height_px), 1),
            "top": round(geometry.height_above_floor_mm(box.top, height_px), 1),
        },
    }
