"""Finding the rows of a repair bucket: block by block, as their index has them."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, Connection, Integer, and_, func, literal_column, select, text

from queue_server.content.database import entry

_BLOCK = literal_column("entry.n >> 12", Integer)
# Numbers of items only grow: where many are gone, most blocks have none left.
_BLOCKS = text(
    """
    with recursive some(block) as (
        select min(n) >> 12 from entry
        union all
        select (select n >> 12 from entry where n >= (block + 1) << 12 order by n limit 1)
        from some where block is not null
    )
    select json_group_array(block) from some where block is not null
    """
)


def in_buckets(connection: Connection, numbers: Sequence[int]) -> ColumnElement[bool]:
    """Return the condition that a row of ``entry`` lies in one of some repair buckets.

    It is good for the transaction it was asked in.
    """
    blocks = func.json_each(connection.execute(_BLOCKS).scalar_one()).table_valued("value")
    return and_(_BLOCK.in_(select(blocks.c.value)), entry.c.bucket.in_(numbers))
