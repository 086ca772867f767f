"""The word index asked: the hall's chosen one where it stands as the file does, else FTS5."""

import logging
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from sqlalchemy import Connection, Engine

from queue_server.content import looking, swift
from queue_server.content.choosing import Choice
from queue_server.content.database import lock_of
from queue_server.content.deriving import is_deriving
from queue_server.content.looking import Numbers
from queue_server.content.straws import stands
from queue_server.content.swift import Newest, SwiftIndex

if TYPE_CHECKING:
    from queue_server.content.gin import GinIndex

_log = logging.getLogger(__name__)


class WordIndex(Protocol):
    """A word index beside the content file's own; safe to ask from several threads."""

    def rows_with(self, connection: Connection, groups: Sequence[Sequence[str]]) -> Numbers | None:
        """Return the rows that hold a word of each group, ascending, or None: FTS5 is to tell."""

    def follow(self, engine: Engine) -> bool:
        """Come up to the file; tell whether it can be asked."""

    def throw_away(self) -> None:
        """Keep no index: it is made anew when it is wanted again."""

    def stop(self) -> None:
        """Let work on it end soon."""


class Words:
    """Tells which rows hold words, exactly as a scan of every ``straw`` would."""

    def __init__(self, index: WordIndex | None = None) -> None:
        self._index = index

    def rows_with(self, connection: Connection, groups: Sequence[Sequence[str]]) -> Numbers:
        """Return the rows that hold, for each group, at least one of its words, ascending."""
        found = None if self._index is None else self._index.rows_with(connection, groups)
        return looking.rows_with(connection, groups) if found is None else found

    def newest(
        self, connection: Connection, words: Sequence[str], kind: str, now: int, limit: int
    ) -> Newest | None:
        """Return the newest few with all the words, where the index tells them sooner than all."""
        if not isinstance(self._index, SwiftIndex):
            return None
        return self._index.newest(connection, words, kind, now, limit)


class Chosen:
    """The engine a hall chose, and its index kept in step."""

    def __init__(self, engine: Engine, file: Path, choice: Choice) -> None:
        self._engine = engine
        self._folder = file.parent
        self._lock = lock_of(file)
        self._stood: tuple[int, str] | None = None
        self._choice = choice
        self._swift = SwiftIndex(file.parent / swift.FOLDER)
        self._gin = _gin(choice)
        self.words = Words(self._gin or self._swift)

    def follow(self, *, apart: bool = False) -> str:
        """Bring the index up to the file; return the name of the engine that answers now.

        ``apart`` leaves more than a moment's work to a program of its own, and only once the file
        stands still, for until then the index could not be asked anyway, and nobody works terms
        and phrases out of it: two such programs leave no processor to calls.
        """
        if self._gin is not None:
            self._swift.throw_away()
            return "postgresql" if self._gin.follow(self._engine) else "fts5"
        if not swift.wanted(self._engine, self._choice.engine):
            self._swift.throw_away()
            return "fts5"
        if apart and self._swift.is_far(self._engine):
            with self._engine.connect() as connection:
                before, self._stood = self._stood, stands(connection)
            if self._stood != before or is_deriving(self._lock):
                return "fts5"
            from queue_server.content.words_apart import follow_apart

            follow_apart(self._folder, lambda: self._swift.stopping)
        return "tantivy" if self._swift.follow(self._engine) else "fts5"

    def stop(self) -> None:
        """Let work on the index end soon."""
        self._swift.stop()
        if self._gin is not None:
            self._gin.stop()


def _gin(choice: Choice) -> "GinIndex | None":
    if choice.engine != "postgresql":
        return None
    if choice.database is None:
        _log.warning("search.engine is postgresql, the hall is in SQLite: FTS5 finds words")
        return None
    from queue_server.content.gin import GinIndex

    return GinIndex(choice.database, choice.hall)
