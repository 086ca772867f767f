"""The words suggested while somebody types: what titles, employers and places are made of.

Built after an import, kept in the content file with every key that finds a term: its text from any
character on, its pinyin from any syllable on, its initials, and each of these as telephone keys
(T9). So nothing needs the pinyin tables while a visitor waits.
"""

import itertools
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import msgspec
from sqlalchemy import Connection, delete, insert, select

from queue_server.content.database import body, term, term_key
from queue_server.content.sounds import sound_keys
from queue_server.content.tokens import normalise

_MOST_TERMS = 4000
_READINGS = 6
_BRACKETED = re.compile(r"[(（\[【〔《].*?[)）\]】〕》]")
_PARTS = re.compile(r"[^\w+#.]+|_")
_COUNTED = re.compile(r"\d+.?")
_T9 = str.maketrans("abcdefghijklmnopqrstuvwxyz", "22233344455566677778889999")
_KEY_LENGTH = 24


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


def replace_terms(connection: Connection, terms: Sequence[Term]) -> None:
    """Put new terms in the place of the old ones."""
    connection.execute(delete(term_key))
    connection.execute(delete(term))
    if not terms:
        return
    numbered = list(enumerate(terms, start=1))
    connection.execute(
        insert(term), [{"n": n, "text": each.text, "count": each.count} for n, each in numbered]
    )
    connection.execute(
        insert(term_key), [{"key": key, "term": n} for n, each in numbered for key in each.keys]
    )


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
    return {key[:_KEY_LENGTH] for key in keys if key} | sound_keys(folded)


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
