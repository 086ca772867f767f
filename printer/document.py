"""What to print, free of any device: a list of blocks read from top to bottom.

A layout makes a document, a codec turns it into one printer's bytes. Sizes are meanings, not dots:
``body`` is the smallest (capitals ≥ 3.5 mm, A-88), ``number`` has capitals ≥ 15 mm.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

Size = Literal["body", "lead", "title"]
Align = Literal["left", "centre"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A text, broken into as many lines as it needs."""

    text: str
    size: Size = "body"
    bold: bool = False
    align: Align = "left"


@dataclass(frozen=True, slots=True, kw_only=True)
class Big:
    """The ticket number, as large as the paper allows."""

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A label at the left and its value at the right, or below each other where too long."""

    label: str
    value: str
    size: Size = "body"


@dataclass(frozen=True, slots=True, kw_only=True)
class Code:
    """A QR code with the words that say what it is for.

    ``where`` says where ``short`` is typed by somebody whose phone cannot scan.
    """

    data: str
    caption: str
    short: str = ""
    where: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A line across the paper; ``dashed`` is where it is torn in two."""

    thick: bool = False
    dashed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Blank:
    """A label and a line to write on by hand."""

    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TopMark:
    """Says which end is up (▲), and at the other side whether this is a reprint."""

    text: str
    reprint: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Emblem:
    """The hall's picture in the middle, as dots at 8 a millimetre.

    ``rows`` are whole bytes for each row, the leftmost dot in the highest bit, 1 is black.
    """

    width: int
    rows: bytes


Block = Line | Big | Row | Code | Rule | Blank | TopMark | Emblem


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One piece of paper. ``title`` names the job in logs and the spool (no personal data).

    ``drawn`` asks for a picture on every printer: large print needs sizes between the whole steps
    a printer's own font can be enlarged by.
    """

    title: str
    language: str
    blocks: tuple[Block, ...]
    drawn: bool = False

    def texts(self) -> Iterator[str]:
        """Yield every text that may have to be drawn as letters.

        What a QR code holds is one of them: where it is too long for the paper it is printed.
        """
        for block in self.blocks:
            match block:
                case Line() | Big():
                    yield block.text
                case Blank():
                    yield block.label
                case Row():
                    yield block.label
                    yield block.value
                case Code():
                    yield block.data
                    yield block.caption
                    yield block.short
                    yield block.where
                case TopMark():
                    yield block.text
                    yield block.reprint
                case Rule() | Emblem():
                    pass
