"""What of the hall's files and of this machine's shared ground is in order."""

import shutil
from importlib.metadata import packages_distributions
from pathlib import Path

from config.loader import load_site
from hall.errors import ConfigError
from hall.findings import Finding

_OURS = ("hall", "config", "printer", "voice", "displays", "queue_server", "kiosk")
_ROOM_WANTED = 500 * 1024 * 1024


def examine() -> list[Finding]:
    """Check the shipped site, names in the environment and free disk space."""
    return [_site(), _names(), _disk()]


def _site() -> Finding:
    try:
        load_site()
    except ConfigError as error:
        return Finding(id="site", severity="stops", what=str(error), remedy="Install hall90 anew")
    return Finding(id="site", severity="good", what="The demo hall's file is whole.")


def _names() -> Finding:
    owners = packages_distributions()
    foreign = sorted(
        f"{name} ({owner})" for name in _OURS for owner in owners.get(name, []) if owner != "hall90"
    )
    if foreign:
        what = f"Another package has overwritten ours: {', '.join(foreign)}"
        return Finding(
            id="names", severity="stops", what=what, remedy="Remove it, then start ./hall90 again"
        )
    return Finding(id="names", severity="good", what="No other package bears our names.")


def _disk() -> Finding:
    free = shutil.disk_usage(Path.home()).free
    if free < _ROOM_WANTED:
        what = f"Only {free // 1024**2} MiB of disk are free."
        return Finding(id="disk", severity="soon", what=what, remedy="Make room: at least 500 MiB")
    return Finding(id="disk", severity="good", what=f"{free // 1024**3} GiB of disk are free.")
