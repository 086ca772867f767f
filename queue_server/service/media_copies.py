"""Copies of the hall's pictures and films, beside those of its databases.

A backup asked for holds them in its one file. The server's own copies of each day would hold them
thirty times over, so those lie beside them once, in a folder ``media``: linked on the same disk,
copied to another. Either way a restore brings back what the hall lacks and takes nothing away,
for a file's content never changes under its name.
"""

import hashlib
import os
import re
import shutil
import threading
from collections.abc import Iterator
from contextlib import closing, suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from pysqlite3 import dbapi2

from hall.errors import HallError

FOLDER = "media"
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,120}")
_PIECE = 1 << 20
_PAUSE_S = 0.005


def pack(folder: Path, backup: Path) -> int:
    """Add the media of a data folder to a backup; return how many there are."""
    files = media_in(folder / FOLDER)
    with closing(_connect(backup)) as target:
        target.execute("begin")
        target.execute("create table media_file (name text primary key, digest text not null)")
        target.execute(
            "create table media_piece (name text not null, no integer not null, "
            "bytes blob not null, primary key (name, no))"
        )
        for file in files:
            digest = hashlib.sha256()
            for number, piece in enumerate(_pieces(file)):
                digest.update(piece)
                row = (file.name, number, piece)
                target.execute("insert into media_piece values (?, ?, ?)", row)
                threading.Event().wait(_PAUSE_S)  # whoever waits for a commit goes first
            target.execute("insert into media_file values (?, ?)", (file.name, digest.hexdigest()))
        target.execute("commit")
    return len(files)


def unpacked(backup: Path, into: Path) -> None:
    """Take the media out of a backup into a new folder, which stays empty where it has none.

    The backup is left without them. Raises HallError where what comes out is not what went in.
    """
    into.mkdir(mode=0o700)
    with closing(_connect(backup)) as source:
        named = "select 1 from sqlite_schema where name = 'media_file'"
        if source.execute(named).fetchone() is None:
            return
        for name, wanted in source.execute("select name, digest from media_file").fetchall():
            if not _NAME.fullmatch(name):
                raise HallError(f"the backup has a picture or film of a bad name: {name!r}")
            digest = hashlib.sha256()
            with (into / name).open("wb") as plain:
                kept = "select bytes from media_piece where name = ? order by no"
                for (piece,) in source.execute(kept, (name,)):
                    digest.update(piece)
                    plain.write(piece)
            if digest.hexdigest() != wanted:
                raise HallError(f"the backup's picture or film {name} is not whole")
        source.execute("drop table media_piece")
        source.execute("drop table media_file")


def lacking(found: Path, folder: Path) -> int:
    """Put what lies in ``found`` into a data folder's media where it has no such file."""
    known, brought = folder / FOLDER, 0
    for file in media_in(found):
        if not (known / file.name).exists():
            _placed(file, known)
            brought += 1
    return brought


def lay_beside(folder: Path, copies: Path, now: datetime, days: int) -> None:
    """Keep a data folder's media in a folder of copies, and those gone from it for some days."""
    kept, stamp = copies / FOLDER, now.timestamp()
    for file in media_in(folder / FOLDER):
        if not (kept / file.name).exists():
            _placed(file, kept)
        with suppress(OSError):  # somebody else's file: kept longer than need be
            os.utime(kept / file.name, (stamp, stamp))
    oldest = (now - timedelta(days=days)).timestamp()
    for file in media_in(kept):
        if file.stat().st_mtime < oldest:
            file.unlink(missing_ok=True)


def media_in(folder: Path) -> list[Path]:
    """Return the files of a folder of media, none where there is no folder."""
    if not folder.is_dir():
        return []
    return sorted(
        each for each in folder.iterdir() if each.is_file() and _NAME.fullmatch(each.name)
    )


def _placed(file: Path, folder: Path) -> None:
    """Put a file into a folder whole or not at all: linked where it can be, else copied."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    fresh = folder / f".{file.name}.new"
    fresh.unlink(missing_ok=True)
    try:
        try:
            fresh.hardlink_to(file)
        except OSError:  # another disk, or one that knows no links
            shutil.copyfile(file, fresh)
            with fresh.open("rb+") as written:
                os.fsync(written.fileno())
        fresh.replace(folder / file.name)
    finally:
        # Two links of one file: replacing one by the other does nothing, and leaves both.
        fresh.unlink(missing_ok=True)


def _pieces(file: Path) -> Iterator[bytes]:
    with file.open("rb") as plain:
        while piece := plain.read(_PIECE):
            yield piece


def _connect(path: Path) -> Any:
    return dbapi2.connect(str(path), timeout=30, isolation_level=None)
