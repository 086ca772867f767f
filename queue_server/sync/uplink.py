"""What halls below send up: batches of day counts and submissions, once in effect.

Of each (hall, day, metric, dims) the row of the highest ``ver`` holds, so that sending again or
correcting never counts twice. A batch and its effect are one transaction, synced to the disk.
"""

import base64
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Annotated, Any

import msgspec
from sqlalchemy import (
    Column,
    Connection,
    Engine,
    Integer,
    LargeBinary,
    String,
    Table,
    delete,
    func,
    insert,
    select,
)
from sqlalchemy.dialects.sqlite import insert as upsert

from hall.clock import Clock
from hall.errors import RuleError
from queue_server.content.applying import apply_page
from queue_server.content.changes import Gone
from queue_server.content.database import entry, metadata, writing
from queue_server.content.model import KINDS
from queue_server.sealing.head import Head
from queue_server.sync.refusing import refused_of, submission

KEPT = timedelta(days=400)
MOST_ROWS = 5000
_NAME = Annotated[str, msgspec.Meta(min_length=1, max_length=64, pattern=r"^[\w.\-]+$")]
_DAY = Annotated[str, msgspec.Meta(pattern=r"^\d{4}-\d{2}-\d{2}$")]
_COUNT = Annotated[int, msgspec.Meta(ge=0, le=2**53)]
_DIM = Annotated[str, msgspec.Meta(max_length=200)]

batch = Table(
    "uplink_batch",
    metadata,
    Column("hall", String, primary_key=True),
    Column("epoch", String, primary_key=True),
    Column("n", Integer, primary_key=True),
    Column("digest", String, nullable=False),
    Column("at", Integer, nullable=False),
)
owner = Table(
    "uplink_hall",
    metadata,
    Column("hall", String, primary_key=True),
    Column("token", String, nullable=False),
    Column("epoch", String, nullable=False),
    Column("at", Integer, nullable=False),
)
figure = Table(
    "uplink_figure",
    metadata,
    Column("hall", String, primary_key=True),
    Column("day", String, primary_key=True),
    Column("metric", String, primary_key=True),
    Column("dims", String, primary_key=True),
    Column("value", String, nullable=False),
    Column("ver", Integer, nullable=False),
)
journal_head = Table(
    "uplink_journal_head",
    metadata,
    Column("hall", String, primary_key=True),
    Column("seq", Integer, primary_key=True),
    Column("sig", String, primary_key=True),
    Column("data", LargeBinary, nullable=False),
    Column("at", Integer, nullable=False),
)


class Figure(msgspec.Struct, frozen=True, kw_only=True):
    """One absolute day count; ``value`` is ``"<5"`` where it was withheld.

    What a newer hall tells beside it is passed over: refusing it would stop its outbox for good.
    """

    day: _DAY
    metric: _NAME
    dims: dict[_NAME, _DIM] = {}
    value: _COUNT | str
    ver: _COUNT


class Submitted(msgspec.Struct, frozen=True, kw_only=True):
    """An item of a hall's own that it would have the level above publish; null data takes back."""

    kind: str
    id: Annotated[str, msgspec.Meta(min_length=1, max_length=200)]
    rev: str = ""
    data: msgspec.Raw = msgspec.Raw(b"null")


class Batch(msgspec.Struct, frozen=True, kw_only=True):
    """One outbox batch; ``heads`` are signed heads of the hall's journal, kept as they come."""

    rows: list[Figure] = []
    submissions: list[Submitted] = []
    heads: list[Head] = []


@dataclass(frozen=True, slots=True)
class Taken:
    """What a hall is answered."""

    status: int
    body: Mapping[str, Any]


class Uplink:
    """The receiving end, in this hall's content file."""

    def __init__(self, engine: Engine, lock: Path, clock: Clock) -> None:
        self._engine = engine
        self._lock = lock
        self._clock = clock

    def take(
        self, token: str, hall: str, epoch: str, n: int, body: bytes, digest: str | None
    ) -> Taken:
        """Take one batch in; raises RuleError for a body that is none, or another hall's token."""
        given = hashlib.sha256(body)
        if digest is not None and digest != _content_digest(given.digest()):
            raise RuleError("does_not_fit", "Content-Digest is not that of the body", field="body")
        told = _read(body)
        now = self._clock.now()
        with writing(self._engine, self._lock, durable=True) as connection:
            _require_owner(connection, hall, token, epoch, now)
            expected = _expected(connection, hall, epoch)
            if n < expected:
                return _again(connection, hall, epoch, n, given.hexdigest(), expected)
            if n > expected:
                return Taken(409, {"next": expected})
            row = {"hall": hall, "epoch": epoch, "n": n, "digest": given.hexdigest()}
            connection.execute(insert(batch), {**row, "at": int(now.timestamp())})
            _count(connection, hall, told.rows)
            _submit(connection, hall, told.submissions, now)
            _keep_heads(connection, hall, told.heads, now)
            old = int((now - KEPT).timestamp())
            connection.execute(
                delete(batch).where(batch.c.hall == hall, batch.c.at < old, batch.c.n < n)
            )
        return Taken(201, {"next": n + 1})

    def place(self, token: str, hall: str) -> dict[str, Any]:
        """Return the epoch last heard of a hall, and the number expected next."""
        with self._engine.connect() as connection:
            known = connection.execute(select(owner).where(owner.c.hall == hall)).one_or_none()
            if known is None:
                return {"epoch": "", "next": 1}
            if known.token != token:
                raise _not_yours(hall)
            told = {"epoch": known.epoch, "next": _expected(connection, hall, known.epoch)}
            refused = [msgspec.to_builtins(each) for each in refused_of(connection, hall)]
            return told | ({"refused": refused} if refused else {})

    def heads(self, hall: str = "") -> list[tuple[str, Head]]:
        """Return the signed heads that halls below told, with whose token sent them, by row."""
        chosen = select(journal_head).order_by(journal_head.c.hall, journal_head.c.seq)
        if hall:
            chosen = chosen.where(journal_head.c.hall == hall)
        with self._engine.connect() as connection:
            return [
                (row.hall, msgspec.json.decode(row.data, type=Head))
                for row in connection.execute(chosen)
            ]

    def figures(self, *, since: date) -> list[dict[str, Any]]:
        """Return what the halls below told, newest day first."""
        chosen = select(figure).where(figure.c.day >= since.isoformat())
        with self._engine.connect() as connection:
            rows = connection.execute(chosen.order_by(figure.c.day.desc(), figure.c.hall)).all()
        return [
            {
                "hall": row.hall, "day": row.day, "metric": row.metric, "ver": row.ver,
                "dims": msgspec.json.decode(row.dims), "value": msgspec.json.decode(row.value),
            }
            for row in rows
        ]  # fmt: skip


def _keep_heads(connection: Connection, hall: str, heads: list[Head], now: datetime) -> None:
    """Keep every head for ever, also one whose signature does not hold: that tells something."""
    for head in heads:
        row = upsert(journal_head).values(
            hall=hall, seq=head.seq, sig=head.sig, data=msgspec.json.encode(head),
            at=int(now.timestamp()),
        )  # fmt: skip
        connection.execute(row.on_conflict_do_nothing())


def _read(body: bytes) -> Batch:
    try:
        told = msgspec.json.decode(body, type=Batch)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as fault:
        raise RuleError("does_not_fit", f"the batch cannot be read: {fault}"[:300]) from fault
    if len(told.rows) + len(told.submissions) + len(told.heads) > MOST_ROWS:
        raise RuleError("does_not_fit", f"a batch holds at most {MOST_ROWS} rows")
    for row in told.rows:
        if isinstance(row.value, str) and row.value != "<5":
            raise RuleError("does_not_fit", f"{row.value[:20]!r} is no count", field="value")
    if any(each.kind not in KINDS for each in told.submissions):
        raise RuleError("does_not_fit", "a submission of a kind nobody knows", field="kind")
    return told


def _require_owner(
    connection: Connection, hall: str, token: str, epoch: str, now: datetime
) -> None:
    """A hall belongs to the token that first spoke for it."""
    known = connection.execute(select(owner.c.token).where(owner.c.hall == hall)).scalar()
    if known is not None and known != token:
        raise _not_yours(hall)
    row = upsert(owner).values(hall=hall, token=token, epoch=epoch, at=int(now.timestamp()))
    connection.execute(
        row.on_conflict_do_update(
            index_elements=["hall"], set_={"epoch": epoch, "at": row.excluded.at}
        )
    )


def _expected(connection: Connection, hall: str, epoch: str) -> int:
    same = (batch.c.hall == hall, batch.c.epoch == epoch)
    return int(connection.execute(select(func.max(batch.c.n)).where(*same)).scalar() or 0) + 1


def _again(
    connection: Connection, hall: str, epoch: str, n: int, digest: str, expected: int
) -> Taken:
    known = connection.execute(
        select(batch.c.digest).where(batch.c.hall == hall, batch.c.epoch == epoch, batch.c.n == n)
    ).scalar()
    if known is None or known == digest:  # forgotten after KEPT: it was taken then
        return Taken(200, {"next": expected, "dup": True})
    return Taken(422, {"conflict": n})


def _count(connection: Connection, hall: str, rows: list[Figure]) -> None:
    for row in rows:
        dims = msgspec.json.encode(dict(sorted(row.dims.items()))).decode()
        told = upsert(figure).values(
            hall=hall, day=row.day, metric=row.metric, dims=dims, ver=row.ver,
            value=msgspec.json.encode(row.value).decode(),
        )  # fmt: skip
        connection.execute(
            told.on_conflict_do_update(
                index_elements=["hall", "day", "metric", "dims"],
                set_={"value": told.excluded.value, "ver": told.excluded.ver},
                where=figure.c.ver < told.excluded.ver,
            )
        )


def _submit(connection: Connection, hall: str, told: list[Submitted], now: datetime) -> None:
    for each in told:
        taken_back = bytes(each.data) == b"null"
        if taken_back:
            _withdraw(connection, hall, each, now)
        row = upsert(submission).values(
            hall=hall, kind=each.kind, id=each.id, rev=each.rev, by="",
            data=bytes(each.data), at=int(now.timestamp()),
            state="gone" if taken_back else "waiting",
        )  # fmt: skip
        fresh = {name: row.excluded[name] for name in ("rev", "data", "at", "state", "by")}
        connection.execute(
            row.on_conflict_do_update(index_elements=["hall", "kind", "id"], set_=fresh)
        )


def _withdraw(connection: Connection, hall: str, told: Submitted, now: datetime) -> None:
    """Take away what was published for a hall that takes it back."""
    owned = select(entry.c.source).where(
        entry.c.kind == told.kind, entry.c.id == told.id, entry.c.feed == ""
    )
    if connection.execute(owned).scalar() == hall:
        apply_page(connection, [Gone(kind=told.kind, id=told.id, why="withdrawn")], hall, now)


def _content_digest(digest: bytes) -> str:
    return f"sha-256=:{base64.b64encode(digest).decode()}:"


def _not_yours(hall: str) -> RuleError:
    return RuleError("forbidden", f"another token speaks for {hall}")
