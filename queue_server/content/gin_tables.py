"""The tables of the word index in PostgreSQL, and what is asked of them.

Tokens are the pairs FTS5 holds and every single character: GIN finds whole tokens, no beginnings.
They are compared byte by byte whatever the database's language is, and kept out of the rows, so
that reading many row numbers reads few pages.
"""

from collections.abc import Iterable, Sequence
from typing import Any, cast

import numpy as np
import psycopg
from psycopg import sql

from queue_server.content.looking import Numbers
from queue_server.content.tokens import VERSION, index_tokens, runs

Session = psycopg.Connection[tuple[Any, ...]]
Row = Any
# Words of a question: for each, the ways it may be met, each some tokens that all must be there.
Asked = Sequence[Sequence[Sequence[str]]]
# A visitor does not wait for a database that has gone dark; FTS5 answers as exactly.
_SETTINGS = (
    "-c statement_timeout=5000 -c enable_seqscan=off -c jit=off "
    "-c max_parallel_workers_per_gather=0 -c synchronous_commit=off"
)
PREFIX = "words_"
_FORGOTTEN = "7 days"
_NUMBER = np.dtype([("bytes", ">i4"), ("n", ">i8")])
_HEAD = 20  # bytes before an array's first element
_NONE: Numbers = np.empty(0, np.int64)


def connect(conninfo: str) -> Session:
    """Return a session; raises psycopg.Error where the database does not answer soon."""
    return psycopg.connect(
        conninfo,
        autocommit=True,
        connect_timeout=3,
        options=_SETTINGS,
        tcp_user_timeout=3000,
        application_name="hall90 words",
    )


class Tables:
    """One hall's: ``stand`` tells up to which page each content file's table goes."""

    def __init__(self, schema: str) -> None:
        self._schema = schema

    def make(self, session: Session) -> None:
        """Make the schema where there is none, and drop tables no server has followed for days."""
        with session.transaction():
            self._do(session, "create schema if not exists {schema}")
            self._do(
                session,
                "create table if not exists {schema}.stand (scope text primary key, "
                "version int not null, seq bigint not null, at timestamptz not null)",
            )
            stale = self._do(
                session,
                "delete from {schema}.stand where at < now() - %s::interval returning scope",
                (_FORGOTTEN,),
            )
            for (scope,) in stale.fetchall():
                self._do(session, "drop table if exists {table}", scope=scope)

    def stand(self, session: Session, scope: str) -> int | None:
        """Return the page a file's table stands at, None where it has none of this version."""
        found = self._do(
            session,
            "select seq from {schema}.stand where scope = %s and version = %s",
            (scope, VERSION),
        ).fetchone()
        return None if found is None else int(found[0])

    def still_there(self, session: Session, scope: str, seq: int) -> bool:
        """Tell whether a file's table stands at a page, and note that it is followed."""
        if session.execute("select to_regclass(%s)", (f"{self._schema}.stand",)).fetchone() == (
            None,
        ):
            return False
        told = self._do(
            session,
            "update {schema}.stand set at = now() where scope = %s and seq = %s and version = %s "
            "and at < now() - interval '1 hour'",
            (scope, seq, VERSION),
        )
        return bool(told.rowcount) or self.stand(session, scope) == seq

    def fill(self, session: Session, scope: str, seq: int, rows: Iterable[Row]) -> None:
        """Make a file's table anew, all or nothing."""
        with session.transaction():
            session.execute("set local statement_timeout = 0")
            session.execute("set local maintenance_work_mem = '256MB'")
            self._do(session, "delete from {schema}.stand where scope = %s", (scope,))
            self._do(session, "drop table if exists {table}", scope=scope)
            self._do(
                session,
                'create table {table} (n bigint primary key, tokens text[] collate "C" not null) '
                "with (toast_tuple_target = 128)",
                scope=scope,
            )
            self._do(session, "alter table {table} alter tokens set storage external", scope=scope)
            self._copy(session, scope, rows)
            self._do(session, "create index {index} on {table} using gin (tokens)", scope=scope)
            self.note(session, scope, seq)
        session.execute("set statement_timeout = 0")
        self._do(session, "vacuum (analyze) {table}", scope=scope)
        session.execute("reset statement_timeout")

    def put(
        self, session: Session, scope: str, numbers: Sequence[int], rows: Iterable[Row]
    ) -> None:
        """Put the texts of some rows in the place of what was told of these numbers."""
        session.execute("set local statement_timeout = 0")
        self._do(session, "delete from {table} where n = any(%s)", (list(numbers),), scope=scope)
        self._copy(session, scope, rows)

    def note(self, session: Session, scope: str, seq: int) -> None:
        """Note up to which page a file's table goes, in the transaction that brought it there."""
        self._do(
            session,
            "insert into {schema}.stand values (%s, %s, %s, now()) on conflict (scope) "
            "do update set version = excluded.version, seq = excluded.seq, at = excluded.at",
            (scope, VERSION, seq),
        )

    def settle(self, session: Session, scope: str) -> None:
        """Merge what was put into the index proper, where it is found sooner."""
        index = self._told("{schema}.{index}", scope).as_string(session)
        session.execute("select gin_clean_pending_list(%s::regclass)", (index,))

    def rows_with(self, session: Session, scope: str, seq: int, asked: Asked) -> Numbers | None:
        """Return the numbers of rows with all tokens, ascending; None where it stands elsewhere.

        One statement, so that stand and rows are of one moment.
        """
        checks, told = _checks(asked)
        cursor = session.cursor(binary=True)
        statement = self._told(
            "select (select count(*) from {schema}.stand where scope = %s and seq = %s "  # noqa: S608  our own fragments
            f"and version = %s), (select array_agg(n) from {{table}} where {checks})",
            scope,
        )
        cursor.execute(statement, (scope, seq, VERSION, *told))
        result = cursor.pgresult
        stood = cursor.fetchone()
        if result is None or stood is None or not stood[0]:
            return None
        return _numbers(result.get_value(0, 1))

    def _copy(self, session: Session, scope: str, rows: Iterable[Row]) -> None:
        copying = self._told("copy {table} (n, tokens) from stdin", scope)
        with session.cursor().copy(copying) as copy:
            for number, straw, *_ in rows:
                # Tokens are letters, digits, + and #: nothing in them means anything to COPY.
                copy.write(f"{number}\t{{{','.join(tokens_of(straw))}}}\n")

    def _do(
        self, session: Session, statement: str, values: Sequence[object] = (), *, scope: str = ""
    ) -> "psycopg.Cursor[tuple[Any, ...]]":
        return session.execute(self._told(statement, scope), values or None)

    def _told(self, statement: str, scope: str) -> sql.Composed:
        name = f"rows_{scope.lower()}"
        return sql.SQL(cast("Any", statement)).format(
            schema=sql.Identifier(self._schema),
            table=sql.Identifier(self._schema, name),
            index=sql.Identifier(f"{name}_tokens"),
        )


def all_of(session: Session) -> list[Tables]:
    """Return every hall's tables in a database that have a stand."""
    told = session.execute(
        "select n.nspname from pg_namespace n join pg_class c on c.relnamespace = n.oid "
        "where starts_with(n.nspname, %s) and c.relname = 'stand'",
        (PREFIX,),
    )
    return [Tables(name) for (name,) in told]


def tokens_of(straw: str) -> set[str]:
    """Return a text's tokens: its pairs, and each character alone."""
    found = set(index_tokens(straw).split())
    found.update("".join(runs(straw)))
    return found


def _checks(asked: Asked) -> tuple[str, list[list[str]]]:
    """Return the conditions and the tokens they are about."""
    sure = dict.fromkeys(token for ways in asked if len(ways) == 1 for token in ways[0])
    checks, told = (["tokens @> %s"], [list(sure)]) if sure else ([], [])
    for ways in asked:
        if len(ways) > 1:
            checks.append(f"({' or '.join(['tokens @> %s'] * len(ways))})")
            told += [list(way) for way in ways]
    return " and ".join(checks), told


def _numbers(array: bytes | memoryview | None) -> Numbers:
    """Return the numbers of a bigint array as the wire brings it, ascending."""
    if array is None:
        return _NONE
    found: Numbers = np.sort(np.frombuffer(array, _NUMBER, offset=_HEAD)["n"].astype(np.int64))
    return found
