"""Programs the process under test started, and their sudden end."""

import os
import signal
from pathlib import Path


def children_of(module: str) -> list[int]:
    """Return the ids of the programs this process started to run a module."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            parent = stat.read_text().rpartition(")")[2].split()[1]
            command = (stat.parent / "cmdline").read_text().split("\0")
        except OSError:
            continue
        if int(parent) == os.getpid() and command[1:3] == ["-m", module]:
            found.append(int(stat.parent.name))
    return found


def kill_children(module: str) -> None:
    """Kill what this process started to run a module, as the kernel does where memory ends."""
    for child in children_of(module):
        os.kill(child, signal.SIGKILL)
