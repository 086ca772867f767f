"""The journal of tickets issued alone, for people: it may be read while the kiosk runs."""

from collections.abc import Iterator
from pathlib import Path

import msgspec

from kiosk.folder import JOURNAL, default_folder
from kiosk.journal import Kept, read_journal


def listed(folder: Path | None, *, as_json: bool) -> Iterator[str]:
    """Yield a line for each ticket, oldest first."""
    for kept in read_journal((folder or default_folder()) / JOURNAL):
        yield _data(kept) if as_json else _line(kept)


def _line(kept: Kept) -> str:
    entry, told = kept.issued.entry, kept.told
    became: str = "not told to the hall yet" if told is None else told.outcome
    if told is not None and told.code:
        became += f" ({told.code})"
    return f"{entry.day}  {entry.number:<7} {entry.at:%H:%M:%SZ}  {entry.service:<14} {became}"


def _data(kept: Kept) -> str:
    entry, told = kept.issued.entry, kept.told
    data = {
        "day": entry.day,
        "number": entry.number,
        "at": entry.at,
        "service": entry.service,
        "outcome": told.outcome if told else None,
        "code": told.code if told else None,
    }
    return msgspec.json.encode(data).decode("utf-8")
