"""What two ends compare to find out where they differ: 256 digests of 16 bytes, and their root.

An item lies in the bucket that the first byte of sha256 over ``kind, newline, id`` names. A
bucket's digest are the first 16 bytes of sha256 over its lines ``kind, tab, id, tab, revision,
newline``, sorted by kind and id; an empty bucket's is that of no line. The root is sha256 over the
digests in order, its first 32 hex digits.
"""

import hashlib
from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Connection, bindparam, select, update

from queue_server.content.buckets import in_buckets
from queue_server.content.canonical import bucket_of
from queue_server.content.database import bucket, entry, kept_out
from queue_server.sync.scope import Scope, within

BUCKETS = 256
SIZE = 16
_EMPTY = hashlib.sha256().digest()[:SIZE]


def root_of(digests: bytes) -> str:
    """Return the root of the 256 digests, one after another."""
    return hashlib.sha256(digests).hexdigest()[:32]


def own_digests(connection: Connection) -> bytes:
    """Return the digests of all this hall has, as kept; those of changed buckets are made anew."""
    kept: dict[int, bytes | None] = {
        row.b: row.digest for row in connection.execute(select(bucket.c.b, bucket.c.digest))
    }
    changed = [number for number, digest in kept.items() if digest is None]
    made = _made(_own_rows(connection, changed)) if changed else {}
    return b"".join(kept[at] or made.get(at, _EMPTY) for at in range(BUCKETS))


def keep_digests(connection: Connection, most: int) -> bool:
    """Keep the digests of a few changed buckets, within a writer's transaction; tell if any was."""
    chosen = select(bucket.c.b).where(bucket.c.digest.is_(None)).limit(most)
    changed = list(connection.execute(chosen).scalars())
    if not changed:
        return False
    made = _made(_own_rows(connection, changed))
    connection.execute(
        update(bucket).where(bucket.c.b == bindparam("at")),
        [{"at": number, "digest": made.get(number, _EMPTY)} for number in changed],
    )
    return True


def scope_digests(connection: Connection, scope: Scope) -> bytes:
    """Return the digests of what lies in a scope."""
    if not scope.kinds and not scope.region:
        return own_digests(connection)
    chosen = select(entry.c.bucket, entry.c.kind, entry.c.id, entry.c.rev, entry.c.region)
    rows = connection.execute(
        within(chosen, scope, entry).order_by(entry.c.bucket, entry.c.kind, entry.c.id)
    )
    inside = ((row[0], row[1], row[2], row[3]) for row in rows if scope.has(row.kind, row.region))
    return _joined(_made(inside))


def revisions_above(connection: Connection, feed: str) -> dict[int, dict[tuple[str, str], str]]:
    """Return by bucket what we know a feed to have: kind and id, and the revision it told."""
    shown = select(entry.c.kind, entry.c.id, entry.c.up_rev).where(
        entry.c.feed == feed, entry.c.up_rev != ""
    )
    aside = select(kept_out.c.kind, kept_out.c.id, kept_out.c.up_rev).where(
        kept_out.c.feed == feed, kept_out.c.up_rev != ""
    )
    found: dict[int, dict[tuple[str, str], str]] = {at: {} for at in range(BUCKETS)}
    for chosen in (shown, aside):
        for kind, item_id, rev in connection.execute(chosen):
            found[bucket_of(kind, item_id)][kind, item_id] = rev
    return found


def digests_of(buckets: Mapping[int, Mapping[tuple[str, str], str]]) -> bytes:
    """Return the digests of revisions by bucket."""
    return _joined(
        _made(
            (at, kind, item_id, rev)
            for at in sorted(buckets)
            for (kind, item_id), rev in sorted(buckets[at].items())
        )
    )


def _own_rows(connection: Connection, numbers: list[int]) -> Iterable[Any]:
    chosen = select(entry.c.bucket, entry.c.kind, entry.c.id, entry.c.rev)
    if len(numbers) < BUCKETS:
        chosen = chosen.where(in_buckets(connection, numbers))
    return connection.execute(chosen.order_by(entry.c.bucket, entry.c.kind, entry.c.id))


def _made(rows: Iterable[Any]) -> dict[int, bytes]:
    hashes: dict[int, Any] = {}
    for at, kind, item_id, rev in rows:
        if at not in hashes:
            hashes[at] = hashlib.sha256()
        hashes[at].update(f"{kind}\t{item_id}\t{rev}\n".encode())
    return {at: each.digest()[:SIZE] for at, each in hashes.items()}


def _joined(made: Mapping[int, bytes]) -> bytes:
    return b"".join(made.get(at, _EMPTY) for at in range(BUCKETS))
