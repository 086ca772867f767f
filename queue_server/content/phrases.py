"""Frequent phrases of today's texts (有限公司, 五险一金), so that asking for one reads no texts.

Words of three characters or more are checked against the text itself; for words a great part of
the items hold, that check is nearly a scan. The phrases of three to six characters that at least
one item in twenty holds (three characters: three in a hundred) are therefore an index of their
own: it decides them alone, exactly.
Learned from what the file holds, written in short transactions, and renewed when the file has
doubled; until it is complete, and for every other word, the check is used.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field

import msgspec
from sqlalchemy import Connection, text

from queue_server.content.blocks import put_tokens, remove_tokens
from queue_server.content.tokens import runs

_SHORTEST, _LONGEST = 3, 6
_SHARE, _SHORT_SHARE = 0.05, 0.03
_SAMPLE = 10_000
_NOTHING: frozenset[str] = frozenset()


def learn(connection: Connection, count: int) -> frozenset[str]:
    """Return the frequent phrases, told from a sample of the texts."""
    step = max(1, count // _SAMPLE)
    chosen = text("select text from straw where n % :step = 0")
    texts = [runs(each) for each in connection.execute(chosen, {"step": step}).scalars()]
    found: set[str] = set()
    known: Set[str] | None = None
    for length in range(_SHORTEST, _LONGEST + 1):
        counted: Counter[str] = Counter()
        for each in texts:
            counted.update(_of_length(each, length, known))
        least = (_SHORT_SHARE if length == _SHORTEST else _SHARE) * len(texts)
        known = {phrase for phrase, rows in counted.items() if rows >= least}
        found |= known
    return frozenset(found)


@dataclass(frozen=True, slots=True)
class Known:
    """Known phrases: all of them, the shortest, and what lengthens each by one character."""

    all: frozenset[str] = _NOTHING
    shortest: frozenset[str] = _NOTHING
    longer: Mapping[str, Sequence[str]] = field(default_factory=dict)

    @classmethod
    def of(cls, phrases: Iterable[str]) -> "Known":
        """Return phrases made ready to be looked for in many texts."""
        known = frozenset(phrases)
        longer: dict[str, list[str]] = {}
        for phrase in known:
            longer.setdefault(phrase[:-1], []).append(phrase)
        shortest = frozenset(each for each in known if len(each) == _SHORTEST)
        return cls(known, shortest, longer)


def phrases_in(straw: str, known: Known) -> str:
    """Return the known phrases a text holds, as tokens with blanks between."""
    threes = {straw[at : at + _SHORTEST] for at in range(len(straw) - _SHORTEST + 1)}
    found = list(threes & known.shortest)
    for phrase in found:  # grows while it is read: what lengthens a phrase comes after it
        found += [each for each in known.longer.get(phrase, ()) if each in straw]
    return " ".join(found)


def known_phrases(connection: Connection) -> tuple[Known, int]:
    """Return the phrases rows are to be indexed by, and up to which number they are by now."""
    ready, upto, count = state_of(connection)
    if not count:
        return Known(), 0
    found = Known.of(connection.execute(text("select text from phrase")).scalars())
    return found, (1 << 62) if ready else upto


def within(connection: Connection, words: Sequence[str]) -> list[str]:
    """Return the known phrases that stand in some words and in no longer one of them.

    A row with all these words has all these phrases; a word that is a phrase is decided by it.
    """
    pieces = {
        word[start : start + length]
        for word in words
        for length in range(_SHORTEST, min(_LONGEST, len(word)) + 1)
        for start in range(len(word) - length + 1)
    }
    if not pieces or not state_of(connection)[0]:
        return []
    told = {"pieces": msgspec.json.encode(sorted(pieces)).decode()}
    known = sorted(connection.execute(_KNOWN, told).scalars(), key=len, reverse=True)
    longest: list[str] = []
    for phrase in known:
        if not any(phrase in longer for longer in longest):
            longest.append(phrase)
    return longest


def put_phrases(connection: Connection, rows: Sequence[tuple[int, str]]) -> None:
    """Index texts of rows that have none of their phrases indexed."""
    known, upto = known_phrases(connection)
    told = [(n, phrases_in(straw, known)) for n, straw in rows if n <= upto]
    put_tokens(connection, "phrases", told)


def remove_phrases(connection: Connection, numbers: Sequence[int]) -> None:
    """Take rows out."""
    _, upto = known_phrases(connection)
    remove_tokens(connection, "phrases", [number for number in numbers if number <= upto])


def _of_length(cut: Sequence[str], length: int, shorter: Set[str] | None) -> set[str]:
    """Return the phrases of a length; where shorter ones are known, only those made of them."""
    found: set[str] = set()
    for run in cut:
        for start in range(len(run) - length + 1):
            phrase = run[start : start + length]
            if shorter is None or phrase[:-1] in shorter:
                found.add(phrase)
    return found


def forget(connection: Connection) -> None:
    """Know no phrases; what rows are indexed by is to be taken out before others are known."""
    connection.execute(text("delete from phrase"))
    connection.execute(text("delete from phrase_state"))


def begin(connection: Connection, learned: frozenset[str], count: int) -> None:
    """Know other phrases, which no row is indexed by yet; ``count`` rows they are learned from."""
    connection.execute(text("delete from phrase"))
    if learned:
        told = [{"text": phrase} for phrase in sorted(learned)]
        connection.execute(text("insert into phrase (text) values (:text)"), told)
    note_state(connection, ready=0, upto=0, count=count)


def state_of(connection: Connection) -> tuple[bool, int, int]:
    """Return whether all rows are indexed, else up to which, and how many rows there were."""
    row = connection.execute(text("select ready, upto, rows from phrase_state")).one_or_none()
    return (False, 0, 0) if row is None else (bool(row.ready), row.upto, row.rows)


def note_state(connection: Connection, *, ready: int, upto: int, count: int) -> None:
    """Note how far rows are indexed."""
    connection.execute(text("delete from phrase_state"))
    connection.execute(
        text("insert into phrase_state (ready, upto, rows) values (:ready, :upto, :rows)"),
        {"ready": ready, "upto": upto, "rows": count},
    )


_KNOWN = text("select text from phrase where text in (select value from json_each(:pieces))")
