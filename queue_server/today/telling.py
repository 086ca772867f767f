"""Findings in words: the same on the page, in `hall90 doctor`, in messages and read aloud."""

import hashlib
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Literal

import msgspec

from config.site import Site, name_in
from hall.texts import Texts
from queue_server.today.kinds import Severity, Who
from queue_server.today.looking import Found

_STEPS = ("do1", "do2", "do3")


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that is wrong, in the words of whoever asks.

    ``visitors`` is what they notice, ``what`` names a thing one can touch, ``steps`` are what to
    do, likeliest first, and ``who`` can do it. ``mark`` names the finding for dismissing it.
    """

    id: str
    about: str
    severity: Severity
    what: str
    visitors: str
    steps: tuple[str, ...]
    who: Who
    mark: str
    since: datetime | None = None
    detail: str = ""


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """Hall today: everything that is wrong, or in one sentence that all is well."""

    at: datetime
    summary: str
    state: Literal["well", "soon", "stops"]
    findings: tuple[Finding, ...]
    dismissed: int = 0


def told(
    found: Iterable[Found],
    texts: Texts,
    site: Site,
    at: datetime,
    hidden: frozenset[str],
    all_: int,
) -> Standing:
    """Return findings in words; ``all_`` is how many devices and programs were asked.

    What somebody has dismissed is left out, unless it stops visitors.
    """
    every = [_finding(each, texts, site) for each in found]
    shown = tuple(each for each in every if each.severity == "stops" or each.mark not in hidden)
    worst = next((each.severity for each in shown if each.severity != "information"), None)
    state: Literal["well", "soon", "stops"] = "well" if worst is None else worst
    count = sum(each.severity == worst for each in shown) if worst else all_
    return Standing(
        at=at,
        summary=texts.written(f"today-summary-{state}", count=count),
        state=state,
        findings=shown,
        dismissed=len(every) - len(shown),
    )


def _finding(found: Found, texts: Texts, site: Site) -> Finding:
    key = f"today-{found.id}"
    values = {
        "thing": thing(found.about, texts, site),
        "detail": found.detail,
        **{name: _value(value) for name, value in found.values.items()},
    }
    steps = (texts.attribute(key, name, **values) for name in _STEPS)
    return Finding(
        id=found.id,
        about=found.about,
        severity=found.kind.severity,
        what=texts.written(key, **values),
        visitors=texts.attribute(key, "visitors", **values) or "",
        steps=tuple(step for step in steps if step),
        who=found.kind.who,
        mark=hashlib.sha256(found.mark.encode()).hexdigest()[:24],
        since=found.since,
        detail=found.detail,
    )


def thing(about: str, texts: Texts, site: Site) -> str:
    """Return the words for a thing of the hall: a printer by its kiosk, a sign by its window."""
    kind, _, name = about.partition(":")
    language = texts.language
    windows = {each.id: each.number for each in site.windows}
    if kind == "service":
        known = next((each for each in site.services if each.id == name), None)
        return name_in(known.names, language) if known else name
    if kind == "sign":
        sign = next((each for each in site.signs if each.id == name), None)
        if sign is not None and sign.window in windows:
            return texts.written("today-thing-window_sign", number=str(windows[sign.window]))
        return texts.written("today-thing-sign", name=name)
    named: Mapping[str, Callable[[], str]] = {
        "printer": lambda: texts.written("today-thing-printer", name=name),
        "paper": lambda: texts.written("today-thing-printer", name=name),
        "voice": lambda: texts.written("today-thing-voice", name=name),
    }
    return named[kind]() if kind in named else name


def _value(value: object) -> object:
    return value if isinstance(value, int) else str(value)
