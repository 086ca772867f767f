"""Answering a question: the words' rows from the index, all else from the shelf, little I/O.

Where words find little, words of like meaning are looked for as well, then words of the same
sound; the answer says so. What is found is remembered until the next page is applied, so turning
pages and coming back cost nothing.
"""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

import numpy as np
from sqlalchemy import Connection

from queue_server.content import looking
from queue_server.content.engines import Words
from queue_server.content.facets import Counted, count_all
from queue_server.content.likeness import Likeness
from queue_server.content.looking import Numbers, among
from queue_server.content.model import ContentQuery
from queue_server.content.searching import Question, sort_values
from queue_server.content.shelf import Columns, Shelf, places_of
from queue_server.content.sounds import heard
from queue_server.content.suggesting import spelled
from queue_server.content.synonyms import synonyms_of

FEW, VERY_FEW = 20, 3
_REMEMBERED = 256
_ROWS_REMEMBERED = 3_000_000
_WRITTEN = 1 << 8


@dataclass(frozen=True, slots=True)
class Wording:
    """The words really looked for: for each word asked, itself and what stands for it.

    ``also`` are words of like meaning, ``sounds`` the word and what it was heard as; ``none`` tells
    that nothing was found with the words as written.
    """

    groups: tuple[tuple[str, ...], ...]
    also: tuple[str, ...] = ()
    sounds: tuple[tuple[str, str], ...] = ()
    none: bool = False

    @property
    def all(self) -> tuple[str, ...]:
        """Return every word that may stand in what is found."""
        return tuple(word for group in self.groups for word in group)


@dataclass(frozen=True, slots=True)
class Found:
    """What a question matches, in the file's order: numbers and sort values; counts by facet.

    ``total`` is how many match, where ``numbers`` are the first few of them only.
    """

    numbers: Numbers
    values: Numbers
    counts: dict[str, dict[str, int]]
    widen: dict[str, int]
    wording: Wording
    total: int


class Finder:
    """Finds in one content file; safe to use from several threads."""

    def __init__(self, shelf: Shelf, words: Words, *, remembers: bool = True) -> None:
        """``remembers`` false looks every time: for measuring what looking costs."""
        self._shelf = shelf
        self._words = words
        self._most = _REMEMBERED if remembers else 0
        self._found: OrderedDict[Hashable, Found] = OrderedDict()
        self._lock = threading.Lock()

    def forget(self) -> None:
        """Forget everything: another file lies there now."""
        self._shelf.forget()
        with self._lock:
            self._found.clear()

    def find(
        self,
        connection: Connection,
        query: ContentQuery,
        asked: Question,
        like: Likeness | None = None,
    ) -> Found:
        """Return what a question matches, or remember it."""
        head = self._shelf.follow(connection)
        plain = replace(query, sort=None, cursor="", limit=1, language="")
        key = (head, asked.now, asked.sort, plain)
        with self._lock:
            if key in self._found:
                self._found.move_to_end(key)
                return self._found[key]
        if like is None and (few := self._newest(connection, query, asked)) is not None:
            return few  # not remembered: the page after it needs more
        found = self._look(connection, query, asked, like)
        with self._lock:
            self._found[key] = found
            self._make_room()
        return found

    def _make_room(self) -> None:
        rows = sum(len(found.numbers) for found in self._found.values())
        while len(self._found) > self._most or (len(self._found) > 1 and rows > _ROWS_REMEMBERED):
            rows -= len(self._found.popitem(last=False)[1].numbers)

    def _look(
        self,
        connection: Connection,
        query: ContentQuery,
        asked: Question,
        like: Likeness | None,
    ) -> Found:
        words = _Rows(Wording(()))
        if asked.words:
            looked = _Looking(connection, self._words, self._living(asked.now))
            words = _look_for(looked, asked, exact=query.exact)
        if like is not None:
            words = replace(words, rows=like.rows)

        def look(columns: Columns) -> Found:
            held = columns if words.rows is None else columns.at(places_of(columns.n, words.rows))
            counted: Counted = count_all(held, asked, query.region)
            kept = held if len(counted.places) == len(held) else held.at(counted.places)
            score = like.score(kept) if like is not None else words.score(kept.n)
            return Found(
                numbers=np.array(kept.n),
                values=sort_values(kept, asked.sort, score),
                counts=counted.facets,
                widen=counted.widen,
                wording=words.wording,
                total=len(counted.places),
            )

        return self._shelf.look(look)

    def _newest(self, connection: Connection, query: ContentQuery, asked: Question) -> Found | None:
        """Return the first page of the newest with the words, where the index tells it alone."""
        plain = asked.sort == "newest" and asked.after is None and asked.filters.keys() <= {"kind"}
        if asked.facets or not asked.words or not plain:
            return None
        second = int(asked.now.timestamp())
        found = self._words.newest(
            connection, asked.words, query.kind or "", second, asked.limit + 1
        )
        if found is None or not found.total or (found.total < FEW and not query.exact):
            return None  # words of like meaning, and what each filter costs, may be told
        wording = Wording(tuple((word,) for word in asked.words))
        return Found(found.numbers, found.published, {}, {}, wording, found.total)

    def _living(self, now: datetime) -> Callable[[Numbers], int]:
        """Return what counts how many of some rows are shown at all."""
        second = int(now.timestamp())

        def count(numbers: Numbers) -> int:
            def look(columns: Columns) -> int:
                held = places_of(columns.n, numbers)
                return int(np.count_nonzero(columns.expires[held] > second))

            return self._shelf.look(look)

        return count


@dataclass(frozen=True, slots=True)
class _Rows:
    """Rows that hold the words, those with words as written, and those with one in the title."""

    wording: Wording
    rows: Numbers | None = None
    written: Numbers | None = None
    titled: list[Numbers] = field(default_factory=list)

    def score(self, numbers: Numbers) -> Numbers:
        """Return how well rows fit the words: as written before alike, in the title before not."""
        score = np.zeros(len(numbers), np.int64)
        for rows in self.titled:
            score += among(rows, numbers)
        if self.written is not None:
            score += among(self.written, numbers) * _WRITTEN
        return score


@dataclass(frozen=True, slots=True)
class _Looking:
    """Where words are looked for; ``count`` tells how many of some rows are shown at all."""

    connection: Connection
    words: Words
    count: Callable[[Numbers], int]

    def rows_with(self, groups: Sequence[Sequence[str]]) -> Numbers:
        return self.words.rows_with(self.connection, groups)


def _look_for(look: _Looking, asked: Question, *, exact: bool) -> _Rows:
    wording = Wording(tuple((word,) for word in asked.words))
    rows = written = look.rows_with(wording.groups)
    if not exact and look.count(rows) < FEW:
        wording, rows = _widen(look, wording, rows)
    titled = []
    if asked.sort == "relevance":
        titled = [looking.titles_with(look.connection, group) for group in wording.groups]
    return _Rows(wording, rows, None if rows is written else written, titled)


def _widen(look: _Looking, plain: Wording, rows: Numbers) -> tuple[Wording, Numbers]:
    """Look for words of like meaning as well, and where that finds hardly more, of like sound."""
    wording, count = plain, look.count
    groups = tuple((*group, *synonyms_of(group[0])) for group in plain.groups)
    if groups != plain.groups:
        more = look.rows_with(groups)
        if count(more) > count(rows):
            others = (word for group in groups for word in group[1:])
            also = tuple(word for word in others if len(look.rows_with(((word,),))))
            wording, rows = Wording(groups, also), more
    if count(rows) >= VERY_FEW:
        return wording, rows
    sounds = _heard(look.connection, [group[0] for group in plain.groups])
    groups = tuple(
        (*group, *(told for word, told in sounds if word == group[0])) for group in wording.groups
    )
    more = look.rows_with(groups) if sounds else rows
    if count(more) > count(rows):
        return Wording(groups, wording.also, tuple(sounds), not count(rows)), more
    return wording, rows


def _heard(connection: Connection, words: Sequence[str]) -> list[tuple[str, str]]:
    found = [(word, heard(connection, word) or spelled(connection, word)) for word in words]
    return [(word, told) for word, told in found if told]
