"""The floor: LIKE over the same text in the same SQLite, giving the same answers.

The newest twenty and the total come from one scan; facets (provinces, education, disability) from
another, counted by SQLite and folded here.
"""

from collections import Counter
from typing import Any

from sqlalchemy import Connection, text

from queue_server.content.tokens import words

_FROM = "from plain where kind = 'job'"
_ALL = "from plain where true"


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
        text(
            f"select n, count(*) over () as total {_FROM} {parts} "
            "order by published desc, n desc limit 20"
        ),
        values,
    ).all()
    return (rows[0].total if rows else 0), [row.n for row in rows]


def facets(connection: Connection, asked: str) -> dict[str, Counter[Any]]:
    """Return counts by province, education and disability by a scan."""
    parts, values = _likes(asked)
    rows = connection.execute(
        text(
            "select region / 10000 as province, education, disability, "
            f"count(*) as many {_FROM} {parts} group by 1, 2, 3"
        ),
        values,
    )
    counted: dict[str, Counter[Any]] = {
        "region": Counter(),
        "education": Counter(),
        "open": Counter(),
    }
    for row in rows:
        counted["region"][row.province] += row.many
        counted["education"][row.education] += row.many
        for category in range(7):
            if row.disability == 0 or row.disability >> 4 * category & 15:
                counted["open"][category] += row.many
    return counted


def all_rows(connection: Connection, asked: str) -> set[int]:
    """Return every row that holds the words, by a scan."""
    parts, values = _likes(asked)
    return set(connection.execute(text(f"select n {_ALL} {parts}"), values).scalars())


def browse(connection: Connection) -> tuple[int, list[int]]:
    """Return the newest twenty of a province somebody could do, without words, by columns alone."""
    rows = connection.execute(
        text(
            "select n, count(*) over () as total from plain where kind = 'job' "
            "and region between 440000 and 449999 and (education is null or education <= 4) "
            "and (disability = 0 or disability & 4096) and coalesce(pay_max, pay_min) >= 3000 "
            "order by published desc, n desc limit 20"
        )
    ).all()
    return (rows[0].total if rows else 0), [row.n for row in rows]


def _likes(asked: str) -> tuple[str, dict[str, str]]:
    found = words(asked)
    parts = "".join(f" and text like :w{n} escape '!'" for n, _ in enumerate(found))
    return parts, {f"w{n}": f"%{_escaped(word)}%" for n, word in enumerate(found)}


def _escaped(word: str) -> str:
    return word.replace("!", "!!").replace("%", "!%").replace("_", "!_")
