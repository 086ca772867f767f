"""Which rows hold the words asked for, told by the word index (``index``) and the texts."""

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, text

from queue_server.content.blocks import Kind, each_block
from queue_server.content.phrases import within
from queue_server.content.tokens import needs_check, parts

Numbers = NDArray[np.int64]
_NONE: Numbers = np.empty(0, np.int64)
_MATCHING = "select group_concat(rowid) from {table} where {table} match :tokens"


def rows_with(connection: Connection, groups: Sequence[Sequence[str]]) -> Numbers:
    """Return the numbers of rows that hold, for each group, at least one of its words.

    Exactly those a scan of every ``straw`` would find, ascending.
    """
    narrowing = within(connection, _long(groups))
    rest = [group for group in groups if len(group) > 1 or group[0] not in narrowing]
    if not narrowing:
        return _checked(connection, rest)
    pairs = {token for phrase in narrowing for token in parts(phrase)}
    open_ = [group for group in rest if len(group) > 1 or not pairs.issuperset(parts(group[0]))]
    rows = _phrased(connection, narrowing)
    if (expression := _expression(open_)) is not None:
        told = _matching(connection, "words", expression)
        rows = told[among(rows, told)] if len(told) < len(rows) else rows[among(told, rows)]
    return _held(connection, rest, rows)


def checked_among(
    connection: Connection, groups: Sequence[Sequence[str]], rows: Numbers
) -> Numbers:
    """Return those of some ascending rows whose text holds a word of each group to be checked."""
    narrowing = within(connection, _long(groups))
    if narrowing:
        rows = rows[among(_phrased(connection, narrowing), rows)]
    rest = [group for group in groups if len(group) > 1 or group[0] not in narrowing]
    return _held(connection, rest, rows)


def _phrased(connection: Connection, phrases: Sequence[str]) -> Numbers:
    """Return the rows that hold all of some known phrases."""
    told = " AND ".join(f'"{phrase}"' for phrase in phrases)
    return _matching(connection, "phrases", told)


def _held(connection: Connection, groups: Sequence[Sequence[str]], rows: Numbers) -> Numbers:
    """Return those of some rows whose text holds a word of each group, by reading their texts."""
    checks, told = _checks(groups)
    if not checks or not len(rows):
        return rows
    chosen = (
        "select group_concat(straw.n) from json_each(:rows) as row "  # noqa: S608  our own fragments
        f"join straw on straw.n = row.value where {checks}"
    )
    listed = f"[{','.join(map(str, rows.tolist()))}]"
    return _numbers(connection.execute(text(chosen), {**told, "rows": listed}).scalars())


def among(rows: Numbers, numbers: Numbers) -> NDArray[np.bool_]:
    """Tell for each number whether it stands among ascending rows."""
    if not len(rows):
        return np.zeros(len(numbers), np.bool_)
    places = np.minimum(np.searchsorted(rows, numbers), len(rows) - 1)
    found: NDArray[np.bool_] = rows[places] == numbers
    return found


def _long(groups: Sequence[Sequence[str]]) -> list[str]:
    return [group[0] for group in groups if len(group) == 1 and needs_check(group[0])]


def _checked(connection: Connection, groups: Sequence[Sequence[str]]) -> Numbers:
    expression = _expression(groups)
    checks, told = _checks(groups)
    if expression is None:
        found = f"select group_concat(n) from straw where {checks or '1'}"  # noqa: S608  our own fragments, bound values
        return _numbers(connection.execute(text(found), told).scalars())
    if not checks:
        return _matching(connection, "words", expression)
    found = (
        "select group_concat(straw.n) from {table} join straw on straw.n = {table}.rowid "
        "where {table} match :tokens and "
    )
    asked = found + checks
    return _numbers(each_block(connection, "words", asked, {**told, "tokens": expression}))


def titles_with(connection: Connection, group: Sequence[str]) -> Numbers:
    """Return the numbers of rows whose title has all tokens of one of the words."""
    expression = _expression((group,))
    if expression is None:
        return _NONE
    return _matching(connection, "titles", expression)


def _matching(connection: Connection, kind: Kind, expression: str) -> Numbers:
    """Return the rows a question of the index finds in its tables of a kind."""
    return _numbers(each_block(connection, kind, _MATCHING, {"tokens": expression}))


def _numbers(joined: Iterable[str | int | None]) -> Numbers:
    """Read many numbers at once: as texts of many, five times faster than row by row."""
    told = [str(each) for each in joined if each is not None]
    return np.fromstring(",".join(told), np.int64, sep=",") if told else _NONE


def _expression(groups: Sequence[Sequence[str]]) -> str | None:
    """Return the index query; it finds no row too few, but perhaps some too many.

    None where a word cannot be told by tokens at all.
    """
    asked: list[str] = []
    for group in groups:
        ways = [_all_of(parts(word)) for word in group]
        if not ways or not all(ways):
            continue
        asked.append(ways[0] if len(ways) == 1 else f"({' OR '.join(ways)})")
    return " AND ".join(dict.fromkeys(asked)) or None


def _all_of(tokens: Sequence[str]) -> str:
    if not tokens:
        return ""
    told = " AND ".join(f'"{token}"*' if len(token) == 1 else f'"{token}"' for token in tokens)
    return f"({told})" if len(tokens) > 1 else told


def _checks(groups: Sequence[Sequence[str]]) -> tuple[str, dict[str, str | None]]:
    told: dict[str, str | None] = {}
    checks: list[str] = []
    for group in groups:
        if not any(map(needs_check, group)):
            continue
        ways = []
        for word in group:
            name = f"w{len(told)}"
            told[name] = word
            ways.append(f"instr(straw.text, :{name}) > 0")
        checks.append(f"({' or '.join(ways)})")
    return " and ".join(checks), told
