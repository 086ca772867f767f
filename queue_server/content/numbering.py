"""A content file written before there was a log: its items are numbered, once, at opening."""

from itertools import islice

import msgspec
from sqlalchemy import Connection, Engine, insert, select

from queue_server.content.canonical import bucket_of, data_of, meta_of, rev_of
from queue_server.content.database import body, entry
from queue_server.content.model import decode_record

_AT_ONCE = 1000


def number_items(engine: Engine) -> None:
    """Give each item without one its place in the log, in the order they came."""
    with engine.connect() as connection:
        chosen = select(body.c.n).outerjoin(entry, entry.c.n == body.c.n)
        bare = iter(connection.execute(chosen.where(entry.c.n.is_(None)).order_by(body.c.n)).all())
    while numbers := [row.n for row in islice(bare, _AT_ONCE)]:
        writer = engine.connect().execution_options(content_writer=True)
        with writer as connection, connection.begin():
            _number(connection, numbers)


def _number(connection: Connection, numbers: list[int]) -> None:
    rows = connection.execute(select(body.c.n, body.c.record).where(body.c.n.in_(numbers))).all()
    told = []
    for n, encoded in rows:
        record = decode_record(encoded)
        told.append(
            {
                "n": n, "seq": n, "kind": record.kind, "id": record.id, "source": record.source,
                "feed": "", "rev": rev_of(data_of(record)), "up_rev": "",
                "origin": msgspec.json.encode([record.source]).decode(),
                "bucket": bucket_of(record.kind, record.id), "region": record.region, "ever": "",
                "meta": meta_of(record), "meta_at": 0, "at": 0,
            }
        )  # fmt: skip
    connection.execute(insert(entry), told)
