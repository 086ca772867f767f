"""One message of everything that began and ended, cut where a robot would refuse it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from hall.texts import Texts
from queue_server.alerts.edges import Edges

_MINUTE, _HOUR, _DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """What is told: ``subject`` for a mailbox, ``text`` for all, ``events`` for programs."""

    id: str
    subject: str
    text: str
    events: tuple[dict[str, str], ...] = ()


def digest(
    sent: Edges, texts: Texts, hall: str, at: datetime, page: str, limit: int | None
) -> Message:
    """Return a message of at most ``limit`` bytes of UTF-8; ``at`` is hall time.

    What stops visitors stands first and what works again last; where there is no room for all,
    the last line says how many more there are, and where.
    """
    entries = [_began(each.what, each.visitors, each.steps, texts) for each in sent.began]
    entries += [
        texts.written("alert-ended", what=each.what, lasted=lasted(each.lasted, texts))
        for each in sent.ended
    ]
    subject = texts.written(
        "alert-subject", hall=hall, began=len(sent.began), ended=len(sent.ended)
    )
    foot = texts.written("alert-foot", time=at.strftime("%m-%d %H:%M"), page=page)
    text = _fitted(subject, entries, foot, texts, limit)
    return Message(id=f"{at:%Y%m%dT%H%M%S}", subject=subject, text=text, events=_events(sent))


def trial(texts: Texts, hall: str, at: datetime, page: str) -> Message:
    """Return the message of the test button."""
    subject = texts.written("alert-trial-subject", hall=hall)
    foot = texts.written("alert-foot", time=at.strftime("%m-%d %H:%M"), page=page)
    text = "\n".join((subject, texts.written("alert-trial"), foot))
    return Message(id=f"{at:%Y%m%dT%H%M%S}-test", subject=subject, text=text)


def lasted(span: timedelta, texts: Texts) -> str:
    """Return a span in words, in its largest whole unit."""
    for unit, name in ((_DAY, "days"), (_HOUR, "hours")):
        if span >= 2 * unit:
            return texts.written(f"alert-lasted-{name}", count=span // unit)
    return texts.written("alert-lasted-minutes", count=max(1, round(span / _MINUTE)))


def _began(what: str, visitors: str, steps: tuple[str, ...], texts: Texts) -> str:
    lines = [texts.written("alert-began", what=what)]
    if visitors:
        lines.append(texts.written("alert-visitors", visitors=visitors))
    if steps:
        lines.append(texts.written("alert-do", step=steps[0]))
    return "\n".join(lines)


def _fitted(subject: str, entries: list[str], foot: str, texts: Texts, limit: int | None) -> str:
    text = ""
    for shown in range(len(entries), -1, -1):
        left = len(entries) - shown
        more = [texts.written("alert-more", count=left)] if left else []
        text = "\n".join((subject, *entries[:shown], *more, foot))
        if limit is None or len(text.encode()) <= limit:
            return text
    # The subject and the foot alone are too long: a hall's name of hundreds of characters.
    return text.encode()[:limit].decode("utf-8", "ignore")


def _events(sent: Edges) -> tuple[dict[str, str], ...]:
    began = [
        {"event": "began", "id": each.id, "about": each.about, "severity": each.severity}
        | {"what": each.what, "visitors": each.visitors, "do": " ".join(each.steps)}
        for each in sent.began
    ]
    ended = [
        {"event": "ended", "key": each.key, "what": each.what}
        | {"seconds": str(int(each.lasted.total_seconds()))}
        for each in sent.ended
    ]
    return (*began, *ended)
