"""Items like one item: the same kind of work, title words, place, pay and openness."""

from dataclasses import dataclass

import numpy as np
from sqlalchemy import Connection

from queue_server.content import looking
from queue_server.content.indexing import fact_mask
from queue_server.content.looking import Numbers
from queue_server.content.model import KINDS, OCCUPATIONS, Record
from queue_server.content.shelf import UNTOLD, Columns, Shelf
from queue_server.content.terms import terms_of
from queue_server.content.tokens import normalise

_MUCH, _SOME, _LITTLE = 4, 2, 1
_NEAR_PAY = 0.2


@dataclass(frozen=True, slots=True)
class Likeness:
    """What items are compared with; ``rows`` are those alike enough to be shown."""

    record: Record
    titled: Numbers
    rows: Numbers

    def score(self, columns: Columns) -> Numbers:
        """Return how alike items are; at least 4 where work or title words are the same."""
        return _score(self.record, self.titled, columns)


def likeness_of(connection: Connection, shelf: Shelf, record: Record, number: int) -> Likeness:
    """Find what is like an item, which has this number in the file, itself left out."""
    names = [normalise(term) for term in terms_of(record.title)]
    titled = looking.titles_with(connection, names)

    def look(columns: Columns) -> Numbers:
        score = _score(record, titled, columns)
        alike = (score >= _MUCH) & (columns.kind == KINDS.index(record.kind))
        found: Numbers = columns.n[alike & (columns.n != number)].copy()
        return found

    return Likeness(record, titled, shelf.look(look))


def _score(record: Record, titled: Numbers, columns: Columns) -> Numbers:
    score = np.zeros(len(columns), np.int64)
    if record.occupation and record.occupation != "other":
        score += (columns.occupation == OCCUPATIONS.index(record.occupation)) * _MUCH
    score += np.isin(columns.n, titled) * _MUCH
    same = score > 0
    if record.region:
        code = int(record.region)
        score += (columns.region == code) * _SOME + (columns.region // 100 == code // 100) * _LITTLE
    pay = record.pay_max if record.pay_max is not None else record.pay_min
    if pay:
        near = np.abs(columns.pay - pay) <= pay * _NEAR_PAY
        score += (near & (columns.pay != UNTOLD)) * _LITTLE
    if record.disability:
        score += ((columns.disability & record.disability) != 0) * _LITTLE
    if mask := fact_mask(record.facts):
        score += ((columns.facts & mask) != 0) * _LITTLE
    alike: Numbers = np.where(same, score, 0)
    return alike
