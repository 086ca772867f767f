"""Long words onto a sign: lines broken where readers expect it, pages that are all shown.

Pure. Paging comes before scrolling: a page stands still as long as slow readers need.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from displays.abbreviating import abbreviate
from displays.fitting import fit, page_of, width_of
from displays.signs.commands import Area, Colour, Page
from displays.signs.drawing import inner
from displays.signs.port import SignCapabilities
from displays.signs.scripts import is_mongolian
from displays.text_safety import is_too_long, safe_text

_MOST_LARGE_PAGES = 3
_LEAST_FRAMED = 40
_NOT_FIRST = "，。！？；：、）》」』】〉…,.!?;:)]}%"
_CLAUSE_END = re.compile(r"(?<=[，。！？；：、\n])|(?<=[,.!?;:])(?=\s)|(?<=\s[-–—])(?=\s)|(?<=——)")
_NOT_LAST = "（《「『【〈([{"
_LEAST_S, _CHARACTER_S = 4.0, 0.35


@dataclass(frozen=True, slots=True, kw_only=True)
class Paged:
    """All pages of a text in order, how tall its letters are, and what had to be done to it.

    ``torn`` are the pages, by number, that go on with a clause begun on the page before.
    """

    pages: tuple[Page, ...]
    cell: int
    remarks: tuple[str, ...] = ()
    whole: bool = True
    torn: frozenset[int] = frozenset()


def paginate(
    text: str,
    area: Area,
    able: SignCapabilities,
    colour: Colour | None = None,
    *,
    frame: Colour | None = None,
    scroll: bool = False,
) -> Paged:
    """Return the pages that show a whole text; ``scroll`` moves what needs more than one.

    Letters are the largest in which it is one page, else no more than three, else the smallest.
    """
    cut: tuple[str, ...] = ("cut",) if is_too_long(text) else ()
    paged = _paginate(safe_text(text), area, able, colour, frame, scroll)
    return replace(paged, remarks=(*cut, *paged.remarks)) if cut else paged


@lru_cache(maxsize=1024)
def _paginate(
    safe: str,
    area: Area,
    able: SignCapabilities,
    colour: Colour | None,
    frame: Colour | None,
    scroll: bool,
) -> Paged:
    """Signs are planned every second; the same words are laid out once."""
    if able.content != "pixels" or area.height < _LEAST_FRAMED:
        frame = None
    box = inner(Page(text="", area=area, frame=frame))
    if _stands(safe, box, able):  # columns are lines of a panel lying on its side
        box = Area(width=box.height, height=box.width)
    short = abbreviate(safe, lambda each: _is_one_page(each, box, able))
    if scroll and not _is_one_page(short.text, box, able):
        fitted = fit((short.text,), area, able, colour)
        return Paged(pages=(fitted.page,), cell=fitted.cell, remarks=short.used, whole=fitted.whole)
    cell, texts, torn = _cut(short.text, box, able)
    pages = tuple(page_of(each, area, able, colour, cell, frame=frame) for each in texts)
    return Paged(pages=pages, cell=cell, remarks=short.used, torn=torn)


def _stands(text: str, box: Area, able: SignCapabilities) -> bool:
    """Tell whether a text is set in columns: Mongolian, and its longest word fits downwards."""
    if able.content != "pixels" or not all(is_mongolian(line) for line in text.split("\n")):
        return False
    return all(width_of(word, able.cells[0], able) <= box.height for word in text.split())


def seconds_for(page: Page, at_least: float = 0.0) -> float:
    """Return how long a page stands so that slow readers reach its end."""
    letters = sum(not character.isspace() for character in page.text)
    return max(_LEAST_S, letters * _CHARACTER_S, at_least)


def broken(text: str, width: int, cell: int, able: SignCapabilities) -> Sequence[str]:
    """Return the lines of a text, none wider than the area, no character lost but blanks.

    Lines of one paragraph are about equally long: no word is left alone on the last one.
    """
    return [part for line in text.split("\n") for part in _evenly(line, width, cell, able)]


def _evenly(line: str, width: int, cell: int, able: SignCapabilities) -> Sequence[str]:
    lines = _lines(line, width, cell, able)
    if len(lines) < 2:
        return lines
    narrow, wide = width // 2, width
    while wide - narrow > cell // 2:
        middle = (narrow + wide) // 2
        tried = _lines(line, middle, cell, able)
        if len(tried) == len(lines):
            lines, wide = tried, middle
        else:
            narrow = middle
    return lines


def _is_one_page(text: str, area: Area, able: SignCapabilities) -> bool:
    cell = able.cells[0]
    return len(broken(text, area.width, cell, able)) * cell <= max(cell, area.height)


def _cut(
    text: str, area: Area, able: SignCapabilities
) -> tuple[int, Sequence[str], frozenset[int]]:
    """Return the letters and the pages: on one page where any letters allow, else few pages.

    Letters in which a clause would be torn between two pages come last: "do not take the lift"
    must never be seen as "take the lift".
    """
    cells = [each for each in reversed(able.cells) if each <= min(area.height, area.width)]
    cut = [(cell, *_pages(text, area, cell, able)) for cell in cells or able.cells[:1]]
    for most in (1, _MOST_LARGE_PAGES, len(text)):
        for cell, pages, torn in cut:
            if len(pages) <= most and not torn:
                return cell, pages, torn
    return cut[-1]


def _pages(
    text: str, area: Area, cell: int, able: SignCapabilities
) -> tuple[Sequence[str], frozenset[int]]:
    """Return the pages of a text in letters of that cell, and which go on with a torn clause."""
    rows = max(1, area.height // cell)
    pages: list[str] = []
    torn: set[int] = set()
    waiting = ""
    for clause in _clauses(text):
        if len(broken(waiting + clause, area.width, cell, able)) <= rows:
            waiting += clause
            continue
        if waiting.strip():
            pages.append("\n".join(broken(waiting.strip(), area.width, cell, able)))
        waiting = clause.lstrip()
        lines = broken(waiting.strip(), area.width, cell, able)
        if len(lines) > rows:
            parts = ["\n".join(lines[at : at + rows]) for at in range(0, len(lines), rows)]
            torn.update(range(len(pages) + 1, len(pages) + len(parts)))
            pages += parts
            waiting = ""
    if waiting.strip() or not pages:
        pages.append("\n".join(broken(waiting.strip(), area.width, cell, able)))
    return pages, frozenset(torn)


def _clauses(text: str) -> Sequence[str]:
    """Cut a text after the marks that end a clause; a full stop within a number ends none."""
    return [each for each in _CLAUSE_END.split(text) if each]


def _lines(line: str, width: int, cell: int, able: SignCapabilities) -> Sequence[str]:
    lines: list[str] = []
    row = ""
    for unit in units(line):
        if width_of((row + unit).rstrip(), cell, able) <= width:
            row += unit
            continue
        if row.strip():
            lines.append(row.strip())
        row = unit.lstrip()
        while row and width_of(row.rstrip(), cell, able) > width:
            head = _longest_head(row, width, cell, able)
            lines.append(row[:head])
            row = row[head:]
    if row.strip() or not lines:
        lines.append(row.strip())
    return lines


def _longest_head(text: str, width: int, cell: int, able: SignCapabilities) -> int:
    """Return how many characters of a unit too wide for a line fit it; at least one."""
    head = 1
    while head < len(text) and width_of(text[: head + 1], cell, able) <= width:
        head += 1
    return head


def units(line: str) -> Sequence[str]:
    """Return what may not be broken: words with the blank before them, Chinese characters alone.

    Closing marks stay with what they close, opening ones with what they open.
    """
    units: list[str] = []
    for character in line:
        before = units[-1] if units else ""
        joins = bool(before) and (
            character in _NOT_FIRST
            or before[-1] in _NOT_LAST
            or before.isspace()
            or (_is_in_word(character) and _is_in_word(before[-1]))
        )
        if joins:
            units[-1] += character
        else:
            units.append(character)
    return units


def _is_in_word(character: str) -> bool:
    """Tell whether a character belongs to a word written without blanks inside."""
    if character.isspace():
        return False
    return unicodedata.east_asian_width(character) not in ("W", "F")
