"""What was typed on one screen of the first run, as answers; and what is wrong with it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import msgspec

from config.opening import is_span
from hall.texts import Texts
from queue_server.sites.forms import listed
from queue_server.sites.founding import DAYS, Answers, NewService, number_of, usual_services

_OWN = 3
"""How many services of the hall's own can be added at the first run."""
_LETTERS = "BDEGSTUVWXYZ"


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One thing to put right, beside its field; an empty ``field`` is the whole screen."""

    field: str
    text: str


def answered(
    screen: str, fields: Any, answers: Answers, texts: Texts
) -> tuple[Answers, list[Problem]]:
    """Return the answers with one screen's fields in them, and what is wrong with those."""
    read = {"hall": _hall, "services": _services, "hours": _hours}[screen]
    changed, wrong = read(fields, answers)
    return changed, [
        Problem(field=field, text=texts.written(f"setup-wrong-{code}"))
        for field, code in wrong.items()
    ]


def _hall(fields: Any, answers: Answers) -> tuple[Answers, Mapping[str, str]]:
    changed = msgspec.structs.replace(
        answers,
        name={"zh-CN": _text(fields, "zh"), "en": _text(fields, "en")},
        region=_text(fields, "region"),
        hotline=_text(fields, "hotline"),
        public_url=_text(fields, "public_url"),
    )
    wrong = {}
    if not changed.name["zh-CN"]:
        wrong["zh"] = "name"
    if not re.fullmatch(r"\d{6}", changed.region, re.ASCII):
        wrong["region"] = "region"
    if not changed.hotline:
        wrong["hotline"] = "hotline"
    if not changed.public_url.startswith(("http://", "https://")):
        wrong["public_url"] = "address"
    return changed, wrong


def _services(fields: Any, answers: Answers) -> tuple[Answers, Mapping[str, str]]:
    chosen = set(fields.getall("service", []))
    kept = [each for each in usual_services() if each.id in chosen]
    for number in range(1, _OWN + 1):
        name = _text(fields, f"own{number}")
        if name:
            letter = next(each for each in _LETTERS if each not in {one.prefix for one in kept})
            names = {"zh-CN": name, "en": _text(fields, f"own{number}-en") or name}
            kept.append(NewService(id=f"own{number}", prefix=letter, names=names))
    changed = msgspec.structs.replace(
        answers,
        services=tuple(kept),
        windows=number_of(_text(fields, "windows"), answers.windows),
    )
    return changed, {} if kept else {"service": "services"}


def _hours(fields: Any, answers: Answers) -> tuple[Answers, Mapping[str, str]]:
    week = {day: tuple(listed(_text(fields, day))) for day in DAYS}
    always = "always" in fields
    changed = msgspec.structs.replace(answers, always=always, week=week)
    wrong = {day: "span" for day, spans in week.items() if not all(is_span(each) for each in spans)}
    if not always and not any(week.values()):
        wrong["mon"] = "hours"
    return changed, wrong


def _text(fields: Any, name: str) -> str:
    value = fields.get(name, "")
    return value.strip()[:200] if isinstance(value, str) else ""
