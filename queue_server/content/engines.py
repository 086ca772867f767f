"""The word index asked: the large halls' one where it stands as the file does, else FTS5."""

from collections.abc import Sequence
from pathlib import Path

from sqlalchemy import Connection, Engine

from queue_server.content import looking, swift
from queue_server.content.looking import Numbers
from queue_server.content.swift import SwiftIndex


class Words:
    """Tells which rows hold words, exactly as a scan of every ``straw`` would."""

    def __init__(self, swift_index: SwiftIndex | None = None) -> None:
        self._swift = swift_index

    def rows_with(self, connection: Connection, groups: Sequence[Sequence[str]]) -> Numbers:
        """Return the rows that hold, for each group, at least one of its words, ascending."""
        found = None if self._swift is None else self._swift.rows_with(connection, groups)
        return looking.rows_with(connection, groups) if found is None else found


class Chosen:
    """The engine a hall chose (fts5, tantivy, auto), and its index kept in step."""

    def __init__(self, engine: Engine, folder: Path, chosen: str) -> None:
        self._engine = engine
        self._chosen = chosen
        self._swift = SwiftIndex(folder / swift.FOLDER)
        self.words = Words(self._swift)

    def follow(self) -> str:
        """Bring the index up to the file; return the name of the engine that answers now."""
        if not swift.wanted(self._engine, self._chosen):
            self._swift.throw_away()
            return "fts5"
        self._swift.follow(self._engine)
        return "tantivy"

    def stop(self) -> None:
        """Let work on the index end soon."""
        self._swift.stop()
