"""The hash chain of the journal: each row's hash covers the row before it."""

import hashlib
from collections.abc import Iterable
from datetime import datetime

from queue_server.store.records import JournalRow

GENESIS = "0" * 64


def row_hash(before: str, seq: int, at: datetime, kind: str, public: bool, data: str) -> str:
    """Return the SHA-256 of a row chained to the hash before it."""
    body = "\x1f".join((before, str(seq), at.isoformat(), kind, str(int(public)), data))
    return hashlib.sha256(body.encode()).hexdigest()


def broken_at(rows: Iterable[JournalRow]) -> int | None:
    """Return the first seq where the chain or the numbering breaks; None when whole."""
    before, expected = GENESIS, 1
    for row in rows:
        hashed = row_hash(before, row.seq, row.at, row.kind, row.public, row.data)
        if row.seq != expected or row.hash != hashed:
            return expected
        before, expected = row.hash, expected + 1
    return None
