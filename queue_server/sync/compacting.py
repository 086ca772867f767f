"""Keeping what waits to go up small while the level above is away (R-26).

A day's count is told anew each time it changes; once a later batch tells it, the earlier ones need
not. Batches keep their numbers. The first that waits may have arrived without our knowing: it is
left as it is, or the level above would find another batch under a number it has.
"""

from collections.abc import Callable
from typing import Any

import msgspec
from sqlalchemy import Connection, Table, select, update

FROM = 48
"""So many batches wait before anything is left out: two days of counting by the hour."""


def compact(connection: Connection, outbox: Table, encode: Callable[[object], bytes]) -> int:
    """Leave out of waiting batches what later ones tell; return how many counts that were."""
    batch = (outbox.c.epoch, outbox.c.n, outbox.c.body)
    waits = select(*batch).where(outbox.c.acked_at.is_(None)).order_by(outbox.c.n)
    waiting = connection.execute(waits).all()[1:]
    if len(waiting) < FROM:
        return 0
    told: set[tuple[str, str, str]] = set()
    left_out = 0
    for epoch, n, body in reversed(waiting):
        whole: dict[str, Any] = msgspec.json.decode(body)
        rows = whole.get("rows", [])
        kept = [each for each in rows if _key(each) not in told]
        told.update(map(_key, rows))
        if len(kept) == len(rows):
            continue
        left_out += len(rows) - len(kept)
        here = (outbox.c.epoch == epoch, outbox.c.n == n)
        smaller = encode({**whole, "rows": kept})
        connection.execute(update(outbox).where(*here).values(body=smaller))
    return left_out


def _key(row: dict[str, Any]) -> tuple[str, str, str]:
    dims = msgspec.json.encode(row["dims"], order="sorted").decode()
    return row["day"], row["metric"], dims
