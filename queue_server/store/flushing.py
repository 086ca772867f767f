"""Writing a batch's changes, set-based: one statement per table and kind of change."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from sqlalchemy import Connection, Table, bindparam, delete, insert, select, update

from queue_server.domain.ticket import AT_WINDOW, State, Ticket
from queue_server.store import tables
from queue_server.store.image import Image
from queue_server.store.journal import row_hash
from queue_server.store.mapping import Row, leg_rows, record_row, ticket_row, window_row
from queue_server.store.records import KEYS_KEPT, NEEDS_KEPT, JournalRow
from queue_server.store.tracking import Change


class DivergedError(Exception):
    """The database does not hold what the image believed: another writer was here."""


def flush(connection: Connection, image: Image) -> list[JournalRow]:
    """Write every change of an image and return its new journal rows, chained."""
    _days_and_counters(connection, image)
    _tickets(connection, image.tickets.changes())
    _records(connection, image)
    rows = _chained(image)
    _insert(connection, tables.journal, [_journal_row(row) for row in rows])
    return rows


def _days_and_counters(connection: Connection, image: Image) -> None:
    for day in image.days.changes():
        if day.after is not None:
            values = {
                "id": day.key, "opened_at": day.after.opened_at, "closed_at": day.after.closed_at
            }  # fmt: skip
            _put(connection, tables.days, day.before is None, ("id",), [values])
    counters = image.counters.changes()
    for new in (True, False):
        rows: list[Row] = [
            {"day": each.key[0], "prefix": each.key[1], "last": each.after}
            for each in counters
            if (each.before is None) == new
        ]
        _put(connection, tables.counters, new, ("day", "prefix"), rows)


def _tickets(connection: Connection, changes: Sequence[Change[str, Ticket]]) -> None:
    created = [each.after for each in changes if each.before is None and each.after is not None]
    changed = [
        (each.before, each.after)
        for each in changes
        if each.before is not None and each.after is not None
    ]
    _vacate(connection, changed)
    _update_tickets(connection, changed)
    _insert(connection, tables.tickets, [ticket_row(ticket) for ticket in created])
    _legs(connection, [*((None, ticket) for ticket in created), *changed])


def _vacate(connection: Connection, changed: Sequence[tuple[Ticket, Ticket]]) -> None:
    """Take those off their windows who went to another: two may have changed places."""
    moving = [
        {"b_id": before.id}
        for before, after in changed
        if before.state in AT_WINDOW and after.state in AT_WINDOW and before.window != after.window
    ]
    if moving:
        statement = (
            update(tables.tickets)
            .where(tables.tickets.c.id == bindparam("b_id"))
            .values(state=State.HELD.value)
        )
        connection.execute(statement, moving)


def _update_tickets(connection: Connection, changed: Sequence[tuple[Ticket, Ticket]]) -> None:
    if not changed:
        return
    # Those who leave or stay away from windows go first, those who come to one last.
    ordered = sorted(changed, key=lambda pair: pair[1].state in AT_WINDOW)
    columns = [column.name for column in tables.tickets.columns if column.name != "id"]
    statement = (
        update(tables.tickets)
        .where(
            tables.tickets.c.id == bindparam("b_id"),
            tables.tickets.c.version == bindparam("b_version"),
        )
        .values({name: bindparam(name) for name in columns})
    )
    rows = [
        {**ticket_row(after), "b_id": before.id, "b_version": before.version}
        for before, after in ordered
    ]
    for row in rows:
        del row["id"]
    if connection.execute(statement, rows).rowcount != len(rows):
        raise DivergedError("a ticket changed behind the writer's back")


def _legs(connection: Connection, pairs: Sequence[tuple[Ticket | None, Ticket]]) -> None:
    changed = [(old, new) for old, new in pairs if (old.legs if old else ()) != new.legs]
    with_old = [{"b_ticket": old.id} for old, _ in changed if old is not None and old.legs]
    if with_old:
        statement = delete(tables.legs).where(tables.legs.c.ticket == bindparam("b_ticket"))
        connection.execute(statement, with_old)
    _insert(connection, tables.legs, [row for _, new in changed for row in leg_rows(new)])


def _records(connection: Connection, image: Image) -> None:
    for _, before, after in image.windows.changes():
        if after is None or (before is not None and window_row(before) == window_row(after)):
            continue
        _put(connection, tables.windows, before is None, ("id",), [window_row(after)])
    for table, tracked, key in (
        (tables.assistance, image.assistance, "id"),
        (tables.tokens, image.tokens, "id"),
        (tables.users, image.users, "name"),
    ):
        for change in tracked.changes():
            if change.after is not None:
                _put(connection, table, change.before is None, (key,), [record_row(change.after)])
    for fresh in (True, False):
        used = [
            asdict(change.after)
            for change in image.keys.changes()
            if change.after is not None and (change.before is None) == fresh
        ]
        _put(connection, tables.keys, fresh, ("scope", "key"), used)
    _needs(connection, image)
    _documents(connection, image)


def _documents(connection: Connection, image: Image) -> None:
    changes = image.documents.changes()
    gone = [{"b_kind": each.key[0], "b_id": each.key[1]} for each in changes]
    if gone:
        # A document that is not live is unknown to the image: what stood there is replaced.
        statement = delete(tables.documents).where(
            tables.documents.c.kind == bindparam("b_kind"),
            tables.documents.c.id == bindparam("b_id"),
        )
        connection.execute(statement, gone)
    rows = [asdict(each.after) for each in changes if each.after is not None]
    _insert(connection, tables.documents, rows)
    if image.purge_at is not None:
        over = tables.documents.c.until < image.purge_at
        connection.execute(delete(tables.documents).where(over))


def _needs(connection: Connection, image: Image) -> None:
    changes = image.needs.changes()
    gone = [{"b_ticket": change.key} for change in changes if change.before is not None]
    if gone:
        statement = delete(tables.needs).where(tables.needs.c.ticket == bindparam("b_ticket"))
        connection.execute(statement, gone)
    rows = [
        {"ticket": change.key, "needs": list(change.after)}
        for change in changes
        if change.after is not None
    ]
    _insert(connection, tables.needs, rows)
    if image.purge_at is not None:
        ended = select(tables.tickets.c.id).where(
            tables.tickets.c.ended_at < image.purge_at - NEEDS_KEPT
        )
        connection.execute(delete(tables.needs).where(tables.needs.c.ticket.in_(ended)))
        told = tables.tickets.c.suits_until.is_not(None)
        forgotten = update(tables.tickets).where(tables.tickets.c.id.in_(ended), told)
        connection.execute(forgotten.values(suits=[], suits_until=None))
        connection.execute(delete(tables.keys).where(tables.keys.c.at < image.purge_at - KEYS_KEPT))


def _chained(image: Image) -> list[JournalRow]:
    rows: list[JournalRow] = []
    before = image.hash
    for seq, (at, kind, public, data) in enumerate(image.rows, start=image.seq + 1):
        before = row_hash(before, seq, at, kind, public, data)
        rows.append(JournalRow(seq=seq, at=at, kind=kind, public=public, data=data, hash=before))
    return rows


def _journal_row(row: JournalRow) -> Row:
    return {
        "seq": row.seq, "at": row.at, "kind": row.kind, "public": row.public,
        "data": row.data, "hash": row.hash,
    }  # fmt: skip


def _insert(connection: Connection, table: Table, rows: Sequence[Row]) -> None:
    if rows:
        connection.execute(insert(table), list(rows))


def _put(
    connection: Connection, table: Table, new: bool, key: tuple[str, ...], rows: Sequence[Row]
) -> None:
    if new or not rows:
        _insert(connection, table, rows)
        return
    conditions = [table.c[name] == bindparam(f"b_{name}") for name in key]
    values: dict[str, Any] = {name: bindparam(name) for name in rows[0] if name not in key}
    statement = update(table).where(*conditions).values(values)
    bound = [
        {(f"b_{name}" if name in key else name): value for name, value in row.items()}
        for row in rows
    ]
    connection.execute(statement, bound)
