"""The words suggested while somebody types: what titles, employers and places are made of.

Built after an import, kept in the content file with every key that finds a term: its text from any
character on, its pinyin from any syllable on, its initials, and each of these as telephone keys
(T9). So nothing needs the pinyin tables while a visitor waits.
"""

import itertools
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import islice
from pathlib import Path

import msgspec
from sqlalchemy import Connection, Engine, MetaData, select

from queue_server.content.database import body, term, term_key, writing
from queue_server.content.holding import Pace
from queue_server.content.rows import write_many
from queue_server.content.sounds import sound_keys
from queue_server.content.tokens import normalise

_MOST_TERMS = 4000
_FIRST_TERMS = 50
_READINGS = 6
_BRACKETED = re.compile(r"[(（\[【〔《].*?[)）\]】〕》]")
_PARTS = re.compile(r"[^\w+#.]+|_")
_COUNTED = re.compile(r"\d+.?")
_T9 = str.maketrans("abcdefghijklmnopqrstuvwxyz", "22233344455566677778889999")
_KEY_LENGTH = 24
# Nobody can type it: invisible characters are dropped from what is typed.
WHOLE = "\x1f"


class _Titled(msgspec.Struct):
    title: str


_title = msgspec.json.Decoder(_Titled).decode


@dataclass(frozen=True, slots=True)
class Term:
    """A suggested term, how many items have it in their title, and the keys that find it."""

    text: str
    count: int
    keys: frozenset[str]


def collect_terms(connection: Connection) -> list[Term]:
    """Return the terms of what the file holds now, the most frequent ones."""
    counted: Counter[str] = Counter()
    for (record,) in connection.execute(select(body.c.record)):
        counted.update(set(terms_of(_title(record).title)))
    best = sorted(counted.items(), key=lambda each: (-each[1], len(each[0]), each[0]))
    return [Term(text, count, frozenset(term_keys(text))) for text, count in best[:_MOST_TERMS]]


def renew_terms(engine: Engine, lock: Path) -> None:
    """Bring the terms up to what the file holds now.

    They are written beside the old ones in short transactions, and then take their place at once:
    to be called by one program at a time (``deriving``).
    """
    with engine.connect() as connection:
        terms = collect_terms(connection)
    with writing(engine, lock) as connection:
        _tables_beside(connection)
    pace, waiting = Pace(_FIRST_TERMS), iter(enumerate(terms, start=1))
    while part := list(islice(waiting, pace.rows)):
        told = [(n, each.text, each.count) for n, each in part]
        keys = [(key, n) for n, each in part for key in each.keys]
        noted = partial(pace.note, len(part))
        with writing(engine, lock, bulk=True, noted=noted) as connection:
            write_many(connection, "insert into term_next (n, text, count) values (?, ?, ?)", told)
            write_many(connection, "insert into term_key_next (key, term) values (?, ?)", keys)
    with writing(engine, lock) as connection:
        for name in (term.name, term_key.name):
            connection.exec_driver_sql(f"drop table {name}")
            connection.exec_driver_sql(f"alter table {name}_next rename to {name}")


def _tables_beside(connection: Connection) -> None:
    beside = MetaData()
    for table in (term, term_key):
        copied = table.to_metadata(beside, name=f"{table.name}_next")
        copied.drop(connection, checkfirst=True)
        copied.create(connection)


def terms_of(title: str) -> Iterator[str]:
    """Yield the terms of a title: its parts between brackets, slashes and blanks."""
    for part in _PARTS.split(_BRACKETED.sub(" ", title)):
        text = part.strip("._")
        if 2 <= len(text) <= 12 and not _COUNTED.fullmatch(text):
            yield text


def term_keys(text: str) -> set[str]:
    """Return every key a term is found by, as prefixes of what is typed."""
    folded = normalise(text)
    keys = {folded[at:] for at in range(len(folded))}
    for spelled in _spellings(folded):
        for start in range(len(spelled)):
            keys.add("".join(spelled[start:]))
        keys.add("".join(syllable[0] for syllable in spelled))
    keys |= {key.translate(_T9) for key in keys if key.isascii() and key.isalnum()}
    return {key[:_KEY_LENGTH] for key in keys if key} | sound_keys(folded) | _whole_keys(folded)


def _whole_keys(folded: str) -> set[str]:
    """Return what spells all of a term as it is most likely read, marked."""
    likely = next(iter(_spellings(folded)))
    whole = {folded, "".join(likely), "".join(syllable[0] for syllable in likely)}
    whole |= {key.translate(_T9) for key in whole if key.isascii() and key.isalnum()}
    return {f"{WHOLE}{key[:_KEY_LENGTH]}" for key in whole if key}


def _spellings(folded: str) -> Iterable[list[str]]:
    """Return the ways a term is read: the likely reading, then others of its first characters."""
    from pypinyin import Style, lazy_pinyin, pinyin

    likely = [part for part in lazy_pinyin(folded, style=Style.NORMAL) if part]
    yield likely
    readings = pinyin(folded, style=Style.NORMAL, heteronym=True)
    options = [[each for each in syllable if each][:2] or [""] for syllable in readings]
    for spelled in itertools.islice(itertools.product(*options), _READINGS):
        if all(spelled):
            yield list(spelled)
