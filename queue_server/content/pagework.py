"""A page being sorted into what has to be written, and then written, within one transaction."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

import msgspec
from sqlalchemy import Connection, delete, func, insert, select, tuple_
from sqlalchemy.dialects.sqlite import insert as upsert

from queue_server.content.canonical import bucket_of
from queue_server.content.changes import Applied, Before, Gone, Key, Prepared, Refused
from queue_server.content.database import applied, body, entry, kept_out, tomb
from queue_server.content.indexing import index_page
from queue_server.content.overriding import Overrides, corrected, overrides_of
from queue_server.content.quality.history import note_page, purge
from queue_server.content.rows import insertion, write_many

_DAY_S = 86_400
_KNOWN = (
    "select n, seq, kind, id, source, feed, rev, up_rev, origin, region, ever, meta, meta_at "
    "from entry where kind = ? and id in (select value from json_each(?))"
)


def newest_seq(connection: Connection) -> int:
    """Return the number of the newest change, 0 where there is none."""
    newest = select(func.max(entry.c.seq)).scalar_subquery()
    last_gone = select(func.max(tomb.c.seq)).scalar_subquery()
    row = connection.execute(select(newest, last_gone)).one()
    return max(row[0] or 0, row[1] or 0)


@dataclass(slots=True, kw_only=True)
class PageWork:
    """One page; ``feed`` is the level above it came from, empty for the hall's own sources."""

    connection: Connection
    known: dict[Key, Any]
    overrides: Overrides
    feed: str
    now: int
    seq: int
    unchanged: int = 0
    elsewhere: int = 0
    new: list[tuple[int, Prepared]] = field(default_factory=list)
    changed: list[tuple[int, Any, Prepared]] = field(default_factory=list)
    told_above: list[tuple[int, str]] = field(default_factory=list)
    gone: list[tuple[int, Gone, Any]] = field(default_factory=list)
    aside: list[dict[str, Any]] = field(default_factory=list)
    no_more_aside: list[Key] = field(default_factory=list)

    @classmethod
    def on(cls, connection: Connection, keys: Sequence[Key], feed: str, now: int) -> "PageWork":
        """Return a page's work, having read what is known of its items."""
        return cls(
            connection=connection,
            known=_known(connection, keys),
            overrides=overrides_of(connection, keys),
            feed=feed,
            now=now,
            seq=newest_seq(connection),
        )

    def put(self, each: Prepared, prepare: Callable[..., Prepared]) -> None:
        """Sort in an item that is told."""
        old, acts = self.known.get(each.key), self.overrides.get(each.key, {})
        if old is not None and old.feed and not self.feed:
            self.elsewhere += 1
        elif "withdraw" in acts:
            self._keep_out(each, "withdrawn", each.encoded)
        elif old is not None and "pin" in acts:
            self._tell_above(old, each.up_rev)
        else:
            self._show(corrected(each, acts, prepare), old)

    def refuse(self, each: Refused) -> None:
        """Sort in an item of a feed that cannot be used: what was there before stays."""
        self._aside(each.key, "", each.up_rev, each.reason, each.origin, None)
        if (old := self.known.get(each.key)) is not None:
            self._tell_above(old, "")

    def take_out(self, each: Gone) -> None:
        """Sort in an item that goes."""
        old, acts = self.known.get(each.key), self.overrides.get(each.key, {})
        self.no_more_aside.append(each.key)
        if old is None or (old.feed != self.feed and each.why != "legal"):
            self.unchanged += 1
        elif "pin" in acts and each.why != "legal":
            self._tell_above(old, "")
        else:
            self.gone.append((self._next(), each, old))

    def write(self, source: str, at: datetime) -> Applied:
        """Write what was sorted in: history first, the index last."""
        done = Applied(
            new=len(self.new),
            changed=len(self.changed),
            unchanged=self.unchanged,
            gone=len(self.gone),
            elsewhere=self.elsewhere,
        )
        self._write_aside()
        if not (self.new or self.changed or self.gone):
            return done
        note_page(self.connection, self._before(), at)
        self._write_gone()
        self._write_new()
        self._write_changed()
        self._mark_buckets()
        told = {
            "at": self.now, "source": source, "new": done.new, "changed": done.changed,
            "withdrawn": done.gone,
        }  # fmt: skip
        seq = self.connection.execute(insert(applied).returning(applied.c.seq), told).scalar_one()
        index_page(
            self.connection,
            [(n, each.index) for n, each in self.new],
            [(old.n, each.index) for _, old, each in self.changed],
            [old.n for _, _, old in self.gone],
            at=seq,
        )
        return done

    def _before(self) -> list[Before]:
        """Return what this page replaces or takes away, for the history."""
        left: list[tuple[Any, Literal["put", "del"], str]] = [
            (old, "put", "") for _, old, each in self.changed if old.rev != each.rev
        ]
        left += [(old, "del", each.why) for _, each, old in self.gone if each.why != "legal"]
        records = self._records([old.n for old, _, _ in left])
        return [
            Before(
                kind=old.kind, id=old.id, rev=old.rev, source=old.source, seq=old.seq, op=op,
                why=why, record=records[old.n],
            )
            for old, op, why in left
        ]  # fmt: skip

    def _show(self, each: Prepared, old: Any) -> None:
        if old is None:
            self.new.append((self._next(), each))
        elif old.rev == each.rev and old.feed == each.feed and not self._freshened(each, old):
            if old.up_rev != each.up_rev:
                self.told_above.append((old.n, each.up_rev))
            self.unchanged += 1
        else:
            self.changed.append((self._next(), old, each))
        if self.feed:
            self.no_more_aside.append(each.key)

    def _freshened(self, each: Prepared, old: Any) -> bool:
        """Tell whether only its dates changed, and the last such change is a day ago."""
        return bool(each.meta != old.meta and self.now - old.meta_at >= _DAY_S)

    def _keep_out(self, each: Prepared, reason: str, encoded: bytes) -> None:
        self._aside(each.key, each.source, each.up_rev, reason, each.origin, encoded)

    def _aside(
        self, key: Key, source: str, up_rev: str, reason: str, origin: str, encoded: bytes | None
    ) -> None:
        self.unchanged += 1
        self.aside.append(
            {
                "kind": key[0], "id": key[1], "source": source, "feed": self.feed, "up_rev": up_rev,
                "reason": reason, "origin": origin, "record": encoded, "at": self.now,
            }
        )  # fmt: skip

    def _tell_above(self, old: Any, up_rev: str) -> None:
        self.told_above.append((old.n, up_rev))
        self.unchanged += 1

    def _next(self) -> int:
        self.seq += 1
        return self.seq

    def _records(self, numbers: Sequence[int]) -> dict[int, bytes]:
        if not numbers:
            return {}
        chosen = select(body.c.n, body.c.record).where(body.c.n.in_(numbers))
        return {row.n: row.record for row in self.connection.execute(chosen)}

    def _write_gone(self) -> None:
        if not self.gone:
            return
        numbers = [old.n for _, _, old in self.gone]
        for table in (entry, body):
            self.connection.execute(delete(table).where(table.c.n.in_(numbers)))
        for _, each, old in self.gone:
            if each.why == "legal":
                purge(self.connection, old.kind, old.id)
        self.connection.execute(
            insert(tomb),
            [
                {
                    "seq": seq, "kind": old.kind, "id": old.id, "rev": old.rev, "why": each.why,
                    "merged_into": each.into, "origin": old.origin, "region": old.region,
                    "ever": old.ever, "at": self.now,
                }
                for seq, each, old in self.gone
            ],
        )  # fmt: skip

    def _write_new(self) -> None:
        if not self.new:
            return
        before = self._dug_up([each.key for _, each in self.new])
        write_many(
            self.connection,
            _NEW_ENTRY,
            [
                (
                    seq, seq, each.kind, each.id, each.source, each.feed, each.rev, each.up_rev,
                    each.origin, each.bucket, each.region, before.get(each.key, ""), each.meta,
                    self.now, self.now,
                )
                for seq, each in self.new
            ],
        )  # fmt: skip
        write_many(self.connection, _NEW_BODY, [(seq, each.encoded) for seq, each in self.new])

    def _write_changed(self) -> None:
        write_many(
            self.connection,
            _CHANGE_ENTRY,
            [
                (
                    seq, each.source, each.feed, each.rev, each.up_rev, each.origin, each.region,
                    _ever(old.ever, old.region, each.region), each.meta, self.now, self.now, old.n,
                )
                for seq, old, each in self.changed
            ],
        )  # fmt: skip
        told = [(each.encoded, old.n) for _, old, each in self.changed]
        write_many(self.connection, _CHANGE_BODY, told)

    def _write_aside(self) -> None:
        if self.told_above:
            revisions = [(up_rev, n) for n, up_rev in self.told_above]
            write_many(self.connection, _TELL_ABOVE, revisions)
        if self.no_more_aside and self._any(kept_out.c.id):
            self.connection.execute(
                delete(kept_out).where(
                    tuple_(kept_out.c.kind, kept_out.c.id).in_(self.no_more_aside)
                )
            )
        if self.aside:
            row = upsert(kept_out)
            told = {
                name: row.excluded[name] for name in self.aside[0] if name not in ("kind", "id")
            }
            self.connection.execute(
                row.on_conflict_do_update(index_elements=["kind", "id"], set_=told), self.aside
            )

    def _dug_up(self, keys: Sequence[Key]) -> dict[Key, str]:
        """Take the tombs of items that are told again away; return the regions they ever had."""
        if not self._any(tomb.c.seq):
            return {}
        same = tuple_(tomb.c.kind, tomb.c.id).in_(keys)
        chosen = select(tomb.c.kind, tomb.c.id, tomb.c.region, tomb.c.ever).where(same)
        rows = self.connection.execute(chosen).all()
        if rows:
            self.connection.execute(delete(tomb).where(same))
        return {(row.kind, row.id): _ever(row.ever, row.region, "") for row in rows}

    def _any(self, column: Any) -> bool:
        return self.connection.execute(select(column).limit(1)).first() is not None

    def _mark_buckets(self) -> None:
        touched = {each.bucket for _, each in self.new} | {
            each.bucket for _, _, each in self.changed
        }
        touched |= {bucket_of(old.kind, old.id) for _, _, old in self.gone}
        write_many(self.connection, _STALE_BUCKET, [(number,) for number in sorted(touched)])


_NEW_ENTRY, _NEW_BODY = insertion(entry), insertion(body)
_CHANGE_ENTRY = (
    "update entry set seq = ?, source = ?, feed = ?, rev = ?, up_rev = ?, origin = ?, region = ?, "
    "ever = ?, meta = ?, meta_at = ?, at = ? where n = ?"
)
_CHANGE_BODY = "update body set record = ? where n = ?"
_STALE_BUCKET = "update bucket set digest = null where b = ? and digest is not null"
_TELL_ABOVE = "update entry set up_rev = ? where n = ?"


def _known(connection: Connection, keys: Sequence[Key]) -> dict[Key, Any]:
    ids: dict[str, list[str]] = {}
    for kind, item_id in keys:
        ids.setdefault(kind, []).append(item_id)
    found: dict[Key, Any] = {}
    for kind, wanted in ids.items():
        asked = (kind, msgspec.json.encode(wanted).decode())
        rows = connection.exec_driver_sql(_KNOWN, asked)
        found.update({(kind, row.id): row for row in rows})
    return found


def _ever(ever: str, left: str, present: str) -> str:
    """Return every region an item had but its present one, blanks around each."""
    had = dict.fromkeys([*ever.split(), *([left] if left else [])])
    had.pop(present, None)
    return f" {' '.join(had)} " if had else ""
