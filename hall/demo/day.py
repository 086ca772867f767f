"""What the steps of the day share."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from hall.demo.clerk import Clerk
from hall.demo.follower import Follower
from hall.demo.lines import whole_lines
from hall.demo.report import Report
from hall.demo.scene import Scene
from hall.demo.screen import Screen
from hall.demo.visitor import Visitor


@dataclass(kw_only=True)
class Day:
    """The hall while the day is played; ``issued`` is each ticket the server acknowledged."""

    scene: Scene
    report: Report
    screen: Screen
    visitor: Visitor | None = None
    follower: Follower | None = None
    clerks: dict[str, Clerk] = field(default_factory=dict)
    issued: dict[str, str] = field(default_factory=dict)
    blind_number: str = ""

    @property
    def folder(self) -> Path:
        return self.scene.folder

    def at_kiosk(self) -> Visitor:
        """Return the visitor at the kiosk; raises RuntimeError when the kiosk never started."""
        if self.visitor is None:
            raise RuntimeError("the kiosk is not running")
        return self.visitor

    def relative(self, *paths: Path) -> list[str]:
        """Return paths as the report names them."""
        return [str(path.relative_to(self.folder)) for path in paths]

    def announcements(self) -> list[dict[str, Any]]:
        """Return what the hall's loudspeakers were asked to say and what became of it."""
        return whole_lines(self.folder / "announcements.jsonl")

    def journal(self) -> list[dict[str, Any]]:
        """Return the journal rows that the live stream has told."""
        return [] if self.follower is None else self.follower.rows()

    def note(self, name: str, text: str) -> str:
        """Keep a text as evidence and return its name."""
        (self.folder / name).write_text(text, "utf-8")
        return name

    def ticket(self, number: str) -> dict[str, Any]:
        """Return the newest ticket with this number, as a supervisor sees it."""
        answer = self.scene.api("GET", "/api/v1/tickets", "supervisor", params={"number": number})
        answer.raise_for_status()
        items: list[dict[str, Any]] = answer.json()["items"]
        if not items:
            raise LookupError(f"the server knows no ticket {number}")
        return items[-1]
