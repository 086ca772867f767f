"""What lies in files people write or drop: sites, spreadsheets, lists, feeds of others."""

import os
import tempfile
from datetime import UTC, date, datetime
from pathlib import Path

from config.loader import site_from_text
from config.sources import Source
from hall.errors import ConfigError, HallError
from queue_server.content.decoding import decode_chinese
from queue_server.content.disability import parse_disability
from queue_server.content.fetching import Fetcher
from queue_server.content.formats.port import Walk
from queue_server.content.formats.sheets.faults import SheetError
from queue_server.content.formats.sheets.opening import open_tables
from queue_server.content.formats.sheets.reading import SheetReading, read_table
from queue_server.content.formats.syndication.parsing import read_document
from queue_server.content.values.counts import read_count, read_experience
from queue_server.content.values.dates import UnreadableDateError, read_instant
from queue_server.content.values.pay import read_pay
from queue_server.content.values.places import Places
from tools.fuzzing.promises import promise

_NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
_MEMORY = Path("/dev/shm")  # noqa: S108  where there is one, no disk is worn
_FILE = Path(tempfile.mkstemp(prefix="hall90-fuzz-", dir=_MEMORY if _MEMORY.is_dir() else None)[1])


def site_file(data: bytes) -> None:
    """Read any text as a site: a site, or every fault with its key and what to do."""
    try:
        site_from_text(data.decode("utf-8", "replace"), "site.toml")
    except ConfigError as refusal:
        promise(refusal.faults)
        promise(all(each.problem and each.remedy for each in refusal.faults))


def spreadsheet(data: bytes) -> None:
    """Read any file as a spreadsheet or list: items and refused rows, or what to do with it."""
    _FILE.write_bytes(data)
    source = Source(id="qs", format="sheets", names={}, folder="/drop")
    walk = Walk(source=source, fetcher=Fetcher("http://localhost/"), now=_NOW, places=Places({}))
    try:
        for table in open_tables(_FILE):
            for _ in read_table(table, walk, SheetReading()):
                pass
    except SheetError as refusal:
        promise(refusal.told("en"))
        promise(refusal.told("zh-CN"))


def feed_document(data: bytes) -> None:
    """Read any bytes as a feed of somebody else's: entries, or refused in words."""
    try:
        read_document(data, "https://example.org/feed")
    except HallError as refusal:
        promise(str(refusal))


def values_in_words(data: bytes) -> None:
    """Read any words as pay, a day, a number of people, an impairment: a value, or none."""
    text = decode_chinese(data)
    pay = read_pay(text)
    promise(pay.low is None or pay.high is None or 0 < pay.low <= pay.high)
    for count in (read_count(text), read_experience(text)):
        promise(count is None or count >= 0)
    promise(parse_disability(text) >= 0)
    for end in (False, True):
        try:
            found = read_instant(text, today=date(2026, 11, 23), end=end)
        except UnreadableDateError:
            continue
        promise(found is None or found.tzinfo is not None)


def leave() -> None:
    """Take the file away that spreadsheets were written to."""
    os.unlink(_FILE)  # noqa: PTH108  the file may be gone
