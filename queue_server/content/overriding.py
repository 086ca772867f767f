"""What admins decided about single items, whatever their source says later.

``withdraw`` keeps an item out, ``pin`` keeps it as it is, ``correct`` lays members of ``Record``
over whatever the source tells.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields
from typing import Any

import msgspec
from sqlalchemy import Connection, select, tuple_

from queue_server.content.changes import Key, Prepared
from queue_server.content.database import override
from queue_server.content.model import Record, decode_record

Overrides = Mapping[Key, Mapping[str, bytes | None]]
CORRECTABLE = frozenset(each.name for each in fields(Record)) - {"kind", "id", "source"}


def overrides_of(connection: Connection, keys: Sequence[Key]) -> Overrides:
    """Return the decisions about items, by act."""
    if connection.execute(select(override.c.kind).limit(1)).first() is None:
        return {}
    rows = connection.execute(
        select(override.c.kind, override.c.id, override.c.act, override.c.patch).where(
            tuple_(override.c.kind, override.c.id).in_(keys)
        )
    )
    found: dict[Key, dict[str, bytes | None]] = {}
    for row in rows:
        found.setdefault((row.kind, row.id), {})[row.act] = row.patch
    return found


def corrected(
    each: Prepared, acts: Mapping[str, bytes | None], prepare: Callable[..., Prepared]
) -> Prepared:
    """Return an item with what an admin put right laid over it."""
    patch = acts.get("correct")
    if patch is None:
        return each
    return prepare(
        patched(decode_record(each.encoded), msgspec.json.decode(patch)),
        origin=msgspec.json.decode(each.origin),
        feed=each.feed,
        up_rev=each.up_rev,
    )


def patched(record: Record, patch: Mapping[str, Any]) -> Record:
    """Return a record with some members replaced; raises msgspec.ValidationError for a misfit."""
    return msgspec.convert({**msgspec.to_builtins(record), **patch}, Record)
