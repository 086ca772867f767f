"""A file of lines that survives kill -9 and power cuts: on disk before ``append`` returns.

Each line carries a checksum. A last line that was cut off by a power cut was never promised to
anybody and is dropped; damage further up is counted, and what can be read is kept.
"""

import fcntl
import os
import zlib
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from hall.errors import HallError


class StorageError(HallError):
    """Nothing can be kept on this machine's disk now."""


def put_whole(path: Path, content: bytes) -> None:
    """Put a file on disk in one step; raises StorageError, and then the old one stands."""
    fresh = path.with_name(path.name + ".new")
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(path)
    except OSError as error:
        raise StorageError(f"{path.name}: {error.strerror}") from error


class Disk(Protocol):
    """What of the operating system a durable file needs; tests let it fail."""

    def write(self, handle: int, data: bytes) -> int:
        """Write some of the data and return how much."""
        ...

    def sync(self, handle: int) -> None:
        """Return when everything written is on the disk."""
        ...

    def cut(self, handle: int, length: int) -> None:
        """Let a file end after so many bytes."""
        ...

    def sync_folder(self, folder: Path) -> None:
        """Return when the names in a folder are on the disk."""
        ...


class SystemDisk:
    """This machine's disk."""

    def write(self, handle: int, data: bytes) -> int:
        return os.write(handle, data)

    def sync(self, handle: int) -> None:
        os.fsync(handle)

    def cut(self, handle: int, length: int) -> None:
        os.ftruncate(handle, length)

    def sync_folder(self, folder: Path) -> None:
        handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


@dataclass(frozen=True, slots=True, kw_only=True)
class Lines:
    """What a file held: its lines, how many were damaged, and where the good end is."""

    lines: tuple[bytes, ...]
    damaged: int
    end: int


class DurableLines:
    """One process's file of lines; a second one is refused while the first lives."""

    def __init__(self, path: Path, disk: Disk | None = None) -> None:
        self._path = path
        self._disk = disk or SystemDisk()
        try:
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            self._lock = _locked(path.with_name(path.name + ".lock"))
        except OSError as error:
            raise StorageError(f"{path} cannot be kept here: {error.strerror}") from error
        try:
            self._handle, found = self._opened()
        except OSError as error:
            os.close(self._lock)
            raise StorageError(f"{path} cannot be opened: {error.strerror}") from error
        self.found = found
        self._end = found.end
        self._torn = self._renamed = False

    def append(self, line: bytes) -> None:
        """Add a line; raises StorageError, and then nothing was added."""
        sealed = _sealed(line)
        try:
            if self._torn:
                self._cut_back()
            if self._renamed:
                self._sync_name()
            _write(self._disk, self._handle, sealed)
            self._disk.sync(self._handle)
        except OSError as error:
            self._torn = True
            with suppress(OSError):
                self._cut_back()
            raise StorageError(f"{self._path.name}: {error.strerror}") from error
        self._end += len(sealed)

    def rewrite(self, lines: tuple[bytes, ...]) -> None:
        """Put other lines in place of all; raises StorageError, and then all is as it was.

        Where the folder alone cannot be synced, either content may be found after a power cut,
        and nothing is added before it can.
        """
        fresh = self._path.with_name(self._path.name + ".new")
        content = b"".join(map(_sealed, lines))
        try:
            handle = os.open(fresh, os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND, 0o600)
            try:
                _write(self._disk, handle, content)
                self._disk.sync(handle)
                fresh.replace(self._path)
            except OSError:
                os.close(handle)
                raise
            # From here on the name leads to the new file: what is added must go there.
            os.close(self._handle)
            self._handle, self._end = handle, len(content)
            self._torn, self._renamed = False, True
            self._sync_name()
        except OSError as error:
            raise StorageError(f"{fresh.name}: {error.strerror}") from error

    def close(self) -> None:
        """Close the file and let others have it."""
        os.close(self._handle)
        os.close(self._lock)

    def _opened(self) -> tuple[int, Lines]:
        new = not self._path.exists()
        handle = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
        if new:
            self._disk.sync_folder(self._path.parent)
        found = parsed(self._path.read_bytes())
        os.ftruncate(handle, found.end)
        return handle, found

    def _cut_back(self) -> None:
        """Take away half a line; until that is done nothing is added behind it."""
        self._disk.cut(self._handle, self._end)
        self._torn = False

    def _sync_name(self) -> None:
        self._disk.sync_folder(self._path.parent)
        self._renamed = False


def parsed(content: bytes) -> Lines:
    """Return the good lines of a file's content; half a line at its end is no damage.

    A last line that is whole but damaged may have been promised, so it counts as damage.
    """
    lines, damaged, end = [], 0, 0
    for raw in content.splitlines(keepends=True):
        line = _opened_seal(raw)
        if line is not None:
            lines.append(line)
        elif not raw.endswith(b"\n"):
            break
        else:
            damaged += 1
        end += len(raw)
    return Lines(lines=tuple(lines), damaged=damaged, end=end)


def _sealed(line: bytes) -> bytes:
    return b"%08x %s\n" % (zlib.crc32(line), line)


def _opened_seal(raw: bytes) -> bytes | None:
    seal, _, line = raw.removesuffix(b"\n").partition(b" ")
    whole = raw.endswith(b"\n") and seal == b"%08x" % zlib.crc32(line)
    return line if whole else None


def _write(disk: Disk, handle: int, data: bytes) -> None:
    while data:
        data = data[disk.write(handle, data) :]


def _locked(path: Path) -> int:
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(handle)
        raise
    return handle
