"""Which items answer what somebody looks for, and how well; one rule for both directions.

A job that states it takes other disabilities or levels only, asks for more schooling or pays less
than wanted is no match, and neither is one that answers nothing of the work, words and places
named. What a job leaves open counts nothing and is named as a question to ask. The score is the
share, in hundredths, of what was asked that the job is known to answer.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from sqlalchemy import Connection

from queue_server.content import looking
from queue_server.content.disability import wanted_mask
from queue_server.content.education import highest_suited
from queue_server.content.indexing import index_entry
from queue_server.content.looking import Numbers, among
from queue_server.content.model import FACTS, KINDS, OCCUPATIONS, Kind, Record
from queue_server.content.reasons import Wanted, questions_left, reasons_for, sentence
from queue_server.content.regions import span
from queue_server.content.shelf import UNTOLD, Columns, Mask, Shelf, columns_of
from queue_server.content.synonyms import synonyms_of
from queue_server.content.tokens import words
from queue_server.wire import Label, Wishes

_WORK, _WORDS, _PLACE, _DISABILITY, _PAY, _SCHOOLING, _FACT = 30, 30, 20, 20, 10, 5, 5


@dataclass(frozen=True, slots=True)
class Ranked:
    """An item's number in the file and how well it answers, 0 to 100."""

    number: int
    score: int


def rank(
    connection: Connection,
    shelf: Shelf,
    wishes: Wishes,
    *,
    now: int,
    limit: int,
    kind: Kind = "job",
    after: int = 0,
) -> list[Ranked]:
    """Return the items that answer wishes best, the newest first among equals.

    ``after`` leaves out those numbered up to it: what was there at an earlier look.
    """
    said = [looking.rows_with(connection, [group]) for group in _groups(wishes)]

    def look(columns: Columns) -> list[Ranked]:
        held = [among(rows, columns.n) for rows in said]
        shown = (columns.kind == KINDS.index(kind)) & (columns.expires > now) & (columns.n > after)
        score = np.where(shown, _score(columns, wishes, held), 0)
        found = np.flatnonzero(score > 0)
        order = np.lexsort((columns.n[found], columns.published[found], score[found]))[::-1]
        return [Ranked(int(columns.n[place]), int(score[place])) for place in found[order[:limit]]]

    return shelf.look(look)


def fit(record: Record, wishes: Wishes) -> int:
    """Return how well one item answers wishes, 0 where it does not."""
    entry = index_entry(record)
    columns = columns_of([{"n": 1, **entry.columns}])
    held = [
        np.array([any(word in entry.straw.text for word in group)]) for group in _groups(wishes)
    ]
    return int(_score(columns, wishes, held)[0])


def told(
    record: Record, wishes: Wishes, region_names: dict[str, str]
) -> tuple[tuple[Label, ...], tuple[Label, ...]]:
    """Return why an item answers wishes, and what is left to ask."""
    wanted = Wanted(
        disability=wishes.disability,
        education=wishes.education,
        regions=wishes.regions,
        region_names=region_names,
        occupations=wishes.occupations,
        pay_min=wishes.pay_min,
        facts=wishes.facts,
    )
    straw = index_entry(record).straw.text
    found = [each for group in _groups(wishes) for each in group if each in straw]
    said = (sentence("reason-words", words="、".join(found)),) if found else ()
    return (*reasons_for(record, wanted), *said), questions_left(record, wanted)


def _groups(wishes: Wishes) -> list[tuple[str, ...]]:
    return [(word, *synonyms_of(word)) for each in wishes.words for word in words(each)]


def _score(columns: Columns, wishes: Wishes, held: Sequence[Mask]) -> Numbers:
    points = np.zeros(len(columns), np.int64)
    named = np.zeros(len(columns), np.bool_)
    most = 0
    for weight, answers in _named(columns, wishes, held):
        points += answers * weight
        named |= answers
        most += weight
    out = np.zeros(len(columns), np.bool_)
    for weight, answers, refuses in _stated(columns, wishes):
        points += answers * weight
        out |= refuses
        most += weight
    if not most:
        return points
    if wishes.occupations or held or wishes.regions:
        out |= ~named
    score: Numbers = np.where(out, 0, points * 100 // most)
    return score


def _named(columns: Columns, wishes: Wishes, held: Sequence[Mask]) -> list[tuple[int, Mask]]:
    """Return what of work, words and places was named, and where each is answered."""
    found: list[tuple[int, Mask]] = []
    if wishes.occupations:
        wanted = [OCCUPATIONS.index(each) for each in wishes.occupations]
        found.append((_WORK, np.isin(columns.occupation, wanted)))
    if held:
        found.append((_WORDS, np.logical_or.reduce(held)))
    if wishes.regions:
        inside = np.zeros(len(columns), np.bool_)
        for code in wishes.regions:
            first, last = span(code)
            inside |= (columns.region >= first) & (columns.region <= last)
        found.append((_PLACE, inside))
    return found


def _stated(columns: Columns, wishes: Wishes) -> list[tuple[int, Mask, Mask]]:
    """Return what else was asked: where a job says it answers, and where it says it does not."""
    found: list[tuple[int, Mask, Mask]] = []
    wanted = wanted_mask(wishes.disability) if wishes.disability else None
    if wanted:
        open_to = (columns.disability & wanted) != 0
        found.append((_DISABILITY, open_to, (columns.disability != 0) & ~open_to))
    if wishes.pay_min:
        enough, stated = columns.pay >= wishes.pay_min, columns.pay != UNTOLD
        found.append((_PAY, enough & stated, stated & ~enough))
    highest = highest_suited(wishes.education) if wishes.education else None
    if highest is not None:
        suits, stated = columns.education <= highest, columns.education != UNTOLD
        found.append((_SCHOOLING, suits & stated, stated & ~suits))
    for fact in wishes.facts:
        has = (columns.facts & (1 << FACTS.index(fact))) != 0
        found.append((_FACT, has, np.zeros(len(columns), np.bool_)))
    return found
