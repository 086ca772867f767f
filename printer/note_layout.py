"""Slips to take along → document, pure: a job, a course, a recommendation, a receipt."""

from printer.document import Blank, Block, Code, Document, Line, Row, Rule, Size, TopMark
from printer.profile import Profile
from printer.slip import NoteSlip
from printer.wording import hall_size, hall_time, printer_texts, typing_place

_BOX = "□"


def layout_note(slip: NoteSlip, profile: Profile) -> Document:
    """Return a job, training or recommendation slip or a receipt as a document.

    Large print and easy reading set everything larger, easy reading each value on its own line.
    """
    plain = slip.variant == "standard"
    size: Size = "body" if plain else "lead"
    blocks = [*_head(slip, profile), *_facts(slip, size), *_ends(slip, size)]
    return Document(
        title=slip.kind,
        language=slip.language,
        blocks=tuple(blocks),
        drawn=slip.variant == "large_print",
    )


def _head(slip: NoteSlip, profile: Profile) -> list[Block]:
    texts = printer_texts(slip.language)
    blocks: list[Block] = [
        TopMark(
            text=texts.written("ticket-top"),
            reprint=texts.written("ticket-reprint") if slip.reprint else "",
        ),
        Line(text=slip.hall, size=hall_size(profile), bold=True, align="centre"),
        Line(text=texts.written(f"note-{slip.kind}"), align="centre"),
        Line(text=slip.title, size="title", bold=True, align="centre"),
    ]
    if slip.reference:
        blocks += [
            Line(text=texts.written("note-reference"), align="centre"),
            Line(text=slip.reference, size="title", bold=True, align="centre"),
        ]
    return [*blocks, Rule(thick=True)]


def _facts(slip: NoteSlip, size: Size) -> list[Block]:
    apart = slip.variant == "easy_read"
    blocks: list[Block] = []
    for label, value in slip.rows:
        if apart:
            blocks += [Line(text=label, size="body"), Line(text=value, size=size, bold=True)]
        else:
            blocks.append(Row(label=label, value=value, size=size))
        blocks.append(Rule())
    if slip.reasons:
        heading = printer_texts(slip.language).written("slip-fit")
        blocks.append(Line(text=heading, size=size, bold=True))
        blocks += [Line(text=reason, size=size) for reason in slip.reasons]
        blocks.append(Rule())
    blocks += [Line(text=paragraph, size=size) for paragraph in slip.paragraphs]
    blocks += [Blank(label=label) for label in slip.blanks]
    if not (slip.paragraphs or slip.blanks) and blocks:
        blocks.pop()  # a thick rule follows
    return blocks


def _ends(slip: NoteSlip, size: Size) -> list[Block]:
    texts = printer_texts(slip.language)
    blocks: list[Block] = [Rule(thick=True)]
    if slip.url:
        code = Code(
            data=slip.url,
            caption=texts.written("note-scan"),
            short=slip.short_code,
            where=typing_place(slip.url, slip.short_code, texts),
        )
        blocks += [code, Rule(thick=True)]
    printed = hall_time(slip.printed_at, texts)
    blocks.append(Row(label=texts.written("note-printed"), value=printed, size=size))
    if slip.hotline:
        hotline = Row(label=texts.written("ticket-hotline"), value=slip.hotline, size=size)
        blocks += [Rule(), hotline]
    return blocks + _answer(slip)


def _answer(slip: NoteSlip) -> list[Block]:
    if not slip.answers:
        return []
    blocks: list[Block] = [
        Rule(dashed=True),
        Line(text=slip.answer_title),
        Line(text=slip.title, size="lead", bold=True, align="centre"),
    ]
    blocks += [Line(text=f"{_BOX} {answer}", size="lead") for answer in slip.answers]
    return blocks + [Blank(label=label) for label in slip.answer_blanks]
