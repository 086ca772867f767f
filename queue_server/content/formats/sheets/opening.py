"""A dropped file as rows of text: CSV in any Chinese encoding, or XLSX, row by row.

What it is is told by its first bytes, not by its name: counties send web pages called .xls. An
XLSX is a ZIP of XML; what it unpacks to is bounded before anything is unpacked, and rows are never
all in memory. Merged cells are read before the rows, so that what they hold can be filled in.
"""

import csv
import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from datetime import date, datetime, time
from pathlib import Path
from typing import IO, Any

from queue_server.content.decoding import encoding_of, repaired
from queue_server.content.formats.sheets.faults import SheetError
from queue_server.content.formats.sheets.merging import Merges, merges_of

MOST_FILE = 64 << 20
MOST_OPEN = 1 << 30
MOST_TEXTS = 200 << 20
MOST_RATIO = 200
MOST_COLUMNS = 200
_FREE = 16 << 20
_MOST_CELL = 250_000
_HEAD = 1 << 20
_BROKEN = (
    ArithmeticError, AssertionError, AttributeError, EOFError, LookupError, OSError, RuntimeError,
    SyntaxError, TypeError, ValueError, struct.error, zipfile.BadZipFile, zlib.error,
)  # fmt: skip
"""What comes out of a workbook that was damaged on its way: its reader looks at nothing twice."""
_QUOTED_NUMBER = re.compile(r'="?(.*?)"?')


@dataclass(slots=True, kw_only=True)
class Table:
    """One sheet: its rows by number from 1, its merged cells, and how its text was encoded."""

    name: str
    rows: Iterator[tuple[int, tuple[str, ...]]]
    merges: Merges = field(default_factory=Merges)
    encoding: str = ""


def open_tables(path: Path) -> Iterator[Table]:
    """Yield the tables of a file, one after the other; raises SheetError telling what to do."""
    size = path.stat().st_size
    if size > MOST_FILE:
        raise SheetError("too-large", most=MOST_FILE >> 20)
    with path.open("rb") as raw:
        head = raw.read(_HEAD)
        raw.seek(0)
        _require_sheet(head)
        if head.startswith(b"PK"):
            yield from _workbook(raw)
        else:
            yield from _csv(raw, head)


def _require_sheet(head: bytes) -> None:
    if not head.strip():
        raise SheetError("empty")
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        locked = "EncryptedPackage".encode("utf-16-le") in head
        raise SheetError("locked" if locked else "old-xls")
    start = head[:2000].lstrip(b"\xef\xbb\xbf \r\n\t").lower()
    if start.startswith((b"<html", b"<!doctype html", b"<table", b"<meta", b"<?xml")):
        raise SheetError("web-page")
    if b"\x00" in head and not head.startswith((b"PK", b"\xff\xfe", b"\xfe\xff")):
        raise SheetError("not-sheet")


def _csv(raw: IO[bytes], head: bytes) -> Iterator[Table]:
    encoding = encoding_of(head)
    first = head[:20_000].decode(encoding, errors="replace")
    with io.TextIOWrapper(raw, encoding=encoding, errors="replace", newline="") as text:
        yield Table(name="", rows=_csv_rows(text, _delimiter(first)), encoding=encoding)


def _csv_rows(text: io.TextIOWrapper, delimiter: str) -> Iterator[tuple[int, tuple[str, ...]]]:
    csv.field_size_limit(_MOST_CELL)
    number = 0
    try:
        for row in csv.reader(text, delimiter=delimiter):
            number += 1
            yield number, tuple(_cell(value) for value in row[:MOST_COLUMNS])
    except (csv.Error, UnicodeError) as fault:
        raise SheetError("damaged", row=number + 1, problem=str(fault)[:80]) from fault


def _delimiter(first: str) -> str:
    head = first[:4000]
    return max(",\t;", key=head.count)


def _workbook(raw: IO[bytes]) -> Iterator[Table]:
    from openpyxl import load_workbook  # large: loaded where a file needs it
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        with zipfile.ZipFile(raw) as packed:
            _require_bounded(packed)
            merges = merges_of(packed)
        raw.seek(0)
        book = load_workbook(raw, read_only=True, data_only=True, keep_links=False)
    except SheetError:
        raise
    except (InvalidFileException, *_BROKEN) as fault:
        raise SheetError("not-sheet") from fault
    with closing(book):
        for sheet in book.worksheets:
            if sheet.sheet_state == "visible":
                yield Table(
                    name=sheet.title,
                    rows=_xlsx_rows(sheet),
                    merges=merges.get(sheet.title, Merges()),
                )


def _require_bounded(packed: zipfile.ZipFile) -> None:
    entries = packed.infolist()
    total = sum(entry.file_size for entry in entries)
    if total > MOST_OPEN or len(entries) > 2000:
        raise SheetError("bomb")
    for entry in entries:
        large = entry.file_size > _FREE
        if large and entry.file_size > MOST_RATIO * max(1, entry.compress_size):
            raise SheetError("bomb")
        if entry.filename.endswith("sharedStrings.xml") and entry.file_size > MOST_TEXTS:
            raise SheetError("bomb")


def _xlsx_rows(sheet: Any) -> Iterator[tuple[int, tuple[str, ...]]]:
    number = 0
    try:
        # What a file says of its own extent is often wrong, so rows are read until they end.
        sheet.reset_dimensions()
        for row in sheet.iter_rows(values_only=True):
            number += 1
            yield number, tuple(_cell(value) for value in row[:MOST_COLUMNS])
    except _BROKEN as fault:
        raise SheetError("damaged", row=number + 1, problem=str(fault)[:80]) from fault


def _cell(value: object) -> str:
    """Return a cell's text as its sender saw it."""
    match value:
        case None:
            return ""
        case str():
            text = repaired(value).strip()
            quoted = _QUOTED_NUMBER.fullmatch(text) if text.startswith("=") else None
            return quoted.group(1) if quoted else text
        case bool():
            return "是" if value else "否"
        case float() if value.is_integer():
            return str(int(value))
        case datetime() if value.time() == time.min:
            return value.date().isoformat()
        case datetime() | date() | time():
            return value.isoformat(" ") if isinstance(value, datetime) else value.isoformat()
        case _:
            return str(value)
