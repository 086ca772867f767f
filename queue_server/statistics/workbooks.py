"""Tables as an XLSX workbook. Imported when one is asked for: the library is large."""

import io
import re
import unicodedata
from collections.abc import Sequence
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from queue_server.statistics.exporting import clean
from queue_server.statistics.sheets import Cell, Sheet

_WIDEST = 40


def to_xlsx(sheets: Sequence[Sheet]) -> bytes:
    """Return sheets as one workbook, a sheet each, headings kept in sight."""
    book = Workbook(write_only=True)
    for sheet in sheets:
        page = book.create_sheet(_sheet_title(sheet.title))
        page.freeze_panes = "B2"
        for place, width in enumerate(_widths(sheet), start=1):
            page.column_dimensions[get_column_letter(place)].width = width
        heading = []
        for title in sheet.columns:
            cell = _xlsx_cell(page, title)
            cell.font, cell.alignment = Font(bold=True), Alignment(wrap_text=True, vertical="top")
            heading.append(cell)
        page.append(heading)
        for row in sheet.rows:
            page.append([_xlsx_cell(page, value) for value in row])
        if sheet.note:
            page.append([])
            page.append([_xlsx_cell(page, sheet.note)])
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def _xlsx_cell(page: Any, value: Cell) -> Any:
    cell = WriteOnlyCell(page, clean(value) if isinstance(value, str) else value)
    if isinstance(value, str):
        cell.data_type = "s"  # else a text that begins with "=" becomes a formula
    elif isinstance(value, float):
        cell.number_format = "0.0"
    return cell


def _widths(sheet: Sheet) -> list[int]:
    columns = zip(sheet.columns, *sheet.rows, strict=True)
    return [min(_WIDEST, 2 + max(_width(cell) for cell in column)) for column in columns]


def _width(cell: Cell) -> int:
    return sum(2 if unicodedata.east_asian_width(each) in "WF" else 1 for each in str(cell or ""))


def _sheet_title(title: str) -> str:
    return re.sub(r"[\[\]:*?/\\]", " ", title)[:31]
