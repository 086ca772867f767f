"""The kiosk's own journal: every ticket it issued alone, and what the hall made of it.

A ticket is on disk before its number is shown. Its needs stay only until the hall has taken it
in (A-82); number, day and time stay some days, so that a hall restored from a backup can be told
again (R-19).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Literal

import msgspec

from kiosk.durable import Disk, DurableLines, StorageError, parsed
from queue_server import wire
from queue_server.wire.versions import read_from_any

KEPT_DAYS = 3
"""For so long a ticket is kept after its day (R-19)."""

Outcome = Literal["accepted", "already", "superseded", "refused"]


class Issued(msgspec.Struct, frozen=True, kw_only=True, tag="issued"):
    """A ticket issued alone, by which kiosk of which hall, after which last word of the hall."""

    hall: str
    kiosk: str
    last_contact: datetime | None
    entry: wire.OfflineEntry


class Told(msgspec.Struct, frozen=True, kw_only=True, tag="told"):
    """What the hall of an epoch made of a ticket."""

    key: str
    outcome: Outcome
    epoch: str
    code: str | None = None


class Lost(msgspec.Struct, frozen=True, kw_only=True, tag="lost"):
    """So many lines could not be read on a day; each may have been a number given."""

    day: str
    count: int


_Record = Issued | Told | Lost


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A ticket of the journal as people ask for it; ``told`` is None until the hall knows it."""

    issued: Issued
    told: Told | None


def read_journal(path: Path) -> tuple[Kept, ...]:
    """Return the tickets of a journal without taking it from the kiosk that writes it.

    Lines that tell nothing here, as those of another version, are left out.
    """
    try:
        lines = parsed(path.read_bytes()).lines
    except FileNotFoundError:
        return ()
    except OSError as error:
        raise StorageError(f"{path} cannot be read: {error.strerror}") from error
    issued: dict[str, Issued] = {}
    told: dict[str, Told] = {}
    for line in lines:
        try:
            record = read_from_any(line, _Record)
        except msgspec.MsgspecError:
            continue
        if isinstance(record, Issued):
            issued[record.entry.key] = record
        elif isinstance(record, Told):
            told[record.key] = record
    return tuple(Kept(issued=each, told=told.get(key)) for key, each in issued.items())


class TicketJournal:
    """The file of one kiosk. Its methods wait for the disk: call them from a thread."""

    def __init__(self, path: Path, disk: Disk | None = None) -> None:
        self._file = DurableLines(path, disk)
        self._issued: dict[str, Issued] = {}
        self._told: dict[str, Told] = {}
        self._lost: list[Lost] = []
        self._damaged = self._file.found.damaged
        for line in self._file.found.lines:
            try:
                self._remember(read_from_any(line, _Record))
            except msgspec.MsgspecError:
                self._damaged += 1

    def add(self, record: Issued | Told) -> None:
        """Keep a record; on disk when this returns. Raises StorageError, and nothing is kept."""
        self._file.append(msgspec.json.encode(record))
        self._remember(record)

    def kept(self) -> tuple[Kept, ...]:
        """Return every ticket of the journal, in the order of issue."""
        return tuple(
            Kept(issued=each, told=self._told.get(key)) for key, each in self._issued.items()
        )

    def find(self, key: str) -> Issued | None:
        """Return the ticket that was issued under a key."""
        return self._issued.get(key)

    def waiting(self, hall: str, epoch: str) -> tuple[Issued, ...]:
        """Return what a hall has yet to be told, oldest first; all of it after a restored backup.

        What the hall once refused is told again only to another epoch.
        """
        return tuple(
            sorted(
                (
                    each.issued
                    for each in self.kept()
                    if each.issued.hall == hall and (each.told is None or each.told.epoch != epoch)
                ),
                key=lambda issued: issued.entry.at,
            )
        )

    @property
    def unsent(self) -> bool:
        """Whether there is a ticket that no hall has heard of."""
        return any(key not in self._told for key in self._issued)

    def unreadable(self, day: str) -> int:
        """Return how many numbers of a day may have been given without our knowing."""
        return self._damaged + sum(each.count for each in self._lost if each.day == day)

    def highest(self, kiosk: str, prefix: str, day: str) -> int | None:
        """Return the highest number this kiosk gave of a prefix on a day."""
        numbers = (
            int(each.entry.number.removeprefix(prefix))
            for each in self._issued.values()
            if each.kiosk == kiosk
            and each.entry.day == day
            and each.entry.number.rstrip("0123456789") == prefix
        )
        return max(numbers, default=None)

    def given(self, kiosk: str, number: str, day: str) -> bool:
        """Tell whether this kiosk gave a number on a day."""
        return any(
            (each.kiosk, each.entry.number, each.entry.day) == (kiosk, number, day)
            for each in self._issued.values()
        )

    def tidy(self, today: str) -> None:
        """Drop what is old, and the needs of those the hall has taken in (A-82).

        Needs go too of those no hall asked for in time, as after a move to another hall; what no
        hall has heard of stays itself.
        """
        oldest = (date.fromisoformat(today) - timedelta(days=KEPT_DAYS)).isoformat()
        records: list[_Record] = [each for each in self._lost if each.day >= oldest]
        if self._damaged:
            records.append(Lost(day=today, count=self._damaged))
        for each in self.kept():
            day = each.issued.entry.day
            bare = msgspec.structs.replace(each.issued.entry, needs=())
            forgetful = msgspec.structs.replace(each.issued, entry=bare)
            if each.told is not None:
                records += [forgetful, each.told] if day >= oldest else []
            else:
                records.append(each.issued if day >= oldest else forgetful)
        if records != self._records():
            self._file.rewrite(tuple(map(msgspec.json.encode, records)))
            self._replace(records)

    def close(self) -> None:
        """Close the file."""
        self._file.close()

    def _records(self) -> list[_Record]:
        tickets = (record for each in self.kept() for record in (each.issued, each.told) if record)
        return [*self._lost, *tickets]

    def _replace(self, records: Iterable[_Record]) -> None:
        self._issued.clear()
        self._told.clear()
        self._lost.clear()
        self._damaged = 0
        for record in records:
            self._remember(record)

    def _remember(self, record: _Record) -> None:
        match record:
            case Issued():
                self._issued[record.entry.key] = record
            case Told():
                self._told[record.key] = record
            case Lost():
                self._lost.append(record)
