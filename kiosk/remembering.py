"""What the kiosk last knew of its hall, on disk: so that it can serve when it starts cut off."""

import logging
import re
from datetime import datetime
from pathlib import Path
from typing import Any

import msgspec

from kiosk.durable import put_whole
from queue_server import wire

_LOG = logging.getLogger(__name__)
_MOST_UNKNOWN = 50
_WHERE = re.compile(r"- at `\$\.?(.+)`$")
_PART = re.compile(r"\[(\d+)\]|([^.\[\]]+)")


class Remembered(msgspec.Struct, frozen=True, kw_only=True):
    """The hall as it was; ``at`` is the hall's own time of its last word."""

    at: datetime
    ahead_s: float
    site: wire.SiteInfo
    services: tuple[wire.ServiceInfo, ...]


def without_visitors(site: wire.SiteInfo) -> wire.SiteInfo:
    """Return the hall without who is at which window now."""
    windows = tuple(
        msgspec.structs.replace(
            each, ticket=None, ticket_number=None, ticket_state=None, call_no=0, waiting=0
        )
        for each in site.windows
    )
    return msgspec.structs.replace(site, windows=windows)


def remember(path: Path, known: Remembered) -> None:
    """Put it on disk in one step; raises StorageError, and then the old one stands."""
    put_whole(path, msgspec.json.encode(known))


def remembered(path: Path) -> Remembered | None:
    """Return what was kept, or None where there is nothing that can be read."""
    try:
        return _read(path.read_bytes())
    except FileNotFoundError:
        return None
    except (OSError, msgspec.MsgspecError) as error:
        _LOG.warning("the remembered hall cannot be read", extra={"why": str(error)})
        return None


def _read(data: bytes) -> Remembered:
    """Read it; a value another version wrote and this one does not know counts as not told."""
    try:
        return msgspec.json.decode(data, type=Remembered)
    except msgspec.ValidationError:
        told = msgspec.json.decode(data)
        for _ in range(_MOST_UNKNOWN):
            try:
                return msgspec.convert(told, Remembered)
            except msgspec.ValidationError as error:
                if not _left_out(told, str(error)):
                    raise
        raise


def _left_out(told: Any, fault: str) -> bool:
    """Take away the field a fault names; False where it names none that is there."""
    where = _WHERE.search(fault)
    parts = [name or int(at) for at, name in _PART.findall(where[1])] if where else []
    while parts and isinstance(parts[-1], int):
        parts.pop()  # of a list the whole is left out: its places mean something
    if not parts:
        return False
    for part in parts[:-1]:
        told = told[part]
    return isinstance(told, dict) and told.pop(parts[-1], None) is not None
