"""Checks of how a hall hangs on the level above it."""

import re

from config.addresses import is_safe_address
from config.decoding import Faults
from config.site import Sync

_FEED = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,63}")


def check_sync(sync: Sync, faults: Faults) -> None:
    """Note an address, name or interval that cannot be."""
    if sync.feed and not _FEED.fullmatch(sync.feed):
        faults.add("sync.feed", f"{sync.feed!r} is no name", "Write letters, digits, - _ . only")
    if sync.upstream and not is_safe_address(sync.upstream):
        remedy = "Write https:// and the whole address; http is for this machine alone"
        faults.add("sync.upstream", "is no https address", remedy)
    if not 5 <= sync.every_s <= 86_400:
        remedy = "Write 5 to 86400 seconds; 60 is usual"
        faults.add("sync.every_s", f"{sync.every_s} is out of bounds", remedy)
