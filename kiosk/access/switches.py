"""One or two switches instead of keys (A-64, A-65): which is which, and scanning by groups."""

from dataclasses import dataclass
from enum import Enum, auto
from typing import Literal

from kiosk.flow.model import ScreenModel

SWITCHES = ("tab", "space")
"""The two inputs switches are wired to; the visitor finds out by pressing which is which."""

STOP = "scan-stop"
UP = "scan-up"
"""What is scanned besides the screen's own nodes: ending it, and back to the groups."""

_AT_ONCE = 4
_ROUNDS = 3


class Pressed(Enum):
    """What a press of a switch meant."""

    FIRST = auto()
    BOTH_KNOWN = auto()
    ONLY_ONE = auto()
    MOVE = auto()
    SELECT = auto()


class Switches:
    """The switches of one visitor. The first one pressed moves; another one selects.

    Whoever presses the first again has only one: it selects, and the kiosk moves by itself.
    """

    def __init__(self) -> None:
        self.mode: Literal["off", "learning", "two", "one"] = "off"
        self._mover = ""

    def pressed(self, key: str) -> Pressed:
        """Take a press of one of the two inputs."""
        if self.mode == "off":
            self.mode, self._mover = "learning", key
            return Pressed.FIRST
        if self.mode == "learning":
            only = key == self._mover
            self.mode = "one" if only else "two"
            return Pressed.ONLY_ONE if only else Pressed.BOTH_KNOWN
        if self.mode == "one":
            return Pressed.SELECT
        return Pressed.MOVE if key == self._mover else Pressed.SELECT

    def forget(self) -> None:
        """Another visitor comes."""
        self.mode, self._mover = "off", ""


def groups(screen: ScreenModel) -> tuple[tuple[str, ...], ...]:
    """Return what scanning goes through: its end first, then what belongs together.

    Reading matter is one group, which is read when chosen; controls come a few at a time.
    """
    reading = tuple(
        node.id for node in screen.in_zone("title", "content", "pager") if not node.actions
    )
    found: list[tuple[str, ...]] = [(STOP,), reading]
    for zones in (("content",), ("pager",), ("action",), ("utility",)):
        controls = [node.id for node in screen.nodes if node.zone in zones and node.actions]
        found += [
            tuple(controls[start : start + _AT_ONCE]) for start in range(0, len(controls), _AT_ONCE)
        ]
    return tuple(group for group in found if group)


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """What is offered now: a group's nodes, or one of them."""

    nodes: tuple[str, ...]
    whole: bool


class Scanner:
    """Goes round groups, and round the chosen group's nodes, until something is selected.

    After three rounds of a group without a choice it goes back to the groups; after three rounds
    of those it rests until the switch is pressed.
    """

    def __init__(self) -> None:
        self._group: tuple[str, ...] | None = None
        self._place = -1
        self._rounds = 0
        self.resting = False

    def begin(self) -> None:
        """Start anew: another screen came."""
        self._group, self._place, self._rounds, self.resting = None, -1, 0, False

    def onwards(self, screen: ScreenModel) -> Target | None:
        """Return what is offered next; None once it rests."""
        if self.resting:
            return None
        around = self._around(screen)
        self._place += 1
        if self._place >= len(around):
            self._place, self._rounds = 0, self._rounds + 1
            if self._rounds >= _ROUNDS and not self._go_up():
                return None
            around = self._around(screen)
        return self._target(around)

    def select(self, screen: ScreenModel) -> Target | str | None:
        """Take the switch: a group opened, the node chosen, or None where it only wakes up."""
        if self.resting or self._place < 0:
            self.begin()
            return None
        around = self._around(screen)
        target = self._target(around)
        self._rounds = 0
        if target is None or target.nodes == (UP,):
            self._group, self._place = None, -1
            return None
        if target.whole and len(target.nodes) > 1 and self._controls(screen, target.nodes):
            self._group, self._place = target.nodes, -1
            return target
        return target.nodes[0]

    def _around(self, screen: ScreenModel) -> tuple[tuple[str, ...], ...]:
        if self._group is None:
            return groups(screen)
        here = [node for node in self._group if screen.node(node) is not None]
        return (*((node,) for node in here), (UP,))

    def _target(self, around: tuple[tuple[str, ...], ...]) -> Target | None:
        if not 0 <= self._place < len(around):
            return None
        return Target(nodes=around[self._place], whole=self._group is None)

    def _go_up(self) -> bool:
        self._rounds = 0
        if self._group is None:
            self.resting = True
            return False
        self._group = None
        return True

    @staticmethod
    def _controls(screen: ScreenModel, nodes: tuple[str, ...]) -> bool:
        found = (screen.node(one) for one in nodes)
        return any(node is not None and bool(node.actions) for node in found)
