"""The journal as a file that anybody can check without the hall: a head line, rows, signed heads.

JSON lines. The first tells whose journal and which life of it; each row stands as it was hashed.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import msgspec

from hall.errors import HallError
from queue_server.sealing.comparing import Verdict, compare
from queue_server.sealing.head import Head
from queue_server.sealing.ledger import heads_in, heads_kept, private, together
from queue_server.sealing.standing import heads_file
from queue_server.store.loading import all_rows
from queue_server.store.port import Store
from queue_server.store.records import JournalRow

FORMAT = 1
_HEAD_LINE = b'{"head":'


class Begin(msgspec.Struct, frozen=True, kw_only=True):
    """The first line."""

    hall90_journal: int
    hall: str
    epoch: str


class _Row(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    seq: Annotated[int, msgspec.Meta(ge=0, lt=2**53)]
    at: str
    kind: str
    public: bool
    data: str
    hash: str


class _Signed(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    head: Head


def export(database: Store, folder: Path, hall: str, epoch: str, target: Path) -> dict[str, Any]:
    """Write the whole journal and its heads; raises HallError where the file exists."""
    kept = heads_in(heads_file(folder))
    try:
        with open(target, "xb", opener=private) as file, database.reading() as connection:
            heads = together(kept, heads_kept(connection))
            rows = 0
            file.write(_line(Begin(hall90_journal=FORMAT, hall=hall, epoch=epoch)))
            for row in all_rows(connection):
                rows += 1
                file.write(_line(_row(row)))
            file.writelines(_line(_Signed(head=head)) for head in heads)
    except FileExistsError as fault:
        raise HallError(f"{target} exists; an export overwrites nothing") from fault
    except OSError as fault:
        raise HallError(f"{target} cannot be written: {fault.strerror}") from fault
    return {"file": str(target), "rows": rows, "heads": len(heads)}


def examine_export(file: Path, others: Iterable[Path], trusted: frozenset[str]) -> Verdict:
    """Return what the heads in a file, and in other files, say of its rows."""
    try:
        with file.open("rb") as lines:
            begin = _begin(file, next(lines, b""))
            heads = together(_heads(file, lines), *(heads_in(each) for each in others))
        with file.open("rb") as lines:
            next(lines)
            rows = _rows(file, lines)
            return compare(rows, heads, hall=begin.hall, epoch=begin.epoch, trusted=trusted)
    except OSError as fault:
        raise HallError(f"{file} cannot be read: {fault.strerror}") from fault


def _begin(file: Path, line: bytes) -> Begin:
    try:
        begin = msgspec.json.decode(line, type=Begin)
    except msgspec.MsgspecError as fault:
        raise HallError(f"{file} is no exported journal: `hall90 journal export` makes one") from (
            fault
        )
    if begin.hall90_journal != FORMAT:
        raise HallError(f"{file} was written by a newer program; check it with that one")
    return begin


def _heads(file: Path, lines: Iterable[bytes]) -> Iterator[Head]:
    for number, line in enumerate(lines, start=2):
        if line.startswith(_HEAD_LINE):
            try:
                yield msgspec.json.decode(line, type=_Signed).head
            except msgspec.MsgspecError as fault:
                raise HallError(f"{file}, line {number} is no signed head: {fault}") from fault


def _rows(file: Path, lines: Iterable[bytes]) -> Iterator[JournalRow]:
    for number, line in enumerate(lines, start=2):
        if line.startswith(_HEAD_LINE):
            continue
        try:
            told = msgspec.json.decode(line, type=_Row)
            at = datetime.fromisoformat(told.at)
        except (msgspec.MsgspecError, ValueError) as fault:
            raise HallError(f"{file}, line {number} is no row of a journal: {fault}") from fault
        yield JournalRow(
            seq=told.seq, at=at, kind=told.kind, public=told.public, data=told.data, hash=told.hash
        )


def _row(row: JournalRow) -> _Row:
    return _Row(
        seq=row.seq, at=row.at.isoformat(), kind=row.kind, public=row.public, data=row.data,
        hash=row.hash,
    )  # fmt: skip


def _line(value: Any) -> bytes:
    return msgspec.json.encode(value) + b"\n"
