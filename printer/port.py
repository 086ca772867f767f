"""The port: what the rest of the house may ask of a printer.

Paper out and an open cover are values, not exceptions. Nothing here ever prints twice by itself.
"""

from dataclasses import dataclass
from typing import Literal, Protocol

from printer.document import Document

PrinterStatus = Literal[
    "ready",  # answered, and nothing is wrong
    "low",  # prints, but paper ends soon
    "out",  # no paper
    "cover",  # cover open
    "cutter",  # the knife is stuck
    "hot",  # the head cools down, goes on by itself
    "fault",  # needs switching off and on
    "offline",  # answered that it cannot print, without saying why
    "unreachable",  # cannot be opened, or three questions in a row unanswered
    "unknown",  # no answer this time; never shown as ready
    "none",  # this printer cannot answer
]
PRINTS: frozenset[PrinterStatus] = frozenset({"ready", "low", "unknown", "none"})
"""With these a ticket is sent: nothing says that it would not come out."""

Cause = PrinterStatus | Literal["", "lost", "power"]
"""Why an outcome is not ``printed``: a status, the link lost on the way, or the power."""

Result = Literal["printed", "not_confirmed", "failed"]


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintOutcome:
    """What came of a document.

    ``printed``: the printer said so after everything was on paper. ``not_confirmed``: bytes were
    sent, but nobody knows whether they became a ticket; ask a person before printing again.
    ``failed``: nothing was sent. ``replaced`` are characters no font here can draw, printed as 〓.
    """

    result: Result
    cause: Cause = ""
    paper_low: bool = False
    replaced: tuple[str, ...] = ()


class Printer(Protocol):
    """One printer. Every wait is bounded."""

    async def print(self, document: Document) -> PrintOutcome:
        """Put a document on paper once; never raises for what a printer can do wrong."""
        ...

    async def status(self) -> PrinterStatus:
        """Ask the printer how it is."""
        ...

    async def aclose(self) -> None:
        """Let go of the device; harmless when repeated."""
        ...
