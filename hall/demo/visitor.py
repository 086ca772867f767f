"""The robot visitor: presses keys and touches glass, hears the transcript, sees the tree."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from hall.demo.lines import whole_lines
from hall.demo.screen import Screen
from hall.demo.waiting import pause, wait_for
from hall.errors import HallError

_Json = dict[str, Any]


class Visitor:
    """Someone at the kiosk."""

    def __init__(self, screen: Screen, transcript: Path, tree: Path) -> None:
        self.screen = screen
        self._transcript = transcript
        self._tree = tree
        self.presses = 0

    # -- what is known ------------------------------------------------------------------------

    def heard(self, since: int = 0) -> list[str]:
        """Return the words of utterances that started after line ``since`` of the transcript."""
        return [
            line["spoken"]
            for line in whole_lines(self._transcript)[since:]
            if line["event"] == "start"
        ]

    def mark(self) -> int:
        """Return a place in the transcript to listen from."""
        return len(whole_lines(self._transcript))

    def now(self) -> _Json:
        """Return the screen as the tree file tells it."""
        lines = wait_for("the kiosk tells its tree", lambda: whole_lines(self._tree))
        return lines[-1]

    def nodes(self) -> Iterator[_Json]:
        """Yield the nodes on the screen."""
        yield from self.now()["nodes"]

    def find(self, wanted: Callable[[_Json], bool]) -> _Json | None:
        """Return the first node that fits."""
        return next((node for node in self.nodes() if wanted(node)), None)

    # -- what is done -------------------------------------------------------------------------

    def press(self, key: str) -> list[str]:
        """Press one key and return what is said to it."""
        since = self.mark()
        self.presses += 1
        self.screen.xdotool("key", key)
        wait_for(f"something is said after {key}", lambda: self.heard(since), within=6)
        pause(0.25)
        return self.heard(since)

    def go_to(self, words: str, key: str = "Down", most: int = 20) -> int:
        """Press a key until an item with these words is heard; returns the number of presses."""
        heard: list[str] = []
        for count in range(1, most + 1):
            heard = self.press(key)
            if any(words in said for said in heard):
                return count
        raise HallError(f"{most} times {key} and never heard {words!r}; last: {heard}")

    def touch(self, words: str, within: float = 8.0) -> _Json:
        """Touch the control whose name holds these words."""
        node = wait_for(
            f"a control named {words!r} on {self.now()['screen']!r}",
            lambda: self.find(lambda node: bool(node["actions"]) and words in node["name"]),
            within=within,
        )
        self._tap(node)
        return node

    def touch_id(self, node_id: str, within: float = 8.0) -> _Json:
        """Touch the control with this id."""
        node = wait_for(
            f"a control with id {node_id!r}",
            lambda: self.find(lambda node: node["id"] == node_id),
            within=within,
        )
        self._tap(node)
        return node

    def _tap(self, node: _Json) -> None:
        left, top, right, bottom = _box(node["bounds_px"])
        self.screen.xdotool("mousemove", str(int((left + right) / 2)), str(int((top + bottom) / 2)))
        self.screen.xdotool("mousedown", "1")
        pause(0.06)
        self.screen.xdotool("mouseup", "1")

    def on(self, screen: str, within: float = 15.0) -> _Json:
        """Wait until this screen is shown."""
        return wait_for(
            f"the kiosk shows {screen!r}",
            lambda: self.now() if self.now()["screen"] == screen else None,
            within=within,
        )

    def picture(self, path: Path) -> Path:
        """Keep what the visitor sees, once it is drawn."""
        pause(0.5)
        return self.screen.save(path)


def _box(bounds: Any) -> tuple[float, float, float, float]:
    if isinstance(bounds, dict):
        return bounds["left"], bounds["top"], bounds["right"], bounds["bottom"]
    left, top, right, bottom = bounds
    return left, top, right, bottom
