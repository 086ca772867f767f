"""What a part of the house says aloud and would like a person to record.

Parts name theirs by the entry point group ``hall90.recordings``: functions of a language and the
way a 1 in ticket numbers is said, returning lines.
"""

from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import entry_points
from typing import Literal

TicketOne = Literal["幺", "一"]


@dataclass(frozen=True, slots=True, kw_only=True)
class SpokenLine:
    """A sentence; ``words`` gives it for a ticket number and a window, ``varies`` if it does."""

    id: str
    words: Callable[[str, int], str]
    varies: bool = False


def fixed(line_id: str, text: str) -> SpokenLine:
    """Return a line that is always the same."""
    return SpokenLine(id=line_id, words=lambda _number, _window: text)


def installed_lines(language: str, ticket_one: TicketOne) -> list[SpokenLine]:
    """Return the lines of all installed parts in a language; none where they do not speak it."""
    lines: list[SpokenLine] = []
    for point in sorted(entry_points(group="hall90.recordings"), key=lambda point: point.name):
        lines += point.load()(language, ticket_one)
    return lines
