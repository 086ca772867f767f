"""What this hall tells the halls below it: head, changes, digests and buckets of its own log.

Each answer is taken from one snapshot of the content file. It blocks; the web edge asks in threads.
"""

import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine

from hall.clock import Clock
from hall.errors import RuleError
from queue_server.content.database import writing
from queue_server.content.epochs import epoch_of
from queue_server.content.pagework import newest_seq
from queue_server.sync.digests import BUCKETS, keep_digests, own_digests, root_of, scope_digests
from queue_server.sync.log import bucket_lines, changes, extent, tomb_from
from queue_server.sync.pages import VERSION, Begin, write_page
from queue_server.sync.scope import parse_scope
from queue_server.sync.signing import Signer

VALID = timedelta(days=7)
MOST_ITEMS, MOST_BYTES = 5000, 8_000_000
_WHOLE_BUCKET = 100_000_000
_ITEMS_AT_ONCE = 4_000


class GoneTooFarError(RuleError):
    """The asker's place is no use any more: it compares buckets, and keeps serving meanwhile."""


class Publishing:
    """The feed of one content file, under the name ``feed``."""

    def __init__(
        self, engine: Engine, lock: Path, *, feed: str, signer: Callable[[], Signer], clock: Clock
    ) -> None:
        self.feed = feed
        self._signer = signer
        self._engine = engine
        self._lock = lock
        self._clock = clock
        self._head: tuple[str, dict[str, Any]] | None = None
        self._making = threading.Lock()

    @cached_property
    def signer(self) -> Signer:
        """Who signs; the key is read when it is first needed. Raises HallError for a bad one."""
        return self._signer()

    def tag(self) -> str:
        """Return ``epoch:seq`` of the newest change."""
        with self._engine.connect() as connection:
            return f"{epoch_of(connection)}:{newest_seq(connection)}"

    def newest(self) -> int:
        """Return the number of the newest change."""
        with self._engine.connect() as connection:
            return newest_seq(connection)

    def head(self) -> dict[str, Any]:
        """Return the signed head; its numbers and its root are of the same moment."""
        with self._making:
            kept = self._head
            if kept is None or kept[0] != self.tag():
                self._keep_digests()
                with self._engine.connect() as connection:
                    members = self._members(connection)
                kept = self._head = (f"{members['epoch']}:{members['max_seq']}", members)
        now = self._clock.now().astimezone(UTC).replace(microsecond=0)
        told = {"issued": _instant(now), "expires": _instant(now + VALID)}
        return self.signer.signed({**kept[1], **told})

    def changes(
        self,
        *,
        after: int,
        limit: int = 500,
        max_bytes: int = 1_000_000,
        live_until: int = 0,
        scope: str = "",
        epoch: str | None = None,
    ) -> bytes:
        """Return a page; raises RuleError where the asker must start a reconciliation."""
        wanted = parse_scope(scope)
        with self._engine.connect() as connection:
            begin = Begin(
                v=VERSION,
                feed=self.feed,
                epoch=epoch_of(connection),
                after=after,
                scope=str(wanted),
            )
            newest = newest_seq(connection)
            _check_place(begin.epoch, epoch, after, newest)
            if after and max(after, live_until) < tomb_from(connection):
                raise GoneTooFarError(
                    "too_old", "tombstones after this number were forgotten; compare the buckets",
                    restart="reconcile",
                )  # fmt: skip
            return write_page(
                begin,
                changes(connection, wanted, self.feed, after=after, live_until=live_until),
                limit=max(1, min(limit, MOST_ITEMS)),
                max_bytes=max(1, min(max_bytes, MOST_BYTES)),
                max_seq=newest,
            )

    def digest(self, scope: str = "") -> tuple[str, bytes]:
        """Return ``epoch:seq`` and the 256 digests of a scope at that moment."""
        wanted = parse_scope(scope)
        with self._engine.connect() as connection:
            tag = f"{epoch_of(connection)}:{newest_seq(connection)}"
            return tag, scope_digests(connection, wanted)

    def bucket(self, number: int, scope: str = "") -> bytes:
        """Return all items of one bucket that lie in a scope, as a page."""
        if not 0 <= number < BUCKETS:
            raise RuleError("unknown_bucket", "buckets are 00 to ff", field="b")
        wanted = parse_scope(scope)
        with self._engine.connect() as connection:
            newest = newest_seq(connection)
            begin = Begin(
                v=VERSION, feed=self.feed, epoch=epoch_of(connection), after=0, scope=str(wanted)
            )
            return write_page(
                begin,
                bucket_lines(connection, wanted, self.feed, number),
                limit=_WHOLE_BUCKET,
                max_bytes=_WHOLE_BUCKET,
                max_seq=newest,
            )

    def _members(self, connection: Connection) -> dict[str, Any]:
        reach = extent(connection)
        return {
            "v": VERSION,
            "feed": self.feed,
            "epoch": epoch_of(connection),
            "max_seq": reach.max_seq,
            "tomb_from": reach.tomb_from,
            "count": reach.count,
            "root": root_of(own_digests(connection)),
        }

    def _keep_digests(self) -> None:
        """Keep what changed a few buckets at a time: nobody waits for the writer's lock."""
        with self._engine.connect() as connection:
            items = sum(extent(connection).count.values())
        at_once = max(1, min(BUCKETS, BUCKETS * _ITEMS_AT_ONCE // max(1, items)))
        kept = True
        while kept:
            with writing(self._engine, self._lock) as connection:
                kept = keep_digests(connection, at_once)


def _check_place(present: str, epoch: str | None, after: int, newest: int) -> None:
    if epoch is not None and epoch != present:
        raise GoneTooFarError(
            "other_epoch", f"this feed is of epoch {present} now", restart="reconcile"
        )
    if after > newest:
        raise GoneTooFarError(
            "ahead", f"the newest change is {newest}: this feed was restored", restart="reconcile"
        )


def _instant(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")
