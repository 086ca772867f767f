"""Room on the disk: content stops coming in long before tickets would lack it (R-6)."""

import shutil
from collections.abc import Callable
from pathlib import Path

from hall.errors import HallError

LEAST = 200 << 20
LEAST_PART = 0.05
Usage = Callable[[Path], tuple[int, int, int]]


class RoomError(HallError):
    """Too little of the disk is free to bring anything in."""

    fault = "room"

    def __init__(self, folder: Path, free: int) -> None:
        self.values = {"free": str(free >> 20)}
        super().__init__(
            f"only {free >> 20} MiB of the disk under {folder} are free: no content is brought in, "
            "so that tickets keep their room. Make room (old files in backups/), then the same "
            "again completes it."
        )


def require_room(folder: Path, usage: Usage = shutil.disk_usage) -> None:
    """Raise RoomError where less than 5 % or 200 MiB of the disk under a folder is free."""
    total, _, free = usage(folder)
    if free >= LEAST and free >= total * LEAST_PART:
        return
    raise RoomError(folder, free)
