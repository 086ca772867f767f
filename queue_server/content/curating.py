"""What admins do to single items: keep one as it is, put one right, take one away; and undo it.

A decision holds whatever the source says later, until it is taken back; then what the source says
counts again at the next look (its revision is forgotten, so that it is fetched anew).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Literal

import msgspec
from sqlalchemy import Connection, delete, select, update
from sqlalchemy.dialects.sqlite import insert as upsert

from hall.clock import Clock
from hall.errors import RuleError
from queue_server.content.applying import apply_page, prepare
from queue_server.content.changes import Gone
from queue_server.content.database import body, entry, kept_out, override
from queue_server.content.model import Record, decode_record
from queue_server.content.overriding import CORRECTABLE, patched
from queue_server.content.service import ContentService

Act = Literal["pin", "correct", "withdraw"]
_LONGEST_WHY = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """One decision in force; ``changed`` is each member put right, before and after."""

    kind: str
    id: str
    act: Act
    title: str
    by: str
    why: str
    at: datetime
    changed: Mapping[str, tuple[Any, Any]] = field(default_factory=dict)


class Curating:
    """Decisions about items of one hall's content."""

    def __init__(self, content: ContentService, clock: Clock) -> None:
        self._content = content
        self._clock = clock

    def decisions(self) -> tuple[Decision, ...]:
        """Return what is in force, newest first."""
        with self._content.reading() as connection:
            rows = connection.execute(select(override).order_by(override.c.at.desc())).all()
            return tuple(
                Decision(
                    kind=row.kind, id=row.id, act=row.act, by=row.by, why=row.why,
                    title=_title(connection, row.kind, row.id),
                    at=datetime.fromtimestamp(row.at, UTC), changed=_changed(row),
                )
                for row in rows
            )  # fmt: skip

    def knows(self, kind: str, item_id: str) -> bool:
        """Tell whether an item is among the content, or was and is kept out."""
        with self._content.reading() as connection:
            return any(
                connection.execute(
                    select(table.c.id).where(table.c.kind == kind, table.c.id == item_id)
                ).first()
                for table in (entry, kept_out)
            )

    def pin(self, kind: str, item_id: str, *, by: str, why: str) -> None:
        """Keep an item as it is now."""
        with self._content.writing() as connection:
            _known(connection, kind, item_id)
            self._decide(connection, kind, item_id, "pin", by, why)

    def correct(
        self, kind: str, item_id: str, patch: Mapping[str, Any], *, by: str, why: str
    ) -> None:
        """Put members of an item right, in every revision its source will tell."""
        if strange := [name for name in patch if name not in CORRECTABLE]:
            raise RuleError("does_not_fit", f"{strange[0]} cannot be put right", field=strange[0])
        with self._content.writing() as connection:
            row = _known(connection, kind, item_id)
            told = _right(decode_record(row.record), patch)
            self._decide(connection, kind, item_id, "correct", by, why, dict(patch), row.record)
            self._put(connection, row, told)

    def withdraw(self, kind: str, item_id: str, *, by: str, why: str) -> None:
        """Take an item away, and keep it away."""
        now = self._clock.now()
        with self._content.writing() as connection:
            row = _known(connection, kind, item_id)
            self._decide(connection, kind, item_id, "withdraw", by, why)
            connection.execute(_forget_act(kind, item_id, "pin"))
            gone = Gone(kind=kind, id=item_id, why="withdrawn")
            apply_page(connection, [gone], row.source, now, feed=row.feed)
            kept = {name: getattr(row, name) for name in ("source", "feed", "up_rev", "origin")}
            connection.execute(
                upsert(kept_out)
                .values(
                    kind=kind, id=item_id, reason="withdrawn", record=row.record,
                    at=int(now.timestamp()), **kept,
                )
                .on_conflict_do_nothing()
            )  # fmt: skip

    def undo(self, kind: str, item_id: str, act: Act) -> None:
        """Take a decision back; raises RuleError ``unknown_decision`` where there is none."""
        with self._content.writing() as connection:
            same = (override.c.kind == kind, override.c.id == item_id, override.c.act == act)
            row = connection.execute(select(override).where(*same)).one_or_none()
            if row is None:
                raise RuleError("unknown_decision", "there is no such decision")
            connection.execute(_forget_act(kind, item_id, act))
            if act == "withdraw":
                self._bring_back(connection, kind, item_id)
            elif act == "correct" and row.before is not None:
                shown = _known(connection, kind, item_id)
                self._put(connection, shown, decode_record(row.before))
            connection.execute(
                update(entry)
                .where(entry.c.kind == kind, entry.c.id == item_id, entry.c.feed != "")
                .values(up_rev="")
            )

    def _decide(
        self, connection: Connection, kind: str, item_id: str, act: Act, by: str, why: str,
        patch: Mapping[str, Any] | None = None, before: bytes | None = None,
    ) -> None:  # fmt: skip
        same = (override.c.kind == kind, override.c.id == item_id, override.c.act == act)
        kept = connection.execute(select(override.c.before).where(*same)).scalar()
        row = upsert(override).values(
            kind=kind, id=item_id, act=act, by=by, why=why[:_LONGEST_WHY],
            at=int(self._clock.now().timestamp()), before=kept or before,
            patch=None if patch is None else msgspec.json.encode(patch),
        )  # fmt: skip
        fresh = {name: row.excluded[name] for name in ("patch", "before", "by", "why", "at")}
        connection.execute(
            row.on_conflict_do_update(index_elements=["kind", "id", "act"], set_=fresh)
        )

    def _put(self, connection: Connection, row: Any, record: Record) -> None:
        origin = msgspec.json.decode(row.origin, type=tuple[str, ...])
        told = prepare(record, origin=origin, feed=row.feed, up_rev=row.up_rev)
        apply_page(connection, [told], row.source, self._clock.now(), feed=row.feed)

    def _bring_back(self, connection: Connection, kind: str, item_id: str) -> None:
        same = (kept_out.c.kind == kind, kept_out.c.id == item_id)
        row = connection.execute(select(kept_out).where(*same)).one_or_none()
        if row is not None and row.record is not None:
            self._put(connection, row, decode_record(row.record))
        connection.execute(delete(kept_out).where(*same))


def _known(connection: Connection, kind: str, item_id: str) -> Any:
    chosen = select(
        entry.c.n, entry.c.source, entry.c.feed, entry.c.up_rev, entry.c.origin, body.c.record
    ).join(body, body.c.n == entry.c.n)
    row = connection.execute(
        chosen.where(entry.c.kind == kind, entry.c.id == item_id)
    ).one_or_none()
    if row is None:
        raise RuleError("unknown_content", "there is no such item")
    return row


def _right(record: Record, patch: Mapping[str, Any]) -> Record:
    try:
        return patched(record, patch)
    except msgspec.ValidationError as fault:
        raise RuleError("does_not_fit", str(fault)[:200]) from fault


def _changed(row: Any) -> dict[str, tuple[Any, Any]]:
    if row.patch is None or row.before is None:
        return {}
    was = msgspec.to_builtins(decode_record(row.before))
    patch: dict[str, Any] = msgspec.json.decode(row.patch)
    return {name: (was.get(name), value) for name, value in patch.items()}


def _forget_act(kind: str, item_id: str, act: Act) -> Any:
    return delete(override).where(
        override.c.kind == kind, override.c.id == item_id, override.c.act == act
    )


def _title(connection: Connection, kind: str, item_id: str) -> str:
    shown = select(body.c.record).join(entry, entry.c.n == body.c.n)
    found = (
        connection.execute(shown.where(entry.c.kind == kind, entry.c.id == item_id)).scalar()
        or connection.execute(
            select(kept_out.c.record).where(kept_out.c.kind == kind, kept_out.c.id == item_id)
        ).scalar()
    )
    return decode_record(found).title if found else item_id
