"""What is wrong with a simulated printer: a JSON file another process may edit meanwhile."""

from pathlib import Path
from typing import Literal

import msgspec


class Faults(msgspec.Struct, frozen=True, kw_only=True):
    """The contract's faults (§5).

    ``mute``: prints, never answers. ``nack``: that many questions get an answer of no known shape.
    ``slow_ms``: delay of each printed line and each answer. ``half_frames``: every other answer is
    lost, longer ones break off. ``unplugged``: the cable is out. ``trouble``: what else stops it.
    ``replies``: how its answers come, ``split`` into single bytes, ``merged`` with a status packet
    nobody asked for, ``stale`` with an older answer behind each and at the start.
    """

    mute: bool = False
    nack: int = 0
    slow_ms: int = 0
    half_frames: bool = False
    paper: Literal["ok", "low", "out"] = "ok"
    cover: Literal["closed", "open"] = "closed"
    unplugged: bool = False
    trouble: Literal["none", "cutter", "fault", "hot", "offline"] = "none"
    replies: Literal["whole", "split", "merged", "stale"] = "whole"

    @property
    def stopped(self) -> bool:
        """Whether nothing can be printed now."""
        return self.paper == "out" or self.cover == "open" or self.trouble != "none"


class FaultSource:
    """Faults held in memory, or read from a file again and again."""

    def __init__(self, path: Path | None = None) -> None:
        self._path = path
        self._seen = b""
        self._faults = Faults()

    def set(self, faults: Faults) -> None:
        """Take other faults at once."""
        self._faults = faults

    def current(self) -> Faults:
        """Return what is wrong now; a file half written or wrong leaves the last good one."""
        if self._path is None:
            return self._faults
        try:
            content = self._path.read_bytes()
            if content != self._seen:
                self._faults = msgspec.json.decode(content, type=Faults)
                self._seen = content
        except (OSError, msgspec.MsgspecError):
            return self._faults
        return self._faults
