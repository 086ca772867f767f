"""What became of paper, kept until the hall can be told: staff must know when none came out.

The hall takes an outcome for a row of its journal. A ticket's row and its paper may come in either
order, and the hall may be gone meanwhile; both are waited for here. Only ids are kept (A-82).
"""

from collections import OrderedDict
from dataclasses import dataclass
from typing import TypeVar

from kiosk.flow.visit import Paper
from queue_server import wire

_Kept = TypeVar("_Kept")
_SINK = "printer"
_KEPT = 200
_OUTCOMES: dict[Paper, tuple[wire.Outcome, str]] = {
    "printed": ("printed", ""),
    "out": ("failed", "no paper"),
    "failed": ("failed", "not printed"),
    "unsure": ("failed", "not confirmed"),
}


@dataclass(frozen=True, slots=True)
class Receipt:
    """An outcome that can be told: whose it is, and the message."""

    ticket: str
    delivery: wire.Delivery


class Receipts:
    """Pairs the rows of tickets with what the printer made of them."""

    def __init__(self) -> None:
        self._rows: OrderedDict[str, int] = OrderedDict()
        self._outcomes: OrderedDict[str, Paper] = OrderedDict()
        self._names: OrderedDict[str, str] = OrderedDict()
        self._epoch = ""

    @property
    def waiting(self) -> bool:
        """Whether the hall has yet to be told of something it has a row for."""
        return self.due() is not None

    def row(self, epoch: str, ticket: str, seq: int) -> None:
        """Note the row that asked for a ticket's paper; rows of an older journal mean nothing."""
        if epoch != self._epoch:
            self._rows.clear()
            self._epoch = epoch
        _keep(self._rows, ticket, seq)

    def outcome(self, ticket: str, outcome: Paper) -> None:
        """Note what came of a ticket's paper; a kiosk without a printer has nothing to tell."""
        if outcome in _OUTCOMES:
            _keep(self._outcomes, self._names.get(ticket, ticket), outcome)

    def renamed(self, before: str, now: str) -> None:
        """Note that the hall knows a ticket by another id than this kiosk did."""
        _keep(self._names, before, now)
        if before in self._outcomes:
            _keep(self._outcomes, now, self._outcomes.pop(before))

    def due(self) -> Receipt | None:
        """Return the oldest outcome whose row is known; it stays due until it is told."""
        ticket = next((one for one in self._outcomes if one in self._rows), None)
        if ticket is None:
            return None
        outcome, detail = _OUTCOMES[self._outcomes[ticket]]
        seq = self._rows[ticket]
        return Receipt(ticket, wire.Delivery(seq=seq, sink=_SINK, outcome=outcome, detail=detail))

    def told(self, receipt: Receipt) -> None:
        """Note that the hall knows, unless something newer came of that ticket meanwhile."""
        if self.due() == receipt:
            del self._outcomes[receipt.ticket]


def _keep(kept: OrderedDict[str, _Kept], key: str, value: _Kept) -> None:
    kept[key] = value
    kept.move_to_end(key)
    while len(kept) > _KEPT:
        kept.popitem(last=False)
