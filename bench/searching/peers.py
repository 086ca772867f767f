"""The floor: LIKE over the same text in the same SQLite, giving the same answers.

``newest`` is the newest twenty and the total from one scan; ``whole`` the same with counts by
every facet we count, from one scan as well, whose matches SQLite keeps and counts seven times.
"""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, text

from queue_server.content.tokens import words

_FROM = "from plain where kind = 'job'"
_ALL = "from plain where true"
_TWENTY = "order by published desc, n desc limit 20"
_COUNTED = ("kind", "province", "occupation", "education", "disability", "pay", "facts")


def make(connection: Connection) -> None:
    """Make the table a plain program would have: every column and the text in one row."""
    connection.execute(text("drop table if exists plain"))
    connection.execute(
        text(
            "create table plain as select item.*, straw.text "
            "from item join straw using (n) order by n"
        )
    )


def newest(connection: Connection, asked: str) -> tuple[int, list[int]]:
    """Return the total and the newest twenty rows by a scan."""
    parts, values = _likes(asked)
    rows = connection.execute(
        text(f"select n, count(*) over () as total {_FROM} {parts} {_TWENTY}"), values
    ).all()
    return (rows[0].total if rows else 0), [row.n for row in rows]


def whole(connection: Connection, asked: str) -> dict[str, list[tuple[Any, int]]]:
    """Return the newest twenty, the total and the counts by seven facets."""
    return _whole(connection, f"{_FROM} {_likes(asked)[0]}", _likes(asked)[1])


def all_rows(connection: Connection, asked: str) -> set[int]:
    """Return every row that holds the words, by a scan."""
    parts, values = _likes(asked)
    return set(connection.execute(text(f"select n {_ALL} {parts}"), values).scalars())


_BROWSED = (
    f"{_FROM} and region between 440000 and 449999 and (education is null or education <= 4) "
    "and (disability = 0 or disability & 4096) and coalesce(pay_max, pay_min) >= 3000"
)


def browse(connection: Connection) -> tuple[int, list[int]]:
    """Return the newest twenty of a province somebody could do, without words, by columns alone."""
    rows = connection.execute(
        text(f"select n, count(*) over () as total {_BROWSED} {_TWENTY}")
    ).all()
    return (rows[0].total if rows else 0), [row.n for row in rows]


def browse_whole(connection: Connection) -> dict[str, list[tuple[Any, int]]]:
    """Return the same with the counts by seven facets."""
    return _whole(connection, _BROWSED, {})


def _whole(
    connection: Connection, matching: str, values: dict[str, str]
) -> dict[str, list[tuple[Any, int]]]:
    counts = " union all ".join(
        f"select '{name}', {name}, count(*) from held group by {name}"  # noqa: S608
        for name in _COUNTED
    )
    rows = connection.execute(
        text(
            "with held as materialized (select n, published, kind, region / 10000 as province, "  # noqa: S608
            "occupation, education, disability, min(coalesce(pay_max, pay_min) / 1000, 10) as pay, "
            f"facts {matching}) "
            f"select 'n', n, 1 from (select n from held {_TWENTY}) "
            f"union all select 'total', 0, count(*) from held union all {counts}"
        ),
        values,
    ).all()
    return _folded(rows)


def _folded(rows: Iterable[Any]) -> dict[str, list[tuple[Any, int]]]:
    """Return counts by facet: a row that tells nothing of disability counts for each of them."""
    told: dict[str, list[tuple[Any, int]]] = {}
    for name, value, many in rows:
        told.setdefault(name, []).append((value, many))
    masks = told.get("disability", [])
    told["disability"] = [
        (category, sum(n for mask, n in masks if mask == 0 or mask >> 4 * category & 15))
        for category in range(7)
    ]
    told["facts"] = [
        (fact, sum(n for mask, n in told.get("facts", []) if mask >> fact & 1))
        for fact in range(18)
    ]
    return told


def _likes(asked: str) -> tuple[str, dict[str, str]]:
    found = words(asked)
    parts = "".join(f" and text like :w{n} escape '!'" for n, _ in enumerate(found))
    return parts, {f"w{n}": f"%{_escaped(word)}%" for n, word in enumerate(found)}


def _escaped(word: str) -> str:
    return word.replace("!", "!!").replace("%", "!%").replace("_", "!_")
