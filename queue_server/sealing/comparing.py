"""What signed heads say of a journal: up to where it is as it was signed, and what is not so."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

import msgspec

from queue_server.sealing.head import KEY, RESTORED, Head
from queue_server.store.journal import GENESIS, row_hash
from queue_server.store.records import JournalRow

Kind = Literal["chain", "forged", "cut", "rewritten", "unannounced", "stranger", "elsewhere"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One thing that is not as it was signed, at a row; ``key`` names whose signature it is."""

    kind: Kind
    seq: int
    key: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What was found; ``left_out`` counts signed heads that a restore, told in the journal, undid.

    ``keys`` maps each key that signed to its public half. ``signed`` is the newest head that
    holds: up to its row nothing was cut off, changed or written anew.
    """

    rows: int
    signed: Head | None
    keys: dict[str, str]
    faults: tuple[Fault, ...]
    left_out: int


@dataclass(slots=True, kw_only=True)
class _Read:
    """What a reading of all rows leaves behind."""

    rows: int = 0
    broken: int | None = None
    hashes: dict[int, str] = field(default_factory=dict)
    announced: dict[str, int] = field(default_factory=dict)
    restored: list[int] = field(default_factory=list)


def compare(
    rows: Iterable[JournalRow],
    heads: Sequence[Head],
    *,
    hall: str,
    epoch: str,
    trusted: frozenset[str] = frozenset(),
) -> Verdict:
    """Hold all rows of a journal, oldest first, against its heads.

    ``trusted`` are public keys known from elsewhere; without any, a key counts from the row that
    announces it. A head of an earlier life (``epoch``) may be undone by a restore, which the
    journal tells; one of the present life by nothing.
    """
    read = _read(rows, {each.seq for each in heads})
    faults = [] if read.broken is None else [Fault(kind="chain", seq=read.broken)]
    signed: Head | None = None
    left_out = 0
    for head in sorted(heads, key=lambda each: each.seq):
        fault = _strange(head, hall, trusted, read)
        if fault is None and not _stands(head, read):
            if head.epoch != epoch and any(each <= head.seq for each in read.restored):
                left_out += 1
                continue
            fault = "cut" if head.seq > read.rows else "rewritten"
        if fault is not None:
            faults.append(Fault(kind=fault, seq=head.seq, key=head.key))
        elif read.broken is None or head.seq < read.broken:
            signed = head
    keys = {each.key: each.public for each in heads}
    found = tuple(_once(faults))
    return Verdict(rows=read.rows, signed=signed, keys=keys, faults=found, left_out=left_out)


def _read(rows: Iterable[JournalRow], wanted: set[int]) -> _Read:
    read, before = _Read(), GENESIS
    for row in rows:
        read.rows += 1
        if read.broken is None:
            hashed = row_hash(before, row.seq, row.at, row.kind, row.public, row.data)
            if row.seq != read.rows or row.hash != hashed:
                read.broken = read.rows
        before = row.hash
        if row.seq in wanted:
            read.hashes[row.seq] = row.hash
        if row.kind == KEY:
            read.announced.setdefault(_public(row), row.seq)
        elif row.kind == RESTORED:
            read.restored.append(row.seq)
    return read


def _public(row: JournalRow) -> str:
    try:
        return str(msgspec.json.decode(row.data, type=dict).get("public", ""))
    except msgspec.DecodeError:
        return ""  # the chain tells that the row was changed


def _strange(head: Head, hall: str, trusted: frozenset[str], read: _Read) -> Kind | None:
    """Return what is wrong with a head whatever the rows say."""
    if not head.holds():
        return "forged"
    if head.hall != hall:
        return "elsewhere"
    if trusted:
        return None if head.public in trusted else "stranger"
    if read.announced.get(head.public, head.seq + 1) > head.seq and _stands(head, read):
        return "unannounced"
    return None


def _stands(head: Head, read: _Read) -> bool:
    return read.hashes.get(head.seq) == head.hash


def _once(faults: Iterable[Fault]) -> Iterator[Fault]:
    """Yield the first fault of each kind and key: a thousand heads may tell the same."""
    seen: set[tuple[str, str]] = set()
    for each in faults:
        if (each.kind, each.key) not in seen:
            seen.add((each.kind, each.key))
            yield each
