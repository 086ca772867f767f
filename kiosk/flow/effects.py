"""What a step asks of the world outside; the core performs it and brings the answer back."""

from dataclasses import dataclass
from typing import Literal

from kiosk.input_method.candidates import Stroke


@dataclass(frozen=True, slots=True)
class TakeTicket:
    """Issue a ticket for the chosen service and needs, under the visit's key."""


@dataclass(frozen=True, slots=True)
class LookUp:
    """Ask what became of a ticket number."""

    number: str


@dataclass(frozen=True, slots=True)
class CheckIn:
    """Tell the hall that a booked visitor is here."""

    code: str


@dataclass(frozen=True, slots=True)
class Act:
    """Do something with the ticket found: ``step-away``, ``back``, ``reinstate`` and the like."""

    event: str


@dataclass(frozen=True, slots=True)
class ChangeNeeds:
    """Tell what helps the visitor now, for the ticket found."""


@dataclass(frozen=True, slots=True)
class FindContent:
    """Search content as the visit's search says; ``after`` continues from an answer's ``next``."""

    after: str = ""


@dataclass(frozen=True, slots=True)
class OpenItem:
    """Fetch one item, whole."""

    kind: str
    item: str


@dataclass(frozen=True, slots=True)
class Suggest:
    """Complete what was typed."""

    typed: str


@dataclass(frozen=True, slots=True)
class Spell:
    """Make words of pinyin letters."""

    letters: str


@dataclass(frozen=True, slots=True)
class Recognise:
    """Make a character of strokes."""

    strokes: tuple[Stroke, ...]


SlipKind = Literal["job", "training", "recommendation", "fair", "policy"]


@dataclass(frozen=True, slots=True)
class PrintSlip:
    """Print the item shown, to take along."""

    kind: SlipKind


@dataclass(frozen=True, slots=True)
class CallStaff:
    """Ask a person to come."""


@dataclass(frozen=True, slots=True)
class Refresh:
    """Ask the hall again for what the kiosk knows of it."""


@dataclass(frozen=True, slots=True)
class SendTelling:
    """Send what the visitor tells the hall, under the telling's key."""


@dataclass(frozen=True, slots=True)
class PrintNote:
    """Print what the visit itself came to: a receipt, the way to a place, a registered need."""

    kind: Literal["receipt", "way", "need"]


@dataclass(frozen=True, slots=True)
class AskStatus:
    """Ask what became of something told, by the number on its receipt."""

    reference: str


@dataclass(frozen=True, slots=True)
class MatchWishes:
    """Ask which jobs answer what the visitor wishes for."""


@dataclass(frozen=True, slots=True)
class RegisterNeed:
    """Register the visitor's need for work, as consented to."""


@dataclass(frozen=True, slots=True)
class WithdrawNeed:
    """Erase a registered need by the number on its receipt."""

    reference: str


Told = SendTelling | AskStatus | MatchWishes | RegisterNeed | WithdrawNeed
"""What the visitor lets the hall know, or takes back."""

Typing = Suggest | Spell | Recognise
"""What follows the hand: only the latest counts, and the one before is dropped."""

Question = (
    TakeTicket
    | LookUp
    | CheckIn
    | Act
    | ChangeNeeds
    | FindContent
    | OpenItem
    | Typing
    | CallStaff
    | Refresh
    | Told
)
"""What only the hall can answer."""

Effect = Question | PrintSlip | PrintNote
