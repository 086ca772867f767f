"""The word index of large halls: tantivy beside the content file, following it page by page.

A folder of its own that can be thrown away: all in it is told from ``straw``. It follows the file
through ``touched`` as the columns in memory do (``shelf``), outside every page's transaction, and
answers only while it stands exactly where the file stands; meanwhile FTS5 answers. A row's pairs
keep their order, with a mark between runs, so a word of one run is decided without its text; all
threes and fours of characters are there too, as a frequent word's pairs take long to compare.

Beside rows it tells the newest few that hold words, and how many there are, without naming all.
"""

import importlib.util
import logging
import shutil
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from operator import add
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
import numpy as np
from sqlalchemy import Connection, Engine, select

from queue_server.content.database import item, touched
from queue_server.content.looking import Numbers
from queue_server.content.model import KINDS
from queue_server.content.straws import all_straws, stands, straws_of, touched_since
from queue_server.content.tokens import VERSION, runs

if TYPE_CHECKING:
    import tantivy

FOLDER = "content.words"
WORTH_IT = 300_000
# Rows are told one by one: of more than these, FTS5 tells sooner.
MOST_ROWS = 20_000
# So many changed rows are taken in by whoever follows; of more, a program of its own does it.
AT_ONCE = 500
_ANY_ITEM = select(item.c.n).offset(AT_ONCE).limit(1)
_STAND = "stand.json"
_FORMAT = 2
# Newest first, then the highest number, as one number: seconds of publication above the row's.
_NUMBER_BITS = 31
_LAST = (1 << 32) - 1
_NEVER = (1 << 63) - 1
_HEAP = 64 << 20
_log = logging.getLogger(__name__)
_BETWEEN = "\u241e"
_NONE: Numbers = np.empty(0, np.int64)


class Stand(msgspec.Struct, frozen=True, kw_only=True):
    """Up to which page of which life of the file the index goes; written after each commit.

    ``version`` is that of the tokens, ``format`` that of the index.
    """

    version: int
    format: int = 1
    epoch: str
    seq: int


@dataclass(frozen=True, slots=True)
class _View:
    seq: int
    epoch: str
    searcher: Any
    schema: Any


@dataclass(frozen=True, slots=True)
class Newest:
    """The newest rows of ``total``, by publication and then by number, falling."""

    total: int
    numbers: Numbers
    published: Numbers


def installed() -> bool:
    """Tell whether the extra ``fast-search`` is there."""
    return importlib.util.find_spec("tantivy") is not None


class SwiftIndex:
    """One content file's; answers from several threads, follows in one at a time."""

    def __init__(self, folder: Path, *, go_on: Callable[[], None] = lambda: None) -> None:
        """``go_on`` is called now and then in long work, and ends it by raising."""
        self._folder = folder
        self._told_to_go_on = go_on
        self._following = threading.Lock()
        self._view: _View | None = None
        self._stopping = False

    def rows_with(self, connection: Connection, groups: Sequence[Sequence[str]]) -> Numbers | None:
        """Return the rows that hold a word of each group, ascending, or None: FTS5 is to tell.

        That is quicker for words of one or two characters, and wherever many rows are found.
        """
        asked = [word for group in groups for word in group]
        if not all(map(_tellable, asked)) or not any(len(word) > 2 for word in asked):
            return None
        return self._rows(connection, groups)

    def newest(
        self, connection: Connection, words: Sequence[str], kind: str, now: int, limit: int
    ) -> Newest | None:
        """Return the newest rows that hold all of some words, or None: others are to tell.

        Of one ``kind`` where one is told, and none that is over ``now``.
        """
        view = self._view
        if not words or not all(map(_tellable, words)):
            return None
        if view is None or (view.seq, view.epoch) != stands(connection):
            return None
        try:
            query = _shown(view.schema, _query(view.schema, [(each,) for each in words]), kind, now)
            found = view.searcher.search(query, limit=limit, count=True, order_by_field="order")
        except (OSError, ValueError) as fault:
            _log.warning("word index did not answer", extra={"why": str(fault)[:200]})
            self.throw_away()
            return None
        keys = np.fromiter((key for key, _ in found.hits), np.int64, len(found.hits))
        numbers = keys & ((1 << _NUMBER_BITS) - 1)
        return Newest(total=found.count, numbers=numbers, published=keys >> _NUMBER_BITS)

    def follow(self, engine: Engine) -> bool:
        """Come up to the file, or make the index anew; tell whether it can be asked."""
        with self._following:
            try:
                return self._follow(engine)
            except (OSError, ValueError) as fault:  # a damaged folder, or a full disk
                _log.warning("word index thrown away", extra={"why": str(fault)[:200]})
                self.throw_away()
                return False

    def is_far(self, engine: Engine) -> bool:
        """Tell whether coming up to the file is more than a moment's work."""
        stand = self._read_stand()
        with engine.connect() as connection:
            _, epoch = stands(connection)
            if stand is None or stand.epoch != epoch:
                return connection.execute(_ANY_ITEM).first() is not None
            changed = select(touched.c.n).where(touched.c.seq > stand.seq).offset(AT_ONCE).limit(1)
            return connection.execute(changed).first() is not None

    @property
    def stopping(self) -> bool:
        """Tell whether work on the index is to end."""
        return self._stopping

    def _rows(self, connection: Connection, groups: Sequence[Sequence[str]]) -> Numbers | None:
        view = self._view
        if view is None or (view.seq, view.epoch) != stands(connection):
            return None
        query = _query(view.schema, groups)
        try:
            found = view.searcher.search(query, limit=1, count=True).count
            if not 0 < found <= MOST_ROWS:
                return None if found else _NONE
            hits = view.searcher.search(query, limit=found, count=False, order_by_field="n").hits
        except (OSError, ValueError) as fault:
            _log.warning("word index did not answer", extra={"why": str(fault)[:200]})
            self.throw_away()
            return None
        return np.fromiter((number for number, _ in hits), np.int64, len(hits))[::-1]

    def _follow(self, engine: Engine) -> bool:
        with engine.connect() as connection:
            seq, epoch = stands(connection)
        stand = self._read_stand()
        view = self._view
        if stand is not None and view is not None and (view.seq, view.epoch) == (seq, epoch):
            return True
        if stand is None or stand.epoch != epoch or stand.seq > seq:
            index = self._make(engine)
            stand = _stand(epoch, seq)
        else:
            index = self._open()
        if (upto := self._catch_up(engine, index, stand)) is None:
            self.throw_away()
            return False
        self._note(_stand(epoch, upto))
        index.reload()
        self._view = _View(upto, epoch, index.searcher(), index.schema)
        return True

    def stop(self) -> None:
        """Let work on the index end soon, half-made: it is made anew after the next start."""
        self._stopping = True

    def throw_away(self) -> None:
        """Keep no index: it is made anew when it is wanted again."""
        self._view = None
        shutil.rmtree(self._folder, ignore_errors=True)

    def _go_on(self) -> None:
        self._told_to_go_on()
        if self._stopping:
            raise InterruptedError("the server stops")

    def _note(self, stand: Stand) -> None:
        passing = self._folder / "stand.new"
        passing.write_bytes(msgspec.json.encode(stand))
        passing.replace(self._folder / _STAND)

    def _read_stand(self) -> Stand | None:
        try:
            stand = msgspec.json.decode((self._folder / _STAND).read_bytes(), type=Stand)
        except (OSError, msgspec.MsgspecError):
            return None
        return stand if (stand.version, stand.format) == (VERSION, _FORMAT) else None

    def _open(self) -> "tantivy.Index":
        import tantivy

        builder = tantivy.SchemaBuilder()
        builder.add_unsigned_field("n", indexed=True, fast=True)
        builder.add_unsigned_field("kind", indexed=True)
        for name in ("order", "expires"):
            builder.add_unsigned_field(name, fast=True)
        for name, option in _FIELDS.items():
            builder.add_text_field(name, tokenizer_name="whitespace", index_option=option)
        return tantivy.Index(builder.build(), path=str(self._folder))

    def _make(self, engine: Engine) -> "tantivy.Index":
        """Index every row; what is written meanwhile, ``_catch_up`` brings."""
        self.throw_away()
        self._folder.mkdir(parents=True, mode=0o700)
        index = self._open()
        writer = index.writer(_HEAP, 1)
        for rows in all_straws(engine):
            self._go_on()
            for row in rows:
                writer.add_document(_document(row))
        writer.commit()
        writer.wait_merging_threads()
        return index

    def _catch_up(self, engine: Engine, index: "tantivy.Index", stand: Stand) -> int | None:
        """Take in the pages since, all at one moment; return the last, None where some are lost."""
        with engine.connect() as connection:
            seq, epoch = stands(connection)
            if epoch != stand.epoch:
                return None
            if seq == stand.seq:
                return seq
            if (parts := touched_since(connection, stand.seq)) is None:
                return None
            writer = index.writer(_HEAP, 1)
            for part in parts:
                self._go_on()
                writer.delete_documents_by_query(_numbered(index.schema, part))
                for row in straws_of(connection, part):
                    writer.add_document(_document(row))
        writer.commit()
        writer.wait_merging_threads()
        return seq


def wanted(engine: Engine, chosen: str) -> bool:
    """Tell whether a hall's choice of engine (fts5, tantivy, auto) means this one, as it is now."""
    if chosen == "fts5" or not installed():
        return False
    if chosen == "tantivy":
        return True
    with engine.connect() as connection:
        most = select(item.c.n).offset(WORTH_IT - 1).limit(1)
        return connection.execute(most).first() is not None


_FIELDS = {"pairs": "position", "letters": "basic", "threes": "basic", "fours": "basic"}
# The field that decides words of so many characters alone.
_DECIDES = {1: "letters", 2: "pairs", 3: "threes", 4: "fours"}


def _stand(epoch: str, seq: int) -> Stand:
    return Stand(version=VERSION, format=_FORMAT, epoch=epoch, seq=seq)


def _tellable(word: str) -> bool:
    return runs(word) == [word]


def _query(schema: "tantivy.Schema", groups: Sequence[Sequence[str]]) -> "tantivy.Query":
    import tantivy

    def one(word: str) -> tantivy.Query:
        if field := _DECIDES.get(len(word)):
            return tantivy.Query.term_query(schema, field, word, index_option="basic")
        return tantivy.Query.phrase_query(schema, "pairs", list(map(add, word, word[1:])))

    either, every = tantivy.Occur.Should, tantivy.Occur.Must
    found = _joined(every, [_joined(either, list(map(one, group))) for group in groups])
    return tantivy.Query.const_score_query(found, 1.0)


def _shown(
    schema: "tantivy.Schema", query: "tantivy.Query", kind: str, now: int
) -> "tantivy.Query":
    """Return what finds those of a query that are of a kind and not over."""
    import tantivy

    whole = tantivy.FieldType.Unsigned
    parts = [query, tantivy.Query.range_query(schema, "expires", whole, now + 1, _NEVER)]
    if kind:
        parts.append(tantivy.Query.term_query(schema, "kind", KINDS.index(kind), "basic"))
    return _joined(tantivy.Occur.Must, parts)


def _joined(how: "tantivy.Occur", queries: "list[tantivy.Query]") -> "tantivy.Query":
    import tantivy

    if len(queries) == 1:
        return queries[0]
    return tantivy.Query.boolean_query([(how, each) for each in queries])


def _document(row: Any) -> "tantivy.Document":
    import tantivy

    if row.n >> _NUMBER_BITS:
        raise ValueError("the file's numbers have grown beyond what the index can sort by")
    document, cut = tantivy.Document(), runs(row.text)
    document.add_unsigned("n", row.n)
    document.add_unsigned("kind", KINDS.index(row.kind))
    document.add_unsigned("order", min(row.published, _LAST) << _NUMBER_BITS | row.n)
    document.add_unsigned("expires", _NEVER if row.expires is None else max(0, row.expires))
    document.add_text("pairs", f" {_BETWEEN} ".join(map(_pairs, cut)))
    document.add_text("letters", " ".join(set("".join(cut))))
    for name, long in (("threes", 3), ("fours", 4)):
        found = {run[at : at + long] for run in cut for at in range(len(run) - long + 1)}
        document.add_text(name, " ".join(found))
    return document


def _pairs(run: str) -> str:
    return " ".join(map(add, run, run[1:]))


def _numbered(schema: "tantivy.Schema", numbers: Sequence[int]) -> "tantivy.Query":
    import tantivy

    return tantivy.Query.term_set_query(schema, "n", list(numbers))
