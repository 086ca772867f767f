"""Rows of a dropped file as items: merged cells filled in, totals and notes left out, all told.

Identity is the number given; without one, what a person would call the same post: kind, unit, title
and place, counted where it occurs again. So a corrected file replaces what it corrects.
"""

import hashlib
import re
from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain, islice

from queue_server.content.cleaning import line
from queue_server.content.formats.making import Told, make
from queue_server.content.formats.port import Item, UnusableError, Walk, refused
from queue_server.content.formats.sheets.faults import SheetError
from queue_server.content.formats.sheets.heading import LOOKED_ROWS, Heading, find_heading
from queue_server.content.formats.sheets.opening import Table
from queue_server.content.model import Kind
from queue_server.content.values.dates import UnreadableDateError, read_instant
from queue_server.content.values.pay import Pay, read_pay

_TOTALS = re.compile(r"(?:合|总|小|共)\s*计[:：]?|总数|共\s*\d+\s*[个人条].*")
_NOTES = re.compile(
    r"(?:注|备注|说明|附注|填表人?|填报|制表|审核|负责人|联系|单位[（(]?盖章|以上)[^，。]{0,4}[:：]?"
)
_DEADLINE = re.compile(r"(?:截止|截至|前报名|之前报名|报名截止|有效期)")
_FILLED = frozenset(
    {"employer", "employer-code", "place", "address", "published", "expires", "region"}
)
_SCREENED = re.compile(r"[\d\s.,，。:：/-]*")
_YES = frozenset({"有", "是", "交", "缴纳", "购买", "√"})
_SAYS_NOTHING = frozenset({"面议", "无", "没有", "不限", "有", "是", "否", "/"})


_Row = tuple[int, tuple[str, ...]]


@dataclass(slots=True)
class SheetReading:
    """What was understood of a file as a whole; filled in while it is read."""

    encoding: str = ""
    columns: dict[str, str] = field(default_factory=dict)
    unused: list[str] = field(default_factory=list)


@dataclass(slots=True)
class _Seen:
    """The rows read so far, by what they are and by all they say."""

    wholes: dict[bytes, int] = field(default_factory=dict)
    numbers: dict[str, int] = field(default_factory=dict)
    keys: dict[str, int] = field(default_factory=dict)


def read_table(
    table: Table, walk: Walk, told: SheetReading, seen: "_Seen | None" = None
) -> Iterator[Item]:
    """Yield the items of one table; raises SheetError where it has no heading."""
    first, broken = _first_rows(table.rows)
    heading = find_heading(first, table.merges)
    if heading is None:
        if broken is not None:
            raise broken
        filled = any(value for _, cells in first for value in cells)
        raise SheetError("no-heading", looked=LOOKED_ROWS) if filled else SheetError("empty")
    told.encoding = table.encoding or told.encoding
    told.columns.update(heading.written)
    told.unused += [title for title in heading.unused if title not in told.unused]
    data = chain((row for row in first if row[0] >= heading.first_row), table.rows)
    yield from _Rows(table, heading, walk, seen or _Seen()).items(data)
    if broken is not None:
        raise broken


def _first_rows(rows: Iterator[_Row]) -> tuple[list[_Row], SheetError | None]:
    """Return the rows a heading is looked for in, also where the file breaks among them."""
    first: list[_Row] = []
    try:
        for row in islice(rows, LOOKED_ROWS):
            first.append(row)  # noqa: PERF402  what came before the fault is kept
    except SheetError as fault:
        return first, fault
    return first, None


def new_seen() -> _Seen:
    """Return the memory that several tables of one file share."""
    return _Seen()


class _Rows:
    def __init__(self, table: Table, heading: Heading, walk: Walk, seen: _Seen) -> None:
        self._table = table
        self._heading = heading
        self._walk = walk
        self._seen = seen
        self._published = _published(heading.above, walk)
        self._region_text = _region_text(heading.above)
        # Merged areas are filled from rows above: so many are remembered.
        depth = max((bottom - top for _, top, _, bottom in table.merges.areas), default=0)
        self._above: deque[tuple[int, tuple[str, ...]]] = deque(maxlen=min(depth, 5000) + 1)

    def items(self, rows: Iterator[_Row]) -> Iterator[Item]:
        for number, cells in rows:
            self._above.append((number, cells))
            if not any(cells) or _is_total(cells) or _is_note(cells):
                continue
            if cells == tuple(self._heading.written.get(n, "") for n in self._heading.columns):
                continue
            self._walk.rows += 1
            values = self._values(number, cells)
            try:
                yield from make(self._told(number, values), self._walk, number)
            except UnusableError as fault:
                yield refused(number, fault)

    def _values(self, number: int, cells: tuple[str, ...]) -> dict[str, str]:
        values = {}
        for name, column in self._heading.columns.items():
            value = cells[column] if column < len(cells) else ""
            if not value and name in _FILLED:
                value = self._merged(number, column)
            values[name] = value
        return values

    def _merged(self, number: int, column: int) -> str:
        origin = self._table.merges.origin(number, column)
        if origin is None:
            return ""
        row = next((cells for at, cells in self._above if at == origin[0]), ())
        return row[origin[1]] if origin[1] < len(row) else ""

    def _told(self, number: int, values: Mapping[str, str]) -> Told:
        kind: Kind = self._walk.source.kind
        remarks = values.get("remarks", "")
        place = values.get("place", "")
        return Told(
            id=self._identity(number, values),
            kind=kind,
            title=values.get("title", ""),
            employer=values.get("employer", ""),
            employer_code=values.get("employer-code", ""),
            place=place or self._region_text,
            region=values.get("region", ""),
            address=values.get("address", ""),
            pay=_pay(values),
            education=values.get("education", ""),
            disability=values.get("disability", ""),
            openings=values.get("openings", ""),
            experience=values.get("experience", ""),
            employment=values.get("employment", ""),
            occupations=tuple(filter(None, (values.get("occupation", ""),))),
            benefits=self._benefits(values.get("benefits", "")),
            description="\n".join(filter(None, (values.get("description", ""), remarks))),
            requirements=_requirements(values),
            hours=values.get("hours", ""),
            published=values.get("published", "") or self._published,
            starts=values.get("starts", ""),
            ends=values.get("ends", "") or (values.get("starts", "") if kind == "fair" else ""),
            expires=values.get("expires", "") or _deadline(remarks),
            url=values.get("url", ""),
        )

    def _benefits(self, text: str) -> tuple[str, ...]:
        """Return what is offered; 有 below 社保 is that."""
        insured = "保" in self._heading.written.get("benefits", "")
        parts = ("社保" if insured and part in _YES else part for part in _parts(text))
        return tuple(part for part in parts if part not in _SAYS_NOTHING)

    def _identity(self, number: int, values: Mapping[str, str]) -> str:
        said = {name: line(value) for name, value in values.items() if value}
        whole = hashlib.sha256(repr(sorted(said.items())).encode()).digest()
        first = self._seen.wholes.setdefault(whole, number)
        if first != number:
            raise UnusableError("repeated", first=first)
        if given := said.get("number"):
            first = self._seen.numbers.setdefault(given, number)
            if first != number:
                raise UnusableError("number-twice", number=given, first=first)
            return given
        named = [said.get(name, "") for name in ("employer", "title", "place", "starts")]
        key = hashlib.sha256("\n".join(named).encode()).hexdigest()[:24]
        turn = self._seen.keys[key] = self._seen.keys.get(key, 0) + 1
        return key if turn == 1 else f"{key}-{turn}"


def _pay(values: Mapping[str, str]) -> Pay:
    whole = values.get("pay", "")
    low, high = values.get("pay-min", ""), values.get("pay-max", "")
    if not (low or high):
        return read_pay(whole)
    least, most = read_pay(low), read_pay(high)
    text = whole or "-".join(dict.fromkeys(part for part in (low, high) if part))
    ends = [each for each in (least.low, most.high) if each is not None]
    if len(ends) == 2 and ends[0] > ends[1]:
        ends.reverse()
        return Pay(low=ends[0], high=ends[1], text=text)
    return Pay(low=least.low, high=most.high or least.high, text=text)


def _requirements(values: Mapping[str, str]) -> str:
    age = values.get("age", "")
    parts = [
        f"年龄 {age}"
        if age and _SCREENED.fullmatch(age.replace("≤", "").replace("～", ""))
        else age
    ]
    parts.append(values.get("requirements", ""))
    return "；".join(part for part in parts if part)


def _parts(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in re.split(r"[,，、;；\s]+", text) if part.strip())


def _deadline(remarks: str) -> str:
    """Return remarks that tell until when one may apply: ``2026/6/1前报名``."""
    return remarks if _DEADLINE.search(remarks) and re.search(r"\d", remarks) else ""


def _is_total(cells: tuple[str, ...]) -> bool:
    filled = [value for value in cells if value]
    return any(_TOTALS.fullmatch(value.replace(" ", "")) for value in filled[:3])


def _is_note(cells: tuple[str, ...]) -> bool:
    filled = [value for value in cells if value]
    return len(filled) <= 2 and bool(_NOTES.match(filled[0]))


def _published(above: tuple[str, ...], walk: Walk) -> str:
    """Return the day the lines above the heading tell, where they tell exactly one."""
    days = set()
    for text in above:
        try:
            if len(text) <= 40 and read_instant(text, today=walk.today) is not None:
                days.add(text)
        except UnreadableDateError:
            continue
    whole = [text for text in days if len(re.findall(r"\d+", text)) >= 3]
    return whole[0] if len(whole) == 1 else ""


def _region_text(above: tuple[str, ...]) -> str:
    """Return who reports, for rows without a place of their own: 填报单位：青山区残联."""
    for text in above:
        found = re.search(
            r"([\u4e00-\u9fff]{2,12}?(?:区|县|旗|市|盟))", re.sub(r"^.*[:：]", "", text)
        )
        if found:
            return found.group(1)
    return ""
