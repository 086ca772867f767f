"""Up to where the journal is signed: told at a glance, and by reading all of it."""

from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection

from hall.errors import HallError
from queue_server.sealing.comparing import Verdict, compare
from queue_server.sealing.head import RESTORED, Head
from queue_server.sealing.ledger import FILE, heads_in, heads_kept, together
from queue_server.store.loading import all_rows, last_of_kind, rows_after, rows_before
from queue_server.store.port import Store

_FEW = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """The newest head that fits the journal, how many rows there are, and whether one is missing.

    ``cut`` is a signed head that the journal no longer reaches or fits; None where all fit.
    """

    rows: int
    signed: Head | None
    cut: Head | None


def heads_file(folder: Path) -> Path:
    """Return the file of heads beside a data folder's backups."""
    return folder / "backups" / FILE


def glance(database: Store, folder: Path, epoch: str) -> Standing:
    """Hold the newest heads against the rows they name, without reading the journal."""
    with database.reading() as connection:
        newest = rows_before(connection, None, 1)
        rows = newest[0].seq if newest else 0
        heads = together(heads_in(heads_file(folder))[-_FEW:], heads_kept(connection, _FEW))
        heads.sort(key=lambda each: each.seq, reverse=True)
        fitting = [each for each in heads if _fits(connection, each)]
        off = [each for each in heads if each not in fitting and each.epoch == epoch]
        if undone := [each for each in heads if each not in fitting and each.epoch != epoch]:
            put_back = last_of_kind(connection, RESTORED)
            off += [each for each in undone if put_back is None or each.seq < put_back.seq]
    return Standing(rows=rows, signed=next(iter(fitting), None), cut=next(iter(off), None))


def verdict(database: Store, folder: Path, hall: str, epoch: str) -> Verdict:
    """Read the whole journal and hold every head of the database and the file against it."""
    kept = heads_in(heads_file(folder))
    with database.reading() as connection:
        heads = together(kept, heads_kept(connection))
        return compare(all_rows(connection), heads, hall=hall, epoch=epoch)


def words(found: Verdict) -> list[str]:
    """Return the faults as one line each, for `hall90 server check`."""
    return [_WORDS[each.kind].format(seq=each.seq, key=each.key) for each in found.faults]


def _fits(connection: Connection, head: Head) -> bool:
    rows = rows_after(connection, head.seq - 1, 1)
    return bool(rows) and rows[0].seq == head.seq and rows[0].hash == head.hash


_WORDS = {
    "chain": "the journal's chain breaks at row {seq}",
    "forged": "the signed head of row {seq} was changed: its signature does not hold ({key})",
    "cut": "the journal was signed up to row {seq} and no longer reaches it: its end was cut off",
    "rewritten": "row {seq} is not the one that was signed: the journal was written anew",
    "unannounced": "row {seq} is signed by {key}, a key the journal does not name before it",
    "stranger": "row {seq} is signed by {key}, which is not the key you named",
    "elsewhere": "the signed head of row {seq} is another hall's",
}


def require_heads(folder: Path) -> list[str]:
    """Return why the file of heads cannot be used; nothing where it can."""
    try:
        heads_in(heads_file(folder))
    except HallError as fault:
        return [str(fault)]
    return []
