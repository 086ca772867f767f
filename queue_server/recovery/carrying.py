"""What a sealed copy holds: a backup and the hall's own keys, in and out."""

import io
import os
import tarfile
from pathlib import Path
from typing import IO, cast

from hall.errors import HallError
from queue_server.recovery.sealed import Opening, Sealing

KEYS = ("ca.pem", "ca-key.pem", "feed-key.pem", "journal-key.pem", "site.toml")
"""What is the hall's own in its data folder and in no backup: the keys by which machines, levels
below and auditors know it, and its settings."""
SUFFIX = ".sealed"
BACKUP, KEY_FOLDER = "backup.sqlite3", "keys"


def seal(target: Path, public: str, data: Path, backup: Path | None = None) -> list[str]:
    """Write the hall's keys and settings, and a backup, sealed; return what it holds.

    The file is there whole or not at all.
    """
    coming = target.with_name(f"{target.name}.coming")
    held = [name for name in KEYS if (data / name).is_file()]
    try:
        with open(coming, "wb", opener=_private) as file:
            sealing = Sealing(file, public)
            with tarfile.open(fileobj=cast(IO[bytes], sealing), mode="w|") as pack:
                for name in held:
                    pack.add(data / name, f"{KEY_FOLDER}/{name}")
                if backup is not None:
                    pack.add(backup, BACKUP)
            sealing.close()
            file.flush()
            os.fsync(file.fileno())
        coming.replace(target)
    finally:
        coming.unlink(missing_ok=True)
    return [*held, *([BACKUP] if backup is not None else [])]


def unseal(source: Path, private: str, into: Path) -> list[str]:
    """Lay what a sealed file holds into a new folder; return its names. Raises HallError."""
    known = {BACKUP, *(f"{KEY_FOLDER}/{name}" for name in KEYS)}
    try:
        into.mkdir(mode=0o700)
        (into / KEY_FOLDER).mkdir(mode=0o700)
    except FileExistsError as fault:
        raise HallError(f"{into} exists; name a new folder") from fault
    names = []
    with source.open("rb") as file:
        opening = Opening(file, private)
        with tarfile.open(fileobj=cast(IO[bytes], opening), mode="r|") as pack:
            for each in pack:
                body = pack.extractfile(each) if each.name in known and each.isreg() else None
                if body is None:
                    raise HallError(f"{source} holds {each.name!r}, which is nothing of ours")
                with open(into / each.name, "xb", opener=_private) as written:
                    while piece := body.read(io.DEFAULT_BUFFER_SIZE * 16):
                        written.write(piece)
                names.append(each.name)
        while opening.read(1 << 16):  # to the end, which is marked: nothing was cut off
            pass
    return names


def put_back(keys: Path, data: Path) -> list[str]:
    """Put the hall's keys in their place; what differs there is kept as ``NAME.before``.

    Return the names of those that were put. The server must not be running.
    """
    held = {name: (keys / name).read_bytes() for name in KEYS if (keys / name).is_file()}
    if not held:
        raise HallError(f"{keys} holds none of the hall's keys: {', '.join(KEYS)}")
    put = []
    for name, body in held.items():
        place = data / name
        if place.is_file() and place.read_bytes() == body:
            continue
        if place.is_file():
            place.replace(place.with_name(f"{name}.before"))
        with open(place, "xb", opener=_private) as file:
            file.write(body)
            file.flush()
            os.fsync(file.fileno())
        put.append(name)
    if "ca-key.pem" in put:  # what the other authority signed is nobody's now
        (data / "server.pem").unlink(missing_ok=True)
    if "ca.pem" in held:
        (data / "ca.pem").chmod(0o644)
    return put


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)
