"""Finding the heading of a sheet people made: which row it is, and what each column means.

Titles, dates and blank rows come first; the heading begins in one of the first rows, may span two
(``岗位要求`` over ``学历 | 年龄``), and names its columns in many ways. A column's meaning is the
field with the longest known word in its heading; of two columns that mean the same, the better
named one has it.
"""

import re
import tomllib
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from importlib import resources

from queue_server.content.formats.sheets.merging import Merges

LOOKED_ROWS = 10
_LEAST_KNOWN = 2
_FILLERS = re.compile(r"[\s*＊:：_/\\、，,。.]+|[(（\[【].*?[)）\]】]|必填|选填")
_NEVER = re.compile(r"联系|电话|手机|邮箱|微信|email|phone|contact|身份证|姓名", re.IGNORECASE)
_SERIAL = frozenset({"序号", "序", "no", "#", "行号"})


@lru_cache(maxsize=1)
def known_words() -> Mapping[str, str]:
    """Return the field each known word of a heading means, longest words first."""
    told = tomllib.loads(resources.files(__package__).joinpath("columns.toml").read_text("utf-8"))
    pairs = [(word, name) for name, words in told.items() for word in words]
    return dict(sorted(pairs, key=lambda pair: -len(pair[0])))


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """Where a sheet's data begins, and which column holds what; ``above`` is what stood before."""

    first_row: int
    columns: Mapping[str, int]
    written: Mapping[str, str]
    unused: tuple[str, ...] = ()
    above: tuple[str, ...] = ()


@dataclass(slots=True)
class _Found:
    score: int = 0
    columns: dict[str, int] = field(default_factory=dict)
    titles: list[str] = field(default_factory=list)


def find_heading(rows: Sequence[tuple[int, tuple[str, ...]]], merges: Merges) -> Heading | None:
    """Return the heading within the first rows of a sheet, or None where none is one."""
    best: tuple[int, Heading] | None = None
    for at, (number, cells) in enumerate(rows):
        below = rows[at + 1] if at + 1 < len(rows) else None
        single = _read(cells)
        if single.score == 0 and below is None:
            continue
        found, lines = single, 1
        if below is not None and _spans_two(number, cells, below, merges):
            found, lines = _read(_joined(cells, below[1], number, merges)), 2
        if len(found.columns) < _LEAST_KNOWN or "title" not in found.columns:
            continue
        if best is None or found.score > best[0]:
            best = found.score, _heading(found, number + lines, rows[:at])
    return None if best is None else best[1]


def meaning_of(title: str) -> tuple[str, int] | None:
    """Return the field a heading means and how surely: a whole word more than a part of one."""
    plain = _plain(title)
    if not plain or plain in _SERIAL or len(plain) > 24:
        return None
    words = known_words()
    if plain in words:
        return words[plain], 100 + len(plain)
    if _NEVER.search(plain):
        return None
    for word, name in words.items():
        if len(word) > 1 and not word.isascii() and word in plain:
            return name, len(word)
    return None


def _read(titles: Sequence[str]) -> _Found:
    found = _Found(titles=list(titles))
    sure: dict[str, int] = {}
    for column, title in enumerate(titles):
        if (meant := meaning_of(title)) is None:
            continue
        name, certainty = meant
        if certainty > sure.get(name, 0):
            found.columns[name], sure[name] = column, certainty
    found.score = sum(sure.values())
    return found


def _spans_two(
    number: int, cells: Sequence[str], below: tuple[int, tuple[str, ...]], merges: Merges
) -> bool:
    """Tell whether the row below belongs to the heading: cells merged into it, or words as such."""
    if any(value for value in cells) and merges.within(below[0]) - merges.within(number):
        top_down = [c for c in merges.within(below[0]) if merges.origin(below[0], c) == (number, c)]
        if any(meaning_of(cells[c]) for c in top_down if c < len(cells)):
            return True
    filled = [value for value in below[1] if value]
    known = sum(1 for value in filled if _plain(value) in known_words())
    gaps = any(not value for value in cells)
    return gaps and known >= _LEAST_KNOWN and known == len(filled)


def _joined(upper: Sequence[str], lower: Sequence[str], number: int, merges: Merges) -> list[str]:
    """Return one title a column: the lower line's, else the upper's, merged cells filled in."""
    titles = []
    for column in range(max(len(upper), len(lower))):
        own = lower[column] if column < len(lower) else ""
        above = upper[column] if column < len(upper) else ""
        origin = merges.origin(number, column)
        if not above and origin is not None and origin[1] < len(upper):
            above = upper[origin[1]]
        # 薪资待遇 over 月薪 and 社保: the lower word decides, the upper where there is none.
        titles.append(own or above)
    return titles


def _heading(
    found: _Found, first_row: int, before: Sequence[tuple[int, tuple[str, ...]]]
) -> Heading:
    used = set(found.columns.values())
    return Heading(
        first_row=first_row,
        columns=found.columns,
        written={name: found.titles[column] for name, column in found.columns.items()},
        unused=tuple(
            title
            for column, title in enumerate(found.titles)
            if title and column not in used and _plain(title) not in _SERIAL
        ),
        above=tuple(value for _, cells in before for value in cells if value),
    )


def _plain(title: str) -> str:
    return _FILLERS.sub("", unicodedata.normalize("NFKC", title)).lower()
