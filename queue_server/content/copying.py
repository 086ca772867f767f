"""Content in a hall's backup: the backup is one file, the hall's database with the content inside.

The copy is packed (zlib) in pieces, a table beside the hall's own. SQLite's own backup puts it
back, so that readers of the content file see the old or the new content, never a mixture.
"""

import zlib
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import IO, Any

from pysqlite3 import dbapi2

from hall.errors import HallError
from queue_server.pacing import copy_paced, resting

_PIECE = 256 << 10
_FAST = 1
_TABLE = "content_piece"


def pack(content: Path, backup: Path) -> int:
    """Add a consistent copy of a content file to a backup; return how many items it holds."""
    copy = backup.with_name(f"{backup.name}.content")
    copy.unlink(missing_ok=True)
    try:
        copy_paced(content, copy)
        with closing(_connect(copy)) as whole:
            count = int(whole.execute("select count(*) from item").fetchone()[0])
        with closing(_connect(backup)) as target, copy.open("rb") as plain:
            target.execute(f"create table {_TABLE} (no integer primary key, bytes blob not null)")
            rest = resting()
            # Each on the disk before the next: at the end of them all the hall's own commits would
            # wait behind hundreds of megabytes.
            for piece in _pieces(plain):
                target.execute(f"insert into {_TABLE} (bytes) values (?)", piece)  # noqa: S608  our own name
                rest()
    finally:
        copy.unlink(missing_ok=True)
    return count


def unpacked(backup: Path, copy: Path) -> bool:
    """Take the content out of a backup into ``copy``; False where the backup has none.

    The backup is left without it. Raises HallError where what comes out is not whole.
    """
    with closing(_connect(backup)) as source:
        named = "select 1 from sqlite_schema where name = ?"
        if source.execute(named, (_TABLE,)).fetchone() is None:
            return False
        with copy.open("wb") as plain:
            copy.chmod(0o600)
            _unpack(source, plain)
        source.execute(f"drop table {_TABLE}")
        source.execute("vacuum")
    found = problems_of(copy)
    if found:
        raise HallError(f"the backup's content is not whole: {'; '.join(found)}")
    return True


def overwrite(content: Path, copy: Path) -> None:
    """Make a content file hold what ``copy`` holds; the caller has the writers' lock."""
    with closing(_connect(copy)) as source, closing(_connect(content)) as target:
        source.backup(target)


def problems_of(content: Path) -> list[str]:
    """Read a content file once and tell what is broken in it."""
    try:
        with closing(_connect(content)) as connection:
            lines = [line for (line,) in connection.execute("pragma integrity_check")]
            bare = "select count(*) from item where n not in (select n from body)"
            (lost,) = connection.execute(bare).fetchone()
    except dbapi2.DatabaseError as fault:
        return [f"the content file cannot be read: {fault}"]
    problems = [f"the content file: {line}" for line in lines if line != "ok"]
    return problems + ([f"{lost} items of the content have no text"] if lost else [])


def _pieces(plain: IO[bytes]) -> Iterator[tuple[bytes]]:
    while piece := plain.read(_PIECE):
        yield (zlib.compress(piece, _FAST),)


def _unpack(source: Any, plain: IO[bytes]) -> None:
    for (piece,) in source.execute(f"select bytes from {_TABLE} order by no"):  # noqa: S608  our own name
        try:
            plain.write(zlib.decompress(piece))
        except zlib.error as fault:
            raise HallError(f"the backup's content is damaged: {fault}") from fault


def _connect(path: Path) -> Any:
    return dbapi2.connect(str(path), timeout=30, isolation_level=None)
