"""A file layer under the hall's own SQLite: it remembers every write and sync, and can refuse.

Registered as SQLite's default layer while a test runs, so that the product's code runs unchanged
over it. A power cut is built from what it remembers: everything synced is there, of everything
else any part, torn at sectors.
"""

import ctypes
import random
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from pysqlite3 import _sqlite3

Kind = Literal["write", "truncate", "sync", "delete"]
OK, FULL, IO_READ, IO_WRITE, IO_SYNC, IO_TRUNCATE = 0, 13, 266, 778, 1034, 1546
SECTOR = 512
_Pointer, _Int, _Long = ctypes.c_void_p, ctypes.c_int, ctypes.c_int64
# The name is passed on as it came: SQLite lets the file below keep its very address.
_Open = ctypes.CFUNCTYPE(_Int, _Pointer, _Pointer, _Pointer, _Int, _Pointer)
_Delete = ctypes.CFUNCTYPE(_Int, _Pointer, ctypes.c_char_p, _Int)
_Read = ctypes.CFUNCTYPE(_Int, _Pointer, _Pointer, _Int, _Long)
_Write = ctypes.CFUNCTYPE(_Int, _Pointer, _Pointer, _Int, _Long)
_Truncate = ctypes.CFUNCTYPE(_Int, _Pointer, _Long)
_Sync = ctypes.CFUNCTYPE(_Int, _Pointer, _Int)


class _Layer(ctypes.Structure):
    """``sqlite3_vfs``; the functions not replaced are carried as they are."""

    _fields_ = (
        ("version", _Int), ("file_size", _Int), ("longest_path", _Int), ("next", _Pointer),
        ("name", ctypes.c_char_p), ("data", _Pointer), ("open", _Pointer), ("delete", _Pointer),
        ("rest", _Pointer * 14),
    )  # fmt: skip


class _Methods(ctypes.Structure):
    """``sqlite3_io_methods``."""

    _fields_ = (
        ("version", _Int), ("close", _Pointer), ("read", _Pointer), ("write", _Pointer),
        ("truncate", _Pointer), ("sync", _Pointer), ("rest", _Pointer * 13),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Op:
    """One thing SQLite did to a file; ``size`` is a truncate's."""

    kind: Kind
    file: str
    offset: int = 0
    data: bytes = b""
    size: int = 0


@dataclass(frozen=True, slots=True)
class Told:
    """Somebody was given this answer at this moment of the log."""

    answer: Any


Refuse = Callable[[Kind, str, int], bool]
Unreadable = Callable[[str], bool]


def _readable(_file: str) -> bool:
    return False


def _nothing(_kind: Kind, _file: str, _end: int) -> bool:
    return False


@dataclass
class Disk:
    """What happened on the disk so far; ``refuse`` names the operations that fail.

    It is asked with the kind, the file's name and the byte the operation reaches; a refused write
    fails as on a full disk where ``full``, else as a broken one. Where it ``forgets``, only that is
    done. ``unreadable`` names the files
    whose next read fails.
    """

    log: list[Op | Told] = field(default_factory=list)
    refuse: Refuse = _nothing
    unreadable: Unreadable = _readable
    full: bool = False
    forgets: bool = False
    refused: int = 0

    def told(self, answer: object) -> None:
        """Note that somebody was given an answer."""
        self.log.append(Told(answer))

    def takes(self, op: Op, end: int = 0) -> bool:
        """Remember an operation, or tell that it fails."""
        if self.refuse(op.kind, op.file, end):
            self.refused += 1
            return False
        if not self.forgets:
            self.log.append(op)
        return True


@contextmanager
def under_sqlite() -> Iterator[Disk]:
    """Put a disk of ours under every database opened from now on."""
    library = ctypes.CDLL(_sqlite3.__file__)
    library.sqlite3_vfs_find.restype = _Pointer
    plain_at = library.sqlite3_vfs_find(None)
    plain = _Layer.from_address(plain_at)
    disk, kept = Disk(), _Hooks(plain)
    layer = kept.layer(disk)
    library.sqlite3_vfs_register(ctypes.byref(layer), 1)
    try:
        yield disk
    finally:
        library.sqlite3_vfs_unregister(ctypes.byref(layer))
        library.sqlite3_vfs_register(_Pointer(plain_at), 1)


class _Hooks:
    """The replaced functions; they must outlive every file opened through them."""

    alive: "list[_Hooks]" = []  # noqa: RUF012  files may be closed after the test that opened them

    def __init__(self, plain: _Layer) -> None:
        self.plain = plain
        self.names: dict[int, str] = {}
        self.methods: dict[int, _Methods] = {}
        self.kept: list[object] = []
        self.alive.append(self)

    def layer(self, disk: Disk) -> _Layer:
        layer = _Layer()
        ctypes.memmove(ctypes.byref(layer), ctypes.byref(self.plain), ctypes.sizeof(_Layer))
        layer.name = b"watched"
        plain_open, plain_delete = _Open(self.plain.open), _Delete(self.plain.delete)

        def opened(own: int, name: int | None, file: int, flags: int, out: int) -> int:
            code = int(plain_open(own, name, file, flags, out))
            if code == OK:
                self.names[file] = Path(ctypes.string_at(name).decode()).name if name else ""
                self._watch(disk, file)
            return code

        def deleted(own: int, name: bytes, sync: int) -> int:
            disk.takes(Op("delete", Path(name.decode()).name))
            if sync:  # then the folder is synced with it
                disk.takes(Op("sync", Path(name.decode()).name))
            return int(plain_delete(own, name, sync))

        hooks = (_Open(opened), _Delete(deleted))
        self.kept += [hooks, plain_open, plain_delete, layer]
        layer.open, layer.delete = (ctypes.cast(hook, _Pointer).value for hook in hooks)
        return layer

    def _watch(self, disk: Disk, file: int) -> None:
        """Let a file's writes, truncates and syncs pass by us."""
        at = _Pointer.from_address(file)
        plain_at = at.value or 0
        if plain_at not in self.methods:
            self.methods[plain_at] = self._methods(disk, _Methods.from_address(plain_at))
        at.value = ctypes.addressof(self.methods[plain_at])

    def _methods(self, disk: Disk, plain: _Methods) -> _Methods:
        own = _Methods()
        ctypes.memmove(ctypes.byref(own), ctypes.byref(plain), ctypes.sizeof(_Methods))
        plain_write, plain_truncate = _Write(plain.write), _Truncate(plain.truncate)
        plain_sync = _Sync(plain.sync)

        def write(file: int, data: int, size: int, offset: int) -> int:
            op = Op("write", self.names[file], offset, ctypes.string_at(data, size))
            if not disk.takes(op, offset + size):
                return FULL if disk.full else IO_WRITE
            return int(plain_write(file, data, size, offset))

        def truncate(file: int, size: int) -> int:
            if not disk.takes(Op("truncate", self.names[file], size=size)):
                return IO_TRUNCATE
            return int(plain_truncate(file, size))

        def sync(file: int, flags: int) -> int:
            if not disk.takes(Op("sync", self.names[file])):
                return IO_SYNC
            # What a sync promises is modelled; the test's own disk may stay lazy.
            return OK if flags >= 0 else int(plain_sync(file, flags))

        hooks = (self._reading(disk, plain), _Write(write), _Truncate(truncate), _Sync(sync))
        self.kept += [hooks, plain_write, plain_truncate, plain_sync]
        own.read, own.write, own.truncate, own.sync = (
            ctypes.cast(hook, _Pointer).value for hook in hooks
        )
        return own

    def _reading(self, disk: Disk, plain: _Methods) -> Any:
        plain_read = _Read(plain.read)
        self.kept.append(plain_read)

        def read(file: int, data: int, size: int, offset: int) -> int:
            if disk.unreadable(self.names[file]):
                disk.refused += 1
                return IO_READ
            return int(plain_read(file, data, size, offset))

        return _Read(read)


class Platter:
    """The files as the disk has them at a moment: what is safe, and what is on its way."""

    def __init__(self, *, lying: bool = False) -> None:
        """A ``lying`` disk says a log is synced when it is not."""
        self.safe: dict[str, bytearray] = {}
        self.coming: dict[str, list[Op]] = {}
        self._lying = lying

    def apply(self, op: Op) -> None:
        """Take one operation in."""
        if op.kind == "sync":
            if self._lying and op.file.endswith("-wal"):
                return
            if op.file not in self.safe:
                # SQLite syncs the folder with a new journal's or log's first sync.
                self._forget_deleted()
            for each in self.coming.pop(op.file, []):
                _do(self.safe, each)
        else:
            self.coming.setdefault(op.file, []).append(op)

    def _forget_deleted(self) -> None:
        for name, ops in self.coming.items():
            gone = [op for op in ops if op.kind == "delete"]
            if gone:
                self.safe.pop(name, None)
                self.coming[name] = ops[ops.index(gone[-1]) + 1 :]

    def cut(self, folder: Path, dice: random.Random) -> None:
        """Write the files as a power cut could leave them."""
        files = {name: bytearray(data) for name, data in self.safe.items()}
        for ops in self.coming.values():
            for op in ops:
                for part in _survivors(op, dice):
                    _do(files, part)
        for old in folder.iterdir():
            old.unlink()
        for name, data in files.items():
            (folder / name).write_bytes(data)


def _survivors(op: Op, dice: random.Random) -> Sequence[Op]:
    """Return what of an unsynced operation reached the disk: nothing, all, or some sectors."""
    fate = dice.choice(("lost", "whole", "torn"))
    if fate == "lost" or (fate == "torn" and op.kind != "write"):
        return ()
    if fate == "whole":
        return (op,)
    parts = range(0, len(op.data), SECTOR)
    return [
        Op("write", op.file, op.offset + start, op.data[start : start + SECTOR])
        for start in parts
        if dice.random() < 0.5
    ]


def _do(files: dict[str, bytearray], op: Op) -> None:
    if op.kind == "delete":
        files.pop(op.file, None)
        return
    data = files.setdefault(op.file, bytearray())
    if op.kind == "truncate":
        del data[op.size :]
        return
    if len(data) < op.offset:
        data.extend(bytes(op.offset - len(data)))
    data[op.offset : op.offset + len(op.data)] = op.data
