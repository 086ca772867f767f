"""A printer and ways of writing whose outcome a test decides."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from kiosk.flow.visit import Paper
from kiosk.input_method.candidates import Candidate, Stroke
from printer.slip import NoteSlip, Variant
from queue_server import wire


@dataclass
class PaperTray:
    """A printer whose next outcome a test decides."""

    outcome: Paper = "printed"
    present: bool = True
    printed: list[str] = field(default_factory=list)
    reprints: list[tuple[str, str]] = field(default_factory=list)
    slips: list[NoteSlip] = field(default_factory=list)
    variants: list[Variant] = field(default_factory=list)

    async def print_slip(self, slip: NoteSlip) -> Paper:
        self.slips.append(slip)
        return self.outcome

    async def print_ticket(
        self,
        ticket: wire.Ticket,
        language: str,
        *,
        reprint: bool,
        variant: Variant = "standard",
    ) -> Paper:
        self.variants.append(variant)
        if reprint:
            self.reprints.append((ticket.number, language))
        else:
            self.printed.append(ticket.number)
        return self.outcome


@dataclass
class Inputs:
    """Ways of putting words in that know a few words by heart."""

    writes: bool = True
    letters: list[str] = field(default_factory=list)
    words: tuple[Candidate, ...] = (
        Candidate(text="保安", takes=5),
        Candidate(text="保", takes=3, gloss="保护"),
        Candidate(text="包", takes=3, gloss="包子"),
        Candidate(text="宝", takes=3, gloss="宝贝"),
        Candidate(text="报", takes=3, gloss="报名"),
    )
    copy: tuple[wire.Suggestion, ...] = ()

    async def open(self) -> None: ...

    def remembered(self, typed: str, most: int) -> tuple[wire.Suggestion, ...]:
        return self.copy

    async def spelled(self, letters: str, ours: Sequence[wire.Suggestion]) -> tuple[Candidate, ...]:
        self.letters.append(letters)
        own = tuple(Candidate(text=one.text, takes=len(letters), count=one.count) for one in ours)
        return () if letters == "v" else own + self.words

    async def written(self, strokes: Sequence[Stroke]) -> tuple[Candidate, ...]:
        return (Candidate(text="一二三四五六七八九"[len(strokes) - 1], gloss="第一"),)
