"""Merged cells of a workbook, read from its XML as a stream: the row reader does not tell them.

In a merged area only the first cell has a value; the others mean the same.
"""

import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from posixpath import join, normpath
from xml.etree.ElementTree import ParseError

from defusedxml.ElementTree import fromstring

_CHUNK = 1 << 20
_OVERLAP = 200
_AREA = re.compile(rb'<mergeCell\s[^>]*?ref="([A-Z]{1,3}\d{1,7}:[A-Z]{1,3}\d{1,7})"')
_SMALL = 4 << 20
_MOST_AREAS = 200_000
_MOST_SPAN = 5000


@dataclass(slots=True)
class Merges:
    """Which cells take their value from another: columns from 0, rows from 1."""

    areas: list[tuple[int, int, int, int]] = field(default_factory=list)
    _from: dict[tuple[int, int], tuple[int, int]] = field(default_factory=dict)

    def add(self, area: str) -> None:
        """Add an area such as ``B5:B6``; one that spans a whole sheet is not a merged value."""
        from openpyxl.utils.cell import range_boundaries  # takes long to load, seldom needed

        left, top, right, bottom = (edge or 0 for edge in range_boundaries(area))
        if (bottom - top + 1) * (right - left + 1) > _MOST_SPAN:
            return
        self.areas.append((left - 1, top, right - 1, bottom))
        for row in range(top, bottom + 1):
            for column in range(left - 1, right):
                if (row, column) != (top, left - 1):
                    self._from[row, column] = (top, left - 1)

    def origin(self, row: int, column: int) -> tuple[int, int] | None:
        """Return the cell whose value another has, or None."""
        return self._from.get((row, column))

    def within(self, row: int) -> set[int]:
        """Return the columns of a row that take their value from a row above."""
        return {
            left
            for left, top, right, bottom in self.areas
            if top < row <= bottom
            for left in range(left, right + 1)
        }


def merges_of(packed: zipfile.ZipFile) -> Mapping[str, Merges]:
    """Return the merged cells of each sheet by its title."""
    return {
        title: _areas(packed, part)
        for title, part in _parts(packed).items()
        if part in packed.namelist()
    }


def _parts(packed: zipfile.ZipFile) -> dict[str, str]:
    """Return the part that holds each sheet, by title, as the workbook says."""
    try:
        book = fromstring(packed.read("xl/workbook.xml")[:_SMALL])
        links = fromstring(packed.read("xl/_rels/workbook.xml.rels")[:_SMALL])
    except (KeyError, ParseError):
        return {}
    targets = {link.get("Id"): link.get("Target", "") for link in links}
    found = {}
    for sheet in (each for each in book.iter() if each.tag.endswith("}sheet")):
        relation = next((value for key, value in sheet.items() if key.endswith("}id")), "")
        target = targets.get(relation) or ""
        part = target.lstrip("/") if target.startswith("/") else normpath(join("xl", target))
        found[sheet.get("name", "")] = part
    return found


def _areas(packed: zipfile.ZipFile, part: str) -> Merges:
    merges = Merges()
    kept = b""
    with packed.open(part) as xml:
        while chunk := xml.read(_CHUNK):
            window = kept + chunk
            end = 0
            for found in _AREA.finditer(window):
                if len(merges.areas) < _MOST_AREAS:
                    merges.add(found.group(1).decode())
                end = found.end()
            kept = window[max(end, len(window) - _OVERLAP) :]
    return merges
