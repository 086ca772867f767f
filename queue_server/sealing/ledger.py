"""Where heads are kept: documents of the hall's database, and a file beside its backups.

Lines of the file are only ever added, also to its copy on another disk: whoever shortens one of
them shortens neither the other nor what the level above was told.
"""

import os
from collections.abc import Iterable
from pathlib import Path

import msgspec
from sqlalchemy import Connection

from hall.errors import HallError
from queue_server.sealing.head import HEAD, Head, read_head
from queue_server.store.loading import documents_of

FILE = "journal-heads.jsonl"
_MOST = 1_000_000


def heads_kept(connection: Connection, most: int = _MOST) -> list[Head]:
    """Return the newest heads of the database; what is no head any more is left out."""
    return _readable(each.data for each in documents_of(connection, HEAD, limit=most))


def heads_in(file: Path) -> list[Head]:
    """Return the heads of a file, none where there is no file; raises HallError for another file.

    A last line that a power cut left half written is no fault.
    """
    try:
        lines = file.read_bytes().split(b"\n")
    except FileNotFoundError:
        return []
    except OSError as fault:
        raise HallError(f"{file} cannot be read: {fault.strerror}") from fault
    heads = _readable(lines)
    if len(heads) < sum(bool(each.strip()) for each in lines[:-1]):
        raise HallError(f"{file} holds lines that are no signed heads; put its copy in its place")
    return heads


def add_to(file: Path, head: Head) -> None:
    """Write a head behind the others and sync it to the disk; raises OSError.

    What a power cut left of a line is no head: it makes room.
    """
    with open(file, "ab", opener=private) as written:
        if end := written.tell():
            whole = file.read_bytes().rfind(b"\n") + 1
            if whole < end:
                written.truncate(whole)
        written.write(msgspec.json.encode(head) + b"\n")
        written.flush()
        os.fsync(written.fileno())


def carry(file: Path, folder: Path) -> None:
    """Add what a copy in another folder lacks, in order; nothing of it is ever taken away."""
    copy = folder / file.name
    present = set(heads_in(copy))
    for head in dict.fromkeys(heads_in(file)):
        if head not in present:
            add_to(copy, head)


def together(*kept: Iterable[Head]) -> list[Head]:
    """Return the heads of several places, each once."""
    return list(dict.fromkeys(head for heads in kept for head in heads))


def _readable(lines: Iterable[bytes | str]) -> list[Head]:
    heads = []
    for line in lines:
        try:
            heads.append(read_head(line))
        except (msgspec.MsgspecError, UnicodeDecodeError):
            continue
    return heads


def private(path: str, flags: int) -> int:
    """Open a file that nobody else may read from its first byte on; an opener for ``open``."""
    return os.open(path, flags, 0o600)
