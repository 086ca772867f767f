"""What the kiosk last knew of its hall, on disk: so that it can serve when it starts cut off."""

import logging
from datetime import datetime
from pathlib import Path

import msgspec

from kiosk.durable import put_whole
from queue_server import wire
from queue_server.wire.versions import read_from_any

_LOG = logging.getLogger(__name__)


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
    """Return what was kept, or None where there is nothing that can be read.

    A value another version wrote and this one does not know counts as not told.
    """
    try:
        found: Remembered = read_from_any(path.read_bytes(), Remembered)
    except FileNotFoundError:
        return None
    except (OSError, msgspec.MsgspecError) as error:
        _LOG.warning("the remembered hall cannot be read", extra={"why": str(error)})
        return None
    return found
