"""What halls below ask to be published, and why it was refused: kept above, told to each hall."""

import msgspec
from sqlalchemy import Column, Connection, Integer, LargeBinary, String, Table, select
from sqlalchemy.dialects.sqlite import insert as upsert

from queue_server.content.database import metadata

_MOST = 200
submission = Table(
    "submission",
    metadata,
    Column("hall", String, primary_key=True),
    Column("kind", String, primary_key=True),
    Column("id", String, primary_key=True),
    Column("rev", String, nullable=False),
    Column("data", LargeBinary, nullable=False),
    Column("state", String, nullable=False),
    Column("by", String, nullable=False),
    Column("at", Integer, nullable=False),
)
# Above: why an item of a hall below was refused.
refusal = Table(
    "submission_refusal",
    metadata,
    Column("hall", String, primary_key=True),
    Column("kind", String, primary_key=True),
    Column("id", String, primary_key=True),
    Column("why", String, nullable=False),
)


class Refused(msgspec.Struct, frozen=True, kw_only=True):
    """An item of a hall's that the level above does not publish, in that revision."""

    kind: str
    id: str
    rev: str
    why: str = ""


def keep_why(connection: Connection, hall: str, kind: str, item_id: str, why: str) -> None:
    """Keep why an item is refused, within the transaction that refuses it."""
    row = upsert(refusal).values(hall=hall, kind=kind, id=item_id, why=why)
    connection.execute(
        row.on_conflict_do_update(
            index_elements=["hall", "kind", "id"], set_={"why": row.excluded.why}
        )
    )


def refused_of(connection: Connection, hall: str) -> list[Refused]:
    """Return what stands refused of a hall's items, the newest first."""
    chosen = (
        select(submission.c.kind, submission.c.id, submission.c.rev, refusal.c.why)
        .join(
            refusal,
            (refusal.c.hall == submission.c.hall)
            & (refusal.c.kind == submission.c.kind)
            & (refusal.c.id == submission.c.id),
            isouter=True,
        )
        .where(submission.c.hall == hall, submission.c.state == "refused")
        .order_by(submission.c.at.desc())
        .limit(_MOST)
    )
    return [
        Refused(kind=row.kind, id=row.id, rev=row.rev, why=row.why or "")
        for row in connection.execute(chosen)
    ]
