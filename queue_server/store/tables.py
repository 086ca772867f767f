"""The tables, in plain SQL that SQLite and PostgreSQL both take.

The invariants of the hall that a database can hold are constraints here: a number once per day and
prefix, one ticket called or served per window, a gapless journal key.
"""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
    false,
    text,
)

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
STATES = "'WAITING','CALLED','SERVING','AWAY','HELD','MISSED','DONE','CANCELLED','EXPIRED'"


class Instant(TypeDecorator[datetime]):
    """An aware UTC instant as microseconds since 1970."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:
        return _microseconds(value)

    def bind_processor(self, dialect: Dialect) -> Callable[[datetime | None], int | None]:
        # The same without the layers between: a ticket has six instants.
        return _microseconds

    def process_result_value(self, value: Any | None, dialect: Dialect) -> datetime | None:
        return None if value is None else instant(value)


def instant(microseconds: int) -> datetime:
    """Return the instant a column holds."""
    return _EPOCH + timedelta(microseconds=microseconds)


def _microseconds(value: datetime | None) -> int | None:
    return None if value is None else (value - _EPOCH) // _MICROSECOND


metadata = MetaData()

meta = Table(
    "meta",
    metadata,
    Column("key", String(64), primary_key=True),
    Column("value", Text, nullable=False),
)

days = Table(
    "days",
    metadata,
    Column("id", String(10), primary_key=True),
    Column("opened_at", Instant, nullable=False),
    Column("closed_at", Instant),
)

counters = Table(
    "counters",
    metadata,
    Column("day", ForeignKey("days.id"), primary_key=True),
    Column("prefix", String(8), primary_key=True),
    Column("last", Integer, nullable=False),
)

tickets = Table(
    "tickets",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("day", ForeignKey("days.id"), nullable=False),
    Column("prefix", String(8), nullable=False),
    Column("seq", Integer, nullable=False),
    Column("service", String(64), nullable=False),
    Column("state", String(16), nullable=False),
    Column("version", Integer, nullable=False),
    Column("issued_at", Instant, nullable=False),
    Column("rank_at", Instant, nullable=False),
    Column("born", BigInteger, nullable=False, unique=True),
    Column("grace_s", Integer, nullable=False),
    Column("repeats", Integer, nullable=False),
    Column("hold_s", Integer, nullable=False),
    Column("channels", JSON, nullable=False),
    Column("languages", JSON, nullable=False),
    Column("channel", String(64), nullable=False),
    Column("issued_by", String(64), nullable=False),
    Column("phone_secret", String(64), nullable=False, unique=True),
    Column("window_id", String(64)),
    Column("target", String(64)),
    Column("called_at", Instant),
    Column("call_no", Integer, nullable=False),
    Column("missed_count", Integer, nullable=False),
    Column("away_count", Integer, nullable=False),
    Column("until", Instant),
    Column("previous", String(16)),
    Column("ended_at", Instant),
    Column("prints", Integer, nullable=False),
    Column("print_state", String(16), nullable=False),
    Column("further", JSON, nullable=False),
    Column("credit_minutes", Integer, nullable=False, server_default="0"),
    Column("turn", Integer, nullable=False, server_default="0"),
    Column("suits", JSON, nullable=False, server_default="[]"),
    Column("suits_until", Instant),
    Column("appointment", String(36)),
    UniqueConstraint("day", "prefix", "seq", name="one_number_a_day"),
    CheckConstraint(f"state IN ({STATES})", name="known_state"),
    CheckConstraint(
        "state NOT IN ('CALLED','SERVING') OR window_id IS NOT NULL", name="called_at_a_window"
    ),
)
# The migration limits it on PostgreSQL too; saying so here would load that dialect in every hall.
Index(
    "one_ticket_at_a_window",
    tickets.c.window_id,
    unique=True,
    sqlite_where=text("state IN ('CALLED','SERVING')"),
)
Index("tickets_ended", tickets.c.ended_at)

legs = Table(
    "legs",
    metadata,
    Column("ticket", ForeignKey("tickets.id"), primary_key=True),
    Column("no", Integer, primary_key=True),
    Column("service", String(64), nullable=False),
    Column("window_id", String(64), nullable=False),
    Column("called_at", Instant, nullable=False),
    Column("arrived_at", Instant),
    Column("ended_at", Instant),
    Column("outcome", String(32)),
)

# Kept apart so that erasing needs touches nothing else (24 h after the ticket's end).
needs = Table(
    "needs",
    metadata,
    Column("ticket", ForeignKey("tickets.id"), primary_key=True),
    Column("needs", JSON, nullable=False),
)

windows = Table(
    "windows",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("state", String(16), nullable=False),
    Column("reason", String(200)),
    Column("auto_call", Boolean, nullable=False, server_default=false()),
    Column("offers", JSON(none_as_null=True)),
)

journal = Table(
    "journal",
    metadata,
    Column("seq", BigInteger, primary_key=True, autoincrement=False),
    Column("at", Instant, nullable=False),
    Column("kind", String(64), nullable=False),
    Column("public", Boolean, nullable=False),
    Column("data", Text, nullable=False),
    Column("hash", String(64), nullable=False),
)

keys = Table(
    "keys",
    metadata,
    Column("scope", String(64), primary_key=True),
    Column("key", String(255), primary_key=True),
    Column("digest", String(64), nullable=False),
    Column("ticket", String(36), nullable=False),
    Column("at", Instant, nullable=False),
)
Index("keys_at", keys.c.at)

tokens = Table(
    "tokens",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("hash", String(64), nullable=False, unique=True),
    Column("role", String(16), nullable=False),
    Column("name", String(64), nullable=False),
    Column("window_id", String(64)),
    Column("created_at", Instant, nullable=False),
    Column("revoked_at", Instant),
)

users = Table(
    "users",
    metadata,
    Column("name", String(64), primary_key=True),
    Column("role", String(16), nullable=False),
    Column("window_id", String(64)),
    Column("password", String(200), nullable=False),
    Column("failures", Integer, nullable=False),
    Column("locked_until", Instant),
    Column("created_at", Instant, nullable=False),
    Column("disabled", Boolean, nullable=False, server_default=false()),
    Column("totp", String(64)),
    Column("totp_step", BigInteger, nullable=False, server_default="0"),
)

assistance = Table(
    "assistance",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("kind", String(64), nullable=False),
    Column("state", String(16), nullable=False),
    Column("asked_at", Instant, nullable=False),
    Column("kiosk", String(64)),
    Column("zone", String(64)),
    Column("ticket", String(36)),
    Column("taken_by", String(64)),
    Column("window_id", String(64)),
)

# Whatever has no constraint a database could hold, by kind; gone after ``until``.
documents = Table(
    "documents",
    metadata,
    Column("kind", String(32), primary_key=True),
    Column("id", String(64), primary_key=True),
    Column("at", Instant, nullable=False),
    Column("data", Text, nullable=False),
    Column("live", Boolean, nullable=False),
    Column("until", Instant),
)
Index("documents_at", documents.c.kind, documents.c.at)
