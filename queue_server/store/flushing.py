"""Writing a batch's changes, set-based: one statement per table and kind of change."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

import msgspec
from sqlalchemy import Connection, Table, delete, select, update

from queue_server.domain.ticket import AT_WINDOW, State, Ticket
from queue_server.store import tables
from queue_server.store.bulk import delete_rows, insert_rows, old, update_rows
from queue_server.store.image import Image
from queue_server.store.journal import row_hash
from queue_server.store.mapping import Row, flat_row, leg_rows, record_row, ticket_row, window_row
from queue_server.store.records import (
    ERASED,
    KEYS_KEPT,
    NEEDS_KEPT,
    VISIT_NEEDS,
    VISIT_WINDOWS,
    JournalRow,
)
from queue_server.store.tracking import Change


class DivergedError(Exception):
    """The database does not hold what the image believed: another writer was here."""


def flush(connection: Connection, image: Image) -> list[JournalRow]:
    """Write every change of an image and return its new journal rows, chained."""
    _days_and_counters(connection, image)
    _tickets(connection, image.tickets.changes())
    _records(connection, image)
    if image.purge_at is not None:
        _erase(connection, image, image.purge_at)
    rows = _chained(image)
    insert_rows(connection, tables.journal, [_journal_row(row) for row in rows])
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
    insert_rows(connection, tables.tickets, [ticket_row(ticket) for ticket in created])
    _legs(connection, [*((None, ticket) for ticket in created), *changed])


def _vacate(connection: Connection, changed: Sequence[tuple[Ticket, Ticket]]) -> None:
    """Take those off their windows who went to another: two may have changed places."""
    moving = [
        {old("id"): before.id, "state": State.HELD.value}
        for before, after in changed
        if before.state in AT_WINDOW and after.state in AT_WINDOW and before.window != after.window
    ]
    update_rows(connection, tables.tickets, ("id",), moving)


def _update_tickets(connection: Connection, changed: Sequence[tuple[Ticket, Ticket]]) -> None:
    # Those who leave or stay away from windows go first, those who come to one last.
    ordered = sorted(changed, key=lambda pair: pair[1].state in AT_WINDOW)
    rows = [
        {**ticket_row(after), old("id"): before.id, old("version"): before.version}
        for before, after in ordered
    ]
    for row in rows:
        del row["id"]
    if update_rows(connection, tables.tickets, ("id", "version"), rows) != len(rows):
        raise DivergedError("a ticket changed behind the writer's back")


def _legs(connection: Connection, pairs: Sequence[tuple[Ticket | None, Ticket]]) -> None:
    changed = [(was, new) for was, new in pairs if (was.legs if was else ()) != new.legs]
    with_old = [{old("ticket"): was.id} for was, _ in changed if was is not None and was.legs]
    delete_rows(connection, tables.legs, ("ticket",), with_old)
    insert_rows(connection, tables.legs, [row for _, new in changed for row in leg_rows(new)])


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
            flat_row(change.after)
            for change in image.keys.changes()
            if change.after is not None and (change.before is None) == fresh
        ]
        _put(connection, tables.keys, fresh, ("scope", "key"), used)
    _needs(connection, image)
    _documents(connection, image)


def _documents(connection: Connection, image: Image) -> None:
    changes = image.documents.changes()
    # A document that is not live is unknown to the image: what stood there is replaced.
    gone = [{old("kind"): each.key[0], old("id"): each.key[1]} for each in changes]
    delete_rows(connection, tables.documents, ("kind", "id"), gone)
    rows = [flat_row(each.after) for each in changes if each.after is not None]
    insert_rows(connection, tables.documents, rows)


def _needs(connection: Connection, image: Image) -> None:
    changes = image.needs.changes()
    gone = [{old("ticket"): change.key} for change in changes if change.before is not None]
    delete_rows(connection, tables.needs, ("ticket",), gone)
    rows = [
        {"ticket": change.key, "needs": list(change.after)}
        for change in changes
        if change.after is not None
    ]
    insert_rows(connection, tables.needs, rows)


def _erase(connection: Connection, image: Image, over: datetime) -> None:
    """Erase what is over, and tell of each kind how much it was: never what, nor whose.

    Keys of requests name nobody: that they are forgotten is told of none.
    """
    documents = tables.documents.c
    gone = delete(tables.documents).where(documents.until < over).returning(documents.kind)
    counts = Counter(str(kind) for kind in connection.execute(gone).scalars())
    ended = select(tables.tickets.c.id).where(tables.tickets.c.ended_at < over - NEEDS_KEPT)
    needs = connection.execute(delete(tables.needs).where(tables.needs.c.ticket.in_(ended)))
    counts[VISIT_NEEDS] = needs.rowcount
    told = tables.tickets.c.suits_until.is_not(None)
    forgotten = update(tables.tickets).where(tables.tickets.c.id.in_(ended), told)
    suits = connection.execute(forgotten.values(suits=[], suits_until=None))
    counts[VISIT_WINDOWS] = suits.rowcount
    connection.execute(delete(tables.keys).where(tables.keys.c.at < over - KEYS_KEPT))
    if erased := {kind: count for kind, count in sorted(counts.items()) if count}:
        # Not of the request this batch happens to carry too: the hall does it by itself.
        data = msgspec.json.encode({"erased": erased}).decode()
        image.rows.append((over, ERASED, False, data))


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


def _put(
    connection: Connection, table: Table, new: bool, key: tuple[str, ...], rows: Sequence[Row]
) -> None:
    if new:
        insert_rows(connection, table, rows)
        return
    bound = [
        {(old(name) if name in key else name): value for name, value in row.items()} for row in rows
    ]
    update_rows(connection, table, key, bound)
