"""The word index of halls in PostgreSQL: rows' tokens under a GIN index in the hall's database.

A schema of its own beside the hall's, which can be dropped at any time: all in it is told from
``straw``. It has one table for each content file that follows it, since every server of a hall
numbers its own rows. It follows the file as ``swift`` does, through ``touched`` and outside every
page's transaction, and answers only while it stands exactly where the file stands; a database that
does not answer leaves the question to FTS5, and is asked again once it could be followed.
"""

import logging
import re
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

import numpy as np
import psycopg
from sqlalchemy import Connection, Engine

from queue_server.content import gin_tables as tables
from queue_server.content.looking import Numbers, checked_among
from queue_server.content.straws import all_straws, stands, straws_of, touched_since
from queue_server.content.tokens import needs_check, parts
from queue_server.store.postgres import conninfo, schema_name

_log = logging.getLogger(__name__)
_NONE: Numbers = np.empty(0, np.int64)
_KEPT = 8
_PLAIN_SCOPE = re.compile(r"[A-Za-z0-9]{1,32}\Z")


@dataclass(frozen=True, slots=True)
class _View:
    seq: int
    epoch: str


class GinIndex:
    """One content file's; answers from several threads, follows in one at a time."""

    def __init__(self, url: str, hall: str) -> None:
        """``url`` and ``hall`` name the database and the hall in it. Connects to nothing yet."""
        self._conninfo = conninfo(url)
        self._tables = tables.Tables(tables.PREFIX + schema_name(hall))
        self._following = threading.Lock()
        self._idle: list[tables.Session] = []
        self._pool = threading.Lock()
        self._view: _View | None = None
        self._stopping = False
        self._told_down = False

    def rows_with(self, connection: Connection, groups: Sequence[Sequence[str]]) -> Numbers | None:
        """Return the rows that hold a word of each group, ascending, or None: FTS5 is to tell.

        Words of three characters or more are checked against their texts in the content file.
        """
        view = self._view
        asked = [[parts(word) for word in group] for group in groups]
        if view is None or not asked or not all(all(ways) for ways in asked):
            return None
        if (view.seq, view.epoch) != stands(connection):
            return None
        try:
            with self._session() as session:
                found = self._tables.rows_with(session, view.epoch, view.seq, asked)
        except psycopg.Error as fault:
            self._is_down(fault)
            return None
        if found is None:
            self._view = None
            return None
        if any(needs_check(word) for group in groups for word in group):
            return checked_among(connection, groups, found)
        return found

    def follow(self, engine: Engine) -> bool:
        """Come up to the file, or make the index anew; tell whether it answers now."""
        with self._following:
            try:
                with self._session() as session:
                    self._follow(engine, session)
            except psycopg.Error as fault:
                self._is_down(fault)
                return False
            except InterruptedError:
                return False
            self._told_down = False
            return True

    def stop(self) -> None:
        """Let work on the index end soon; what is half-made is made anew after the next start."""
        self._stopping = True
        self._close_idle()

    def throw_away(self) -> None:
        """Answer nothing until it is followed again; the database drops what nobody follows."""
        self._view = None

    def _follow(self, engine: Engine, session: tables.Session) -> None:
        with engine.connect() as connection:
            seq, epoch = stands(connection)
        if not _PLAIN_SCOPE.match(epoch):
            raise ValueError(f"an epoch cannot be {epoch!r}")
        if self._view == _View(seq, epoch) and self._tables.still_there(session, epoch, seq):
            return
        self._tables.make(session)
        stand = self._tables.stand(session, epoch)
        if stand is None or stand > seq:
            self._make(engine, session, seq, epoch)
            stand = seq
        while (upto := self._catch_up(engine, session, stand, epoch)) is None:
            self._make(engine, session, seq, epoch)
            stand = seq
        self._view = _View(upto, epoch)

    def _make(self, engine: Engine, session: tables.Session, seq: int, epoch: str) -> None:
        """Index every row; what is written meanwhile, ``_catch_up`` brings."""
        self._view = None

        def rows() -> Iterator[tables.Row]:
            for part in all_straws(engine):
                self._go_on()
                yield from part

        self._tables.fill(session, epoch, seq, rows())

    def _catch_up(
        self, engine: Engine, session: tables.Session, stand: int, epoch: str
    ) -> int | None:
        """Take in the pages since in one transaction; return the last, None where some are lost."""
        with engine.connect() as connection:
            seq, now = stands(connection)
            if now != epoch:
                return None
            if seq == stand:
                return seq
            if (changed := touched_since(connection, stand)) is None:
                return None
            with session.transaction():
                for numbers in changed:
                    self._go_on()
                    self._tables.put(session, epoch, numbers, straws_of(connection, numbers))
                self._tables.note(session, epoch, seq)
        self._tables.settle(session, epoch)
        return seq

    def _go_on(self) -> None:
        if self._stopping:
            raise InterruptedError("the server stops")

    @contextmanager
    def _session(self) -> Iterator[tables.Session]:
        """Give a session of the few kept open; one that failed is closed."""
        with self._pool:
            session = self._idle.pop() if self._idle else None
        session = session or tables.connect(self._conninfo)
        try:
            yield session
        except BaseException:
            session.close()
            raise
        with self._pool:
            if len(self._idle) < _KEPT and not self._stopping:
                self._idle.append(session)
                return
        session.close()

    def _close_idle(self) -> None:
        with self._pool:
            idle, self._idle = self._idle, []
        for session in idle:
            session.close()

    def _is_down(self, fault: psycopg.Error) -> None:
        """Leave everything to FTS5 until the database answers again; say so once."""
        self._view = None
        self._close_idle()
        if not self._told_down:
            told = str(fault).strip().partition("\n")[0][:200]
            _log.warning("word index in PostgreSQL does not answer", extra={"why": told})
        self._told_down = True


def standing_in(url: str, engine: Engine) -> int | None:
    """Return the page at which any hall's index of a content file stands, None where it has none.

    Raises psycopg.Error where the database does not answer.
    """
    with engine.connect() as connection:
        _, epoch = stands(connection)
    with tables.connect(conninfo(url)) as session:
        found = [each.stand(session, epoch) for each in tables.all_of(session)]
    return max((seq for seq in found if seq is not None), default=None)
