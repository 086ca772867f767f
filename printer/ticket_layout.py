"""Slip → document, pure: what stands where, in which order, for which reader."""

from collections.abc import Callable, Mapping

from hall.texts import Texts
from printer.document import Big, Block, Code, Document, Line, Row, Rule, Size, TopMark
from printer.note_layout import layout_note
from printer.profile import Profile
from printer.slip import TicketSlip, Variant
from printer.wording import LANGUAGES, hall_size, hall_time, printer_texts, typing_place

__all__ = ["LANGUAGES", "layout_note", "layout_ticket", "printer_texts"]


def layout_ticket(slip: TicketSlip, profile: Profile) -> Document:
    """Return the ticket as a document for paper of this profile.

    What is empty or unknown is left out; on narrow paper the hall's name is set smaller. The hall's
    emblem stands above its name, and easy reading has neither.
    """
    texts = printer_texts(slip.language)
    body = _VARIANTS[slip.variant](slip, texts, hall_size(profile))
    head: list[Block] = [
        TopMark(
            text=texts.written("ticket-top"),
            reprint=texts.written("ticket-reprint") if slip.reprint else "",
        )
    ]
    if slip.emblem is not None and profile.emblem and slip.variant != "easy_read":
        head.append(slip.emblem)
    return Document(
        title=f"ticket {slip.number}",
        language=slip.language,
        blocks=tuple(head + body),
        drawn=slip.variant == "large_print",
    )


def _standard(slip: TicketSlip, texts: Texts, hall: Size) -> list[Block]:
    blocks: list[Block] = [
        Line(text=slip.hall, size=hall, bold=True, align="centre"),
        Big(text=slip.number),
        Line(text=slip.service, size="title", bold=True, align="centre"),
        Rule(thick=True),
    ]
    if slip.area:
        blocks.append(Row(label=texts.written("ticket-area"), value=slip.area))
        if slip.directions:
            blocks.append(Line(text=slip.directions))
        blocks.append(Rule())
    for row in _facts(slip, texts, "body"):
        blocks += [row, Rule()]
    blocks[-1] = Rule(thick=True)
    if slip.alone:
        blocks += [Line(text=texts.written("ticket-alone")), Rule()]
    if slip.priority:
        blocks += [Line(text=slip.priority), Rule()]
    blocks += _code(slip, texts)
    blocks.append(Line(text=texts.written("ticket-advice")))
    blocks += _foot(slip, texts, "ticket-hotline")
    return blocks


def _large_print(slip: TicketSlip, texts: Texts, _hall: Size) -> list[Block]:
    blocks: list[Block] = [
        Line(text=slip.hall, align="centre"),
        Big(text=slip.number),
        Line(text=slip.service, size="title", bold=True, align="centre"),
        Rule(thick=True),
    ]
    if slip.area:
        blocks.append(Line(text=slip.area, size="title", bold=True))
        if slip.directions:
            blocks.append(Line(text=slip.directions, size="lead"))
        blocks.append(Rule(thick=True))
    for row in _facts(slip, texts, "lead"):
        blocks += [row, Rule()]
    if slip.alone:
        blocks += [Line(text=texts.written("ticket-alone"), size="lead"), Rule()]
    if slip.priority:
        blocks += [Line(text=slip.priority, size="lead"), Rule()]
    blocks += _code(slip, texts)
    blocks.append(Line(text=texts.written("ticket-advice"), size="lead"))
    blocks += _foot(slip, texts, "ticket-hotline", "lead")
    return blocks


def _easy_read(slip: TicketSlip, texts: Texts, _hall: Size) -> list[Block]:
    blocks: list[Block] = [
        Line(text=texts.written("easy-number"), size="lead", bold=True, align="centre"),
        Big(text=slip.number),
        Line(text=slip.service, size="title", bold=True, align="centre"),
        Rule(thick=True),
    ]
    if slip.area:
        blocks.append(Line(text=texts.written("easy-area", area=slip.area), size="lead", bold=True))
        if slip.directions:
            blocks.append(Line(text=slip.directions, size="lead"))
        blocks.append(Rule())
    if slip.ahead is not None:
        blocks += [
            Line(text=texts.written("easy-ahead", people=slip.ahead), size="lead"),
            Rule(),
        ]
    if slip.wait is not None:
        blocks += [Line(text=_wait(slip.wait, texts, "easy-wait"), size="lead"), Rule()]
    blocks += [
        Line(text=texts.written("easy-call", number=slip.number), size="lead", bold=True),
        Rule(),
        Line(text=texts.written("easy-lost"), size="lead"),
        Rule(),
        Row(label=texts.written("ticket-taken"), value=hall_time(slip.issued_at, texts)),
    ]
    if slip.alone:
        blocks += [Rule(), Line(text=texts.written("ticket-alone"), size="lead")]
    if slip.priority:
        blocks += [Rule(), Line(text=slip.priority)]
    blocks.append(Rule(thick=True))
    blocks += _code(slip, texts)
    blocks += _foot(slip, texts, "easy-hotline")[1:]
    return blocks


_VARIANTS: Mapping[Variant, Callable[[TicketSlip, Texts, Size], list[Block]]] = {
    "standard": _standard,
    "large_print": _large_print,
    "easy_read": _easy_read,
}


def _facts(slip: TicketSlip, texts: Texts, size: Size) -> list[Row]:
    rows = []
    if slip.ahead is not None:
        value = texts.written("ticket-ahead-value", people=slip.ahead)
        rows.append(Row(label=texts.written("ticket-ahead"), value=value, size=size))
    if slip.wait is not None:
        value = _wait(slip.wait, texts, "ticket-wait-value")
        rows.append(Row(label=texts.written("ticket-wait"), value=value, size=size))
    time = hall_time(slip.issued_at, texts)
    rows.append(Row(label=texts.written("ticket-taken"), value=time, size=size))
    return rows


def _code(slip: TicketSlip, texts: Texts) -> list[Block]:
    if not slip.url:
        return []
    code = Code(
        data=slip.url,
        caption=texts.written("ticket-scan"),
        short=slip.short_code,
        where=typing_place(slip.url, slip.short_code, texts),
    )
    return [code, Rule(thick=True)]


def _foot(slip: TicketSlip, texts: Texts, hotline: str, size: Size = "body") -> list[Block]:
    blocks: list[Block] = []
    if slip.hotline:
        blocks += [Rule(), Row(label=texts.written(hotline), value=slip.hotline, size=size)]
    if slip.needs:
        blocks += [Rule(), Line(text=_needs(slip, texts), size=size)]
    return blocks or [Rule()]


def _needs(slip: TicketSlip, texts: Texts) -> str:
    names = [texts.written(f"need-{need}") for need in slip.needs]
    together = names[0]
    for name in names[1:]:
        together = texts.written("ticket-and", first=together, second=name)
    return texts.written("ticket-needs", names=together)


def _wait(wait: tuple[int, int], texts: Texts, key: str) -> str:
    low, high = wait
    if low == high:
        return texts.written(key.removesuffix("-value") + "-one", low=str(low))
    return texts.written(key, low=str(low), high=str(high))
