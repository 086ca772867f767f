"""Slip → document, pure: what stands where, in which order, for which reader."""

from collections.abc import Callable, Mapping
from datetime import datetime

from hall.texts import Texts, catalogue_source
from printer.document import Big, Block, Code, Document, Line, Row, Rule, Size, TopMark
from printer.profile import Profile
from printer.slip import NoteSlip, TicketSlip, Variant

LANGUAGES = ("zh-CN", "en")
_WIDE_PAPER_DOTS = 448


def printer_texts(language: str) -> Texts:
    """Return our catalogue in a language, or in the first one where we have none."""
    known = language if language in LANGUAGES else LANGUAGES[0]
    return Texts(known, [catalogue_source("printer", known)])


def layout_ticket(slip: TicketSlip, profile: Profile) -> Document:
    """Return the ticket as a document for paper of this profile.

    What is empty or unknown is left out; on narrow paper the hall's name is set smaller.
    """
    texts = printer_texts(slip.language)
    body = _VARIANTS[slip.variant](slip, texts, _hall_size(profile))
    head: list[Block] = [
        TopMark(
            text=texts.written("ticket-top"),
            reprint=texts.written("ticket-reprint") if slip.reprint else "",
        )
    ]
    return Document(
        title=f"ticket {slip.number}",
        language=slip.language,
        blocks=tuple(head + body),
        drawn=slip.variant == "large_print",
    )


def layout_note(slip: NoteSlip, profile: Profile) -> Document:
    """Return a job, training or recommendation slip or a receipt as a document."""
    texts = printer_texts(slip.language)
    large = slip.variant == "large_print"
    size: Size = "lead" if large else "body"
    blocks: list[Block] = [
        TopMark(
            text=texts.written("ticket-top"),
            reprint=texts.written("ticket-reprint") if slip.reprint else "",
        ),
        Line(text=slip.hall, size=_hall_size(profile), bold=True, align="centre"),
        Line(text=texts.written(f"note-{slip.kind}"), align="centre"),
        Line(text=slip.title, size="title", bold=True, align="centre"),
        Rule(thick=True),
    ]
    for label, value in slip.rows:
        blocks += [Row(label=label, value=value, size=size), Rule()]
    blocks += [Line(text=paragraph, size=size) for paragraph in slip.paragraphs]
    if slip.url:
        blocks += [Rule(thick=True), Code(data=slip.url, caption=texts.written("note-scan"))]
    blocks += [
        Rule(thick=True),
        Row(label=texts.written("note-printed"), value=_time(slip.printed_at, texts)),
    ]
    if slip.hotline:
        blocks.append(Row(label=texts.written("ticket-hotline"), value=slip.hotline))
    return Document(title=slip.kind, language=slip.language, blocks=tuple(blocks), drawn=large)


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
        Row(label=texts.written("ticket-taken"), value=_time(slip.issued_at, texts)),
    ]
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


def _hall_size(profile: Profile) -> Size:
    return "lead" if profile.width_dots >= _WIDE_PAPER_DOTS else "body"


def _facts(slip: TicketSlip, texts: Texts, size: Size) -> list[Row]:
    rows = []
    if slip.ahead is not None:
        value = texts.written("ticket-ahead-value", people=slip.ahead)
        rows.append(Row(label=texts.written("ticket-ahead"), value=value, size=size))
    if slip.wait is not None:
        value = _wait(slip.wait, texts, "ticket-wait-value")
        rows.append(Row(label=texts.written("ticket-wait"), value=value, size=size))
    time = _time(slip.issued_at, texts)
    rows.append(Row(label=texts.written("ticket-taken"), value=time, size=size))
    return rows


def _code(slip: TicketSlip, texts: Texts) -> list[Block]:
    if not slip.url:
        return []
    caption = texts.written("ticket-scan")
    return [Code(data=slip.url, caption=caption, short=slip.short_code), Rule(thick=True)]


def _foot(slip: TicketSlip, texts: Texts, hotline: str, size: Size = "body") -> list[Block]:
    blocks: list[Block] = []
    if slip.hotline:
        blocks += [Rule(), Row(label=texts.written(hotline), value=slip.hotline, size=size)]
    if slip.needs:
        blocks += [Rule(), Line(text=_needs(slip, texts), size=size)]
    return blocks or [Rule()]


def _needs(slip: TicketSlip, texts: Texts) -> str:
    comma = "、" if texts.language == "zh-CN" else ", "
    names = (texts.written(f"need-{need}") for need in slip.needs)
    colon = "：" if texts.language == "zh-CN" else ": "
    return texts.written("ticket-needs") + colon + comma.join(names)


def _wait(wait: tuple[int, int], texts: Texts, key: str) -> str:
    low, high = wait
    if low == high:
        return texts.written(key.removesuffix("-value") + "-one", low=str(low))
    return texts.written(key, low=str(low), high=str(high))


def _time(at: datetime, texts: Texts) -> str:
    return texts.written(
        "ticket-time", month=at.month, day=at.day, time=f"{at.hour:02}:{at.minute:02}"
    )
