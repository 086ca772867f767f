"""What was promised is on disk: torn ends, damage, a full disk, and one process at a time."""

import errno
import os
import zlib
from pathlib import Path

import pytest

from kiosk.durable import DurableLines, StorageError, SystemDisk, parsed


class FullDisk(SystemDisk):
    """Writes a few bytes more, then is full, as a real one is; or loses its power to sync."""

    def __init__(self, room: int, *, syncs: bool = True) -> None:
        self.room, self.syncs, self.synced = room, syncs, 0
        self.cuts = self.syncs_folders = True

    def write(self, handle: int, data: bytes) -> int:
        if self.room <= 0:
            raise OSError(errno.ENOSPC, "No space left on device")
        written = os.write(handle, data[: self.room])
        self.room -= written
        return written

    def cut(self, handle: int, length: int) -> None:
        if not self.cuts:
            raise OSError(errno.EIO, "Input/output error")
        super().cut(handle, length)

    def sync_folder(self, folder: Path) -> None:
        if not self.syncs_folders:
            raise OSError(errno.EIO, "Input/output error")
        super().sync_folder(folder)

    def sync(self, handle: int) -> None:
        if not self.syncs:
            raise OSError(errno.EIO, "Input/output error")
        self.synced += 1
        super().sync(handle)


def kept(path: Path) -> tuple[bytes, ...]:
    file = DurableLines(path)
    file.close()
    return file.found.lines


def test_lines_are_synced_before_append_returns_and_found_again(tmp_path: Path) -> None:
    disk = FullDisk(10_000)
    file = DurableLines(tmp_path / "deep" / "j", disk)
    for count, line in enumerate((b"one", b"two"), 1):
        file.append(line)
        assert disk.synced == count
    file.close()
    assert kept(tmp_path / "deep" / "j") == (b"one", b"two")


def test_a_last_line_torn_anywhere_costs_only_itself_and_the_file_goes_on(tmp_path: Path) -> None:
    path = tmp_path / "j"
    file = DurableLines(path)
    for line in (b"one", b"two", b"three"):
        file.append(line)
    file.close()
    whole = path.read_bytes()
    start = whole.rindex(b"\n", 0, -1) + 1
    for end in range(start, len(whole)):
        path.write_bytes(whole[:end])
        again = DurableLines(path)
        assert again.found.lines == (b"one", b"two")
        assert again.found.damaged == 0
        again.append(b"four")
        again.close()
        assert kept(path) == (b"one", b"two", b"four")


def test_damage_further_up_is_counted_and_the_rest_kept() -> None:
    good = b"%08x one\n" % zlib.crc32(b"one")
    found = parsed(good + b"garbage\n" + good)
    assert (found.lines, found.damaged) == ((b"one", b"one"), 1)
    assert parsed(b"").lines == ()


def test_a_last_line_that_is_whole_but_damaged_counts_as_one_that_was_promised() -> None:
    good = b"%08x one\n" % zlib.crc32(b"one")
    found = parsed(good + b"garbage\n")
    assert (found.lines, found.damaged) == ((b"one",), 1)


@pytest.mark.parametrize("disk", [FullDisk(12), FullDisk(0), FullDisk(999, syncs=False)])
def test_what_a_full_or_broken_disk_cannot_keep_is_refused_whole(
    tmp_path: Path, disk: FullDisk
) -> None:
    path = tmp_path / "j"
    first = DurableLines(path)
    first.append(b"one")
    first.close()
    file = DurableLines(path, disk)
    with pytest.raises(StorageError):
        file.append(b"a ticket that does not fit")
    disk.room, disk.syncs = 10_000, True
    file.append(b"two")
    file.close()
    assert kept(path) == (b"one", b"two")


def test_a_second_process_is_refused_while_the_first_lives(tmp_path: Path) -> None:
    file = DurableLines(tmp_path / "j")
    with pytest.raises(StorageError):
        DurableLines(tmp_path / "j")
    file.close()
    DurableLines(tmp_path / "j").close()


def test_rewriting_is_all_or_nothing(tmp_path: Path) -> None:
    path, disk = tmp_path / "j", FullDisk(10_000)
    file = DurableLines(path, disk)
    file.append(b"one")
    file.append(b"two")
    disk.room = 3
    with pytest.raises(StorageError):
        file.rewrite((b"two",))
    disk.room = 10_000
    file.append(b"three")
    file.rewrite((b"two", b"three"))
    file.append(b"four")
    file.close()
    assert kept(path) == (b"two", b"three", b"four")


def test_nothing_is_added_behind_half_a_line_that_could_not_be_taken_away(tmp_path: Path) -> None:
    path, disk = tmp_path / "j", FullDisk(10_000)
    file = DurableLines(path, disk)
    file.append(b"one")
    disk.room, disk.cuts = 3, False
    for _ in range(2):
        with pytest.raises(StorageError):
            file.append(b"never promised")
        disk.room = 10_000
    disk.cuts = True
    file.append(b"two")
    file.close()
    assert kept(path) == (b"one", b"two")


def test_what_follows_a_rewriting_whose_folder_failed_to_sync_is_kept(tmp_path: Path) -> None:
    path, disk = tmp_path / "j", FullDisk(10_000)
    file = DurableLines(path, disk)
    file.append(b"one")
    file.append(b"two")
    disk.syncs_folders = False
    with pytest.raises(StorageError):
        file.rewrite((b"two",))
    with pytest.raises(StorageError):
        file.append(b"never promised")
    disk.syncs_folders = True
    file.append(b"three")
    file.close()
    assert kept(path) == (b"two", b"three")
