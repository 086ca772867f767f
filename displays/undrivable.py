"""Signs whose settings cannot be driven: every call they should show is told as failed, with why.

Such a sign is no reason to stop the others, and a line in a log that nobody reads would leave staff
believing that it shows their calls.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from displays.hall_state import Call
from displays.receipts import Receipts

# First in the detail: a receipt's detail is bounded, and what to do must survive.
REMEDY = (
    "cannot be driven; correct this [[sign]] in the site file and start the display agent again"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class UndrivableSign:
    """A sign of the site that no driver can serve; ``why`` says what is wrong with its settings."""

    id: str
    zone: str
    window: str | None
    why: str

    def should_show(self, call: Call) -> bool:
        """Tell whether a call belongs on this sign: its window's, else its zone's."""
        return call.window == self.window if self.window else call.zone == self.zone


class UndrivableSigns:
    """Posts a failed receipt for every call one of these signs should have shown."""

    def __init__(self, signs: Sequence[UndrivableSign], receipts: Receipts) -> None:
        self._signs = tuple(signs)
        self._receipts = receipts

    def missed(self, call: Call) -> None:
        """Tell the server that these signs do not show this call."""
        for sign in self._signs:
            if call.is_receipted and sign.should_show(call):
                detail = f"{REMEDY}: {sign.why}"
                self._receipts.post(call.seq, f"sign:{sign.id}", "failed", detail)
