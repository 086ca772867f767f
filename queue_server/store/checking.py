"""Is the database whole? The file, the journal's chain, and the hall's invariants."""

from collections import Counter, defaultdict
from typing import Any

import msgspec
from sqlalchemy import Connection, func, select

from config.site import Site
from queue_server.domain.numbering import last_ordinary
from queue_server.store import tables
from queue_server.store.journal import broken_at
from queue_server.store.loading import all_rows, rows_of_kind
from queue_server.store.port import Store
from queue_server.store.records import JournalRow


class CheckReport(msgspec.Struct, frozen=True, kw_only=True):
    """What an integrity check found; ``problems`` is empty where all is whole."""

    rows: int
    tickets: int
    problems: tuple[str, ...]


def check(database: Store, site: Site) -> CheckReport:
    """Read the whole database once and tell every broken promise found."""
    return check_up_to(database, last_ordinary(site))


def check_up_to(database: Store, last: int) -> CheckReport:
    """Check a database of a hall whose last ordinary number is ``last``."""
    with database.reading() as connection:
        problems = [
            *database.problems(connection),
            *_journal(connection),
            *_states(connection),
            *_numbers(connection, last),
        ]
        rows = connection.execute(select(func.count()).select_from(tables.journal)).scalar_one()
        count = connection.execute(select(func.count()).select_from(tables.tickets)).scalar_one()
    return CheckReport(rows=rows, tickets=count, problems=tuple(problems))


def _journal(connection: Connection) -> list[str]:
    broken = broken_at(all_rows(connection))
    return [] if broken is None else [f"the journal's chain breaks at row {broken}"]


def _states(connection: Connection) -> list[str]:
    """Compare each ticket with what its last journal row says."""
    told: dict[str, tuple[str, object]] = {}
    for row in all_rows(connection):
        if row.kind.startswith("ticket_"):
            data = _told(row)
            if "ticket" in data:
                told[str(data["ticket"])] = (str(data.get("state")), data.get("version"))
    columns = (tables.tickets.c.id, tables.tickets.c.state, tables.tickets.c.version)
    kept = {row.id: (row.state, row.version) for row in connection.execute(select(*columns))}
    differing = sum(told.get(key) != value for key, value in kept.items())
    missing = len(told.keys() - kept.keys())
    problems = [f"{differing} tickets are not as the journal says"] if differing else []
    return problems + ([f"{missing} tickets of the journal are missing"] if missing else [])


def _numbers(connection: Connection, last: int) -> list[str]:
    """Compare ordinary numbers with 1 to their counter, each once."""
    given: dict[tuple[str, str], Counter[int]] = defaultdict(Counter)
    columns = (tables.tickets.c.day, tables.tickets.c.prefix, tables.tickets.c.seq)
    for day, prefix, seq in connection.execute(select(*columns)):
        if seq <= last:
            given[(day, prefix)][seq] += 1
    problems, restored = [], _restored_days(connection)
    for row in connection.execute(select(tables.counters)):
        numbers = given.pop((row.day, row.prefix), Counter())
        if row.day in restored:
            if max(numbers, default=0) > row.last:
                problems.append(f"the counter {row.prefix} of {row.day} is behind its numbers")
        elif sorted(numbers) != list(range(1, row.last + 1)):
            problems.append(f"numbers {row.prefix} of {row.day} do not run from 1 to {row.last}")
    return problems + [f"numbers {prefix} of {day} have no counter" for day, prefix in given]


def _restored_days(connection: Connection) -> set[str]:
    """Return the days on which the hall was restored: some of their numbers only paper knows."""
    rows = rows_of_kind(connection, "restored", 0)
    return {str(_told(row).get("day")) for row in rows}


def _told(row: JournalRow) -> dict[str, Any]:
    """Return what a row tells; nothing where it was spoilt, which its chain shows."""
    try:
        return msgspec.json.decode(row.data, type=dict[str, Any])
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return {}
