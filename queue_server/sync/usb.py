"""A feed on a stick: ``head.json``, the same pages as files, and a list of their checksums.

The head is signed and names the list's checksum, so that no page can be altered or left out. A
stick is believed by its signature alone: its key is pinned, or was seen over the line before.
Every page is applied in transactions of its own; a stick pulled out goes on where it stopped.
"""

import gzip
import hashlib
import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec

from hall.clock import Clock
from hall.errors import SyncError
from queue_server.content.database import writing
from queue_server.content.room import Usage, require_room
from queue_server.content.service import ContentService
from queue_server.sync.calling import MOST_UNPACKED
from queue_server.sync.door import open_lines
from queue_server.sync.following import Above
from queue_server.sync.heads import instant, read_head, require_forward, require_trusted
from queue_server.sync.pages import BrokenPageError, Page, read_page
from queue_server.sync.publishing import Publishing
from queue_server.sync.state import Place, load, save
from queue_server.sync.taking import Taken, Taking

HEAD, LIST = "head.json", "parts.json"
_PART = re.compile(r"page-\d{6}\.ndjson\.gz")
_MOST_LIST = 16 << 20
_ITEMS = 2000


class AlteredError(SyncError):
    """A stick whose files are not those that were signed; nothing of it is taken."""


class Part(msgspec.Struct, frozen=True, kw_only=True):
    """One page on a stick."""

    name: str
    sha256: str
    after: int
    next: int


def export(
    publishing: Publishing, folder: Path, *, scope: str = "", after: int = 0,
    tell: Callable[[int, int], None] = lambda done, of: None,
) -> int:  # fmt: skip
    """Write the feed after a number into a folder; return how many items it tells.

    The head comes last: a stick pulled out before is none.
    """
    folder.mkdir(parents=True, exist_ok=True)
    (folder / HEAD).unlink(missing_ok=True)
    for old in folder.glob("page-*.ndjson.gz"):
        old.unlink()
    parts: list[Part] = []
    items, place, epoch = 0, after, publishing.head()["epoch"]
    until = publishing.newest()
    while True:
        body = publishing.changes(
            after=place, limit=_ITEMS, max_bytes=8_000_000, scope=scope, epoch=epoch,
            live_until=until if after == 0 else 0,
        )  # fmt: skip
        end = read_page(body).end
        packed = gzip.compress(body, 5, mtime=0)
        name = f"page-{len(parts) + 1:06d}.ndjson.gz"
        (folder / name).write_bytes(packed)
        digest = hashlib.sha256(packed).hexdigest()
        parts.append(Part(name=name, sha256=digest, after=place, next=end.next))
        items, place = items + end.n, end.next
        tell(place, end.max_seq)
        if not end.more:
            break
    told = msgspec.json.encode(parts)
    (folder / LIST).write_bytes(told)
    head = publishing.head()
    members = {key: value for key, value in head.items() if key != "sig"}
    members |= {
        "max_seq": place, "root": "" if scope or place != head["max_seq"] else head["root"],
        "after": after, "scope": scope, "parts_sha256": hashlib.sha256(told).hexdigest(),
    }  # fmt: skip
    for name in ("alg", "key", "public"):
        members.pop(name)
    whole = json.dumps(publishing.signer.signed(members), ensure_ascii=False, indent=1)
    (folder / HEAD).write_text(whole, "utf-8")
    return items


def bring(
    content: ContentService, folder: Path, *, above: Above, clock: Clock,
    tell: Callable[[Taken], None] = lambda _: None, usage: Usage = shutil.disk_usage,
) -> Taken:  # fmt: skip
    """Apply a stick's pages; raises SyncError where it is not to be believed or does not fit.

    Raises RoomError where the disk grows full: the same stick goes on there once there is room.
    """
    whole, parts = _examined(folder)
    engine, lock = content.engine, content.lock
    with engine.connect() as connection:
        place, state = load(connection)
    head, _ = read_head(json.dumps(whole).encode())
    if head.feed == above.own_feed:
        raise SyncError("this stick was written by this hall itself")
    if state.feed and head.feed != state.feed:
        raise AlteredError(f"the stick is of feed {head.feed}; this hall follows {state.feed}")
    if not (above.key or state.key):
        raise AlteredError(
            "no key is known to check the stick's signature with: write [sync] key into the site "
            "file, or give --key; `hall90 sync status` above tells it"
        )
    require_trusted(head, whole, state, above.key, must_sign=True)
    require_forward(head, state)
    content.trusted.note(instant(head.issued))
    first = int(whole.get("after", 0))
    if (
        place.epoch not in ("", head.epoch)
        or (place.epoch and first > place.seq)
        or (not place.epoch and first)
    ):
        raise SyncError(
            f"the stick begins after {first} of epoch {head.epoch}; this hall stands at "
            f"{place.seq} of {place.epoch or 'no epoch'}. Have a whole one written by "
            "`hall90 sync export`"
        )
    state.feed, state.scope = head.feed, str(whole.get("scope", ""))
    if state.scope != above.scope and above.scope:
        raise SyncError(f"the stick holds {state.scope or 'everything'}, not {above.scope}")
    with writing(engine, lock) as connection:
        save(connection, state, Place(head.epoch, place.seq if place.epoch else 0))
    taking = Taking(engine, lock, clock, above.own_feed)
    for part in parts:
        if place.epoch == head.epoch and part.next <= place.seq and part.next != part.after:
            continue
        require_room(content.folder, usage)
        opened = open_lines(_page(folder, part).lines, feed=head.feed, own_feed=above.own_feed)
        state.loops += opened.loops
        taking.take(opened.told.values(), head.feed, Place(head.epoch, part.next))
        tell(taking.taken)
    state.issued, state.expires = instant(head.issued), instant(head.expires)
    state.epoch_above, state.max_seq, state.root = head.epoch, head.max_seq, head.root
    state.synced_at = clock.now()
    with writing(engine, lock) as connection:
        save(connection, state)
    taking.finish()
    return taking.taken


def _examined(folder: Path) -> tuple[dict[str, Any], list[Part]]:
    """Return the head and the list, having compared every file with its checksum."""
    try:
        whole = json.loads(_bounded(folder / HEAD))
        told = _bounded(folder / LIST)
        parts = msgspec.json.decode(told, type=list[Part])
    except OSError as fault:
        raise SyncError(f"{folder} holds no whole feed: {fault.filename} cannot be read") from fault
    except (ValueError, RecursionError, msgspec.MsgspecError) as fault:
        raise AlteredError(f"{folder} holds no feed that can be read: {fault}"[:300]) from fault
    if not isinstance(whole, dict):
        raise AlteredError(f"{folder / HEAD} is no head")
    if hashlib.sha256(told).hexdigest() != whole.get("parts_sha256"):
        raise AlteredError("the stick's list of pages is not the one that was signed")
    for part in parts:
        if not _PART.fullmatch(part.name):
            raise AlteredError("the stick's list names what is no page")
        _packed(folder, part)
    return whole, parts


def _page(folder: Path, part: Part) -> Page:
    packed = _packed(folder, part)
    try:
        with gzip.open(folder / part.name) as file:
            body = file.read(MOST_UNPACKED + 1)
    except (OSError, EOFError) as fault:
        raise BrokenPageError(f"{part.name} cannot be unpacked: {fault}") from fault
    if len(body) > MOST_UNPACKED or len(body) > 100 * max(len(packed), 1 << 14):
        raise AlteredError(f"{part.name} unpacks out of all bounds")
    page = read_page(body)
    if (page.begin.after, page.end.next) != (part.after, part.next):
        raise AlteredError(f"{part.name} is another page than the list says")
    return page


def _packed(folder: Path, part: Part) -> bytes:
    try:
        packed = (folder / part.name).read_bytes()
    except OSError as fault:
        raise AlteredError(f"{part.name} is missing from the stick") from fault
    if hashlib.sha256(packed).hexdigest() != part.sha256:
        raise AlteredError(f"{part.name} is not the page that was signed: it was altered or broken")
    return packed


def _bounded(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(_MOST_LIST)
