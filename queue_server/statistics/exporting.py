"""A table as CSV that spreadsheets read as UTF-8, and in which no cell can start a formula."""

import csv
import io
import re
import unicodedata

from queue_server.statistics.sheets import Cell, Sheet

_BOM = "\ufeff"
_STARTS_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def to_csv(sheet: Sheet) -> bytes:
    """Return a sheet as CSV (RFC 4180) with a byte order mark."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([safe(title) for title in sheet.columns])
    writer.writerows([_csv_cell(cell) for cell in row] for row in sheet.rows)
    return (_BOM + text.getvalue()).encode()


def safe(text: str) -> str:
    """Return text that no spreadsheet calculates, whichever width its first sign is."""
    tidy = clean(text)
    start = unicodedata.normalize("NFKC", tidy.lstrip(" "))[:1]
    return f"'{tidy}" if tidy[:1] in _STARTS_FORMULA or start in _STARTS_FORMULA else tidy


def clean(text: str) -> str:
    """Return text without the characters no file format takes."""
    return _CONTROL.sub("", text)


def _csv_cell(cell: Cell) -> str | int | float:
    return safe(cell) if isinstance(cell, str) else "" if cell is None else cell
